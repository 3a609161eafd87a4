//! What a form asks for, and the frame around each control: label, hint, error.

use super::attributes::new_id;
use crate::browser::focus::focus;
use leptos::prelude::*;

/// One thing a form asks for. All copies are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    label: StoredValue<String>,
    id: StoredValue<String>,
    /// What it holds: one text, or each choice that is made.
    value: RwSignal<Vec<String>>,
    /// What it held at first.
    first: RwSignal<Vec<String>>,
    error: RwSignal<String>,
}

impl Field {
    /// A field called `label` that holds `first`.
    pub(crate) fn new(label: &str, first: Vec<String>) -> Self {
        Self {
            label: StoredValue::new(label.to_owned()),
            id: StoredValue::new(new_id()),
            value: RwSignal::new(first.clone()),
            first: RwSignal::new(first),
            error: RwSignal::new(String::new()),
        }
    }

    pub(crate) fn label(self) -> String {
        self.label.get_value()
    }

    pub(super) fn id(self) -> String {
        self.id.get_value()
    }

    /// The one text it holds. Reactive.
    pub(crate) fn text(self) -> String {
        // A field that leaves the page with something typed in it still reports a
        // change, and its value is gone by then.
        self.value
            .try_with(|value| value.first().cloned())
            .flatten()
            .unwrap_or_default()
    }

    /// Every choice that is made. Reactive.
    pub(crate) fn chosen(self) -> Vec<String> {
        self.value.get()
    }

    /// Whether a single box is ticked. Reactive.
    pub(crate) fn is_ticked(self) -> bool {
        self.value.with(|value| !value.is_empty())
    }

    /// Whether `choice` is made. Reactive.
    pub(super) fn has(self, choice: &str) -> bool {
        self.value
            .with(|value| value.iter().any(|one| one == choice))
    }

    /// Makes a choice, or takes it back.
    pub(super) fn choose(self, choice: &str, is: bool) {
        self.value.update(|value| {
            value.retain(|one| one != choice);
            if is {
                value.push(choice.to_owned());
            }
        });
        self.fail("");
    }

    /// Makes exactly these choices.
    pub(crate) fn set_chosen(self, chosen: Vec<String>) {
        self.value.set(chosen);
        self.fail("");
    }

    pub(crate) fn set_text(self, text: &str) {
        self.value.set(vec![text.to_owned()]);
        self.fail("");
    }

    /// Whether it holds something else than at first. The order of choices is
    /// no difference. Reactive.
    pub(crate) fn is_dirty(self) -> bool {
        let [value, first] = [self.value, self.first].map(|held| {
            let mut held = held.get();
            held.retain(|one| !one.is_empty());
            held
        });
        value.len() != first.len() || !value.iter().all(|one| first.contains(one))
    }

    /// It holds `first`, as if it had from the beginning.
    pub(crate) fn reset(self, first: Vec<String>) {
        self.first.try_set(first.clone());
        self.value.try_set(first);
        self.fail("");
    }

    /// It holds `first`, as if it had from the beginning, and with the choices that were
    /// made or taken back since.
    pub(crate) fn rebase(self, first: Vec<String>) {
        let changed = rebased(
            &self.first.get_untracked(),
            &self.value.get_untracked(),
            &first,
        );
        self.first.set(first);
        self.value.set(changed);
        self.fail("");
    }

    /// It holds what it held at first.
    pub(crate) fn restore(self) {
        self.reset(self.first.get_untracked());
    }

    /// What it holds now is what it held at first.
    pub(crate) fn settle(self) {
        self.first.set(self.value.get_untracked());
    }

    /// Says what is wrong with what it holds; nothing is wrong with `""`.
    pub(crate) fn fail(self, error: &str) {
        let news = self.error.try_with_untracked(|before| before != error);
        if news == Some(true) {
            self.error.set(error.to_owned());
        }
    }

    /// Moves the focus to its first control.
    pub(crate) fn focus(self) {
        // It may be gone by the time that it is asked for.
        if let Some(id) = self.id.try_get_value() {
            focus(&format!("#{id}"));
        }
    }
}

/// What `value` is, of which `before` was the beginning, where `first` is.
fn rebased(before: &[String], value: &[String], first: &[String]) -> Vec<String> {
    let is_taken_back = |one: &&String| before.contains(one) && !value.contains(one);
    let is_made = |one: &&String| !before.contains(one) && !first.contains(one);
    let stay = first.iter().filter(|one| !is_taken_back(one));
    stay.chain(value.iter().filter(is_made)).cloned().collect()
}

fn ids(field: Field) -> [String; 2] {
    ["h", "e"].map(|kind| format!("{}{kind}", field.id()))
}

/// A control with its label, hint and error. The control itself has the field's
/// id and its [`aria`](Field::described_by) attributes.
#[component]
pub(super) fn Framed(
    field: Field,
    #[prop(into)] hint: String,
    #[prop(default = "field")] class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=class>
            <label for=field.id()>{field.label()}</label>
            <HintAndError field=field hint=hint />
            {children()}
        </div>
    }
}

/// Controls that belong together, with a legend in place of a label.
#[component]
pub(super) fn Group(field: Field, #[prop(into)] hint: String, children: Children) -> impl IntoView {
    view! {
        <fieldset
            class="field"
            aria-describedby=field.described_by()
            aria-invalid=move || field.invalid()
        >
            <legend>{field.label()}</legend>
            <HintAndError field=field hint=hint />
            {children()}
        </fieldset>
    }
}

#[component]
fn HintAndError(field: Field, hint: String) -> impl IntoView {
    let [hint_id, error_id] = ids(field);
    let hint = (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=hint_id>
                {hint}
            </p>
        }
    });
    view! {
        {hint}
        <p class="error" id=error_id>
            {move || field.error.get()}
        </p>
    }
}

impl Field {
    /// The ids of its hint and its error, for `aria-describedby`.
    pub(super) fn described_by(self) -> String {
        ids(self).join(" ")
    }

    /// Whether there is an error, for `aria-invalid`. Reactive.
    pub(super) fn invalid(self) -> &'static str {
        if self.error.with(String::is_empty) {
            "false"
        } else {
            "true"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rebased;

    fn choices(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_was_chosen_stays_when_what_was_there_at_first_arrives_late() {
        let after = |before, value, first| {
            rebased(&choices(before), &choices(value), &choices(first)).join(" ")
        };
        assert_eq!(after("", "", "sales all"), "sales all");
        assert_eq!(
            after("all", "all finance", "sales all"),
            "sales all finance"
        );
        assert_eq!(
            after("all finance", "all", "sales all finance"),
            "sales all"
        );
        // Of someone else by now: the roles of the one before are not theirs.
        assert_eq!(after("sales all", "sales all x", "all"), "all x");
    }
}
