//! The fields of an access review that can be changed until it is closed: its name, its due
//! date and its reviewers.

mod add_reviewer;
mod reviewer_lines;

use crate::api::console_api::ConsoleApi;
use crate::browser::time::{self, Day, number};
use crate::ui::field::Field;
use crate::ui::fields::{TextArea, TextField};
use crate::ui::form::{Form, Wrong};
use add_reviewer::AddReviewer;
use leptos::prelude::*;
use reviewer_lines::{line, read_reviewers};
use wire::console::Session;
use wire::console::people::MAX_NAME;
use wire::console::reviews::Reviewer;

const DAY: f64 = 86_400_000.0;

/// The last day that the server accepts, in days from now.
const MOST_DAYS: f64 = 730.0;

/// The fields. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct ReviewFields {
    name: Field,
    due: Field,
    /// Who decides; nothing where no sign-in is needed.
    reviewers: Option<Field>,
    /// The name that is typed to be added to them.
    added: Option<Field>,
    /// What confirms the name of a reviewer, unless the line says something else.
    via: StoredValue<String>,
    /// The due date that is accepted although it is over.
    due_before: StoredValue<String>,
}

/// What the fields hold.
pub(crate) struct FilledFields {
    pub(crate) name: String,
    pub(crate) due: String,
    pub(crate) reviewers: Vec<Reviewer>,
}

/// The day so many days from now, in UTC.
pub(crate) fn day_in(days: f64) -> String {
    let mut text = time::rfc3339(time::now() + days * DAY);
    text.truncate(10);
    text
}

impl ReviewFields {
    /// The fields in `form`, with what they hold at first. Where the user of this console
    /// signs in, `session` is theirs.
    pub(crate) fn new(form: Form, session: Option<&Session>, first: &FilledFields) -> Self {
        let via = session.map_or_else(String::new, |session| session.via.clone());
        let lines = first.reviewers.iter().map(|one| line(one, &via));
        let lines: Vec<String> = lines.collect();
        Self {
            name: form.text("Name", &first.name),
            due: form.text("Due", &first.due),
            reviewers: session.map(|_| form.text("Reviewers", &lines.join("\n"))),
            added: session.map(|_| form.text("Add a reviewer", "")),
            via: StoredValue::new(via),
            due_before: StoredValue::new(first.due.clone()),
        }
    }

    /// What they hold.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read(self) -> Result<FilledFields, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let name = untrack(|| self.name.text()).trim().to_owned();
        if name.is_empty() {
            wrong.push((Some(self.name), "Enter a name.".to_owned()));
        } else if name.chars().count() > MAX_NAME {
            let error = format!("The name has more than {} characters.", number(MAX_NAME));
            wrong.push((Some(self.name), error));
        }
        let due = untrack(|| self.due.text());
        let is_kept = self.due_before.with_value(|before| *before == due);
        if let Err(error) = check_due(&due, &day_in(0.0), &day_in(MOST_DAYS), is_kept) {
            wrong.push((Some(self.due), error.to_owned()));
        }
        if let Some(added) = self.added
            && !untrack(|| added.text()).trim().is_empty()
        {
            let error = "Press “Add” to name this reviewer, or clear the field.";
            wrong.push((Some(added), error.to_owned()));
        }
        let reviewers = self.reviewers.map_or(Ok(Vec::new()), |field| {
            let text = untrack(|| field.text());
            let read = self.via.with_value(|via| read_reviewers(&text, via));
            read.map_err(|error| (Some(field), error))
        });
        match reviewers {
            Ok(reviewers) if wrong.is_empty() => Ok(FilledFields {
                name,
                due,
                reviewers,
            }),
            Ok(_) => Err(wrong),
            Err(error) => {
                wrong.push(error);
                Err(wrong)
            }
        }
    }

    /// The fields on the page.
    pub(crate) fn view(&self, api: ConsoleApi) -> impl IntoView + use<> {
        let reviewers = match self.reviewers.zip(self.added) {
            Some((field, added)) => view! {
                <TextArea
                    field=field
                    hint="The names that they sign in with, one per line. They sign in as you do; \
                          otherwise add “via local”, “via proxy”, or “via openid:” and the address of \
                          the provider. A viewer who is named decides too."
                />
                <AddReviewer reviewers=field added=added via=self.via api=api />
            }
            .into_any(),
            None => view! {
                <p class="hint">"No sign-in is needed here, so everyone decides."</p>
            }
            .into_any(),
        };
        view! {
            <TextField field=self.name autofocus=true hint="As it is shown to the reviewers, such as “Autumn review”." />
            <TextField field=self.due kind="date" hint="The day by which decisions are due. Nothing is decided by it." />
            {reviewers}
        }
    }
}

/// Whether `due` is a day from `today` to `last`, or the one that the review has; all are
/// written `2026-01-31`.
fn check_due(due: &str, today: &str, last: &str, is_kept: bool) -> Result<(), &'static str> {
    if Day::parse(due).is_none() {
        Err("Enter the day by which decisions are due.")
    } else if is_kept {
        Ok(())
    } else if due < today {
        Err("This day is over. Enter a later one.")
    } else if due > last {
        Err("Enter a day within the next two years.")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_date_is_in_the_next_two_years_unless_it_stays() {
        let check = |due, is_kept| check_due(due, "2026-01-15", "2028-01-15", is_kept);
        assert_eq!(check("2026-01-15", false), Ok(()));
        assert_eq!(check("2025-12-01", true), Ok(()));
        for due in ["", "2025-12-01", "2028-01-16", "2026-02-30"] {
            assert!(check(due, false).is_err(), "{due}");
        }
    }
}
