//! The form: who, and what to have on each connection.

use super::connection_block::ConnectionBlock;
use super::fill_in::FillIn;
use super::request::GivePageState;
use crate::browser::focus::focus_if_lost;
use crate::components::invite::address_or_unchanged;
use crate::components::records_notice::RecordsNotice;
use crate::components::unknown_connections::UnknownConnections;
use crate::ui::fields::TextField;
use crate::ui::form::FormView;
use leptos::prelude::*;
use roster::input::line;

#[component]
pub(super) fn GiveForm(state: GivePageState) -> impl IntoView {
    let people = state.people;
    let identity = state.identity();
    let submit = move |()| {
        let wrong = state.show_plan();
        if wrong.is_empty() {
            // The button that led to the plan is gone.
            focus_if_lost("main h1");
        }
        wrong
    };
    let blocks = state.connections.with_value(|connections| {
        let blocks = connections.iter().copied();
        let blocks = blocks.map(|one| view! { <ConnectionBlock state=state connection=one /> });
        blocks.collect_view()
    });
    view! {
        <RecordsNotice people=people />
        <UnknownConnections people=people />
        <FormView form=state.form verb="Show the plan" on_submit=submit>
            <TextField field=identity.address kind="email" read=address_or_unchanged />
            <div class="names">
                <TextField field=identity.first read=line />
                <TextField field=identity.last read=line />
            </div>
            <FillIn state=state />
            {blocks}
        </FormView>
    }
}
