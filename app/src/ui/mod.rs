//! Parts of a page that know no platform, no router and no request.
#![allow(dead_code, reason = "the pages they are for are being written")]

pub(crate) mod button;
pub(crate) mod clipboard;
pub(crate) mod code_block;
pub(crate) mod confirm;
pub(crate) mod dialog;
pub(crate) mod dom;
pub(crate) mod download;
pub(crate) mod faces;
pub(crate) mod field;
pub(crate) mod fields;
pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod grid;
pub(crate) mod icons;
pub(crate) mod key_values;
pub(crate) mod menu;
pub(crate) mod notice;
pub(crate) mod palette;
pub(crate) mod panel;
pub(crate) mod paper;
mod place;
pub(crate) mod popover;
pub(crate) mod progress;
pub(crate) mod search_box;
pub(crate) mod segmented;
pub(crate) mod selection;
pub(crate) mod shortcuts;
pub(crate) mod switch;
pub(crate) mod toast;
pub(crate) mod view;
