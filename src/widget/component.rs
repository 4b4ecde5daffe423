//! The component behind the public face: it runs the login flow, and draws the card from its state.

use std::rc::Rc;

use guard_core::BackendError;
use yew::prelude::*;

use super::handle::Connection;
use super::run::Run;
use super::{GuardHandle, Parts};
use crate::backend::SharedBackend;
use crate::card::tag;
use crate::face::{Command, News, Settings};

/// Props of [`Widget`].
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub struct WidgetProps {
    /// The login box; `None` when there is none.
    #[prop_or_default]
    pub login: Option<LoginBox>,
    /// Another number is another box: nothing of the one before is left in it.
    #[prop_or_default]
    pub run: u32,
}

/// A login box as a page wants it, compared by what it points at.
#[derive(Clone, Debug)]
pub struct LoginBox {
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

impl PartialEq for LoginBox {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.settings, &other.settings)
            && self.backend == other.backend
            && self.tell == other.tell
            && self.handle == other.handle
    }
}

/// The component: a place for one login box after the other.
pub struct Widget {
    running: Option<Running>,
}

struct Running {
    run: Rc<Run>,
    /// Dropped with it.
    #[allow(dead_code, reason = "dropping it ends the connection")]
    connection: Option<Connection>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.run.stop();
    }
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
        Self { running: start(ctx) }
    }

    fn update(&mut self, _: &Context<Self>, Redraw: Redraw) -> bool {
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &WidgetProps) -> bool {
        let props = ctx.props();
        match (&mut self.running, &props.login) {
            (Some(running), Some(login)) if props.run == before.run => {
                if before.login.as_ref().is_none_or(|before| before.handle != login.handle) {
                    running.connection = connect(login.handle.as_ref(), &running.run);
                }
                running.run.change(login);
            }
            _ => {
                self.running = None;
                self.running = start(ctx);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.running {
            // The key has the elements of the box before thrown away.
            Some(running) => tag("div", &[("class", "guard-scope")])
                .key(&ctx.props().run.to_string())
                .with(running.run.draw())
                .html(),
            None => Html::default(),
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _first: bool) {
        if let Some(running) = &self.running {
            running.run.drawn();
        }
    }
}

fn start(ctx: &Context<Widget>) -> Option<Running> {
    let login = ctx.props().login.as_ref()?;
    let run = Run::new(login, ctx.link().callback(|()| Redraw));
    let connection = connect(login.handle.as_ref(), &run);
    run.start();
    Some(Running { run, connection })
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
