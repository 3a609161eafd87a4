//! Parts of pages that know the state.

pub(crate) mod access_change;
pub(crate) mod account;
pub(crate) mod account_menu;
pub(crate) mod audit_entries;
pub(crate) mod change_flow;
pub(crate) mod column_settings;
pub(crate) mod command_palette;
pub(crate) mod connection_page;
pub(crate) mod job_tray;
pub(crate) mod list;
pub(crate) mod load_status;
pub(crate) mod log_page;
pub(crate) mod navigation;
pub(crate) mod not_found;
pub(crate) mod page_actions;
pub(crate) mod page_query;
pub(crate) mod page_title;
pub(crate) mod platform_icon;
pub(crate) mod problem_notice;
pub(crate) mod records_notice;
pub(crate) mod saving;
pub(crate) mod secret_gate;
pub(crate) mod session_dialog;
pub(crate) mod shortcut_help;
pub(crate) mod side_list;
pub(crate) mod unknown_connections;
