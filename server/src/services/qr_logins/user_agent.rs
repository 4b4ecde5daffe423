//! Browser and operating system out of a `User-Agent` header, as far as a person can use them: "Chrome 141",
//! "Windows". Used when a code is created; the phone shows them.

/// The browser in WeChat.
const WECHAT: &str = "WeChat";

/// Marks of browsers, the more special first: every Chromium says "Chrome", every Chrome says "Safari".
const BROWSERS: &[(&str, &str)] = &[
    ("MicroMessenger/", WECHAT),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("QQBrowser/", "QQ Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("CriOS/", "Chrome"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
];

/// Marks of systems, the more special first: an Android says "Linux" too.
const SYSTEMS: &[(&str, &str)] = &[
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser with its major version, and operating system; "Unknown" for what is not known.
pub(super) fn parse(user_agent: &str) -> (String, String) {
    let browser = BROWSERS
        .iter()
        .find_map(|(mark, name)| user_agent.split_once(mark).map(|(_, rest)| versioned(name, rest)))
        .or_else(|| {
            // Only Safari has both marks without one of those above.
            let (_, rest) = user_agent.split_once("Version/").filter(|(_, rest)| rest.contains("Safari/"))?;
            Some(versioned("Safari", rest))
        });
    let system = SYSTEMS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| (*name).to_owned());
    (browser.unwrap_or_else(|| "Unknown".to_owned()), system.unwrap_or_else(|| "Unknown".to_owned()))
}

/// Whether a browser that [`parse`] has told is the one in WeChat.
pub(in crate::services) fn is_wechat(browser: &str) -> bool {
    browser.split(' ').next() == Some(WECHAT)
}

fn versioned(name: &str, rest: &str) -> String {
    let major: String = rest.chars().take_while(char::is_ascii_digit).take(4).collect();
    if major.is_empty() { name.to_owned() } else { format!("{name} {major}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart() {
        for (user_agent, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                "Chrome 141",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.1",
                "Edge 141",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15",
                "Safari 19",
                "macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
                "Chrome 140",
                "iOS",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox 143", "Linux"),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
                "WeChat 8",
                "Android",
            ),
            ("curl/8", "Unknown", "Unknown"),
            ("", "Unknown", "Unknown"),
        ] {
            assert_eq!(parse(user_agent), (browser.to_owned(), system.to_owned()), "{user_agent}");
            assert_eq!(is_wechat(browser), user_agent.contains("MicroMessenger/"), "{user_agent}");
        }
    }
}
