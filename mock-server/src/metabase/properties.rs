//! `GET /api/session/properties`: the server's properties, and more of them for
//! callers who are signed in (metabase note 23).

use super::answer::Reply;
use super::caller::MaybeCaller;
use super::groups_have_managers;
use super::mail::{self, SITE_NAME};
use super::request::SiteUrl;
use crate::World;
use crate::endpoint::Endpoints;
use axum::Router;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use wire::catalogue::metabase as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new().endpoint(&catalogue::PROPERTIES, properties)
}

/// Whether this single sign-on is enabled: Google's is, LDAP is not.
pub(super) fn signs_in(sso: &str) -> bool {
    sso == "google"
}

/// For every caller.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::struct_excessive_bools, reason = "as the platform has it")]
pub(super) struct Public<'a> {
    version: Value,
    site_name: &'a str,
    site_url: &'a str,
    site_locale: &'a str,
    #[serde(rename = "email-configured?")]
    email_configured: bool,
    has_user_setup: bool,
    setup_token: (),
    enable_password_login: bool,
    password_complexity: Value,
    google_auth_enabled: bool,
    ldap_enabled: bool,
    available_locales: Value,
    token_features: Value,
    #[serde(flatten)]
    signed_in: Option<SignedIn>,
    #[serde(flatten)]
    administrator: Option<Administrator<'a>>,
}

/// For users who are signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct SignedIn {
    user_visibility: &'static str,
    use_tenants: bool,
    report_timezone_short: &'static str,
}

/// For administrators.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Administrator<'a> {
    admin_email: &'a str,
    session_timeout: (),
}

async fn properties(
    State(world): State<World>,
    MaybeCaller(caller): MaybeCaller,
    site: SiteUrl,
) -> Reply {
    let store = world.metabase();
    let administrator = caller
        .as_ref()
        .is_some_and(|caller| caller.is_superuser(&store));
    Reply::ok(&Public {
        version: json!({
            "tag": "v0.56.3", "date": "2025-08-25", "branch": "release-x.56.x", "hash": "rollcall",
        }),
        site_name: SITE_NAME,
        site_url: &site.0,
        site_locale: "en",
        email_configured: mail::is_configured(&world),
        has_user_setup: true,
        setup_token: (),
        enable_password_login: true,
        password_complexity: json!({ "total": 6, "digit": 1 }),
        google_auth_enabled: signs_in("google"),
        ldap_enabled: signs_in("ldap"),
        available_locales: json!([
            ["de", "German"],
            ["en", "English"],
            ["es", "Spanish"],
            ["fr", "French"],
            ["ja", "Japanese"],
            ["pt_BR", "Portuguese (Brazil)"],
            ["zh_CN", "Chinese (China)"],
        ]),
        token_features: json!({
            "advanced_permissions": groups_have_managers(&world), "audit_app": false, "sandboxes": false,
            "scim": false, "sso_jwt": false, "sso_saml": false, "tenants": false,
        }),
        signed_in: caller.is_some().then_some(SignedIn {
            user_visibility: "all",
            use_tenants: false,
            report_timezone_short: "UTC",
        }),
        administrator: administrator.then_some(Administrator {
            admin_email: "admin@example.com",
            session_timeout: (),
        }),
    })
    .note("assumed: most names and all values; servers tell many more")
}

#[cfg(test)]
mod tests {
    use crate::Options;
    use crate::metabase::testing::{ANALYST, Mock};

    const PATH: &str = "/api/session/properties";

    #[tokio::test]
    async fn properties_depend_on_who_is_signed_in() {
        let mock = Mock::documented();
        let anonymous = mock.with("GET", PATH, &[], None).await;
        assert_eq!(anonymous.status, 200);
        let anonymous = anonymous.json();
        assert_eq!(anonymous["email-configured?"], true);
        assert!(
            anonymous["version"]["tag"]
                .as_str()
                .unwrap()
                .starts_with('v')
        );
        let analyst = mock.session(ANALYST).await;
        let analyst = mock.as_session(&analyst, "GET", PATH, None).await.json();
        let admin = mock.get(PATH).await.json();
        let has = |json: &serde_json::Value, key: &str| json.get(key).is_some();
        for (key, seen) in [
            ("site-name", [true, true, true]),
            ("user-visibility", [false, true, true]),
            ("admin-email", [false, false, true]),
        ] {
            assert_eq!(
                [has(&anonymous, key), has(&analyst, key), has(&admin, key)],
                seen
            );
        }
    }

    #[tokio::test]
    async fn links_lead_to_where_the_client_came_to() {
        let mock = Mock::documented();
        let host = [("host", "metabase.example.com:3000")];
        let answer = mock.with("GET", PATH, &host, None).await.json();
        assert_eq!(answer["site-url"], "http://metabase.example.com:3000");
    }

    #[tokio::test]
    async fn without_mail_it_says_so() {
        let mock = Mock::of(Options {
            no_mail: true,
            ..Options::default()
        });
        assert_eq!(mock.get(PATH).await.json()["email-configured?"], false);
    }
}
