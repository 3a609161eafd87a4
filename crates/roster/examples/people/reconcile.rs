//! How long a list of people takes: read, compared, planned, reported.

use super::{ACCOUNTS, Watch, account, print, resident, slices};
use people_file::{Cells, Reader, Writer};
use roster::accounts::Accounts;
use roster::people::{
    LibraryRules, Mapping, People, PeoplePlan, ReconcileList, ReconcileRules, Reconciliation,
    RemovalScope, StatusColumn,
};
use roster::record::Field;
use wire::Platform;

/// A list of 100,000 rows: most people as they are, some with another name, some who have
/// left, some who are new. It is read, compared with all connections, and all of it is
/// planned.
pub(super) fn reconcile(people: &People, lists: &[Option<&Accounts>]) {
    let mut file = String::from("E-Mail;Vorname;Nachname;Status\r\n");
    for person in 0..ACCOUNTS {
        let account = account(Platform::Actian, person);
        let field = |field| account.field(field).to_owned();
        let (first, last) = (field(Field::FirstName), field(Field::LastName));
        let last = if person.is_multiple_of(10) {
            "Other"
        } else {
            &last
        };
        let status = if person.is_multiple_of(40) {
            "left"
        } else {
            "active"
        };
        let line = format!("{};{first};\"{last}\";{status}\r\n", account.key);
        file.push_str(&line);
    }
    let before = resident();
    let start = Watch::start();
    let mut reader = Reader::new(file.into_bytes());
    let longest = slices(|| reader.step(128 * 1024));
    let Ok(table) = reader.finish() else {
        std::process::exit(1)
    };
    print("a list of 100,000 rows is read, all", start.elapsed());
    print("a list is read, longest slice (128 KiB)", longest);

    let start = Watch::start();
    let mapping = Mapping::guess(table.header(), &[]);
    let status = Some(StatusColumn {
        column: 3,
        here: vec!["active".to_owned()],
        gone: vec!["left".to_owned()],
    });
    let mapping = Mapping { status, ..mapping };
    let mut rules = ReconcileRules::new(people);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let mut comparison = Reconciliation::new(mapping, rules, &LibraryRules);
    let mut cells = Cells::default();
    let mut row = 0;
    let adding = slices(|| {
        for _ in 0..1000.min(table.len() - row) {
            table.read_row(row, &mut cells);
            comparison.add_row(table.number(row), |column| cells.get(column));
            row += 1;
        }
        row < table.len()
    });
    let comparing = slices(|| comparison.step(people, lists, 500));
    print("a list is compared, all", start.elapsed());
    print(
        "a list is compared, longest slice (500 people)",
        adding.max(comparing),
    );
    let chosen = [
        ReconcileList::Create,
        ReconcileList::Change,
        ReconcileList::Remove,
    ];
    let selected = chosen.into_iter().flat_map(|list| {
        let places = comparison.places(list).iter();
        places.take(1000).map(move |place| (list, *place as usize))
    });
    let start = Watch::start();
    let plan = PeoplePlan::reconcile(people, lists, &comparison, selected, None);
    print("the plan for 3 × 1,000 rows of a list", start.elapsed());
    assert!(plan.people.len() >= 2000, "{}", plan.people.len());
    let used = resident() - before;
    println!("memory of a list and what was found, MB\t{used:.1}");
    let start = Watch::start();
    let mut writer = Writer::new(&table, ["Result", "Details"]);
    let longest = slices(|| writer.step(1000, |row| [row.to_string(), String::new()]));
    assert!(writer.finish().len() > 1_000_000);
    print("the report of a list, all", start.elapsed());
    print("the report of a list, longest slice (1,000 rows)", longest);
}
