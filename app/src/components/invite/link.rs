//! A link taken apart, each part with what is doubtful about it.

use crate::messages::link_concern;
use crate::ui::icons::{self, Icon};
use leptos::either::Either;
use leptos::prelude::*;
use roster::link::{Link, Part};

/// The parts of a link, or that there is none.
#[component]
pub(super) fn LinkParts(#[prop(into)] link: Signal<Option<Link>>) -> impl IntoView {
    let parts = move || match link.get() {
        None => Either::Left(view! {
            <p class="hint">
                "There is no link yet: the address it starts with isn't a valid URL."
            </p>
        }),
        Some(link) => Either::Right(view! {
            <dl class="pairs link-parts">
                <LinkPart name="Protocol" part=link.protocol fine="Encrypted." />
                <LinkPart name="Host" part=link.host fine="No issues." />
                <LinkPart
                    name="Path"
                    part=link.path
                    fine="The platform chooses it. The token is for the recipient only."
                />
            </dl>
        }),
    };
    view! { <div class="page">{parts}</div> }
}

#[component]
fn LinkPart(
    name: &'static str,
    part: Part,
    /// What is said where nothing is doubtful.
    fine: &'static str,
) -> impl IntoView {
    let is_fine = part.concerns.is_empty();
    let fine = is_fine.then(|| view! { <Verdict kind="fine" strokes=icons::CHECK text=fine /> });
    let concerns = part.concerns.into_iter().map(|concern| {
        let kind = if concern.is_grave() {
            "grave"
        } else {
            "careful"
        };
        view! { <Verdict kind=kind strokes=icons::ALERT text=link_concern(concern) /> }
    });
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <code>{part.text}</code>
                {fine}
                {concerns.collect_view()}
            </dd>
        </div>
    }
}

/// A judgement with its icon.
#[component]
pub(super) fn Verdict(
    /// `fine`, `careful` or `grave`.
    kind: &'static str,
    /// The icon's strokes.
    strokes: &'static str,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <p class="verdict" data-verdict=kind>
            <Icon strokes=strokes />
            <span>{text}</span>
        </p>
    }
}
