//! The mock's APIs, by schemathesis: calls made of each description, answers held
//! against it.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::schemathesis::{Calls, Schemathesis};
use crate::{process, server::Server, workspace::Workspace};

const PIVOT: (&str, &str) = ("pivot", "x-imply-api-token: demo");
const ACTIAN: (&str, &str) = ("actian", "X-TLM-Key: demo");
const METABASE: (&str, &str) = ("metabase", "X-API-Key: demo");

/// What is fuzzed: a platform with the header of the mock's well-known token,
/// and how the mock is to behave.
const MOCKS: [((&str, &str), &[&str]); 7] = [
    (PIVOT, &[]),
    (PIVOT, &["--pivot", "current"]),
    (PIVOT, &["--as", "observed"]),
    (ACTIAN, &[]),
    (ACTIAN, &["--as", "observed"]),
    (METABASE, &[]),
    (METABASE, &["--as", "observed"]),
];

/// What every answer must keep to. `negative_data_rejection` is left out: the
/// platforms take much that a strict description would not (unknown query
/// parameters, extra fields), and the mock takes what they do.
const CHECKS: &str = "not_a_server_error,status_code_conformance,\
    content_type_conformance,response_schema_conformance";

/// Fuzzes all platforms, in every way they can behave, for `seconds` together.
///
/// # Errors
/// When set-up or the build fails, when a description is missing, or when an
/// answer of a platform is not as described.
pub(super) fn run(workspace: &Workspace, seconds: u32) -> Result<()> {
    let schemathesis = Schemathesis::new(workspace)?;
    let share = (seconds / 7).max(1);
    let mut failed = Vec::new();
    for ((platform, token), behaviour) in MOCKS {
        // A mock of its own for each: calls of one do not disturb another.
        let arguments = [&["--seed", "documented"], behaviour].concat();
        let mut mock = Server::mock(&workspace.mock_server("debug"), &arguments)?;
        let name = [&["the mock's", platform], behaviour].concat().join(" ");
        let description = format!("{}/__mock/openapi/{platform}.json", mock.address());
        check_description(&description)?;
        let passed = schemathesis.run(&Calls {
            name: &name,
            description: &description,
            url: mock.address(),
            config: "schemathesis.toml",
            headers: &[token],
            session: None,
            checks: CHECKS,
            seconds: share,
        })?;
        ensure!(
            mock.is_running()?,
            "the mock ended while it was called: see above"
        );
        if !passed {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!(
        "answers of {} are not as described: what was sent, with a curl line for each, \
         stands above. Mend the mock or its description",
        failed.join(" and ")
    )
}

/// # Errors
/// When the mock has no such description, or one of nothing.
fn check_description(url: &str) -> Result<()> {
    let get = ["--silent", "--show-error", "--fail", "--max-time", "10"];
    let description =
        process::output(Command::new("curl").args(get).arg(url)).with_context(|| {
            format!("the mock has no OpenAPI description to fuzz it by: it must answer {url}")
        })?;
    // Every path of every platform begins like this.
    ensure!(
        description.contains("\"/api/"),
        "{url} describes no endpoint: there is nothing to fuzz"
    );
    Ok(())
}
