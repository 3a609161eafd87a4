//! Compares a closed access review with the audit log.

use super::evidence::{Differences, head, read_json};
use anyhow::Result;
use audit_store::{AuditReader, Head};
use gateway::review_fingerprint;
use std::path::{Path, PathBuf};
use wire::console::TrailEvent;
use wire::console::reviews::{ReviewEvidence, ReviewProgress};

/// A review in a file, with its items and decisions.
pub(super) struct ReviewFile {
    path: PathBuf,
    evidence: ReviewEvidence,
}

impl ReviewFile {
    /// Reads the review that the console saved at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Ok(Self {
            evidence: read_json(path, "an access review")?,
            path: path.to_owned(),
        })
    }

    /// The row that it names, as the verification of the log looks for it.
    pub(super) fn heads(&self) -> Vec<Head> {
        let recorded = self.evidence.review.recorded.iter();
        recorded.filter_map(head).collect()
    }

    /// Prints whether it agrees with the log; answers that.
    pub(super) async fn compare(&self, log: &AuditReader) -> Result<bool> {
        let Self { path, evidence } = self;
        let review = &evidence.review;
        let mut differences = Differences::default();
        let progress: ReviewProgress = evidence.decisions.iter().collect();
        if review.progress != progress {
            differences.add("its figures are not those of its decisions");
        }
        differences.closing(log, evidence).await?;
        let undecided = review.items.saturating_sub(progress.decided());
        let what = format!(
            "the review “{}”; accounts: {}, kept: {}, revoked: {}, undecided: {undecided}",
            review.name, review.items, progress.kept, progress.revoked
        );
        Ok(differences.print(path, &what))
    }
}

impl Differences {
    /// Looks whether the log vouches for the review as it was closed.
    async fn closing(&mut self, log: &AuditReader, evidence: &ReviewEvidence) -> Result<()> {
        let review = &evidence.review;
        let Some(closed) = &review.closed else {
            self.add("the review is not closed: nothing vouches for it yet");
            return Ok(());
        };
        let recorded = review.recorded.as_ref();
        let vouching = self.vouching(log, recorded, TrailEvent::ReviewClosed, "review");
        let Some((entry, body)) = vouching.await? else {
            return Ok(());
        };
        let number = entry.number;
        let sha256 = review_fingerprint(evidence)?;
        if !entry.target.contains(&review.id) {
            self.add(format!(
                "row {number} of the log vouches for another review"
            ));
        } else if body["sha256"] != *sha256 {
            self.add(format!(
                "the review was changed: it does not have the hash that row {number} of the log has"
            ));
        } else if review.sha256.as_deref() != Some(&*sha256) {
            self.add("the hash that the review names is not its own");
        }
        if (&entry.who, &entry.via) != (&closed.by, &closed.via) {
            self.add(format!(
                "row {number} of the log was written for another person"
            ));
        }
        Ok(())
    }
}
