//! An element as a Leptos view, so that the router can show it.

use super::dom::El;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::view::{Position, PositionState};
use web_sys::Element;

/// An element that is built when the view is.
pub(crate) struct Built(Box<dyn FnOnce() -> El + Send>);

/// The element that `view` builds, under the owner of now.
pub(crate) fn built(view: impl FnOnce() -> El + Send + 'static) -> Built {
    let owner = Owner::current().unwrap_or_default();
    Built(Box::new(move || owner.with(view)))
}

impl Render for Built {
    type State = Element;

    fn build(self) -> Element {
        (self.0)().into_element()
    }

    fn rebuild(self, state: &mut Element) {
        let new = self.build();
        // Fails only for a parent that takes no children, which has none.
        let _ = state.replace_with_with_node_1(&new);
        *state = new;
    }
}

no_attrs!(Built);

/// Asked for by the router. The console is never rendered on a server, so an
/// element has no HTML but in the browser.
impl RenderHtml for Built {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Element {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// So that parts which are not yet written with `view!` stand in those that are.
impl Render for El {
    type State = Element;

    fn build(self) -> Element {
        self.into_element()
    }

    fn rebuild(self, state: &mut Element) {
        let new = self.build();
        // Fails only for a parent that takes no children, which has none.
        let _ = state.replace_with_with_node_1(&new);
        *state = new;
    }
}

no_attrs!(El);

impl RenderHtml for El {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Element {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
