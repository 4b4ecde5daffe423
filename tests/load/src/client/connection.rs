//! One HTTP/1.1 connection from an address of a visitor's own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpSocket;
use tokio::time::timeout;

use crate::client::CallError;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `Retry-After` in s.
    pub(crate) retry_after: Option<u32>,
    pub(crate) body: Bytes,
}

/// A connection. Dropping it closes it.
#[derive(Debug)]
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// Connects `from` a loopback address `to` a node.
    pub(crate) async fn open(from: Ipv4Addr, to: SocketAddr) -> Result<Self, CallError> {
        let connect = async {
            let socket = TcpSocket::new_v4()?;
            socket.bind(SocketAddr::new(IpAddr::V4(from), 0))?;
            let stream = socket.connect(to).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        };
        let stream = timeout(CONNECT, connect).await.map_err(|_| CallError::Slow(CONNECT))?;
        let stream = stream.map_err(CallError::NotConnected)?;
        let (sender, driver) = http1::handshake(TokioIo::new(stream)).await.map_err(CallError::Broken)?;
        // Whoever waits for the answer hears of the error; the driver itself has nobody to tell.
        tokio::spawn(async move { drop(driver.await) });
        Ok(Self { sender })
    }

    /// Whether it can still be used, as far as this side knows.
    pub(crate) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Sends a request and waits for the whole answer, `limit` at most.
    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>, limit: Duration) -> Result<Answer, CallError> {
        let exchange = async {
            self.sender.ready().await?;
            let response = self.sender.send_request(request).await?;
            let status = response.status().as_u16();
            let retry_after = response.headers().get(hyper::header::RETRY_AFTER);
            let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
            let body = response.into_body().collect().await?.to_bytes();
            Ok(Answer { status, retry_after, body })
        };
        timeout(limit, exchange).await.map_err(|_| CallError::Slow(limit))?.map_err(CallError::Broken)
    }
}
