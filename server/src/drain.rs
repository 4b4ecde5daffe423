//! The end of a server: it takes no new work from balancers, and those whose requests are open get their answers.

use std::time::Duration;

use tokio::sync::watch;

/// How long new connections are still taken at most, so that a balancer hears from `/readyz` that it should go on to
/// another node.
const LONGEST: Duration = Duration::from_secs(2);

/// The requests that are being answered.
#[derive(Debug)]
pub struct OpenRequests(watch::Sender<()>);

/// A request that is being answered, until this is dropped.
#[derive(Debug)]
pub struct OpenRequest {
    _counted: watch::Receiver<()>,
}

impl Default for OpenRequests {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl OpenRequests {
    /// Counts one more.
    pub fn open(&self) -> OpenRequest {
        OpenRequest { _counted: self.0.subscribe() }
    }

    /// Ready when there is none left, or when it has taken too long.
    pub async fn drained(&self) {
        // Those that come meanwhile count, too; a busy server would wait for ever.
        let _ = tokio::time::timeout(LONGEST, self.0.closed()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_is_drained_when_the_last_request_has_its_answer() {
        let requests = OpenRequests::default();
        requests.drained().await;
        let (first, second) = (requests.open(), requests.open());
        drop(first);
        assert!(tokio::time::timeout(Duration::from_millis(50), requests.drained()).await.is_err());
        drop(second);
        tokio::time::timeout(Duration::from_millis(50), requests.drained()).await.unwrap();
    }
}
