//! A connection to which users are invited.

use crate::messages;
use crate::state::loadable::{LoadState, Loadable};
use crate::state::user_store::UserStore;
use leptos::prelude::*;
use roster::platform::{InviteSupport, MailSettings, invite_support};
use wire::Platform;

/// A connection to which users are invited, with what its platform reports about its email.
/// All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct InviteTarget {
    store: StoredValue<UserStore>,
    mail: StoredValue<Loadable<MailSettings>>,
}

impl InviteTarget {
    /// Begins to read what the platform reports about its email, if it reports anything.
    pub(crate) fn new(store: UserStore) -> Self {
        let mail = Loadable::new(MailSettings::default());
        if let Some(report) = invite_support(store.connection().platform).mail_report() {
            let store = store.clone();
            mail.load(async move {
                let answer = report.read(&store.transport).await;
                let requests = [report.request()];
                answer.map_err(|error| {
                    let title = report.failure();
                    messages::call_failed(store.connection(), title, &error, &requests)
                })
            });
        }
        Self {
            store: StoredValue::new(store),
            mail: StoredValue::new(mail),
        }
    }

    /// Its users.
    pub(crate) fn store(self) -> UserStore {
        self.store.get_value()
    }

    /// Its platform.
    pub(crate) fn platform(self) -> Platform {
        self.store.with_value(|store| store.connection().platform)
    }

    /// What the platform needs to invite a user.
    pub(crate) fn support(self) -> &'static dyn InviteSupport {
        invite_support(self.platform())
    }

    /// What the platform reports about its email; nothing of it until it has.
    pub(super) fn mail(self) -> ArcReadSignal<MailSettings> {
        self.mail.with_value(Loadable::value)
    }

    /// How reading that went.
    pub(super) fn mail_state(self) -> LoadState {
        self.mail.with_value(|mail| mail.state().clone())
    }

    /// Whether the platform can send email; nothing while that is not known. Reactive.
    pub(crate) fn can_mail(self) -> Option<bool> {
        self.mail().with(|settings| settings.can_mail)
    }
}
