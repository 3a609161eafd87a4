//! The start: every connection, how it is, and who is there.

use crate::browser::reactive::watch_later;
use crate::browser::time::took;
use crate::browser::time::{Now, number};
use crate::components::connection_page::{
    ConnectionsFailed, ConnectionsHeading, ConnectionsLoading,
};
use crate::components::navigation::use_navigation;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::platform_icon::mark;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::messages;
use crate::routes;
use crate::state::connections::{ConnectionState, Connections, Health, Listing};
use crate::state::user_store::UserStore;
use crate::ui::button::{busy_button, button};
use crate::ui::dom::{El, el, new_id};
use crate::ui::icons::{self, icon};
use crate::ui::link::link;
use crate::ui::placeholders::instead;
use leptos::prelude::*;
use roster::Ability;
use roster::record::Access;
use wire::Platform;

lazy!(
    /// The page at `/`.
    pub(crate) lazy_page from home: fn() -> AnyView = page
);

fn page() -> AnyView {
    content().into_any()
}

fn content() -> El {
    let connections = expect_context::<Connections>();
    let navigation = use_navigation();
    // With only one there is nothing to choose.
    watch_later(move || {
        if let Some(url) = connections.only_url() {
            navigation.redirect(&url);
        }
    });
    el("div", "page").live(move || {
        Some(match connections.0.get() {
            Listing::Ready(all) if all.is_empty() => none(connections),
            Listing::Ready(all) if all.len() > 1 => overview(all),
            Listing::Failed(problem) => el("div", "page")
                .view(view! { <ConnectionsFailed connections=connections problem=problem /> }),
            _ => el("div", "page").view(view! { <ConnectionsLoading /> }),
        })
    })
}

/// There is no connection to lead on to.
fn none(connections: Connections) -> El {
    show_page(&["Connections"]);
    el("div", "page")
        .view(view! { <ConnectionsHeading /> })
        .child(instead(
            || "There are no connections yet".to_owned(),
            || {
                "The console's server knows no platform. Add one to its configuration and start it \
             again."
                    .to_owned()
            },
            button("Retry", move || connections.load()),
        ))
}

/// Every connection, each loading by itself.
fn overview(all: Vec<ConnectionState>) -> El {
    show_page(&["Connections"]);
    let stores: Vec<UserStore> = all.iter().map(UserStore::of).collect();
    let refreshed = stores.clone();
    action("Refresh every connection", "", move || {
        for store in &refreshed {
            store.load();
        }
    });
    let cards = all.into_iter().zip(stores);
    let cards = cards.map(|(known, store)| el("li", "").child(card(&known, &store)));
    el("div", "page")
        .view(view! { <ConnectionsHeading /> })
        .child(el("ul", "cards").children(cards.collect()))
}

fn card(known: &ConnectionState, store: &UserStore) -> El {
    let connection = &known.connection;
    let environment = connection.environment.name();
    let id = new_id();
    let title = el("h2", "").attr("id", &id).text(&connection.label);
    let head = el("div", "card-head")
        .child(icon(mark(connection.platform)))
        .child(title)
        .child(el("span", "environment").text(environment));
    el("article", "card")
        .attr("data-environment", environment)
        .attr("aria-labelledby", &id)
        .child(head)
        .child(state(known, store))
        .child(facts(store))
        .child(problem(store))
        .child(actions(known, store))
}

/// How the connection is, and how old what is shown is.
fn state(known: &ConnectionState, store: &UserStore) -> El {
    let now = expect_context::<Now>();
    let [shown, said] = [known.health.clone(), known.health.clone()];
    let (busy, asked) = (store.clone(), store.clone());
    let word = move || {
        let word = match said.get() {
            _ if busy.loading.get() => "Asking…",
            _ if busy.locked.get() => "Waits for you to sign in",
            Health::Unknown => "Not asked yet",
            Health::Fine => "Reachable, signed in",
            Health::SignedOut => "Reachable, not signed in",
            Health::Failed => "Failing",
        };
        word.to_owned()
    };
    let age = move || {
        let took_words = asked.took.get().map(|millis| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a minute or so"
            )]
            let millis = millis.max(0.0) as u32;
            ["loaded in ", &*took(millis), ", "].concat()
        });
        let age = asked.loaded_at.get().map(|then| now.age(then));
        [took_words, age].into_iter().flatten().collect::<String>()
    };
    el("p", "card-state")
        .child(el("span", "health").live_attr("data-health", move || shown.get().name().to_owned()))
        .child(el("span", "").live_text(word))
        .child(el("span", "age").live_text(age))
}

