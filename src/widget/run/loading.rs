//! Has the panels that the flow wants in sight: made at once where their part is here, loaded where it is not.

use guard_core::login::{Drive, Event, Stage};
use guard_core::{BackendError, FactorChallenge, Method};

use super::{Run, Work};
use crate::browser::Task;
use crate::methods::{NewMethod, Setup};
use crate::widget::Part;

impl Run {
    /// Has the panels that are drawn now, or starts to load them.
    pub(super) fn prepare(&self) {
        let flow = self.flow.borrow();
        match flow.stage() {
            Stage::Loading => self.need(flow.active()),
            Stage::Methods => {
                self.need(flow.active());
                // What is here is drawn at once, if hidden, so that password managers see the form.
                flow.methods().iter().for_each(|method| self.need_if_here(*method));
            }
            Stage::Factor(challenge) => self.need_factor(challenge),
            Stage::Broken { .. } | Stage::Done => {}
        }
        if !matches!(flow.stage(), Stage::Factor(_)) {
            self.factor.take();
            self.factor_part.take();
        }
    }

    pub(super) fn need(&self, method: Method) {
        if self.slots.borrow().has(method) {
            return;
        }
        let Some(setup) = self.setup() else { return };
        match (self.parts.method)(method) {
            Part::Here(new) => {
                let panel = new(setup);
                self.slots.borrow_mut().put(method, panel);
            }
            Part::Coming(part) => {
                let me = self.me.clone();
                let task = Task::spawn(Box::pin(async move {
                    let part = part.await;
                    if let Some(run) = me.upgrade() {
                        run.push(Work::Loaded(method, part));
                    }
                }));
                self.slots.borrow_mut().expect(method, task);
            }
        }
    }

    /// Makes the panel if its part is here: asking for a way to a part loads nothing.
    fn need_if_here(&self, method: Method) {
        if matches!((self.parts.method)(method), Part::Here(_)) {
            self.need(method);
        }
    }

    pub(super) fn loaded(&self, method: Method, part: Result<NewMethod, BackendError>) {
        match (part, self.setup()) {
            (Ok(new), Some(setup)) => {
                let mut panel = new(setup);
                // It makes up for the orders that came while it was on its way.
                let (wanted, shown) = self.flow.borrow().driven(method);
                if wanted {
                    panel.drive(Drive::Start);
                    panel.drive(Drive::Show(shown));
                }
                self.slots.borrow_mut().put(method, panel);
            }
            (Err(error), _) => {
                self.slots.borrow_mut().fail(method);
                self.step(Event::Failed(method, error));
            }
            (Ok(_), None) => {}
        }
    }

    fn need_factor(&self, challenge: &FactorChallenge) {
        if self.factor.borrow().is_some() || self.factor_part.borrow().is_some() {
            return;
        }
        match (self.parts.factor)(challenge.factor) {
            Part::Here(new) => drop(self.factor.replace(Some(new(self.link.clone())))),
            Part::Coming(part) => {
                let me = self.me.clone();
                self.factor_part.replace(Some(Task::spawn(Box::pin(async move {
                    let part = part.await;
                    if let Some(run) = me.upgrade() {
                        run.push(Work::FactorLoaded(part));
                    }
                }))));
            }
        }
    }

    /// The things that a panel is made of; none without a backend.
    pub(super) fn setup(&self) -> Option<Setup> {
        let backend = self.backend.borrow().clone().ok()?;
        Some(Setup { link: self.link.clone(), backend, settings: self.settings() })
    }
}
