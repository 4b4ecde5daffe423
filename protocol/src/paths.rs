//! The paths of the v2 API, relative to the host of the application. Used by the client and by the server's router.

use crate::AppId;

/// `POST`: log in with an account and a password.
pub const LOGIN_ACCOUNT: &str = "/api/v2/login/account";
/// `POST`: create a QR code.
pub const QRCODE_GENE: &str = "/api/v2/qrcode/gene";
/// `GET` with `?random=` (plain v2) or `POST` (extension): the state of a QR code.
pub const QRCODE_CHECK: &str = "/api/v2/qrcode/check";
/// `POST`: exchange a ticket for the user.
pub const QRCODE_USERINFO: &str = "/api/v2/qrcode/userinfo";
/// `POST` (extension): give a QR code up.
pub const QRCODE_ABANDON: &str = "/api/v2/qrcode/abandon";
/// `POST`: the phone has read a code.
pub const QRCODE_SCANNED: &str = "/api/v2/qrcode/scanned";
/// `POST`: the person agreed on the phone.
pub const QRCODE_CONFIRM: &str = "/api/v2/qrcode/confirm";
/// `POST`: the person declined on the phone.
pub const QRCODE_CANCEL: &str = "/api/v2/qrcode/cancel";
/// `POST` (extension): how the login that the phone agreed to came out.
pub const QRCODE_OUTCOME: &str = "/api/v2/qrcode/outcome";
/// `POST` (extension): a mini program of WeChat has read a code.
pub const MINI_PROGRAM_OPEN: &str = "/api/v2/mini-program/open";
/// `POST` (extension): the person agreed in the mini program.
pub const MINI_PROGRAM_CONFIRM: &str = "/api/v2/mini-program/confirm";
/// `POST` (extension): the person declined in the mini program.
pub const MINI_PROGRAM_CANCEL: &str = "/api/v2/mini-program/cancel";
/// `POST` (extension): the person ends the login that they agreed to.
pub const MINI_PROGRAM_LOG_OUT: &str = "/api/v2/mini-program/log-out";
/// `GET` with a bearer token: the user that the token belongs to.
pub const USERS_ME: &str = "/api/v2/users/me";
/// `GET` or `POST` with a bearer token: end the session.
pub const LOGOUT: &str = "/api/v2/logout";

/// The parts of the path of the public configuration, before and after the application's id.
pub const PUBLIC_CONFIG: (&str, &str) = ("/api/v2/applications/", "/public-config");

/// `GET`: the public configuration of an application.
pub fn public_config(app_id: &AppId) -> String {
    [PUBLIC_CONFIG.0, app_id.as_str(), PUBLIC_CONFIG.1].concat()
}
