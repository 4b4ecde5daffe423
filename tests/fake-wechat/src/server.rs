//! The fake over HTTP: WeChat's own paths.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::call::{Call, Refusal};
use crate::control;
use crate::picture;
use crate::world::{Millis, PictureRequest, World};

/// How the fake behaves as a server.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Whether it answers nothing but a gateway's error page.
    pub(crate) away: bool,
    /// How long each answer takes.
    pub(crate) latency: Duration,
    /// What was added to its clock.
    pub(crate) ahead: Millis,
}

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    started: Instant,
    manner: Mutex<Manner>,
    world: Mutex<World>,
}

pub(crate) type Fake = Arc<Shared>;

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self { started: Instant::now(), manner: Mutex::default(), world: Mutex::new(world) }
    }

    /// What it knows. A panic elsewhere can't have broken it, so poison is passed over.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn manner(&self) -> MutexGuard<'_, Manner> {
        self.manner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it knows, and the time, which never goes back for whoever has the world.
    pub(crate) fn world_now(&self) -> (MutexGuard<'_, World>, Millis) {
        let world = self.world();
        let now = self.now();
        (world, now)
    }

    fn now(&self) -> Millis {
        Millis::try_from(self.started.elapsed().as_millis()).unwrap_or(Millis::MAX) + self.manner().ahead
    }
}

/// WeChat's paths and the control's.
pub(crate) fn router(fake: Fake) -> Router {
    Router::new()
        .route("/cgi-bin/stable_token", post(stable_token))
        .route("/wxa/getwxacodeunlimit", post(code_picture))
        .route("/sns/jscode2session", get(identity))
        .route("/wxa/business/getuserphonenumber", post(phone_number))
        .merge(control::router())
        .with_state(fake)
}

/// Waits as long as the fake takes, and counts the call; then answers what `work` answers, or a refusal in WeChat's way:
/// HTTP 200, and JSON.
async fn answer(
    fake: &Shared,
    call: Call,
    work: impl FnOnce(&mut World, Millis) -> Result<Response, Refusal>,
) -> Response {
    let manner = *fake.manner();
    tokio::time::sleep(manner.latency).await;
    let (mut world, now) = fake.world_now();
    let admitted = world.admit(call, now);
    if manner.away {
        let page = "<html><head><title>502 Bad Gateway</title></head></html>";
        return (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response();
    }
    admitted.and_then(|()| work(&mut world, now)).unwrap_or_else(|refusal| said(&refusal.body()))
}

/// JSON as WeChat sends it.
fn said(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json; encoding=utf-8")], body.to_string()).into_response()
}

fn read<T: DeserializeOwned>(body: &[u8], otherwise: i64) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal(otherwise))
}

#[derive(Deserialize)]
struct TokenRequest {
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    force_refresh: bool,
}

async fn stable_token(State(fake): State<Fake>, body: Bytes) -> Response {
    answer(&fake, Call::StableToken, |world, now| {
        let asked: TokenRequest = read(&body, 47001)?;
        if asked.grant_type != "client_credential" {
            return Err(Refusal(40002));
        }
        let (token, expires_in) = world.stable_token(&asked.appid, &asked.secret, asked.force_refresh, now)?;
        Ok(said(&json!({ "access_token": token, "expires_in": expires_in })))
    })
    .await
}

#[derive(Deserialize)]
struct ByToken {
    #[serde(default)]
    access_token: String,
}

async fn code_picture(State(fake): State<Fake>, Query(query): Query<ByToken>, body: Bytes) -> Response {
    answer(&fake, Call::CodePicture, |world, now| {
        let asked: PictureRequest = read(&body, 40169)?;
        let opens = world.code_picture(&query.access_token, &asked, now)?;
        let picture = picture::png(&opens, asked.width).map_err(|_| Refusal(-1))?;
        Ok(([(header::CONTENT_TYPE, "image/png")], picture).into_response())
    })
    .await
}

async fn identity(State(fake): State<Fake>, Query(query): Query<HashMap<String, String>>) -> Response {
    answer(&fake, Call::Identity, |world, now| {
        let field = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        if field("grant_type") != "authorization_code" {
            return Err(Refusal(40002));
        }
        let (person, key) = world.identity(field("appid"), field("secret"), field("js_code"), now)?;
        let mut body = json!({ "openid": person.openid, "session_key": key });
        if let Some(unionid) = person.unionid {
            body["unionid"] = json!(unionid);
        }
        Ok(said(&body))
    })
    .await
}

#[derive(Deserialize)]
struct NumberRequest {
    #[serde(default)]
    code: String,
    openid: Option<String>,
}

async fn phone_number(State(fake): State<Fake>, Query(query): Query<ByToken>, body: Bytes) -> Response {
    answer(&fake, Call::PhoneNumber, |world, now| {
        let asked: NumberRequest = read(&body, 47001)?;
        let person = world.phone_number(&query.access_token, &asked.code, asked.openid.as_deref(), now)?;
        Ok(said(&json!({
            "errcode": 0,
            "errmsg": "ok",
            "phone_info": {
                "phoneNumber": match person.country.as_str() {
                    "86" => person.number.clone(),
                    country => format!("+{country}{}", person.number),
                },
                "purePhoneNumber": person.number,
                "countryCode": person.country,
                "watermark": { "timestamp": now / 1000, "appid": world.mini_program.app_id },
            },
        })))
    })
    .await
}
