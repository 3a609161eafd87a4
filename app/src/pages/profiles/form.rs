//! The dialog that makes a profile or changes one.

mod entry_row;

use super::conflict::ConflictNotice;
use super::standings::find_people;
use super::{ProfilesPage, standings::FoundPeople};
use crate::browser::focus::focus_if_lost;
use crate::browser::reactive::watch;
use crate::components::saving::{Saving, SavingProblem};
use crate::messages::{Problem, profiles};
use crate::state::people::{profile, profile_value};
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::TextField;
use crate::ui::form::{Form, FormView, Wrong};
use crate::ui::toast;
use entry_row::{EntryFields, EntryRow};
use leptos::prelude::*;
use roster::input::{isolated, line};
use roster::people::{PersonKey, Profile, Standing};
use wire::console::people as rows;

/// How many people are listed who had a profile before it was changed.
const LISTED: usize = 200;

/// Why it cannot be saved while someone else's change has to be looked at.
const UNDECIDED: &str = "Decide first whose version stays.";

/// What the form begins with.
#[derive(Default)]
struct Start {
    /// The profile that is edited, as it was read; nothing for a new one.
    row: Option<rows::Profile>,
    entries: Profile,
    /// What is said above the fields.
    note: Option<String>,
    /// Who has the profile that is edited.
    have_it: FoundPeople,
}

/// Opens the form for a new profile.
pub(super) fn open_new(page: ProfilesPage) {
    open(page, "New profile", Start::default());
}

/// Opens the form for a new profile, filled in by what a person has.
pub(super) fn open_of_person(page: ProfilesPage, key: &str) {
    if let Some(reason) = page.unsaved_reason().get_untracked() {
        toast::say(reason);
        return;
    }
    let found = page.people.read(|people, lists| {
        let key: PersonKey = key.parse().ok()?;
        let person = people.person(people.find(&key)?, lists);
        Some((person.name(), Profile::of_person("", people, &person)))
    });
    let Some((name, entries)) = found else {
        toast::say("The profile was not filled in: this person is not known.");
        return;
    };
    let name = isolated(&name);
    let note = if entries.entries.is_empty() {
        format!("It is not filled in: {name} can sign in on no connection that is known.")
    } else {
        format!(
            "Filled in with what {name} has now. Connections on which they cannot sign in, or \
             which are not known, are left out."
        )
    };
    let start = Start {
        entries,
        note: Some(note),
        ..Start::default()
    };
    open(page, "New profile", start);
}

/// Opens the form that edits a profile.
pub(super) fn open_row(page: ProfilesPage, row: rows::Profile) {
    let entries = page.people.read(|people, _| profile(&row, people));
    let have_it = find_people(page, &row.name, Standing::Exactly, LISTED);
    let title = format!("Edit the profile {}", isolated(&row.name));
    let start = Start {
        entries,
        note: (have_it.count > 0).then(|| profiles::have_it(have_it.count)),
        have_it,
        row: Some(row),
    };
    open(page, &title, start);
}

fn open(page: ProfilesPage, title: &str, start: Start) {
    if dialog::is_open() {
        return;
    }
    dialog::open(title, move |dialog| {
        view! { <ProfileForm page=page dialog=dialog.clone() start=start /> }
    });
}

