//! What the fake WeChat knows: one mini program, people, tokens and codes. No I/O, and no clock but the time that each
//! call is given, in ms.

use std::collections::{BTreeMap, HashMap, VecDeque};

use rand::distr::{Alphanumeric, SampleString as _};
use serde::{Deserialize, Serialize};

use crate::call::{Call, Refusal};

/// A time or a span, in ms.
pub(crate) type Millis = u64;

/// A minute.
const MINUTE: Millis = 60_000;
/// How long a token is valid.
const TOKEN_LIFE: Millis = 7_200_000;
/// How long before its end a token is renewed, and how long the old one is taken after that.
const OVERLAP: Millis = 5 * MINUTE;
/// How long a login code and a phone code are valid.
const CODE_LIFE: Millis = 5 * MINUTE;
/// How often a token may be forced in a day, and how far apart.
const FORCED_A_DAY: usize = 20;
const FORCED_APART: Millis = 30_000;
const DAY: Millis = 24 * 60 * MINUTE;
/// How often a person's login codes are exchanged in a minute.
const LOGINS_A_MINUTE: usize = 100;

/// A mini program as it stands in WeChat's console.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct MiniProgram {
    /// Its AppID.
    pub app_id: String,
    /// Its AppSecret.
    pub app_secret: String,
    /// The pages of the published version; empty: nothing is published.
    pub published: Vec<String>,
    /// Whether the caller's address is on the allow list.
    pub address_allowed: bool,
    /// Whether it may ask for phone numbers: verified accounts of organisations may.
    pub may_ask_numbers: bool,
    /// How many calls of each kind a minute has; none: as WeChat documents.
    pub quotas: BTreeMap<Call, usize>,
}

impl Default for MiniProgram {
    fn default() -> Self {
        Self {
            app_id: "wx0123456789abcdef".to_owned(),
            app_secret: "0123456789abcdef0123456789abcdef".to_owned(),
            published: vec!["pages/confirm/confirm".to_owned()],
            address_allowed: true,
            may_ask_numbers: true,
            quotas: BTreeMap::new(),
        }
    }
}

impl MiniProgram {
    fn quota(&self, call: Call) -> usize {
        let documented = match call {
            Call::StableToken => 10_000,
            Call::CodePicture => 5_000,
            Call::Identity | Call::PhoneNumber => 50_000,
        };
        self.quotas.get(&call).copied().unwrap_or(documented)
    }
}

/// Somebody who has WeChat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The person in this mini program.
    pub openid: String,
    /// The person in the open platform's account, if the mini program is in one.
    #[serde(default)]
    pub unionid: Option<String>,
    /// The code of the number's country.
    #[serde(default = "china")]
    pub country: String,
    /// The phone number.
    #[serde(default)]
    pub number: String,
    /// Whether WeChat holds the person for a risk.
    #[serde(default)]
    pub risky: bool,
}

impl Person {
    /// Somebody with a Chinese phone number.
    pub fn new(openid: &str, number: &str) -> Self {
        Self { openid: openid.to_owned(), unionid: None, country: china(), number: number.to_owned(), risky: false }
    }
}

fn china() -> String {
    "86".to_owned()
}

/// What `getwxacodeunlimit` is asked for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PictureRequest {
    /// What the page is told.
    #[serde(default)]
    pub(crate) scene: String,
    /// The page; without one the first of the mini program.
    #[serde(default)]
    pub(crate) page: String,
    /// Whether the page must be published.
    #[serde(default = "yes")]
    pub(crate) check_path: bool,
    /// The edition.
    #[serde(default = "release")]
    pub(crate) env_version: String,
    /// Side in pixels.
    #[serde(default = "width")]
    pub(crate) width: u32,
}

fn yes() -> bool {
    true
}

fn release() -> String {
    "release".to_owned()
}

fn width() -> u32 {
    430
}

/// What a mini-program code opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opens {
    /// The page.
    pub page: String,
    /// What the page is told.
    pub scene: String,
}

#[derive(Debug)]
struct Token {
    text: String,
    ends: Millis,
}

#[derive(Debug)]
struct IssuedCode {
    openid: String,
    ends: Millis,
    used: bool,
}

