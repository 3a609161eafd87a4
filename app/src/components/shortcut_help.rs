//! Every key of the page, fetched on demand.

use crate::lazy::lazy;
use crate::ui::shortcuts;

lazy!(
    /// Every key of this page, in a dialog.
    pub(crate) lazy_help from work: fn() = shortcuts::show_help
);
