//! What someone else changed about a profile while it was edited here, and whose version
//! stays.

use super::ProfilesPage;
use super::entries::entry_texts;
use crate::browser::focus::focus_on;
use crate::messages::profiles;
use crate::ui::key_values::{KeyValues, Plain};
use leptos::prelude::*;
use wire::console::people as rows;

/// Says what was changed, and asks whose version stays.
#[component]
pub(super) fn ConflictNotice(
    page: ProfilesPage,
    /// The profile as it was when it was opened.
    opened: rows::Profile,
    /// As it is now; nothing where it was removed.
    theirs: Option<rows::Profile>,
    /// What takes theirs over.
    #[prop(into)]
    on_take: UnsyncCallback<rows::Profile>,
    /// What keeps what was entered.
    #[prop(into)]
    on_keep: UnsyncCallback<()>,
) -> impl IntoView {
    let title = profiles::changed_meanwhile(theirs.as_ref());
    let changes = theirs.as_ref().map(|theirs| {
        let changes = changes(&entry_texts(page, &opened), &entry_texts(page, theirs));
        let pairs = changes.into_iter().map(|(label, text)| {
            let text = view! { <Plain text=text /> };
            (label, text.into_any())
        });
        view! { <KeyValues pairs=pairs.collect() /> }
    });
    let take = theirs.map(|theirs| {
        view! {
            <button type="button" class="button" on:click=move |_| on_take.run(theirs.clone())>
                "Use their version"
            </button>
        }
    });
    let node = NodeRef::<leptos::html::Div>::new();
    // The button that was pressed may be far below it.
    request_animation_frame(move || {
        if let Some(node) = node.try_get_untracked().flatten() {
            focus_on(&node);
        }
    });
    view! {
        <div
            class="profile-conflict"
            role="group"
            aria-label="Changed by someone else"
            tabindex="-1"
            node_ref=node
        >
            <p class="notice-title">{title}</p>
            {changes}
            <div class="actions">
                {take}
                <button type="button" class="button" on:click=move |_| on_keep.run(())>
                    "Keep what I entered"
                </button>
            </div>
        </div>
    }
}

/// What differs, by the labels of the connections.
fn changes(before: &[(String, String)], now: &[(String, String)]) -> Vec<(String, String)> {
    let text_of = |texts: &[(String, String)], label: &str| {
        let text = texts.iter().find(|(one, _)| one == label);
        text.map(|(_, text)| text.clone())
    };
    let added = now
        .iter()
        .filter(|(label, _)| text_of(before, label).is_none());
    let labels = before.iter().chain(added).map(|(label, _)| label);
    let changes = labels.filter_map(|label| {
        let [before, now] = [before, now].map(|texts| text_of(texts, label));
        let text = profiles::difference(before.as_deref(), now.as_deref());
        (before != now).then(|| (label.clone(), text))
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::changes;

    fn texts(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        let texts = texts.iter();
        texts
            .map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_differs_is_named() {
        let before = texts(&[("Actian", "No access"), ("Pivot", "Roles: viewer")]);
        let now = texts(&[("Metabase", "No access"), ("Pivot", "Roles: viewer")]);
        assert_eq!(
            changes(&before, &now),
            texts(&[
                ("Actian", "No access → Not part of the profile"),
                ("Metabase", "Not part of the profile → No access"),
            ])
        );
        assert_eq!(changes(&now, &now), []);
    }
}
