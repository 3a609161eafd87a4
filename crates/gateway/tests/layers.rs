//! Holds the gateway's layers: which folder may import which, and that no files
//! import each other in a circle.

#![allow(clippy::unwrap_used)]

use layer_test::Layers;
use std::fs;
use std::path::Path;

/// Each layer, and those that it may import besides itself. The files at the top
/// put everything together: settings, the router, and what every request passes.
const LAYERS: Layers = Layers {
    allowed: &[
        ("config_error", &["random"]),
        ("metrics", &[]),
        ("people", &[]),
        ("person", &[]),
        ("random", &[]),
        ("repeated_failure", &[]),
        ("redact", &[]),
        ("stop_signal", &[]),
        ("client_tls", &[]),
        ("http", &["config_error", "metrics", "repeated_failure"]),
        ("audit", &["http", "metrics", "person", "repeated_failure"]),
        ("approval", &["audit", "http", "people"]),
        (
            "proxy",
            &[
                "approval",
                "audit",
                "http",
                "config_error",
                "metrics",
                "person",
                "redact",
                "client_tls",
            ],
        ),
        (
            "auth",
            &["audit", "http", "person", "random", "repeated_failure"],
        ),
        (
            "api",
            &[
                "approval",
                "auth",
                "proxy",
                "audit",
                "http",
                "config_error",
                "metrics",
                "people",
                "person",
                "random",
            ],
        ),
    ],
    top: &[
        "command_line",
        "config",
        "lib",
        "middleware",
        "router",
        "services",
    ],
    separate: &[],
};

/// The layers that are folders.
const FOLDERS: [&str; 7] = [
    "api", "approval", "audit", "auth", "http", "people", "proxy",
];

#[test]
fn layers_import_downwards_only_and_no_files_import_each_other_in_a_circle() {
    LAYERS.assert_hold_in(env!("CARGO_MANIFEST_DIR"));
}

/// A name that a folder exports again would hide which of its files is imported.
#[test]
fn folders_export_nothing_again() {
    for folder in FOLDERS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/{folder}.rs"));
        let source = fs::read_to_string(&file).unwrap();
        let uses = source.lines().filter(|line| line.contains("use "));
        let uses: Vec<_> = uses.filter(|line| !line.starts_with("//")).collect();
        assert_eq!(uses, [] as [&str; 0], "{}", file.display());
    }
}
