//! A receipt's logins, grouped by what became of them.

use crate::browser::time::number;
use crate::ui::dom::{El, el, new_id};
use leptos::prelude::*;
use std::rc::Rc;

/// How many logins of a group are shown; all of them are in the files.
const SHOWN: usize = 100;

/// The words of [`roster::Outcome::word`] in the order of how much they matter,
/// and whether they say that something is not as it was asked for.
const ORDER: [(&str, bool); 10] = [
    ("failed", true),
    ("accepted, not verified", true),
    ("under way", true),
    ("accepted, being read back", true),
    ("held back", true),
    ("not tried", true),
    ("waiting", true),
    ("accepted", false),
    ("done, read back", false),
    ("was so already", false),
];

/// Makes the row of the login at a place.
pub(super) type MakeRow = Rc<dyn Fn(usize) -> El>;

/// Every login in its group, `outcomes` being their words in order; and a way to
/// see only those that are not as they were asked for.
pub(super) fn groups(outcomes: &[&str], row: &MakeRow) -> El {
    let sorted: Vec<(&'static str, bool, Rc<[usize]>)> = ORDER
        .iter()
        .map(|(word, open)| {
            let of_word = outcomes.iter().zip(0..).filter(|(one, _)| *one == word);
            (
                *word,
                *open,
                of_word.map(|(_, at)| at).collect::<Rc<[usize]>>(),
            )
        })
        .filter(|(_, _, places)| !places.is_empty())
        .collect();
    let open = sorted.iter().filter(|(_, open, _)| *open).count();
    let only_open = RwSignal::new(false);
    let mut frame = el("div", "groups");
    if open > 0 && open < sorted.len() {
        frame = frame.child(only(only_open));
    }
    for (word, is_open, places) in sorted {
        let row = row.clone();
        frame = frame.live(move || {
            let shown = is_open || !only_open.get();
            shown.then(|| group(word, is_open, &places, &row))
        });
    }
    frame
}

/// The box that hides what went well.
fn only(only_open: RwSignal<bool>) -> El {
    let tick = el("input", "")
        .attr("type", "checkbox")
        .on("change", move || only_open.update(|only| *only = !*only));
    el("label", "choice")
        .child(tick)
        .child(el("span", "").text("Only what did not go well"))
}

fn group(word: &str, is_open: bool, places: &[usize], row: &MakeRow) -> El {
    let id = new_id();
    let word = match word {
        "was so already" if places.len() > 1 => "were so already",
        word => word,
    };
    let title = [&*number(places.len()), " ", word].concat();
    let head = el("summary", "").child(el("h3", "").attr("id", &id).text(&title));
    let list = el("ul", "group").attr("aria-labelledby", &id);
    let list = places
        .iter()
        .take(SHOWN)
        .fold(list, |list, at| list.child(el("li", "").child(row(*at))));
    let frame = el("details", "part")
        .flag("open", is_open || places.len() == 1)
        .child(head)
        .child(list);
    match places.len().saturating_sub(SHOWN) {
        0 => frame,
        more => {
            frame.child(el("p", "hint").text(&[&*number(more), " more are in the files."].concat()))
        }
    }
}
