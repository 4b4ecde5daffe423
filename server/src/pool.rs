//! A fixed pool of threads for work that takes a core: RSA, argon2, pictures.
//!
//! A [`Turn`] is a thread of the pool that is kept free for one request. It is taken when there is a place in the
//! queue, and given back when both its owner and the work that it has started are done with it. So a client that hangs
//! up does not make room for more work than there are threads, and what was still waiting for its turn is never begun.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tracing::error;

/// What a client that found the queue full is told to wait. A password takes some 25 ms of a core, so a queue of the
/// default length is worked off by then.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Niceness of the threads: each gets about a third of what a thread that answers gets. More would keep people waiting
/// for their login on a machine that has other work, too.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

type Job = Box<dyn FnOnce() + Send>;

/// How much a pool takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// How many threads work.
    pub threads: NonZero<usize>,
    /// How many requests may wait for one of them.
    pub queue: usize,
}

impl Default for Capacity {
    /// A thread for each core, and 32 waiting requests for each thread.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { threads, queue: 32 * threads.get() }
    }
}

/// Why work was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PoolError {
    /// The queue is full.
    #[error("the queue is full; try again in {} s, or give the server more cores", retry_after.as_secs())]
    Busy {
        /// How long to wait before the next try.
        retry_after: Duration,
    },
    /// The work panicked. The thread goes on with the next.
    #[error("the work panicked; the lines before this one in the log have the reason")]
    Panicked,
}

/// The pool. Clones are handles of the same one; its threads end when the last of them is dropped.
#[derive(Clone, Debug)]
pub struct Pool {
    capacity: Capacity,
    /// One for each request that waits or works.
    places: Arc<Semaphore>,
    /// One for each thread.
    threads: Arc<Semaphore>,
    jobs: Sender<Job>,
}

impl Pool {
    /// Starts the threads; the system shows them as `name-0`, `name-1`, ….
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(name: &str, capacity: Capacity) -> std::io::Result<Self> {
        let threads = capacity.threads.get();
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let waiting = Arc::clone(&waiting);
            std::thread::Builder::new().name(format!("{name}-{number}")).spawn(move || {
                step_back();
                work_off(&waiting);
            })?;
        }
        let places = Arc::new(Semaphore::new(threads + capacity.queue));
        Ok(Self { capacity, places, threads: Arc::new(Semaphore::new(threads)), jobs })
    }

    /// How many requests wait for a thread just now.
    pub fn waiting(&self) -> usize {
        let Capacity { threads, queue } = self.capacity;
        let taken = (threads.get() + queue).saturating_sub(self.places.available_permits());
        taken.saturating_sub(threads.get() - self.threads.available_permits())
    }

    /// Waits for a thread. Dropping the future leaves the queue.
    ///
    /// # Errors
    /// [`PoolError::Busy`] at once when the queue is full.
    pub async fn turn(&self) -> Result<Turn, PoolError> {
        // The semaphores are never closed, so the only failure is that there is no place.
        let busy = PoolError::Busy { retry_after: RETRY_AFTER };
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(|_| busy)?;
        Ok(Turn { held: Arc::new(Held { _thread: thread, _place: place }), jobs: self.jobs.clone() })
    }

    /// Waits for a thread and does `work` on it.
    ///
    /// # Errors
    /// [`PoolError`] when the queue is full or the work panics.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PoolError> {
        self.turn().await?.run(work).await
    }
}

#[derive(Debug)]
struct Held {
    _thread: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

/// A thread of the pool that is kept free for its owner.
#[derive(Debug)]
pub struct Turn {
    held: Arc<Held>,
    jobs: Sender<Job>,
}

impl Turn {
    /// Does `work` on the thread. When the future is dropped, work that was begun goes on and keeps the thread.
    ///
    /// # Errors
    /// [`PoolError::Panicked`] when the work panics.
    pub async fn run<T: Send + 'static>(&mut self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PoolError> {
        let (answer, answered) = oneshot::channel();
        let held = Arc::clone(&self.held);
        let job = move || {
            // In this order, so that the thread is given back before the answer is heard, after a panic as well.
            let (answer, held) = (answer, held);
            if answer.is_closed() {
                return;
            }
            let done = work();
            drop(held);
            // Nobody listens any more when the request was dropped meanwhile.
            let _ = answer.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(|_| PoolError::Panicked)?;
        answered.await.map_err(|_| PoolError::Panicked)
    }
}

/// Lets the threads that answer requests go first, when there are not cores enough for all. On Linux each thread has a
/// priority of its own; elsewhere they share one.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{getpriority_process, setpriority_process};
        let thread = Some(rustix::thread::gettid());
        let stepped = getpriority_process(thread).and_then(|now| setpriority_process(thread, now.max(NICE)));
        if let Err(error) = stepped {
            tracing::debug!(%error, "the threads for passwords run at the priority of the others");
        }
    }
}

