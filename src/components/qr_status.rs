//! The words under the tile: what happened, and what to do next.

use yew::prelude::*;

use super::countdown::Countdown;
use crate::failure::Failure;
use crate::messages::Messages;
use crate::qr::{Reason, Status, View};

/// The words of a state: what happened, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    pub(super) title: AttrValue,
    pub(super) hint: AttrValue,
}

impl Words {
    /// The words for `view`. `has_password`: there is a password tab to fall back to.
    pub(super) fn of(view: &View, messages: &Messages, app: &str, has_password: bool) -> Self {
        let m = messages;
        let fill = |text: &AttrValue| AttrValue::from(text.replace("{app}", app));
        // What somebody has put into words is worth more than what we say of every failure.
        let said = match &view.failure {
            Some(failure @ (Failure::Host { .. } | Failure::Setup(_) | Failure::Refused(_))) => {
                Some(AttrValue::from(failure.message(m)))
            }
            _ => None,
        };
        let fallback = if has_password { &m.qr_error_hint } else { &m.qr_error_hint_alone };
        let (title, hint) = match (view.status, view.reason) {
            (Status::Loading, _) => (m.qr_loading.clone(), AttrValue::default()),
            (Status::Ready, _) => (m.qr_ready.clone(), m.qr_ready_hint.clone()),
            (Status::Offline, _) => (m.qr_ready.clone(), m.qr_offline.clone()),
            (Status::Scanned, _) if view.number.is_some() => (m.qr_scanned_number.clone(), m.qr_scanned_hint.clone()),
            (Status::Scanned, _) => (m.qr_scanned.clone(), m.qr_scanned_hint.clone()),
            (Status::Confirmed, _) => (m.qr_confirmed.clone(), m.qr_confirmed_hint.clone()),
            (Status::Success, _) => (m.qr_success.clone(), fill(&m.qr_success_hint)),
            (Status::Expired, Some(Reason::LoggedInElsewhere)) => (m.qr_elsewhere.clone(), m.qr_elsewhere_hint.clone()),
            (Status::Expired, _) => (m.qr_expired.clone(), m.qr_expired_hint.clone()),
            (Status::Cancelled, Some(Reason::Vetoed)) => (m.login_vetoed.clone(), AttrValue::default()),
            (Status::Cancelled, _) => (m.qr_cancelled.clone(), m.qr_cancelled_hint.clone()),
            (Status::Error, Some(Reason::MfaRequired)) => (m.mfa_needed.clone(), fallback.clone()),
            (Status::Error, Some(Reason::TooLate)) => (m.qr_too_late.clone(), said.unwrap_or(m.error_gone.clone())),
            (Status::Error, Some(Reason::Busy)) => (m.qr_error.clone(), m.error_busy.clone()),
            (Status::Error, _) => (m.qr_error.clone(), said.unwrap_or(fallback.clone())),
        };
        Self { title, hint }
    }

    /// What a screen reader says when the state comes.
    pub(super) fn spoken(&self, view: &View, messages: &Messages) -> AttrValue {
        match view.status {
            Status::Loading => AttrValue::default(),
            Status::Scanned => match &view.number {
                Some(number) => format!("{} {} {number}", self.title, messages.qr_number_label).into(),
                None => self.title.clone(),
            },
            Status::Offline => messages.qr_offline.clone(),
            _ => format!("{} {}", self.title, self.hint).into(),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct QrStatusProps {
    pub(super) view: View,
    pub(super) words: Words,
    pub(super) messages: Messages,
    pub(super) on_refresh: Callback<()>,
}

/// Drawn for the eye only; [`LiveRegion`](super::live_region::LiveRegion) speaks.
#[component]
pub(super) fn QrStatus(props: &QrStatusProps) -> Html {
    let QrStatusProps { view, words, messages, on_refresh } = props;
    let hint = match (view.status, view.deadline) {
        (Status::Ready, Some(deadline)) if view.hurry && view.code.is_some() => {
            let text = if view.rotates { &messages.qr_hurry_rotate } else { &messages.qr_hurry };
            html! { <Countdown {deadline} {text} /> }
        }
        (Status::Offline, _) => html! {
            <span class="guard-chip"><span class="guard-spin guard-spin-small" aria-hidden="true"></span>{ &words.hint }</span>
        },
        (Status::Scanned, _) => html! {
            <p class="guard-status-hint">
                { &words.hint }{ " " }
                <button type="button" class="guard-link" part="link" onclick={on_refresh.reform(|_: MouseEvent| ())}>
                    { &messages.qr_start_over }
                </button>
            </p>
        },
        _ => html! { <p class="guard-status-hint">{ &words.hint }</p> },
    };
    html! {
        <div class="guard-status">
            <p class="guard-status-title">{ &words.title }</p>
            { hint }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn view(status: Status, reason: Option<Reason>) -> View {
        View { reason, ..View::of(status) }
    }

    #[test]
    fn every_state_says_what_happened() {
        for lang in [Lang::ZhCn, Lang::EnUs] {
            let messages = Messages::of(lang);
            for status in Status::ALL {
                let words = Words::of(&view(status, None), &messages, "Shanlan", true);
                assert!(!words.title.is_empty() && !words.title.contains('{') && !words.hint.contains('{'), "{status}");
            }
        }
    }

    #[test]
    fn the_number_is_spoken() {
        let messages = Messages::of(Lang::EnUs);
        let scanned = View { number: Some("42".into()), ..view(Status::Scanned, None) };
        let words = Words::of(&scanned, &messages, "Shanlan", true);
        assert_eq!(words.spoken(&scanned, &messages), "Choose this number on your phone Number 42");
    }

    #[test]
    fn the_words_of_a_failure_are_shown_where_it_has_some() {
        let messages = Messages::of(Lang::EnUs);
        let own = Failure::Host { code: "x".into(), message: "Closed on Sundays".into(), retryable: false };
        for (reason, failure, hint) in [
            (Reason::Refused, own.clone(), "Closed on Sundays"),
            (Reason::TooLate, own, "Closed on Sundays"),
            (Reason::TooLate, Failure::Gone, messages.error_gone.as_str()),
            (Reason::Unavailable, Failure::Network, messages.qr_error_hint.as_str()),
        ] {
            let failed = View { failure: Some(failure), ..view(Status::Error, Some(reason)) };
            assert_eq!(Words::of(&failed, &messages, "", true).hint, hint);
        }
    }

    #[test]
    fn the_password_is_offered_only_where_there_is_one() {
        let messages = Messages::of(Lang::EnUs);
        let failed = view(Status::Error, Some(Reason::Unavailable));
        assert_ne!(Words::of(&failed, &messages, "", true).hint, Words::of(&failed, &messages, "", false).hint);
    }
}
