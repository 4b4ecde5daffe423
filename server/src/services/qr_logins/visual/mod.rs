//! What a page shows for a code: WeChat's mini-program code, or an ordinary QR code of a link.
//!
//! For an application with a mini program WeChat makes the picture, which takes it most of a second. So a few are made
//! ahead: their scenes are ids of codes that do not exist until they are handed out. When WeChat makes none, the code is
//! an ordinary one of the application's `link`. Without a link the demo leads to its phone page; elsewhere the page is
//! told to come again, since the phone page has nobody to log in there.

mod kept;
mod stock;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use thiserror::Error;
use tokio::sync::Semaphore;
use tracing::debug;

use self::kept::Kept;
use self::stock::{Ready, Stock};
use super::PHONE_PATH;
use crate::clock::Millis;
use crate::config::{AppConfig, CodeVisual, WeChatConfig};
use crate::services::Context;
use crate::tokens;
use crate::wechat::{Picture, WeChatApp, WeChatError};

/// How long a page waits for WeChat when the stock is empty.
const PATIENCE: Duration = Duration::from_secs(3);
/// How many pages wait for WeChat at a time; the others get what they would get without it.
const WAITING: usize = 16;
/// How many pictures are made ahead at a time.
const BATCH: usize = 16;
/// How long the stock rests after WeChat made none: at first, and at most.
const REST: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];
/// How often the stock is looked through for what is too old.
const LOOK: Duration = Duration::from_secs(600);
/// When a page should come again that could be shown nothing.
const LATER: Duration = Duration::from_secs(5);

/// There is nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("WeChat makes no code just now, and there is no link to show instead; set app.wechat.link")]
pub struct NothingToShow {
    /// How long to wait.
    pub retry_after: Duration,
}

/// What is shown for a code.
#[derive(Clone, Debug)]
pub(super) enum Visual {
    /// WeChat's mini-program code.
    MiniProgram(Picture),
    /// An ordinary QR code of this text.
    Text(String),
    /// The same for a page that was told by another node to lay the logo over a mini-program code.
    UnderLogo(String),
}

/// Finds what is shown. Clones share stock and pictures.
#[derive(Clone, Debug)]
pub(super) struct Visuals {
    context: Context,
    /// By application; for those whose codes WeChat makes ahead.
    stocks: Arc<BTreeMap<String, Stock>>,
    kept: Arc<Kept>,
    waiting: Arc<Semaphore>,
    has_phone_page: bool,
}

impl Visuals {
    /// Empty stocks for the applications of `context`; `has_phone_page` says whether somebody can log in on it.
    pub(super) fn new(context: Context, has_phone_page: bool) -> Self {
        let stocks = context.apps.all().filter_map(|app| {
            let wechat = made_by_wechat(app).filter(|wechat| wechat.stock > 0)?;
            Some((app.id.clone(), Stock::new(wechat.stock as usize)))
        });
        Self {
            stocks: Arc::new(stocks.collect()),
            context,
            kept: Arc::default(),
            waiting: Arc::new(Semaphore::new(WAITING)),
            has_phone_page,
        }
    }

    /// The id of a new code, and what is shown for it for so many ms.
    pub(super) async fn hand_out(&self, app: &AppConfig, ttl: Millis) -> Result<(String, Visual), NothingToShow> {
        let Some(wechat) = made_by_wechat(app) else {
            let id = tokens::random_text::<16>();
            let text = self.text(app, &id).ok_or(NothingToShow { retry_after: LATER })?;
            return Ok((id, Visual::Text(text)));
        };
        let now = self.context.now();
        let ready = self.stocks.get(&app.id).and_then(|stock| stock.take(now));
        let (id, visual) = match ready {
            Some(Ready { id, picture, .. }) => (id, Visual::MiniProgram(picture)),
            None => {
                let id = tokens::random_text::<16>();
                let visual = self.wait_for(app, wechat, &id).await?;
                (id, visual)
            }
        };
        self.kept.keep(&id, visual.clone(), now, now + ttl);
        Ok((id, visual))
    }

