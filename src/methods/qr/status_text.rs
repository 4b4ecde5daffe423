//! The words under the tile: the thing that happened, and the thing to do next.

use guard_core::messages::{Messages, errors};
use guard_core::qr::{Reason, Status, View};
use yew::prelude::*;

use super::offer::{self, Offer};
use super::{countdown, refresh, texts};
use crate::card::{Card, tag, texts as frame, words};

/// The words of a state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StatusText {
    /// The thing that happened.
    pub(super) title: AttrValue,
    /// The thing to do.
    pub(super) hint: AttrValue,
}

impl StatusText {
    /// The words for `view`, whose code is offered so. `has_password`: there is a password to fall back to.
    pub(super) fn of(view: &View, offer: Offer<'_>, messages: &Messages, app: &str, has_password: bool) -> Self {
        // Words of somebody's own are worth more than ours, which are the same for every error.
        let own = view.error.as_ref().filter(|error| error.has_own_words()).map(|error| error.message(messages));
        let fallback = if has_password { texts::ERROR_HINT } else { texts::ERROR_HINT_ALONE };
        let (ready, ready_hint) = offer.texts();
        let (title, hint) = match (view.status, view.reason) {
            (Status::Loading, _) => (texts::LOADING, None),
            (Status::Ready, _) => (ready, Some(ready_hint)),
            (Status::Offline, _) => (ready, Some(texts::OFFLINE)),
            (Status::Scanned, _) if view.number.is_some() => (texts::SCANNED_NUMBER, Some(texts::SCANNED_HINT)),
            (Status::Scanned, _) => (texts::SCANNED, Some(texts::SCANNED_HINT)),
            (Status::Confirmed, _) => (texts::CONFIRMED, Some(texts::CONFIRMED_HINT)),
            (Status::Success, _) => (frame::SUCCESS, Some(frame::SUCCESS_HINT)),
            (Status::Expired, Some(Reason::LoggedInElsewhere)) => (texts::ELSEWHERE, Some(texts::ELSEWHERE_HINT)),
            (Status::Expired, _) => (texts::EXPIRED, Some(texts::EXPIRED_HINT)),
            (Status::Cancelled, Some(Reason::Vetoed)) => (frame::LOGIN_VETOED, None),
            (Status::Cancelled, _) => (texts::CANCELLED, Some(texts::CANCELLED_HINT)),
            (Status::Error, Some(Reason::MfaRequired)) => (errors::MFA_NEEDED, Some(fallback)),
            (Status::Error, Some(Reason::TooLate)) => (texts::TOO_LATE, Some(errors::GONE)),
            (Status::Error, Some(Reason::Busy)) => (errors::QR_ERROR, Some(errors::BUSY)),
            (Status::Error, _) => (errors::QR_ERROR, Some(fallback)),
        };
        let takes_own =
            view.status == Status::Error && !matches!(view.reason, Some(Reason::MfaRequired | Reason::Busy));
        let hint = match (hint, own) {
            (_, Some(own)) if takes_own => own,
            (Some(frame::SUCCESS_HINT), _) => messages.fill(frame::SUCCESS_HINT, "{app}", app),
            (Some(hint), _) => messages.get(hint),
            (None, _) => AttrValue::default(),
        };
        Self { title: messages.get(title), hint }
    }

    /// The words that a screen reader says when the state comes.
    pub(super) fn spoken(&self, view: &View, messages: &Messages) -> AttrValue {
        let joined = |words: &[&str]| AttrValue::from(words.join(" "));
        match (view.status, &view.number) {
            _ if view.wait.is_some() => messages.get(errors::BUSY),
            (Status::Loading, _) => AttrValue::default(),
            (Status::Scanned, Some(number)) => joined(&[&self.title, &messages.get(texts::NUMBER_LABEL), number]),
            (Status::Scanned, None) => self.title.clone(),
            (Status::Offline, _) => messages.get(texts::OFFLINE),
            _ => joined(&[&self.title, &self.hint]),
        }
    }
}

