//! A failure, told in full.

use crate::messages::{Details, Problem};
use crate::ui::dom::El;
use crate::ui::notice::{self, notice};

/// A failure with what can be done about it. It is read out at once.
pub(crate) fn problem_notice(problem: Problem, actions: Vec<El>) -> El {
    let Problem { title, details } = problem;
    let Details {
        words,
        advice,
        request,
        answer,
    } = details;
    let details = notice::Details {
        words,
        advice,
        request,
        answer,
    };
    notice(&title, details, actions)
}
