//! `/control/…`: what a test or the demo does in the place of WeChat's console, of phones, and of bad luck. JSON in, JSON
//! out; there is no password.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::cors::CorsLayer;

use crate::call::Call;
use crate::server::Fake;
use crate::world::{MiniProgram, Person};

pub(crate) fn router() -> Router<Fake> {
    Router::new()
        .route("/control/people", post(people))
        .route("/control/login-code", post(login_code))
        .route("/control/phone-code", post(phone_code))
        .route("/control/mini-program", get(mini_program).post(set_mini_program))
        .route("/control/next", post(next))
        .route("/control/manner", post(manner))
        .route("/control/advance", post(advance))
        .route("/control/revoke-tokens", post(revoke_tokens))
        .route("/control/calls", get(calls))
        .route("/control/secrets", get(secrets))
        // The demo's phone is a page of another origin.
        .layer(CorsLayer::permissive())
}

/// Adds a person, or changes the one of this openid.
async fn people(State(fake): State<Fake>, Json(person): Json<Person>) -> Json<Value> {
    fake.world().add(person);
    Json(json!({}))
}

#[derive(Deserialize)]
struct OfPerson {
    openid: String,
}

/// What `wx.login` gives on the person's phone.
async fn login_code(State(fake): State<Fake>, Json(of): Json<OfPerson>) -> Json<Value> {
    let (mut world, now) = fake.world_now();
    Json(json!({ "code": world.login_code(&of.openid, now) }))
}

/// What the button `getPhoneNumber` gives on the person's phone.
async fn phone_code(State(fake): State<Fake>, Json(of): Json<OfPerson>) -> Json<Value> {
    let (mut world, now) = fake.world_now();
    Json(json!({ "code": world.phone_code(&of.openid, now) }))
}

/// The mini program as WeChat's console has it.
async fn mini_program(State(fake): State<Fake>) -> Json<MiniProgram> {
    Json(fake.world().mini_program.clone())
}

async fn set_mini_program(State(fake): State<Fake>, Json(mini_program): Json<MiniProgram>) -> Json<Value> {
    fake.world().mini_program = mini_program;
    Json(json!({}))
}

#[derive(Deserialize)]
struct Next {
    call: Call,
    errcode: i64,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// The next calls of a kind are refused with this number.
async fn next(State(fake): State<Fake>, Json(next): Json<Next>) -> Json<Value> {
    fake.world().planned.entry(next.call).or_default().extend(std::iter::repeat_n(next.errcode, next.times));
    Json(json!({}))
}

#[derive(Deserialize)]
struct NewManner {
    away: Option<bool>,
    latency_ms: Option<u64>,
}

/// From now on the fake is away, is back, or takes so long.
async fn manner(State(fake): State<Fake>, Json(new): Json<NewManner>) -> Json<Value> {
    let mut manner = fake.manner();
    manner.away = new.away.unwrap_or(manner.away);
    manner.latency = new.latency_ms.map_or(manner.latency, Duration::from_millis);
    Json(json!({}))
}

#[derive(Deserialize)]
struct Advance {
    ms: u64,
}

/// Moves the fake's clock on.
async fn advance(State(fake): State<Fake>, Json(by): Json<Advance>) -> StatusCode {
    fake.manner().ahead += by.ms;
    StatusCode::NO_CONTENT
}

/// Ends every token at once.
async fn revoke_tokens(State(fake): State<Fake>) -> StatusCode {
    let (mut world, now) = fake.world_now();
    world.revoke_tokens(now);
    StatusCode::NO_CONTENT
}

/// How often each call was made.
async fn calls(State(fake): State<Fake>) -> Json<Value> {
    let world = fake.world();
    Json(
        Call::ALL
            .into_iter()
            .map(|call| (json!(call).as_str().unwrap_or_default().to_owned(), json!(world.calls(call))))
            .collect(),
    )
}

/// Every token, code and session key that was given out, for a search that must not find them.
async fn secrets(State(fake): State<Fake>) -> Json<Vec<String>> {
    Json(fake.world().secrets.clone())
}
