//! The email as its recipient will see it, as far as that can be known.

use super::InviteTarget;
use super::form_model::InviteForm;
use super::link::{LinkParts, Verdict};
use super::template::{Draft, TemplateEditor};
use crate::messages::speaker;
use crate::ui::icons;
use crate::ui::key_values::KeyValues;
use crate::ui::sandboxed_html::SandboxedHtml;
use leptos::prelude::*;
use roster::link::{ClientUrl, Link, Part, Surroundings, UNKNOWN_PATH};
use roster::platform::{EmailPreview, Invited, TemplateTexts};
use roster::template::{STYLE, Template, preview};

/// The email to the user that the form describes, or that none is sent.
#[component]
pub(crate) fn Email(target: InviteTarget, form: InviteForm) -> impl IntoView {
    move || {
        let invited = Invited {
            asks_for_email: form.fields().asks_for_email(),
            can_mail: target.can_mail(),
        };
        match target.support().email(invited) {
            EmailPreview::None(text) => view! { <p>{text}</p> }.into_any(),
            EmailPreview::Template(texts) => {
                view! { <TemplateEmail target=target form=form texts=texts /> }.into_any()
            }
            EmailPreview::Own {
                subject,
                text,
                has_link,
            } => view! {
                <OwnEmail target=target form=form subject=subject text=text has_link=has_link />
            }
            .into_any(),
        }
    }
}

/// Sender, recipient and subject.
#[component]
fn Head(from: AnyView, form: InviteForm, subject: AnyView) -> impl IntoView {
    let pairs = vec![
        ("From", from),
        ("To", view! { <Recipient form=form /> }.into_any()),
        ("Subject", subject),
    ];
    view! { <KeyValues pairs=pairs /> }
}

#[component]
fn Recipient(form: InviteForm) -> impl IntoView {
    let address = Memo::new(move |_| form.fields().address());
    let class = move || match &**address.read() {
        "" => "none",
        _ => "name",
    };
    let text = move || match address.get() {
        address if address.is_empty() => "no recipient yet".to_owned(),
        address => address,
    };
    view! { <span class=class>{text}</span> }
}

/// A value that is not known to this console.
fn unknown(text: &'static str) -> AnyView {
    view! { <span class="none">{text}</span> }.into_any()
}

/// The link that starts with the address `start`, if that is one.
fn link(target: InviteTarget, start: &str) -> Option<Link> {
    let console = window().location().origin().unwrap_or_default();
    let store = target.store();
    let surroundings = Surroundings {
        console: &console,
        connection: &store.connection().public_url,
    };
    let url = ClientUrl::read(start).ok()?;
    Some(url.link(surroundings))
}

/// What is shown as the link while there is none.
fn placeholder_link() -> Link {
    let part = |text: &str| Part {
        text: text.to_owned(),
        concerns: Vec::new(),
    };
    Link {
        protocol: part("https"),
        host: part("…"),
        path: part(UNKNOWN_PATH),
    }
}

/// An email that is made from a template.
#[component]
fn TemplateEmail(
    target: InviteTarget,
    form: InviteForm,
    texts: &'static TemplateTexts,
) -> impl IntoView {
    let connection = target.store().connection().id.clone();
    let draft = Draft::load(&connection);
    let template = draft.template;
    let link = Memo::new(move |_| link(target, &form.fields().link.text()));
    let mail = Memo::new(move |_| {
        let link = link.get().unwrap_or_else(placeholder_link);
        template.with(|template| template.render(&link))
    });
    let subject = view! { <span>{move || mail.with(|mail| mail.subject.clone())}</span> };
    let html = Signal::derive(move || mail.with(|mail| preview(&mail.html)));
    let warnings = move || {
        let warnings = template.with(Template::warnings);
        (!warnings.is_empty()).then(|| {
            let verdict = |warning: &roster::template::Warning| {
                view! { <Verdict kind="careful" strokes=icons::ALERT text=warning.words() /> }
            };
            view! { <div class="verdicts">{warnings.iter().map(verdict).collect_view()}</div> }
        })
    };
    view! {
        <div class="letter">
            <p class="hint">{texts.note}</p>
            <div class="sheet">
                <Head
                    from=unknown(texts.sender)
                    form=form
                    subject=subject.into_any()
                />
                <SandboxedHtml label="The email's text" style_attribute=STYLE html=html />
            </div>
            {warnings}
            <h3>"Where its link leads"</h3>
            <LinkParts link=link />
            <TemplateEditor connection=connection draft=draft texts=texts />
        </div>
    }
}

/// An email that the platform writes itself.
#[component]
fn OwnEmail(
    target: InviteTarget,
    form: InviteForm,
    subject: &'static str,
    text: &'static str,
    has_link: bool,
) -> impl IntoView {
    let speaker = speaker(target.platform());
    let sender = move || {
        let sender = target.mail().with(|settings| settings.sender.clone());
        sender.unwrap_or_else(|| speaker.to_owned())
    };
    let from = view! { <span>{sender}</span> };
    let start = Memo::new(move |_| {
        let start = target.mail().with(|settings| settings.link_start.clone());
        start.unwrap_or_default()
    });
    let link = Memo::new(move |_| link(target, &start.read()));
    let link = has_link.then(|| {
        view! {
            <h3>"Where its link leads"</h3>
            <LinkParts link=link />
        }
    });
    view! {
        <div class="letter">
            <div class="sheet">
                <Head from=from.into_any() form=form subject=unknown(subject) />
            </div>
            <p>{text}</p>
            {link}
        </div>
    }
}
