//! What a plan says of its changes.

use super::*;
use crate::people::leave::tests::{plan, request, staff};
use crate::people::tests::model::Company;
use crate::people::tests::world::account;

#[test]
fn a_plan_is_compared_with_the_one_that_was_looked_at() {
    let company = Company::new(&staff(), &[]);
    let earlier = plan(&company, &request(&company, &["ana@x.example"]));
    let pivot = account("pivot", "ana");
    let changed = |change: &dyn Fn(&mut PlanPart)| {
        let mut plan = earlier.clone();
        change(&mut plan.parts[0]);
        plan.changes_since(&earlier)
    };
    assert_eq!(changed(&|_| {}), []);
    let other = [PlanChange::OtherState(pivot.clone())];
    assert_eq!(
        changed(&|part| part.plan.items[0].blocked = Some(BlockReason::Yourself)),
        other
    );
    assert_eq!(
        changed(&|part| part.plan.items[0].change = Change::Remove),
        other
    );
    assert_eq!(
        changed(&|part| part.targets[0].goal = AccountGoal::Absent),
        other
    );
    let second = |part: &mut PlanPart| {
        let (item, target) = (part.plan.items[0].clone(), part.targets[0].clone());
        part.plan.items.push(item);
        part.targets.push(target);
    };
    assert_eq!(changed(&second), other, "two changes of one account");
}

#[test]
fn an_account_that_is_to_be_created_is_new_once_it_is_there() {
    let company = Company::new(&staff(), &[]);
    let there = plan(&company, &request(&company, &["ana@x.example"]));
    let mut missing = there.clone();
    let item = &mut missing.parts[2].plan.items[0];
    item.change = Change::Create(Box::default());
    item.key = "ana@x.example".to_owned();
    item.before = None;
    let created = account("metabase", "ana@x.example");
    let number = account("metabase", "1");
    assert_eq!(
        there.changes_since(&missing),
        [
            PlanChange::Added(number.clone()),
            PlanChange::NotToCreate(created.clone())
        ]
    );
    assert_eq!(
        missing.changes_since(&there),
        [PlanChange::ToCreate(created), PlanChange::Gone(number)]
    );
    assert_eq!(missing.changes_since(&missing.clone()), []);
}
