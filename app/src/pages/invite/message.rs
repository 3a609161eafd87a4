//! The email as its recipient will see it, as far as that can be known.

use super::Invite;
use super::form_model::InviteForm;
use super::link::{LinkParts, Verdict};
use super::template::{Draft, TemplateEditor};
use crate::ui::icons;
use crate::ui::key_values::KeyValues;
use crate::ui::sandboxed_html::SandboxedHtml;
use leptos::prelude::*;
use roster::link::{ClientUrl, Link, Part, Surroundings, UNKNOWN_PATH};
use roster::template::{STYLE, Template, preview};
use wire::Platform;

/// The right side of the page.
#[component]
pub(super) fn Message(invite: Invite, form: InviteForm) -> impl IntoView {
    let platform = invite.platform();
    let message = move || {
        let is_requested = match platform {
            Platform::Pivot => form.fields().requests_welcome(),
            Platform::Actian | Platform::Metabase => !form.fields().sets_password(),
        };
        match platform {
            _ if !is_requested => view! { <p>{no_email(invite)}</p> }.into_any(),
            Platform::Pivot => view! { <PivotEmail invite=invite form=form /> }.into_any(),
            Platform::Actian => view! { <ActianEmail form=form /> }.into_any(),
            Platform::Metabase if invite.has_mail() == Some(false) => view! {
                <p>
                    "Metabase would send nothing: no mail is set up there. The user would have no \
                     password."
                </p>
            }
            .into_any(),
            Platform::Metabase => view! { <MetabaseEmail invite=invite form=form /> }.into_any(),
        }
    };
    view! {
        <section class="message" aria-label="The email">
            <h2>"The email"</h2>
            {message}
        </section>
    }
}

/// What it means that no email is requested. Reactive.
fn no_email(invite: Invite) -> &'static str {
    match invite.platform() {
        Platform::Pivot => {
            "Pivot is not asked to send an email. The user has no password until one is set."
        }
        Platform::Actian => "Actian sends no email to a user who is created with a password.",
        Platform::Metabase => match invite.has_mail() {
            Some(false) => {
                "You hand the password over yourself. No mail is set up, so Metabase sends nothing."
            }
            Some(true) => {
                "You hand the password over yourself. Metabase sends its invitation all the same."
            }
            None => {
                "You hand the password over yourself. Where mail is set up, Metabase sends its \
                 invitation all the same."
            }
        },
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
fn link(invite: Invite, start: &str) -> Option<Link> {
    let console = window().location().origin().unwrap_or_default();
    let store = invite.store();
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

#[component]
fn PivotEmail(invite: Invite, form: InviteForm) -> impl IntoView {
    let connection = invite.store().connection().id.clone();
    let draft = Draft::load(&connection);
    let template = draft.template;
    let link = Memo::new(move |_| link(invite, &form.fields().link.text()));
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
            <p class="hint">
                "A simulation from the template below. Pivot reads its own from its configuration, \
                 and no API returns that."
            </p>
            <div class="sheet">
                <Head
                    from=unknown("the sender in Pivot's configuration")
                    form=form
                    subject=subject.into_any()
                />
                <SandboxedHtml label="The email's text" style_attribute=STYLE html=html />
            </div>
            {warnings}
            <h3>"Where its link leads"</h3>
            <LinkParts link=link />
            <TemplateEditor connection=connection draft=draft />
        </div>
    }
}

#[component]
fn ActianEmail(form: InviteForm) -> impl IntoView {
    let from = view! { <span>"Actian"</span> };
    view! {
        <div class="letter">
            <div class="sheet">
                <Head from=from.into_any() form=form subject=unknown("not documented") />
            </div>
            <p>
                "Actian writes the activation email itself, whenever a user is created without a \
                 password. Its text and its link are not documented and cannot be changed here."
            </p>
        </div>
    }
}

#[component]
fn MetabaseEmail(invite: Invite, form: InviteForm) -> impl IntoView {
    let site_url = Memo::new(move |_| {
        let url = invite.properties().with(|all| all.site_url.clone());
        url.unwrap_or_default()
    });
    let site_name = move || {
        let name = invite.properties().with(|all| all.site_name.clone());
        name.unwrap_or_else(|| "Metabase".to_owned())
    };
    let from = view! { <span>{site_name}</span> };
    let link = Memo::new(move |_| link(invite, &site_url.read()));
    view! {
        <div class="letter">
            <div class="sheet">
                <Head from=from.into_any() form=form subject=unknown("Metabase's own") />
            </div>
            <p>
                "Metabase writes the invitation itself. Its link starts with the site URL in \
                 Metabase's settings and works for 48 hours."
            </p>
            <h3>"Where its link leads"</h3>
            <LinkParts link=link />
        </div>
    }
}
