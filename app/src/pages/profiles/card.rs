//! One profile: what it says, and who has it.

use super::entries::entry_texts;
use super::standings::{PeopleList, Standings};
use super::{ProfilesPage, form};
use crate::browser::focus::focus_if_lost;
use crate::messages::profiles;
use crate::ui::attributes::new_id;
use crate::ui::confirm::{Question, confirm};
use crate::ui::key_values::{KeyValues, Plain};
use crate::ui::row_button::RowButton;
use crate::ui::toast;
use leptos::prelude::*;
use roster::input::isolated;
use wire::console::people as rows;

#[component]
pub(super) fn ProfileCard(page: ProfilesPage, row: rows::Profile) -> impl IntoView {
    let heading = new_id();
    let heading_id = heading.clone();
    let name = row.name.clone();
    let row = StoredValue::new(row);
    let texts = Memo::new(move |_| {
        // The names of roles come with the users.
        page.people.track();
        row.with_value(|row| entry_texts(page, row))
    });
    let entries = move || {
        let pairs = texts.get().into_iter().map(|(label, text)| {
            let text = view! { <Plain text=text /> };
            (label, text.into_any())
        });
        view! { <KeyValues pairs=pairs.collect() /> }
    };
    view! {
        <section class="profile" aria-labelledby=heading>
            <div class="profile-head">
                <h2 id=heading_id>
                    <bdi>{name.clone()}</bdi>
                </h2>
                <div class="actions">
                    <RowButton
                        label="Edit…"
                        name=format!("Edit…: {name}")
                        reason=page.unsaved_reason()
                        on_press=move |()| form::open_row(page, row.get_value())
                    />
                    <RowButton
                        label="Remove…"
                        name=format!("Remove…: {name}")
                        reason=page.unsaved_reason()
                        on_press=move |()| ask_to_remove(page, row.get_value())
                    />
                </div>
            </div>
            {entries}
            <Standings page=page name=name.clone() />
            <Before page=page name=name />
            <p class="hint">{row.with_value(profiles::last_change)}</p>
        </section>
    }
}

/// Who had the profile before it was changed on this page.
#[component]
fn Before(page: ProfilesPage, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let found = Memo::new(move |_| {
        page.before
            .with(|before| name.with_value(|name| before.get(name).cloned()))
    });
    move || {
        let found = found.get()?;
        Some(view! {
            <details class="profile-before" open=true>
                <summary>{profiles::had_it(found.count)}</summary>
                <p class="hint">
                    "Their accounts are as they were. Change the access of each if you want them \
                     to have the profile as it is now."
                </p>
                <PeopleList page=page found=Signal::stored(found) change_to=Some(name) />
            </details>
        })
    }
}

fn ask_to_remove(page: ProfilesPage, row: rows::Profile) {
    let title = format!("Remove the profile {}", isolated(&row.name));
    let question = Question {
        verb: "Remove profile".to_owned(),
        title,
        consequences: vec!["No account is changed by this.".to_owned()],
        ..Question::default()
    };
    confirm(question, move || {
        let save = page.people.save_profile(row.name, row.version, None);
        page.saving.run(Box::pin(save), || {
            toast::say("The profile is removed. No account was changed.");
            focus_if_lost("main h1");
        });
    });
}
