//! What tells the platforms apart at a glance.

use crate::ui::icons;
use wire::Platform;

/// The strokes of a platform's mark.
pub(crate) const fn mark(platform: Platform) -> &'static str {
    match platform {
        Platform::Pivot => icons::PIVOT,
        Platform::Actian => icons::ACTIAN,
        Platform::Metabase => icons::METABASE,
    }
}
