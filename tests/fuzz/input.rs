//! How the fuzzer's bytes are an answer of a platform.

use wire::Response;

/// Stands around the part of a body that is repeated. No JSON text holds it, so
/// a long answer is a short input that the fuzzer can still change.
pub const MARK: u8 = 0x1e;

/// The longest body that a repetition makes, in bytes.
const LONGEST: usize = 64 * 1024;

/// The statuses that are told apart somewhere; others come by number.
const STATUSES: [u16; 8] = [200, 201, 204, 400, 401, 404, 429, 500];

const CONTENT_TYPES: [&str; 4] = [
    "",
    "application/json",
    "text/html; charset=utf-8",
    "text/plain",
];

/// The answer that `data` stands for: a byte for the status, one for the
/// content type, the rest is the body. Nothing where that is too short.
pub fn response(data: &[u8]) -> Option<Response> {
    let (&status, data) = data.split_first()?;
    let (&content_type, data) = data.split_first()?;
    let content_type = usize::from(content_type) % CONTENT_TYPES.len();
    Some(Response {
        status: STATUSES
            .get(usize::from(status))
            .copied()
            .unwrap_or(u16::from(status) * 4),
        content_type: CONTENT_TYPES[content_type].to_owned(),
        redirect: (status > 192).then(|| "login.example.com".to_owned()),
        retry_after: (status > 128).then(|| u32::from(status)),
        body: body(data),
        request_id: String::new(),
    })
}

fn body(data: &[u8]) -> String {
    let mut parts = data.splitn(3, |byte| *byte == MARK);
    let (Some(head), Some(unit), Some(tail)) = (parts.next(), parts.next(), parts.next()) else {
        return String::from_utf8_lossy(data).into_owned();
    };
    let room = LONGEST.saturating_sub(head.len() + tail.len());
    let times = room.checked_div(unit.len()).unwrap_or(0);
    let bytes = [head, &unit.repeat(times), tail].concat();
    String::from_utf8_lossy(&bytes).into_owned()
}
