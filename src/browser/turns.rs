//! Turns at waiting for a server's answer. A browser opens six connections to a server that speaks HTTP/1.1, for all its
//! windows together: as many requests that wait would keep every other one from leaving. The windows share the turns by
//! Web Locks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_utils::window;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::object;

/// How many requests may wait at a time: more windows than this are seldom in sight, and most connections stay free.
const TURNS: u32 = 2;

/// A turn, until it is dropped.
#[must_use = "dropping a turn ends it"]
#[derive(Debug)]
pub struct Turn {
    _lock: Option<Lock>,
}

impl Turn {
    /// A turn at waiting for `server`; `None` when others have them all. Where there are no locks (they want HTTPS) every
    /// window waits as if it were the only one.
    pub async fn take(server: &str) -> Option<Self> {
        let Some(locks) = field(&window().navigator(), "locks") else { return Some(Self { _lock: None }) };
        for turn in 0..TURNS {
            let name = ["guard-widget:wait:", server, ":", &turn.to_string()].concat();
            if let Some(lock) = Lock::take(&locks, &name).await {
                return Some(Self { _lock: Some(lock) });
            }
        }
        None
    }
}

/// A lock that is held, or asked for.
#[derive(Debug, Default)]
struct Lock(Rc<State>);

#[derive(Debug, Default)]
struct State {
    /// Gives the lock back.
    release: RefCell<Option<Function>>,
    /// Nobody wants it any more.
    is_over: Cell<bool>,
}

impl Lock {
    async fn take(locks: &JsValue, name: &str) -> Option<Self> {
        let request: Function = field(locks, "request")?.dyn_into().ok()?;
        let lock = Self::default();
        let state = lock.0.clone();
        let answer = Promise::new(&mut |answer, _| {
            let (state, refused) = (state.clone(), answer.clone());
            let granted = Closure::once_into_js(move |lock: JsValue| {
                let held = lock.is_object() && !state.is_over.get();
                let until = held.then(|| {
                    Promise::new(&mut |release, _| {
                        state.release.replace(Some(release));
                    })
                });
                // Calling a function that settles a promise cannot fail.
                let _ = answer.call1(&JsValue::NULL, &held.into());
                until.map_or(JsValue::UNDEFINED, JsValue::from)
            });
            let how = Object::new();
            object::set(&how, "ifAvailable", &true.into());
            let asked = request.call3(locks, &name.into(), &how, &granted);
            // A sandboxed frame may ask for none.
            spawn_local(async move {
                let asked = asked.map(|promise| JsFuture::from(Promise::resolve(&promise)));
                let is_refused = match asked {
                    Ok(asked) => asked.await.is_err(),
                    Err(_) => true,
                };
                if is_refused {
                    let _ = refused.call1(&JsValue::NULL, &false.into());
                }
            });
        });
        let is_held = JsFuture::from(answer).await.is_ok_and(|held| held.is_truthy());
        is_held.then_some(lock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.is_over.set(true);
        if let Some(release) = self.0.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok().filter(JsValue::is_truthy)
}
