//! Approvals: what one operator plans is carried out once another has approved it, and
//! nothing else is.

use gateway::{ApprovalRule, AuditLog, Config, PeopleInMemory};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use test_support::{
    Answer, Browser, MemoryAuditLog, Noted, OPERATOR, OTHER_OPERATOR, TestApp, VIEWER, here,
    upstream,
};
use wire::Platform;
use wire::console::approvals::{
    Approval, ApprovalConflict, ApprovalList, ApprovalNeeded, ApprovalReason, ApprovalState,
    ApprovalSummary, ApprovalsNeeded, MAX_WAITING,
};

const REMOVALS: ApprovalRule = ApprovalRule {
    removals: true,
    accounts: None,
};

const fn at_most(accounts: u32) -> ApprovalRule {
    ApprovalRule {
        removals: false,
        accounts: Some(accounts),
    }
}

/// A console with this rule for its two connections.
struct Console {
    app: TestApp,
    noted: Noted,
    log: Arc<MemoryAuditLog>,
}

impl Console {
    async fn new(rule: ApprovalRule) -> Self {
        let (noted, log) = (Noted::new().await, Arc::new(MemoryAuditLog::default()));
        let config = config(rule, noted.platform, log.clone());
        let app = TestApp::start(config).await;
        Self { app, noted, log }
    }

    async fn otto(&self) -> Browser {
        self.app.signed_in(OPERATOR).await
    }

    async fn olga(&self) -> Browser {
        self.app.signed_in(OTHER_OPERATOR).await
    }

    /// The actions in the audit log, each with the approval that it was made under.
    fn recorded(&self) -> Vec<(String, Option<String>)> {
        let asked = self.log.asked();
        let recorded = asked.into_iter();
        recorded
            .map(|change| (change.action, change.approval))
            .collect()
    }
}

fn config(rule: ApprovalRule, platform: SocketAddr, log: Arc<dyn AuditLog>) -> Config {
    let mut connections = [Platform::Pivot, Platform::Metabase]
        .map(|one| upstream(one, format!("http://{platform}")));
    for connection in &mut connections {
        connection.approval = Some(rule);
    }
    let mut config = Config::new(connections.into(), "-".into());
    config.people = Arc::new(PeopleInMemory::default());
    config.sign_in = Some(here(Duration::from_secs(600)));
    config.audit_log = Some(log);
    config
}

/// What is planned for an account.
fn account(connection: &str, key: &str, method: &str, path: &str, body: Option<Value>) -> Value {
    json!({
        "connection": connection,
        "key": key,
        "label": "Ada Lovelace",
        "change": "remove",
        "requests": [{
            "method": method,
            "path": path,
            "body": body.map(|body| body.to_string()),
        }],
    })
}

/// That the user `name` of the connection `pivot` is removed.
fn removal(name: &str) -> Value {
    let path = format!("/api/v1/users/{name}");
    account("pivot", name, "DELETE", &path, None)
}

/// That a user of the connection `metabase` is deactivated.
fn deactivation(id: u32) -> Value {
    let path = format!("/api/user/{id}");
    account("metabase", &id.to_string(), "DELETE", &path, None)
}