/// What each thread does until the last handle of the pool is dropped.
fn work_off(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            error!("a job of the pool panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use tokio::task::yield_now;

    use super::*;

    const BUSY: PoolError = PoolError::Busy { retry_after: RETRY_AFTER };

    fn pool(threads: usize, queue: usize) -> Pool {
        Pool::new("test", Capacity { threads: NonZero::new(threads).unwrap(), queue }).unwrap()
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn the_threads_step_back_behind_those_that_answer() {
        let priority = || rustix::process::getpriority_process(Some(rustix::thread::gettid())).unwrap();
        let before = priority();
        assert_eq!(pool(1, 0).run(priority).await.unwrap(), before.max(NICE));
        assert_ne!(before, NICE, "the tests themselves run at this priority, and show nothing");
        assert_eq!(priority(), before, "nobody else does");
    }

    /// Work that has begun and goes on until it is told to end.
    struct Blocked {
        task: tokio::task::JoinHandle<Result<(), PoolError>>,
        end: mpsc::Sender<()>,
    }

    async fn block(pool: &Pool) -> Blocked {
        let (end, ended) = mpsc::channel::<()>();
        let (begin, begun) = oneshot::channel();
        let pool = pool.clone();
        let task = tokio::spawn(async move {
            pool.run(move || {
                begin.send(()).unwrap();
                let _ = ended.recv();
            })
            .await
        });
        begun.await.unwrap();
        Blocked { task, end }
    }

    async fn until_waiting(pool: &Pool, count: usize) {
        while pool.waiting() != count {
            yield_now().await;
        }
    }

    #[tokio::test]
    async fn no_more_runs_than_there_are_threads_and_no_more_waits_than_the_queue_holds() {
        let pool = pool(2, 3);
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let (pool, running, most) = (pool.clone(), Arc::clone(&running), Arc::clone(&most));
                tokio::spawn(async move {
                    pool.run(move || {
                        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(20));
                        running.fetch_sub(1, Ordering::SeqCst);
                    })
                    .await
                })
            })
            .collect();
        let mut done = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => done += 1,
                Err(error) => assert_eq!(error, BUSY),
            }
        }
        assert_eq!((done, most.load(Ordering::SeqCst)), (5, 2));
        pool.run(|| ()).await.unwrap();
    }

    #[tokio::test]
    async fn who_hangs_up_frees_no_thread_before_the_work_is_done() {
        let pool = pool(1, 0);
        let first = block(&pool).await;
        first.task.abort();
        assert!(first.task.await.unwrap_err().is_cancelled());
        let next = tokio::time::timeout(Duration::from_secs(1), pool.turn()).await;
        assert!(matches!(next, Ok(Err(BUSY))), "{next:?}");
        first.end.send(()).unwrap();
        while pool.run(|| ()).await == Err(BUSY) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test]
    async fn who_hangs_up_in_the_queue_leaves_it_and_his_work_is_never_begun() {
        let pool = pool(1, 1);
        let first = block(&pool).await;
        let begun = Arc::new(AtomicUsize::new(0));
        let wait = |pool: Pool| {
            let begun = Arc::clone(&begun);
            tokio::spawn(async move { pool.run(move || begun.fetch_add(1, Ordering::SeqCst)).await })
        };
        let gone = wait(pool.clone());
        until_waiting(&pool, 1).await;
        assert_eq!(pool.run(|| ()).await, Err(BUSY), "the queue holds one");
        gone.abort();
        assert!(gone.await.unwrap_err().is_cancelled());
        let next = wait(pool.clone());
        until_waiting(&pool, 1).await;
        first.end.send(()).unwrap();
        assert_eq!(next.await.unwrap(), Ok(0), "the first to begin is the one that stayed");
        first.task.await.unwrap().unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_turn_keeps_its_thread_until_it_is_dropped() {
        let pool = pool(1, 0);
        let mut turn = pool.turn().await.unwrap();
        assert_eq!(turn.run(|| 1).await, Ok(1));
        assert_eq!(pool.turn().await.unwrap_err(), BUSY);
        assert_eq!(turn.run(|| 2).await, Ok(2));
        drop(turn);
        pool.turn().await.unwrap();
    }

    #[tokio::test]
    async fn a_panic_is_the_error_of_its_own_request_and_the_thread_lives_on() {
        let pool = pool(1, 0);
        let name = || std::thread::current().name().map(str::to_owned);
        for _ in 0..3 {
            let mut turn = pool.turn().await.unwrap();
            assert_eq!(turn.run(|| panic!("on purpose")).await, Err::<(), _>(PoolError::Panicked));
            assert_eq!(turn.run(name).await, Ok(Some("test-0".to_owned())));
        }
    }

    #[tokio::test]
    async fn the_threads_end_with_the_last_handle() {
        let pool = pool(1, 0);
        let other = pool.clone();
        let (ends, ended) = mpsc::channel::<()>();
        thread_local!(static KEPT: std::cell::RefCell<Option<mpsc::Sender<()>>> = const { std::cell::RefCell::new(None) });
        pool.run(move || KEPT.set(Some(ends))).await.unwrap();
        drop(pool);
        assert_eq!(ended.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(other);
        assert_eq!(ended.recv_timeout(Duration::from_secs(10)), Err(mpsc::RecvTimeoutError::Disconnected));
    }
}
