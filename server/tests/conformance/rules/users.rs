//! Users and what they log in with.

use guard_server::store::{Store, UserRow};

use crate::fixture::{START, user};

fn lin() -> UserRow {
    UserRow {
        username: Some("Lin".to_owned()),
        email: Some("Lin@Shanlan.cn".to_owned()),
        phone: Some("13800000001".to_owned()),
        nickname: Some("林晓".to_owned()),
        photo: Some("/demo/avatar-lin.svg".to_owned()),
        ..user("lin")
    }
}

pub(crate) async fn a_user_is_found_by_each_name_in_any_case(store: &dyn Store) {
    store.add_user(lin(), Some("phc".to_owned()), START).await.unwrap();
    store.add_user(user("chen"), None, START).await.unwrap();
    assert_eq!(store.user("lin").await.unwrap(), Some(lin()));
    assert_eq!(store.user("LIN").await.unwrap(), None, "ids are exact");
    for account in ["Lin", "lin", "LIN", "Lin@Shanlan.cn", "lin@shanlan.cn", "LIN@SHANLAN.CN", "13800000001"] {
        let found = store.credentials(account).await.unwrap().unwrap_or_else(|| panic!("{account}"));
        assert_eq!((found.user, found.password_hash.as_deref()), (lin(), Some("phc")), "{account}");
    }
    for account in ["", "li", "lin_", "l%", "林晓", "138000000012", "chen"] {
        assert!(store.credentials(account).await.unwrap().is_none(), "{account}");
    }
}

pub(crate) async fn an_id_and_each_name_belong_to_one_user(store: &dyn Store) {
    store.add_user(lin(), Some("phc".to_owned()), START).await.unwrap();
    let second = |id: &str| UserRow { nickname: Some("other".to_owned()), ..user(id) };
    let rivals = [
        second("lin"),
        UserRow { username: Some("lIN".to_owned()), ..second("a") },
        UserRow { email: Some("lin@SHANLAN.cn".to_owned()), ..second("b") },
        UserRow { phone: Some("13800000001".to_owned()), ..second("c") },
    ];
    for rival in rivals {
        let id = rival.id.clone();
        store.add_user(rival, None, START).await.unwrap();
        assert!(id == "lin" || store.user(&id).await.unwrap().is_none(), "{id}");
    }
    assert_eq!(store.user("lin").await.unwrap(), Some(lin()), "and the first one stays as it was");
    assert_eq!(store.credentials("lin").await.unwrap().unwrap().password_hash.as_deref(), Some("phc"));
}

pub(crate) async fn users_without_names_are_no_ones_namesake(store: &dyn Store) {
    for id in ["a", "b"] {
        store.add_user(user(id), None, START).await.unwrap();
        assert_eq!(store.user(id).await.unwrap(), Some(user(id)));
    }
}
