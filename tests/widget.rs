//! The component in a real browser, on the demo backend: what is drawn, what is told, what is left behind.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "in a test to panic is to fail")]

mod common;

use std::cell::RefCell;
use std::rc::Rc;

use guard_widget::backend::{DemoPassword, DemoState};
use guard_widget::qr::{Status, StatusChange};
use guard_widget::{
    CloseReason, GuardDialog, GuardHandle, GuardWidget, GuardWidgetProps, Lang, LoginError, LoginSuccess, Method,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlInputElement, KeyboardEvent, KeyboardEventInit};
use yew::Callback;

use self::common::{Mounted, demo_props};

wasm_bindgen_test_configure!(run_in_browser);

fn showing(qr: Status) -> GuardWidgetProps {
    GuardWidgetProps { default_tab: Some(Method::Qr), ..demo_props(DemoState { qr, ..DemoState::default() }) }
}

fn heard<T: 'static>() -> (Rc<RefCell<Vec<T>>>, Callback<T>) {
    let list = Rc::new(RefCell::new(Vec::new()));
    let into = list.clone();
    (list, Callback::from(move |value| into.borrow_mut().push(value)))
}

fn input(page: &Mounted, name: &str) -> HtmlInputElement {
    page.get(&format!("input[name={name}]")).unchecked_into()
}

fn submit(page: &Mounted, account: &str, password: &str) {
    input(page, "username").set_value(account);
    input(page, "password").set_value(password);
    page.get("button[type=submit]").click();
}

#[wasm_bindgen_test]
async fn every_status_is_drawn_and_only_a_valid_code_has_modules() {
    for status in Status::ALL {
        let page = Mounted::with(showing(status)).await;
        page.until_status(status.as_str()).await;
        let modules = page.root.query_selector_all("svg[part=qr-code] path").unwrap().length();
        let expected = u32::from(matches!(status, Status::Ready | Status::Offline));
        assert_eq!(modules, expected, "{status}");
        let offers_a_way_on = page.find("[part=qr-refresh]").is_some();
        assert_eq!(offers_a_way_on, matches!(status, Status::Expired | Status::Cancelled | Status::Error), "{status}");
    }
}

#[wasm_bindgen_test]
async fn the_scanner_and_the_number_are_shown() {
    let page = Mounted::with(showing(Status::Scanned)).await;
    page.until_status("scanned").await;
    assert_eq!(page.get(".guard-name").inner_text(), "林*晓");
    assert_eq!(page.get(".guard-number").inner_text(), "42");
}

