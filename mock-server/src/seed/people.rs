//! The people of Harborline, a company that does not exist, and the two
//! accounts that every platform has. One list for all platforms, so that a
//! person can be found on several.
//!
//! Most have two or three accounts that agree. The others are what an
//! administrator has to find: the tests of the seeds name each case and the
//! people in it.

use wire::Platform::{self, Actian, Metabase, Pivot};

/// An administrator of Actian and Metabase, also a well-known sign-in.
pub(crate) const ADMIN: &str = "admin@example.com";
/// An ordinary user of both, also a well-known sign-in.
pub(crate) const ANALYST: &str = "analyst@example.com";
/// The password of both.
pub(crate) const PASSWORD: &str = "rollcall-demo-1";

/// A person's access to Pivot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Enabled; Pivot has a status record.
    Enabled,
    /// Disabled this many days ago.
    DisabledDaysAgo(u16),
    /// Pivot has no status record.
    NoRecord,
}

use Access::{DisabledDaysAgo, Enabled, NoRecord};

/// A person who works, or worked, at Harborline, or a service account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    /// The user ID in Pivot; the email address, if the person has one.
    pub(crate) name: &'static str,
    /// Given name; may be empty.
    pub(crate) first: &'static str,
    /// Family name; may be empty.
    pub(crate) last: &'static str,
    /// Role names as in Pivot; the other platforms derive theirs from them.
    pub(crate) roles: &'static [&'static str],
    /// Whether they can sign in to Pivot.
    pub(crate) access: Access,
    /// The platforms on which they have no account, although their roles
    /// suggest one.
    absent_from: &'static [Platform],
}

impl Person {
    /// The address of a person; `None` for a service account.
    pub(crate) fn email(&self) -> Option<&'static str> {
        self.name.contains('@').then_some(self.name)
    }

    /// Whether this person has the role.
    pub(crate) fn has(&self, role: &str) -> bool {
        self.roles.contains(&role)
    }

    /// Whether this person may have an account there.
    pub(crate) fn is_on(&self, platform: Platform) -> bool {
        !self.absent_from.contains(&platform)
    }

    const fn not_on(self, absent_from: &'static [Platform]) -> Self {
        Self {
            absent_from,
            ..self
        }
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
        absent_from: &[],
    }
}

