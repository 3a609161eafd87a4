//! Secrets that somebody typed for connections that ask for them. They are in
//! this tab's memory, until it is closed or reloaded, and nowhere else: what is
//! stored, shown or put into an address is made elsewhere, without them.

use std::cell::RefCell;

thread_local! {
    /// A connection's id and its secret.
    static ALL: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// What was typed for `connection`; nothing where nobody typed any.
pub(crate) fn secret(connection: &str) -> Option<String> {
    ALL.with_borrow(|all| {
        let held = all.iter().find(|(id, _)| id == connection);
        let held = held.filter(|(_, secret)| !secret.is_empty());
        held.map(|(_, secret)| secret.clone())
    })
}

/// Keeps what was typed for `connection`; `""` forgets it.
pub(crate) fn keep(connection: &str, secret: &str) {
    ALL.with_borrow_mut(
        |all| match all.iter_mut().find(|(id, _)| id == connection) {
            Some(held) => secret.clone_into(&mut held.1),
            None => all.push((connection.to_owned(), secret.to_owned())),
        },
    );
}