/// All that the fake knows.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// The mini program.
    pub(crate) mini_program: MiniProgram,
    /// The next answers of a call: errcodes instead of what it would answer.
    pub(crate) planned: HashMap<Call, VecDeque<i64>>,
    /// Every secret that was given out.
    pub(crate) secrets: Vec<String>,
    people: HashMap<String, Person>,
    tokens: Vec<Token>,
    forced: Vec<Millis>,
    login_codes: HashMap<String, IssuedCode>,
    phone_codes: HashMap<String, IssuedCode>,
    calls: HashMap<Call, Vec<Millis>>,
    logins: HashMap<String, Vec<Millis>>,
}

/// Random letters and digits.
fn random(length: usize) -> String {
    Alphanumeric.sample_string(&mut rand::rng(), length)
}

impl World {
    /// A world with this mini program, in which nobody lives yet.
    pub(crate) fn new(mini_program: MiniProgram) -> Self {
        Self { mini_program, ..Self::default() }
    }

    /// How often a call was made.
    pub(crate) fn calls(&self, call: Call) -> usize {
        self.calls.get(&call).map_or(0, Vec::len)
    }

    /// Adds a person, or changes one.
    pub(crate) fn add(&mut self, person: Person) {
        self.people.insert(person.openid.clone(), person);
    }

    /// What `wx.login` gives the mini program on the person's phone.
    pub(crate) fn login_code(&mut self, openid: &str, now: Millis) -> String {
        let code = format!("0{}", random(31));
        self.login_codes.insert(code.clone(), IssuedCode::new(openid, now));
        self.secrets.push(code.clone());
        code
    }

    /// What the button `getPhoneNumber` gives the mini program on the person's phone.
    pub(crate) fn phone_code(&mut self, openid: &str, now: Millis) -> String {
        let code = random(64);
        self.phone_codes.insert(code.clone(), IssuedCode::new(openid, now));
        self.secrets.push(code.clone());
        code
    }

    /// Counts a call, and answers what was planned for it, or that there were too many.
    pub(crate) fn admit(&mut self, call: Call, now: Millis) -> Result<(), Refusal> {
        let calls = self.calls.entry(call).or_default();
        calls.push(now);
        let recent = calls.iter().filter(|at| now - **at < MINUTE).count();
        if let Some(errcode) = self.planned.get_mut(&call).and_then(VecDeque::pop_front) {
            return Err(Refusal(errcode));
        }
        if recent > self.mini_program.quota(call) { Err(Refusal(45009)) } else { Ok(()) }
    }

    /// `stable_token`: the token, and how many seconds it lives.
    pub(crate) fn stable_token(
        &mut self,
        app_id: &str,
        secret: &str,
        force: bool,
        now: Millis,
    ) -> Result<(String, u64), Refusal> {
        self.check_secret(app_id, secret)?;
        if !self.mini_program.address_allowed {
            return Err(Refusal(40164));
        }
        self.tokens.retain(|token| token.ends > now);
        if force {
            self.forced.retain(|at| now - at < DAY);
            if self.forced.len() >= FORCED_A_DAY {
                return Err(Refusal(45009));
            }
            if self.forced.last().is_some_and(|last| now - last < FORCED_APART) {
                return Err(Refusal(45011));
            }
            self.forced.push(now);
            self.tokens.clear();
        }
        // The last one is the current one.
        let current = self.tokens.last().filter(|token| token.ends - now > OVERLAP);
        if let Some(token) = current {
            return Ok((token.text.clone(), (token.ends - now) / 1000));
        }
        for old in &mut self.tokens {
            old.ends = old.ends.min(now + OVERLAP);
        }
        let text = format!("{}_{}", 80 + self.secrets.len() % 10, random(134));
        self.secrets.push(text.clone());
        self.tokens.push(Token { text: text.clone(), ends: now + TOKEN_LIFE });
        Ok((text, TOKEN_LIFE / 1000))
    }

    /// Ends every token at once, as a reset of the AppSecret does.
    pub(crate) fn revoke_tokens(&mut self, now: Millis) {
        for token in &mut self.tokens {
            token.ends = now;
        }
    }

