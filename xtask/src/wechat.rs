//! What stands in for WeChat in the demo: the fake WeChat, and a phone that is drawn in the browser and runs the real mini
//! program.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Result;

use crate::process::Running;
use crate::workspace::Workspace;
use crate::{process, server, setup};

/// The mini program that the fake WeChat has.
const APP_ID: &str = "wx0123456789abcdef";
const APP_SECRET: &str = "0123456789abcdef0123456789abcdef";
/// Who holds the drawn phone, and the number that WeChat has verified.
const OPENID: &str = "oDemo";
const NUMBER: &str = "13800138000";

/// Where the two are reached.
#[derive(Debug)]
pub(crate) struct StandIns {
    wechat: SocketAddr,
    phone: SocketAddr,
}

impl StandIns {
    /// On free ports of this machine.
    pub(crate) fn choose() -> Result<Self> {
        let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let free = || Ok::<_, anyhow::Error>(SocketAddr::new(localhost, server::choose_port(localhost, 0)?));
        Ok(Self { wechat: free()?, phone: free()? })
    }

    /// Builds the fake WeChat, and fetches what the phone's camera reads codes with.
    pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
        process::run_quietly(&mut workspace.cargo(&["build", "--package", "guard-fake-wechat"]))?;
        setup::npm_ci(workspace, &workspace.path("miniprogram"))?;
        Ok(workspace.target("debug/fake-wechat"))
    }

    /// Starts both; the phone talks to the server at `server`.
    pub(crate) fn start(&self, workspace: &Workspace, fake: &Path, server: &str) -> Result<[Running; 2]> {
        let mut wechat = workspace.command(fake);
        wechat
            .args(["--listen", &self.wechat.to_string(), "--app-id", APP_ID])
            .args(["--person", &format!("{OPENID}:{NUMBER}")])
            .env("FAKE_WECHAT_APP_SECRET", APP_SECRET)
            // It says where it listens; whoever looks at the demo's output needs one address.
            .stdout(Stdio::null());
        let mut phone = workspace.command("node");
        phone
            .arg("miniprogram/browser/serve.js")
            .args(["--port", &self.phone.port().to_string(), "--server", server])
            .args(["--wechat", &self.wechat_url(), "--openid", OPENID])
            .stdout(Stdio::null());
        Ok([Running::start(&mut wechat)?, Running::start(&mut phone)?])
    }

    /// Whether the fake WeChat can be asked.
    pub(crate) fn wechat_listens(&self) -> bool {
        listens(self.wechat)
    }

    /// Whether the drawn phone can be opened.
    pub(crate) fn phone_listens(&self) -> bool {
        listens(self.phone)
    }

    /// Gives the demo's application the mini program, and the demo site the phone. What the server's own demo says of the
    /// application is said again: a section of the configuration stands for all of it.
    pub(crate) fn configure(&self, server: &mut Command, public_url: &str) {
        server
            .env("GUARD_WECHAT_API", self.wechat_url())
            .env("GUARD_DEMO_PHONE", self.phone_url())
            .env("GUARD_APP_ID", "demo")
            .env("GUARD_APP_NAME", "Shanlan")
            .env("GUARD_APP_USER_POOL_ID", "shanlan")
            .env("GUARD_APP_LOGO", "/demo/logo.svg")
            .env("GUARD_APP_DEFAULT_TAB", "wechat-miniprogram-qrcode")
            .env("GUARD_APP_WELCOME_ZH_CN", "欢迎回来")
            .env("GUARD_APP_WELCOME_EN_US", "Welcome back")
            .env("GUARD_APP_ALLOWED_ORIGINS", format!("{public_url},http://localhost:*,http://127.0.0.1:*,null"))
            .env("GUARD_APP_REDIRECT_URIS", format!("{public_url}/,{public_url}/account"))
            .env("GUARD_APP_WECHAT_APP_ID", APP_ID)
            .env("GUARD_APP_WECHAT_APP_SECRET", APP_SECRET)
            .env("GUARD_APP_WECHAT_LINK", format!("{public_url}/q/"));
    }

    /// The drawn phone in a window of its own.
    pub(crate) fn phone_url(&self) -> String {
        format!("http://{}", self.phone)
    }

    fn wechat_url(&self) -> String {
        format!("http://{}", self.wechat)
    }
}

fn listens(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}
