//! The form's controls, as the platform describes them.

use super::Invite;
use super::duplicate::DuplicateWarning;
use super::form_model::{BY_MAIL, BY_PASSWORD, InviteForm, address_or_line, address_or_unchanged};
use crate::messages::locked_roles;
use crate::state::loadable::Phase;
use crate::ui::fields::{CheckboxField, Choice, PasswordField, RadioField, TextField, TickBox};
use leptos::either::Either;
use leptos::prelude::*;
use roster::accounts::Accounts;
use roster::input::line;
use roster::platform::{FirstPassword, MailReport, PasswordSource, list_support};

/// All controls, in order.
#[component]
pub(super) fn Controls(invite: Invite, form: InviteForm) -> impl IntoView {
    let fields = form.fields();
    let description = fields.description;
    let (key_kind, read_key): (_, fn(&str) -> String) = if description.key.is_address {
        ("email", address_or_unchanged)
    } else {
        ("text", address_or_line)
    };
    let email = description.email_hint.map(|hint| {
        view! { <TextField field=fields.email kind="email" hint=hint read=address_or_unchanged /> }
    });
    let password = match description.first_password {
        FirstPassword::Welcome {
            hint, link_hint, ..
        } => Either::Left(view! { <Welcome form=form hint=hint link_hint=link_hint /> }),
        FirstPassword::Choice {
            by_mail,
            by_password,
            password,
        } => Either::Right(view! {
            <PasswordChoice
                invite=invite
                form=form
                by_mail=by_mail
                by_password=by_password
                source=password
            />
        }),
    };
    view! {
        <UsersUnknown invite=invite />
        <TextField field=fields.key kind=key_kind hint=description.key.hint read=read_key />
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
    let fixed = list_support(invite.platform()).fixed_roles();
    if fixed.is_empty() {
        Either::Left(view! { <ListedRoles invite=invite form=form /> })
    } else {
        let choices = fixed.iter().copied().map(choice).collect();
        Either::Right(view! { <RadioField field=form.fields().roles choices=choices /> })
    }
}

fn choice((value, label): (&str, &str)) -> Choice {
    (value.to_owned(), label.to_owned())
}

/// The roles or groups to choose from; where they could not be listed, a field for
/// their IDs.
#[component]
fn ListedRoles(invite: Invite, form: InviteForm) -> impl IntoView {
    let store = invite.store();
    let accounts = store.accounts.clone();
    // Changes of users do not matter here.
    let choices = Memo::new(move |_| accounts.with(role_choices));
    let is_unlisted = Memo::new(move |_| {
        store.load_state().has_failed()
            || store
                .accounts
                .with(|accounts| accounts.roles_problem.is_some())
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
        let hint = form.fields().description.roles_hint;
        let locked = locked_roles(invite.platform());
        Some(Either::Right(view! {
            <CheckboxField field=form.fields().roles hint=hint choices=choices locked=locked />
        }))
    };
    view! { <div class="page">{control}</div> }
}

fn role_choices(accounts: &Accounts) -> Vec<Choice> {
    let listed = accounts.roles.iter().filter(|role| role.listed);
    listed
        .map(|role| (role.id.to_string(), role.title.to_string()))
        .collect()
}

/// Whether to ask for the welcome email, and what its link starts with.
#[component]
fn Welcome(form: InviteForm, hint: &'static str, link_hint: &'static str) -> impl IntoView {
    let link = move || {
        form.fields()
            .requests_welcome()
            .then(|| view! { <TextField field=form.fields().link kind="url" hint=link_hint /> })
    };
    view! {
        <TickBox field=form.fields().welcome hint=hint />
        <div class="page">{link}</div>
    }
}

/// How the user gets a first password.
#[component]
fn PasswordChoice(
    invite: Invite,
    form: InviteForm,
    by_mail: &'static str,
    by_password: &'static str,
    source: PasswordSource,
) -> impl IntoView {
    // A platform that cannot send email invites no user by itself.
    Effect::new(move |_| {
        if invite.can_mail() == Some(false) {
            form.fields().password_source.set_text(BY_PASSWORD);
            form.fields().password_source.settle();
        }
    });
    let choices = [(BY_MAIL, by_mail), (BY_PASSWORD, by_password)].map(choice);
    let password = match source {
        PasswordSource::Typed { hint, .. } => Some(view! { <TypedPassword form=form hint=hint /> }),
        PasswordSource::Generated => None,
    };
    let mail_state = invite
        .support()
        .mail_report()
        .map(|report| view! { <MailState invite=invite report=report /> });
    view! {
        <RadioField field=form.fields().password_source choices=choices.into() />
        {password}
        {mail_state}
    }
}

#[component]
fn TypedPassword(form: InviteForm, hint: &'static str) -> impl IntoView {
    let password = move || {
        form.fields().sets_password().then(|| {
            view! {
                <PasswordField field=form.fields().password purpose="new-password" hint=hint />
            }
        })
    };
    view! { <div class="page">{password}</div> }
}

/// What the platform reports about its email.
#[component]
fn MailState(invite: Invite, report: &'static dyn MailReport) -> impl IntoView {
    let [state, failed] = [(); 2].map(|()| invite.mail.with_value(|mail| mail.state().clone()));
    let text = move || match invite.can_mail() {
        None if state.phase() == Phase::Loading => report.loading(),
        can_mail => report.text(can_mail),
    };
    let reason = move || failed.problem().map(|problem| problem.details.words);
    view! {
        <p class="mail-state" role="status">
            {text} " " {reason}
        </p>
    }
}
