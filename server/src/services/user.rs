//! A kept user as the wire knows it.

use guard_protocol::User;

use crate::store::UserRow;

impl From<UserRow> for User {
    /// All but what a login adds: token and end.
    fn from(user: UserRow) -> Self {
        Self {
            id: user.id,
            username: user.username,
            nickname: user.nickname,
            photo: user.photo,
            email: user.email,
            phone: user.phone,
            ..Self::default()
        }
    }
}
