use super::*;
use crate::config::{CodeVisual, Database, Kind, Place};

/// An application, for texts that are about something else.
const APP: &str = "[app]\nid = \"a\"\nname = \"A\"\n";

/// A secret that is long enough.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guard.toml");
    std::fs::write(&path, text).unwrap();
    Config::load(Some(&path), &variables.iter().copied().collect())
}

/// What is wrong with `text`: lines, and what stands behind them.
fn refused(text: &str, variables: &[(&str, &str)]) -> Vec<(Option<usize>, String)> {
    let error = load(text, variables).expect_err(text);
    let faults = error.faults().iter().map(|fault| match &fault.place {
        Place::File { path, line } => {
            let words = fault.to_string();
            assert!(words.starts_with(&format!("{}:{line}: ", path.display())), "{words}");
            (Some(*line), words)
        }
        Place::Environment(_) | Place::Nowhere => (None, fault.to_string()),
    });
    faults.collect()
}

#[test]
fn the_environment_wins_over_the_file() {
    let config = load(
        "demo = true\n[qr]\nttl_s = 60\nredeem_s = 30\n",
        &[
            ("GUARD_QR_TTL_S", "90"),
            ("GUARD_QR_REDEEM_S", ""),
            ("GUARD_APP_ID", "demo"),
            ("GUARD_APP_NAME", "Shop"),
            ("GUARD_APP_ALLOWED_ORIGINS", "https://a.example, https://b.example"),
            ("GUARD_APP_WELCOME_ZH_CN", "欢迎"),
            ("GUARD_APP_EXTENSION_NUMBER_MATCH", "false"),
        ],
    )
    .unwrap();
    assert_eq!((config.qr.ttl_s, config.qr.redeem_s), (90, 30));
    let app = config.app.unwrap();
    assert_eq!(app.allowed_origins, ["https://a.example", "https://b.example"]);
    assert_eq!(app.welcome["zh-CN"], "欢迎");
    assert!(!app.extension.number_match && app.extension.verifier && !app.extension.allow_plain);
}

