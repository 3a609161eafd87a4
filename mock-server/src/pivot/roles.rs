//! `/api/v1/roles`: the roles that users can have (pivot note 17).

use super::Store;
use crate::World;
use crate::answer::Answer;
use crate::endpoint::Endpoints;
use axum::Router;
use axum::extract::State;
use serde::{Deserialize, Serialize, Serializer};
use wire::catalogue::pivot as catalogue;
use wire::pivot::Generation;

pub(super) fn router() -> Router<World> {
    Router::new().endpoint(&catalogue::LIST_ROLES, list)
}

/// A role. None of this mock's routes changes one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    /// Its ID, as used in a user's roles.
    pub(crate) name: String,
    /// Its display name.
    pub(crate) title: String,
    /// Its permissions.
    pub(crate) permissions: Vec<String>,
}

/// `{"roles": […]}`; in the older page a plain list, and permissions are texts.
async fn list(State(world): State<World>) -> Answer {
    #[derive(Serialize)]
    struct Wrapped<'a> {
        roles: Vec<Shown<'a>>,
    }
    let generation = world.options().generation;
    let pivot = world.pivot();
    let roles: Vec<_> = shown(&pivot, generation).collect();
    match generation {
        Generation::V2023_01 => Answer::ok(&roles)
            .note("assumed: a bare list, by analogy with the users of the 2023.01 page"),
        Generation::Current => Answer::ok(&Wrapped { roles }),
    }
    .note("assumed: which roles there are, and what they allow")
}

fn shown(pivot: &Store, generation: Generation) -> impl Iterator<Item = Shown<'_>> {
    pivot.roles.iter().map(move |role| Shown {
        name: &role.name,
        title: &role.title,
        permissions: role
            .permissions
            .iter()
            .map(|name| Permission { name, generation })
            .collect(),
    })
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    title: &'a str,
    permissions: Vec<Permission<'a>>,
}

/// A text in the older page, `{"name": …}` in the newer.
struct Permission<'a> {
    name: &'a str,
    generation: Generation,
}

impl Serialize for Permission<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wrapped<'a> {
            name: &'a str,
        }
        match self.generation {
            Generation::V2023_01 => serializer.serialize_str(self.name),
            Generation::Current => Wrapped { name: self.name }.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Mock;
    use crate::{Options, Seed};
    use serde_json::{Value, json};
    use wire::pivot::Generation;

    const ROLES: &str = "/api/v1/roles";

    #[tokio::test]
    async fn roles_are_a_bare_list_with_texts_in_2023_01() {
        let roles = Mock::documented().get(ROLES).await;
        assert!(roles.header("x-mock-note").contains("a bare list"));
        assert_eq!(
            roles.json()[1],
            json!({ "name": "analyst", "title": "Analyst", "permissions": ["SeeOtherUsers"] })
        );
    }

    #[tokio::test]
    async fn roles_are_wrapped_and_so_are_their_permissions_in_the_current_page() {
        let roles = Mock::of(Generation::Current).get(ROLES).await.json();
        assert_eq!(
            roles["roles"][1],
            json!({
                "name": "analyst", "title": "Analyst",
                "permissions": [{ "name": "SeeOtherUsers" }],
            })
        );
    }

    #[tokio::test]
    async fn every_role_that_a_user_has_is_there_in_every_seed() {
        for seed in [Seed::Documented, Seed::Demo] {
            let mock = Mock::new(Options {
                seed,
                generation: Generation::Current,
                ..Options::default()
            });
            let roles = mock.get(ROLES).await.json();
            let names: Vec<&Value> = roles["roles"]
                .as_array()
                .unwrap()
                .iter()
                .map(|role| &role["name"])
                .collect();
            let users = mock.get("/api/v1/users").await.json();
            let mut seen = 0;
            for user in users["users"].as_array().unwrap() {
                for role in user["roles"].as_array().unwrap() {
                    assert!(names.contains(&role), "{role}");
                    seen += 1;
                }
            }
            assert!(seen > 0);
        }
    }
}
