//! The names of fields and other parts of a user.

use roster::record::Field;
use roster::{Part, RoleKind};

/// The name of a field at the beginning of a sentence.
pub(super) const fn field_name(field: Field) -> &'static str {
    match field {
        Field::FirstName => "First name",
        Field::LastName => "Last name",
        Field::Email => "Email",
        Field::ColorMode => "Colour mode",
        Field::Locale => "Language",
    }
}

/// The name of a part of a user within a sentence.
pub(crate) fn part_name(part: &Part) -> String {
    match part {
        Part::Field(field) => field_name(*field).to_ascii_lowercase(),
        Part::Role => "role".to_owned(),
        Part::Roles(platform) => RoleKind::of_platform(*platform).plural().to_owned(),
        Part::Attribute(name) => format!("attribute “{name}”"),
        Part::DisabledSince => "“disabled since”".to_owned(),
    }
}
