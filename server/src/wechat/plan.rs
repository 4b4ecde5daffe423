//! What is done about a call that failed: renew the token, ask again, or give up, and with what.

use std::time::Duration;

use super::call::Call;
use super::reply::Failure;
use super::{OperatorFault, WeChatError};

/// How long to wait before a busy WeChat is asked again: once for each.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];
/// How long whoever asks should wait when WeChat stayed busy.
const BUSY: Duration = Duration::from_secs(2);

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Ask again with another token.
    Renew,
    /// Ask again after this time.
    Wait(Duration),
    /// Answer this.
    Give(WeChatError),
}

/// How far the tries of one call have come.
#[derive(Debug)]
pub(super) struct Plan {
    call: Call,
    renewed: bool,
    waited: usize,
}

impl Plan {
    /// The tries of a call that is about to be made.
    pub(super) fn new(call: Call) -> Self {
        Self { call, renewed: false, waited: 0 }
    }

    /// What to do about this failure.
    pub(super) fn next(&mut self, failure: Failure) -> Next {
        let errcode = match failure {
            // The reply alone may be lost, and codes count once: whoever asked decides whether to ask again.
            Failure::Away => return Next::Give(WeChatError::Away),
            Failure::Refused(errcode) => errcode,
        };
        if errcode == -1 {
            self.waited += 1;
            return match PAUSES.get(self.waited - 1) {
                Some(pause) => Next::Wait(*pause),
                None => Next::Give(WeChatError::Busy { retry_after: BUSY }),
            };
        }
        if is_of_the_token(errcode) && self.call.has_token() && !std::mem::replace(&mut self.renewed, true) {
            return Next::Renew;
        }
        Next::Give(meaning(self.call, errcode))
    }
}

/// Whether WeChat refuses the access token.
fn is_of_the_token(errcode: i64) -> bool {
    matches!(errcode, 40001 | 40014 | 42001)
}

/// What a number means that asking again does not mend.
fn meaning(call: Call, errcode: i64) -> WeChatError {
    let misconfigured = WeChatError::Misconfigured;
    match (errcode, call) {
        // 40163: it was used. 41008: there is none.
        (40029 | 40163 | 41008, Call::Identity) => WeChatError::CodeRefused,
        // 40003: it is another person's.
        (40029 | 40163 | 41008 | 40003, Call::PhoneNumber) => WeChatError::PhoneCodeRefused,
        (40226, Call::Identity | Call::PhoneNumber) => WeChatError::RiskyUser,
        (45009 | 45011, _) => WeChatError::Limit,
        (40013, _) => misconfigured(OperatorFault::AppId),
        // Where there is no token yet, the "credential" is the AppSecret.
        (40125, _) | (40001, Call::Token | Call::Identity) => misconfigured(OperatorFault::AppSecret),
        (40164, _) => misconfigured(OperatorFault::Address),
        (41030, Call::Picture) => misconfigured(OperatorFault::Page),
        (48001, _) => misconfigured(OperatorFault::NotEntitled),
        (errcode, _) => misconfigured(OperatorFault::Refused { errcode }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Call; 4] = [Call::Token, Call::Picture, Call::Identity, Call::PhoneNumber];

    fn given(call: Call, errcode: i64) -> WeChatError {
        match Plan::new(call).next(Failure::Refused(errcode)) {
            Next::Give(error) => error,
            other => panic!("{call:?} {errcode}: {other:?}"),
        }
    }

    #[test]
    fn a_busy_wechat_is_asked_twice_more() {
        for call in ALL {
            let mut plan = Plan::new(call);
            for pause in PAUSES {
                assert_eq!(plan.next(Failure::Refused(-1)), Next::Wait(pause));
            }
            assert_eq!(plan.next(Failure::Refused(-1)), Next::Give(WeChatError::Busy { retry_after: BUSY }));
        }
    }

    #[test]
    fn a_refused_token_is_renewed_once() {
        for errcode in [40001, 40014, 42001] {
            for call in [Call::Picture, Call::PhoneNumber] {
                let mut plan = Plan::new(call);
                assert_eq!(plan.next(Failure::Refused(errcode)), Next::Renew);
                let given = Next::Give(WeChatError::Misconfigured(OperatorFault::Refused { errcode }));
                assert_eq!(plan.next(Failure::Refused(errcode)), given);
            }
        }
        for call in [Call::Token, Call::Identity] {
            assert_eq!(given(call, 40001), WeChatError::Misconfigured(OperatorFault::AppSecret));
        }
    }

    #[test]
    fn an_outage_is_not_asked_again() {
        for call in ALL {
            assert_eq!(Plan::new(call).next(Failure::Away), Next::Give(WeChatError::Away));
        }
    }

    #[test]
    fn each_number_has_its_meaning() {
        use OperatorFault::{Address, AppId, AppSecret, NotEntitled, Page, Refused};
        for call in ALL {
            for errcode in [45009, 45011] {
                assert_eq!(given(call, errcode), WeChatError::Limit);
            }
            let faults = [(40013, AppId), (40125, AppSecret), (40164, Address), (48001, NotEntitled)];
            let bugs = [40097, 40129, 40169, 45029, 85096, 40212, 61024].map(|errcode| (errcode, Refused { errcode }));
            for (errcode, fault) in faults.into_iter().chain(bugs) {
                assert_eq!(given(call, errcode), WeChatError::Misconfigured(fault), "{call:?} {errcode}");
            }
        }
        assert_eq!(given(Call::Picture, 41030), WeChatError::Misconfigured(Page));
        for errcode in [40029, 40163, 41008] {
            assert_eq!(given(Call::Identity, errcode), WeChatError::CodeRefused);
            assert_eq!(given(Call::PhoneNumber, errcode), WeChatError::PhoneCodeRefused);
        }
        assert_eq!(given(Call::PhoneNumber, 40003), WeChatError::PhoneCodeRefused);
        assert_eq!(given(Call::Identity, 40226), WeChatError::RiskyUser);
    }
}
