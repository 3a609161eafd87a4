//! Which rows are read: those between two numbers, or between two times.

use gateway::Order;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;

/// A half-open range of times: from `since` up to, and without, `until`. Their
/// texts sort as the times do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times<'a> {
    pub(super) since: Option<&'a str>,
    pub(super) until: Option<&'a str>,
}

type Query<'q, T> = QueryAs<'q, Any, T, AnyArguments>;

impl<'a> Times<'a> {
    pub(super) fn contain(self, at: &str) -> bool {
        self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
    }

    /// The SQL condition that `column` is within the range. Its parameters have the
    /// numbers `first` and the next.
    pub(super) fn condition(self, column: &str, first: usize) -> String {
        let limits = [(">=", self.since), ("<", self.until)];
        let limits = limits.iter().filter(|(_, limit)| limit.is_some());
        let conditions = (first..)
            .zip(limits)
            .map(|(number, (comparison, _))| format!(" AND {column} {comparison} ${number}"));
        conditions.collect()
    }

    /// `query` with the parameters of the condition.
    pub(super) fn bind<'q, T>(self, mut query: Query<'q, T>) -> Query<'q, T>
    where
        'a: 'q,
    {
        for limit in [self.since, self.until].into_iter().flatten() {
            query = query.bind(limit);
        }
        query
    }
}

/// A range of row numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// The first number.
    pub(super) from: i64,
    /// The number after the last.
    pub(super) before: i64,
}

impl Range {
    /// All rows.
    pub(super) const ALL: Self = Self {
        from: 1,
        before: i64::MAX,
    };

    /// The part of the range after `number` in this order.
    pub(super) fn after(self, number: i64, order: Order) -> Self {
        match order {
            Order::NewestFirst => Self {
                before: self.before.min(number),
                ..self
            },
            Order::OldestFirst => Self {
                from: self.from.max(number.saturating_add(1)),
                ..self
            },
        }
    }
}