#[test]
fn each_kind_of_fault_has_its_line_and_says_what_to_write() {
    let below = |lines: &str| format!("{APP}{lines}");
    let wechat = |lines: &str| below(&format!("[app.wechat]\n{lines}"));
    let oidc = |lines: &str| below(&format!("[app.oidc]\n{lines}"));
    let known = |lines: &str| format!("app_id = \"wx1\"\napp_secret = \"s\"\n{lines}");
    for (text, line, words) in [
        // Not TOML, unknown, in the wrong table.
        ("demo = tru".into(), 1, "is no TOML"),
        ("demo = true\n[qr]\nttl = 5".into(), 3, "`qr.ttl` is no key. Write `ttl_s`"),
        ("demo = true\nttl_s = 5".into(), 2, "Write it as `session.ttl_s` or `qr.ttl_s`"),
        ("demo = true\nquux = 5".into(), 2, "Leave it out, or write one of listen, public_url"),
        ("demo = true\n[qrr]\nttl_s = 5".into(), 2, "`qrr` is no key. Write `qr`"),
        (below("[app.welcome]\nfr-FR = \"Salut\""), 5, "`app.welcome.fr-FR` is no key"),
        (wechat(&known("pages = \"x\"")), 7, "`app.wechat.pages` is no key. Write `page`"),
        // How a page looks.
        (below("[app.page]\nterms_url = \"terms\""), 5, "must be an absolute http(s) URL, or a path"),
        (below("[app.page]\nlanguages = [\"fr-FR\"]"), 5, "must be one of zh-CN, en-US"),
        (below("[app.page]\nbackground = \"url(x)\""), 5, "must be a colour, or a picture"),
        (below("[app.page.colors]\ncolor-primary = \"red;}\""), 5, "must be a value as #2456d6"),
        (below("[app.page.colors]\ncolour = \"red\""), 5, "`app.page.colors.colour` is no key"),
        // Types.
        ("demo = \"yes\"".into(), 1, "`demo` must be true or false"),
        ("demo = true\n[qr]\nttl_s = \"soon\"".into(), 3, "must be a whole number, 1 to 3600"),
        ("demo = true\n[qr]\nttl_s = -1".into(), 3, "must be a whole number, 1 to 3600"),
        ("app = 5".into(), 1, "`app` must be a table: write [app] above its keys"),
        ("demo = true\nqr = 5".into(), 2, "`qr` must be a table: write [qr] above its keys"),
        ("demo = true\n[apps]\nid = \"a\"".into(), 2, "`apps` must be tables: write [[apps]] above each"),
        ("demo = true\nlisten = \"here\"".into(), 2, "`listen` must be an address and a port"),
        ("demo = true\nmetrics_listen = 9090".into(), 2, "`metrics_listen` must be an address and a port"),
        ("demo = true\nlog = \"loud\"".into(), 2, "must be `json` or `text`"),
        ("demo = true\ndatabase = \"mysql://h/x\"".into(), 2, "must be a path, `:memory:`, or `postgres://"),
        (below("tabs = \"password\""), 4, "`app.tabs` must be a list of texts"),
        (below("tabs = [1]"), 4, "`app.tabs` must be a list of texts"),
        // Ranges.
        ("demo = true\n[qr]\nttl_s = 0".into(), 3, "`qr.ttl_s` must be 1 to 3600"),
        ("demo = true\n[qr]\nmax_wait_s = 26".into(), 3, "`qr.max_wait_s` must be 0 to 25"),
        ("demo = true\n[password]\nattempts = 0".into(), 3, "`password.attempts` must be 1 to 1000"),
        ("demo = true\n[limits]\ncodes_per_minute = 0".into(), 3, "must be 1 to 1000000000"),
        // Values that do not fit.
        ("demo = true\npublic_url = \"localhost\"".into(), 2, "must be scheme and host alone"),
        ("demo = true\npublic_url = \"http://bücher.example\"".into(), 2, "as browsers send it (`xn--…`)"),
        ("demo = true\ndist_dir = \"nowhere-at-all\"".into(), 2, "`dist_dir` is not a folder. Build it first"),
        ("demo = true\nmetrics_listen = \"0.0.0.0:8080\"".into(), 2, "must be another address than `listen`"),
        ("[app]\nid = \"a b\"\nname = \"A\"".into(), 2, "`app.id` must be letters"),
        ("[app]\nid = \"a\"".into(), 1, "`app.name` must be the name to show"),
        ("[[apps]]\nid = \"a\"\nname = \"A\"\n[[apps]]\nid = \"a\"\nname = \"B\"".into(), 5, "ids must differ"),
        (below("logo = \"logo.svg\""), 4, "`app.logo` must be an absolute"),
        (below("tabs = []"), 4, "`app.tabs` must name one at least of password"),
        (below("tabs = [\n\"password\",\n\"sms\"]"), 6, "`app.tabs[1]` must be one of password"),
        (below("allowed_origins = [\"a.com/x\"]"), 4, "`app.allowed_origins[0]` must be scheme and host alone"),
        (below("redirect_uris = [\"/home\"]"), 4, "`app.redirect_uris[0]` must be an absolute"),
        (below("callback_url = \"/home\""), 4, "`app.callback_url` must be an absolute"),
        // WeChat.
        ("demo = true\nwechat_api = \"https://api.weixin.qq.com/\"".into(), 2, "must be scheme and host alone"),
        ("demo = true\nwechat_api = \"http://api.weixin.qq.com\"".into(), 2, "`wechat_api` must be https"),
        (wechat("app_id = \"wx-1\"\napp_secret = \"s\""), 5, "`app.wechat.app_id` must be the AppID"),
        (wechat("app_id = \"wx1\""), 4, "`app.wechat.app_secret` must be the AppSecret"),
        (wechat(&known("page = \"/pages/confirm/confirm\"")), 7, "without slash in front"),
        (wechat(&known("env_version = \"beta\"")), 7, "must be `release` or `trial` or `develop`"),
        (wechat(&known("visual = \"link\"")), 7, "\"link\" needs `link`"),
        (wechat(&known("link = \"https://a.example/q\"")), 7, "must be an https URL that ends with a slash"),
        (wechat(&known("open_link = \"http://a.example/\"")), 7, "must be a weixin or https URL"),
        (wechat(&known("link_file_name = \"a.txt\"")), 7, "needs `link_file_content`"),
        (wechat(&known("link_file_content = \"x\"")), 7, "needs `link_file_name`"),
        (wechat(&known("link_file_name = \"a.txt\"\nlink_file_content = \"x\"")), 7, "does nothing without `link`"),
        (
            wechat(&known("link_file_name = \"../a.txt\"\nlink = \"https://a.example/q/\"\nlink_file_content = \"x\"")),
            7,
            "must be the name of the file that WeChat gives",
        ),
        (wechat(&known("stock = 501")), 7, "must be 0 to 500"),
        (wechat(&known("terms = [{ title = \"T\", url = \"http://a.example\" }]")), 7, "must be an https URL"),
        (wechat(&known("[[app.wechat.terms]]\nurl = \"https://a.example\"")), 7, "must be the name to show"),
        // The OpenID provider.
        ("demo = true\n[oidc]\ncode_ttl_s = 601".into(), 3, "`oidc.code_ttl_s` must be 1 to 600"),
        (oidc("auth_method = \"implicit\""), 5, "must be `none` or `client_secret_basic`"),
        (oidc("auth_method = \"client_secret_basic\""), 5, "\"client_secret_basic\" needs `client_secret`"),
        (oidc("auth_method = \"client_secret_post\""), 5, "needs `client_secret`. Set both"),
        (oidc("client_secret = \"s\""), 5, "`app.oidc.client_secret` does nothing beside auth_method = \"none\""),
        (oidc("client_secret = \"s\"\nauth_method = \"client_secret_post\""), 5, "must have 32 characters or more"),
        (oidc("auth_method = \"private_key_jwt\""), 5, "\"private_key_jwt\" needs `jwks`"),
        (oidc("jwks = \"{}\""), 5, "`app.oidc.jwks` does nothing"),
        (oidc("jwks = \"x\"\nauth_method = \"private_key_jwt\""), 5, "must be the public keys of the client"),
        (oidc("jwks = '{\"keys\":[]}'\nauth_method = \"private_key_jwt\""), 5, "must be the public keys"),
        (
            oidc("jwks = '{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}'\nauth_method = \"private_key_jwt\""),
            5,
            "none of them private",
        ),
        (
            oidc("post_logout_redirect_uris = [\"/bye\"]"),
            5,
            "`app.oidc.post_logout_redirect_uris[0]` must be an absolute",
        ),
        (oidc("post_logout_redirect_uris = [\"https://a.example/#x\"]"), 5, "without `#`"),
        (oidc("back_channel_logout_uri = \"http://shop.com/out\""), 5, "must be an absolute https URL"),
        (oidc("front_channel_logout_uri = \"out\""), 5, "must be an absolute https URL"),
        (oidc("signing_alg = \"HS256\""), 5, "must be `RS256` or `ES256`"),
        // Keys that would do nothing.
        (below("tabs = [\"password\"]\ndefault_tab = \"wechat-miniprogram-qrcode\""), 5, "must be one of `app.tabs`"),
        (below("tabs = [\"password\", \"password\"]"), 4, "`app.tabs[1]` stands there twice"),
        (below("allowed_origins = [\"*\", \"https://a.example\"]"), 4, "the other entries do nothing"),
        (
            below("[app.extension]\nverifier = false\nallow_plain = true\nlong_poll = false"),
            4,
            "`app.extension.number_match` needs extension.verifier = true",
        ),
        (
            below("[app.extension]\nverifier = false\nallow_plain = true\nnumber_match = false\nlong_poll = true"),
            8,
            "`app.extension.long_poll` needs extension.verifier = true",
        ),
        (
            below("[app.extension]\nverifier = false\nlong_poll = false\nnumber_match = false"),
            5,
            "no client could log in by QR code",
        ),
        (
            below(
                "[app.extension]\nverifier = false\nlong_poll = false\nnumber_match = false\nallow_plain = true\n[qr]\n\
                 interval_s = 3",
            ),
            10,
            "`qr.interval_s` does nothing",
        ),
        (
            wechat(&known("visual = \"link\"\nlink = \"https://a.example/q/\"\nstock = 3")),
            9,
            "`app.wechat.stock` does nothing",
        ),
        // The demo.
        (below("").replace("[app]", "demo = true\n[app]"), 3, "`app.id` can't be beside demo = true"),
        ("demo = true\npublic_url = \"https://shop.com\"".into(), 2, "must be of this machine or its network"),
        ("demo = true\nlisten = \"0.0.0.0:80\"".into(), 2, "set `public_url` to this machine's address"),
        ("demo = true\nlisten = \"8.8.8.8:80\"".into(), 2, "must be a loopback or private address"),
        (below("").replace("[app]", "demo_phone = \"http://127.0.0.1:1\"\n[app]"), 1, "does nothing without demo"),
        ("demo = true\ndemo_phone = \"http://127.0.0.1:1/\"".into(), 2, "must be scheme and host alone"),
        ("demo = true\ndemo_phone = \"http://a.localhost;x\"".into(), 2, "must be scheme and host alone"),
        ("demo = true\ndemo_phone = \"https://phone.com\"".into(), 2, "`demo_phone` must be of this machine"),
    ] {
        let text: String = text;
        match refused(&text, &[]).as_slice() {
            [(Some(found), problem)] if *found == line && problem.contains(words) => {}
            other => panic!("{text}\ngave {other:#?}"),
        }
    }
    assert!(refused("", &[])[0].1.contains("add an [app] table"));
    assert!(
        Config::load(Some(Path::new("no-such.toml")), &Environment::default())
            .unwrap_err()
            .to_string()
            .contains("--config")
    );
}

