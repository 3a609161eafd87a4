//! What will be done on one connection.

use super::LISTED;
use crate::browser::time;
use crate::components::change_flow::requests;
use crate::components::platform_icon::PlatformIcon;
use crate::messages::people_plan;
use crate::ui::code_block::FoldedText;
use leptos::prelude::*;
use roster::people::PlanPart;
use roster::record::Record;
use std::sync::Arc;

/// What a page shows beside an account: the item of the part's plan with this number.
pub(crate) type RowControls = Arc<dyn Fn(&PlanPart, usize) -> AnyView + Send + Sync>;

/// The block of one connection: its accounts, each with what is done and lost.
#[component]
pub(crate) fn Part(
    part: Arc<PlanPart>,
    /// Its place among the parts of the plan.
    at: usize,
    /// What is shown beside each account.
    controls: RowControls,
    /// What is shown beside the name of the connection.
    head: AnyView,
) -> impl IntoView {
    let connection = part.plan.connection.clone();
    let environment = connection.environment.name();
    let id = format!("plan-{at}");
    let title_id = id.clone();
    let shown = part.plan.items.len().min(LISTED);
    let rows = (0..shown).map(|item| {
        let controls = controls(&part, item);
        view! { <AccountRow part=part.clone() item=item controls=controls /> }
    });
    let rows = rows.collect_view();
    let more = part.plan.items.len() - shown;
    let more = (more > 0).then(|| format!("and {} more", time::number(more)));
    view! {
        <article class="plan-part" aria-labelledby=id>
            <div class="card-head">
                <PlatformIcon platform=connection.platform />
                <h2 id=title_id>{connection.label.clone()}</h2>
                <span class="environment" data-environment=environment>
                    {environment}
                </span>
                {head}
            </div>
            <ul class="plan-accounts">{rows}</ul>
            <p>{more}</p>
            <FoldedText summary="Requests that will be sent" text=requests(&part.plan) />
        </article>
    }
}

/// One account: what it is, what is done, what is lost.
#[component]
fn AccountRow(part: Arc<PlanPart>, item: usize, controls: AnyView) -> impl IntoView {
    let plan = &part.plan;
    let (one, target) = (plan.items.get(item)?, part.targets.get(item)?);
    let platform = plan.connection.platform;
    let what = match (one.blocked, plan.steps(one, &time::now_rfc3339())) {
        (Some(reason), _) => people_plan::held_back(reason),
        (None, Err(reason)) => people_plan::nothing_to_send(&reason, &target.goal).to_owned(),
        (None, Ok(_)) => people_plan::losses(&part.losses(item), platform),
    };
    let class = one.blocked.map(|_| "held-back");
    let address = one.before.as_ref().map_or("", Record::address);
    let key = if address.is_empty() {
        &one.key
    } else {
        address
    }
    .to_owned();
    let name = (one.label != key).then(|| view! { <bdi>{one.label.clone()}</bdi> " " });
    Some(view! {
        <li class=class>
            <p class="plan-account">
                {name}
                <span class="key">{key}</span>
            </p>
            {controls}
            <p class="hint">{what}</p>
        </li>
    })
}