    /// `getwxacodeunlimit`.
    pub(crate) fn code_picture(&self, token: &str, request: &PictureRequest, now: Millis) -> Result<Opens, Refusal> {
        self.check_token(token, now)?;
        let scene = &request.scene;
        if scene.is_empty() || scene.chars().count() > 32 {
            return Err(Refusal(40169));
        }
        // `&` is listed in the documentation, and refused.
        if !scene.chars().all(|c| c.is_ascii_alphanumeric() || "!#$'()*+,/:;=?@-._~".contains(c)) {
            return Err(Refusal(40129));
        }
        if !["release", "trial", "develop"].contains(&request.env_version.as_str())
            || !(280..=1280).contains(&request.width)
        {
            return Err(Refusal(40097));
        }
        let page = if request.page.is_empty() {
            self.mini_program.published.first().map(String::as_str).unwrap_or_default()
        } else {
            &request.page
        };
        let is_published = self.mini_program.published.iter().any(|known| known == page);
        if page.starts_with('/') || page.contains('?') || (request.check_path && !is_published) {
            return Err(Refusal(41030));
        }
        Ok(Opens { page: page.to_owned(), scene: scene.clone() })
    }

    /// `jscode2session`: the person, and the key of the session.
    pub(crate) fn identity(
        &mut self,
        app_id: &str,
        secret: &str,
        code: &str,
        now: Millis,
    ) -> Result<(Person, String), Refusal> {
        self.check_secret(app_id, secret)?;
        if code.is_empty() {
            return Err(Refusal(41008));
        }
        let openid = take(&mut self.login_codes, code, now)?;
        let logins = self.logins.entry(openid.clone()).or_default();
        logins.retain(|at| now - at < MINUTE);
        logins.push(now);
        if logins.len() > LOGINS_A_MINUTE {
            return Err(Refusal(45011));
        }
        let person = self.people.get(&openid).cloned().ok_or(Refusal(40029))?;
        if person.risky {
            return Err(Refusal(40226));
        }
        let key = format!("{}==", random(22));
        self.secrets.push(key.clone());
        Ok((person, key))
    }

    /// `getuserphonenumber`.
    pub(crate) fn phone_number(
        &mut self,
        token: &str,
        code: &str,
        openid: Option<&str>,
        now: Millis,
    ) -> Result<Person, Refusal> {
        self.check_token(token, now)?;
        if !self.mini_program.may_ask_numbers {
            return Err(Refusal(48001));
        }
        if code.is_empty() {
            return Err(Refusal(41008));
        }
        let known = self.phone_codes.get(code).ok_or(Refusal(40029))?;
        if openid.is_some_and(|openid| openid != known.openid) {
            return Err(Refusal(40003));
        }
        let openid = take(&mut self.phone_codes, code, now)?;
        self.people.get(&openid).cloned().ok_or(Refusal(40029))
    }

    fn check_secret(&self, app_id: &str, secret: &str) -> Result<(), Refusal> {
        if app_id != self.mini_program.app_id {
            return Err(Refusal(40013));
        }
        if secret != self.mini_program.app_secret { Err(Refusal(40125)) } else { Ok(()) }
    }

    fn check_token(&self, text: &str, now: Millis) -> Result<(), Refusal> {
        if text.is_empty() {
            return Err(Refusal(41001));
        }
        match self.tokens.iter().find(|token| token.text == text) {
            None => Err(Refusal(40001)),
            Some(token) if token.ends <= now => Err(Refusal(42001)),
            Some(_) => Ok(()),
        }
    }
}

impl IssuedCode {
    fn new(openid: &str, now: Millis) -> Self {
        Self { openid: openid.to_owned(), ends: now + CODE_LIFE, used: false }
    }
}

/// Uses a code; answers whose it is.
fn take(codes: &mut HashMap<String, IssuedCode>, code: &str, now: Millis) -> Result<String, Refusal> {
    let issued = codes.get_mut(code).filter(|issued| issued.ends > now).ok_or(Refusal(40029))?;
    if std::mem::replace(&mut issued.used, true) {
        return Err(Refusal(40163));
    }
    Ok(issued.openid.clone())
}

#[cfg(test)]
#[path = "world_tests.rs"]
mod tests;
