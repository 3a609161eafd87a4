//! Cuts the built page into pieces: what a first load needs, and what is loaded
//! when it is asked for (`lazy!` in app/src/ marks what that is).
//!
//! trunk has compiled the page in one piece and left its parts in `dist/`. Here
//! the compiler's output is cut, bound to its script and shrunk anew, and takes
//! the place of trunk's. trunk itself knows of no pieces.

mod classes;
mod exports;
mod imports;
pub(crate) mod sample;
mod sections;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{process, setup::PageTools, workspace::Workspace};

/// What the page is compiled with: the linker keeps what tells functions apart.
pub(crate) const FLAG: &str = "-Clink-arg=--emit-relocs";

/// The page's feature that marks where to cut.
pub(crate) const FEATURE: &str = "split";

/// The script that loads pieces, as the tool names it.
const LOADER: &str = "./__wasm_split.js";

/// The piece that the page's own address shows (`lazy!` in app/src/pages/overview).
const OVERVIEW: &str = "home";

/// What is said when the tools write something else than what is read here.
const ADVICE: &str = "wasm-bindgen or wasm-split-cli writes this in another form than \
                      crates/xtask/src/cut reads. Make its sample anew with \
                      `cargo xtask cut-sample`, see in `git diff crates/xtask/samples` what \
                      has changed, and mend the reader until its tests pass";

/// How its name ends in `dist/`.
const LOADER_END: &str = "_pieces.js";

/// What wasm-opt is told about the page: the compiler's output uses all of it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-sign-ext",
];

/// What wasm-opt does. Flattening first lets it put the code together anew; what
/// each saves is in docs/decisions/size.md. The lowest kilobyte of the memory is
/// the far end of the stack, which no address in the page leads to.
const PASSES: [&str; 9] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "--one-caller-inline-max-function-size=36",
    "--always-inline-max-function-size=1",
    "-Os",
    "-Os",
    "--strip-producers",
    "--strip-target-features",
];

/// Puts the page in pieces in place of that in one piece in `dist/`.
///
/// # Errors
/// When a tool fails, or `dist/` does not hold what trunk builds.
pub(crate) fn page(workspace: &Workspace, tools: &PageTools) -> Result<()> {
    let folder = workspace.state().join("pieces");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let dist = workspace.dist();
    let name = name(&dist)?;
    let compiled = workspace
        .target
        .join("wasm32-unknown-unknown/page/app.wasm");
    let compiled =
        fs::read(&compiled).with_context(|| format!("{} cannot be read", compiled.display()))?;
    let compiled = classes::drop_from(&compiled).context(ADVICE)?;
    let whole = folder.join("whole");
    fs::write(&whole, compiled)
        .with_context(|| format!("{} cannot be written", whole.display()))?;
    let bound = split_and_bind(tools, &whole, &folder, &name)?;
    let pieces = pieces(&folder, &name)?;
    let loader = loader(&text(&folder.join(LOADER))?, &name, &pieces).context(ADVICE)?;
    let script = script(&text(&bound.join(format!("{name}.js")))?, &name).context(ADVICE)?;
    let main = format!("{name}_bg.wasm");
    let module = fs::read(bound.join(&main)).context("wasm-bindgen wrote no module")?;
    let used = |export: &str| script.contains(export) || loader.contains(export);
    let module = exports::keep(&module, used)
        .context("the exports of wasm-bindgen's module cannot be read")
        .context(ADVICE)?;
    let (module, script) = imports::shorten(&module, &script).context(ADVICE)?;
    fs::write(bound.join(&main), module)?;
    // The memory of the first is all its own, and empty when it starts.
    let shrink = |from: &Path, to: &str, more: &[&str]| {
        // It warns of a part of its input that it drops.
        process::output(
            Command::new(&tools.wasm_opt)
                .args(FEATURES)
                .args(more)
                .args(PASSES)
                .arg(from)
                .arg("--output")
                .arg(dist.join(to)),
        )
    };
    shrink(
        &bound.join(&main),
        &main,
        &["--zero-filled-memory", "--converge"],
    )?;
    for piece in &pieces {
        shrink(&folder.join(piece), &piece_name(&name, piece), &[])?;
    }
    fs::write(dist.join(format!("{name}.js")), script)?;
    fs::write(dist.join(loader_name(&name)), &loader)?;
    let page = dist.join("index.html");
    let overview = files_of(OVERVIEW, &loader, &name)
        .context("the loader does not load the overview as expected")
        .context(ADVICE)?;
    for file in &overview {
        let file = dist.join(file);
        ensure!(file.exists(), "{} is missing", file.display());
    }
    fs::write(&page, preloading(&text(&page)?, &name, &overview)?)?;
    Ok(())
}

