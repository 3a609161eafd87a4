//! What is measured in a browser: a script of tests/bench makes the measurements, one
//! line of JSON each.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::table::Row;
use crate::{process, setup, workspace::Workspace};

/// Everything that this `script` measures on the release page, which must be built, in rows.
///
/// # Errors
/// When the browser cannot be set up, or a measurement is none.
pub(super) fn measure(workspace: &Workspace, script: &str) -> Result<Vec<Row>> {
    let tools = setup::browser_bench(workspace)?;
    let mut node = tools.node.tool("node")?;
    node.arg(script)
        .env("ROLLCALL_MOCK_SERVER", workspace.mock_server("release"))
        .env("ROLLCALL_DIST", workspace.dist())
        .current_dir(workspace.browser_bench());
    if let Some(chromium) = tools.chromium {
        node.env("CHROMIUM", chromium);
    }
    let said = process::output(&mut node)?;
    let rows: Vec<Row> = said.lines().map(row).collect::<Result<_>>()?;
    ensure!(!rows.is_empty(), "nothing was measured");
    Ok(rows)
}

fn row(line: &str) -> Result<Row> {
    let said: Value = serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))?;
    let text = |key: &str| said[key].as_str().unwrap_or_default();
    let value = said["value"]
        .as_f64()
        .with_context(|| format!("no number: {line}"))?;
    let what = match text("unit") {
        "" => text("what").to_owned(),
        unit => format!("{}, {unit}", text("what")),
    };
    let digits = usize::from(value < 100.0 && value.fract() != 0.0);
    Ok(match (said["target"].as_f64(), text("better")) {
        (Some(target), "more") => Row::at_least(what, value, target, digits),
        (Some(target), _) => Row::less_than(what, value, target, digits),
        (None, _) => Row::fact(what, format!("{value:.digits$}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::table;

    #[test]
    fn a_line_becomes_a_row() {
        let line = r#"{"what":"sorting","value":41.26,"unit":"ms","target":80,"better":"less"}"#;
        let text = table::of("", &[row(line).unwrap()]);
        let shown = text.lines().nth(1).unwrap();
        assert!(
            shown.starts_with("sorting, ms") && shown.ends_with("met"),
            "{shown}"
        );
        assert!(row("{}").is_err() && row("x").is_err());
    }
}
