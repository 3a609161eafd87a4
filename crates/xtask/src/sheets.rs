//! Joins the page's style sheets. They are many for their authors; a browser
//! shows nothing until it has asked for each, and together they compress better.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use anyhow::{Context, Result};

/// Puts one style sheet in place of those that `index.html` in `folder` links to.
///
/// # Errors
/// When a file cannot be read, written or removed.
pub(crate) fn join(folder: &Path) -> Result<()> {
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page).context("dist/index.html cannot be read")?;
    let mut joined = String::new();
    for name in linked(&html) {
        let path = folder.join(name);
        joined += &fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    let mut hasher = DefaultHasher::new();
    joined.hash(&mut hasher);
    let name = format!("style-{:016x}.css", hasher.finish());
    fs::write(folder.join(&name), joined)
        .with_context(|| format!("dist/{name} cannot be written"))?;
    fs::write(&page, relinked(&html, &name)).context("dist/index.html cannot be written")
}

/// The name of the style sheet that a line of the page links to. trunk writes
/// each link on a line of its own, as the page's author did.
fn link(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("<link rel=\"stylesheet\" href=\"/")?;
    rest.split_once('"').map(|(name, _)| name)
}

fn linked(html: &str) -> Vec<&str> {
    html.lines().filter_map(link).collect()
}

/// The page with a link to `name` where it linked first.
fn relinked(html: &str, name: &str) -> String {
    let mut is_linked = false;
    let lines = html.lines().filter_map(|line| match link(line) {
        None => Some(line.to_owned()),
        Some(_) if is_linked => None,
        Some(first) => {
            is_linked = true;
            Some(line.replace(first, name))
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n<link rel=\"stylesheet\" href=\"/a-1.css\"/>\n\
                        <link rel=\"icon\" href=\"/i.svg\"/>\n\
                        <link rel=\"stylesheet\" href=\"/b-2.css\"/>\n</head>";

    #[test]
    fn one_sheet_stands_for_all_in_their_order() {
        assert_eq!(linked(PAGE), ["a-1.css", "b-2.css"]);
        assert_eq!(
            relinked(PAGE, "style-3.css"),
            "<head>\n<link rel=\"stylesheet\" href=\"/style-3.css\"/>\n\
             <link rel=\"icon\" href=\"/i.svg\"/>\n</head>"
        );
    }
}
