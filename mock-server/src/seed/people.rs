//! The people of Harborline, a company that does not exist, and the two that
//! every platform knows. One list for all platforms, so that one person can be
//! found on several.

/// An administrator of every platform, also a well-known sign-in.
pub(crate) const ADMIN: &str = "admin@example.com";
/// Somebody who administers nothing, also a well-known sign-in.
pub(crate) const ANALYST: &str = "analyst@example.com";
/// The password of both.
pub(crate) const PASSWORD: &str = "rollcall-demo-1";

/// What is known of a person's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Switched on; Pivot says so in a status record.
    Enabled,
    /// Switched off since this time (RFC 3339).
    Since(&'static str),
    /// Nothing is recorded; Pivot has no status record at all.
    NoRecord,
}

use Access::{Enabled, NoRecord, Since};

/// Somebody who works, or worked, at Harborline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    /// The user ID in Pivot; the email address, if the person has one.
    pub(crate) name: &'static str,
    /// Given name; empty where nobody wrote it down.
    pub(crate) first: &'static str,
    /// Family name; empty where nobody wrote it down.
    pub(crate) last: &'static str,
    /// Role names as in Pivot; the other platforms derive theirs from them.
    pub(crate) roles: &'static [&'static str],
    /// Whether they may come in.
    pub(crate) access: Access,
}

impl Person {
    /// The address, for a person and not a service account.
    pub(crate) fn email(&self) -> Option<&'static str> {
        self.name.contains('@').then_some(self.name)
    }

    /// Whether this one has the role.
    pub(crate) fn has(&self, role: &str) -> bool {
        self.roles.contains(&role)
    }
}

const fn person(
    name: &'static str,
    first: &'static str,
    last: &'static str,
    roles: &'static [&'static str],
    access: Access,
) -> Person {
    Person {
        name,
        first,
        last,
        roles,
        access,
    }
}