#[wasm_bindgen_test]
async fn statuses_are_told_in_order_and_success_logs_in_once() {
    let (statuses, on_qr_status) = heard::<StatusChange>();
    let (logins, on_login) = heard::<LoginSuccess>();
    let page = Mounted::with(GuardWidgetProps { on_qr_status, on_login, ..showing(Status::Success) }).await;
    page.until_status("success").await;
    let told: Vec<Status> = statuses.borrow().iter().map(|change| change.status).collect();
    assert_eq!(told, [Status::Loading, Status::Ready, Status::Success]);
    assert_eq!(logins.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn an_empty_form_says_what_is_missing_and_sends_nothing() {
    let (errors, on_login_error) = heard::<LoginError>();
    let page = Mounted::with(GuardWidgetProps { on_login_error, ..demo_props(DemoState::default()) }).await;
    submit(&page, "  ", "");
    page.until(|page| page.root.query_selector_all("[role=alert]").unwrap().length() == 2).await;
    assert_eq!(input(&page, "username").get_attribute("aria-invalid").as_deref(), Some("true"));
    let focused = gloo_utils::document().active_element().unwrap();
    assert_eq!(focused.get_attribute("name").as_deref(), Some("username"));
    assert!(errors.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_said_beside_the_field() {
    let (errors, on_login_error) = heard::<LoginError>();
    let state = DemoState { password: DemoPassword::Wrong, ..DemoState::default() };
    let page = Mounted::with(GuardWidgetProps { on_login_error, ..demo_props(state) }).await;
    submit(&page, "lin", "wrong");
    page.until(|page| page.find("[role=alert]").is_some()).await;
    assert!(page.get("[role=alert]").inner_text().contains("Attempts left: 3"));
    assert_eq!(errors.borrow()[0].error.code(), "2333");
}

#[wasm_bindgen_test]
async fn a_right_password_logs_in_and_is_forgotten() {
    let (logins, on_login) = heard::<LoginSuccess>();
    let page = Mounted::with(GuardWidgetProps { on_login, ..demo_props(DemoState::default()) }).await;
    let field = input(&page, "password");
    submit(&page, "lin", "secret");
    page.until_status("success").await;
    assert_eq!((logins.borrow().len(), field.value().as_str()), (1, ""));
}

#[wasm_bindgen_test]
async fn a_host_can_stop_a_login() {
    let (logins, on_login) = heard::<LoginSuccess>();
    let on_before_login = Callback::from(|_| false);
    let props = GuardWidgetProps { on_login, on_before_login, ..demo_props(DemoState::default()) };
    let page = Mounted::with(props).await;
    submit(&page, "lin", "secret");
    yew::scheduler::flush().await;
    assert!(logins.borrow().is_empty());
    assert!(page.find("[aria-busy=true]").is_none());
}

#[wasm_bindgen_test]
async fn arrows_lead_through_the_tabs() {
    let page = Mounted::with(demo_props(DemoState::default())).await;
    let selected = |page: &Mounted| page.get("[role=tab][aria-selected=true]").id();
    let first = selected(&page);
    let press = |key: &str| {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        page.get("[role=tab][aria-selected=true]").dispatch_event(&event).unwrap();
    };
    press("ArrowRight");
    page.until(|page| selected(page) != first).await;
    assert_eq!(gloo_utils::document().active_element().unwrap().id(), selected(&page));
    press("Home");
    page.until(|page| selected(page) == first).await;
}

#[wasm_bindgen_test]
async fn leaving_the_tab_forgets_the_password() {
    let handle = GuardHandle::new();
    let page =
        Mounted::with(GuardWidgetProps { handle: Some(handle.clone()), ..demo_props(DemoState::default()) }).await;
    input(&page, "password").set_value("secret");
    handle.set_tab(Method::Qr);
    page.until_status("ready").await;
    assert_eq!(input(&page, "password").value(), "");
    // The handle is told after the drawing, which a slow machine may see first.
    page.until(|_| handle.qr_text().is_some()).await;
    handle.set_tab(Method::Password);
    page.until(|_| handle.qr_text().is_none()).await;
}

#[wasm_bindgen_test]
async fn unmounting_leaves_nothing_and_tells_nothing() {
    let (statuses, on_qr_status) = heard::<StatusChange>();
    let mut page = Mounted::with(GuardWidgetProps { on_qr_status, ..showing(Status::Ready) }).await;
    page.until_status("ready").await;
    page.unmount();
    let told = statuses.borrow().len();
    gloo_timers::future::TimeoutFuture::new(1_500).await;
    assert_eq!(statuses.borrow().len(), told);
    assert_eq!(page.root.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn refreshing_makes_a_new_code() {
    let (statuses, on_qr_status) = heard::<StatusChange>();
    let page = Mounted::with(GuardWidgetProps { on_qr_status, ..showing(Status::Expired) }).await;
    page.until_status("expired").await;
    page.get("[part=qr-refresh]").click();
    page.until(|_| statuses.borrow().iter().filter(|change| change.status == Status::Loading).count() == 2).await;
}

#[wasm_bindgen_test]
async fn a_second_factor_that_the_backend_checks_is_asked_for_here() {
    let (logins, on_login) = heard::<LoginSuccess>();
    let (errors, on_login_error) = heard::<LoginError>();
    let state = DemoState { password: DemoPassword::Factor, ..DemoState::default() };
    let page = Mounted::with(GuardWidgetProps { on_login, on_login_error, ..demo_props(state) }).await;
    submit(&page, "lin", "secret");
    page.until(|page| page.find("input[name=code]").is_some()).await;
    assert!(page.find("[role=tab]").is_none() && page.find("input[name=password]").is_none());
    assert!(page.get(".guard-status-hint").inner_text().contains("138****0000"));
    let focused = gloo_utils::document().active_element().unwrap();
    assert_eq!(focused.get_attribute("name").as_deref(), Some("code"));

    let enter = |page: &Mounted, code: &str| {
        input(page, "code").set_value(code);
        page.get("button[type=submit]").click();
    };
    enter(&page, "12345");
    page.until(|page| page.find("[role=alert]").is_some()).await;
    assert!(errors.borrow().is_empty(), "too few digits are not sent");
    enter(&page, "654321");
    page.until(|_| errors.borrow().len() == 1).await;
    page.until(|page| page.find("[role=alert]").is_some()).await;
    assert!(page.get("[role=alert]").inner_text().contains("not right"));
    enter(&page, "123 456");
    page.until_status("success").await;
    assert_eq!(logins.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn a_factor_can_be_left_for_another_account() {
    let state = DemoState { password: DemoPassword::Factor, ..DemoState::default() };
    let page = Mounted::with(demo_props(state)).await;
    submit(&page, "lin", "secret");
    page.until(|page| page.find("input[name=code]").is_some()).await;
    page.get("button.guard-link").click();
    page.until(|page| page.find("input[name=password]").is_some()).await;
    assert_eq!(input(&page, "username").value(), "lin");
    assert_eq!(input(&page, "password").value(), "");
}

/// A dialog whose state the test holds.
#[derive(Clone, PartialEq, yew::Properties)]
struct DialogTest {
    open: bool,
    on_close: Callback<CloseReason>,
}

#[yew::component]
fn DialogTestPage(props: &DialogTest) -> yew::Html {
    let widget = demo_props(DemoState::default());
    yew::html! {
        <GuardDialog open={props.open} on_close={props.on_close.clone()} lang={Lang::EnUs}>
            <GuardWidget ..widget />
        </GuardDialog>
    }
}

#[wasm_bindgen_test]
async fn a_dialog_is_modal_asks_to_be_closed_and_is_empty_when_closed() {
    let (asked, on_close) = heard::<CloseReason>();
    let root = gloo_utils::document().create_element("div").unwrap();
    gloo_utils::document().body().unwrap().append_child(&root).unwrap();
    let props = |open| DialogTest { open, on_close: on_close.clone() };
    let mut app = yew::Renderer::<DialogTestPage>::with_root_and_props(root.clone(), props(true)).render();
    let until = async |selector: &str, there: bool| {
        for _ in 0..150 {
            if root.query_selector(selector).unwrap().is_some() == there {
                return;
            }
            gloo_timers::future::TimeoutFuture::new(20).await;
        }
        panic!("{selector}: {}", root.inner_html());
    };
    until("dialog:modal form", true).await;

    let dialog = root.query_selector("dialog").unwrap().unwrap();
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    let escape = web_sys::Event::new_with_event_init_dict("cancel", &init).unwrap();
    assert!(!dialog.dispatch_event(&escape).unwrap(), "the app decides");
    let close: web_sys::HtmlElement = root.query_selector("[part=close]").unwrap().unwrap().unchecked_into();
    assert_eq!(close.get_attribute("aria-label").as_deref(), Some("Close"));
    close.click();
    gloo_timers::future::TimeoutFuture::new(20).await;
    assert_eq!(*asked.borrow(), [CloseReason::Escape, CloseReason::Button]);
    until("dialog:modal form", true).await;

    app.update(props(false));
    until("dialog[open]", false).await;
    until("form", false).await;
    app.destroy();
    root.remove();
}
