//! The people of Harborline, a company that does not exist.

use crate::pivot::{Status, Store, User};
use wire::pivot::Generation;

/// What is known of a person's access.
enum Access {
    /// A status record that says nothing more.
    Enabled,
    /// A status record with this time in it.
    Since(&'static str),
    /// No status record at all.
    NoRecord,
}

use Access::{Enabled, NoRecord, Since};

/// User ID, first name, last name, roles, access. An empty text is a field
/// that is absent.
type Person = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    Access,
);

/// Status records whose user has been removed.
const LEAVERS: [(&str, Access); 2] = [
    (
        "former.intern@harborline.example",
        Since("2023-08-31T16:00:00.000Z"),
    ),
    ("gustav.meyer@harborline.example", Enabled),
];

pub(super) fn pivot(generation: Generation) -> Store {
    let mut store = Store::default();
    for (index, (name, first, last, roles, access)) in PEOPLE.iter().enumerate() {
        let user = User {
            name: (*name).to_owned(),
            first_name: present(first),
            last_name: present(last),
            // The 2023.01 page has no such field.
            email: match generation {
                Generation::Current if name.contains('@') => present(name),
                _ => None,
            },
            // Some have chosen, most have not.
            color_mode: (index % 4 == 0).then(|| "dark-color-mode".to_owned()),
            roles: Some(roles.iter().map(|role| (*role).to_owned()).collect()),
            ..User::default()
        };
        store.users.insert(user.name.clone(), user);
        add_status(&mut store, name, access);
    }
    for (name, access) in &LEAVERS {
        add_status(&mut store, name, access);
    }
    store
}

fn add_status(store: &mut Store, name: &str, access: &Access) {
    let disabled = match access {
        NoRecord => return,
        Enabled => None,
        Since(time) => Some((*time).to_owned()),
    };
    let status = Status {
        name: name.to_owned(),
        disabled,
        ..Status::default()
    };
    store.statuses.insert(status.name.clone(), status);
}

