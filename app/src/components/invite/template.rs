//! The operator's email template: edited here, stored in this browser, exported to
//! and imported from Pivot's configuration as YAML.

use super::draft_storage;
use crate::browser::announce::announce;
use crate::ui::code_block::{CodeBlock, Verbatim};
use crate::ui::field::Field;
use crate::ui::fields::{TextArea, TextField};
use leptos::prelude::*;
use roster::platform::TemplateTexts;
use roster::template::{INVITE, Template};

/// A template that is being edited. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    subject: Field,
    html: Field,
    /// The block that is pasted to be imported.
    pasted: Field,
    /// The template as it is now.
    pub(super) template: Memo<Template>,
}

impl Draft {
    /// The template that this browser has stored for a connection.
    pub(super) fn load(connection: &str) -> Self {
        let stored = draft_storage::load(connection);
        let subject = Field::new("Subject", vec![stored.subject]);
        let html = Field::new("Text (HTML)", vec![stored.html]);
        Self {
            subject,
            html,
            pasted: Field::new("An emailTemplates block", vec![String::new()]),
            template: Memo::new(move |_| Template {
                name: INVITE.to_owned(),
                subject: subject.text(),
                html: html.text(),
            }),
        }
    }

    fn replace(self, template: &Template) {
        self.subject.set_text(&template.subject);
        self.html.set_text(&template.html);
    }

    /// Replaces the template with what was pasted, or says which line is wrong.
    fn import(self) {
        match Template::from_yaml(&untrack(|| self.pasted.text())) {
            Ok(template) => {
                self.replace(&template);
                self.pasted.set_text("");
                announce("The template was imported.");
            }
            Err(error) => {
                self.pasted.fail(&format!("Not imported: {error}."));
                self.pasted.focus();
            }
        }
    }
}

/// Where a template is edited, exported and imported.
#[component]
pub(super) fn TemplateEditor(
    /// The ID of the connection that it is stored for.
    connection: String,
    draft: Draft,
    texts: &'static TemplateTexts,
) -> impl IntoView {
    let template = draft.template;
    Effect::new(move |_| template.with(|template| draft_storage::save(&connection, template)));
    let yaml = move || {
        let yaml = template.with(Template::to_yaml);
        view! { <CodeBlock label="emailTemplates" text=yaml /> }
    };
    let source =
        move || view! { <Verbatim text=template.with(|template| template.html.clone()) /> };
    view! {
        <div class="editor">
            <details class="part">
                <summary>"Edit the template"</summary>
                <TextField field=draft.subject />
                <TextArea
                    field=draft.html
                    hint="${linkProtocol}, ${linkHost} and ${linkPath} stand for the parts of the \
                          link. The template is stored in this browser only."
                />
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| draft.replace(&Template::default())
                    >
                        "Use documented template"
                    </button>
                </div>
            </details>
            <details class="part">
                <summary>{texts.export_label}</summary>
                <p class="hint">{texts.export_hint}</p>
                {yaml}
            </details>
            <details class="part">
                <summary>{texts.import_label}</summary>
                <TextArea field=draft.pasted hint=texts.import_hint />
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| draft.import()>
                        "Import block"
                    </button>
                </div>
            </details>
            <details class="part">
                <summary>"The email's source"</summary>
                {source}
            </details>
        </div>
    }
}
