//! Elements, built one call at a time.
//!
//! `view!` makes a type of its own, and so code of its own, for every element
//! and every closure in it: this console as `view!` weighed a quarter more. These
//! few functions exist once. Signals, effects, owners and the router are
//! Leptos', and `ui/view.rs` makes an element a Leptos view.

use crate::browser::events::listen;
use crate::browser::reactive::watch;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use send_wrapper::SendWrapper;
use std::cell::Cell;
use wasm_bindgen::{JsValue, UnwrapThrowExt};
use web_sys::{Element, Event};

/// An element under construction. It lives, with all that reacts in it, as long
/// as the reactive owner it was built under.
pub(crate) struct El(SendWrapper<Element>);

/// A text that changes with the signals it reads.
pub(crate) type Text = Box<dyn FnMut() -> String>;

/// One of a list whose members come and go.
pub(crate) struct Item {
    /// Tells it from its siblings.
    pub(crate) key: u32,
    /// Makes it, when it is new.
    pub(crate) view: Box<dyn FnOnce() -> El>,
}

/// An element called `tag`, of the class `class` if that is not empty.
pub(crate) fn el(tag: &str, class: &str) -> El {
    let element = document().create_element(tag).unwrap_throw();
    let el = El(SendWrapper::new(element));
    if class.is_empty() {
        el
    } else {
        el.attr("class", class)
    }
}

/// An SVG element.
pub(crate) fn svg(tag: &str) -> El {
    let namespace = Some("http://www.w3.org/2000/svg");
    El(SendWrapper::new(
        document().create_element_ns(namespace, tag).unwrap_throw(),
    ))
}

/// `yes` or `no` as attributes say it.
pub(crate) fn boolean(value: bool) -> String {
    if value { "true" } else { "false" }.to_owned()
}

/// What a control of a form holds: text, or its choice.
pub(crate) fn value(control: &Element) -> String {
    let value = Reflect::get(control, &"value".into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Fills a control of a form, if it does not hold that already: filling it
/// would move the caret.
pub(crate) fn set_value(control: &Element, text: &str) {
    if value(control) != text {
        set_property(control, "value", &text.into());
    }
}

/// Sets a property that is no attribute.
pub(crate) fn set_property(element: &Element, name: &str, to: &JsValue) {
    // Fails only for objects that are sealed, which no element is.
    let _ = Reflect::set(element, &name.into(), to);
}

/// An id that no other element has.
pub(crate) fn new_id() -> String {
    thread_local! {
        static LAST: Cell<u32> = const { Cell::new(0) };
    }
    let id = LAST.get() + 1;
    LAST.set(id);
    ["x", &id.to_string()].concat()
}

impl El {
    pub(crate) fn element(&self) -> &Element {
        &self.0
    }

    pub(crate) fn into_element(self) -> Element {
        self.0.take()
    }

    /// What a Leptos view shows, at the end of this element.
    pub(crate) fn view(self, view: impl IntoView + 'static) -> Self {
        let mut state = view.into_view().build();
        state.mount(&self.0, None);
        StoredValue::new_local(state);
        self
    }

    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0, name, value);
        self
    }

    /// An attribute that changes.
    pub(crate) fn live_attr(
        self,
        name: &'static str,
        value: impl FnMut() -> String + 'static,
    ) -> Self {
        let element = self.0.clone();
        live_text(
            Box::new(value),
            Box::new(move |value| set(&element, name, value)),
        );
        self
    }

    /// An attribute that is there or not.
    pub(crate) fn flag(self, name: &str, is: bool) -> Self {
        set_flag(&self.0, name, is);
        self
    }

    /// An attribute that comes and goes.
    pub(crate) fn live_flag(self, name: &'static str, is: impl FnMut() -> bool + 'static) -> Self {
        let element = self.0.clone();
        let mut is: Box<dyn FnMut() -> bool> = Box::new(is);
        watch(move || set_flag(&element, name, is()));
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        append(&self.0, &document().create_text_node(text));
        self
    }

    /// A text that changes.
    pub(crate) fn live_text(self, text: impl FnMut() -> String + 'static) -> Self {
        let node = document().create_text_node("");
        append(&self.0, &node);
        live_text(Box::new(text), Box::new(move |text| node.set_data(text)));
        self
    }

    pub(crate) fn child(self, child: Self) -> Self {
        append(&self.0, &child.0);
        self
    }

    /// A child that is made anew, or not at all, when the signals it reads
    /// change.
    pub(crate) fn live(self, view: impl FnMut() -> Option<Self> + 'static) -> Self {
        live(&self.0, Box::new(view));
        self
    }

    /// Children of which only what is new is made and what is gone is removed.
    /// Nothing else may be in this element.
    pub(crate) fn keyed(self, items: impl FnMut() -> Vec<Item> + 'static) -> Self {
        keyed((*self.0).clone(), Box::new(items));
        self
    }

    pub(crate) fn on(self, event: &'static str, mut action: impl FnMut() + 'static) -> Self {
        listen(&self.0, event, Box::new(move |_| action()));
        self
    }

    /// As [`El::on`], for what looks at the event.
    pub(crate) fn on_event(self, event: &'static str, action: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(action));
        self
    }

    pub(crate) fn children(self, children: Vec<Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }
}

