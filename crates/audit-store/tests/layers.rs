//! Holds the layers of the store: which module may import which, and that no files
//! import each other in a circle.

use layer_test::Layers;

/// Each layer, and those that it may import besides itself.
const LAYERS: Layers = Layers {
    allowed: &[
        ("error", &[]),
        ("private_file", &[]),
        ("database", &["error", "private_file"]),
        ("audit_log", &["database", "error"]),
        ("people", &["database"]),
        ("sessions", &["database"]),
    ],
    top: &["lib"],
    separate: &[],
};

#[test]
fn layers_import_downwards_only_and_no_files_import_each_other_in_a_circle() {
    LAYERS.assert_hold_in(env!("CARGO_MANIFEST_DIR"));
}
