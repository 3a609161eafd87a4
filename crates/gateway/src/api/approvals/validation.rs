//! What a request about approvals may say.

use crate::api::checks::check_text;
use wire::console::approvals::{
    MAX_ACCOUNT_REQUESTS, MAX_APPROVAL_ACCOUNTS, MAX_APPROVAL_TEXT, NewApproval, PlannedAccount,
};
use wire::console::people::MAX_NAME;

/// How many characters the kind of a change has at most.
const MAX_CHANGE: usize = 64;

pub(super) fn check_new(new: &NewApproval) -> Result<(), String> {
    check_text("reason", &new.reason, MAX_APPROVAL_TEXT)?;
    check_accounts(&new.accounts)
}

pub(super) fn check_comment(comment: &str) -> Result<(), String> {
    if comment.is_empty() {
        return Ok(());
    }
    check_text("comment", comment, MAX_APPROVAL_TEXT)
}

/// What is wrong with what is planned, but for the requests themselves.
pub(super) fn check_accounts(accounts: &[PlannedAccount]) -> Result<(), String> {
    if accounts.is_empty() {
        return Err("accounts is empty".to_owned());
    }
    if accounts.len() > MAX_APPROVAL_ACCOUNTS {
        return Err(format!(
            "accounts has more than {MAX_APPROVAL_ACCOUNTS} accounts"
        ));
    }
    let mut accounts = accounts.iter().enumerate();
    accounts.try_for_each(|(index, account)| {
        check_account(account).map_err(|why| format!("accounts[{index}]: {why}"))
    })
}

fn check_account(account: &PlannedAccount) -> Result<(), String> {
    check_text("connection", &account.connection, MAX_NAME)?;
    check_text("key", &account.key, MAX_NAME)?;
    check_text("label", &account.label, MAX_NAME)?;
    check_text("change", &account.change, MAX_CHANGE)?;
    let is_of_word = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    if !account.change.bytes().all(is_of_word) {
        return Err("change has other characters than lowercase letters and hyphens".to_owned());
    }
    match account.requests.len() {
        0 => Err("requests is empty".to_owned()),
        count if count > MAX_ACCOUNT_REQUESTS => Err(format!(
            "requests has more than {MAX_ACCOUNT_REQUESTS} requests"
        )),
        _ => Ok(()),
    }
}
