//! What went wrong with single users, on the page until it is dismissed or goes
//! right.

use super::Users;
use crate::carry_out::carry_out;
use crate::desk::{Desk, Job, Then};
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el};
use crate::ui::notice::notice;
use crate::words::change as words;
use leptos::prelude::*;
use roster::Outcome;
use std::rc::Rc;

/// The failures. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Failures(RwSignal<Vec<(u32, Rc<Job>)>, LocalStorage>);

impl Failures {
    pub(super) fn none() -> Self {
        Self(RwSignal::new_local(Vec::new()))
    }

    /// What is to be done once a change is carried out: a failure of one user is
    /// told on the page, and one that was told before and went right is not any
    /// more. What of many failed stands in their receipt.
    pub(super) fn then(self) -> Then {
        Box::new(move |job| {
            let told = job.clone();
            // The page may be gone by then.
            self.0.try_update(|all| {
                let items = &told.run.plan.items;
                all.retain(|(_, one)| !items.iter().any(|item| item.key == one_key(one)));
                let rows = told.run.rows();
                if let [row] = rows.as_slice()
                    && matches!(
                        row.outcome,
                        Outcome::Failed(_) | Outcome::Blocked(_) | Outcome::NotTried(_)
                    )
                {
                    let serial = all.iter().map(|(serial, _)| serial + 1).max().unwrap_or(0);
                    all.insert(0, (serial, told.clone()));
                }
            });
        })
    }

    fn dismiss(self, serial: u32) {
        self.0.update(|all| all.retain(|(one, _)| *one != serial));
    }
}

fn one_key(job: &Job) -> &str {
    let item = job.run.plan.items.first();
    item.map_or("", |item| &item.key)
}

/// All of them, the last first.
pub(super) fn failures(users: &Users) -> El {
    let (failures, desk) = (users.failures, users.desk.clone());
    el("div", "failures").keyed(move || {
        let item = |(serial, job): &(u32, Rc<Job>)| {
            let (serial, job, desk) = (*serial, job.clone(), desk.clone());
            Item {
                key: serial,
                view: Box::new(move || failed(failures, serial, &desk, &job)),
            }
        };
        failures.0.with(|all| all.iter().map(item).collect())
    })
}

fn failed(failures: Failures, serial: u32, desk: &Desk, job: &Rc<Job>) -> El {
    let Some(problem) = words::problem(&job.run, 0) else {
        return el("div", "");
    };
    let (desk, job) = (desk.clone(), job.clone());
    let retry = button("Retry", move || {
        let plan = desk.people.with_untracked(|people| job.run.retry(people));
        if let Some(plan) = plan {
            carry_out(&desk, plan, failures.then());
        }
    });
    let dismiss = button("Dismiss", move || failures.dismiss(serial));
    notice(&problem.title, problem.details, vec![retry, dismiss])
}
