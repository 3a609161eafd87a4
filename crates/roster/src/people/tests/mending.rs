//! What holds for drift and its mends in any company.

use super::drift::{admins, context, departed, user};
use super::model::Company;
use super::world::*;
use crate::people::{Assignments, Departed, Drift, DriftKind, DriftScan, Mend, MendKind, plans};
use crate::record::Record;
use proptest::prelude::*;
use wire::Platform;

/// A record that drifts in any way.
fn any_record() -> impl Strategy<Value = Record> {
    let address = prop_oneof![
        Just("ana@x.example"),
        Just("ANA@x.example"),
        Just("bo@x.example"),
        Just("cy@y.example"),
    ];
    let time = prop_oneof![
        Just(None),
        Just(Some("2026-01-14T00:00:00Z")),
        Just(Some("2025-01-01T00:00:00Z")),
    ];
    (
        0..3_usize,
        1..5_u64,
        address,
        any::<bool>(),
        any::<bool>(),
        time.clone(),
        time,
    )
        .prop_map(
            |(platform, id, address, is_admin, is_enabled, joined, login)| match PLATFORMS[platform]
            {
                Platform::Pivot => {
                    let roles: &[&str] = if is_admin {
                        &["super-admin"]
                    } else {
                        &["analyst"]
                    };
                    let since = (!is_enabled).then_some("2025-12-01T00:00:00Z");
                    pivot_with(&format!("user{id}"), address, roles, since)
                }
                Platform::Actian => of_actian(address, if is_admin { "admin" } else { "user" }),
                Platform::Metabase => user(id, &address.to_ascii_lowercase(), |user| {
                    user.is_superuser = Some(is_admin);
                    if is_admin {
                        user.group_ids = Some([1, 2].into());
                    }
                    user.is_active = Some(is_enabled);
                    user.last_login = login.map(Into::into);
                    user.date_joined = joined.map(Into::into);
                }),
            },
        )
}

fn any_company() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(any_record(), 0..8).prop_map(|records| {
        let mut unique = std::collections::BTreeMap::new();
        for record in records {
            unique.insert(
                (record.platform().id(), record.key().to_lowercase()),
                record,
            );
        }
        [admins(), unique.into_values().collect()].concat()
    })
}

/// Whether a mend ends what was found, unless a guard rail stops it.
fn is_cure(company: &Company, mend: &Mend) -> bool {
    let by_itself = !matches!(mend.kind, MendKind::Remind | MendKind::GrantAdmin);
    let plans = plans(
        &company.people,
        &company.world.lists(),
        mend.changes.clone(),
    );
    by_itself && plans.iter().all(|plan| plan.blocked() == 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_mended_is_not_found_again(
        records in any_company(),
        is_departed: bool,
        picked in any::<prop::sample::Index>(),
    ) {
        let gone: Vec<Departed> = is_departed.then(|| departed("bo@x.example")).into_iter().collect();
        let mut company = Company::new(&records, &[]);
        company.reload(Assignments::default(), gone.clone());
        let found = company.drift(&context());
        let cures: Vec<(&Drift, &Mend)> = found
            .iter()
            .flat_map(|one| one.mends.iter().map(move |mend| (one, mend)))
            .filter(|(_, mend)| is_cure(&company, mend))
            .collect();
        if !cures.is_empty() {
            let (drift, mend) = cures[picked.index(cures.len())];
            company.mend(mend, gone);
            let still = company.drift(&context());
            // Of two accounts that are told apart, one may be a case of its own.
            let is_same = |one: &Drift| one.id.kind == drift.id.kind
                && one.id.accounts.iter().any(|account| drift.id.accounts.contains(account))
                && one.id.subject == drift.id.subject;
            prop_assert!(!still.iter().any(is_same), "{:?} by {:?}: {:?}", drift, mend.kind, still);
        }
    }

    #[test]
    fn mending_everything_leaves_nothing(records in any_company()) {
        let mut company = Company::new(&records, &[]);
        for _ in 0..60 {
            let found = company.drift(&context());
            let cure = found.iter().flat_map(|one| &one.mends).find(|mend| is_cure(&company, mend));
            let Some(mend) = cure.cloned() else { break };
            company.mend(&mend, Vec::new());
        }
        for one in company.drift(&context()) {
            prop_assert!(!one.mends.iter().any(|mend| is_cure(&company, mend)), "{:?}", one);
        }
    }

    #[test]
    fn a_scan_in_slices_counts_what_is_found_at_once(records in any_company(), budget in 1..5_usize) {
        let company = Company::new(&records, &[]);
        let (mut scan, context) = (DriftScan::default(), context());
        while scan.step(&company.people, &company.world.lists(), &context, budget) {}
        let found = company.drift(&context);
        for kind in DriftKind::ALL {
            let of_kind = found.iter().filter(|one| one.id.kind == *kind);
            let mut subjects: Vec<String> = of_kind.map(|one| format!("{:?}", one.id.subject)).collect();
            subjects.dedup();
            prop_assert_eq!(scan.count(*kind), subjects.len(), "{:?}", kind);
        }
    }
}
