//! Lists that leave users out, against a platform of a few lines.

use super::*;
use crate::{Transport, TransportError};
use futures::FutureExt;
use std::cell::RefCell;
use wire::{Request, Response};

/// A Metabase that sends `cap` users at a time of those it has.
struct Platform {
    users: Vec<u64>,
    total: u64,
    cap: usize,
    pages: bool,
    tenancy: bool,
    queries: RefCell<Vec<String>>,
}

impl Platform {
    fn new(users: &[u64], cap: usize) -> Self {
        Self {
            users: users.to_vec(),
            total: users.len() as u64,
            cap,
            pages: true,
            tenancy: true,
            queries: RefCell::default(),
        }
    }

    fn read(&self) -> Found {
        let list = ListUsers {
            tenants: true,
            ..ListUsers::default()
        };
        let found = metabase_users(self, list).now_or_never();
        found.unwrap().unwrap()
    }
}

impl Transport for Platform {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let target = request.target();
        self.queries.borrow_mut().push(target.clone());
        let number = |name: &str| {
            let (_, rest) = target.split_once(&format!("{name}="))?;
            rest.split('&').next()?.parse::<usize>().ok()
        };
        if target.contains("tenancy") && !self.tenancy {
            return Ok(Response {
                status: 400,
                body: "No tenants here.".to_owned(),
                ..Response::default()
            });
        }
        let offset = number("offset").filter(|_| self.pages);
        let rows: Vec<String> = self
            .users
            .iter()
            .skip(offset.unwrap_or(0))
            .take(self.cap)
            .map(|id| format!(r#"{{"id":{id},"email":"{id}@x"}}"#))
            .collect();
        let body = format!(
            r#"{{"data":[{}],"total":{},"offset":{}}}"#,
            rows.join(","),
            self.total,
            offset.map_or_else(|| "null".to_owned(), |offset| offset.to_string()),
        );
        Ok(Response {
            status: 200,
            body,
            ..Response::default()
        })
    }

    async fn pause(&self, _: u32) {}
}

fn ids(found: &Found) -> Vec<u64> {
    found.users.iter().map(|user| user.id).collect()
}

#[test]
fn the_rest_is_fetched_where_the_platform_pages() {
    let platform = Platform::new(&[1, 2, 3, 4, 5], 2);
    let found = platform.read();
    assert_eq!(ids(&found), [1, 2, 3, 4, 5]);
    assert_eq!(found.gaps, []);
    assert_eq!(platform.queries.borrow().len(), 3);
}

#[test]
fn a_whole_list_takes_one_request() {
    let platform = Platform::new(&[1, 2, 3], 9);
    assert_eq!(platform.read().gaps, []);
    assert_eq!(platform.queries.borrow().len(), 1);
    assert!(platform.queries.borrow()[0].contains("tenancy=all"));
}

#[test]
fn a_platform_that_does_not_page_leaves_a_gap_that_is_known() {
    let platform = Platform {
        pages: false,
        ..Platform::new(&[1, 2, 3, 4, 5], 2)
    };
    let found = platform.read();
    assert_eq!(ids(&found), [1, 2]);
    assert_eq!(
        found.gaps,
        [Gap::Fewer {
            reported: 5,
            sent: 2
        }]
    );
    assert!(platform.queries.borrow().len() <= 3);
}

#[test]
fn each_user_is_there_once_and_one_who_was_moved_is_looked_for_again() {
    // 3 is sent twice, as if it had been moved; 5 is never sent.
    let platform = Platform {
        total: 5,
        ..Platform::new(&[1, 2, 3, 3, 4], 2)
    };
    let found = platform.read();
    assert_eq!(ids(&found), [1, 2, 3, 4]);
    assert_eq!(
        found.gaps,
        [Gap::Fewer {
            reported: 5,
            sent: 4
        }]
    );
    assert!(platform.queries.borrow().len() < 12, "two rounds at most");
}

#[test]
fn a_total_that_is_never_reached_ends() {
    let platform = Platform {
        total: u64::MAX,
        ..Platform::new(&[1], 1)
    };
    assert_eq!(ids(&platform.read()), [1]);
    assert!(platform.queries.borrow().len() < 10);
}

#[test]
fn a_server_that_refuses_to_list_tenants_is_asked_without_and_quoted() {
    let platform = Platform {
        tenancy: false,
        ..Platform::new(&[1, 2, 3], 2)
    };
    let found = platform.read();
    assert_eq!(ids(&found), [1, 2, 3]);
    let [Gap::TenantsRefused(words)] = found.gaps.as_slice() else {
        panic!("{:?}", found.gaps);
    };
    assert!(words.contains("No tenants here."));
}
