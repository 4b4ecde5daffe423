//! A future that runs by itself and stops when it is dropped. Used for every request that a component makes.

use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use wasm_bindgen_futures::spawn_local;

/// A running future. Dropping it drops the future, and with it the request that the future waits for.
#[must_use = "dropping a task cancels it"]
#[derive(Debug)]
pub struct Task(AbortHandle);

impl Task {
    /// Runs `future`. Boxed by the caller, so that this is in a module but once.
    pub fn spawn(future: LocalBoxFuture<'static, ()>) -> Self {
        let (future, handle) = abortable(future);
        spawn_local(async move {
            // Aborted or done: either way there is nothing left to do.
            let _ = future.await;
        });
        Self(handle)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
