//! What was asked, answered and read back, to be kept.

use crate::run::{Left, Outcome, Row, Run};
use serde::Serialize;

/// A run as a document. It holds no password.
#[derive(Debug, Serialize)]
pub struct Receipt {
    /// What was to be done: “Disable 12 users”.
    pub title: String,
    /// The connection's id.
    pub connection: String,
    /// Its name for people.
    pub label: String,
    /// Whose platform it is.
    pub platform: &'static str,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended, RFC 3339.
    pub ended: String,
    /// What became of each login.
    pub rows: Vec<ReceiptRow>,
}

/// What became of one login.
#[derive(Debug, Serialize)]
pub struct ReceiptRow {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What was to be done.
    pub change: &'static str,
    /// What became of it, in a word or two.
    pub outcome: &'static str,
    /// What there is to say about it: the platform's words, or why not.
    pub words: String,
    /// The requests that were made, and what went wrong with any.
    pub steps: Vec<ReceiptStep>,
}

/// One request of a receipt.
#[derive(Debug, Serialize)]
pub struct ReceiptStep {
    /// What it was for.
    pub step: &'static str,
    /// What went wrong; nothing where it went well.
    pub problem: Option<String>,
}

impl Receipt {
    /// The receipt of a run that went from `started` to `ended`.
    pub fn new(run: &Run, started: &str, ended: &str) -> Self {
        let connection = &run.plan.connection;
        let rows = run.rows();
        Self {
            title: run.plan.title(),
            connection: connection.id.clone(),
            label: connection.label.clone(),
            platform: connection.platform.name(),
            started: started.to_owned(),
            ended: ended.to_owned(),
            rows: run
                .plan
                .items
                .iter()
                .zip(rows.iter())
                .map(|(item, row)| ReceiptRow {
                    key: row.made.clone().unwrap_or_else(|| item.key.clone()),
                    name: item.label.clone(),
                    change: item.change.verb(),
                    outcome: row.outcome.word(),
                    words: words(&row.outcome),
                    steps: steps(row),
                })
                .collect(),
        }
    }

    /// As JSON.
    pub fn json(&self) -> String {
        // Texts and lists of them: cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// As a table: the head, then a line per login.
    pub fn table(&self) -> Vec<Vec<String>> {
        let head = ["Key", "Name", "Change", "Outcome", "Words", "Requests"];
        let mut table = vec![head.map(str::to_owned).to_vec()];
        for row in &self.rows {
            let steps: Vec<String> = row
                .steps
                .iter()
                .map(|step| match &step.problem {
                    None => step.step.to_owned(),
                    Some(problem) => format!("{}: {problem}", step.step),
                })
                .collect();
            table.push(vec![
                row.key.clone(),
                row.name.clone(),
                row.change.to_owned(),
                row.outcome.to_owned(),
                row.words.clone(),
                steps.join("; "),
            ]);
        }
        table
    }
}

/// What there is to say about an outcome. "Failed" alone would read as if nothing
/// was changed.
fn words(outcome: &Outcome) -> String {
    let words = outcome.words();
    match outcome {
        Outcome::Failed(error) if error.left() == Left::Unknown => {
            format!("{words}. It is not known whether the change was made.")
        }
        _ => words,
    }
}

fn steps(row: &Row) -> Vec<ReceiptStep> {
    row.steps
        .iter()
        .map(|step| ReceiptStep {
            step: step.words,
            problem: step.problem.clone(),
        })
        .collect()
}
