//! Text as a search compares it: in lower case, without accents and without
//! invisible characters. "Ünal" is found by "unal" and by "ünal".

use crate::lowercase::letter;

/// The base letters of U+00C0 to U+017F, small and capital; `.` for what is no letter or has two.
const LATIN: &[u8; 192] = b"\
aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll\
lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The base letters of U+1E00 to U+1EFF, the same way.
const LATIN_ADDITIONAL: &[u8; 256] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwyasss..aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Folds a text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// Folds a text to the end of another.
pub(super) fn fold_into(folded: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(plain_length(rest.as_bytes()));
        let start = folded.len();
        folded.push_str(plain);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        let mut chars = special.chars();
        let Some(c) = chars.next() else {
            return;
        };
        if c.is_ascii() {
            folded.push(' ');
        } else if let Some(base) = base(c) {
            folded.push(base);
        } else {
            push(folded, letter(c));
        }
        rest = chars.as_str();
    }
}

/// How many bytes from the start are ASCII and no control characters; eight are
/// looked at at a time.
fn plain_length(text: &[u8]) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let is_plain = |chunk: &&[u8; 8]| {
        let chunk = u64::from_ne_bytes(**chunk);
        (chunk.wrapping_sub(LOW * 0x20) | chunk) & LOW << 7 == 0
    };
    let start = 8 * text.as_chunks().0.iter().take_while(is_plain).count();
    let is_plain = |byte: &&u8| matches!(byte, 0x20..=0x7e);
    start + text[start..].iter().take_while(is_plain).count()
}

fn push(folded: &mut String, c: char) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ĳ' => folded.push_str("ij"),
        'þ' => folded.push_str("th"),
        'ơ' => folded.push('o'),
        'ư' => folded.push('u'),
        'ș' => folded.push('s'),
        'ț' => folded.push('t'),
        c if is_unseen(c) => {}
        c => folded.push(c),
    }
}

/// Combining marks, soft hyphens, and characters that only direct or join.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}'
    )
}

fn base(c: char) -> Option<char> {
    let code = c as usize;
    let base = match code {
        0xc0..=0x17f => LATIN.get(code - 0xc0),
        0x1e00..=0x1eff => LATIN_ADDITIONAL.get(code - 0x1e00),
        _ => None,
    };
    base.filter(|base| **base != b'.')
        .map(|base| char::from(*base))
}