#[test]
fn the_demo_runs_where_the_internet_does_not_reach() {
    for text in [
        "demo = true",
        "demo = true\nlisten = \"192.168.1.20:80\"",
        "demo = true\nlisten = \"0.0.0.0:80\"\npublic_url = \"http://192.168.1.20\"",
        "demo = true\npublic_url = \"https://login.example.com\"",
        "demo = true\n[app]\nid = \"demo\"\nname = \"Mine\"",
    ] {
        load(text, &[]).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = "demo = 1\ntrust = true\n[app]\nid = \"?\"\nname = \"A\"\n[qr]\nttl_s = 0\nmax_wait_s = \"long\"";
    let variables = [("GUARD_SESSION_TTL_S", "soon"), ("GUARD_QR_TTL", "5")];
    let faults = refused(text, &variables);
    let lines: Vec<_> = faults.iter().filter_map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 4, 7, 8], "{faults:#?}");
    let others: Vec<_> = faults.iter().filter(|(line, _)| line.is_none()).map(|(_, words)| words.as_str()).collect();
    assert_eq!(
        others,
        [
            "GUARD_SESSION_TTL_S: `session.ttl_s` must be a whole number, 1 to 34560000",
            "GUARD_QR_TTL is no key. Write GUARD_QR_TTL_S, or unset it",
        ]
    );
}