fn set_flag(element: &Element, name: &str, is: bool) {
    if is {
        set(element, name, "");
    } else {
        // Fails only for names that no attribute has.
        let _ = element.remove_attribute(name);
    }
}

fn set(element: &Element, name: &str, value: &str) {
    element.set_attribute(name, value).unwrap_throw();
}

fn append(parent: &Element, child: &web_sys::Node) {
    parent.append_child(child).unwrap_throw();
}

/// Writes a text wherever it is shown, when it has changed.
fn live_text(mut text: Text, write: Box<dyn Fn(&str)>) {
    let mut before: Option<String> = None;
    watch(move || {
        let text = text();
        if before.as_ref() != Some(&text) {
            write(&text);
            before = Some(text);
        }
    });
}

fn live(parent: &Element, mut view: Box<dyn FnMut() -> Option<El>>) {
    // Keeps the place among the siblings.
    let place = document().create_text_node("");
    append(parent, &place);
    let mut shown: Option<Element> = None;
    watch(move || {
        let next = view().map(El::into_element);
        if let Some(element) = shown.take() {
            element.remove();
        }
        if let Some(element) = &next {
            place.before_with_node_1(element).unwrap_throw();
        }
        shown = next;
    });
}

/// A member of a keyed list that is on the page.
struct Member {
    key: u32,
    element: Element,
    owner: Owner,
}

fn keyed(parent: Element, mut items: Box<dyn FnMut() -> Vec<Item>>) {
    // Members outlive a run of the effect, so they belong to who is around it.
    let around = Owner::current().unwrap_or_default();
    let mut members: Vec<Member> = Vec::new();
    watch(move || {
        let items = items();
        let mut before = std::mem::take(&mut members);
        let mut start = 0;
        let mut next: Vec<Result<Member, Item>> = Vec::with_capacity(items.len());
        for item in items {
            // Lists mostly keep their order, so the next is mostly at hand.
            let at = before[start..]
                .iter()
                .position(|member| member.key == item.key)
                .map(|at| at + start)
                .or_else(|| before[..start].iter().position(|m| m.key == item.key));
            if let Some(at) = at {
                next.push(Ok(before.remove(at)));
                start = at;
            } else {
                next.push(Err(item));
            }
        }
        for gone in before {
            gone.element.remove();
            gone.owner.cleanup();
        }
        let mut place = parent.first_element_child();
        for member in next {
            let member = member.unwrap_or_else(|Item { key, view }| {
                let owner = around.child();
                let element = owner.with(|| untrack(view)).into_element();
                Member {
                    key,
                    element,
                    owner,
                }
            });
            if place.as_ref() == Some(&member.element) {
                place = member.element.next_element_sibling();
            } else {
                parent
                    .insert_before(&member.element, place.as_deref())
                    .unwrap_throw();
            }
            members.push(member);
        }
    });
}
