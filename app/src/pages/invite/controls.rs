//! The form's controls, platform by platform.

use super::Invite;
use super::duplicate::DuplicateWarning;
use super::form_model::{BY_MAIL, BY_PASSWORD, InviteForm, address_or_line, address_or_unchanged};
use crate::state::loadable::Phase;
use crate::ui::fields::{CheckboxField, Choice, PasswordField, RadioField, TextField, TickBox};
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;
use roster::input::line;
use roster::people::People;
use wire::Platform;
use wire::metabase::ALL_USERS;

/// All controls, in order.
#[component]
pub(super) fn Controls(invite: Invite, form: InviteForm) -> impl IntoView {
    let fields = form.fields();
    let (key_kind, key_hint, read_key): (_, _, fn(&str) -> String) = match invite.platform() {
        Platform::Pivot => (
            "text",
            "Usually the email address. It cannot be changed later.",
            address_or_line,
        ),
        Platform::Actian => (
            "email",
            "It is the user's key and cannot be changed later.",
            address_or_unchanged,
        ),
        Platform::Metabase => ("email", "", address_or_unchanged),
    };
    let email = fields.has_email.then(|| {
        view! {
            <TextField
                field=fields.email
                kind="email"
                hint="Where the welcome email goes. Leave it empty if the user name is the address."
                read=address_or_unchanged
            />
        }
    });
    let password = match invite.platform() {
        Platform::Pivot => EitherOf3::A(view! { <PivotWelcome form=form /> }),
        Platform::Actian => EitherOf3::B(view! { <ActianPassword form=form /> }),
        Platform::Metabase => EitherOf3::C(view! { <MetabasePassword invite=invite form=form /> }),
    };
    view! {
        <UsersUnknown invite=invite />
        <TextField field=fields.key kind=key_kind hint=key_hint read=read_key />
        <DuplicateWarning invite=invite form=form />
        <div class="names">
            <TextField field=fields.first read=line />
            <TextField field=fields.last read=line />
        </div>
        {email}
        <Roles invite=invite form=form />
        {password}
    }
}

/// Says so where the existing users could not be loaded.
#[component]
fn UsersUnknown(invite: Invite) -> impl IntoView {
    let store = invite.store();
    let warning = move || {
        // Old ones are better than none.
        if store.load_state().is_loaded() {
            return None;
        }
        let reason = store.load_state().problem()?.details.words;
        Some(view! {
            <p class="strip" role="status">
                "The existing users could not be loaded, so duplicates can't be detected here; \
                 they are looked up once more before anything is sent. "
                {reason}
            </p>
        })
    };
    view! { <div class="page">{warning}</div> }
}

#[component]
fn Roles(invite: Invite, form: InviteForm) -> impl IntoView {
    if invite.platform() == Platform::Actian {
        let choices = [("user", "User"), ("admin", "Administrator")].map(choice);
        Either::Left(view! { <RadioField field=form.fields().roles choices=choices.into() /> })
    } else {
        Either::Right(view! { <ListedRoles invite=invite form=form /> })
    }
}

fn choice((value, label): (&str, &str)) -> Choice {
    (value.to_owned(), label.to_owned())
}

/// The roles or groups to choose from; where they could not be listed, a field for
/// their IDs.
#[component]
fn ListedRoles(invite: Invite, form: InviteForm) -> impl IntoView {
    let is_metabase = invite.platform() == Platform::Metabase;
    let store = invite.store();
    let people = store.people.clone();
    // Changes of users do not matter here.
    let choices = Memo::new(move |_| people.with(role_choices));
    let is_unlisted = Memo::new(move |_| {
        store.load_state().has_failed()
            || store.people.with(|people| people.roles_problem.is_some())
    });
    let control = move || {
        let choices = choices.get();
        if choices.is_empty() {
            // Until they are loaded there is nothing.
            return is_unlisted.get().then(|| {
                Either::Left(view! {
                    <TextField
                        field=form.fields().typed_roles
                        hint="The roles could not be listed. Write their IDs, separated by commas."
                    />
                })
            });
        }
        let (hint, locked) = if is_metabase {
            let reason = "Every user is in it.".to_owned();
            ("", vec![(ALL_USERS.to_string(), reason)])
        } else {
            ("Users without a role may not see anything.", Vec::new())
        };
        Some(Either::Right(view! {
            <CheckboxField field=form.fields().roles hint=hint choices=choices locked=locked />
        }))
    };
    view! { <div class="page">{control}</div> }
}

fn role_choices(people: &People) -> Vec<Choice> {
    let listed = people.roles.iter().filter(|role| role.listed);
    listed
        .map(|role| (role.id.to_string(), role.title.to_string()))
        .collect()
}

#[component]
fn PivotWelcome(form: InviteForm) -> impl IntoView {
    let link = move || {
        form.fields().requests_welcome().then(|| {
            view! {
                <TextField
                    field=form.fields().link
                    kind="url"
                    hint="Scheme and host at which people open Pivot (clientUrl). Without it, Pivot \
                          would use the name by which this console's server calls it."
                />
            }
        })
    };
    view! {
        <TickBox
            field=form.fields().welcome
            hint="With a link to set a password. Without it, the user is not notified."
        />
        <div class="page">{link}</div>
    }
}

#[component]
fn ActianPassword(form: InviteForm) -> impl IntoView {
    let choices = [
        (BY_MAIL, "Actian sends an activation email"),
        (BY_PASSWORD, "Set a password now; no email is sent"),
    ]
    .map(choice);
    let password = move || {
        form.fields().sets_password().then(|| {
            view! {
                <PasswordField
                    field=form.fields().password
                    purpose="new-password"
                    hint="You have to hand it over yourself. It is sent in the request's body, \
                          never in its URL."
                />
            }
        })
    };
    view! {
        <RadioField field=form.fields().password_source choices=choices.into() />
        <div class="page">{password}</div>
    }
}

#[component]
fn MetabasePassword(invite: Invite, form: InviteForm) -> impl IntoView {
    // Without mail, Metabase itself invites no user.
    Effect::new(move |_| {
        if invite.has_mail() == Some(false) {
            form.fields().password_source.set_text(BY_PASSWORD);
            form.fields().password_source.settle();
        }
    });
    let choices = [
        (BY_MAIL, "Metabase sends its invitation"),
        (
            BY_PASSWORD,
            "Generate a password, shown once when the user has been created",
        ),
    ]
    .map(choice);
    let [state, failed] = [(); 2].map(|()| invite.properties.with_value(|all| all.state().clone()));
    let mail_state = move || match invite.has_mail() {
        Some(true) => "Mail is set up on this Metabase.",
        Some(false) => {
            "Mail is not set up on this Metabase: it would send no invitation. Generate a \
             password and hand it over yourself."
        }
        None if state.phase() == Phase::Loading => "Checking whether Metabase can send email…",
        None => "This Metabase did not report whether mail is set up.",
    };
    let reason = move || failed.problem().map(|problem| problem.details.words);
    view! {
        <RadioField field=form.fields().password_source choices=choices.into() />
        <p class="mail-state" role="status">
            {mail_state} " " {reason}
        </p>
    }
}
