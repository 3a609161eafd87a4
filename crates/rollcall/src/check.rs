//! `rollcall check`: tests every connection and prints a table of the results.

mod requirements;

use crate::config::Settings;
use crate::text_table::text_table;
use crate::warnings;
use anyhow::Result;
use gateway::{Report, probe};
use std::fmt::Write;
use std::process::ExitCode;

/// By how many seconds two clocks may differ. Beyond that, signatures and
/// sessions fail and displayed times mislead.
const CLOCK: u64 = 300;

const HEADINGS: [&str; 5] = ["CONNECTION", "REACHED", "SIGNED IN", "VERSION", "CLOCK"];

/// Tests every connection, the identity provider and what the server needs from
/// this machine. Prints the tables; the exit code says whether anything failed.
pub(crate) async fn run(settings: &Settings) -> Result<ExitCode> {
    let config = &settings.gateway;
    let mut rows = Vec::new();
    let mut reasons = String::new();
    // Warnings do not change the exit code.
    let mut warnings = String::new();
    for upstream in &config.connections {
        let report = probe(upstream).await?;
        let id = &upstream.connection.id;
        rows.push(row(id, &report));
        if let Some(why) = reason(&report) {
            writeln!(reasons, "{id}: {why}")?;
        }
        if let Some(words) = warnings::short_secret(upstream) {
            writeln!(warnings, "{id}: warning: {words}")?;
        }
    }
    if let Some(provider) = &settings.provider {
        let report = provider.probe().await;
        let reached = if report.trouble.is_none() {
            "yes"
        } else {
            "no"
        };
        let label = &provider.settings().label;
        rows.push([label.as_str(), reached, "-", "-", "-"].map(str::to_owned));
        if let Some(why) = report.trouble {
            writeln!(reasons, "{label}: {why}")?;
        }
        for warning in report.warnings {
            writeln!(warnings, "{label}: warning: {warning}")?;
        }
    }
    print!(
        "{}\n{}",
        text_table(&HEADINGS, &rows),
        requirements_table(settings, &mut reasons).await?
    );
    if !warnings.is_empty() || !reasons.is_empty() {
        print!("\n{reasons}{warnings}");
    }
    Ok(if reasons.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The table of what the server needs. Failures are added to `reasons`.
async fn requirements_table(settings: &Settings, reasons: &mut String) -> Result<String> {
    let mut rows = Vec::new();
    for requirement in requirements::check_all(settings).await {
        let ready = if requirement.trouble.is_none() {
            "yes"
        } else {
            "no"
        };
        if let Some(why) = requirement.trouble {
            writeln!(reasons, "{}: {why}", requirement.name)?;
        }
        rows.push([requirement.name, ready.to_owned()]);
    }
    Ok(text_table(&["SERVER", "READY"], &rows))
}

fn row(id: &str, report: &Report) -> [String; 5] {
    let reached = report.unreachable.is_none();
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let unknown = || "-".to_owned();
    [
        id.to_owned(),
        yes(reached),
        match reached {
            true if report.asked => "asked for".to_owned(),
            true => yes(report.refused.is_none()),
            false => unknown(),
        },
        report.version.clone().unwrap_or_else(unknown),
        report
            .ahead
            .map_or_else(unknown, |seconds| format!("{seconds:+} s")),
    ]
}

/// Why a connection fails, if it does.
fn reason(report: &Report) -> Option<String> {
    let clock = || {
        let ahead = report.ahead.filter(|ahead| ahead.unsigned_abs() > CLOCK)?;
        Some(format!(
            "its clock and this machine's differ by {} s",
            ahead.unsigned_abs()
        ))
    };
    report
        .unreachable
        .clone()
        .or_else(|| report.refused.clone())
        .or_else(clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Report = Report {
        unreachable: None,
        refused: None,
        asked: false,
        version: None,
        ahead: Some(0),
    };

    #[test]
    fn the_first_failure_is_the_reason() {
        assert_eq!(reason(&FINE), None);
        let slow = Report {
            ahead: Some(-301),
            ..FINE
        };
        assert!(reason(&slow).unwrap().contains("301 s"));
        let refused = Report {
            refused: Some("it does not accept the secret".into()),
            ..slow
        };
        assert_eq!(reason(&refused), refused.refused);
    }

    #[test]
    fn columns_are_aligned() {
        let down = Report {
            unreachable: Some("no".into()),
            ahead: None,
            ..FINE
        };
        let version = Report {
            version: Some("v0.58.1".into()),
            ahead: Some(2),
            ..FINE
        };
        let asked = Report {
            asked: true,
            ..FINE
        };
        let rows = [
            row("metabase-one", &version),
            row("pivot", &down),
            row("actian", &asked),
        ];
        assert_eq!(
            text_table(&HEADINGS, &rows),
            "CONNECTION    REACHED  SIGNED IN  VERSION  CLOCK\n\
             metabase-one  yes      yes        v0.58.1  +2 s\n\
             pivot         no       -          -        -\n\
             actian        yes      asked for  -        +0 s\n"
        );
    }
}
