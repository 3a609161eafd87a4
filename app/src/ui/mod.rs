//! Parts of a page that know no platform, no router and no request.

pub(crate) mod button;
pub(crate) mod dom;
pub(crate) mod faces;
pub(crate) mod icons;
pub(crate) mod notice;
pub(crate) mod search_box;
pub(crate) mod segmented;
pub(crate) mod switch;
pub(crate) mod view;
