//! What each user route does, and how it refuses bad requests.

mod create;
mod list;
mod read;
mod state;
mod update;

/// The keys that every form of a user has.
const USER_KEYS: [&str; 17] = [
    "common_name",
    "date_joined",
    "email",
    "first_name",
    "id",
    "is_active",
    "is_data_analyst",
    "is_qbnewb",
    "is_superuser",
    "jwt_attributes",
    "last_login",
    "last_name",
    "locale",
    "login_attributes",
    "sso_source",
    "tenant_id",
    "updated_at",
];

/// [`USER_KEYS`] and `more`, sorted.
fn user_keys_and(more: &[&'static str]) -> Vec<&'static str> {
    let mut keys: Vec<&str> = USER_KEYS.into_iter().chain(more.iter().copied()).collect();
    keys.sort_unstable();
    keys
}
