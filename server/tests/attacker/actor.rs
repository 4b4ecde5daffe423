//! Somebody with a browser that shows a code and a phone that scans it.

use std::collections::BTreeMap;

use guard_protocol::headers::{APP_ID, LANG};
use guard_protocol::{Secret, challenge, paths};
use guard_server::tokens;
use reqwest::Method;
use serde_json::{Value, json};

use crate::request::Request;
use crate::support::{Answer, public_config};
use crate::world::{PROGRAM, wechat_code};

/// A request of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Config,
    Gene,
    Picture,
    Look,
    Watch,
    Scan,
    Outcome,
    Confirm,
    Cancel,
    Redeem,
    EndByPhone,
    OpenBrowser,
    Me,
    MeByCookie,
    Logout,
    LogoutByLink,
    LogoutBrowser,
    Abandon,
}

impl Step {
    pub(crate) const ALL: [Self; 18] = [
        Self::Config,
        Self::Gene,
        Self::Picture,
        Self::Look,
        Self::Watch,
        Self::Scan,
        Self::Outcome,
        Self::Confirm,
        Self::Cancel,
        Self::Redeem,
        Self::EndByPhone,
        Self::OpenBrowser,
        Self::Me,
        Self::MeByCookie,
        Self::Logout,
        Self::LogoutByLink,
        Self::LogoutBrowser,
        Self::Abandon,
    ];
}

/// Somebody in the middle of a login. What is not known yet is [`NOTHING`].
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) user_id: String,
    /// The application that the code is for.
    pub(crate) app_id: &'static str,
    /// Whether the browser sends a challenge.
    pub(crate) hardened: bool,
    /// The origin of the browser's page.
    pub(crate) origin: String,
    pub(crate) phone_token: String,
    pub(crate) verifier: String,
    pub(crate) challenge: String,
    pub(crate) random: String,
    pub(crate) number: String,
    pub(crate) handshake: String,
    pub(crate) ticket: String,
    pub(crate) token: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

pub(crate) const NOTHING: &str = "nothing";

impl Actor {
    pub(crate) fn new(user_id: &str, app_id: &'static str, hardened: bool, origin: &str, phone_token: String) -> Self {
        let verifier = tokens::random_text::<32>();
        let nothing = || NOTHING.to_owned();
        Self {
            user_id: user_id.to_owned(),
            app_id,
            hardened,
            origin: origin.to_owned(),
            phone_token,
            challenge: challenge::of(&Secret::new(verifier.as_str())),
            verifier,
            random: nothing(),
            number: nothing(),
            handshake: nothing(),
            ticket: nothing(),
            token: nothing(),
            cookies: BTreeMap::new(),
        }
    }

    /// Whether the phone is a mini program.
    fn by_mini_program(&self) -> bool {
        self.app_id == PROGRAM
    }

