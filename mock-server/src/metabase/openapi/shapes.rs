//! The shapes of answers, derived from the types that they are serialized from.

use crate::metabase::groups::{Member, Shown};
use crate::metabase::memberships::Membership;
use crate::metabase::properties::{Administrator, Public, SignedIn};
use crate::metabase::shapes::{
    Brief, ByManager, Current, Full, Listed, ListedByManager, Membership as GroupId, One,
    Permissions, Written,
};
use crate::openapi::schema::{
    Any, Schemas, Shape, flag, list, list_of, map, matching, null, nullable, number, object,
    one_of, text, yes,
};
use utoipa::openapi::Object;

/// A time: UTC, with microseconds.
const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$";

/// The named schemas, and the shapes that several routes answer.
pub(super) struct Shapes {
    pub(super) all: Schemas,
    pub(super) full: Any,
    pub(super) listed: Any,
    pub(super) by_manager: Any,
    pub(super) listed_by_manager: Any,
    pub(super) brief: Any,
    pub(super) written: Any,
    pub(super) one: Any,
    pub(super) current: Any,
    pub(super) member: Any,
    pub(super) membership: Any,
}

impl Shapes {
    /// `managed`: whether groups have managers.
    pub(super) fn new(managed: bool) -> Self {
        // With managers, every membership has the field; without them, none
        // has.
        let told = |shape: Object| {
            if managed {
                shape
                    .optional(&["is_group_manager"])
                    .required("is_group_manager")
            } else {
                shape.without("is_group_manager")
            }
        };
        let mut all = Schemas::default();
        all.add_own::<GroupId>(told);
        all.add_own::<Permissions>(told);
        let full = all.add_own::<Full<'_>>(full);
        let listed = all.add_own::<Listed<'_>>(|user| user.with("tenant_collection_id", null()));
        let attribute = object([
            ("source", one_of(&["user"])),
            ("frozen", flag()),
            ("value", text()),
        ]);
        Self {
            full,
            listed,
            by_manager: all.add_own::<ByManager<'_>>(by_manager),
            listed_by_manager: all.add_own::<ListedByManager<'_>>(|user| user),
            brief: all.add_own::<Brief<'_>>(|user| user),
            written: all.add_own::<Written<'_>>(|user| user),
            one: all.add_own::<One<'_>>(|user| {
                user.with("structured_attributes", map(attribute.into()))
            }),
            current: all.add_own::<Current<'_>>(|user| {
                user.with("first_login", nullable(matching(TIME)))
                    .with("custom_homepage", null())
            }),
            member: all.add_own::<Member<'_>>(|member| member),
            membership: all.add_own::<Membership>(|membership| membership),
            all,
        }
    }

    /// A group, without these fields.
    pub(super) fn group(&self, without: &[&str]) -> Any {
        let group = self
            .all
            .own::<Shown<'_>>()
            .with("magic_group_type", nullable(text()))
            .optional(&["member_count", "members"]);
        let shown = ["member_count", "members"]
            .into_iter()
            .filter(|name| !without.contains(name));
        let group = shown.fold(group, Shape::required);
        without.iter().copied().fold(group, Shape::without).into()
    }

    /// The answer to a new password, which starts a new session.
    pub(super) fn changed() -> Any {
        object([("success", yes()), ("session_id", text())]).into()
    }

    /// The server's properties: some for every caller, more for users who are
    /// signed in.
    pub(super) fn properties(&self) -> Any {
        let version = object([
            ("tag", matching("^v")),
            ("date", text()),
            ("branch", text()),
            ("hash", text()),
        ]);
        let complexity = object([("total", number(1)), ("digit", number(0))]);
        let locale = list_of(2, text());
        let mut public = self
            .all
            .own::<Public<'_>>()
            .with("version", version.into())
            .with("setup-token", null())
            .with("password-complexity", complexity.into())
            .with("available-locales", list(locale))
            .with("token-features", map(flag()));
        let more = [
            self.all.own::<SignedIn>(),
            self.all
                .own::<Administrator<'_>>()
                .with("session-timeout", null()),
        ];
        for (name, schema) in more.into_iter().flat_map(|more| more.properties) {
            public = public.with(&name, schema);
        }
        public.into()
    }
}

fn by_manager(user: Object) -> Object {
    user.with("id", number(1))
        .with("last_login", nullable(matching(TIME)))
}

fn full(user: Object) -> Object {
    user.with("id", number(1))
        .with("date_joined", matching(TIME))
        .with("last_login", nullable(matching(TIME)))
        .with("updated_at", matching(TIME))
        .with("jwt_attributes", null())
        .with("tenant_id", null())
}
