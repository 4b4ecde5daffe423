//! The panels of the methods, as far as their parts are there.

use guard_core::Method;

use crate::browser::Task;
use crate::frame::Shown;
use crate::methods::MethodPanel;

/// A panel, or how far it has come.
enum Slot {
    Coming(#[allow(dead_code, reason = "dropping it cancels the request")] Task),
    Failed,
    Ready(Box<dyn MethodPanel>),
}

/// The panels that were asked for.
#[derive(Default)]
pub(super) struct Slots(Vec<(Method, Slot)>);

impl Slots {
    /// Whether the panel of `method` has been asked for.
    pub(super) fn has(&self, method: Method) -> bool {
        self.0.iter().any(|(of, _)| *of == method)
    }

    /// Forgets a panel that could not be loaded, so that it is asked for again.
    pub(super) fn forget_failure(&mut self, method: Method) {
        self.0.retain(|(of, slot)| *of != method || !matches!(slot, Slot::Failed));
    }

    pub(super) fn put(&mut self, method: Method, panel: Box<dyn MethodPanel>) {
        self.set(method, Slot::Ready(panel));
    }

    pub(super) fn expect(&mut self, method: Method, task: Task) {
        self.set(method, Slot::Coming(task));
    }

    pub(super) fn fail(&mut self, method: Method) {
        self.set(method, Slot::Failed);
    }

    fn set(&mut self, method: Method, slot: Slot) {
        self.0.retain(|(of, _)| *of != method);
        self.0.push((method, slot));
    }

    /// The panel of `method`, once it is here.
    pub(super) fn get(&mut self, method: Method) -> Option<&mut Box<dyn MethodPanel>> {
        self.all().find(|(of, _)| *of == method).map(|(_, panel)| panel)
    }

    /// The panels that are here.
    pub(super) fn all(&mut self) -> impl Iterator<Item = (Method, &mut Box<dyn MethodPanel>)> {
        self.0.iter_mut().filter_map(|(method, slot)| match slot {
            Slot::Ready(panel) => Some((*method, panel)),
            Slot::Coming(_) | Slot::Failed => None,
        })
    }

    /// The panel of `method` for drawing.
    pub(super) fn shown(&self, method: Method) -> Shown<'_> {
        match self.0.iter().find(|(of, _)| *of == method) {
            Some((_, Slot::Ready(panel))) => Shown::Ready(&**panel),
            Some((_, Slot::Failed)) => Shown::Failed,
            Some((_, Slot::Coming(_))) | None => Shown::Coming,
        }
    }
}
