//! The question before a plan that removes access is carried out.

use crate::messages::{self, people_plan};
use crate::ui::confirm::{Phrase, Question};
use roster::input::line;
use roster::people::{PeoplePlan, PlanPart};
use roster::{Confirmation, Item};

/// The question before `plan` is carried out. `title` is what its button says, `phrase`
/// what has to be typed where that is necessary.
pub(crate) fn plan_question(plan: &PeoplePlan, title: String, phrase: String) -> Question {
    let items = |part: &PlanPart| part.plan.items.clone();
    let all: Vec<Item> = plan.parts.iter().flat_map(items).collect();
    let blocked = all.iter().filter_map(|item| {
        let reason = messages::block(item.blocked?);
        Some(format!("{}: {reason}", item.label))
    });
    let is_typed = plan
        .parts
        .iter()
        .any(|part| part.plan.confirmation() == Confirmation::Type);
    let who: Vec<String> = plan
        .people
        .iter()
        .map(|person| person.name.clone())
        .collect();
    Question {
        verb: title.clone(),
        title,
        consequences: people_plan::consequences(plan),
        affected: if who.len() > 1 { who } else { Vec::new() },
        skipped: blocked.collect(),
        is_destructive: is_typed,
        phrase: is_typed.then_some(Phrase {
            text: phrase,
            // Invisible characters cannot be typed.
            matches: |typed, text| line(typed) == line(text),
        }),
        more: None,
    }
}
