//! The chart of accounts by their last sign-in.

use super::figures::{Unknown, people_url};
use super::model::{Figures, Known, Summary};
use crate::browser::time::number;
use crate::components::navigation::use_navigation;
use crate::messages;
use crate::routes::{self, PeopleQuery};
use crate::ui::chart::{Bar, BarChart, BarPart};
use leptos::prelude::*;
use roster::people::SignInAge;

/// The chart, with its heading.
#[component]
pub(super) fn SignIns(summary: Memo<Summary>) -> impl IntoView {
    let navigation = use_navigation();
    let bars = Memo::new(move |_| summary.with(|summary| bars(&summary.connections)));
    let note = move || {
        let unknown = summary.with(|summary| summary.unknown.clone());
        (!unknown.is_empty()).then(|| view! { <Unknown names=unknown /> })
    };
    view! {
        <section class="sign-ins">
            <h2>"Accounts by last sign-in"</h2>
            <p class="section-lead">"Accounts that are not disabled."</p>
            <BarChart
                rows="Last sign-in"
                bars=bars
                on_open=move |url: String| navigation.open(&url)
            />
            {note}
        </section>
    }
}

fn bars(connections: &[Figures]) -> Vec<Bar> {
    let bar = |age: SignInAge| {
        let part = |one: &Figures| {
            let count = one.counts.by_age[age as usize];
            BarPart {
                series: one.label.clone(),
                count,
                text: match one.known {
                    Known::Unknown => "unknown".to_owned(),
                    _ => number(count),
                },
                url: one.id.as_ref().map(|id| {
                    people_url(&PeopleQuery {
                        sign_in: format!("{}:{id}", routes::age_name(age)),
                        ..PeopleQuery::default()
                    })
                }),
            }
        };
        Bar {
            label: messages::people::sign_in_age(age),
            parts: connections.iter().map(part).collect(),
        }
    };
    SignInAge::ALL.map(bar).into()
}
