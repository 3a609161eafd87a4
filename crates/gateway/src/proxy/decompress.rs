//! Decompresses answers that come compressed although the request did not ask
//! for that.

use crate::http::error::GatewayError;
use crate::redact::SecretMask;
use axum::body::Bytes;
use axum::http::header::CONTENT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};
use flate2::write::MultiGzDecoder;
use std::io::{self, Write};

/// How many bytes are decompressed at a time: gzip turns them into at most a
/// thousand times as many.
const STEP: usize = 1024;

/// How much of an encoding's name is repeated, in characters.
const LONGEST_NAME: usize = 20;

/// The encoding of a body.
pub(crate) enum ContentCoding {
    /// Not compressed.
    None,
    Gzip,
}

impl ContentCoding {
    /// Reads the encoding from `headers`.
    ///
    /// # Errors
    /// When it cannot be decompressed here.
    pub(crate) fn of(
        headers: &HeaderMap,
        platform: &'static str,
        mask: &SecretMask,
    ) -> Result<Self, GatewayError> {
        let mut named = headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .filter(|value| !is(value, &["", "identity"]));
        match (named.next(), named.next()) {
            (None, _) => Ok(Self::None),
            (Some(value), None) if is(value, &["gzip", "x-gzip"]) => Ok(Self::Gzip),
            (Some(value), _) => {
                let name = mask.text(value.to_str().unwrap_or_default().to_owned());
                Err(GatewayError::Encoded {
                    platform,
                    encoding: name.chars().take(LONGEST_NAME).collect(),
                })
            }
        }
    }

    /// The decoder for such a body.
    pub(crate) fn decoder(&self) -> Decoder {
        match self {
            Self::None => Decoder::None,
            Self::Gzip => Decoder::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
        }
    }

    pub(crate) const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

fn is(value: &HeaderValue, names: &[&str]) -> bool {
    let value = value.as_bytes().trim_ascii();
    names
        .iter()
        .any(|name| value.eq_ignore_ascii_case(name.as_bytes()))
}

/// Decompresses a body that comes in pieces.
pub(crate) enum Decoder {
    None,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Decoder {
    /// Takes the next bytes to decompress from `piece`, few enough that little
    /// memory is used for the result.
    pub(crate) fn step(&self, piece: &mut Bytes) -> Bytes {
        let length = match self {
            Self::None => piece.len(),
            Self::Gzip(_) => piece.len().min(STEP),
        };
        piece.split_to(length)
    }

    /// Decompresses the bytes of the next [`step`](Self::step).
    pub(crate) fn decode(&mut self, packed: Bytes) -> io::Result<Bytes> {
        match self {
            Self::None => Ok(packed),
            Self::Gzip(decoder) => {
                decoder.write_all(&packed)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()).into())
            }
        }
    }

    /// The rest at the end.
    ///
    /// # Errors
    /// When there is more to come.
    pub(crate) fn finish(&mut self) -> io::Result<Bytes> {
        match self {
            Self::None => Ok(Bytes::new()),
            Self::Gzip(decoder) => {
                decoder.try_finish()?;
                Ok(std::mem::take(decoder.get_mut()).into())
            }
        }
    }
}
