//! The queue of passwords: what is answered when it is full, who waits in it and who does not.

mod support;

use std::num::NonZero;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::response::IntoResponse as _;
use guard_protocol::paths;
use guard_server::clock::ManualClock;
use guard_server::demo::PASSWORD;
use guard_server::pool::{Capacity, Pool};
use guard_server::routes::ApiError;
use guard_server::state::Parts;
use serde_json::json;
use support::{Answer, START, Server, demo_config, encrypt, send};
use tokio::task::JoinHandle;

/// A server whose one thread for passwords the test can block, with a queue for `queue` requests.
struct Queue {
    server: Arc<Server>,
    pool: Pool,
    /// A wrong password, encrypted.
    wrong: String,
}

impl Queue {
    async fn of(queue: usize) -> Self {
        let pool =
            Pool::new("test", Capacity { threads: NonZero::<usize>::MIN, queue }).expect("threads are to be had");
        let parts = Parts { pool: Some(pool.clone()), ..Parts::default() };
        let server = Server::of(demo_config(), ManualClock::new(START), parts).await;
        let wrong = encrypt(&server.public_key().await, "wrong");
        Self { server: Arc::new(server), pool, wrong }
    }

    /// Blocks the thread until the sender is dropped.
    async fn block(&self) -> mpsc::Sender<()> {
        let (end, ended) = mpsc::channel();
        let mut turn = self.pool.turn().await.expect("the queue is empty");
        tokio::spawn(async move { turn.run(move || ended.recv().is_ok()).await });
        end
    }

    async fn guess(&self, account: &str) -> Answer {
        guess(Arc::clone(&self.server), account.to_owned(), self.wrong.clone()).await
    }

    fn begin_guess(&self) -> JoinHandle<Answer> {
        tokio::spawn(guess(Arc::clone(&self.server), "lin".to_owned(), self.wrong.clone()))
    }

    async fn until_waiting(&self, count: usize) {
        while self.pool.waiting() != count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn guess(server: Arc<Server>, account: String, sent: String) -> Answer {
    send(server.post(paths::LOGIN_ACCOUNT, &json!({ "account": account, "password": sent }))).await
}

#[tokio::test]
async fn a_full_queue_answers_503_and_says_when_to_come_again() {
    let queue = Queue::of(0).await;
    let blocked = queue.block().await;
    let busy = queue.guess("lin").await;
    busy.refused(503, 1000);
    assert_eq!(busy.header("retry-after"), "1");
    assert_eq!(busy.body["statusCode"], 503);
    assert_eq!(busy.body["message"], "The server can't do this right now. Try again.");
    assert_eq!(send(queue.server.get("/healthz")).await.status, 200);
    queue.server.public_key().await;

    drop(blocked);
    // What blocked it gives the thread back in a moment.
    let wrong = loop {
        let answer = queue.guess("lin").await;
        if answer.status != 503 {
            break answer;
        }
    };
    wrong.refused(200, 2333);
    assert_eq!(wrong.body["data"]["remainCount"], 4, "what was not tried is not counted");
    assert_eq!(wrong.header("retry-after"), "");
}

#[tokio::test]
async fn a_locked_account_takes_no_place_in_the_queue() {
    let queue = Queue::of(0).await;
    for _ in 0..5 {
        queue.guess("lin").await.refused(200, 2333);
    }
    let _blocked = queue.block().await;
    queue.guess("lin").await.refused(200, 2057);
    queue.guess("chen").await.refused(503, 1000);
}

#[tokio::test]
async fn the_lock_is_looked_at_again_when_the_turn_comes() {
    let queue = Queue::of(24).await;
    let blocked = queue.block().await;
    let guesses: Vec<_> = (0..24).map(|_| queue.begin_guess()).collect();
    queue.until_waiting(24).await;
    drop(blocked);
    let mut tried = 0;
    for guess in guesses {
        tried += usize::from(guess.await.unwrap().code() == 2333);
    }
    assert_eq!(tried, 5, "one thread, so not one guess more than the lock allows");
}

#[tokio::test]
async fn who_hangs_up_leaves_the_queue_and_is_not_tried() {
    let queue = Queue::of(1).await;
    let blocked = queue.block().await;
    let gone = queue.begin_guess();
    queue.until_waiting(1).await;
    queue.guess("lin").await.refused(503, 1000);
    gone.abort();
    queue.until_waiting(0).await;
    let stays = queue.begin_guess();
    queue.until_waiting(1).await;
    drop(blocked);
    let answer = stays.await.unwrap();
    answer.refused(200, 2333);
    assert_eq!(answer.body["data"]["remainCount"], 4);
}

#[tokio::test]
async fn a_panic_of_the_work_answers_500_and_harms_nobody_else() {
    let queue = Queue::of(4).await;
    for _ in 0..3 {
        let panicked = queue.pool.run(|| panic!("on purpose")).await.map(|()| "no panic").unwrap_err();
        assert_eq!(ApiError::from(panicked).into_response().status(), 500);
    }
    queue.guess("nobody").await.refused(200, 2333);
    queue.server.log_in("lin", PASSWORD).await.data();
}
