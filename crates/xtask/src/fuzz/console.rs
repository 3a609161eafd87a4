//! The console's own API, by schemathesis: a `rollcall` before the mock, called by
//! its own description as a viewer and as an operator.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};

use super::schemathesis::{Calls, Schemathesis};
use crate::{process, server::Server, workspace::Workspace};

/// Who calls: names, which are the roles as well.
const PEOPLE: [&str; 2] = ["viewer", "operator"];

/// Their password.
const PASSWORD: &str = "correct horse battery";

/// What the mock takes from everybody.
const TOKEN: &str = "demo";

/// What every answer must keep to, and what every refusal must be for. Left out are
/// checks of what is no promise here, such as that what was made is found: the
/// platforms decide that.
const CHECKS: &str = "not_a_server_error,status_code_conformance,\
    content_type_conformance,response_headers_conformance,response_schema_conformance,\
    unsupported_method,negative_data_rejection,ignored_auth";

/// Fuzzes as each of [`PEOPLE`], for `seconds` together.
///
/// # Errors
/// When set-up, a build or a server fails, or an answer is not as described.
pub(super) fn run(workspace: &Workspace, seconds: u32) -> Result<()> {
    let schemathesis = Schemathesis::new(workspace)?;
    let folder = workspace.state().join("fuzz").join("console");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("the folder of another time cannot be emptied")?;
    }
    // A console to show, without which the server is not ready.
    fs::create_dir_all(folder.join("dist"))?;
    fs::write(folder.join("dist/index.html"), "<!doctype html>")?;
    let mock = Server::mock(&workspace.mock_server("debug"), &["--seed", "documented"])?;
    let program = workspace.rollcall("debug");
    let config = configuration(mock.address(), &hash(&program)?);
    fs::write(folder.join("rollcall.toml"), config)?;
    fs::write(folder.join("secret"), TOKEN)?;
    let mut console = Server::rollcall(&program, &folder, "rollcall.toml", "rollcall.log")?;
    let mut failed = Vec::new();
    for person in PEOPLE {
        let session = sign_in(console.address(), person)?;
        // Any other is refused before what else a change says is looked at.
        let meant_for = format!(
            "x-rollcall-session: {}",
            id_of(console.address(), &session)?
        );
        let description = folder.join("openapi.json");
        fs::write(&description, describe(console.address(), &session)?)?;
        let passed = schemathesis.run(&Calls {
            name: &format!("the console as {person}"),
            description: &description.display().to_string(),
            url: console.address(),
            config: "console.toml",
            headers: &["Sec-Fetch-Site: same-origin", "x-rollcall: 1", &meant_for],
            session: Some(&session),
            checks: CHECKS,
            seconds: (seconds / 2).max(1),
        })?;
        ensure!(
            console.is_running()?,
            "rollcall ended while it was called: see {}",
            folder.join("rollcall.log").display()
        );
        if !passed {
            failed.push(person);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!(
        "the server's answers to {} are not as described: what was sent, with a curl line for \
         each, stands above. Mend the server or its description",
        failed.join(" and ")
    )
}

/// The hash of [`PASSWORD`].
fn hash(program: &Path) -> Result<String> {
    process::output_for_input(
        Command::new(program).arg("hash-password"),
        &format!("{PASSWORD}\n"),
    )
}

/// Before the mock's platforms, with people who sign in.
fn configuration(mock: &str, hash: &str) -> String {
    let people = PEOPLE.map(|person| {
        format!("[[users]]\nname = \"{person}\"\nrole = \"{person}\"\npassword_hash = \"{hash}\"\n")
    });
    let connections = [
        ("pivot", ""),
        ("actian", "actian.tenant = \"demo\"\n"),
        ("metabase", ""),
    ];
    let connections = connections.map(|(platform, more)| {
        format!(
            "[[connections]]\nid = \"{platform}\"\nplatform = \"{platform}\"\n\
             environment = \"staging\"\nbase_url = \"{mock}\"\nsecret_file = \"secret\"\n{more}"
        )
    });
    let server = "[server]\nlisten = \"127.0.0.1:0\"\n";
    format!("{server}{}{}", people.concat(), connections.concat())
}

/// Signs a person in; answers the value of the session's cookie.
fn sign_in(address: &str, person: &str) -> Result<String> {
    let head = curl(&[
        "--dump-header",
        "-",
        "--output",
        "/dev/null",
        "--header",
        "Sec-Fetch-Site: same-origin",
        "--data-urlencode",
        &format!("name={person}"),
        "--data-urlencode",
        &format!("password={PASSWORD}"),
        &format!("{address}/sign-in"),
    ])?;
    let cookie = head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: __Host-rollcall="))
        .and_then(|line| line.split(';').next());
    let cookie = cookie.with_context(|| format!("{person} cannot sign in: {head}"))?;
    Ok(cookie.to_owned())
}

/// What the server describes, as it can be called: the rest of a platform's path is
/// described as one segment and sent as one, so it begins with what all of
/// Metabase's begin with, and `user` is an endpoint.
fn describe(address: &str, session: &str) -> Result<String> {
    let url = format!("{address}/api/openapi.json");
    let description = read(&url, session)?;
    let forwarded = "/via/{connection}/{path}";
    ensure!(
        description.contains(forwarded),
        "{url} does not describe {forwarded}: has it another name now?"
    );
    Ok(description.replace(forwarded, "/via/{connection}/api/{path}"))
}

/// The ID of the session whose cookie has this value, which a page names in its
/// changes.
fn id_of(address: &str, session: &str) -> Result<String> {
    let url = format!("{address}/api/connections");
    let start: serde_json::Value = serde_json::from_str(&read(&url, session)?)?;
    let id = start["session"]["id"].as_str();
    Ok(id
        .with_context(|| format!("{url} names no session"))?
        .to_owned())
}

/// What is at `url` for a person who has signed in.
fn read(url: &str, session: &str) -> Result<String> {
    let cookie = format!("Cookie: __Host-rollcall={session}");
    curl(&["--fail", "--header", &cookie, url])
}

fn curl(arguments: &[&str]) -> Result<String> {
    let always = ["--silent", "--show-error", "--max-time", "10"];
    process::output(Command::new("curl").args(always).args(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_configuration_names_both_people_and_all_platforms() {
        let config = configuration("http://127.0.0.1:1", "$argon2id$x");
        let count = |what: &str| config.matches(what).count();
        assert_eq!(count("password_hash = \"$argon2id$x\"\n"), 2);
        assert_eq!(count("base_url = \"http://127.0.0.1:1\"\n"), 3);
    }
}