    /// The request of this step about the code `random`, with everything else this actor's.
    pub(crate) fn request(&self, step: Step, random: &str) -> Request {
        let get = |path: &str| Request::new(Method::GET, path);
        let post = |path: &str| Request::new(Method::POST, path);
        let request = match step {
            Step::Config => get(&public_config(self.app_id)),
            Step::Gene => {
                let scene = vec![("scene", json!("WXAPP_AUTH")), ("autoMergeQrCode", json!(false))];
                let challenge = self.hardened.then(|| ("challenge", json!(self.challenge)));
                post(paths::QRCODE_GENE).json(scene.into_iter().chain(challenge).collect())
            }
            Step::Picture => get(&format!("/api/v2/qrcode/image/{random}.png")),
            Step::Look => get(paths::QRCODE_CHECK).query("random", random),
            Step::Watch => post(paths::QRCODE_CHECK).json(vec![
                ("random", json!(random)),
                ("verifier", json!(self.verifier)),
                ("seq", json!(0)),
                ("wait", json!(0)),
            ]),
            Step::Scan if self.by_mini_program() => {
                let open = [
                    ("code", json!(wechat_code(&self.user_id))),
                    ("scene", json!(random)),
                    ("entry", json!(1047)),
                    ("acknowledged", json!(false)),
                ];
                let earlier = (self.handshake != NOTHING).then(|| ("handshake", json!(self.handshake)));
                post(paths::MINI_PROGRAM_OPEN).json(open.into_iter().chain(earlier).collect())
            }
            Step::Confirm if self.by_mini_program() => post(paths::MINI_PROGRAM_CONFIRM).json(vec![
                ("handshake", json!(self.handshake)),
                ("number", json!(self.number)),
                ("phoneCode", json!(wechat_code(&self.user_id))),
                ("agreed", json!(true)),
                ("nickname", json!("somebody")),
            ]),
            Step::Cancel if self.by_mini_program() => {
                post(paths::MINI_PROGRAM_CANCEL).json(vec![("handshake", json!(self.handshake))])
            }
            Step::EndByPhone => post(paths::MINI_PROGRAM_LOG_OUT).json(vec![("handshake", json!(self.handshake))]),
            Step::Scan => {
                let scan = [("random", json!(random))];
                let earlier = (self.handshake != NOTHING).then(|| ("handshake", json!(self.handshake)));
                post(paths::QRCODE_SCANNED).token(&self.phone_token).json(scan.into_iter().chain(earlier).collect())
            }
            Step::Outcome => {
                post(paths::QRCODE_OUTCOME).json(vec![("handshake", json!(self.handshake)), ("wait", json!(0))])
            }
            Step::Confirm => {
                let number = self.hardened.then(|| ("number", json!(self.number)));
                let confirm = [("random", json!(random)), ("handshake", json!(self.handshake))];
                post(paths::QRCODE_CONFIRM).token(&self.phone_token).json(confirm.into_iter().chain(number).collect())
            }
            Step::Cancel => post(paths::QRCODE_CANCEL)
                .token(&self.phone_token)
                .json(vec![("random", json!(random)), ("handshake", json!(self.handshake))]),
            Step::Redeem => {
                let ticket = [("ticket", json!(self.ticket))];
                let verifier = self.hardened.then(|| ("verifier", json!(self.verifier)));
                post(paths::QRCODE_USERINFO).json(ticket.into_iter().chain(verifier).collect())
            }
            Step::OpenBrowser => post("/login/session").token(&self.token).cookies(&self.cookies),
            Step::Me => get(paths::USERS_ME).token(&self.token),
            Step::MeByCookie => get(paths::USERS_ME).cookies(&self.cookies),
            Step::Logout => post(paths::LOGOUT).token(&self.token),
            Step::LogoutByLink => get(paths::LOGOUT).token(&self.token),
            Step::LogoutBrowser => post(paths::LOGOUT).cookies(&self.cookies),
            Step::Abandon => {
                post(paths::QRCODE_ABANDON).json(vec![("random", json!(random)), ("verifier", json!(self.verifier))])
            }
        };
        request
            .header(APP_ID, self.app_id)
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
            .header("x-forwarded-for", "203.0.113.7")
            .header(LANG, "en-US")
    }

    /// Takes what the answer gives. `own`: the request was about this actor's own code.
    pub(crate) fn take(&mut self, step: Step, answer: &Answer, own: bool) {
        if answer.status >= 300 {
            return;
        }
        let data = &answer.body["data"];
        let text = |name: &str| data[name].as_str().map(str::to_owned);
        if let (Step::Gene, Some(random)) = (step, text("random")) {
            // The handshake of an earlier code says nothing about this one.
            self.random = random;
            self.handshake = NOTHING.to_owned();
        }
        for (name, place) in
            [("handshake", &mut self.handshake), ("ticket", &mut self.ticket), ("token", &mut self.token)]
        {
            if let Some(text) = text(name) {
                *place = text;
            }
        }
        if let (true, Some(number)) = (own, text("matchNumber")) {
            self.number = number;
        }
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            match pair.split_once('=') {
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
    }

    /// Everything that whoever watches over this actor's shoulder could write down.
    pub(crate) fn values(&self) -> Vec<Value> {
        let texts = [
            &self.random,
            &self.number,
            &self.challenge,
            &self.verifier,
            &self.handshake,
            &self.ticket,
            &self.token,
            &self.phone_token,
            &self.user_id,
            &wechat_code(&self.user_id),
        ];
        let cookies = self.cookies.values();
        texts.into_iter().chain(cookies).map(|text| Value::from(text.as_str())).collect()
    }
}
