//! Takes out of the built page what only its authors read: comments, indentation and
//! the names of variables. trunk can minify, but fails on wasm-bindgen's script and then
//! has no way to leave that one alone, nor the page, whose links are read by line.
//!
//! Scripts are minified by `oxc_minifier`: 5,390 bytes in place of 6,650 (brotli), and half
//! of what a browser has to parse. It brings 39 seconds of a processor to xtask's own build
//! on a bare machine (docs/decisions/size.md).
//!
//! For style sheets that is written by hand because a library would save little:
//! `lightningcss` 1.0.0-alpha.72 makes the first style sheet 148 bytes smaller (5,356, brotli)
//! and the one on demand 114 (3,398). It brings 17 packages, seven of them under MPL-2.0, and
//! 31 seconds of a processor to xtask's own build, which every command on a bare machine
//! waits for (29 November 2026).

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Rewrites the page's own texts in `folder`.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let shed: fn(&str) -> Result<String> =
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("css") => |text| Ok(style(text)),
                Some("html") => |text| Ok(page(text)),
                Some("js") => script,
                _ => continue,
            };
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let shed = shed(&text).with_context(|| format!("{} cannot be minified", path.display()))?;
        fs::write(&path, shed).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Style sheets of ours: no text in them holds a comment's marks.
fn style(text: &str) -> String {
    lines(&without(text, "/*", "*/"), |_| true)
}

/// The page, its inline scripts included: none of their comments stands behind
/// code on the same line.
fn page(text: &str) -> String {
    lines(&without(text, "<!--", "-->"), |line| {
        !line.starts_with("//")
    })
}

/// Scripts, which are modules: wasm-bindgen's, and those that fetch the pieces.
fn script(text: &str) -> Result<String> {
    let allocator = Allocator::default();
    let mut parsed = Parser::new(&allocator, text, SourceType::mjs()).parse();
    if let Some(problem) = parsed.diagnostics.first() {
        bail!("this is no script: {problem}");
    }
    let minified =
        Minifier::new(MinifierOptions::default()).minify(&allocator, &mut parsed.program);
    let code = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping);
    Ok(code.build(&parsed.program).code)
}

/// `text` without everything from `open` to `close`. What is never closed stays.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((_, after)) = after.split_once(close) else {
            break;
        };
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}

/// The lines that hold something and pass `keep`, not indented.
fn lines(text: &str, keep: impl Fn(&str) -> bool) -> String {
    let kept: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && keep(line))
        .collect();
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_indentation() {
        let text = "/* Tokens.\n   More. */\n@layer a {\n  p {\n    margin: 0; /* why */\n  }\n}\n";
        assert_eq!(style(text), "@layer a {\np {\nmargin: 0;\n}\n}");
        assert_eq!(style("a {} /* never closed"), "a {} /* never closed");
    }

    #[test]
    fn pages_keep_their_scripts_working() {
        let text =
            "<!-- why -->\n<script>\n  // what for\n  f(\"https://x\");\n</script>\n<p>a\n b</p>";
        assert_eq!(
            page(text),
            "<script>\nf(\"https://x\");\n</script>\n<p>a\nb</p>"
        );
    }

    #[test]
    fn scripts_keep_what_they_export_and_lose_documentation_and_names() {
        let text = "/**\n * @returns {number}\n */\nexport function six() {\n    const factor = \
                    Date.now();\n    return factor\n        * factor; // why\n}\n";
        let script = script(text).unwrap();
        assert!(script.starts_with("export function six(){"), "{script}");
        assert!(
            !script.contains("factor") && !script.contains("returns"),
            "{script}"
        );
        assert!(script.len() < text.len() / 2, "{script}");
    }

    #[test]
    fn what_is_no_script_is_refused() {
        assert!(script("export {").is_err());
    }
}
