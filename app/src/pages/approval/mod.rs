//! The page of an approval: what one operator requested, account by account, and the
//! decision of another.

mod accounts;
mod decide;
mod facts;
mod look;

use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::components::approval::ApprovalStateMark;
use crate::components::load_status::{LoadFailed, LoadStatus, StaleNotice};
use crate::components::navigation::use_navigation;
use crate::components::not_found::NotFound;
use crate::components::page_actions::action;
use crate::components::page_title::{name_page, show_page};
use crate::messages::approvals as words;
use crate::routes;
use crate::state::approvals::count_now;
use crate::state::loadable::{LoadState, Loadable, Phase};
use crate::state::stores::{Stores, use_stores};
use crate::ui::notice::Notice;
use crate::ui::placeholders::Skeleton;
use accounts::Accounts;
use decide::Decisions;
use facts::Facts;
use leptos::prelude::*;
use look::Look;
use std::sync::Arc;
use wire::console::approvals::{Approval, ApprovalSummary, PlannedAccount};

/// What the page is called before the approval is known.
const TITLE: &str = "Approval";

/// The status of an answer if there is no such approval.
const NOT_FOUND: u16 = 404;

/// What the server answered.
#[derive(Clone, Default)]
enum Content {
    /// Nothing yet.
    #[default]
    Nothing,
    /// There is no such approval.
    Missing,
    Found(Found),
}

/// An approval. What is planned never changes.
#[derive(Clone)]
struct Found {
    summary: Arc<ApprovalSummary>,
    accounts: Arc<[PlannedAccount]>,
}

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct ApprovalPage {
    id: StoredValue<String>,
    stores: Stores,
    content: StoredValue<Loadable<Content>>,
    /// The approval without its accounts: it changes only where something of it does.
    summary: Memo<Option<Arc<ApprovalSummary>>>,
    look: Look,
    /// What another person decided while this one did, if so.
    conflict: RwSignal<Option<String>>,
}

impl ApprovalPage {
    fn api(self) -> ConsoleApi {
        ConsoleApi {
            session: self.stores.session,
        }
    }

    fn new(id: String, stores: Stores) -> Self {
        let content = StoredValue::new(Loadable::new(Content::Nothing));
        let summary = Memo::new(move |_| match content.with_value(Loadable::value).get() {
            Content::Found(found) => Some(found.summary),
            Content::Nothing | Content::Missing => None,
        });
        Self {
            id: StoredValue::new(id),
            stores,
            content,
            summary,
            look: Look::new(stores.session),
            conflict: RwSignal::new(None),
        }
    }

    /// Asks the server for it.
    fn request(self) -> impl Future<Output = Result<Content, Unanswered>> {
        let (id, api) = (self.id.get_value(), self.api());
        async move {
            match api.approval(&id).await {
                Ok(Approval { summary, accounts }) => Ok(Content::Found(Found {
                    summary: Arc::new(summary),
                    accounts: accounts.into(),
                })),
                Err(error) if error.status == NOT_FOUND && !error.is_intercepted => {
                    Ok(Content::Missing)
                }
                Err(error) => Err(error),
            }
        }
    }

    fn load(self) {
        self.look.note_load();
        let request = self.request();
        let request = async move { request.await.map_err(|error| error.problem) };
        self.content.with_value(|content| content.load(request));
    }

    /// Loads it again, because it was decided: so is what waits.
    fn load_decided(self) {
        self.load();
        count_now(self.stores);
    }

    fn load_state(self) -> LoadState {
        self.content.with_value(|content| content.state().clone())
    }

    fn content(self) -> Content {
        self.content.with_value(Loadable::value).get()
    }

    /// What is known of it without the accounts; nothing before it is loaded. Reactive.
    fn summary(self) -> Option<Arc<ApprovalSummary>> {
        self.summary.get()
    }
}

/// What is shown.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Loading,
    Failed,
    Missing,
    Found,
}

/// The page of the approval with this ID.
pub(crate) fn page(id: &str) -> AnyView {
    view! { <Page id=id.to_owned() /> }.into_any()
}

#[component]
fn Page(id: String) -> impl IntoView {
    show_page(&[TITLE]);
    let stores = use_stores();
    let missing = format!(
        "There is no approval with the ID {id}. The oldest are dropped after a while; the audit \
         log has them."
    );
    let page = ApprovalPage::new(id, stores);
    page.load();
    look::look_for_decision(page);
    Effect::new(move |_| {
        if let Some(summary) = page.summary() {
            name_page(&[&words::name(&summary), TITLE]);
        }
    });
    Effect::new(move |before: Option<()>| {
        stores.session.track_resumed();
        // It may be another person, who decides about others than before.
        if before.is_some() {
            page.load();
        }
    });
    action("Refresh the approval", "", move || page.load());
    let navigation = use_navigation();
    action("All approvals", "", move || {
        navigation.open(&routes::approvals());
    });
    let state = page.load_state();
    let view = Memo::new(move |_| match (page.content(), state.phase()) {
        (Content::Missing, _) => View::Missing,
        (Content::Nothing, Phase::Failed) => View::Failed,
        (Content::Nothing, _) => View::Loading,
        (Content::Found(_), _) => View::Found,
    });
    move || {
        let view = view.get();
        let missing = missing.clone();
        untrack(|| match view {
            View::Loading => view! {
                <h1 class="page-head" tabindex="-1">
                    {TITLE}
                </h1>
                <Skeleton />
            }
            .into_any(),
            View::Failed => view! {
                <h1 class="page-head" tabindex="-1">
                    {TITLE}
                </h1>
                <LoadFailed
                    class="part"
                    state=page.load_state()
                    on_retry=move |()| page.load()
                />
            }
            .into_any(),
            View::Missing => view! { <NotFound what=missing /> }.into_any(),
            View::Found => view! { <FoundPage page=page /> }.into_any(),
        })
    }
}

#[component]
fn FoundPage(page: ApprovalPage) -> impl IntoView {
    let summary = move || page.summary();
    let name = move || summary().map(|summary| words::name(&summary));
    let mark = move || summary().map(|one| view! { <ApprovalStateMark state=one.state /> });
    let extent = Signal::derive(move || {
        summary().map_or_else(String::new, |summary| words::in_all(&summary))
    });
    let conflict = move || {
        let words = page.conflict.get()?;
        Some(view! {
            <Notice
                title=words::DECIDED_MEANWHILE
                words=words
                advice="What is shown below is how it is now."
            />
        })
    };
    // What is planned never changes: it is drawn once.
    let accounts = match untrack(|| page.content()) {
        Content::Found(found) => found.accounts,
        Content::Nothing | Content::Missing => Arc::default(),
    };
    view! {
        <div class="page people-plan approval-page">
            <div class="page-head">
                <div class="title-row">
                    <h1 tabindex="-1">{name}</h1>
                    {mark}
                </div>
                <div class="toolbar">
                    <LoadStatus
                        count=extent
                        state=page.load_state()
                        on_refresh=move |()| page.load()
                    />
                </div>
            </div>
            <StaleNotice state=page.load_state() on_retry=move |()| page.load() />
            {conflict}
            <Facts page=page />
            <Accounts stores=page.stores accounts=accounts />
            <Decisions page=page />
        </div>
    }
}