#[component]
fn ProfileForm(page: ProfilesPage, dialog: Dialog, start: Start) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let close = move || dialog.with_value(Dialog::close);
    let people = page.people;
    let Start {
        row,
        entries,
        note,
        have_it,
    } = start;
    let form = Form::new();
    let name = form.text("Name", row.as_ref().map_or("", |row| &row.name));
    let stores = untrack(|| people.user_stores());
    let fields = stores.iter().map(|store| {
        let connection = store.connection();
        EntryFields::new(form, connection, entries.entries.get(&*connection.id))
    });
    let fields: StoredValue<Vec<EntryFields>> = StoredValue::new(fields.collect());
    // What is edited: as it was read, until someone else's version was looked at.
    let opened = RwSignal::new(row);
    let theirs = Memo::new(move |_| {
        let opened = opened.get()?;
        let now = page.row(&opened.name);
        let version = now.as_ref().map(|row| row.version);
        (version != Some(opened.version)).then_some(now)
    });
    let saving = Saving::new();
    watch(move || form.set_busy(saving.is_busy()));
    let reason = Signal::derive(move || {
        let unsaved = people.unsaved_reason();
        let undecided = || theirs.with(Option::is_some).then_some(UNDECIDED);
        unsaved.or_else(undecided).map(str::to_owned)
    });
    let submit = move |()| {
        let typed = line(&name.text());
        let opened = opened.get();
        let made = match read(page, (name, &typed), fields, opened.as_ref()) {
            Ok(made) => made,
            Err(wrong) => return wrong,
        };
        let is_same = made.entries == entries.entries;
        let had_it = (!is_same && have_it.count > 0).then(|| have_it.clone());
        saving.run(Box::pin(save(page, made, opened)), move || {
            if let Some(had_it) = had_it {
                page.before.update(|before| {
                    before.insert(typed, had_it);
                });
            }
            form.settle();
            close();
            toast::say("The profile is saved. No account was changed.");
            focus_if_lost("main h1");
        });
        Vec::new()
    };
    let take = move |theirs: rows::Profile| {
        let entries = people.read(|people, _| profile(&theirs, people)).entries;
        fields.with_value(|fields| {
            for one in fields {
                one.set(&entries);
            }
        });
        name.set_text(&theirs.name);
        opened.set(Some(theirs));
        saving.dismiss();
        name.focus();
    };
    let keep = move |()| {
        // Their version, or that there is none any more, was looked at.
        if let Some(theirs) = theirs.get_untracked() {
            opened.set(theirs);
        }
        saving.dismiss();
        name.focus();
    };
    let conflict = move || {
        let theirs = theirs.get()?;
        let opened = opened.get_untracked()?;
        Some(view! {
            <ConflictNotice page=page opened=opened theirs=theirs on_take=take on_keep=keep />
        })
    };
    let rows = fields.with_value(|fields| {
        let rows = fields.iter().copied();
        rows.map(|fields| view! { <EntryRow page=page fields=fields /> })
            .collect_view()
    });
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    view! {
        <div class="dialog-body">
            {note.map(|note| view! { <p class="hint">{note}</p> })}
            <SavingProblem saving=saving />
            {conflict}
            <FormView
                form=form
                verb="Save profile"
                reason=reason
                on_submit=submit
                actions=cancel.into_any()
            >
                <TextField field=name autofocus=true />
                {rows}
            </FormView>
        </div>
    }
}

/// What is entered, or what is wrong with it.
fn read(
    page: ProfilesPage,
    (name, typed): (crate::ui::field::Field, &str),
    fields: StoredValue<Vec<EntryFields>>,
    opened: Option<&rows::Profile>,
) -> Result<Profile, Vec<Wrong>> {
    let others: Vec<String> = page.profiles.with_untracked(|rows| {
        let names = rows.iter().map(|row| row.name.clone());
        names
            .filter(|name| opened.is_none_or(|opened| opened.name != *name))
            .collect()
    });
    let mut wrong: Vec<Wrong> = Vec::new();
    if let Err(error) = profiles::check_name(typed, &others) {
        wrong.push((Some(name), error.to_owned()));
    }
    let mut profile = Profile {
        name: typed.to_owned(),
        ..Profile::default()
    };
    fields.with_value(|fields| {
        for one in fields {
            match one.read() {
                Ok(entry) => profile.entries.extend(entry),
                Err(error) => wrong.push(error),
            }
        }
    });
    if profile.entries.is_empty() && wrong.is_empty() {
        let error = "Choose access or no access on at least one connection.";
        wrong.push((None, error.to_owned()));
    }
    if wrong.is_empty() {
        Ok(profile)
    } else {
        Err(wrong)
    }
}

/// Saves a profile in place of the one that was opened. Under another name it is saved
/// first, and the old one removed then: whatever fails, one of them is there.
async fn save(
    page: ProfilesPage,
    made: Profile,
    opened: Option<rows::Profile>,
) -> Result<(), Problem> {
    let value = Some(profile_value(&made));
    match opened {
        Some(old) if old.name != made.name => {
            page.people.save_profile(made.name, 0, value).await?;
            let removed = page.people.save_profile(old.name, old.version, None).await;
            removed.map_err(|problem| Problem {
                title: profiles::OLD_NAME_LEFT.to_owned(),
                ..problem
            })
        }
        opened => {
            let version = opened.map_or(0, |old| old.version);
            page.people.save_profile(made.name, version, value).await
        }
    }
}
