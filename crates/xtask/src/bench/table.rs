//! The table that is printed in the end.

/// One line: what, how much, and whether that is what we want.
pub(super) struct Row {
    what: String,
    measured: String,
    target: Option<(String, bool)>,
}

impl Row {
    /// Something worth knowing.
    pub(super) fn fact(what: impl Into<String>, measured: String) -> Self {
        Self {
            what: what.into(),
            measured,
            target: None,
        }
    }

    /// A value with as many digits behind the point, that should be at least so much.
    pub(super) fn at_least(
        what: impl Into<String>,
        value: f64,
        target: f64,
        digits: usize,
    ) -> Self {
        let target = (format!("at least {target}"), value >= target);
        Self::fact(what, format!("{value:.digits$}")).with_target(target)
    }

    /// A value with as many digits behind the point, that should be less than so much.
    pub(super) fn less_than(
        what: impl Into<String>,
        value: f64,
        target: f64,
        digits: usize,
    ) -> Self {
        let target = (format!("less than {target}"), value < target);
        Self::fact(what, format!("{value:.digits$}")).with_target(target)
    }

    /// The same with what it should be, and whether it is.
    fn with_target(self, target: (String, bool)) -> Self {
        Self {
            target: Some(target),
            ..self
        }
    }
}

/// The value in the middle: of loads that take turns, the one that whatever else
/// this machine does has least to do with.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The rows as a text.
pub(super) fn of(title: &str, rows: &[Row]) -> String {
    let mut text = format!("{title:<52} {:>14}  {:<16} {}\n", "measured", "target", "");
    for row in rows {
        let (target, met) = match &row.target {
            Some((target, true)) => (target.as_str(), "met"),
            Some((target, false)) => (target.as_str(), "not met"),
            None => ("", ""),
        };
        let line = format!("{:<52} {:>14}  {target:<16} {met}", row.what, row.measured);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
        assert!((median(vec![7.0]) - 7.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn every_target_is_said_to_be_met_or_not() {
        let text = of(
            "The mock server",
            &[
                Row::fact("bytes", "1,234".to_owned()),
                Row::at_least("ratio", 0.5, 0.5, 2),
                Row::at_least("ratio", 0.499, 0.5, 2),
                Row::less_than("start-up, ms", 49.9, 50.0, 1),
                Row::less_than("start-up, ms", 50.0, 50.0, 1),
            ],
        );
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert!(lines[0].ends_with("1,234"), "{text}");
        assert!(lines[1].ends_with("0.50  at least 0.5     met"), "{text}");
        assert!(lines[2].ends_with("not met"), "{text}");
        assert!(lines[3].ends_with("less than 50     met"), "{text}");
        assert!(lines[4].ends_with("not met"), "{text}");
    }
}
