//! Keeps the login of the hosted page where scripts cannot read it: in an HttpOnly cookie that the server sets.

use gloo_utils::window;
use guard_widget::LoginSuccess;
use guard_widget::protocol::headers;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// Where the server takes a token and answers a cookie.
const PATH: &str = "/login/session";

/// Starts the session of this browser with the token of `login`, which is for the application `app_id`.
pub(super) async fn start(app_id: &str, login: &LoginSuccess) -> Result<(), String> {
    let failed = || "the login worked, but its session could not be started: try again".to_owned();
    let token = login.authentication.token().ok_or_else(failed)?;
    let headers = Headers::new().map_err(|_| failed())?;
    headers.set(headers::AUTHORIZATION, &format!("Bearer {}", token.expose())).map_err(|_| failed())?;
    headers.set(headers::APP_ID, app_id).map_err(|_| failed())?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(PATH, &init)).await.map_err(|_| failed())?;
    let response: Response = response.dyn_into().map_err(|_| failed())?;
    if response.ok() { Ok(()) } else { Err(failed()) }
}
