//! Reads CHANGELOG.md, which has the form of <https://keepachangelog.com>.

/// What the changelog says under the heading `## [VERSION]`, without the
/// heading; nothing if there is no such heading or nothing under it.
pub(super) fn section(changelog: &str, version: &str) -> Option<String> {
    let heading = format!("## [{version}]");
    let mut lines = changelog.lines();
    lines.find(|line| {
        line.strip_prefix(heading.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })?;
    let text: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    let text = text.join("\n").trim().to_owned();
    (!text.is_empty()).then(|| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n\
        ### Added\n\n- A page.\n\n## [0.1.0] - 2026-11-26\n\n- All of it.\n";

    #[test]
    fn the_section_of_a_version_ends_where_the_next_one_begins() {
        assert_eq!(
            section(CHANGELOG, "0.2.0").as_deref(),
            Some("### Added\n\n- A page.\n")
        );
        assert_eq!(
            section(CHANGELOG, "0.1.0").as_deref(),
            Some("- All of it.\n")
        );
    }

    #[test]
    fn a_version_without_a_text_has_no_section() {
        for version in ["Unreleased", "0.2", "0.3.0", "2.0"] {
            assert_eq!(section(CHANGELOG, version), None, "{version}");
        }
    }
}
