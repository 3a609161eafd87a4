//! A link taken apart, each part with what is doubtful about it.

use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use roster::link::{Link, Part};

/// The parts of the link that `link` knows, or that there is none.
pub(super) fn parts(link: impl Fn() -> Option<Link> + 'static) -> El {
    el("div", "page").live(move || {
        let Some(link) = link() else {
            let words = "There is no link yet: the address it starts with is not written right.";
            return Some(el("p", "hint").text(words));
        };
        let list = el("dl", "pairs link-parts")
            .child(part("Protocol", &link.protocol, "Encrypted."))
            .child(part("Host", &link.host, "Nothing doubtful."))
            .child(part(
                "Path",
                &link.path,
                "The platform chooses it. The token is for the reader alone.",
            ));
        Some(list)
    })
}

fn part(name: &str, part: &Part, fine: &'static str) -> El {
    let text = el("code", "").text(&part.text);
    let mut verdicts = el("dd", "").child(text);
    if part.concerns.is_empty() {
        verdicts = verdicts.child(verdict("fine", icons::CHECK, fine));
    }
    for concern in &part.concerns {
        let kind = if concern.is_grave() {
            "grave"
        } else {
            "careful"
        };
        verdicts = verdicts.child(verdict(kind, icons::ALERT, concern.words()));
    }
    el("div", "").child(el("dt", "").text(name)).child(verdicts)
}

/// A judgement with its shape.
pub(super) fn verdict(kind: &str, strokes: &str, words: &str) -> El {
    el("p", "verdict")
        .attr("data-verdict", kind)
        .child(icon(strokes))
        .child(el("span", "").text(words))
}
