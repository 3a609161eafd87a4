//! What is known about one thing: names and values.

use super::dom::{El, el};

/// A list of names with their values. An empty value is said to be none.
pub(crate) fn key_values(pairs: Vec<(&str, El)>) -> El {
    pairs
        .into_iter()
        .fold(el("dl", "pairs"), |list, (name, value)| {
            list.child(
                el("div", "")
                    .child(el("dt", "").text(name))
                    .child(el("dd", "").child(value)),
            )
        })
}

/// A plain value, or that there is none.
pub(crate) fn plain(text: &str) -> El {
    if text.is_empty() {
        el("span", "none").text("none")
    } else {
        el("span", "").text(text)
    }
}

/// A value to the letter, as a key or an address.
pub(crate) fn exact(text: &str) -> El {
    plain(text).attr("class", if text.is_empty() { "none" } else { "name" })
}