    /// What is shown until `until` for a code that was handed out already, here or by another node.
    pub(super) async fn again(&self, app: &AppConfig, id: &str, until: Millis) -> Result<Visual, NothingToShow> {
        let now = self.context.now();
        if let Some(visual) = self.kept.get(id, now) {
            return Ok(visual);
        }
        let visual = self.anew(app, id).await?;
        self.kept.keep(id, visual.clone(), now, until);
        Ok(visual)
    }

    /// What is shown for a code that another node has handed out, or of which this one has forgotten it.
    async fn anew(&self, app: &AppConfig, id: &str) -> Result<Visual, NothingToShow> {
        match made_by_wechat(app) {
            Some(wechat) => Ok(match self.wait_for(app, wechat, id).await? {
                Visual::Text(text) => Visual::UnderLogo(text),
                other => other,
            }),
            None => self.text(app, id).map(Visual::Text).ok_or(NothingToShow { retry_after: LATER }),
        }
    }

    /// Keeps the stocks full, for as long as the future is polled.
    pub(super) async fn keep_full(self) {
        let all = self.stocks.keys().filter_map(|id| {
            let app = self.context.apps.get(id)?;
            Some(self.keep_one_full(WeChatApp::from(app.wechat.as_ref()?), self.stocks.get(id)?))
        });
        join_all(all).await;
    }

    async fn keep_one_full(&self, app: WeChatApp, stock: &Stock) {
        let mut rest = REST[0];
        loop {
            let missing = stock.missing(self.context.now());
            if missing == 0 {
                // What wakes it is a code that was handed out.
                let _ = tokio::time::timeout(LOOK, stock.taken()).await;
                continue;
            }
            let made = join_all((0..missing.min(BATCH)).map(|_| async {
                let id = tokens::random_text::<16>();
                let picture = self.context.wechat.code_picture(&app, &id).await?;
                stock.put(Ready { id, picture, made_at: self.context.now() });
                Ok::<_, WeChatError>(())
            }));
            if let Some(Err(error)) = made.await.into_iter().find(Result::is_err) {
                debug!(app_id = app.app_id, %error, "no code is made ahead");
                tokio::time::sleep(rest).await;
                rest = (rest * 2).min(REST[1]);
            } else {
                rest = REST[0];
            }
        }
    }

    /// WeChat's picture for the code `id`; what is shown instead when it does not come in time.
    async fn wait_for(&self, app: &AppConfig, wechat: &WeChatConfig, id: &str) -> Result<Visual, NothingToShow> {
        let instead = || self.text(app, id).map(Visual::Text).ok_or(NothingToShow { retry_after: LATER });
        let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned() else { return instead() };
        let (asked, of, scene) = (Arc::clone(&self.context.wechat), WeChatApp::from(wechat), id.to_owned());
        // A task of its own: a WeChat that is too slow for a page is heard out, so that the breaker learns of it.
        let asking = tokio::spawn(async move {
            let _place = place;
            asked.code_picture(&of, &scene).await
        });
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(Ok(Ok(picture))) => Ok(Visual::MiniProgram(picture)),
            _ => instead(),
        }
    }

    /// A link that goes on with the code `id` on the phone that shows it, if there is one.
    pub(super) fn link_to_open(&self, app: &AppConfig, id: &str) -> Option<String> {
        match &app.wechat {
            Some(wechat) => wechat.open_link.as_ref().map(|link| format!("{link}{id}")),
            None if self.has_phone_page => self.text(app, id),
            None => None,
        }
    }

    /// What an ordinary QR code of the code `id` says, if there is anything to say.
    fn text(&self, app: &AppConfig, id: &str) -> Option<String> {
        match &app.wechat {
            Some(WeChatConfig { link: Some(link), .. }) => Some(format!("{link}{id}")),
            Some(_) if !self.has_phone_page => None,
            _ => Some(format!("{}{PHONE_PATH}{id}", self.context.apps.public_url())),
        }
    }
}

/// The mini program of an application whose codes WeChat makes.
fn made_by_wechat(app: &AppConfig) -> Option<&WeChatConfig> {
    app.wechat.as_ref().filter(|wechat| wechat.visual == CodeVisual::Code)
}