/// Draws the words for the eye only; the live region speaks.
pub(super) fn draw(card: &Card<'_>, view: &View, offer: Offer<'_>, text: StatusText) -> Html {
    let StatusText { title, hint } = text;
    let line = tag("p", &[("class", "guard-status-hint")]);
    let hint = match (view.status, counts_down(view, offer)) {
        _ if let Some(until) = view.wait => countdown::draw_wait(card, until),
        (_, Some(deadline)) => {
            countdown::draw(deadline, &card.text(if view.rotates { texts::HURRY_ROTATE } else { texts::HURRY }))
        }
        (Status::Offline, _) => tag("span", &[("class", "guard-chip")])
            .with_tag(tag("span", &[("class", "guard-spin guard-spin-small"), ("aria-hidden", "true")]))
            .with(words(hint))
            .with_tag(countdown::ask_now_button(card))
            .html(),
        (Status::Scanned, _) => line
            .with(words([&hint, " "].concat()))
            .with_tag(countdown::link_button(card.text(texts::START_OVER), refresh(card)))
            .html(),
        (Status::Ready, _) if let Offer::Scan(Some(link)) = offer => {
            line.with(offer::open(card, link, offer::Look::Link)).html()
        }
        _ => line.with(words(hint)).html(),
    };
    tag("div", &[("class", "guard-status")])
        .with_tag(tag("p", &[("class", "guard-status-title")]).with(words(title)))
        .with(hint)
        .html()
}

/// The deadline whose last seconds are counted: that of a code in sight.
pub(super) fn counts_down(view: &View, offer: Offer<'_>) -> Option<u64> {
    view.deadline.filter(|_| view.status == Status::Ready && view.hurry && view.code.is_some() && offer.shows_code())
}

#[cfg(test)]
mod tests {
    use guard_core::{BackendError, Lang};

    use super::*;
    use crate::catalogue;

    fn view(status: Status, reason: Option<Reason>) -> View {
        View { reason, ..View::of(status) }
    }

    #[test]
    fn every_state_says_what_happened() {
        for lang in [Lang::ZhCn, Lang::EnUs] {
            let messages = catalogue(lang, &[]);
            for status in Status::ALL {
                let text = StatusText::of(&view(status, None), Offer::Scan(None), &messages, "Shanlan", true);
                assert!(!text.title.is_empty() && !text.title.contains('{') && !text.hint.contains('{'), "{status}");
            }
        }
    }

    #[test]
    fn a_wait_is_spoken_once_and_not_each_second() {
        let messages = catalogue(Lang::EnUs, &[]);
        let waiting = View { wait: Some(9_000), ..view(Status::Loading, None) };
        let text = StatusText::of(&waiting, Offer::Scan(None), &messages, "", true);
        assert_eq!(text.spoken(&waiting, &messages), messages.get(errors::BUSY));
    }

    #[test]
    fn the_number_is_spoken() {
        let messages = catalogue(Lang::EnUs, &[]);
        let scanned = View { number: Some("42".into()), ..view(Status::Scanned, None) };
        let text = StatusText::of(&scanned, Offer::Scan(None), &messages, "Shanlan", true);
        assert_eq!(text.spoken(&scanned, &messages), "Choose this number on your phone Number 42");
    }

    #[test]
    fn the_words_of_a_failure_are_shown_where_it_has_some() {
        let messages = catalogue(Lang::EnUs, &[]);
        let own = BackendError::Page { code: "x".into(), message: "Closed on Sundays".into(), retryable: false };
        for (reason, error, hint) in [
            (Reason::Refused, own.clone(), "Closed on Sundays"),
            (Reason::TooLate, own, "Closed on Sundays"),
            (Reason::TooLate, BackendError::Gone, &*messages.get(errors::GONE)),
            (Reason::Unavailable, BackendError::Network, &*messages.get(texts::ERROR_HINT)),
        ] {
            let failed = View { error: Some(error), ..view(Status::Error, Some(reason)) };
            assert_eq!(StatusText::of(&failed, Offer::Scan(None), &messages, "", true).hint, hint);
        }
    }

    #[test]
    fn the_password_is_offered_only_where_there_is_one() {
        let messages = catalogue(Lang::EnUs, &[]);
        let failed = view(Status::Error, Some(Reason::Unavailable));
        assert_ne!(
            StatusText::of(&failed, Offer::Scan(None), &messages, "", true).hint,
            StatusText::of(&failed, Offer::Scan(None), &messages, "", false).hint
        );
    }
}
