//! A form: what is wrong is listed first and leads to its field, what was typed
//! is never lost, and what cannot be sent says why.

use super::attributes::{boolean, new_id};
use super::field::Field;
use crate::browser::announce::announce;
use crate::browser::events::on_window;
use crate::browser::focus::focus_on;
use leptos::either::Either;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;

/// What a form asks for. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    fields: StoredValue<Vec<Field>>,
    /// What is wrong, where it was said last.
    wrong: RwSignal<Vec<Wrong>>,
    /// Whether it is being sent.
    busy: RwSignal<bool>,
}

/// Something wrong: where, if it is one field's, and what.
pub(crate) type Wrong = (Option<Field>, String);

impl Form {
    /// A form that asks for nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            fields: StoredValue::new(Vec::new()),
            wrong: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
        }
    }

    /// A field of it called `label` that holds `first`.
    pub(crate) fn field(self, label: &str, first: Vec<String>) -> Field {
        let field = Field::new(label, first);
        self.fields.update_value(|fields| fields.push(field));
        field
    }

    /// A field that holds one text.
    pub(crate) fn text(self, label: &str, first: &str) -> Field {
        self.field(label, vec![first.to_owned()])
    }

    /// The fields that hold something else than at first. Reactive.
    pub(crate) fn changed(self) -> Vec<Field> {
        let fields = self.fields.get_value();
        fields.into_iter().filter(|one| one.is_dirty()).collect()
    }

    /// Whether something was typed that is not saved. Reactive.
    pub(crate) fn is_dirty(self) -> bool {
        !self.changed().is_empty()
    }

    /// What is typed now is saved.
    pub(crate) fn settle(self) {
        for field in self.fields.get_value() {
            field.settle();
        }
        self.fail(Vec::new());
    }

    /// It is being sent, or no longer. It may be gone by then.
    pub(crate) fn set_busy(self, busy: bool) {
        self.busy.try_set(busy);
    }

    pub(crate) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Says what is wrong, and at each field.
    pub(crate) fn fail(self, wrong: Vec<Wrong>) {
        for field in self.fields.try_get_value().unwrap_or_default() {
            let error = wrong.iter().find(|(at, _)| *at == Some(field));
            field.fail(error.map_or("", |(_, error)| error));
        }
        self.wrong.try_set(wrong);
    }
}

/// Closing the tab asks first while something is not saved.
fn warn_before_leaving(form: Form) {
    on_window("beforeunload", move |event| {
        if untrack(|| form.is_dirty() || form.is_busy()) {
            event.prevent_default();
        }
    });
}

/// A form. What is wrong is listed first; what cannot be sent says why.
#[component]
pub(crate) fn FormView(
    form: Form,
    /// What its button says.
    #[prop(into)]
    verb: String,
    /// Why it cannot be sent now, if so.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    /// Sends it, and says what is wrong with what is typed.
    #[prop(into)]
    on_submit: UnsyncCallback<(), Vec<Wrong>>,
    /// Further buttons beside its own.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    warn_before_leaving(form);
    let id = new_id();
    let reason_id = id.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.busy.get_untracked() {
            return;
        }
        match reason.get_untracked() {
            Some(reason) => announce(&reason),
            None => form.fail(untrack(|| on_submit.run(()))),
        }
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || summary(form.wrong.get())}
            {children()}
            <div class="actions">
                <button
                    type="submit"
                    class="button primary"
                    aria-describedby=id
                    aria-disabled=move || boolean(reason.with(Option::is_some))
                    aria-busy=move || boolean(form.is_busy())
                >
                    {verb}
                </button>
                {actions}
            </div>
            <p class="reason" id=reason_id>
                {move || reason.get().unwrap_or_default()}
            </p>
        </form>
    }
}

/// What is wrong, all of it. It takes the focus, and each error leads to its field.
fn summary(wrong: Vec<Wrong>) -> Option<impl IntoView> {
    if wrong.is_empty() {
        return None;
    }
    let items = wrong.into_iter().map(|(field, error)| match field {
        None => Either::Left(view! { <li><span>{error}</span></li> }),
        Some(field) => {
            let lead = move |event: MouseEvent| {
                // The address stays as it is.
                event.prevent_default();
                field.focus();
            };
            Either::Right(view! {
                <li>
                    <a href=format!("#{}", field.id()) on:click=lead>
                        {error}
                    </a>
                </li>
            })
        }
    });
    let node = NodeRef::<leptos::html::Div>::new();
    // Once it is on the page.
    request_animation_frame(move || {
        if let Some(node) = node.try_get_untracked().flatten() {
            focus_on(&node);
        }
    });
    Some(view! {
        <div class="summary" role="alert" tabindex="-1" node_ref=node>
            <p class="notice-title">"There is a problem"</p>
            <ul>{items.collect_view()}</ul>
        </div>
    })
}