fn read<'a, T: serde::Deserialize<'a>>(answer: &'a Answer) -> T {
    assert!(answer.status < 500, "{} {}", answer.status, answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

async fn requested(browser: &Browser, accounts: &[Value]) -> Approval {
    let answer = browser.request_approval("They have left", accounts).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    read(&answer)
}

async fn approve(browser: &Browser, id: &str) -> ApprovalSummary {
    let answer = browser.decide_approval(id, "approve", "").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    read(&answer)
}

#[tokio::test]
async fn a_removal_waits_for_a_second_operator_and_both_are_recorded() {
    let console = Console::new(REMOVALS).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    let answer = otto.delete_user("ada").await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert!(answer.is_gateways_own());
    assert!(answer.body.contains("a second operator"), "{}", answer.body);
    assert_eq!(console.noted.take(), [] as [&str; 0]);

    let approval = requested(&otto, &[removal("ada")]).await;
    assert_eq!(approval.summary.state, ApprovalState::Waiting);
    assert_eq!(approval.summary.connections[0].removed, 1);
    let id = approval.summary.id;
    assert_eq!(otto.delete_user("ada").await.status, 403);
    let decided = approve(&olga, &id).await;
    assert_eq!(decided.state, ApprovalState::Approved);
    assert_eq!(decided.requested.by.as_deref(), Some(OPERATOR.0));
    assert_eq!(
        decided.decided.unwrap().by.as_deref(),
        Some(OTHER_OPERATOR.0)
    );
    assert!(decided.until.is_some());

    // Of no other user, and by no one else.
    assert_eq!(otto.delete_user("eve").await.status, 403);
    assert_eq!(olga.delete_user("ada").await.status, 403);
    let answer = otto.delete_user("ada").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(console.noted.take(), ["DELETE /api/v1/users/ada"]);
    assert_eq!(
        console.recorded(),
        [
            ("rollcall.approval-requested".to_owned(), None),
            ("rollcall.approval-given".to_owned(), None),
            ("pivot.users.delete".to_owned(), Some(id)),
        ]
    );
}

#[tokio::test]
async fn one_does_not_approve_what_one_has_requested() {
    let console = Console::new(REMOVALS).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    let vera = console.app.signed_in(VIEWER).await;
    let id = requested(&otto, &[removal("ada")]).await.summary.id;
    for (browser, verdict, words) in [
        (&otto, "approve", "with another name"),
        (&otto, "decline", "with another name"),
        (&olga, "withdraw", "only the person who requested"),
        (&vera, "approve", "your role is viewer"),
    ] {
        let answer = browser.decide_approval(&id, verdict, "").await;
        assert_eq!(answer.status, 403, "{verdict}: {}", answer.body);
        assert!(answer.body.contains(words), "{verdict}: {}", answer.body);
    }
    let seen: Approval = read(&vera.open_approval(&id).await);
    assert_eq!(seen.summary.state, ApprovalState::Waiting);
    assert_eq!(
        vera.request_approval("x", &[removal("ada")]).await.status,
        403
    );
    assert_eq!(vera.check_approvals(&[removal("ada")]).await.status, 403);
}

#[tokio::test]
async fn a_decision_is_made_once() {
    let console = Console::new(REMOVALS).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    let id = requested(&otto, &[removal("ada")]).await.summary.id;
    let answer = olga
        .decide_approval(&id, "decline", "Ask again in May")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    for (browser, verdict) in [(&olga, "approve"), (&otto, "withdraw")] {
        let answer = browser.decide_approval(&id, verdict, "").await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        let conflict: ApprovalConflict = read(&answer);
        assert_eq!(conflict.approval.state, ApprovalState::Declined);
        assert_eq!(conflict.approval.comment, "Ask again in May");
    }
    assert_eq!(otto.delete_user("ada").await.status, 403);
    let id = requested(&otto, &[removal("ada")]).await.summary.id;
    let answer = otto.decide_approval(&id, "withdraw", "").await;
    assert_eq!(
        read::<ApprovalSummary>(&answer).state,
        ApprovalState::Withdrawn
    );
    assert_eq!(olga.decide_approval(&id, "approve", "").await.status, 409);
    let list: ApprovalList = read(&olga.list_approvals().await);
    let states: Vec<_> = list.approvals.iter().map(|one| one.state).collect();
    assert_eq!(states, [ApprovalState::Withdrawn, ApprovalState::Declined]);
}

#[tokio::test]
async fn one_person_changes_only_so_many_accounts_within_an_hour() {
    let console = Console::new(at_most(2)).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    for id in [1, 2, 1] {
        assert_eq!(otto.deactivate_user(id).await.status, 200, "{id}");
    }
    let answer = otto.deactivate_user(3).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert!(
        answer.body.contains("may change 2 accounts"),
        "{}",
        answer.body
    );
    let answer = otto.invite_user(r#"{"email":"a@b.c"}"#).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    // On another connection, and another person, others can still be changed.
    assert_eq!(otto.delete_user("ada").await.status, 200);
    assert_eq!(olga.deactivate_user(3).await.status, 200);

    let id = requested(&otto, &[deactivation(3), deactivation(4)])
        .await
        .summary
        .id;
    approve(&olga, &id).await;
    for id in [3, 4] {
        assert_eq!(otto.deactivate_user(id).await.status, 200, "{id}");
    }
    assert_eq!(otto.deactivate_user(5).await.status, 403);
}

#[tokio::test]
async fn what_needs_an_approval_is_known_beforehand() {
    let console = Console::new(at_most(2)).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    assert_eq!(otto.deactivate_user(1).await.status, 200);
    let needed = async |accounts: &[Value]| -> ApprovalsNeeded {
        let answer = otto.check_approvals(accounts).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        read(&answer)
    };
    assert_eq!(
        needed(&[deactivation(1), deactivation(2)]).await,
        ApprovalsNeeded::default()
    );
    let three = [deactivation(1), deactivation(2), deactivation(3)];
    let missing = needed(&three).await;
    let reason = ApprovalReason::Accounts {
        limit: 2,
        changed: 0,
    };
    let all = ApprovalNeeded {
        connection: "metabase".to_owned(),
        reason,
        accounts: 3,
    };
    assert_eq!(missing.connections, [all]);
    assert_eq!(missing.waiting, None);
    let missing = needed(&[deactivation(2), deactivation(3)]).await;
    let reason = ApprovalReason::Accounts {
        limit: 2,
        changed: 1,
    };
    assert_eq!(missing.connections[0].reason, reason);

    let id = requested(&otto, &three).await.summary.id;
    assert_eq!(needed(&three).await.waiting.as_ref(), Some(&id));
    let mut four = three.to_vec();
    four.push(deactivation(4));
    assert_eq!(needed(&four).await.waiting, None);
    approve(&olga, &id).await;
    assert_eq!(needed(&three).await, ApprovalsNeeded::default());
    // One more than what was approved is below the limit.
    assert_eq!(needed(&four).await, ApprovalsNeeded::default());
}

#[tokio::test]
async fn an_approval_is_for_the_requests_that_it_names() {
    let console = Console::new(at_most(0)).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    let update = |user: &Value| {
        let path = "/api/v1/users/ada";
        account("pivot", "ada", "POST", path, Some(json!({ "user": user })))
    };
    let harmless = json!({ "name": "ada", "roles": ["viewer"] });
    let powerful = json!({ "name": "ada", "roles": ["super-admin"] });
    let id = requested(&otto, &[update(&harmless)]).await.summary.id;
    approve(&olga, &id).await;
    let send = async |user: &Value| {
        let body = json!({ "user": user }).to_string();
        let path = "/via/pivot/api/v1/users/ada";
        otto.change("POST", path, &body).await.status
    };
    assert_eq!(send(&powerful).await, 403);
    // Which of two of the same name counts, each platform decides for itself.
    let twice = format!(r#"{{"user":{powerful},"user":{harmless}}}"#);
    let path = "/via/pivot/api/v1/users/ada";
    assert_eq!(otto.change("POST", path, &twice).await.status, 403);
    assert_eq!(send(&harmless).await, 200);
}

#[tokio::test]
async fn a_password_is_neither_kept_nor_compared() {
    let console = Console::new(at_most(0)).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    let user = |password: &str| json!({ "email": "a@b.c", "password": password });
    let planned = account(
        "metabase",
        "a@b.c",
        "POST",
        "/api/user",
        Some(user("planted")),
    );
    let answer = otto.request_approval("New", &[planned]).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert!(!answer.body.contains("planted"), "{}", answer.body);
    let recorded = format!("{:?}", console.log.asked());
    assert!(!recorded.contains("planted"), "{recorded}");
    let approval: Approval = read(&answer);
    approve(&olga, &approval.summary.id).await;
    let answer = otto.invite_user(&user("another").to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn a_restarted_server_still_has_what_was_approved() {
    let (noted, log) = (Noted::new().await, Arc::new(MemoryAuditLog::default()));
    let store = Arc::new(PeopleInMemory::default());
    let start = || async {
        let mut config = config(REMOVALS, noted.platform, log.clone());
        config.people = store.clone();
        TestApp::start(config).await
    };
    let before = start().await;
    let otto = before.signed_in(OPERATOR).await;
    let id = requested(&otto, &[removal("ada")]).await.summary.id;
    let after = start().await;
    approve(&after.signed_in(OTHER_OPERATOR).await, &id).await;
    // The server from before reads it too.
    assert_eq!(otto.delete_user("ada").await.status, 200);
    let otto = after.signed_in(OPERATOR).await;
    assert_eq!(otto.delete_user("ada").await.status, 200);
}

#[tokio::test]
async fn without_people_who_sign_in_nothing_can_be_approved() {
    let (noted, log) = (Noted::new().await, Arc::new(MemoryAuditLog::default()));
    let mut config = config(REMOVALS, noted.platform, log);
    config.sign_in = None;
    let app = TestApp::start(config).await;
    let browser = app.browser();
    assert_eq!(browser.delete_user("ada").await.status, 403);
    let answer = browser.request_approval("x", &[removal("ada")]).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
}

#[tokio::test]
async fn a_connection_without_a_rule_needs_no_approval() {
    let (noted, log) = (Noted::new().await, Arc::new(MemoryAuditLog::default()));
    let mut config = config(REMOVALS, noted.platform, log);
    for connection in &mut config.connections {
        connection.approval = None;
    }
    let app = TestApp::start(config).await;
    let otto = app.signed_in(OPERATOR).await;
    assert!(!otto.list_connections().await.body.contains("approval"));
    assert_eq!(otto.delete_user("ada").await.status, 200);
    let needed = otto.check_approvals(&[removal("ada")]).await;
    assert_eq!(read::<ApprovalsNeeded>(&needed), ApprovalsNeeded::default());
    let answer = otto.request_approval("x", &[removal("ada")]).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let console = Console::new(REMOVALS).await;
    let answer = console.otto().await.list_connections().await;
    assert!(
        answer.body.contains(r#""approval":true"#),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn what_is_no_plan_is_refused_with_its_place() {
    let console = Console::new(REMOVALS).await;
    let otto = console.otto().await;
    let mut label = removal("ada");
    label["label"] = json!(" ");
    let mut change = removal("ada");
    change["change"] = json!("<b>");
    let mut none = removal("ada");
    none["requests"] = json!([]);
    for (account, words) in [
        (label, "accounts[0]: label is empty"),
        (change, "accounts[0]: change has other characters"),
        (none, "accounts[0]: requests is empty"),
        (
            account("pivot", "ada", "GET", "/api/v1/users/ada", None),
            "accounts[0]: requests[0]: it is not a change",
        ),
        (
            account("pivot", "ada", "DELETE", "/elsewhere", None),
            "accounts[0]: requests[0]: no endpoint of Imply Pivot",
        ),
        (
            account("other", "ada", "DELETE", "/api/v1/users/ada", None),
            "accounts[0]: there is no connection “other”",
        ),
    ] {
        let answer = otto.request_approval("x", &[account]).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    let long = "x".repeat(1_001);
    for (reason, words) in [
        ("", "reason is empty"),
        (&*long, "more than 1000 characters"),
    ] {
        let answer = otto.request_approval(reason, &[removal("ada")]).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(words), "{}", answer.body);
    }
    assert_eq!(otto.request_approval("x", &[]).await.status, 422);
    for id in ["x".to_owned(), "0f".repeat(16)] {
        assert_eq!(otto.open_approval(&id).await.status, 404, "{id}");
        let answer = otto.decide_approval(&id, "withdraw", "").await;
        assert_eq!(answer.status, 404, "{id}");
    }
}

#[tokio::test]
async fn one_person_has_only_so_many_approvals_waiting_and_the_oldest_make_room() {
    let console = Console::new(REMOVALS).await;
    let (otto, olga) = (console.otto().await, console.olga().await);
    for _ in 0..MAX_WAITING {
        requested(&otto, &[removal("ada")]).await;
    }
    let answer = otto.request_approval("x", &[removal("ada")]).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(
        answer.body.contains("withdraw one first"),
        "{}",
        answer.body
    );
    let list: ApprovalList = read(&olga.list_approvals().await);
    for approval in &list.approvals {
        let answer = otto.decide_approval(&approval.id, "withdraw", "").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    for _ in 0..wire::console::approvals::MAX_APPROVALS {
        let id = requested(&otto, &[removal("ada")]).await.summary.id;
        otto.decide_approval(&id, "withdraw", "").await;
    }
    let kept: ApprovalList = read(&olga.list_approvals().await);
    assert_eq!(
        kept.approvals.len(),
        wire::console::approvals::MAX_APPROVALS
    );
    let is_old = |id: &String| list.approvals.iter().any(|old| old.id == *id);
    assert!(!kept.approvals.iter().any(|one| is_old(&one.id)));
}
