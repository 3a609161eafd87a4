//! Holds the layers of the program: which module may import which, and that no files
//! import each other in a circle.

use layer_test::Layers;

/// Each layer, and those that it may import besides itself.
const LAYERS: Layers = Layers {
    allowed: &[
        ("audit", &["store_error", "text_file"]),
        ("embedded", &[]),
        ("licenses", &[]),
        ("panic_log", &[]),
        ("password", &[]),
        ("session_key", &[]),
        ("store_error", &[]),
        ("text_file", &[]),
        ("text_table", &[]),
        ("tls", &["text_file"]),
        (
            "config",
            &["embedded", "password", "session_key", "text_file", "tls"],
        ),
        ("warnings", &["config", "session_key"]),
        (
            "serve",
            &[
                "config",
                "panic_log",
                "session_key",
                "store_error",
                "tls",
                "warnings",
            ],
        ),
        (
            "check",
            &[
                "config",
                "serve",
                "session_key",
                "store_error",
                "text_table",
                "warnings",
            ],
        ),
        (
            "people",
            &["config", "store_error", "text_file", "text_table"],
        ),
    ],
    top: &["main"],
    separate: &[],
};

#[test]
fn layers_import_downwards_only_and_no_files_import_each_other_in_a_circle() {
    LAYERS.assert_hold_in(env!("CARGO_MANIFEST_DIR"));
}
