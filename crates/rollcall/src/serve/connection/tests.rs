use super::*;

const PATIENCE: ClientTimeouts = ClientTimeouts {
    head: Duration::from_secs(15),
    idle: Duration::from_secs(60),
    write: Duration::from_secs(30),
};

/// A connection, and what sets its clock, in seconds.
fn connection() -> (Connection, impl Fn(u64)) {
    let clock = Arc::new(Clock::default());
    let set = clock.clone();
    let connection = Connection::new(clock, [127, 0, 0, 1].into(), false, false, None);
    (connection, move |seconds| {
        set.set(Duration::from_secs(seconds));
    })
}

/// The first second at which it is overdue, if `at` is called each second.
fn overdue_after(at: impl Fn(&Connection, u64)) -> Option<u64> {
    let (connection, set) = connection();
    (1..10_000).find(|second| {
        set(*second);
        at(&connection, *second);
        connection.is_overdue(&PATIENCE)
    })
}

#[test]
fn a_head_has_a_time_limit_however_it_arrives() {
    assert_eq!(overdue_after(|_, _| {}), Some(16));
    assert_eq!(overdue_after(|to, _| to.has_read()), Some(16));
    let next_head = |to: &Connection, second| match second {
        1 => to.enter(Phase::Idle),
        50.. => to.has_read(),
        _ => {}
    };
    assert_eq!(overdue_after(next_head), Some(66));
}

#[test]
fn an_idle_connection_has_a_time_limit() {
    let idle = |to: &Connection, second| {
        if second == 1 {
            to.enter(Phase::Idle);
        }
    };
    assert_eq!(overdue_after(idle), Some(62));
}

#[test]
fn work_has_none_here() {
    for phase in [Phase::Working, Phase::Answering] {
        assert_eq!(overdue_after(|to, _| to.enter(phase)), None);
    }
}

#[test]
fn an_answer_that_is_not_read_has_a_time_limit_and_one_that_is_read_slowly_has_not() {
    let reads = |bytes: usize, every: u64| {
        overdue_after(move |to, second| {
            if second == 1 {
                to.begin_request();
                to.enter(Phase::Answering);
            }
            if second % every == 0 {
                to.has_written(bytes);
            }
            to.cannot_write();
        })
    };
    assert_eq!(reads(1, u64::MAX), Some(32), "nothing");
    assert!(
        reads(1, 1).is_some_and(|after| after < 40),
        "a byte a second"
    );
    assert!(reads(500, 1).is_some_and(|after| after < 90));
    assert_eq!(reads(2 * 1024, 1), None, "a slow line");
    assert_eq!(reads(32 * 1024, 20), None, "a slow line, in pieces");
}

#[test]
fn what_is_left_of_an_answer_is_waited_for_even_where_the_next_request_is() {
    let unread = |to: &Connection, second| {
        if second == 1 {
            to.begin_request();
            to.cannot_write();
            to.enter(Phase::Idle);
        }
    };
    assert_eq!(overdue_after(unread), Some(32));
}

#[test]
fn a_download_of_a_known_person_goes_on_while_it_moves() {
    let clock = Arc::new(Clock::default());
    let connection = Connection::new(clock.clone(), [127, 0, 0, 1].into(), true, false, None);
    connection.begin_request();
    for second in 1..60 {
        clock.set(Duration::from_secs(second));
        connection.has_written(10_000);
        connection.cannot_write();
        assert!(!connection.holds_up_stop(1_000), "{second}");
    }
    clock.set(Duration::from_secs(62));
    assert!(connection.holds_up_stop(1_000));
}

#[test]
fn only_who_keeps_the_server_waiting_holds_up_its_stop() {
    let stop = |phase, at: u64, blocked: bool, reads: bool| {
        let (connection, set) = connection();
        connection.enter(phase);
        if blocked {
            connection.cannot_write();
        }
        (1..=at).any(|second| {
            set(second);
            if reads {
                connection.has_read();
            }
            connection.holds_up_stop(1_000)
        })
    };
    for phase in [Phase::Opening, Phase::Idle, Phase::Head, Phase::Body] {
        assert!(!stop(phase, 3, false, false), "{phase:?}");
        assert!(stop(phase, 4, false, false), "{phase:?}");
        assert!(!stop(phase, 6, false, true), "{phase:?}");
        assert!(stop(phase, 7, false, true), "{phase:?}");
    }
    for phase in [Phase::Working, Phase::Answering] {
        assert!(!stop(phase, 60, false, false), "{phase:?}");
        assert!(stop(phase, 4, true, false), "{phase:?}");
    }
}
