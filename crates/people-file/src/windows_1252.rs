//! Windows-1252 as browsers read it: Latin-1, but for the 32 bytes from 0x80 on. Those
//! which stand for nothing are the control characters of their number, so that every
//! byte comes back as it was.

/// The characters of 0x80 to 0x9F.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character of a byte.
pub(crate) fn character(byte: u8) -> char {
    let high = byte.checked_sub(0x80).map(usize::from);
    let high = high.and_then(|place| HIGH.get(place).copied());
    high.unwrap_or(char::from(byte))
}

/// The byte of a character; nothing where there is none.
pub(crate) fn byte(character: char) -> Option<u8> {
    let place = HIGH.iter().position(|one| *one == character);
    match place {
        Some(place) => u8::try_from(place + 0x80).ok(),
        None => u8::try_from(u32::from(character))
            .ok()
            .filter(|byte| !(0x80..0xa0).contains(byte)),
    }
}
