//! Text as a search compares it: in lower case, without accents, without what
//! nobody can see. "Ünal" is found by "unal" and by "ünal".

/// The base letters of U+00C0 to U+017F; `.` for what is no letter or has two.
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
    let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_control();
    if text.bytes().all(plain) {
        let start = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\0'..='\u{1f}' | '\u{7f}' => folded.push(' '),
            c => push(folded, c),
        }
    }
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
        c => folded.push(base(c).unwrap_or(c)),
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
