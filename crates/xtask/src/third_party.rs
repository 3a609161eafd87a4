//! `cargo xtask licenses`: writes THIRD-PARTY.txt, the licences of every package
//! that is built into the program and the page. `rollcall licenses` prints it.
//!
//! cargo-about would do this too. Measured with 0.9.3, it takes 64 s to build for
//! every run of CI, and where only package registries can be reached it had not
//! ended after nine minutes. `cargo metadata` and the packages' own files take 2 s.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
};

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

mod packages;
mod texts;

use packages::Package;

/// The file, at the top of the checkout.
pub(crate) const FILE: &str = "THIRD-PARTY.txt";
/// The line before every text.
const LINE: &str = "------------------------------------------------------------------------";

/// What the file begins with.
const HEAD: &str = "\
Third-party software in Rollcall

Rollcall itself is licensed under MIT or Apache-2.0, at your choice. The program
`rollcall` and the console in it also contain the packages listed here, which come
from crates.io, and the Rust standard library (MIT OR Apache-2.0). Their authors'
texts follow the list. A package that is offered under MIT among others is used
under MIT, and its other texts are left out.

`cargo xtask licenses` writes this file, and `rollcall licenses` prints it. Versions
are in the bills of materials that come with each release.
";

/// Writes the file.
///
/// # Errors
/// When a package has no licence text, or cargo cannot list the packages.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let packages = packages::built_in(workspace)?;
    let text = render(&packages)?;
    fs::write(workspace.root.join(FILE), &text)
        .with_context(|| format!("{FILE} cannot be written"))?;
    println!(
        "{FILE}: {} packages, {} kB",
        names(&packages).len(),
        text.len().div_ceil(1000)
    );
    Ok(())
}

/// Compares the file with what `write` would make of it, and returns how many
/// packages it lists.
///
/// # Errors
/// When it is not current, a package has no licence text, or cargo cannot list
/// the packages.
pub(crate) fn check(workspace: &Workspace) -> Result<usize> {
    let packages = packages::built_in(workspace)?;
    let committed = fs::read_to_string(workspace.root.join(FILE)).unwrap_or_default();
    ensure!(
        committed == render(&packages)?,
        "{FILE} does not have the licences of what is built in now: run `cargo xtask licenses`"
    );
    Ok(names(&packages).len())
}

fn names(packages: &[Package]) -> BTreeSet<&str> {
    packages.iter().map(|package| &*package.name).collect()
}

/// The file for those packages, whatever their order.
fn render(packages: &[Package]) -> Result<String> {
    let mut licences = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut users = BTreeMap::<String, (String, BTreeSet<&str>)>::new();
    for package in packages {
        let of_name = licences.entry(&package.name).or_default();
        of_name.insert(&package.licence);
        for text in texts::of(package)? {
            // Texts that differ only in white space are one.
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (shown, names) = users
                .entry(words)
                .or_insert_with(|| (text.clone(), BTreeSet::new()));
            if text < *shown {
                *shown = text;
            }
            names.insert(&package.name);
        }
    }
    let mut file = format!("{HEAD}\n");
    for (name, licences) in &licences {
        let licences = licences.iter().copied().collect::<Vec<_>>().join(", ");
        writeln!(file, "{name}: {licences}")?;
    }
    let mut texts: Vec<_> = users.into_values().collect();
    texts.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    for (text, names) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        write!(file, "\n{LINE}\nFor {names}:\n\n{text}\n")?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests;
