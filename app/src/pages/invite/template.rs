//! The operator's template: written here, kept in this browser, taken to and
//! from Pivot's configuration as YAML.

use super::{Invite, draft_storage};
use crate::browser::reactive::watch_later;
use crate::ui::button::button;
use crate::ui::code_block::{code_block, letters};
use crate::ui::dom::{El, el};
use crate::ui::field::Field;
use crate::ui::fields::{text, textarea};
use leptos::prelude::*;
use roster::template::{INVITE, Template};

/// A template being written. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    subject: Field,
    html: Field,
    /// What is pasted to be read.
    pasted: Field,
}

impl Draft {
    /// What this browser kept for a connection.
    pub(super) fn start(connection: &str) -> Self {
        let first = draft_storage::template(connection);
        Self {
            subject: Field::new("Subject", vec![first.subject]),
            html: Field::new("Text (HTML)", vec![first.html]),
            pasted: Field::new("An emailTemplates block", vec![String::new()]),
        }
    }

    /// It as it stands.
    pub(super) fn template(self) -> Memo<Template> {
        Memo::new(move |_| Template {
            name: INVITE.to_owned(),
            subject: self.subject.text(),
            html: self.html.text(),
        })
    }

    fn put(self, template: &Template) {
        self.subject.set_text(&template.subject);
        self.html.set_text(&template.html);
    }
}

/// Where it is written, exported and read.
pub(super) fn editor(invite: &Invite, draft: Draft) -> El {
    let connection = invite.store.connection().id.clone();
    let template = draft.template();
    watch_later(move || template.with(|template| draft_storage::keep(&connection, template)));
    el("div", "editor")
        .child(
            fold("Write the template")
                .child(text(draft.subject, "text", ""))
                .child(textarea(
                    draft.html,
                    "${linkProtocol}, ${linkHost} and ${linkPath} stand for the parts of the \
                     link. It is kept in this browser only.",
                ))
                .child(
                    el("div", "actions").child(button("Take the documented one", move || {
                        draft.put(&Template::default());
                    })),
                ),
        )
        .child(
            fold("Take it to Pivot's configuration (YAML)")
                .child(el("p", "hint").text(
                    "Put this into Pivot's config.yaml and start Pivot again: it reads its \
                     templates once, when it starts.",
                ))
                .live(move || {
                    let yaml = template.with(Template::to_yaml);
                    Some(code_block("emailTemplates", &yaml))
                }),
        )
        .child(
            fold("Read it from Pivot's configuration")
                .child(textarea(
                    draft.pasted,
                    "Paste the block from Pivot's config.yaml. It takes the place of the template \
                     here.",
                ))
                .child(el("div", "actions").child(button("Read the block", move || read(draft)))),
        )
        .child(
            fold("The e-mail's source")
                .live(move || Some(letters(&template.with(|template| template.html.clone())))),
        )
}

fn fold(summary: &str) -> El {
    el("details", "part").child(el("summary", "").text(summary))
}

/// Takes over what was pasted, or says what is wrong with which line.
fn read(draft: Draft) {
    match Template::from_yaml(&untrack(|| draft.pasted.text())) {
        Ok(template) => {
            draft.put(&template);
            draft.pasted.set_text("");
            crate::browser::announce::announce("The template was taken over.");
        }
        Err(error) => {
            draft
                .pasted
                .fail(&["Not read: ", &*error.to_string(), "."].concat());
            draft.pasted.focus();
        }
    }
}
