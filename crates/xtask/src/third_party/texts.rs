//! The licence texts of a package.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::packages::Package;

/// How the names of files with licences and notices begin.
const BEGINNINGS: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "copyright",
    "unlicense",
    "notice",
];
/// How the names of other files with such a beginning end.
const OTHER_ENDINGS: [&str; 5] = ["json", "py", "rs", "toml", "yml"];
/// Folders of which nothing is built in.
const NOT_BUILT_IN: [&str; 5] = ["benches", "examples", "sqlcipher", "target", "tests"];

/// What MIT's text, and no other, says.
const MIT: &str = "Permission is hereby granted, free of charge, to any person obtaining a copy";
/// What texts say that grant rights. One is in every text of deny.toml's list.
const GRANTS: [&str; 8] = [
    MIT,
    "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
    "Redistribution and use in source and binary forms",
    "Permission to use, copy, modify, and/or distribute this software",
    "Permission is hereby granted, free of charge, to any person or organization",
    "Permission is granted to anyone to use this software",
    "This is free and unencumbered software",
    "CC0 1.0 Universal",
];

/// MIT's text after the copyright, which is in the package's name where it has no
/// text of its own. Ours is the standard one.
const STANDARD_MIT: &str = include_str!("../../../../LICENSE-MIT");

/// The texts of a package, in the order of its files: those of MIT where it
/// offers that, and always the notices and what its parts are licensed under.
///
/// # Errors
/// When there is none that grants anything, or one cannot be read.
pub(super) fn of(package: &Package) -> Result<Vec<String>> {
    let mut files = Vec::new();
    find(&package.folder, &mut files)?;
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let contents =
            fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let text = tidy(&String::from_utf8_lossy(&contents));
        let of_a_part = file.parent() != Some(&package.folder);
        // Others only say where the texts are.
        if grants(&text) || text.to_lowercase().contains("copyright") {
            texts.push((text, of_a_part));
        }
    }
    if package.offers_mit() {
        if !texts
            .iter()
            .any(|(text, of_a_part)| !of_a_part && is_mit(text))
        {
            texts.push((standard_mit(package), false));
        }
        texts.retain(|(text, of_a_part)| *of_a_part || is_mit(text) || !grants(text));
    }
    ensure!(
        texts
            .iter()
            .any(|(text, of_a_part)| !of_a_part && grants(text)),
        "{} ({}) has no file with the text of its licence",
        package.name,
        package.licence
    );
    Ok(texts.into_iter().map(|(text, _)| text).collect())
}

/// Finds the files with licences and notices in a folder, however deep.
fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_dir() {
            if !NOT_BUILT_IN.contains(&&*name) {
                find(&entry.path(), found)?;
            }
        } else if is_licence(&name) {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Whether a file of this name, in small letters, has a licence or a notice.
fn is_licence(name: &str) -> bool {
    let other = OTHER_ENDINGS
        .iter()
        .any(|ending| name.rsplit_once('.').is_some_and(|(_, end)| end == *ending));
    !other
        && BEGINNINGS
            .iter()
            .any(|beginning| name.starts_with(beginning))
}

/// The text with `\n` at the ends of lines, and no white space around it.
fn tidy(text: &str) -> String {
    let lines: Vec<_> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim_end)
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn is_mit(text: &str) -> bool {
    words(text).contains(MIT)
}

fn grants(text: &str) -> bool {
    let words = words(text);
    GRANTS.iter().any(|grant| words.contains(grant))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// MIT's text for a package that offers it and has no file with it.
fn standard_mit(package: &Package) -> String {
    let authors = if package.authors.is_empty() {
        format!("the authors of {}", package.name)
    } else {
        let names = package.authors.iter().map(|author| {
            // Without the address.
            author.split('<').next().unwrap_or_default().trim()
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let grant = STANDARD_MIT.find("Permission").unwrap_or_default();
    tidy(&format!(
        "MIT License\n\nCopyright (c) {authors}\n\n{}",
        &STANDARD_MIT[grant..]
    ))
}

#[cfg(test)]
mod tests;
