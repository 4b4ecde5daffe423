//! Hears what other nodes change: each move says `NOTIFY guard_codes, '<id>'` in its own transaction.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_postgres::{AsyncMessage, Client, Connection};
use tracing::{info, warn};

use super::connect::{ANSWER, Address, words};
use crate::wake::Wake;

/// How often a silent connection is asked whether it still is one.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// The first and the longest pause before the next try to connect.
const PAUSE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// Listens until it is dropped, and connects again whenever it has to.
pub(super) async fn listen(address: Address, wake: Arc<dyn Wake>) {
    let mut pause = PAUSE.0;
    loop {
        let mut heard = false;
        let Err(reason) = hear(&address, wake.as_ref(), &mut heard).await;
        if heard {
            pause = PAUSE.0;
        }
        warn!(database = address.shown(), reason, "no news of other nodes; connecting again");
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE.1);
    }
}

/// Listens on one connection until it breaks; answers why it did.
async fn hear(address: &Address, wake: &dyn Wake, heard: &mut bool) -> Result<Infallible, String> {
    let connecting = timeout(ANSWER, address.config.connect(address.tls.clone())).await;
    let (client, mut connection) = connecting.map_err(|_| "no answer".to_owned())?.map_err(|error| words(&error))?;
    let listening = async {
        ask(&client, "LISTEN guard_codes").await?;
        *heard = true;
        info!(database = address.shown(), "hearing news of other nodes");
        // Whatever was said while nobody listened is lost: all look for themselves.
        wake.publish_all();
        loop {
            sleep(HEARTBEAT).await;
            ask(&client, "").await?;
        }
    };
    tokio::select! {
        broken = listening => broken,
        broken = pass_on(&mut connection, wake) => broken,
    }
}

async fn ask(client: &Client, statement: &str) -> Result<(), String> {
    let answer = timeout(ANSWER, client.batch_execute(statement)).await;
    answer.map_err(|_| "no answer".to_owned())?.map_err(|error| words(&error))
}

/// Drives the connection, and wakes whoever waits for a code that it names.
async fn pass_on<S, T>(connection: &mut Connection<S, T>, wake: &dyn Wake) -> Result<Infallible, String>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(news))) => wake.publish(news.payload()),
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(words(&error)),
            None => return Err("the connection was closed".to_owned()),
        }
    }
}