fn present(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[rustfmt::skip]
const PEOPLE: &[Person] = &[
    ("amara.okafor@harborline.example", "Amara", "Okafor", &["super-admin"], Enabled),
    ("tomasz.wisniewski@harborline.example", "Tomasz", "Wiśniewski", &["super-admin", "operations"], Enabled),
    ("yuki.tanaka@harborline.example", "Yuki", "Tanaka", &["analyst", "editor"], Enabled),
    ("søren.østergaard@harborline.example", "Søren", "Østergaard", &["analyst"], Enabled),
    ("maria.fernandez@harborline.example", "María", "Fernández", &["editor", "alerts-manager"], Enabled),
    ("liam.oconnor@harborline.example", "Liam", "O’Connor", &["viewer"], Since("2024-02-29T16:42:10.000Z")),
    ("zoe.muller@harborline.example", "Zoë", "Müller", &["analyst", "finance"], Enabled),
    ("chidi.eze@harborline.example", "Chidi", "Eze", &["viewer"], Enabled),
    ("priya.raghunathan@harborline.example", "Priya", "Raghunathan", &["editor", "analyst", "exporter"], Enabled),
    ("jürgen.groß@harborline.example", "Jürgen", "Groß", &["finance"], Since("2023-11-03T08:15:00.000Z")),
    ("ana.popescu@harborline.example", "Ana", "Popescu", &["viewer"], Enabled),
    ("omar.haddad@harborline.example", "Omar", "Haddad", &["operations", "alerts-manager"], Enabled),
    ("nguyen.thi.hoa@harborline.example", "Hoa", "Nguyễn Thị", &["analyst"], Enabled),
    ("isabella.rossi@harborline.example", "Isabella", "Rossi", &["viewer", "finance"], Enabled),
    ("dmitri.volkov@harborline.example", "Dmitri", "Volkov", &["analyst"], Since("2025-06-30T17:00:00.000Z")),
    ("leila.farahani@harborline.example", "Leila", "Farahani", &["editor"], Enabled),
    ("kwame.mensah@harborline.example", "Kwame", "Mensah", &["viewer"], Enabled),
    ("sofia.lindqvist@harborline.example", "Sofia", "Lindqvist", &["analyst", "alerts-manager"], Enabled),
    ("mateo.garcia@harborline.example", "Mateo", "García", &["viewer"], Enabled),
    ("aiko.yamamoto@harborline.example", "Aiko", "Yamamoto", &["editor"], NoRecord),
    ("hans.peter.schmidt@harborline.example", "Hans-Peter", "Schmidt", &["finance"], Enabled),
    ("noor.al.masri@harborline.example", "Noor", "Al-Masri", &["analyst"], Enabled),
    ("emma.dubois@harborline.example", "Emma", "Dubois", &["viewer"], Enabled),
    ("lukasz.zielinski@harborline.example", "Łukasz", "Zieliński", &["operations"], Enabled),
    ("grace.wanjiru@harborline.example", "Grace", "Wanjirũ", &["analyst", "exporter"], Enabled),
    ("arjun.patel@harborline.example", "Arjun", "Patel", &["editor"], Enabled),
    ("chloe.martin@harborline.example", "Chloé", "Martin", &["viewer"], Since("2024-09-13T11:27:54.318Z")),
    ("ivan.horvat@harborline.example", "Ivan", "Horvat", &["analyst"], Enabled),
    ("fatima.zahra.benali@harborline.example", "Fatima Zahra", "Benali", &["finance", "analyst"], Enabled),
    ("oluwaseun.adeyemi@harborline.example", "Oluwaseun", "Adéyẹmí", &["viewer"], Enabled),
    ("katarina.novakova@harborline.example", "Katarína", "Nováková", &["editor"], Enabled),
    ("david.cohen@harborline.example", "David", "Cohen", &["analyst"], Enabled),
    ("mei.lin.chen@harborline.example", "美玲", "陳", &["analyst", "editor"], Enabled),
    ("sergio.almeida@harborline.example", "Sérgio", "Almeida", &["viewer"], Enabled),
    ("ingrid.bjork@harborline.example", "Ingrid", "Björk", &["operations"], Since("2025-01-31T22:59:59.999Z")),
    ("ravi.shankar@harborline.example", "Ravi", "Shankar", &["viewer"], Enabled),
    ("elena.papadopoulou@harborline.example", "Έλενα", "Παπαδοπούλου", &["analyst"], Enabled),
    ("maximilian.konstantinopoulos-vandenberghe@harborline.example", "Maximilian", "Konstantinopoulos-Vandenberghe", &["analyst", "finance", "exporter"], Enabled),
    ("tariq.aziz@harborline.example", "Tariq", "Aziz", &["viewer"], Enabled),
    ("hannah.weiss@harborline.example", "Hannah", "Weiß", &["alerts-manager"], Enabled),
    ("samuel.kim@harborline.example", "Samuel", "Kim", &["editor", "analyst"], Enabled),
    ("beatriz.costa@harborline.example", "Beatriz", "Costa", &["viewer"], Enabled),
    ("oksana.shevchenko@harborline.example", "Оксана", "Шевченко", &["analyst"], Enabled),
    ("peter.nagy@harborline.example", "Péter", "Nagy", &["finance"], Since("2022-12-23T15:30:00.000Z")),
    ("aisha.mohammed@harborline.example", "Aisha", "Mohammed", &["viewer"], Enabled),
    ("jack.taylor@harborline.example", "Jack", "Taylor", &["analyst"], NoRecord),
    ("mira.joshi@harborline.example", "Mira", "Joshi", &["editor"], Enabled),
    ("birgitta.ågren@harborline.example", "Birgitta", "Ågren", &["viewer"], Enabled),
    ("carlos.mendoza@harborline.example", "Carlos", "Mendoza", &["operations", "viewer"], Enabled),
    ("dewi.lestari@harborline.example", "Dewi", "Lestari", &["analyst"], Enabled),
    ("siobhan.kelly@harborline.example", "Siobhán", "Kelly", &["viewer", "exporter"], Enabled),
    ("yusuf.demir@harborline.example", "Yusuf", "Demir", &["analyst"], Since("2025-10-17T06:05:04.321Z")),
    ("valentina.ruiz@harborline.example", "Valentina", "Ruiz", &["editor"], Enabled),
    ("anders.holm@harborline.example", "Anders", "Holm", &["viewer"], Enabled),
    ("contractor+atlas@harborline.example", "Rosa", "Ibarra", &["viewer"], Since("2025-08-01T00:00:00.000Z")),
    ("trainee@harborline.example", "", "", &["viewer"], NoRecord),
    ("reception@harborline.example", "", "", &["viewer"], Enabled),
    ("svc-reporting", "", "", &["exporter"], Enabled),
    ("svc-alerting", "", "", &["alerts-manager"], Enabled),
    ("etl/nightly", "", "", &["exporter", "operations"], Since("2024-05-20T03:00:00.000Z")),
    ("kiosk-lobby", "", "", &[], NoRecord),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::rfc_3339;

    #[test]
    fn about_sixty_people_who_differ_in_every_way_that_matters() {
        let store = pivot(Generation::V2023_01);
        let (users, statuses) = (&store.users, &store.statuses);
        assert_eq!(users.len(), PEOPLE.len(), "two of the same name");
        assert!((55..=65).contains(&users.len()));
        assert!(users.keys().any(|name| name.chars().count() == 60));
        assert!(users.keys().any(|name| !name.is_ascii()));
        assert!(users.values().any(|user| user.first_name.is_none()));
        let without = users.keys().filter(|name| !statuses.contains_key(*name));
        assert_eq!(without.count(), 4);
        let orphans = statuses.keys().filter(|name| !users.contains_key(*name));
        assert_eq!(orphans.count(), 2);
        let times: Vec<_> = statuses
            .values()
            .filter_map(|status| status.disabled.as_deref())
            .collect();
        assert!(times.len() >= 8);
        for time in times {
            assert!(rfc_3339(time).is_some(), "{time}");
        }
    }

    #[test]
    fn only_the_current_page_has_an_email() {
        let emails = |generation| {
            let store = pivot(generation);
            store
                .users
                .values()
                .filter(|user| user.email.is_some())
                .count()
        };
        assert_eq!(emails(Generation::V2023_01), 0);
        assert!(emails(Generation::Current) > 50);
    }
}
