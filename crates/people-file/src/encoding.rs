//! From bytes to text and back, to the byte.

use crate::error::FileError;
use crate::reader::offset;
use crate::windows_1252;

/// How a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Windows-1252: what older programs in western Europe write.
    Windows1252,
}

/// How many bytes at the beginning are looked at to find out the encoding.
const HEAD: usize = 4096;

/// The encoding that the beginning of a file suggests, and the length of its mark.
pub(crate) fn detect(bytes: &[u8]) -> Result<(Encoding, usize), FileError> {
    for (mark, encoding) in [
        (&b"\xef\xbb\xbf"[..], Encoding::Utf8),
        (b"\xff\xfe", Encoding::Utf16Le),
        (b"\xfe\xff", Encoding::Utf16Be),
    ] {
        if bytes.starts_with(mark) {
            return Ok((encoding, mark.len()));
        }
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(FileError::Workbook);
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let zeros = |first: usize| {
        let every_second = head.iter().skip(first).step_by(2);
        every_second.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Commas, line ends and addresses are ASCII in every language.
    if pairs > 0 && odd * 10 >= pairs * 3 && even * 10 <= odd {
        return Ok((Encoding::Utf16Le, 0));
    }
    if pairs > 0 && even * 10 >= pairs * 3 && odd * 10 <= even {
        return Ok((Encoding::Utf16Be, 0));
    }
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 14..=31);
    let controls = head.iter().filter(is_control).count();
    if controls * 10 > head.len() {
        return Err(FileError::NotText);
    }
    Ok((Encoding::Utf8, 0))
}

/// What a U+FFFD in the text is in place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A byte that is no text.
    Byte(u8),
    /// Half of a character of UTF-16.
    Half(u16),
}

/// A text with what could not be decoded.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// By offset in the text, in order: what the U+FFFD there is in place of.
    pub(crate) undecoded: Vec<(u32, Unit)>,
}

/// Decodes a file in slices.
#[derive(Debug)]
pub(crate) struct Decoder {
    bytes: Vec<u8>,
    mark: usize,
    at: usize,
    encoding: Encoding,
    decoded: Decoded,
    /// How many characters of several bytes were decoded: no other encoding looks so.
    sequences: usize,
}

impl Decoder {
    pub(crate) fn new(bytes: Vec<u8>) -> Result<Self, FileError> {
        let (encoding, mark) = detect(&bytes)?;
        let mut decoder = Self {
            bytes,
            mark,
            at: mark,
            encoding,
            decoded: Decoded::default(),
            sequences: 0,
        };
        decoder.decoded.text.reserve(decoder.bytes.len());
        Ok(decoder)
    }

    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The mark at the beginning of the file.
    pub(crate) fn mark(&self) -> Vec<u8> {
        self.bytes.get(..self.mark).unwrap_or_default().to_vec()
    }

    /// How many bytes are decoded, and how many there are.
    pub(crate) const fn progress(&self) -> (usize, usize) {
        (self.at, self.bytes.len())
    }

    /// Decodes about `budget` bytes. Returns whether there are more.
    pub(crate) fn step(&mut self, budget: usize) -> bool {
        // A character of UTF-8 and a pair of UTF-16 have up to four bytes.
        let end = self.bytes.len().min(self.at + budget.max(64) / 2 * 2);
        let is_last = end == self.bytes.len();
        let chunk = self.bytes.get(self.at..end).unwrap_or_default();
        let read = match self.encoding {
            Encoding::Utf8 => {
                let (read, sequences) = utf_8(chunk, is_last, &mut self.decoded);
                self.sequences += sequences;
                read
            }
            Encoding::Utf16Le => utf_16(chunk, is_last, u16::from_le_bytes, &mut self.decoded),
            Encoding::Utf16Be => utf_16(chunk, is_last, u16::from_be_bytes, &mut self.decoded),
            Encoding::Windows1252 => {
                let characters = chunk.iter().map(|byte| windows_1252::character(*byte));
                self.decoded.text.extend(characters);
                chunk.len()
            }
        };
        self.at += read;
        let is_over = self.at == self.bytes.len();
        let undecoded = self.decoded.undecoded.len();
        let is_certain = is_over || undecoded > self.sequences + 1000;
        if self.encoding == Encoding::Utf8
            && self.mark == 0
            && is_certain
            && undecoded > self.sequences
        {
            self.encoding = Encoding::Windows1252;
            self.at = 0;
            self.decoded.text.clear();
            self.decoded.undecoded.clear();
            return true;
        }
        !is_over
    }

