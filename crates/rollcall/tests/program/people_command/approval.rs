//! Plans that wait for the approval of a second operator.

use super::{ANA, run};
use crate::audit_log_reads::exported;
use crate::mock::Mock;
use crate::password::{hash, sign_in, user};
use crate::people_store::json_of;
use crate::running::{Folder, Running, wait};
use serde_json::Value;

/// The configuration with two operators, where removals on Pivot and changes of more than
/// one account on Metabase wait for an approval.
fn folder(mock: &Mock, test: &str) -> Folder {
    let folder = Folder::with_page(test);
    let hash = hash(&folder);
    let users = [
        user("ada", "operator", &hash),
        user("bob", "operator", &hash),
    ];
    let config = mock.config(&users.join("\n"));
    let rules = [
        ("id = \"pivot\"\n", "approval.removals = true\n"),
        ("id = \"metabase\"\n", "approval.accounts = 1\n"),
    ];
    let config = rules.iter().fold(config, |config, (line, rule)| {
        config.replace(line, &format!("{line}{rule}"))
    });
    folder.write("rollcall.toml", &config);
    folder
}

#[test]
fn a_removal_is_carried_out_once_an_operator_has_approved_it_in_the_console() {
    let mock = Mock::start();
    let folder = folder(&mock, "command-approval");
    run(
        &folder,
        &format!("leave {ANA} --remove pivot --plan leave.json"),
    )
    .with_code(0);
    let command = "leave --apply leave.json --yes";
    let refused = run(&folder, command).with_code(6);
    let words = "rollcall: pivot: removing 1 account needs the approval of a second operator\n\
                 rollcall: nothing was done: --request-approval REASON requests the approval\n";
    assert_eq!(refused.error, words);

    let asking = format!("{command} --format json --request-approval Leaver");
    let requested = run(&folder, &asking).with_code(6).json();
    let id = requested["approval"].as_str().unwrap();
    let waiting = run(&folder, &asking).with_code(6).json();
    assert_eq!(waiting["approval"], id);

    let running = Running::start(&folder);
    let ada = sign_in(&running, "ada");
    let approval = json_of(&wait(ada.open_approval(id)));
    assert_eq!(approval["summary"]["reason"], "Leaver");
    assert_eq!(approval["summary"]["requested"]["via"], "command-line");
    let approved = wait(ada.decide_approval(id, "approve", ""));
    assert_eq!(approved.status, 200, "{}", approved.body);
    run(&folder, command).with_code(0);
    running.stop();

    let entries = exported(&folder);
    let under = entries.iter().filter(|entry| entry["approval"] == id);
    let actions: Vec<&Value> = under.map(|entry| &entry["action"]).collect();
    assert!(
        actions.contains(&&"pivot.users.delete".into()),
        "{actions:?}"
    );
}

#[test]
fn what_needs_no_approval_is_carried_out_at_once() {
    let mock = Mock::start();
    let folder = folder(&mock, "command-without-approval");
    run(&folder, &format!("leave {ANA} --yes")).with_code(0);
}
