//! What tells the platforms apart at a glance.

use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use wire::Platform;

/// The icon of a platform.
#[component]
pub(crate) fn PlatformIcon(platform: Platform) -> impl IntoView {
    let strokes = match platform {
        Platform::Pivot => icons::PIVOT,
        Platform::Actian => icons::ACTIAN,
        Platform::Metabase => icons::METABASE,
    };
    view! { <Icon strokes=strokes /> }
}
