//! Tests that the modules of a crate form layers: which folder may import which,
//! and that no files import each other in a circle. Used by the tests of crates.
//!
//! It reads paths that begin with `crate::` or `super::` in the sources. A file
//! and the files in the folder of its name (`users/mod.rs` or `users.rs`, and
//! `users/list.rs`) belong together and may import each other; everything else must
//! form layers. Tests do not count: a file `tests.rs`, and `#[cfg(test)] mod tests {`
//! to the end of its file.

mod imports;

use imports::Imports;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The layers of one crate.
#[derive(Debug, Clone, Copy)]
pub struct Layers {
    /// Each layer (a folder or a file below `src`), and those that it may import
    /// besides itself.
    pub allowed: &'static [(&'static str, &'static [&'static str])],
    /// The files that put the layers together, and may import all of them.
    pub top: &'static [&'static str],
    /// Layers whose parts (`pages/users`, `pages/invite`) may not import each other.
    pub separate: &'static [&'static str],
}

impl Layers {
    /// Fails where something in the crate in the folder `root` is against the layers,
    /// and says all that is.
    ///
    /// # Panics
    /// When the sources are against the layers, or cannot be read.
    pub fn assert_hold_in(&self, root: &str) {
        let violations = match self.violations(&Path::new(root).join("src")) {
            Ok(violations) => violations,
            Err(error) => vec![format!("{root} cannot be read: {error}")],
        };
        assert!(violations.is_empty(), "\n{}", violations.join("\n"));
    }

    /// What is against the layers in the crate whose sources are in the folder
    /// `sources`, as sentences: imports of other layers, and circles of files.
    ///
    /// # Errors
    /// When the sources cannot be read.
    pub fn violations(&self, sources: &Path) -> io::Result<Vec<String>> {
        let imports = imports::read(sources)?;
        let mut all = self.against(&imports);
        all.extend(circles(&imports));
        Ok(all)
    }

    fn against(&self, imports: &Imports) -> Vec<String> {
        let mut wrong = Vec::new();
        for (from, targets) in imports {
            let layer = first(from);
            if self.top.contains(&layer) {
                continue;
            }
            let allowed = self.allowed.iter().find(|(name, _)| *name == layer);
            for to in targets {
                let is_allowed = first(to) == layer
                    || allowed.is_some_and(|(_, allowed)| allowed.contains(&first(to)));
                // The folder's own file names all of its parts.
                let is_other_part = self.separate.contains(&layer)
                    && first(to) == layer
                    && part(from) != part(to)
                    && from != layer;
                if !is_allowed || is_other_part {
                    wrong.push(format!("{from} imports {to}"));
                }
            }
        }
        wrong
    }
}

fn first(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn part(module: &str) -> Option<&str> {
    module.split("::").nth(1)
}

/// Whether one of them is in the folder of the other.
fn is_family(one: &str, other: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with("::"))
    };
    is_within(one, other) || is_within(other, one)
}

/// The circles, each once, as lists of their files.
fn circles(imports: &Imports) -> Vec<String> {
    let reach = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![from.to_owned()];
        while let Some(module) = ahead.pop() {
            let targets = imports.get(&module).into_iter().flatten();
            for to in targets.filter(|to| !is_family(&module, to)) {
                if reached.insert(to.clone()) {
                    ahead.push(to.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        imports.keys().map(|from| (from, reach(from))).collect();
    let circles: BTreeSet<String> = reached
        .iter()
        .filter(|(from, to)| to.contains(**from))
        .map(|(from, to)| {
            let members: BTreeSet<&str> = to
                .iter()
                .filter(|one| reached.get(one).is_some_and(|back| back.contains(*from)))
                .map(String::as_str)
                .collect();
            Vec::from_iter(members).join(", ")
        })
        .collect();
    circles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYERS: Layers = Layers {
        allowed: &[("ui", &[]), ("state", &[]), ("pages", &["state", "ui"])],
        top: &["main"],
        separate: &["pages"],
    };

    fn graph(imports: &[(&str, &str)]) -> Imports {
        let mut graph = Imports::new();
        for (from, to) in imports {
            graph.entry((*to).to_owned()).or_default();
            let from = graph.entry((*from).to_owned()).or_default();
            from.insert((*to).to_owned());
        }
        graph
    }

    #[test]
    fn an_import_of_a_layer_that_is_not_allowed_is_found() {
        for (from, to) in [
            ("ui::button", "state::connections"),
            ("pages::users::list", "pages::invite"),
            ("state::connections", "pages::users"),
            ("unlisted", "ui::button"),
        ] {
            let wrong = LAYERS.against(&graph(&[(from, to)]));
            assert_eq!(wrong, [format!("{from} imports {to}")]);
        }
        let right = graph(&[
            ("main", "pages"),
            ("pages", "pages::users"),
            ("pages::users", "ui::button"),
        ]);
        assert_eq!(LAYERS.against(&right), [] as [String; 0]);
    }

    #[test]
    fn a_circle_of_files_is_found_and_a_file_with_its_folder_is_none() {
        let circle = graph(&[
            ("ui::toast", "ui::button"),
            ("ui::button", "ui::icons"),
            ("ui::icons", "ui::toast"),
        ]);
        assert_eq!(circles(&circle).len(), 1);
        let family = graph(&[
            ("pages::users", "pages::users::list"),
            ("pages::users::list", "pages::users"),
        ]);
        assert_eq!(circles(&family), [] as [String; 0]);
        assert_eq!(LAYERS.against(&family), [] as [String; 0]);
    }
}
