//! What can be done about an account from a row or a card: the menu.

use crate::components::access_change::access_change;
use crate::components::change_flow::lazy_change;
use crate::routes;
use crate::state::user_store::UserStore;
use crate::ui::clipboard;
use crate::ui::menu::Choice;
use crate::ui::toast;
use roster::input::isolated;
use roster::record::Access;
use roster::{Ability, Change};

/// What the menu of the account with this key offers. `open` shows its page; there is none
/// where no URL can name it.
pub(crate) fn choices(
    store: &UserStore,
    key: &str,
    access: &Access,
    open: Option<Box<dyn Fn()>>,
) -> Vec<Choice> {
    let platform = store.connection().platform;
    let reason = |ability: Ability| store.unavailable_reason(ability).unwrap_or_default();
    let doing = |what: Change| {
        let (store, key) = (store.clone(), key.to_owned());
        move || make_change(&store, &what, &[&key])
    };
    let no_page = if open.is_some() {
        ""
    } else {
        routes::UNADDRESSABLE
    };
    let copied = key.to_owned();
    let mut choices = vec![
        Choice::new("Open", open.unwrap_or_else(|| Box::new(|| {}))).unless(no_page),
        Choice::new("Copy key", move || {
            let key = copied.clone();
            clipboard::copy_and(&copied, move |done| {
                let key = isolated(&key);
                toast::say(&if done {
                    format!("Copied: {key}")
                } else {
                    format!("The browser did not allow copying: {key}")
                });
            });
        }),
    ];
    // What is not known can be set either way.
    for (label, enable, is_so) in [
        ("Disable", false, access.is_disabled()),
        ("Enable", true, access.is_enabled()),
    ] {
        if !is_so {
            let choice = Choice::new(label, doing(access_change(enable)));
            choices.insert(1, choice.unless(reason(Ability::SwitchAccess)));
        }
    }
    let has_welcome = Ability::SendWelcome.unsupported_reason(platform).is_none();
    choices.push(if has_welcome {
        let welcome = Change::SendWelcome { client_url: None };
        Choice::new("Welcome email again…", doing(welcome)).unless(reason(Ability::SendWelcome))
    } else {
        let reset = Choice::new("Password-reset email…", doing(Change::SendReset));
        reset.unless(reason(Ability::SendReset))
    });
    choices.push(
        Choice::new("Remove…", doing(Change::Remove))
            .unless(reason(Ability::Remove))
            .dangerous(),
    );
    choices
}

/// Makes one change to the users with these keys, after a confirmation where one is
/// needed.
pub(crate) fn make_change(store: &UserStore, change: &Change, keys: &[&str]) {
    let (store, change) = (store.clone(), change.clone());
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    lazy_change().then(move |run| {
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        run(&store, &change, &keys);
    });
}
