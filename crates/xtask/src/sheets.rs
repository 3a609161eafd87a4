//! Joins the page's style sheets. They are many for their authors; a browser
//! shows nothing until it has asked for each, and together they compress better.
//! Those that `index.html` links to as disabled come with the code that is fetched on
//! demand (app/src/lazy.rs), and are joined by themselves. No bundler joins the sheets that
//! a page links to: they follow `@import`, which a development build would fetch one by one.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use anyhow::{Context, Result};

/// When a style sheet is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before anything is shown.
    First,
    /// When it is enabled.
    OnDemand,
}

impl When {
    /// How the name of the joined style sheet begins.
    const fn prefix(self) -> &'static str {
        match self {
            Self::First => "style-",
            Self::OnDemand => "style_on_demand-",
        }
    }
}

/// Whether the file of this name is the style sheet that is fetched on demand.
pub(crate) fn is_on_demand(name: &str) -> bool {
    name.starts_with(When::OnDemand.prefix())
}

/// Puts one style sheet of each kind in place of those that `index.html` in `folder` links to.
///
/// # Errors
/// When a file cannot be read, written or removed.
pub(crate) fn join(folder: &Path) -> Result<()> {
    let page = folder.join("index.html");
    let mut html = fs::read_to_string(&page).context("dist/index.html cannot be read")?;
    for when in [When::First, When::OnDemand] {
        let mut joined = String::new();
        for name in linked(&html, when) {
            let path = folder.join(name);
            joined += &fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            fs::remove_file(&path)
                .with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        let mut hasher = DefaultHasher::new();
        joined.hash(&mut hasher);
        let name = format!("{}{:016x}.css", when.prefix(), hasher.finish());
        fs::write(folder.join(&name), joined)
            .with_context(|| format!("dist/{name} cannot be written"))?;
        html = relinked(&html, when, &name);
    }
    fs::write(&page, html).context("dist/index.html cannot be written")
}

/// The name of the style sheet that a line of the page links to, and when it is fetched.
/// trunk writes each link on a line of its own, as the page's author did.
fn link(line: &str) -> Option<(&str, When)> {
    let (_, rest) = line.split_once("<link rel=\"stylesheet\" href=\"/")?;
    let (name, attributes) = rest.split_once('"')?;
    let is_disabled = attributes.contains(" disabled");
    Some((
        name,
        if is_disabled {
            When::OnDemand
        } else {
            When::First
        },
    ))
}

fn linked(html: &str, when: When) -> Vec<&str> {
    let links = html.lines().filter_map(link);
    links
        .filter_map(|(name, at)| (at == when).then_some(name))
        .collect()
}

/// The page with a link to `name` where it linked first to one that is fetched `when`.
fn relinked(html: &str, when: When, name: &str) -> String {
    let mut is_linked = false;
    let lines = html.lines().filter_map(|line| match link(line) {
        Some((first, at)) if at == when => {
            (!std::mem::replace(&mut is_linked, true)).then(|| line.replace(first, name))
        }
        _ => Some(line.to_owned()),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n<link rel=\"stylesheet\" href=\"/a-1.css\"/>\n\
                        <link rel=\"icon\" href=\"/i.svg\"/>\n\
                        <link rel=\"stylesheet\" href=\"/b-2.css\"/>\n\
                        <link rel=\"stylesheet\" href=\"/c-3.css\" disabled/>\n\
                        <link rel=\"stylesheet\" href=\"/d-4.css\" disabled/>\n</head>";

    #[test]
    fn one_sheet_stands_for_all_that_are_fetched_together_in_their_order() {
        assert_eq!(linked(PAGE, When::First), ["a-1.css", "b-2.css"]);
        assert_eq!(linked(PAGE, When::OnDemand), ["c-3.css", "d-4.css"]);
        let page = relinked(PAGE, When::First, "style-5.css");
        assert_eq!(
            relinked(&page, When::OnDemand, "style_on_demand-6.css"),
            "<head>\n<link rel=\"stylesheet\" href=\"/style-5.css\"/>\n\
             <link rel=\"icon\" href=\"/i.svg\"/>\n\
             <link rel=\"stylesheet\" href=\"/style_on_demand-6.css\" disabled/>\n</head>"
        );
    }
}
