//! Sessions, of two kinds. A login at an *application* is a token with one audience: it counts for that application
//! alone. A *browser's* session at this server is a cookie that opens this server's own pages and nothing else; the
//! login that it came of is its child and ends with it.

use guard_protocol::Secret;
use thiserror::Error;

use crate::clock::Millis;
use crate::config::SessionLimits;
use crate::services::Context;
use crate::services::amr::Amr;
use crate::services::audit::{AuditEvent, Event};
use crate::store::{Browser, NewBrowser, NewSession, Session, StoreError, UserRow};
use crate::tokens::{self, Hash};

/// A login that came about: who it is, and what proves it from now on.
#[derive(Clone, Debug)]
pub struct Authentication {
    /// Who it is.
    pub user: UserRow,
    /// What proves it.
    pub token: Secret,
    /// The application that it is at.
    pub app_id: String,
    /// When it came about.
    pub began: Millis,
    /// How.
    pub amr: Amr,
    /// When the token ends.
    pub ends: Millis,
    /// Whether nobody but the browser that began the login can have it. One by a code without a challenge can be taken
    /// by whoever sees the code, so it counts at its application and opens no session of a browser at this server.
    pub bound: bool,
}

/// A browser's session that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What its cookie says.
    pub cookie: Secret,
    /// The session of another person, whose place it took.
    pub replaced: Option<EndedBrowser>,
}

/// A browser's session that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedBrowser {
    /// Whose it was.
    pub user_id: String,
    /// Its public id.
    pub sid: String,
}

/// Why a browser got no session.
#[derive(Debug, Error)]
pub enum NotOpened {
    /// The login is not this browser's own, or no longer valid.
    #[error("the login is not this browser's own, or no longer valid")]
    NotItsOwn,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens, finds and ends sessions.
#[derive(Clone, Debug)]
pub struct Sessions {
    context: Context,
    limits: SessionLimits,
}

impl Sessions {
    /// Sessions that live as long as `limits` say.
    pub fn new(context: Context, limits: SessionLimits) -> Self {
        Self { context, limits }
    }

    /// Lifetime of a session, in s.
    pub fn ttl_s(&self) -> u32 {
        self.limits.ttl_s
    }

    fn ends_at(&self, now: Millis) -> Millis {
        now + Millis::from(self.limits.ttl_s) * 1000
    }

    /// Logs `user` in at an application, with a fresh token.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be kept.
    pub async fn open(&self, user: UserRow, app_id: &str, method: &'static str) -> Result<Authentication, StoreError> {
        let token = Secret::new(tokens::random_text::<32>());
        let session = self.draft(&token, app_id, method);
        let (began, ends) = (session.now, session.expires_at);
        self.context.store.add_session(&user.id, session).await?;
        AuditEvent::new(Event::Login).user(&user.id).app(app_id).method(method).record();
        let amr = Amr::of_method(method).unwrap_or(Amr::Password);
        Ok(Authentication { user, token, app_id: app_id.to_owned(), began, amr, ends, bound: true })
    }

    /// The login that `token` would be now.
    pub(super) fn draft(&self, token: &Secret, app_id: &str, method: &'static str) -> NewSession {
        let now = self.context.now();
        NewSession {
            token_hash: tokens::hash(token),
            app_id: app_id.to_owned(),
            method,
            now,
            expires_at: self.ends_at(now),
        }
    }

    /// The login that `token` proves, while it is valid.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn of_token(&self, token: &Secret) -> Result<Option<Session>, StoreError> {
        self.context.store.session(tokens::hash(token), self.context.now()).await
    }

