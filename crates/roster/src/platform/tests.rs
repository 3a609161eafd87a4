//! Tests of the descriptions of every platform.

use super::*;
use crate::capability::Ability;
use std::collections::BTreeSet;

#[test]
fn the_first_column_names_the_user_and_every_column_has_its_own_id() {
    for platform in Platform::ALL {
        let columns = list_support(platform).columns();
        let [first, ..] = columns else {
            panic!("{platform:?} has no columns");
        };
        assert!(matches!(first.cell, Cell::Key | Cell::Label), "{first:?}");
        assert!(!first.is_hidden, "{first:?}");
        let ids: BTreeSet<&str> = columns.iter().map(|column| column.id).collect();
        assert_eq!(ids.len(), columns.len(), "{platform:?}");
    }
}

#[test]
fn what_a_platform_says_is_in_sentences() {
    let is_sentence = |text: &str| {
        text.starts_with(char::is_uppercase) && text.ends_with('.') && !text.contains("  ")
    };
    for platform in Platform::ALL {
        for ability in Ability::ALL {
            if let Some(reason) = ability.unsupported_reason(platform) {
                assert!(is_sentence(reason), "{platform:?}, {ability:?}: {reason}");
            }
        }
        let changes = [
            Change::Remove,
            Change::SendReset,
            Change::Disable { since: None },
        ];
        for change in changes {
            if let Some(text) = edit_support(platform).consequence(&change) {
                assert!(is_sentence(text), "{platform:?}, {change:?}: {text}");
            }
        }
        for (asks_for_email, can_mail) in [(true, None), (false, Some(true)), (false, None)] {
            let invited = Invited {
                asks_for_email,
                can_mail,
            };
            if let EmailPreview::None(text) = invite_support(platform).email(invited) {
                assert!(is_sentence(text), "{platform:?}: {text}");
            }
        }
    }
}

#[test]
fn a_removal_that_a_platform_offers_says_what_it_does() {
    for platform in Platform::ALL {
        let offers = Ability::Remove.unsupported_reason(platform).is_none();
        let support = edit_support(platform);
        let says = support.consequence(&Change::Remove).is_some();
        assert_eq!(offers, says, "{platform:?}");
        assert_eq!(offers, !support.removal().hint.is_empty(), "{platform:?}");
    }
}
