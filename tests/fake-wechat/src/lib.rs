//! A stand-in for WeChat's server, for tests and the demo: the four calls that a login needs, as strict as WeChat's
//! documentation. Tokens end, codes work once, scenes have their alphabet, pages must be published, and each error comes
//! on demand. What only a phone or WeChat's console can do is done over `/control/…`, see [`FakeWeChat`] for the same in
//! Rust.
//!
//! The picture of a code is an ordinary QR code of `{"page":…,"scene":…}`, so that a screenshot can be read.

#![forbid(unsafe_code)]

mod call;
mod control;
mod picture;
mod server;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use call::Call;
pub use world::{MiniProgram, Opens, Person};

use server::{Fake, Shared};
use world::World;

/// A fake that serves on a port of this machine until it is dropped.
#[derive(Debug)]
pub struct FakeWeChat {
    /// Its base URL, without slash at the end.
    pub url: String,
    fake: Fake,
    task: JoinHandle<()>,
}

impl FakeWeChat {
    /// A fake on a free port, with this mini program.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start(mini_program: MiniProgram) -> std::io::Result<Self> {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), mini_program).await
    }

    /// [`start`](Self::start) at this address.
    ///
    /// # Errors
    /// When the address can't be listened on.
    pub async fn listen(address: SocketAddr, mini_program: MiniProgram) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let fake = Arc::new(Shared::new(World::new(mini_program)));
        let router = server::router(Arc::clone(&fake));
        let task = tokio::spawn(async move {
            // It ends with its task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, fake, task })
    }

    /// Changes the mini program in WeChat's console.
    pub fn change(&self, change: impl FnOnce(&mut MiniProgram)) {
        change(&mut self.fake.world().mini_program);
    }

    /// Adds a person, or changes the one of this openid.
    pub fn add(&self, person: Person) {
        self.fake.world().add(person);
    }

    /// What `wx.login` gives on the person's phone.
    pub fn login_code(&self, openid: &str) -> String {
        let (mut world, now) = self.fake.world_now();
        world.login_code(openid, now)
    }

    /// What the button `getPhoneNumber` gives on the person's phone.
    pub fn phone_code(&self, openid: &str) -> String {
        let (mut world, now) = self.fake.world_now();
        world.phone_code(openid, now)
    }

    /// The next calls of this kind are refused with these numbers.
    pub fn plan(&self, call: Call, errcodes: &[i64]) {
        self.fake.world().planned.entry(call).or_default().extend(errcodes);
    }

    /// Nothing is answered any more but a gateway's error page; or all is as before.
    pub fn set_away(&self, away: bool) {
        self.fake.manner().away = away;
    }

    /// Each answer takes so long.
    pub fn set_latency(&self, latency: Duration) {
        self.fake.manner().latency = latency;
    }

    /// Moves the fake's clock on.
    pub fn advance(&self, by: Duration) {
        self.fake.manner().ahead += u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
    }

    /// Ends every token at once, as a reset of the AppSecret does.
    pub fn revoke_tokens(&self) {
        let (mut world, now) = self.fake.world_now();
        world.revoke_tokens(now);
    }

    /// How often a call was made.
    pub fn calls(&self, call: Call) -> usize {
        self.fake.world().calls(call)
    }

    /// Every token, code and session key that was given out.
    pub fn secrets(&self) -> Vec<String> {
        self.fake.world().secrets.clone()
    }

    /// Serves until the task ends.
    pub async fn serve(mut self) {
        // It can only have been aborted, by this value's drop.
        let _ = (&mut self.task).await;
    }
}

impl Drop for FakeWeChat {
    fn drop(&mut self) {
        self.task.abort();
    }
}