    /// Ends the login that `token` proves, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn end(&self, token: &Secret) -> Result<(), StoreError> {
        let session = self.of_token(token).await?;
        if self.context.store.end_session(tokens::hash(token)).await?
            && let Some(session) = session
        {
            AuditEvent::new(Event::Logout).user(&session.user.id).app(&session.app_id).record();
        }
        Ok(())
    }

    /// What a browser gets with the answer in which `token` is given, where scripts cannot read it: it proves to
    /// [`open_browser`](Self::open_browser) that the login is this browser's own, and not one that a script brought.
    pub fn browser_proof(&self, token: &Secret) -> Secret {
        self.context.key.browser_proof(token)
    }

    /// Opens a browser's session for the login that `token` proves. The session that the browser had before, `earlier`,
    /// ends.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub async fn open_browser(
        &self,
        token: &Secret,
        proof: Option<&Secret>,
        earlier: Option<&Secret>,
    ) -> Result<Opened, NotOpened> {
        if !proof.is_some_and(|proof| tokens::is_same(proof, &self.browser_proof(token))) {
            return Err(NotOpened::NotItsOwn);
        }
        let login = self.of_token(token).await?.ok_or(NotOpened::NotItsOwn)?;
        let earlier = self.earlier(earlier).await?;
        let (cookie, browser) = self.fresh(&login.user, earlier.as_ref());
        if !self.context.store.open_browser(tokens::hash(token), browser).await? {
            return Err(NotOpened::NotItsOwn);
        }
        let replaced = self.replace(&login.user, earlier).await?;
        Ok(Opened { cookie, replaced })
    }

    /// Opens the session of a browser in which `user` has just logged in by `method` on behalf of the application
    /// `app_id`. The session that the browser had before, `earlier`, ends. `None`: the user may not log in any more.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be kept.
    pub async fn open_own_browser(
        &self,
        user: &UserRow,
        app_id: &str,
        method: &'static str,
        earlier: Option<&Secret>,
    ) -> Result<Option<Opened>, StoreError> {
        let earlier = self.earlier(earlier).await?;
        let (cookie, browser) = self.fresh(user, earlier.as_ref());
        if !self.context.store.add_browser(&user.id, method, browser).await? {
            return Ok(None);
        }
        let replaced = self.replace(user, earlier).await?;
        AuditEvent::new(Event::Login).user(&user.id).app(app_id).method(method).record();
        Ok(Some(Opened { cookie, replaced }))
    }

    async fn earlier(&self, cookie: Option<&Secret>) -> Result<Option<(Hash, Browser)>, StoreError> {
        let Some(hash) = cookie.map(tokens::hash) else { return Ok(None) };
        Ok(self.context.store.browser(hash, self.context.now()).await?.map(|browser| (hash, browser)))
    }

    /// A session with a cookie that nobody knows yet. Whoever logs in again goes on with the same public id, so that
    /// what applications have got by it goes on, too.
    fn fresh(&self, user: &UserRow, earlier: Option<&(Hash, Browser)>) -> (Secret, NewBrowser) {
        let cookie = Secret::new(tokens::random_text::<32>());
        let sid = earlier.filter(|(_, earlier)| earlier.user.id == user.id).map(|(_, earlier)| earlier.sid.clone());
        let now = self.context.now();
        let browser = NewBrowser {
            cookie_hash: tokens::hash(&cookie),
            sid: sid.unwrap_or_else(tokens::random_text::<16>),
            now,
            expires_at: self.ends_at(now),
        };
        (cookie, browser)
    }

    /// Ends the session whose place another login took: nobody logged out. Answers it when it was another person's.
    async fn replace(
        &self,
        user: &UserRow,
        earlier: Option<(Hash, Browser)>,
    ) -> Result<Option<EndedBrowser>, StoreError> {
        let Some((hash, browser)) = earlier else { return Ok(None) };
        self.context.store.end_browser(hash).await?;
        let is_anothers = browser.user.id != user.id;
        Ok(is_anothers.then_some(EndedBrowser { user_id: browser.user.id, sid: browser.sid }))
    }

    /// The browser's session with this cookie, while it is valid.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn browser(&self, cookie: &Secret) -> Result<Option<Browser>, StoreError> {
        self.context.store.browser(tokens::hash(cookie), self.context.now()).await
    }

    /// Whose the browser's session with this cookie is, while it is valid.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be looked up.
    pub async fn of_browser(&self, cookie: &Secret) -> Result<Option<UserRow>, StoreError> {
        self.context.store.browser_user(tokens::hash(cookie), self.context.now()).await
    }

    /// Ends the browser's session with this cookie, and the logins that are its children; answers which it was.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn end_browser(&self, cookie: &Secret) -> Result<Option<EndedBrowser>, StoreError> {
        let browser = self.browser(cookie).await?;
        if !self.context.store.end_browser(tokens::hash(cookie)).await? {
            return Ok(None);
        }
        Ok(browser.map(|browser| {
            AuditEvent::new(Event::Logout).user(&browser.user.id).record();
            EndedBrowser { user_id: browser.user.id, sid: browser.sid }
        }))
    }
}