#[test]
fn variables_of_others_are_left_alone() {
    let others = [("GUARD_SERVICE_HOST", "10.0.0.1"), ("GUARD_PORT", "tcp://10.0.0.1"), ("GUARD_CONFIG", "x")];
    load("demo = true", &others).unwrap();
}

#[test]
fn a_mini_program_is_read_from_both() {
    let text = format!(
        "{APP}[app.wechat]\napp_id = \"wx1\"\nvisual = \"link\"\nlink = \"https://a.example/q/\"\n\
         terms = [{{ title = \"Terms\", url = \"https://a.example/terms\" }}]\n"
    );
    let config = load(&text, &[("GUARD_APP_WECHAT_APP_SECRET", "s3cret")]).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    let wechat = config.app.unwrap().wechat.unwrap();
    assert_eq!((wechat.app_secret.expose(), wechat.page.as_str()), ("s3cret", "pages/confirm/confirm"));
    assert_eq!((wechat.visual, wechat.terms[0].title.as_str()), (CodeVisual::Link, "Terms"));
    let several = "[[apps]]\nid = \"a\"\nname = \"A\"\nwechat = { app_id = \"wx1\", app_secret = \"s\" }";
    assert!(load(several, &[]).unwrap().apps[0].wechat.is_some());
    assert!(load(APP, &[]).unwrap().app.unwrap().wechat.is_none());
}

