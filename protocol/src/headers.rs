//! The names of the headers of v2. Used by the client, and by the server's CORS.

/// Makes a constant of each header that clients send, and the list of all.
macro_rules! sent_by_clients {
    ($(#[$doc:meta])* $name:ident = $text:literal, $($(#[$docs:meta])* $names:ident = $texts:literal,)+) => {
        $(#[$doc])*
        pub const $name: &str = $text;
        $($(#[$docs])* pub const $names: &str = $texts;)+

        /// All that Authing's clients send, as `Access-Control-Allow-Headers` lists them: a wildcard does not count for
        /// requests with credentials.
        pub const SENT_BY_CLIENTS: &str = concat!($text, $(", ", $texts),+);
    };
}

sent_by_clients! {
    /// The user's token, with or without the word `Bearer`.
    AUTHORIZATION = "authorization",
    /// `application/json`, but for beacons.
    CONTENT_TYPE = "content-type",
    /// Id of the application; the server insists on it.
    APP_ID = "x-authing-app-id",
    /// Id of the user pool, as the configuration told it.
    USERPOOL_ID = "x-authing-userpool-id",
    /// Id of the tenant.
    APP_TENANT_ID = "x-authing-app-tenant-id",
    /// Name of the client.
    REQUEST_FROM = "x-authing-request-from",
    /// Version of the client.
    SDK_VERSION = "x-authing-sdk-version",
    /// Language of the messages: the [`tag`](crate::Lang::tag).
    LANG = "x-authing-lang",
    /// Id of the device.
    DEVICE_ID = "x-authing-device-id",
}

/// In replies: when to ask again, in s.
pub const RETRY_AFTER: &str = "retry-after";
/// In replies: length of the body in bytes, where it is known.
pub const CONTENT_LENGTH: &str = "content-length";
