//! `fake-wechat`: the fake WeChat on a port, for the demo and for trying things. It prints `url: http://127.0.0.1:PORT`.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use clap::Parser;
use guard_fake_wechat::{FakeWeChat, MiniProgram, Person};

/// A stand-in for WeChat's server.
#[derive(Debug, Parser)]
struct Args {
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// AppID of its mini program.
    #[arg(long, default_value = "wx0123456789abcdef")]
    app_id: String,
    /// AppSecret of its mini program.
    #[arg(long, env = "FAKE_WECHAT_APP_SECRET", default_value = "0123456789abcdef0123456789abcdef")]
    app_secret: String,
    /// A published page; may be given several times.
    #[arg(long = "page", default_value = "pages/confirm/confirm")]
    pages: Vec<String>,
    /// Somebody who has WeChat, as in `oLin:13800138000`; may be given several times.
    #[arg(long = "person", value_name = "OPENID:NUMBER")]
    people: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let mini_program = MiniProgram {
        app_id: args.app_id,
        app_secret: args.app_secret,
        published: args.pages,
        ..MiniProgram::default()
    };
    let fake = FakeWeChat::listen(args.listen, mini_program).await.context("--listen")?;
    for person in &args.people {
        let (openid, number) = person.split_once(':').context("--person is OPENID:NUMBER")?;
        fake.add(Person::new(openid, number));
    }
    writeln!(std::io::stdout(), "url: {}", fake.url)?;
    fake.serve().await;
    Ok(())
}