/// Who is there, and as whom one is there.
fn facts(store: &UserStore) -> El {
    let frame = el("div", "card-facts");
    let store = store.clone();
    frame.live(move || {
        let is_loaded = store.loaded_at.get().is_some();
        let mut list = el("dl", "counts");
        for (name, count) in counts(&store) {
            let count = if is_loaded {
                number(count)
            } else {
                // The place is kept.
                "–".to_owned()
            };
            list = list.child(
                el("div", "")
                    .child(el("dt", "").text(name))
                    .child(el("dd", "").text(&count)),
            );
        }
        let me = el("p", "card-me").text(&me(&store));
        let gaps = store.people.with(|people| people.gaps.clone());
        let frame = gaps.iter().fold(el("div", "").child(list), |frame, gap| {
            let said = messages::gap(store.connection().platform, gap);
            frame.child(
                el("p", "gap")
                    .child(icon(icons::ALERT))
                    .child(el("span", "").text(&said)),
            )
        });
        Some(frame.child(me))
    })
}

/// How many there are of whom. Reactive.
fn counts(store: &UserStore) -> Vec<(&'static str, usize)> {
    store.people.with(|people| {
        let all = &people.accounts;
        let count =
            |is: fn(&roster::people::Account) -> bool| all.iter().filter(|one| is(one)).count();
        let admins = count(roster::people::Account::is_admin);
        let disabled = count(|one| one.access().is_disabled());
        let unknown = count(|one| one.access() == Access::Unknown);
        let mut counts = vec![("Users", all.len())];
        // Who is on an Actian can sign in.
        if people.platform != Platform::Actian {
            counts.push(("Disabled", disabled));
        }
        if unknown > 0 {
            counts.push(("Status unknown", unknown));
        }
        counts.push(("Administrators", admins));
        if people.platform == Platform::Pivot {
            counts.push(("Statuses without a user", people.orphans.len()));
        }
        counts
    })
}

/// As whom the connection is signed in. Reactive.
fn me(store: &UserStore) -> String {
    let how = messages::sign_in(store.connection().sign_in);
    store.people.with(|people| {
        let me = people.me.as_deref().and_then(|key| people.find(key));
        match me {
            Some(me) => {
                let (label, address) = (me.label(), me.record.address());
                let address = if label == address { "" } else { address };
                let comma = if address.is_empty() { "" } else { ", " };
                ["You are ", &*label, comma, address, ", ", how].concat()
            }
            None if store.locked.get() => ["Open it to sign in ", how].concat(),
            None => match &*store.connection().token_tail {
                "" => ["Signed in ", how].concat(),
                tail => ["Signed in ", how, " ending in ", tail].concat(),
            },
        }
    })
}

fn problem(store: &UserStore) -> El {
    let store = store.clone();
    el("div", "card-problem").live(move || {
        let problem = store.problem.get()?;
        Some(problem_notice(problem, Vec::new()))
    })
}

fn actions(known: &ConnectionState, store: &UserStore) -> El {
    let connection = &known.connection;
    let (busy, pressed) = (store.clone(), store.clone());
    let locked = store.locked.clone();
    let link = |class: &str, label: &str, url: Option<String>, missing| {
        link(class, label, &url.unwrap_or_default(), missing)
            .attr("aria-label", &[label, " ", &*connection.label].concat())
    };
    let refresh = busy_button(
        "Refresh",
        move || busy.loading.get(),
        move || pressed.load(),
    );
    el("div", "actions")
        .child(link(
            "button primary",
            "Open",
            routes::users(&connection.id),
            None,
        ))
        .child(link(
            "button",
            "Invite",
            routes::invite(&connection.id),
            store.lacks(Ability::Invite),
        ))
        .child(
            refresh
                .attr("aria-label", &["Refresh ", &*connection.label].concat())
                .live_flag("hidden", move || locked.get()),
        )
}
