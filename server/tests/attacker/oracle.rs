//! What no answer to the attacker may hold, and what no request of theirs may bring about.

use std::collections::BTreeSet;

use guard_protocol::{Secret, challenge, paths};
use guard_server::tokens;
use serde_json::Value;

use crate::actor::Actor;
use crate::request::Request;
use crate::support::Answer;
use crate::world::{KIOSK, OTHER, PROGRAM, SHOP, VICTIM, VICTIMS_NUMBER, World};

/// The shortest text that could be a credential: ids have 22 characters, secrets 43.
const SHORTEST: usize = 20;

/// Every text of an answer that could be a credential.
fn candidates(answer: &Answer) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    collect(&answer.body, &mut all);
    for value in answer.headers.values() {
        words(&String::from_utf8_lossy(value.as_bytes()), &mut all);
    }
    all
}

fn collect(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => words(text, all),
        Value::Array(list) => list.iter().for_each(|value| collect(value, all)),
        Value::Object(map) => {
            for (key, value) in map {
                words(key, all);
                collect(value, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn words(text: &str, all: &mut BTreeSet<String>) {
    let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    all.extend(text.split(|c| !of_word(c)).filter(|word| word.len() >= SHORTEST).map(str::to_owned));
}

impl World {
    /// Says what is wrong with `answer`, which the attacker got for `request`; `victims` log in meanwhile.
    pub(crate) async fn judge(&self, request: &Request, answer: &Answer, victims: &[Actor]) -> Result<(), String> {
        if answer.status >= 500 {
            return Err(format!("the server failed: {answer:?}"));
        }
        // What proves that the login is the sender's browser's own; of the victim's nobody gets it.
        let token = answer.body["data"]["token"].as_str().map(Secret::new);
        let proof = token.map(|token| self.key.browser_proof(&token));
        let is_victim = answer.body["data"]["id"] == VICTIM;
        if !is_victim && answer.body.to_string().contains(VICTIMS_NUMBER) {
            return Err("the victim's phone number".to_owned());
        }
        // What comes back as it was sent tells nothing new.
        let mut sent = BTreeSet::new();
        request.texts().iter().for_each(|text| words(text, &mut sent));
        for text in candidates(answer).difference(&sent).cloned() {
            self.judge_text(&text, victims).await?;
            if is_victim && proof.as_ref().is_some_and(|proof| proof.expose() == text) {
                return Err("the proof that a login of the victim is the attacker's browser's own".to_owned());
            }
        }
        if answer.status == 200 {
            self.judge_person(request, answer).await?;
            self.judge_proof(request, answer).await?;
        }
        Ok(())
    }

    /// No text of an answer is worth anything as the victim. A plain code keeps a weaker promise: whoever sees it can
    /// take the login, at its own application and nowhere else.
    async fn judge_text(&self, text: &str, victims: &[Actor]) -> Result<(), String> {
        let secret = Secret::new(text);
        let hash = tokens::hash(&secret);
        let session = self.store.session(hash, self.now()).await.unwrap();
        if let Some(session) = session.filter(|session| session.user.id == VICTIM && session.app_id != KIOSK) {
            return Err(format!("a token of the victim for {}", session.app_id));
        }
        if self.store.browser_user(hash, self.now()).await.unwrap().is_some_and(|user| user.id == VICTIM) {
            return Err("a session cookie of the victim".to_owned());
        }
        let of_phone = self.store.code_of_phone(hash).await.unwrap();
        if let Some(code) = of_phone.filter(|code| code.user_id.as_deref() == Some(VICTIM)) {
            return Err(format!("a handshake of the victim for a code of {}", code.app_id));
        }
        for victim in victims {
            let code = self.store.code(&victim.random).await.unwrap();
            let ticket = code.and_then(|code| code.ticket_nonce).map(|nonce| self.key.ticket(&nonce));
            if victim.hardened && ticket.is_some_and(|ticket| ticket == secret) {
                return Err("the ticket of a code with a challenge".to_owned());
            }
            if text == victim.verifier {
                return Err("a verifier of the victim".to_owned());
            }
            let proofs =
                [&victim.token, &victim.phone_token].map(|token| self.key.browser_proof(&Secret::new(token.as_str())));
            if proofs.contains(&secret) {
                return Err("the proof that a login is the victim's browser's own".to_owned());
            }
        }
        Ok(())
    }

    /// Nobody is told who the victim is but for a token of the application that is named.
    async fn judge_person(&self, request: &Request, answer: &Answer) -> Result<(), String> {
        let data = &answer.body["data"];
        if data["id"] != VICTIM {
            return Ok(());
        }
        let token = data["token"].as_str().or(request.sent_token()).unwrap_or_default();
        let session = self.store.session(tokens::hash(&Secret::new(token)), self.now()).await.unwrap();
        let of_app = session.map(|session| session.app_id).unwrap_or_default();
        let is_named = data["token"].is_string() || request.app_id() == Some(of_app.as_str());
        if is_named && [KIOSK, OTHER].contains(&of_app.as_str()) {
            return Ok(());
        }
        Err(format!("the victim is taken for logged in with a token of {of_app:?} at {:?}", request.app_id()))
    }

    /// A code with a challenge is served only to its verifier and moved only by its handshake; and an application that
    /// takes no plain codes makes none.
    async fn judge_proof(&self, request: &Request, answer: &Answer) -> Result<(), String> {
        let Some(random) = answer.body["data"]["random"].as_str() else { return Ok(()) };
        let Some(code) = self.store.code(random).await.unwrap() else { return Ok(()) };
        let Some(wanted) = code.challenge else {
            return match code.app_id.as_str() {
                SHOP | OTHER | PROGRAM => Err(format!("a plain code of {}", code.app_id)),
                _ => Ok(()),
            };
        };
        let sent = request.texts();
        let proves = |text: &String| challenge::of(&Secret::new(text.as_str())) == wanted;
        match request.path.as_str() {
            paths::QRCODE_CHECK if !answer.body["data"]["expiresIn"].is_null() && !sent.iter().any(proves) => {
                Err("the long poll answered without the verifier".to_owned())
            }
            paths::QRCODE_CONFIRM
            | paths::QRCODE_CANCEL
            | paths::QRCODE_OUTCOME
            | paths::MINI_PROGRAM_CONFIRM
            | paths::MINI_PROGRAM_CANCEL => {
                for text in &sent {
                    let of_phone = self.store.code_of_phone(tokens::hash(&Secret::new(text.as_str()))).await.unwrap();
                    if of_phone.is_some_and(|code| code.id == random) {
                        return Ok(());
                    }
                }
                Err(format!("{} worked without the handshake", request.path))
            }
            _ => Ok(()),
        }
    }
}
