use super::*;

fn guess(names: &[&str], rows: &[&[&str]]) -> Mapping {
    let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| owned(row)).collect();
    Mapping::guess(&owned(names), &rows)
}

#[test]
fn an_export_of_entra_is_understood() {
    let entra = guess(
        &[
            "userPrincipalName",
            "displayName",
            "surname",
            "mail",
            "givenName",
            "id",
            "userType",
            "accountEnabled",
            "state",
            "alternateEmailAddress",
        ],
        &[
            &[
                "ana@x.example",
                "Ana Sato",
                "Sato",
                "ana.sato@x.example",
                "Ana",
                "1",
                "Member",
                "True",
                "Bavaria",
                "",
            ],
            &[
                "bo@x.example",
                "Bo Okafor",
                "Okafor",
                "",
                "Bo",
                "2",
                "Member",
                "False",
                "",
                "",
            ],
        ],
    );
    assert_eq!(
        entra,
        Mapping {
            address: vec![3, 0],
            first_name: Some(4),
            last_name: Some(2),
            full_name: None,
            status: Some(StatusColumn {
                column: 7,
                here: vec!["True".to_owned()],
                gone: vec!["False".to_owned()],
            }),
        }
    );
}

#[test]
fn exports_of_okta_are_understood() {
    let okta = guess(
        &["Login", "First name", "Last name", "Email", "Status"],
        &[
            &["ana@x.example", "Ana", "Sato", "ana@x.example", "ACTIVE"],
            &[
                "bo@x.example",
                "Bo",
                "Okafor",
                "bo@x.example",
                "DEPROVISIONED",
            ],
            &[
                "cy@x.example",
                "Cy",
                "Novák",
                "cy@x.example",
                "PASSWORD_EXPIRED",
            ],
            &["di@x.example", "Di", "Novák", "di@x.example", "ON LEAVE"],
        ],
    );
    assert_eq!(
        (okta.address, okta.first_name, okta.last_name),
        (vec![3, 0], Some(1), Some(2))
    );
    assert_eq!(
        okta.status,
        Some(StatusColumn {
            column: 4,
            here: vec!["ACTIVE".to_owned(), "PASSWORD_EXPIRED".to_owned()],
            gone: vec!["DEPROVISIONED".to_owned()],
        })
    );
    let okta = guess(
        &[
            "User fullname",
            "Okta username",
            "Primary email",
            "Okta user status",
        ],
        &[&[
            "Ana Sato",
            "ana@x.example",
            "ana@x.example",
            "Pending user action",
        ]],
    );
    assert_eq!((okta.address, okta.full_name), (vec![2, 1], Some(0)));
    assert_eq!(okta.status.unwrap().here, ["Pending user action"]);
}

#[test]
fn an_export_of_google_workspace_is_understood() {
    let google = guess(
        &[
            "First Name [Required]",
            "Last Name [Required]",
            "Email Address [Required]",
            "Status [READ ONLY]",
            "Recovery Email",
        ],
        &[
            &["Ana", "Sato", "ana@x.example", "Active", "ana@home.example"],
            &[
                "Bo",
                "Okafor",
                "bo@x.example",
                "Suspended",
                "bo@home.example",
            ],
        ],
    );
    assert_eq!(
        (google.address, google.first_name, google.last_name),
        (vec![2], Some(0), Some(1))
    );
    let status = google.status.unwrap();
    assert_eq!(
        (status.here, status.gone),
        (vec!["Active".to_owned()], vec!["Suspended".to_owned()])
    );
}

#[test]
fn german_and_french_names_of_columns_are_understood() {
    let german = guess(
        &["Nachname", "Vorname", "E-Mail-Adresse", "Aktiv"],
        &[
            &["Müller", "Zoë", "zoe@x.example", "ja"],
            &["Ünal", "Can", "can@x.example", "nein"],
        ],
    );
    assert_eq!(
        (german.address, german.first_name, german.last_name),
        (vec![2], Some(1), Some(0))
    );
    let status = german.status.unwrap();
    assert_eq!(
        (status.here, status.gone),
        (vec!["ja".to_owned()], vec!["nein".to_owned()])
    );
    let french = guess(
        &["Prénom", "Nom", "Courriel", "Statut"],
        &[&["Léa", "Petit", "lea@x.example", "actif"]],
    );
    assert_eq!(
        (french.address, french.first_name, french.last_name),
        (vec![2], Some(0), Some(1))
    );
    let french = guess(
        &["Nom", "Adresse e-mail"],
        &[&["Léa Petit", "lea@x.example"]],
    );
    assert_eq!((french.full_name, french.last_name), (Some(0), None));
}

#[test]
fn a_column_that_says_who_is_suspended_is_understood_the_other_way_round() {
    let status = guess(
        &["email", "suspended"],
        &[&["a@x.example", "true"], &["b@x.example", "false"]],
    )
    .status;
    let status = status.unwrap();
    assert_eq!(
        (status.here, status.gone),
        (vec!["false".to_owned()], vec!["true".to_owned()])
    );
}

#[test]
fn without_names_the_column_with_addresses_is_found() {
    let found = guess(
        &["", ""],
        &[&["Ana", "ana@x.example"], &["Bo", "bo@x.example"]],
    );
    assert_eq!(found.address, [1]);
    assert_eq!(guess(&["", ""], &[&["Ana", "Sato"]]).address, [0_usize; 0]);
    // A column that is called so and holds none is not it.
    let found = guess(&["login", "contact"], &[&["ana", "ana@x.example"]]);
    assert_eq!(found.address, [1]);
}

#[test]
fn a_column_of_many_values_is_no_status() {
    let rows: Vec<Vec<String>> = (0..50).map(|number| vec![number.to_string()]).collect();
    assert_eq!(Mapping::guess(&["status".to_owned()], &rows).status, None);
}

#[test]
fn the_same_columns_have_the_same_signature() {
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let one = columns_signature(&names(&["E-Mail", "Vorname"]));
    assert_eq!(one, columns_signature(&names(&["e-mail ", "VORNAME"])));
    assert_ne!(one, columns_signature(&names(&["Vorname", "E-Mail"])));
    assert_ne!(one, columns_signature(&names(&["E-Mail", "Vorname", ""])));
}

#[test]
fn the_values_of_a_column_that_was_chosen_are_guessed_as_well() {
    let values = ["active", "left", "on leave", ""].map(str::to_owned);
    let column = StatusColumn::guess_values(2, "Status", &values);
    assert_eq!(column.column, 2);
    assert_eq!(column.here, ["active"]);
    assert_eq!(column.gone, ["left"]);
    let column = StatusColumn::guess_values(
        0,
        "Suspended [READ ONLY]",
        &["True", "False"].map(str::to_owned),
    );
    assert_eq!(
        (column.here, column.gone),
        (vec!["False".to_owned()], vec!["True".to_owned()])
    );
}
