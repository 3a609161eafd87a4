//! Light or dark: as the system is set, or as the user chose here.

use leptos::prelude::*;

/// Where the choice is kept. A script in index.html reads it as well, before
/// the first paint.
const KEY: &str = "rollcall.theme";

/// A choice of theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name for people.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::System => "Theme of the system",
            Self::Light => "Light theme",
            Self::Dark => "Dark theme",
        }
    }

    const fn stored(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What was chosen on an earlier visit. Storage can be forbidden; then
    /// nothing was.
    pub(crate) fn chosen() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        Self::ALL
            .into_iter()
            .find(|theme| theme.stored() == stored.as_deref())
            .unwrap_or(Self::System)
    }

    /// Shows the page in this theme, now and on later visits.
    pub(crate) fn choose(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // None of these can fail but for want of storage: then the choice
        // lasts as long as the page.
        let _ = match self.stored() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
        if let Some(storage) = storage() {
            let _ = match self.stored() {
                Some(name) => storage.set_item(KEY, name),
                None => storage.remove_item(KEY),
            };
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