/// Everybody, in the order they came.
#[rustfmt::skip]
pub(crate) const PEOPLE: &[Person] = &[
    person("amara.okafor@harborline.example", "Amara", "Okafor", &["super-admin"], Enabled),
    person("tomasz.wisniewski@harborline.example", "Tomasz", "Wiśniewski", &["super-admin", "operations"], Enabled),
    person("yuki.tanaka@harborline.example", "Yuki", "Tanaka", &["analyst", "editor"], Enabled),
    person("søren.østergaard@harborline.example", "Søren", "Østergaard", &["analyst"], Enabled),
    person("maria.fernandez@harborline.example", "María", "Fernández", &["editor", "alerts-manager"], Enabled),
    person("liam.oconnor@harborline.example", "Liam", "O’Connor", &["viewer"], Since("2024-02-29T16:42:10.000Z")),
    person("zoe.muller@harborline.example", "Zoë", "Müller", &["analyst", "finance"], Enabled),
    person("chidi.eze@harborline.example", "Chidi", "Eze", &["viewer"], Enabled),
    person("priya.raghunathan@harborline.example", "Priya", "Raghunathan", &["editor", "analyst", "exporter"], Enabled),
    person("jürgen.groß@harborline.example", "Jürgen", "Groß", &["finance"], Since("2023-11-03T08:15:00.000Z")),
    person("ana.popescu@harborline.example", "Ana", "Popescu", &["viewer"], Enabled),
    person("omar.haddad@harborline.example", "Omar", "Haddad", &["operations", "alerts-manager"], Enabled),
    person("nguyen.thi.hoa@harborline.example", "Hoa", "Nguyễn Thị", &["analyst"], Enabled),
    person("isabella.rossi@harborline.example", "Isabella", "Rossi", &["viewer", "finance"], Enabled),
    person("dmitri.volkov@harborline.example", "Dmitri", "Volkov", &["analyst"], Since("2025-06-30T17:00:00.000Z")),
    person("leila.farahani@harborline.example", "Leila", "Farahani", &["editor"], Enabled),
    person("kwame.mensah@harborline.example", "Kwame", "Mensah", &["viewer"], Enabled),
    person("sofia.lindqvist@harborline.example", "Sofia", "Lindqvist", &["analyst", "alerts-manager"], Enabled),
    person("mateo.garcia@harborline.example", "Mateo", "García", &["viewer"], Enabled),
    person("aiko.yamamoto@harborline.example", "Aiko", "Yamamoto", &["editor"], NoRecord),
    person("hans.peter.schmidt@harborline.example", "Hans-Peter", "Schmidt", &["finance"], Enabled),
    person("noor.al.masri@harborline.example", "Noor", "Al-Masri", &["analyst"], Enabled),
    person("emma.dubois@harborline.example", "Emma", "Dubois", &["viewer"], Enabled),
    person("lukasz.zielinski@harborline.example", "Łukasz", "Zieliński", &["operations"], Enabled),
    person("grace.wanjiru@harborline.example", "Grace", "Wanjirũ", &["analyst", "exporter"], Enabled),
    person("arjun.patel@harborline.example", "Arjun", "Patel", &["editor"], Enabled),
    person("chloe.martin@harborline.example", "Chloé", "Martin", &["viewer"], Since("2024-09-13T11:27:54.318Z")),
    person("ivan.horvat@harborline.example", "Ivan", "Horvat", &["analyst"], Enabled),
    person("fatima.zahra.benali@harborline.example", "Fatima Zahra", "Benali", &["finance", "analyst"], Enabled),
    person("oluwaseun.adeyemi@harborline.example", "Oluwaseun", "Adéyẹmí", &["viewer"], Enabled),
    person("katarina.novakova@harborline.example", "Katarína", "Nováková", &["editor"], Enabled),
    person("david.cohen@harborline.example", "David", "Cohen", &["analyst"], Enabled),
    person("mei.lin.chen@harborline.example", "美玲", "陳", &["analyst", "editor"], Enabled),
    person("sergio.almeida@harborline.example", "Sérgio", "Almeida", &["viewer"], Enabled),
    person("ingrid.bjork@harborline.example", "Ingrid", "Björk", &["operations"], Since("2025-01-31T22:59:59.999Z")),
    person("ravi.shankar@harborline.example", "Ravi", "Shankar", &["viewer"], Enabled),
    person("elena.papadopoulou@harborline.example", "Έλενα", "Παπαδοπούλου", &["analyst"], Enabled),
    person("maximilian.konstantinopoulos-vandenberghe@harborline.example", "Maximilian", "Konstantinopoulos-Vandenberghe", &["analyst", "finance", "exporter"], Enabled),
    person("tariq.aziz@harborline.example", "Tariq", "Aziz", &["viewer"], Enabled),
    person("hannah.weiss@harborline.example", "Hannah", "Weiß", &["alerts-manager"], Enabled),
    person("samuel.kim@harborline.example", "Samuel", "Kim", &["editor", "analyst"], Enabled),
    person("beatriz.costa@harborline.example", "Beatriz", "Costa", &["viewer"], Enabled),
    person("oksana.shevchenko@harborline.example", "Оксана", "Шевченко", &["analyst"], Enabled),
    person("peter.nagy@harborline.example", "Péter", "Nagy", &["finance"], Since("2022-12-23T15:30:00.000Z")),
    person("aisha.mohammed@harborline.example", "Aisha", "Mohammed", &["viewer"], Enabled),
    person("jack.taylor@harborline.example", "Jack", "Taylor", &["analyst"], NoRecord),
    person("mira.joshi@harborline.example", "Mira", "Joshi", &["editor"], Enabled),
    person("birgitta.ågren@harborline.example", "Birgitta", "Ågren", &["viewer"], Enabled),
    person("carlos.mendoza@harborline.example", "Carlos", "Mendoza", &["operations", "viewer"], Enabled),
    person("dewi.lestari@harborline.example", "Dewi", "Lestari", &["analyst"], Enabled),
    person("siobhan.kelly@harborline.example", "Siobhán", "Kelly", &["viewer", "exporter"], Enabled),
    person("yusuf.demir@harborline.example", "Yusuf", "Demir", &["analyst"], Since("2025-10-17T06:05:04.321Z")),
    person("valentina.ruiz@harborline.example", "Valentina", "Ruiz", &["editor"], Enabled),
    person("anders.holm@harborline.example", "Anders", "Holm", &["viewer"], Enabled),
    person("contractor+atlas@harborline.example", "Rosa", "Ibarra", &["viewer"], Since("2025-08-01T00:00:00.000Z")),
    person("trainee@harborline.example", "", "", &["viewer"], NoRecord),
    person("reception@harborline.example", "", "", &["viewer"], Enabled),
    person("svc-reporting", "", "", &["exporter"], Enabled),
    person("svc-alerting", "", "", &["alerts-manager"], Enabled),
    person("etl/nightly", "", "", &["exporter", "operations"], Since("2024-05-20T03:00:00.000Z")),
    person("kiosk-lobby", "", "", &[], NoRecord),
];