/// Cuts a compiled page into `folder`, and binds its first piece to its script in the
/// folder that is returned.
fn split_and_bind(tools: &PageTools, whole: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    process::run(
        Command::new(&tools.wasm_split)
            .arg(whole)
            .arg(folder)
            .args(["--out-name", name]),
    )?;
    let bound = folder.join("bound");
    process::run(
        Command::new(&tools.wasm_bindgen)
            .arg(folder.join(format!("{name}.wasm")))
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            // Pieces share the table of functions.
            .arg("--keep-lld-exports")
            .arg("--out-dir")
            .arg(&bound),
    )?;
    Ok(bound)
}

/// The page that asks for the loader at once: otherwise a browser knows of it
/// only when it has read the script. `overview` are the files of the piece that the page's
/// own address shows; a script in `index.html` turns their links on there.
fn preloading(html: &str, name: &str, overview: &[String]) -> Result<String> {
    let script = format!("<link rel=\"modulepreload\" href=\"/{name}.js\"");
    let loader = format!(
        "<link rel=\"modulepreload\" href=\"/{}\" crossorigin=\"anonymous\">",
        loader_name(name)
    );
    ensure!(
        html.contains(&script),
        "dist/index.html has no `{script}`: trunk writes the link in another form than \
         `preloading` in crates/xtask/src/cut.rs looks for"
    );
    let overview = overview.iter().map(|file| {
        format!(
            "<link rel=\"preload\" as=\"fetch\" href=\"/{file}\" crossorigin=\"anonymous\" \
             media=\"not all\">"
        )
    });
    let links: Vec<String> = [loader]
        .into_iter()
        .chain(overview)
        .chain([script.clone()])
        .collect();
    Ok(html.replacen(&script, &links.join("\n"), 1))
}

/// The names in `dist/` of the files of a piece: its own, and the chunks that it shares
/// with others; nothing where the loader does not load it as expected.
fn files_of(piece: &str, loader: &str, name: &str) -> Option<Vec<String>> {
    let (_, load) = loader.split_once(&format!("__wasm_split_load_{piece} ="))?;
    let (_, chunks) = load.split_once(", [")?;
    let (chunks, _) = chunks.split_once(']')?;
    let chunks = chunks.split(", ").filter(|chunk| !chunk.is_empty());
    let chunks = chunks.map(|chunk| format!("{}.wasm", chunk.trim_start_matches('_')));
    let files = chunks.chain([format!("split_{piece}.wasm")]);
    Some(files.map(|file| piece_name(name, &file)).collect())
}

/// What trunk has named the page: `app-HASH`.
fn name(dist: &Path) -> Result<String> {
    let mut names = dist.read_dir().context("dist/ cannot be read")?;
    names
        .find_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some(name.strip_suffix("_bg.wasm")?.to_owned())
        })
        .context("dist/ holds no compiled page; trunk should have put it there")
}

/// The files of the pieces, as the tool names them.
fn pieces(folder: &Path, name: &str) -> Result<Vec<String>> {
    let main = format!("{name}.wasm");
    let mut pieces = Vec::new();
    for entry in folder.read_dir().context("the pieces cannot be read")? {
        let entry = PathBuf::from(entry?.file_name());
        let file = entry.to_string_lossy().into_owned();
        if file != main && entry.extension().is_some_and(|end| end == "wasm") {
            pieces.push(file);
        }
    }
    pieces.sort();
    Ok(pieces)
}

/// What the loader is called in `dist/`. Like all names there it says what is
/// in the file, so that it can be kept for ever.
fn loader_name(name: &str) -> String {
    format!("{name}{LOADER_END}")
}

