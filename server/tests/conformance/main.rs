//! What every store promises, written once and run on each. A rule is a function over `&dyn Store`; it gets an empty
//! store of its own.
//!
//! `cargo test --test conformance` runs the rules on SQLite; those on Postgres need one (see `postgres.rs`), so they are
//! ignored unless asked for, and fail without it.
#![allow(clippy::unwrap_used, reason = "tests")]

#[cfg(feature = "postgres")]
#[path = "../support/database.rs"]
mod database;
mod fixture;
#[cfg(feature = "postgres")]
mod postgres;
mod races;
mod rules;
mod sqlite;

/// One test for each rule. A rule that is left out here is unused code, which the lints refuse.
macro_rules! conformance {
    ($(#[$attribute:meta])* $store:ident) => {
        $crate::conformance! {
            @ [$(#[$attribute])*] $store;
            keys: the_first_key_stays;
            users: a_user_is_found_by_each_name_in_any_case,
                an_id_and_each_name_belong_to_one_user,
                users_without_names_are_no_ones_namesake;
            identities: a_person_meets_the_rows_that_lead_to_them,
                a_person_is_told_of_the_names_of_others,
                rows_are_added_all_or_none,
                an_account_has_one_name_of_each_kind,
                a_person_comes_again_to_the_same_account,
                a_number_that_was_not_verified_leads_nowhere,
                of_many_phones_of_one_person_at_once_one_makes_the_account,
                of_many_persons_who_share_a_number_at_once_one_has_it,
                a_removed_user_takes_identities_and_number_along;
            failures: wrong_passwords_add_up_until_the_window_is_over,
                forgetting_is_for_one_account,
                the_time_of_the_last_wrong_password_is_kept;
            rates: a_window_counts_from_its_first_to_its_end,
                each_key_has_a_count_of_its_own,
                of_many_at_once_each_counts,
                windows_that_are_over_go;
            wechat_tokens: a_token_is_valid_to_the_millisecond,
                each_mini_program_has_a_token_of_its_own,
                the_token_that_lives_longer_stays,
                a_refused_token_is_dropped_and_no_other,
                tokens_that_are_over_go;
            sessions: a_session_lasts_to_the_millisecond,
                a_session_ends_once,
                a_token_makes_one_session;
            browsers: a_browser_is_of_whoever_logged_in,
                a_browser_needs_a_valid_login,
                a_browser_ends_with_its_children,
                a_child_ends_alone,
                a_browser_tells_when_and_how_the_person_logged_in,
                nobody_who_is_shut_out_or_unknown_gets_a_browser,
                a_person_keeps_the_public_id_under_a_new_cookie,
                ended_browsers_go;
            grants: a_code_is_exchanged_once_and_in_time,
                of_many_exchanges_at_once_one_counts,
                a_refresh_token_is_exchanged_once_and_in_time,
                an_access_token_is_a_session_of_its_grant,
                a_grant_ends_with_all_that_is_its_own,
                a_grant_ends_with_its_access_token,
                grants_end_with_the_browser_that_they_came_of,
                grants_end_with_a_browser_that_an_operator_revokes,
                grants_end_with_the_users_sessions,
                what_is_over_goes_and_what_lasts_keeps_its_grant;
            signing_keys: each_generation_is_made_once,
                a_later_generation_ends_the_earlier,
                keys_that_are_over_go;
            interactions: a_request_waits_to_the_millisecond,
                an_id_is_of_one_request,
                a_choice_is_noted_while_the_request_waits,
                a_request_is_answered_once,
                requests_that_are_over_go;
            scan: a_new_code_waits,
                a_claim_takes_a_created_code_once,
                a_claim_needs_time_left,
                a_claim_gives_time_and_takes_none,
                a_claim_is_of_the_code_that_was_read,
                a_claim_without_numbers_asks_for_none,
                the_same_phone_scans_again,
                an_earlier_handshake_proves_the_phone,
                a_renewal_needs_a_scanned_code,
                a_renewal_needs_time_left,
                a_renewal_is_of_the_code_that_was_read,
                of_many_scans_at_once_one_phone_wins,
                a_text_with_a_zero_byte_is_unknown;
            strangers: a_stranger_counts_once,
                the_third_stranger_ends_the_code,
                the_phone_itself_is_no_stranger,
                strangers_count_on_a_scanned_code_only,
                strangers_count_while_there_is_time,
                strangers_count_for_the_code_they_tried;
            confirm: a_consent_needs_the_right_number,
                a_missing_number_changes_nothing,
                a_wrong_number_stops_the_code,
                a_code_without_numbers_needs_none,
                a_consent_needs_a_scanned_code,
                a_consent_needs_time_left,
                a_consent_needs_the_handshake,
                a_plain_consent_needs_user_and_plain_code,
                a_mismatch_needs_a_scanned_code,
                a_mismatch_needs_time_left,
                a_mismatch_needs_the_handshake,
                a_plain_mismatch_needs_user_and_plain_code,
                a_repeated_consent_changes_nothing;
            cancel: a_refusal_ends_the_code,
                a_refusal_needs_a_scanned_code,
                a_refusal_needs_time_left,
                a_refusal_needs_the_handshake,
                a_plain_refusal_needs_user_and_plain_code,
                of_consent_and_refusal_at_once_one_counts;
            redeem: a_ticket_makes_one_session,
                a_session_is_of_the_codes_application,
                a_redeem_needs_the_verifier,
                a_plain_redeem_needs_none,
                a_redeem_needs_a_confirmed_code,
                a_redeem_needs_time_left,
                a_redeem_needs_the_ticket,
                a_redeem_is_repeated_until_its_window_is_over,
                a_late_redeem_is_repeated_for_half_a_minute,
                of_many_redeems_at_once_one_makes_the_session;
            persons: a_person_without_an_account_stands_with_the_code,
                who_scans_again_may_be_another_person,
                a_person_agrees_under_an_account,
                each_kind_of_phone_agrees_to_its_own_codes,
                an_account_that_is_shut_out_or_gone_agrees_to_nothing,
                a_number_is_asked_for_once,
                without_an_answer_a_number_may_be_asked_for_again,
                a_number_is_asked_for_in_order_only,
                a_code_without_numbers_asks_for_a_phone_number_at_once,
                a_person_ends_the_login_by_phone,
                other_phones_end_no_login,
                a_login_is_ended_by_phone_for_a_day_and_while_it_lasts,
                rights_to_end_a_login_go_with_it_or_after_a_day;
            abandon: a_living_code_is_given_up,
                giving_up_needs_the_challenge,
                giving_up_is_of_one_code,
                what_is_over_is_not_given_up;
            admin: accounts_are_listed_in_slices,
                a_disabled_user_has_no_password_and_no_session,
                a_disabled_users_phone_confirms_nothing,
                a_used_code_of_a_disabled_user_stays_used,
                an_enabled_user_starts_afresh,
                a_new_password_ends_sessions,
                a_removed_user_leaves_nothing,
                sessions_are_listed_by_kind_and_user,
                a_session_is_revoked_by_its_name,
                all_sessions_of_one_user_end;
            sweep: a_code_goes_a_minute_after_its_end,
                a_scan_keeps_a_code_longer,
                a_confirmed_code_stays_for_its_redeem_window,
                a_used_code_stays_for_its_repeats,
                ended_sessions_and_old_failures_go,
                a_slice_has_an_end;
        }
    };
    (@ $attributes:tt $store:ident; $($module:ident: $($rule:ident),+;)+) => {
        $($($crate::conformance! { @one $attributes $store; $module $rule })+)+
    };
    (@one [$(#[$attribute:meta])*] $store:ident; $module:ident $rule:ident) => {
        $(#[$attribute])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $rule() {
            let opened = <$store>::open().await;
            $crate::rules::$module::$rule(opened.store()).await;
            opened.close().await;
        }
    };
}
pub(crate) use conformance;