    /// The text.
    pub(crate) fn finish(self) -> Decoded {
        self.decoded
    }
}

impl Decoded {
    fn replace(&mut self, unit: Unit) {
        self.undecoded.push((offset(self.text.len()), unit));
        self.text.push(char::REPLACEMENT_CHARACTER);
    }
}

/// Returns how many bytes were read, and how many characters had several.
fn utf_8(mut rest: &[u8], is_last: bool, decoded: &mut Decoded) -> (usize, usize) {
    let (mut read, mut sequences) = (0, 0);
    loop {
        let (valid, invalid) = match std::str::from_utf8(rest) {
            Ok(text) => (text, 0),
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                let left = rest.len() - valid.len();
                let invalid = match error.error_len() {
                    // The rest of it is in the next slice.
                    None if !is_last => 0,
                    None => left,
                    Some(length) => length,
                };
                (std::str::from_utf8(valid).unwrap_or_default(), invalid)
            }
        };
        decoded.text.push_str(valid);
        sequences += valid.bytes().filter(|byte| *byte >= 0xc0).count();
        read += valid.len() + invalid;
        rest = rest.get(valid.len()..).unwrap_or_default();
        for byte in rest.iter().take(invalid) {
            decoded.replace(Unit::Byte(*byte));
        }
        rest = rest.get(invalid..).unwrap_or_default();
        if invalid == 0 || rest.is_empty() {
            return (read, sequences);
        }
    }
}

/// Returns how many bytes were read.
fn utf_16(chunk: &[u8], is_last: bool, unit: fn([u8; 2]) -> u16, decoded: &mut Decoded) -> usize {
    let (pairs, rest) = chunk.as_chunks::<2>();
    let is_first_half = |pair: &[u8; 2]| (0xd800..0xdc00).contains(&unit(*pair));
    let waits = !is_last && pairs.last().is_some_and(is_first_half);
    let pairs = pairs
        .get(..pairs.len() - usize::from(waits))
        .unwrap_or_default();
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => decoded.text.push(character),
            Err(error) => decoded.replace(Unit::Half(error.unpaired_surrogate())),
        }
    }
    if let (true, [byte]) = (is_last, rest) {
        decoded.replace(Unit::Byte(*byte));
        return pairs.len() * 2 + 1;
    }
    pairs.len() * 2
}

impl Encoding {
    /// Adds a text to the bytes of a file; `?` for what the encoding does not have.
    pub(crate) fn encode(self, text: &str, bytes: &mut Vec<u8>) {
        match self {
            Self::Utf8 => bytes.extend_from_slice(text.as_bytes()),
            Self::Utf16Le => bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            Self::Utf16Be => bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            Self::Windows1252 => {
                bytes.extend(
                    text.chars()
                        .map(|one| windows_1252::byte(one).unwrap_or(b'?')),
                );
            }
        }
    }

    /// Adds what could not be decoded, as it was.
    pub(crate) fn restore(self, unit: Unit, bytes: &mut Vec<u8>) {
        match unit {
            Unit::Byte(byte) => bytes.push(byte),
            Unit::Half(half) if self == Self::Utf16Be => bytes.extend(half.to_be_bytes()),
            Unit::Half(half) => bytes.extend(half.to_le_bytes()),
        }
    }
}