/// Whether a file in `dist/` is a piece, which is fetched on demand.
pub(crate) fn is_piece(name: &str) -> bool {
    let is_module = Path::new(name).extension().is_some_and(|end| end == "wasm");
    is_module && (name.contains("_split_") || name.contains("_chunk_"))
}

fn piece_name(name: &str, piece: &str) -> String {
    format!("{name}_{piece}")
}

/// The script that loads pieces, with their names in `dist/`.
fn loader(text: &str, name: &str, pieces: &[String]) -> Result<String> {
    ensure!(!pieces.is_empty(), "the page was cut into no pieces");
    let mut loader = text.to_owned();
    for piece in pieces {
        let from = format!("\"./{piece}\"");
        ensure!(loader.contains(&from), "the loader does not name {from}");
        loader = loader.replace(&from, &format!("\"./{}\"", piece_name(name, piece)));
    }
    Ok(loader)
}

/// wasm-bindgen's script, leading to the loader.
fn script(text: &str, name: &str) -> Result<String> {
    let from = format!("from \"{LOADER}\"");
    ensure!(
        text.contains(&from),
        "wasm-bindgen's script has no import `{from}`"
    );
    Ok(text.replace(&from, &format!("from \"./{}\"", loader_name(name))))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_gets_the_names_that_pieces_have_in_dist() {
        let pieces = ["split_work.wasm".to_owned()];
        let loader = loader(sample::LOADER, "app-12", &pieces).unwrap();
        assert!(loader.contains("fetch(new URL(\"./app-12_split_work.wasm\", import.meta.url))"));
        assert!(!loader.contains("\"./split_work.wasm\""));
    }

    #[test]
    fn a_loader_that_does_not_name_a_piece_is_an_error() {
        let pieces = ["split_other.wasm".to_owned()];
        let error = loader(sample::LOADER, "app-12", &pieces).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the loader does not name \"./split_other.wasm\""
        );
        assert!(loader(sample::LOADER, "app-12", &[]).is_err());
    }

    #[test]
    fn the_page_asks_for_script_and_loader_at_once() {
        let html = "<link rel=\"modulepreload\" href=\"/app-12.js\" crossorigin>";
        assert_eq!(
            preloading(html, "app-12", &["app-12_split_home.wasm".to_owned()]).unwrap(),
            "<link rel=\"modulepreload\" href=\"/app-12_pieces.js\" crossorigin=\"anonymous\">\n\
             <link rel=\"preload\" as=\"fetch\" href=\"/app-12_split_home.wasm\" \
             crossorigin=\"anonymous\" media=\"not all\">\n\
             <link rel=\"modulepreload\" href=\"/app-12.js\" crossorigin>"
        );
        let error = preloading(html, "app-13", &[]).unwrap_err();
        assert!(error.to_string().contains("`preloading`"), "{error}");
    }

    #[test]
    fn the_files_of_a_piece_are_its_own_and_the_chunks_it_shares() {
        let load = |piece: &str, chunks: &str| {
            format!(
                "export const __wasm_split_load_{piece} = wrapAsyncCb(makeLoad(() => {{\n\
                 return async (imports) => imports;\n}}\n, [{chunks}]));\n"
            )
        };
        let loader = load("work", "__chunk_6") + &load("home", "__chunk_6, __chunk_9");
        let files = |piece| files_of(piece, &loader, "app-12");
        assert_eq!(
            files("home").unwrap(),
            [
                "app-12_chunk_6.wasm",
                "app-12_chunk_9.wasm",
                "app-12_split_home.wasm"
            ]
        );
        assert_eq!(files("trail"), None);
        assert_eq!(
            files_of("work", sample::LOADER, "app-12").unwrap(),
            ["app-12_split_work.wasm"]
        );
        let alone = load("home", "");
        assert_eq!(
            files_of("home", &alone, "app-12").unwrap(),
            ["app-12_split_home.wasm"]
        );
    }

    #[test]
    fn the_script_leads_to_the_loader() {
        let script = script(sample::SCRIPT, "app-12").unwrap();
        assert!(script.starts_with("import * as import1 from \"./app-12_pieces.js\"\n"));
        // What the module calls it.
        assert!(script.contains("\"./__wasm_split.js\": import1,"));
        assert!(super::script("", "app-12").is_err());
    }
}
