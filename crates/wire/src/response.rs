//! An answer as data: what a transport received.

/// One answer of a platform, or of something between it and us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type` header, empty when there was none.
    pub content_type: String,
    /// Where a redirect leads, where it is one and says so ([`REDIRECT_HEADER`]).
    ///
    /// [`REDIRECT_HEADER`]: crate::console::REDIRECT_HEADER
    pub redirect: Option<String>,
    /// How many seconds the platform asks to wait (`Retry-After`). The gateway
    /// makes seconds of a date and of what is more than fits here.
    pub retry_after: Option<u32>,
    /// The number of the request at the gateway, as its log and its audit log have it
    /// ([`REQUEST_ID_HEADER`]). Empty where no gateway answered.
    ///
    /// [`REQUEST_ID_HEADER`]: crate::console::REQUEST_ID_HEADER
    pub request_id: String,
    /// The body as text; bytes that are not UTF-8 have been replaced.
    pub body: String,
}

impl Response {
    /// Whether the status is 2xx.
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Whether the status says to ask somewhere else.
    pub const fn is_redirect(&self) -> bool {
        matches!(self.status, 300..=303 | 307 | 308)
    }
}
