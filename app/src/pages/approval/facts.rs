//! Who requested it, why, how far it is, and what was done under it.

use super::ApprovalPage;
use crate::browser::task::spawn;
use crate::components::approval::Scopes;
use crate::messages::approvals as words;
use crate::routes::{self, AuditQuery};
use crate::ui::key_values::{KeyValues, Plain};
use leptos::prelude::*;
use wire::console::approvals::{ApprovalState, ApprovalSummary};

#[component]
pub(super) fn Facts(page: ApprovalPage) -> impl IntoView {
    let has_log = RwSignal::new(false);
    let is_decided = Memo::new(move |_| {
        let state = page.summary().map(|summary| summary.state);
        matches!(
            state,
            Some(ApprovalState::Approved | ApprovalState::Expired)
        )
    });
    Effect::new(move |_| {
        if is_decided.get() {
            spawn(async move {
                // Where it is not known, there is no link.
                if let Ok(people) = page.api().people().await {
                    has_log.try_set(people.audit_log);
                }
            });
        }
    });
    let pairs = move || {
        let summary = page.summary()?;
        Some(view! { <KeyValues pairs=facts(&summary) /> })
    };
    let meaning = move || page.summary().map(|summary| words::meaning(&summary));
    let changes = move || {
        (has_log.get() && is_decided.get()).then(|| {
            let url = routes::audit_log_url(AuditQuery {
                text: page.id.get_value(),
                ..AuditQuery::default()
            });
            view! {
                <p>
                    <a href=url>"Changes made under this approval"</a>
                </p>
            }
        })
    };
    view! {
        <section class="approval-facts" aria-label="The request">
            {pairs}
            <p class="hint">{meaning}</p>
            {changes}
        </section>
    }
}

fn facts(summary: &ApprovalSummary) -> Vec<(&'static str, AnyView)> {
    let text = |text: &str| view! { <bdi class="approval-text">{text.to_owned()}</bdi> }.into_any();
    let plain = |text: String| view! { <Plain text=text /> }.into_any();
    let scopes = summary.connections.clone();
    let mut facts = vec![
        ("Reason", text(&summary.reason)),
        ("Changes", view! { <Scopes scopes=scopes /> }.into_any()),
        ("Requested", plain(words::stamp(&summary.requested))),
    ];
    if let Some(decided) = &summary.decided {
        let name = match summary.state {
            ApprovalState::Declined => "Declined",
            ApprovalState::Withdrawn => "Withdrawn",
            _ => "Approved",
        };
        facts.push((name, plain(words::stamp(decided))));
    }
    if !summary.comment.is_empty() {
        facts.push(("Comment", text(&summary.comment)));
    }
    if let Some(until) = &summary.until {
        facts.push(("Valid until", plain(words::moment(until))));
    }
    facts
}
