//! Container images are named by digest, so that what is built today is built
//! tomorrow, and each is the same one everywhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::Workspace;

/// The folders whose files name images.
const FOLDERS: [&str; 2] = ["deploy", ".github/workflows"];
/// What `docker build -t` calls ours in deploy/Dockerfile's first line.
const OURS: &str = "rollcall";

/// Checks all files and returns how many times they name an image.
///
/// # Errors
/// When an image has no digest, or two files name different ones.
pub(crate) fn check(workspace: &Workspace) -> Result<usize> {
    let mut count = 0;
    let mut known = BTreeMap::<String, (String, String)>::new();
    for folder in FOLDERS {
        let here = workspace.root.join(folder);
        let read = || format!("{} cannot be read", here.display());
        let mut paths: Vec<_> = here
            .read_dir()
            .with_context(read)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .with_context(read)?;
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let file = format!("{folder}/{name}");
            let text =
                fs::read_to_string(path).with_context(|| format!("{file} cannot be read"))?;
            for image in named(&name, &text) {
                count += 1;
                let place = || format!("{file} names the image {image}");
                let repository = pinned(&image).with_context(place)?;
                let (first, first_file) = known
                    .entry(repository.to_owned())
                    .or_insert_with(|| (image.clone(), file.clone()));
                ensure!(
                    *first == image,
                    "{first_file} names the image {first} and {file} {image}: let both name the newer one"
                );
            }
        }
    }
    ensure!(count > 0, "no file names an image");
    Ok(count)
}

/// The repository of an image that is named by digest.
fn pinned(image: &str) -> Result<&str> {
    let Some((name, digest)) = image.split_once("@sha256:") else {
        bail!("it needs a digest: NAME:TAG@sha256:…");
    };
    let hexadecimal = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    ensure!(
        digest.len() == 64 && digest.bytes().all(hexadecimal),
        "its digest is not 64 hexadecimal digits"
    );
    // A colon before the last slash is that of a port.
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    let end = name[start..]
        .find(':')
        .map_or(name.len(), |colon| start + colon);
    Ok(&name[..end])
}

/// The images that a file names, without ours.
fn named(file: &str, text: &str) -> Vec<String> {
    let is_yaml = Path::new(file)
        .extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml");
    if is_yaml {
        text.lines()
            .filter_map(in_yaml)
            .filter(|image| *image != OURS)
            .map(str::to_owned)
            .collect()
    } else if file.contains("Dockerfile") {
        in_dockerfile(text)
    } else {
        Vec::new()
    }
}

/// The image of a line `image: IMAGE` (Kubernetes, Compose, workflows) or
/// `uses: docker://IMAGE` (workflows).
fn in_yaml(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    let value = line
        .strip_prefix("image:")
        .or_else(|| line.strip_prefix("uses: docker://"))?;
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then_some(value)
}

/// What the stages of a Dockerfile begin with, what they copy from, and what
/// reads the file. `scratch` is no image.
fn in_dockerfile(text: &str) -> Vec<String> {
    let mut stages = BTreeSet::from(["scratch"]);
    let mut images = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let image = match words.next() {
            Some("FROM") => {
                let mut words = words.skip_while(|word| word.starts_with("--"));
                let image = words.next();
                if let Some(stage) = words.nth(1) {
                    stages.insert(stage);
                }
                image
            }
            Some("COPY" | "ADD" | "RUN") => words
                .filter_map(|word| word.split_once("from="))
                .filter_map(|(before, value)| {
                    let option = before.starts_with("--");
                    option.then(|| value.split(',').next().unwrap_or(value))
                })
                .find(|stage| stage.parse::<usize>().is_err()),
            Some("#") => words.next().and_then(|word| word.strip_prefix("syntax=")),
            _ => None,
        };
        images.extend(
            image
                .filter(|image| !stages.contains(image))
                .map(str::to_owned),
        );
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "6258907abe69656e41cd992e0b705cdcfabcbbe3db374f92ed2d47121282d4a1";

    #[test]
    fn every_image_of_this_checkout_has_its_digest() {
        check(&Workspace::find().unwrap()).unwrap();
    }

    #[test]
    fn one_image_with_two_digests_is_refused() {
        let root = std::env::temp_dir().join(format!("rollcall-images-{}", std::process::id()));
        let workspace = Workspace {
            target: root.join("target"),
            root,
        };
        for folder in FOLDERS {
            fs::create_dir_all(workspace.root.join(folder)).unwrap();
        }
        let write = |file: &str, text: String| fs::write(workspace.root.join(file), text).unwrap();
        write(
            "deploy/Dockerfile",
            format!("FROM rust:2@sha256:{DIGEST}\n"),
        );
        write(
            ".github/workflows/ci.yml",
            format!("  image: rust:2@sha256:{DIGEST}\n"),
        );
        assert_eq!(check(&workspace).unwrap(), 2);
        write(
            ".github/workflows/ci.yml",
            format!("  image: rust:1@sha256:{DIGEST}\n"),
        );
        let error = check(&workspace).unwrap_err().to_string();
        assert!(error.contains("let both name the newer one"), "{error}");
        write(".github/workflows/ci.yml", "  image: rust:2\n".into());
        let error = check(&workspace).unwrap_err().to_string();
        assert_eq!(error, ".github/workflows/ci.yml names the image rust:2");
        fs::remove_dir_all(&workspace.root).unwrap();
    }

    #[test]
    fn an_image_without_a_digest_is_refused() {
        for image in [
            "rust",
            "rust:1.95",
            "rust:1.95@sha256:6258",
            "rust@md5:0",
            "$RUST_IMAGE",
        ] {
            assert!(pinned(image).is_err(), "{image}");
        }
        let capitals = DIGEST.to_uppercase();
        assert!(pinned(&format!("rust@sha256:{capitals}")).is_err());
        for (image, repository) in [
            ("rust:1.95-bookworm", "rust"),
            ("rust", "rust"),
            (
                "registry.example.com:5000/base/rust:1",
                "registry.example.com:5000/base/rust",
            ),
            (
                "registry.example.com:5000/rust",
                "registry.example.com:5000/rust",
            ),
        ] {
            let image = format!("{image}@sha256:{DIGEST}");
            assert_eq!(pinned(&image).unwrap(), repository);
        }
    }

    #[test]
    fn images_are_found_wherever_a_dockerfile_names_one() {
        let file = "# syntax=docker/dockerfile:1\n# FROM a-comment\n\
                    FROM --platform=$BUILDPLATFORM rust:1 AS build\n\
                    COPY --chown=1 --from=tools:2 /a /b\nRUN --mount=type=bind,from=cache:3,target=/c true\n\
                    FROM scratch\nCOPY --from=build /from=d /e\nCOPY --from=0 /f /g\nFROM build\n";
        assert_eq!(
            named("Dockerfile", file),
            ["docker/dockerfile:1", "rust:1", "tools:2", "cache:3"]
        );
    }

    #[test]
    fn images_are_found_in_manifests_and_workflows() {
        let file = "  image: \"a:1\" # why\n  - image: b:2\nimages: c\n  image:\n    name: d\n\
                    - uses: docker://e:3\n- uses: actions/checkout@v1\n  image: rollcall\n";
        assert_eq!(named("kubernetes.yaml", file), ["a:1", "b:2", "e:3"]);
        assert_eq!(named("nginx.conf", file), [""; 0]);
    }
}
