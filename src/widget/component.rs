//! The component behind the public face: it runs the login flow, and draws the card from its state.

use std::rc::Rc;

use guard_core::BackendError;
use yew::prelude::*;

use super::handle::Connection;
use super::run::Run;
use super::{Command, GuardHandle, News, Parts, Settings};
use crate::backend::SharedBackend;

/// Props of [`Widget`], compared by what they point at.
#[derive(Clone, Debug, Properties)]
pub struct WidgetProps {
    /// The page's settings.
    pub settings: Rc<Settings>,
    /// The login server, or why there is none.
    pub backend: Result<SharedBackend, BackendError>,
    /// The way to the parts of the widget.
    pub parts: &'static Parts,
    /// Takes the widget's news; answers `false` to stop what can be stopped.
    pub tell: Callback<News, bool>,
    /// A hold on the widget.
    pub handle: Option<GuardHandle>,
}

impl PartialEq for WidgetProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.settings, &other.settings)
            && self.backend == other.backend
            && self.tell == other.tell
            && self.handle == other.handle
    }
}

/// A login box.
pub struct Widget {
    run: Rc<Run>,
    connection: Option<Connection>,
}

impl std::fmt::Debug for Widget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Widget").finish_non_exhaustive()
    }
}

/// There is something new to draw.
#[derive(Clone, Copy, Debug)]
pub struct Redraw;

impl Component for Widget {
    type Message = Redraw;
    type Properties = WidgetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let run = Run::new(ctx.props(), ctx.link().callback(|()| Redraw));
        let connection = connect(ctx.props().handle.as_ref(), &run);
        run.start();
        Self { run, connection }
    }

    fn update(&mut self, _: &Context<Self>, Redraw: Redraw) -> bool {
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &WidgetProps) -> bool {
        if ctx.props().handle != before.handle {
            self.connection = connect(ctx.props().handle.as_ref(), &self.run);
        }
        self.run.change(ctx.props());
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        self.run.draw()
    }

    fn rendered(&mut self, _: &Context<Self>, _first: bool) {
        self.run.drawn();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.connection = None;
        self.run.stop();
    }
}

/// Passes the orders of `handle` on.
fn connect(handle: Option<&GuardHandle>, run: &Rc<Run>) -> Option<Connection> {
    let run = Rc::downgrade(run);
    handle.map(|handle| {
        handle.connect(Callback::from(move |command: Command| {
            if let Some(run) = run.upgrade() {
                run.command(command);
            }
        }))
    })
}
