//! The dialog with the settings of drift.

use super::DriftPage;
use super::dismiss::watch_busy;
use super::settings_form::{MAX_DAYS, read_days, read_domains, written};
use crate::browser::time;
use crate::components::saving::{Saving, SavingProblem};
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::{TextArea, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::toast;
use leptos::prelude::*;
use wire::console::people::{PeopleSettings, SettingsValue};

/// Opens it.
pub(super) fn open(page: DriftPage) {
    if dialog::is_open() {
        return;
    }
    dialog::open("Settings of drift", move |dialog| {
        view! { <SettingsForm dialog=dialog.clone() page=page /> }
    });
}

fn value(settings: &PeopleSettings) -> SettingsValue {
    SettingsValue {
        domains: settings.domains.clone(),
        inactive_days: settings.inactive_days,
        invited_days: settings.invited_days,
    }
}

#[component]
fn SettingsForm(dialog: Dialog, page: DriftPage) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let close = move || dialog.with_value(Dialog::close);
    let people = page.people;
    let saved = Memo::new(move |_| people.records(|records| records.settings().clone()));
    let first = saved.get_untracked();
    let form = Form::new();
    let inactive = form.text(
        "Inactive administrators, after days without a sign-in",
        &first.inactive_days.to_string(),
    );
    let invited = form.text(
        "Never signed in, after days since the invitation",
        &first.invited_days.to_string(),
    );
    let domains = form.text("Your organisation's domains", &first.domains.join("\n"));
    let saving = Saving::new();
    watch_busy(form, saving);
    let save = move |value: Option<SettingsValue>| {
        saving.run(Box::pin(people.save_settings(value)), move || {
            form.settle();
            close();
            toast::say("The settings are saved.");
        });
    };
    let submit = move |()| {
        let texts = untrack(|| [inactive, invited, domains].map(crate::ui::field::Field::text));
        let read = (
            read_days(&texts[0]),
            read_days(&texts[1]),
            read_domains(&texts[2]),
        );
        match read {
            (Ok(inactive_days), Ok(invited_days), Ok(domains)) => {
                save(Some(SettingsValue {
                    domains,
                    inactive_days,
                    invited_days,
                }));
                Vec::new()
            }
            (in_first, in_second, in_third) => {
                let wrong = [
                    (inactive, in_first.err()),
                    (invited, in_second.err()),
                    (domains, in_third.err()),
                ];
                let wrong = wrong.into_iter();
                wrong
                    .filter_map(|(field, error)| Some((Some(field), error?)))
                    .collect()
            }
        }
    };
    let reason = Signal::derive(move || page.unsaved_reason().get().map(str::to_owned));
    let is_own = move || saved.with(|saved| saved.version > 0);
    let actions = view! {
        <button
            type="button"
            class="button"
            hidden=move || !is_own() || reason.with(Option::is_some)
            on:click=move |_| save(None)
        >
            "Use the usual settings"
        </button>
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    // Someone else has saved others since the dialog was opened.
    let opened = first.version;
    let now = move || {
        let saved = saved.get();
        (saved.version != opened)
            .then(|| view! { <p class="hint">"Saved now: " {written(&value(&saved))}</p> })
    };
    let by = move || last_change(&saved.get());
    view! {
        <div class="dialog-body">
            <SavingProblem saving=saving />
            {now}
            <FormView
                form=form
                verb="Save"
                reason=reason
                on_submit=submit
                actions=actions.into_any()
            >
                <TextField field=inactive hint=format!("From 1 to {}.", time::number(MAX_DAYS as usize)) />
                <TextField field=invited />
                <TextArea
                    field=domains
                    hint="One on each line. company.com is that domain alone, *.company.com \
                          everything below it. Without any, no address is outside."
                />
            </FormView>
            <p class="hint">{by}</p>
        </div>
    }
}

/// Who changed the settings last, and when.
fn last_change(settings: &PeopleSettings) -> String {
    let Some(at) = &settings.at else {
        return "These are the usual settings.".to_owned();
    };
    let day = time::write(at).map_or_else(|| at.clone(), |at| at.day);
    match &settings.by {
        Some(by) => format!("Changed by {by} on {day}."),
        None => format!("Changed on {day}."),
    }
}
