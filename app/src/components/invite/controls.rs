//! The controls for the roles or groups and the first password of a new user, as the
//! platform describes them.

use super::InviteTarget;
use super::form_model::{BY_MAIL, BY_PASSWORD, InviteForm};
use crate::messages::locked_roles;
use crate::state::loadable::Phase;
use crate::ui::fields::{CheckboxField, Choice, PasswordField, RadioField, TextField, TickBox};
use leptos::either::Either;
use leptos::prelude::*;
use roster::accounts::Accounts;
use roster::platform::{FirstPassword, MailReport, PasswordSource, common_role, list_support};

/// Which roles or groups the user is to have.
#[component]
pub(crate) fn Roles(target: InviteTarget, form: InviteForm) -> impl IntoView {
    let fixed = list_support(target.platform()).fixed_roles();
    if fixed.is_empty() {
        Either::Left(view! { <ListedRoles target=target form=form /> })
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
fn ListedRoles(target: InviteTarget, form: InviteForm) -> impl IntoView {
    let store = target.store();
    let accounts = store.accounts.clone();
    // Changes of users do not matter here.
    let choices = Memo::new(move |_| {
        let mut choices = accounts.with(role_choices);
        // What was filled in and is not listed stays in sight.
        if !choices.is_empty() {
            let chosen = form.fields().roles.chosen();
            let common = common_role(target.platform());
            let is_unlisted = |one: &String| {
                let is_own = !one.is_empty() && common.as_ref() != Some(one);
                is_own && choices.iter().all(|(listed, _)| listed != one)
            };
            let unlisted: Vec<String> = chosen.into_iter().filter(is_unlisted).collect();
            choices.extend(unlisted.into_iter().map(|one| (one.clone(), one)));
        }
        choices
    });
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
        let locked = locked_roles(target.platform());
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

/// How the user gets a first password.
#[component]
pub(crate) fn FirstPasswordControls(target: InviteTarget, form: InviteForm) -> impl IntoView {
    match form.fields().description.first_password {
        FirstPassword::Welcome {
            hint, link_hint, ..
        } => Either::Left(view! { <Welcome form=form hint=hint link_hint=link_hint /> }),
        FirstPassword::Choice {
            by_mail,
            by_password,
            password,
        } => Either::Right(view! {
            <PasswordChoice
                target=target
                form=form
                by_mail=by_mail
                by_password=by_password
                source=password
            />
        }),
    }
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

/// By an email, or by a password that is set now.
#[component]
fn PasswordChoice(
    target: InviteTarget,
    form: InviteForm,
    by_mail: &'static str,
    by_password: &'static str,
    source: PasswordSource,
) -> impl IntoView {
    // A platform that cannot send email invites no user by itself.
    Effect::new(move |_| {
        if target.can_mail() == Some(false) {
            form.fields().password_source.set_text(BY_PASSWORD);
            form.fields().password_source.settle();
        }
    });
    let choices = [(BY_MAIL, by_mail), (BY_PASSWORD, by_password)].map(choice);
    let password = match source {
        PasswordSource::Typed { hint, .. } => Some(view! { <TypedPassword form=form hint=hint /> }),
        PasswordSource::Generated => None,
    };
    let mail_state = target
        .support()
        .mail_report()
        .map(|report| view! { <MailState target=target report=report /> });
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
fn MailState(target: InviteTarget, report: &'static dyn MailReport) -> impl IntoView {
    let [state, failed] = [(); 2].map(|()| target.mail_state());
    let text = move || match target.can_mail() {
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
