//! Holds the app's layers: which folder may import which, that no page imports
//! another, and that no files import each other in a circle.

use layer_test::Layers;

/// Each layer, and those that it may import besides itself. The app's own files
/// (`main.rs`, `app.rs`) put everything together and may import all of them.
const LAYERS: Layers = Layers {
    allowed: &[
        ("browser", &[]),
        ("routes", &[]),
        ("messages", &["routes", "browser"]),
        ("ui", &["browser"]),
        ("api", &["routes", "messages", "browser"]),
        ("state", &["api", "routes", "messages", "browser"]),
        ("lazy", &["ui", "browser"]),
        (
            "components",
            &[
                "state", "api", "lazy", "ui", "routes", "messages", "browser",
            ],
        ),
        (
            "pages",
            &[
                "components",
                "state",
                "api",
                "lazy",
                "ui",
                "routes",
                "messages",
                "browser",
            ],
        ),
    ],
    top: &["main", "app"],
    separate: &["pages"],
};

#[test]
fn layers_import_downwards_only_and_no_files_import_each_other_in_a_circle() {
    LAYERS.assert_hold_in(env!("CARGO_MANIFEST_DIR"));
}