#[test]
fn values_show_neither_in_debug_nor_in_errors() {
    let config = load(&format!("database = \"postgres://g:s3cret@db.example/guard\"\n{APP}"), &[]).unwrap();
    assert!(matches!(config.database, Database::Postgres(_)));
    assert!(!format!("{config:?}").contains("s3cret"));
    for key in help::keys() {
        let variables = [(key.env(), "s3cret s3cret".to_owned())];
        let environment: Environment = variables.into_iter().collect();
        assert!(!format!("{environment:?}").contains("s3cret"));
        if let Err(error) = Config::load(None, &environment) {
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
    }
    let text = "demo = \"s3cret\"\ndatabase = \"mysql://g:s3cret@h/x\"\n[qr]\nttl_s = [\"s3cret\"]";
    assert!(!load(text, &[]).unwrap_err().to_string().contains("s3cret"));
    for text in ["database = s3cret", "database = \"s3cret", "s3cret", "[app]\nid = 's3cret' 's3cret'"] {
        assert!(!load(text, &[]).unwrap_err().to_string().contains("s3cret"), "{text}");
    }
}

#[test]
fn every_key_reaches_the_configuration_from_the_file_and_from_the_environment() {
    let app = [("GUARD_APP_ID", "a"), ("GUARD_APP_NAME", "A")];
    let demo = [("GUARD_APP_ID", "demo"), ("GUARD_APP_NAME", "A")];
    let stock = [
        ("GUARD_APP_EXTENSION_ALLOW_PLAIN", "true"),
        ("GUARD_APP_EXTENSION_LONG_POLL", "false"),
        ("GUARD_APP_EXTENSION_NUMBER_MATCH", "false"),
    ];
    let wechat = [("GUARD_APP_WECHAT_APP_ID", "wx1"), ("GUARD_APP_WECHAT_APP_SECRET", "s")];
    let secret = [("GUARD_APP_OIDC_AUTH_METHOD", "client_secret_basic"), ("GUARD_APP_OIDC_CLIENT_SECRET", SECRET)];
    let keys = [
        ("GUARD_APP_OIDC_AUTH_METHOD", "private_key_jwt"),
        ("GUARD_APP_OIDC_JWKS", r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"BB"}]}"#),
    ];
    let callback = [("GUARD_APP_CALLBACK_URL", "https://a.example/back")];
    let link = ("GUARD_APP_WECHAT_LINK", "https://a.example/q/");
    let file = [("GUARD_APP_WECHAT_LINK_FILE_NAME", "a.txt"), ("GUARD_APP_WECHAT_LINK_FILE_CONTENT", "a")];
    for key in help::keys() {
        // What does not show in `Debug`.
        if ["app.wechat.app_secret", "app.oidc.client_secret"].contains(&key.path.as_str()) {
            continue;
        }
        let base = match key.path.as_str() {
            "demo" => demo.to_vec(),
            "demo_phone" => [demo.as_slice(), &[("GUARD_DEMO", "true")]].concat(),
            "app.wechat.link_file_name" | "app.wechat.link_file_content" => {
                [app.as_slice(), &wechat, &[link], &file].concat()
            }
            "app.wechat.visual" => [app.as_slice(), &wechat, &[link]].concat(),
            path if path.starts_with("app.wechat.") => [app.as_slice(), &wechat].concat(),
            "app.oidc.jwks" => [app.as_slice(), &keys].concat(),
            "app.callback_mode" => [app.as_slice(), &secret, &callback].concat(),
            "app.oidc.auth_method" => [app.as_slice(), &secret].concat(),
            "app.extension.verifier" => [app.as_slice(), &stock].concat(),
            _ => app.to_vec(),
        };
        let plain = format!("{:?}", load("", &base).unwrap());
        let value = match key.path.as_str() {
            "listen" | "metrics_listen" => "127.0.0.1:1",
            "public_url" | "app.callback_url" | "app.redirect_uris" | "app.allowed_origins" => "https://a.example",
            "dist_dir" | "page_dir" => ".",
            "log" => "text",
            "app.logo" => "/logo.svg",
            "wechat_api" => "https://wechat.example",
            "demo_phone" => "http://127.0.0.1:1",
            "app.wechat.env_version" => "trial",
            "app.wechat.visual" => "link",
            "app.wechat.link" => "https://b.example/q/",
            "app.wechat.link_file_name" => "b.txt",
            "app.wechat.open_link" => "weixin://dl/x?y=",
            "app.wechat.phone_number" => "off",
            "app.wechat.forwarded" => "refuse",
            "app.callback_mode" => "user_in_url",
            "app.oidc.auth_method" => "client_secret_post",
            "app.oidc.jwks" => r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}"#,
            "app.oidc.signing_alg" => "ES256",
            path if path.starts_with("app.oidc.") => "https://a.example/x",
            "app.page.languages" => "zh-CN",
            "app.page.terms_url" | "app.page.privacy_url" => "/x",
            "oidc.key_lifetime_s" => "86400",
            path if path.starts_with("oidc.") => "77",
            "app.tabs" | "app.default_tab" => "password",
            _ => match (key.kind, key.default.as_str()) {
                (Kind::Switch, "true") => "false",
                (Kind::Switch, _) => "true",
                (Kind::Number, _) => "7",
                (Kind::Text | Kind::List, _) => "x",
            },
        };
        let name = key.env();
        let variables: Vec<_> = base.iter().copied().chain([(name.as_str(), value)]).collect();
        let by_environment = load("", &variables).unwrap_or_else(|error| panic!("{name}: {error}"));
        let by_environment = format!("{by_environment:?}");
        assert_ne!(by_environment, plain, "{name} changes nothing");
        let written = match key.kind {
            Kind::Text => format!("{value:?}"),
            Kind::List => format!("[{value:?}]"),
            Kind::Number | Kind::Switch => value.to_owned(),
        };
        let file = format!("{} = {written}", key.path);
        // The rest of the application is in the environment, but for the key that is looked at.
        let rest: Vec<_> = base.iter().copied().filter(|(variable, _)| *variable != name).collect();
        let by_file = load(&file, &rest).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(format!("{by_file:?}"), by_environment, "{file}");
    }
}