/// All of them, in the order in which they came.
#[rustfmt::skip]
pub(crate) const PEOPLE: &[Person] = &[
    person("amara.okafor@harborline.example", "Amara", "Okafor", &["super-admin"], Enabled),
    person("tomasz.wisniewski@harborline.example", "Tomasz", "Wiśniewski", &["operations"], Enabled),
    person("yuki.tanaka@harborline.example", "Yuki", "Tanaka", &["analyst", "editor"], Enabled),
    person("søren.østergaard@harborline.example", "Søren", "Østergaard", &["analyst"], Enabled),
    person("maria.fernandez@harborline.example", "María", "Fernández", &["editor", "alerts-manager"], Enabled),
    person("liam.oconnor@harborline.example", "Liam", "O’Connor", &["viewer"], DisabledDaysAgo(686)),
    person("zoe.muller@harborline.example", "Zoë", "Müller", &["analyst", "finance"], Enabled),
    person("chidi.eze@harborline.example", "Chidi", "Eze", &["viewer"], Enabled),
    person("priya.raghunathan@harborline.example", "Priya", "Raghunathan", &["editor", "analyst", "exporter"], Enabled),
    person("jürgen.groß@harborline.example", "Jürgen", "Groß", &["finance"], DisabledDaysAgo(804)),
    person("ana.popescu@harborline.example", "Ana", "Popescu", &["viewer"], Enabled),
    person("omar.haddad@harborline.example", "Omar", "Haddad", &["operations", "alerts-manager"], Enabled),
    person("nguyen.thi.hoa@harborline.example", "Hoa", "Nguyễn Thị", &["analyst"], Enabled),
    person("isabella.rossi@harborline.example", "Isabella", "Rossi", &["viewer", "finance"], Enabled),
    person("dmitri.volkov@harborline.example", "Dmitri", "Volkov", &["analyst"], DisabledDaysAgo(199)).not_on(&[Actian]),
    person("leila.farahani@harborline.example", "Leila", "Farahani", &["editor"], Enabled),
    person("kwame.mensah@harborline.example", "Kwame", "Mensah", &["viewer"], Enabled),
    person("sofia.lindqvist@harborline.example", "Sofia", "Lindqvist", &["analyst", "alerts-manager"], Enabled).not_on(&[Metabase]),
    person("mateo.garcia@harborline.example", "Mateo", "García", &["viewer"], Enabled),
    person("aiko.yamamoto@harborline.example", "Aiko", "Yamamoto", &["editor"], NoRecord),
    person("hans.peter.schmidt@harborline.example", "Hans-Peter", "Schmidt", &["finance"], Enabled),
    person("noor.al.masri@harborline.example", "Noor", "Al-Masri", &["analyst"], Enabled),
    person("emma.dubois@harborline.example", "Emma", "Dubois", &["viewer"], Enabled),
    person("lukasz.zielinski@harborline.example", "Łukasz", "Zieliński", &["operations"], Enabled),
    person("grace.wanjiru@harborline.example", "Grace", "Wanjirũ", &["analyst", "exporter"], Enabled),
    person("arjun.patel@harborline.example", "Arjun", "Patel", &["editor"], Enabled),
    person("chloe.martin@harborline.example", "Chloé", "Martin", &["viewer"], DisabledDaysAgo(489)),
    person("ivan.horvat@harborline.example", "Ivan", "Horvat", &["analyst"], Enabled),
    person("fatima.zahra.benali@harborline.example", "Fatima Zahra", "Benali", &["finance", "analyst"], Enabled),
    person("oluwaseun.adeyemi@harborline.example", "Oluwaseun", "Adéyẹmí", &["viewer"], Enabled),
    person("katarina.novakova@harborline.example", "Katarína", "Nováková", &["editor"], Enabled),
    person("david.cohen@harborline.example", "David", "Cohen", &["analyst"], Enabled),
    person("mei.lin.chen@harborline.example", "美玲", "陳", &["analyst", "editor"], Enabled),
    person("sergio.almeida@harborline.example", "Sérgio", "Almeida", &["viewer"], Enabled),
    person("ingrid.bjork@harborline.example", "Ingrid", "Björk", &["operations"], DisabledDaysAgo(349)),
    person("ravi.shankar@harborline.example", "Ravi", "Shankar", &["viewer"], Enabled),
    person("elena.papadopoulou@harborline.example", "Έλενα", "Παπαδοπούλου", &["analyst"], Enabled),
    person("maximilian.konstantinopoulos-vandenberghe@harborline.example", "Maximilian", "Konstantinopoulos-Vandenberghe", &["analyst", "finance", "exporter"], Enabled),
    person("tariq.aziz@harborline.example", "Tariq", "Aziz", &["viewer"], Enabled),
    person("hannah.weiss@harborline.example", "Hannah", "Weiß", &["alerts-manager"], Enabled),
    person("samuel.kim@harborline.example", "Samuel", "Kim", &["editor", "analyst"], Enabled),
    person("beatriz.costa@harborline.example", "Beatriz", "Costa", &["viewer"], Enabled),
    person("oksana.shevchenko@harborline.example", "Оксана", "Шевченко", &["analyst"], Enabled),
    person("peter.nagy@harborline.example", "Péter", "Nagy", &["finance"], DisabledDaysAgo(390)),
    person("aisha.mohammed@harborline.example", "Aisha", "Mohammed", &["viewer"], Enabled),
    person("jack.taylor@harborline.example", "Jack", "Taylor", &["analyst"], NoRecord),
    person("mira.joshi@harborline.example", "Mira", "Joshi", &["editor"], Enabled),
    person("birgitta.ågren@harborline.example", "Birgitta", "Ågren", &["viewer", "analyst"], Enabled),
    person("carlos.mendoza@harborline.example", "Carlos", "Mendoza", &["operations", "viewer"], Enabled),
    person("dewi.lestari@harborline.example", "Dewi", "Lestari", &["analyst"], Enabled),
    person("siobhan.kelly@harborline.example", "Siobhán", "Kelly", &["viewer", "exporter"], Enabled),
    person("yusuf.demir@harborline.example", "Yusuf", "Demir", &["analyst"], DisabledDaysAgo(12)),
    person("valentina.ruiz@harborline.example", "Valentina", "Ruiz", &["editor"], Enabled),
    person("anders.holm@harborline.example", "Anders", "Holm", &["viewer"], Enabled),
    person("contractor+atlas@harborline.example", "Rosa", "Ibarra", &["viewer"], DisabledDaysAgo(167)),
    person("lena.brandt@atlas-consulting.example", "Lena", "Brandt", &["viewer"], Enabled),
    person("klaus.huber@häfen.harborline.example", "Klaus", "Huber", &["viewer"], Enabled),
    person("Hannah.Weiss@harborline.example", "Hannah", "Weiß", &["exporter"], Enabled).not_on(&[Metabase]),
    person("uma.krishnan@harborline-freight.example", "Uma", "Krishnan", &["viewer"], Enabled),
    person("renata.kowalska@harborline-freight.example", "Renata", "Kowalska", &["analyst"], Enabled).not_on(&[Pivot]),
    person("thandi.nkosi@harborline-freight.example", "Thandi", "Nkosi", &["analyst"], Enabled).not_on(&[Pivot]),
    person("samuel.kim@harborline-freight.example", "Samuel", "Kim", &["analyst"], Enabled).not_on(&[Pivot]),
    person("nadia.rahimi@harborline.example", "Nadia", "Rahimi", &["analyst"], Enabled).not_on(&[Pivot]),
    person("otto.lindgren@harborline.example", "Otto", "Lindgren", &["editor"], Enabled).not_on(&[Pivot]),
    person("sofia.lindkvist@harborline.example", "Sofia", "Lindkvist", &["analyst"], Enabled).not_on(&[Pivot, Actian]),
    person("ana.popescu+test@harborline.example", "Ana", "Popescu", &["viewer"], Enabled).not_on(&[Pivot]),
    person("paula.de.vries@harborline.example", "Paula", "de Vries", &["viewer"], Enabled).not_on(&[Pivot]),
    person("stefan.ilic@harborline.example", "Stefan", "Ilić", &["viewer"], Enabled).not_on(&[Pivot]),
    person("viktor.sokolov@harborline.example", "Viktor", "Sokolov", &["viewer"], Enabled).not_on(&[Pivot]),
    person("board@harborline.example", "", "", &["viewer"], Enabled).not_on(&[Pivot]),
    person("trainee@harborline.example", "", "", &["viewer"], NoRecord),
    person("reception@harborline.example", "", "", &["viewer"], Enabled),
    person("mateo-reports", "Mateo", "García", &["exporter"], Enabled),
    person("svc-reporting", "", "", &["exporter"], Enabled),
    person("svc-alerting", "", "", &["alerts-manager"], Enabled),
    person("etl/nightly", "", "", &["exporter", "operations"], DisabledDaysAgo(605)),
    person("kiosk-lobby", "", "", &[], NoRecord),
];
