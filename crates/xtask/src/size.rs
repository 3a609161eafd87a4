//! `cargo xtask size`: what a first load of the console transfers.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{build, compress, cut, sheets, workspace::Workspace};

/// The most that a first load may transfer (HTML, CSS, JS and wasm), in bytes
/// after brotli. This is the only place; docs/architecture.md says where the
/// bytes go.
const FIRST: Budget = Budget {
    what: "a first load",
    bytes: 250_000,
};

/// The same for everything that is fetched when it is asked for.
const ON_DEMAND: Budget = Budget {
    what: "what is fetched on demand",
    bytes: 1_025_000,
};

struct Budget {
    what: &'static str,
    bytes: usize,
}

/// Shows the table.
///
/// # Errors
/// When the page cannot be built or is over the budget.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    build::page(workspace)?;
    let (first, later) = loads(&workspace.dist())?;
    print!("{}", table("First load", &first));
    print!("{}", table("When it is asked for", &later));
    for (budget, files) in [(FIRST, &first), (ON_DEMAND, &later)] {
        println!("{}", budget.check(files)?);
    }
    Ok(())
}

/// A file of the built page; sizes in bytes.
struct File {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// A first load, and what may follow it: `index.html` and what it leads to, which
/// is every file whose name occurs in it, or in a script or style sheet that it
/// leads to; and the pieces that the loader names, and the style sheet that comes with them.
fn loads(dist: &Path) -> Result<(Vec<File>, Vec<File>)> {
    let read = |name: &str| {
        fs::read(dist.join(name)).with_context(|| format!("dist/{name} cannot be read"))
    };
    let names = file_names(dist, "")?;
    let mut wanted = vec![("index.html".to_owned(), false)];
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let mut next = 0;
    while let Some((name, is_later)) = wanted.get(next).cloned() {
        next += 1;
        let contents = read(&name)?;
        let text = String::from_utf8_lossy(&contents);
        for other in &names {
            if text.contains(other.as_str()) && wanted.iter().all(|(name, _)| name != other) {
                let is_later = cut::is_piece(other) || sheets::is_on_demand(other);
                wanted.push((other.clone(), is_later));
            }
        }
        let files = if is_later { &mut later } else { &mut first };
        files.push(File {
            raw: contents.len(),
            gzip: compress::gzip(&contents)?.len(),
            brotli: compress::brotli(&contents)?.len(),
            name,
        });
    }
    Ok((first, later))
}

/// The files below `folder`, without their compressed forms.
fn file_names(dist: &Path, folder: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let entries = dist
        .join(folder)
        .read_dir()
        .context("dist/ cannot be read")?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{folder}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            names.extend(file_names(dist, &format!("{name}/"))?);
        } else if !compress::is_compressed(&entry.path()) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn table(what: &str, files: &[File]) -> String {
    let row = |name: &str, sizes: [&str; 3]| {
        format!(
            "{name:<48} {:>9} {:>9} {:>9}\n",
            sizes[0], sizes[1], sizes[2]
        )
    };
    let numbers = |name: &str, sizes: [usize; 3]| {
        let [raw, gzip, brotli] = sizes.map(grouped);
        row(name, [&raw, &gzip, &brotli])
    };
    let mut text = row(&format!("{what}, bytes"), ["raw", "gzip", "brotli"]);
    for file in files {
        text += &numbers(&file.name, [file.raw, file.gzip, file.brotli]);
    }
    let total = |size: fn(&File) -> usize| files.iter().map(size).sum();
    text + &numbers(
        "total",
        [
            total(|file| file.raw),
            total(|file| file.gzip),
            total(|file| file.brotli),
        ],
    )
}

impl Budget {
    /// Says how much of it is left.
    ///
    /// # Errors
    /// When it is exceeded.
    fn check(&self, files: &[File]) -> Result<String> {
        let total: usize = files.iter().map(|file| file.brotli).sum();
        let Self { what, bytes } = self;
        let budget = grouped(*bytes);
        ensure!(
            total <= *bytes,
            "{what} transfers {} bytes, {} more than the budget of {budget}. Make the page \
             smaller, or change the budget in crates/xtask/src/size.rs and say why in the commit",
            grouped(total),
            grouped(total - bytes),
        );
        Ok(format!(
            "{what}: within the budget of {budget} bytes, {} left.",
            grouped(bytes - total)
        ))
    }
}

/// A number with a comma after every third digit.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    fn file(name: &str, brotli: usize) -> File {
        File {
            name: name.to_owned(),
            raw: brotli * 3,
            gzip: brotli * 2,
            brotli,
        }
    }

    #[test]
    fn the_table_has_a_line_a_file_and_a_total() {
        let table = table(
            "First load",
            &[file("index.html", 500), file("app_bg.wasm", 120_000)],
        );
        let lines: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(lines[1], ["index.html", "1,500", "1,000", "500"]);
        assert_eq!(lines[2], ["app_bg.wasm", "360,000", "240,000", "120,000"]);
        assert_eq!(lines[3], ["total", "361,500", "241,000", "120,500"]);
    }

    #[test]
    fn a_budget_counts_brotli_and_may_be_used_up() {
        let budget = Budget {
            what: "a first load",
            bytes: 250_000,
        };
        let words = budget.check(&[file("a", 249_999), file("b", 1)]).unwrap();
        assert_eq!(
            words,
            "a first load: within the budget of 250,000 bytes, 0 left."
        );
        let error = budget
            .check(&[file("a", 250_000), file("b", 1_234)])
            .unwrap_err();
        let words = error.to_string();
        assert!(
            words.contains("251,234 bytes, 1,234 more than the budget"),
            "{words}"
        );
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (200_000, "200,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_first_load_is_what_the_page_leads_to_without_pieces() {
        let dist = env::temp_dir().join(format!("rollcall-size-{}", std::process::id()));
        fs::create_dir_all(dist.join("assets")).unwrap();
        for (name, contents) in [
            (
                "index.html",
                "<script src=/loader.js></script><link href='/main.css'>\
                 <link href='/style_on_demand-1.css' disabled>",
            ),
            (
                "loader.js",
                "import init from '/app.js'; init('/app_bg.wasm')",
            ),
            ("app.js", "import './app_pieces.js'"),
            ("app_pieces.js", "new URL('./app_split_work.wasm')"),
            ("app_split_work.wasm", "\0asm"),
            ("app_bg.wasm", "\0asm"),
            ("main.css", "body { background: url(assets/dots.svg) }"),
            ("style_on_demand-1.css", "dialog { inset: 0 }"),
            ("assets/dots.svg", "<svg/>"),
            ("assets/unused.svg", "<svg/>"),
            ("loader.js.br", "compressed"),
        ] {
            fs::write(dist.join(name), contents).unwrap();
        }
        let (first, later) = loads(&dist).unwrap();
        let names = |files: Vec<File>| {
            let mut names: Vec<_> = files.into_iter().map(|file| file.name).collect();
            names.sort();
            names
        };
        fs::remove_dir_all(&dist).unwrap();
        assert_eq!(
            names(later),
            ["app_split_work.wasm", "style_on_demand-1.css"]
        );
        assert_eq!(
            names(first),
            [
                "app.js",
                "app_bg.wasm",
                "app_pieces.js",
                "assets/dots.svg",
                "index.html",
                "loader.js",
                "main.css"
            ]
        );
    }
}
