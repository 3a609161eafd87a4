//! A plan that can be reviewed as a file, carrying it out, and what was done.

mod approval;
mod carry_out;
mod differences;
mod plan_file;
mod plan_text;
mod result;

use super::End;
use super::console::Console;
use super::loaded::Loaded;
use super::output::{OutputFormat, counted, print, print_json, say};
use anyhow::{Context, Result};
use carry_out::{Filed, carry_out};
use clap::Args;
use differences::differences;
pub(super) use plan_file::{PlanFile, UndecidedRow};
pub(super) use plan_text::text;
use roster::people::PeoplePlan;
use serde_json::json;
use std::fs;
use std::io::{IsTerminal, Write, stderr, stdin};
use std::path::PathBuf;

/// What becomes of a plan.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// Write the plan to this file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["apply", "yes"])]
    pub(super) plan: Option<PathBuf>,
    /// Carry out the plan in this file, unless the platforms have changed since it was made
    #[arg(long, value_name = "FILE")]
    pub(super) apply: Option<PathBuf>,
    /// Carry the plan out without asking
    #[arg(long)]
    pub(super) yes: bool,
    /// Request the approval of a second operator, for this reason, where the plan needs one
    #[arg(long, value_name = "REASON", conflicts_with = "plan")]
    request_approval: Option<String>,
    /// Write each receipt to a file in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "plan")]
    receipts: Option<PathBuf>,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: OutputFormat,
}

impl PlanArgs {
    /// Prints a plan, and writes it where that was asked for. `apply` is the command that
    /// carries the written plan out, without the name of its file.
    pub(super) fn show(&self, file: &PlanFile, apply: &str) -> Result<()> {
        if self.request_approval.is_some() {
            say("--request-approval is for a plan that is carried out: add --apply or --yes");
        }
        match self.format {
            OutputFormat::Text => print(&text(file))?,
            OutputFormat::Json => print_json(file)?,
            OutputFormat::Csv => print(&plan_text::csv(file))?,
        }
        if let Some(path) = &self.plan {
            file.write(path)?;
            let shown = path.display();
            say(&format!(
                "the plan is written to {shown}. Carry it out: {apply} {shown}"
            ));
        }
        Ok(())
    }

    /// Whether the plan that was made before is still `current`. Where it is not, says how
    /// it differs.
    pub(super) fn is_current(&self, before: &PlanFile, current: &PlanFile) -> Result<bool> {
        let differences = differences(before, current);
        if differences.is_empty() {
            return Ok(true);
        }
        say("the platforms have changed since this plan was made. Nothing was done:");
        for difference in &differences {
            say(&format!("- {difference}"));
        }
        say("make the plan again, and look at it");
        if self.format == OutputFormat::Json {
            print_json(&json!({ "version": 1, "refused": differences }))?;
        }
        Ok(false)
    }

    /// Whether the plan in `file` is to be carried out: by `--yes`, or by typing `word` once
    /// the plan was shown. Where not, how the command ends.
    fn confirmed(&self, file: &PlanFile, word: &str) -> Result<Option<End>> {
        if self.yes {
            return Ok(None);
        }
        if !stdin().is_terminal() {
            say("there is no terminal to ask on: --yes carries the plan out without asking");
            return Ok(Some(End::Usage));
        }
        let mut error = stderr().lock();
        write!(
            error,
            "{}\nType {word} to carry this plan out: ",
            text(file)
        )?;
        error.flush()?;
        let mut answer = String::new();
        stdin()
            .read_line(&mut answer)
            .context("the answer cannot be read")?;
        if answer.trim() == word {
            return Ok(None);
        }
        say("nothing was done");
        Ok(Some(End::Incomplete))
    }

    /// Carries `plan` out, which is the one in `file` and was made of `loaded`, and reports
    /// what was done: where it has the approval that it needs, and by `--yes` or by typing
    /// `word`.
    pub(super) async fn carry_out(
        &self,
        console: &Console,
        loaded: &Loaded,
        (plan, file): (&PeoplePlan, &PlanFile),
        word: &str,
    ) -> Result<End> {
        if let Some(end) = self.approved(console, plan).await? {
            return Ok(end);
        }
        if let Some(end) = self.confirmed(file, word)? {
            return Ok(end);
        }
        let done = carry_out(console, loaded, plan).await?;
        self.finish(&done)
    }

    /// Reports what was done, and answers whether that is all of it.
    fn finish(&self, done: &[Filed]) -> Result<End> {
        if let Some(folder) = &self.receipts {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
            for one in done {
                one.write(folder)?;
            }
        }
        match self.format {
            OutputFormat::Text => print(&result::text(done))?,
            OutputFormat::Json => print_json(&result::json(done))?,
            OutputFormat::Csv => print(&result::csv(done))?,
        }
        let incomplete = done.iter().filter(|one| !one.is_complete()).count();
        if incomplete == 0 {
            return Ok(End::Fine);
        }
        let people = counted(incomplete, "person", "people");
        say(&format!("not everything was done for {people}"));
        Ok(End::Incomplete)
    }
}
