//! Reads text with escaped characters, also escaped several times: in URLs (`%2F`),
//! JSON and programs (`\/`, `\u002f`, `\x2f`) and HTML (`&#x2F;`, `&sol;`).

use super::names::{LONGEST_NAME, named};

/// How many layers of escapes are decoded: `%25252F`, `\\u0026#x2f;`.
pub(super) const LAYERS: u8 = 3;

/// How many digits a character reference may have.
const DIGITS: usize = 10;

/// Whether an escape may begin with `byte`.
pub(super) const fn is_introducer(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

/// The character that a backslash and `byte` mean, if it is a single one.
pub(super) const fn after_backslash(byte: u8) -> Option<u8> {
    match byte {
        b'n' => Some(b'\n'),
        b't' => Some(b'\t'),
        b'r' => Some(b'\r'),
        b'b' => Some(0x08),
        b'f' => Some(0x0c),
        b'v' => Some(0x0b),
        _ if byte.is_ascii_punctuation() => Some(byte),
        _ => None,
    }
}

/// One possible meaning of a position in a text, as UTF-8 or as a single byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    bytes: [u8; 4],
    length: u8,
    /// Where the text continues after it.
    pub(super) end: usize,
}

impl Unit {
    const fn byte(byte: u8, end: usize) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            length: 1,
            end,
        }
    }

    pub(super) fn character(code: u32, end: usize) -> Option<Self> {
        let character = char::from_u32(code)?;
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len();
        Some(Self {
            bytes,
            length: u8::try_from(length).ok()?,
            end,
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    const fn single(&self) -> Option<u8> {
        match self.length {
            1 => Some(self.bytes[0]),
            _ => None,
        }
    }
}

/// How many meanings of one position are distinguished.
const MEANINGS: usize = 16;

/// All possible meanings of a position in a text. Only long runs of backslashes have
/// more; those are left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Units {
    units: [Unit; MEANINGS],
    count: usize,
}

impl Units {
    const NONE: Self = Self {
        units: [Unit::byte(0, 0); MEANINGS],
        count: 0,
    };

    pub(super) fn all(&self) -> &[Unit] {
        &self.units[..self.count]
    }

    /// The meanings of an escape.
    pub(super) fn escaped(&self) -> &[Unit] {
        self.all().get(1..).unwrap_or_default()
    }

    /// Adds a character, and a byte where `code` may be either: a byte of UTF-8 to some
    /// programs, and a character of Latin-1 to others.
    fn add_code(&mut self, code: Option<(u32, usize)>) {
        let Some((code, end)) = code else { return };
        if let Some(character) = Unit::character(code, end) {
            self.add(character);
        }
        if let Ok(byte @ 0x80..) = u8::try_from(code) {
            self.add(Unit::byte(byte, end));
        }
    }

    fn add(&mut self, unit: Unit) {
        if self.count < MEANINGS && !self.all().contains(&unit) {
            self.units[self.count] = unit;
            self.count += 1;
        }
    }
}

impl IntoIterator for Units {
    type Item = Unit;
    type IntoIter = std::iter::Take<std::array::IntoIter<Unit, MEANINGS>>;

    fn into_iter(self) -> Self::IntoIter {
        self.units.into_iter().take(self.count)
    }
}

/// How many positions a reader caches: escapes of escapes are read again for each
/// position where they may begin.
const REMEMBERED: usize = 64;

/// What was read at a position.
#[derive(Clone, Copy)]
struct Remembered {
    at: usize,
    layers: u8,
    units: Units,
    ran_out: bool,
}

/// Reads a text and decodes its escapes.
pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    /// Whether this is the end of the text.
    pub(super) is_whole: bool,
    /// Whether more text could have changed what was read since this was last set to
    /// false.
    pub(super) ran_out: bool,
    remembered: Vec<Option<Remembered>>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a [u8], is_whole: bool) -> Self {
        Self {
            text,
            is_whole,
            ran_out: false,
            // Few texts need the cache.
            remembered: Vec::new(),
        }
    }

    /// The byte at `at`.
    pub(super) fn byte(&mut self, at: usize) -> Option<u8> {
        let byte = self.text.get(at).copied();
        self.ran_out |= byte.is_none() && !self.is_whole;
        byte
    }

    /// All meanings of the text at `at`, with up to `layers` layers of escapes decoded.
    /// The byte itself is the first.
    pub(super) fn units(&mut self, at: usize, layers: u8) -> Units {
        let mut units = Units::NONE;
        let Some(byte) = self.byte(at) else {
            return units;
        };
        if layers == 0 || !is_introducer(byte) {
            units.add(Unit::byte(byte, at + 1));
            return units;
        }
        if self.remembered.is_empty() {
            self.remembered.resize(REMEMBERED, None);
        }
        let index = (at * usize::from(LAYERS) + usize::from(layers)) % REMEMBERED;
        if let Some(known) = &self.remembered[index]
            && (known.at, known.layers) == (at, layers)
        {
            self.ran_out |= known.ran_out;
            return known.units;
        }
        let ran_out_before = std::mem::take(&mut self.ran_out);
        units = self.units(at, layers - 1);
        for unit in units {
            if let Some(introducer) = unit.single().filter(|byte| is_introducer(*byte)) {
                self.escape(introducer, unit.end, layers - 1, &mut units);
            }
        }
        self.remembered[index] = Some(Remembered {
            at,
            layers,
            units,
            ran_out: self.ran_out,
        });
        self.ran_out |= ran_out_before;
        units
    }

    /// Adds the meanings of an escape that begins with `introducer`. The rest of it is
    /// at `at` and may have `layers` layers of escapes itself.
    fn escape(&mut self, introducer: u8, at: usize, layers: u8, units: &mut Units) {
        match introducer {
            b'%' => units.add_code(self.percent(at, layers)),
            b'\\' => self.backslash(at, layers, units),
            _ => units.add_code(self.reference(at, layers)),
        }
    }

    /// `%2F`, `%u002F`.
    fn percent(&mut self, at: usize, layers: u8) -> Option<(u32, usize)> {
        let (first, next) = self.one_of(at, layers, |byte| {
            byte.is_ascii_hexdigit() || matches!(byte, b'u' | b'U')
        })?;
        if first.is_ascii_hexdigit() {
            self.hexadecimal(at, layers, 2)
        } else {
            self.hexadecimal(next, layers, 4)
        }
    }

    /// `\/`, `\n`, `\x2f`, `\057`, `\u002f`, `\u{2f}`. The part after the backslash may
    /// be escaped itself, or be any other character.
    fn backslash(&mut self, at: usize, layers: u8, units: &mut Units) {
        for unit in self.units(at, layers) {
            let next = unit.end;
            units.add_code(match unit.single() {
                Some(b'x') => self.hexadecimal(next, layers, 2),
                Some(b'u') => match self.one_of(next, layers, |byte| byte == b'{') {
                    Some((_, digits)) => self.braced(digits, layers),
                    None => self.code_units(next, layers),
                },
                Some(first @ b'0'..=b'7') => Some(self.octal(first, next, layers)),
                Some(byte) => after_backslash(byte).map(|byte| (byte.into(), next)),
                None => None,
            });
        }
    }

    /// `057`; `first` has been read already.
    fn octal(&mut self, first: u8, at: usize, layers: u8) -> (u32, usize) {
        let (mut code, mut end) = (u32::from(first - b'0'), at);
        for _ in 0..2 {
            let digit = self.one_of(end, layers, |byte| matches!(byte, b'0'..=b'7'));
            let Some((byte, next)) = digit else { break };
            code = code * 8 + u32::from(byte - b'0');
            end = next;
        }
        (code, end)
    }

    /// `2f}`.
    fn braced(&mut self, at: usize, layers: u8) -> Option<(u32, usize)> {
        let (code, end) = self.number(at, layers, 16)?;
        let (_, end) = self.one_of(end, layers, |byte| byte == b'}')?;
        Some((code, end))
    }

    /// `002f`, or `d83d\ude00`.
    fn code_units(&mut self, at: usize, layers: u8) -> Option<(u32, usize)> {
        let (high, end) = self.hexadecimal(at, layers, 4)?;
        if !matches!(high, 0xd800..=0xdbff) {
            return Some((high, end));
        }
        self.units(end, layers).into_iter().find_map(|unit| {
            unit.single().filter(|byte| *byte == b'\\')?;
            let (_, next) = self.one_of(unit.end, layers, |byte| byte == b'u')?;
            let (low, end) = self.hexadecimal(next, layers, 4)?;
            let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            Some((0x10000 + ((high - 0xd800) << 10) + low, end))
        })
    }

    /// `#47;`, `#x2f;`, `sol;`, each also without the semicolon.
    fn reference(&mut self, at: usize, layers: u8) -> Option<(u32, usize)> {
        let (code, end) = match self.one_of(at, layers, |byte| byte == b'#') {
            None => self.name(at, layers)?,
            Some((_, next)) => {
                match self.one_of(next, layers, |byte| matches!(byte, b'x' | b'X')) {
                    Some((_, digits)) => self.number(digits, layers, 16)?,
                    None => self.number(next, layers, 10)?,
                }
            }
        };
        let semicolon = self.one_of(end, layers, |byte| byte == b';');
        Some((code, semicolon.map_or(end, |(_, end)| end)))
    }

    fn name(&mut self, at: usize, layers: u8) -> Option<(u32, usize)> {
        let (mut name, mut length) = ([0; LONGEST_NAME], 0);
        let (mut found, mut end) = (None, at);
        while length < LONGEST_NAME
            && let Some((byte, next)) = self.one_of(end, layers, |byte| byte.is_ascii_alphabetic())
        {
            name[length] = byte;
            length += 1;
            end = next;
            if let Some(character) = named(&name[..length]) {
                found = Some((character.into(), end));
            }
        }
        found
    }

    fn number(&mut self, at: usize, layers: u8, radix: u32) -> Option<(u32, usize)> {
        let (mut code, mut end) = (0_u32, at);
        for _ in 0..DIGITS {
            let Some((byte, next)) =
                self.one_of(end, layers, |byte| char::from(byte).is_digit(radix))
            else {
                break;
            };
            let digit = char::from(byte).to_digit(radix)?;
            code = code.checked_mul(radix)?.checked_add(digit)?;
            end = next;
        }
        (end > at).then_some((code, end))
    }

    /// Exactly `digits` digits.
    fn hexadecimal(&mut self, at: usize, layers: u8, digits: usize) -> Option<(u32, usize)> {
        let (mut code, mut end) = (0, at);
        for _ in 0..digits {
            let (byte, next) = self.one_of(end, layers, |byte| byte.is_ascii_hexdigit())?;
            code = code * 16 + char::from(byte).to_digit(16)?;
            end = next;
        }
        Some((code, end))
    }

    /// An ASCII character at `at` that satisfies `fit`, and where the text continues.
    fn one_of(&mut self, at: usize, layers: u8, fit: impl Fn(u8) -> bool) -> Option<(u8, usize)> {
        let byte = self.byte(at)?;
        if layers == 0 || !is_introducer(byte) || fit(byte) {
            return fit(byte).then_some((byte, at + 1));
        }
        self.units(at, layers).into_iter().find_map(|unit| {
            let byte = unit.single().filter(|byte| fit(*byte))?;
            Some((byte, unit.end))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_means_its_character() {
        for (text, character) in [
            ("%2F", "/"),
            ("%2f", "/"),
            ("%u002f", "/"),
            ("%252f", "/"),
            ("%25252f", "/"),
            ("\\/", "/"),
            ("\\u002F", "/"),
            ("\\x2f", "/"),
            ("\\057", "/"),
            ("\\u{2f}", "/"),
            ("\\u00fc", "ü"),
            ("\\ud83d\\ude00", "😀"),
            ("\\\\ud83d\\\\ude00", "😀"),
            ("\\\\u002f", "/"),
            ("&#47;", "/"),
            ("&#0000047;", "/"),
            ("&#x2f", "/"),
            ("&sol;", "/"),
            ("&amp;sol;", "/"),
            ("&amp;amp;#x2f;", "/"),
            ("\\u0026#x2F;", "/"),
            ("&percnt;2f", "/"),
            ("%26%2347%3B", "/"),
            ("&bsol;u002f", "/"),
        ] {
            let units = Reader::new(text.as_bytes(), true).units(0, LAYERS);
            let whole = |unit: &&Unit| unit.end == text.len();
            assert!(
                units
                    .all()
                    .iter()
                    .filter(whole)
                    .any(|unit| unit.bytes() == character.as_bytes()),
                "{text}: {units:?}"
            );
        }
    }
}
