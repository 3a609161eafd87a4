use super::*;
use serde_json::json;

const NOW: f64 = 1_800_000_000.0;

fn expected(trusted: &[String]) -> Expected<'_> {
    Expected {
        issuer: "https://login.example",
        client_id: "rollcall",
        trusted_audiences: trusted,
        nonce: "n-1",
        now: NOW,
    }
}

fn claims() -> Value {
    json!({
        "iss": "https://login.example",
        "aud": "rollcall",
        "exp": 1_800_000_300,
        "nonce": "n-1",
        "sub": "4711",
    })
}

fn with(changes: &Value) -> Map<String, Value> {
    let mut claims = claims().as_object().unwrap().clone();
    claims.extend(changes.as_object().unwrap().clone());
    claims
}

fn validate_with(changes: &Value, trusted: &[&str]) -> Result<String, String> {
    let trusted: Vec<_> = trusted.iter().map(ToString::to_string).collect();
    validate(&with(changes), &expected(&trusted)).map_err(|why| why.to_string())
}

#[test]
fn claims_that_are_not_needed_may_be_anything() {
    for value in [
        json!(null),
        json!("x"),
        json!(-1.5),
        json!([[]]),
        json!({ "a": 1 }),
    ] {
        for claim in [
            "iat",
            "auth_time",
            "updated_at",
            "nbf",
            "acr",
            "amr",
            "at_hash",
            "email",
            "email_verified",
            "phone_number_verified",
            "address",
            "birthdate",
            "locale",
            "zoneinfo",
            "picture",
            "name",
            "gender",
            "sid",
            "groups",
        ] {
            let changes = json!({ claim: value });
            assert_eq!(validate_with(&changes, &[]), Ok("4711".into()), "{changes}");
        }
    }
}

#[test]
fn the_end_is_a_number_in_any_form_and_in_the_future() {
    for (end, counts) in [
        (json!(1_800_000_001), true),
        (json!(1_800_000_000.5), true),
        (json!("1800000001"), true),
        (json!(" 1800000000.5 "), true),
        (json!(1.8e18), true),
        (json!(1_800_000_000), false),
        (json!("1799999999"), false),
        (json!(0), false),
        (json!(-1), false),
        (json!(""), false),
        (json!("-1"), false),
        (json!("1e99"), false),
        (json!("inf"), false),
        (json!("NaN"), false),
        (json!("2099-01-01T00:00:00Z"), false),
        (json!("1.8.1"), false),
        (json!(true), false),
        (json!([1_900_000_000]), false),
        (json!(null), false),
    ] {
        let result = validate_with(&json!({ "exp": end }), &[]);
        assert_eq!(result.is_ok(), counts, "{end}");
        if let Err(why) = result {
            assert!(why.starts_with("its claim “exp” is "), "{why}");
        }
    }
    let why = validate_with(&json!({ "exp": "soon" }), &[]).unwrap_err();
    assert_eq!(
        why,
        "its claim “exp” is the text “soon”; expected a number of seconds"
    );
}

#[test]
fn it_is_for_this_client_and_for_others_only_where_they_are_trusted() {
    let project = "9876@project";
    for (changes, trusted, counts) in [
        (json!({ "aud": ["rollcall"] }), &[][..], true),
        (json!({ "aud": ["rollcall", "rollcall"] }), &[], true),
        (json!({ "aud": ["rollcall"], "azp": "rollcall" }), &[], true),
        (json!({ "azp": null }), &[], true),
        (
            json!({ "aud": ["rollcall", project], "azp": "rollcall" }),
            &[project],
            true,
        ),
        (
            json!({ "aud": [project, "rollcall"], "azp": "rollcall" }),
            &["x", project],
            true,
        ),
        (
            json!({ "aud": ["rollcall", project], "azp": "rollcall" }),
            &[],
            false,
        ),
        (
            json!({ "aud": ["rollcall", project, "y"], "azp": "rollcall" }),
            &[project],
            false,
        ),
        // Whose it is has to be said where it is for several.
        (json!({ "aud": ["rollcall", project] }), &[project], false),
        (
            json!({ "aud": ["rollcall", project], "azp": project }),
            &[project],
            false,
        ),
        (json!({ "azp": "other" }), &[], false),
        (json!({ "azp": "other" }), &["other"], false),
        (json!({ "azp": ["rollcall"] }), &[], false),
        (json!({ "azp": "" }), &[], false),
        (json!({ "aud": project }), &[project], false),
        (json!({ "aud": [] }), &[], false),
        (json!({ "aud": ["rollcall", 7] }), &[], false),
        (json!({ "aud": "Rollcall" }), &[], false),
        (json!({ "aud": "rollcall " }), &[], false),
        (json!({ "aud": null }), &[], false),
    ] {
        let result = validate_with(&changes, trusted);
        assert_eq!(result.is_ok(), counts, "{changes} {result:?}");
    }
    let why = validate_with(&json!({ "aud": ["rollcall", project] }), &[]).unwrap_err();
    assert!(
        why.contains(
            "“9876@project” besides this client; if that is right, list it in trusted_audiences"
        ),
        "{why}"
    );
    let why = validate_with(&json!({ "azp": "other" }), &[]).unwrap_err();
    assert_eq!(
        why,
        "its claim “azp” is the text “other”; expected “rollcall”"
    );
}

#[test]
fn it_is_by_the_issuer_for_this_attempt_and_about_somebody() {
    for changes in [
        json!({ "iss": "https://login.example/" }),
        json!({ "iss": null }),
        json!({ "nonce": "n-2" }),
        json!({ "nonce": null }),
        json!({ "nonce": ["n-1"] }),
        json!({ "sub": "" }),
        json!({ "sub": null }),
        json!({ "sub": 1.5 }),
    ] {
        let why = validate_with(&changes, &[]).unwrap_err();
        let (claim, _) = changes.as_object().unwrap().iter().next().unwrap();
        assert!(
            why.starts_with(&format!("its claim “{claim}” is ")),
            "{why}"
        );
        assert!(!why.contains("n-1") && !why.contains("n-2"), "{why}");
    }
    assert_eq!(
        validate_with(&json!({ "sub": 4711 }), &[]),
        Ok("4711".into())
    );
}
