//! Walking over a text that is known to be JSON.

/// A place in such a text. Over any other text it walks to the end as well,
/// and what it gives there means nothing.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of `text`.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// How many bytes lie behind.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is no white space; zero at the end.
    pub(super) fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    /// Steps over the bracket, comma or colon that comes next; whether a value
    /// follows it. After the last value that is the closing bracket.
    pub(super) fn more(&mut self) -> bool {
        let mark = self.peek();
        self.at += 1;
        if matches!(mark, b'[' | b'{') && matches!(self.peek(), b']' | b'}') {
            self.at += 1;
            return false;
        }
        matches!(mark, b'[' | b'{' | b',' | b':')
    }

    /// Steps over the value that comes next, and gives it as it stands there.
    pub(super) fn value(&mut self) -> &'a str {
        let mark = self.peek();
        let start = self.at;
        match mark {
            b'"' => self.string(),
            b'[' | b'{' => self.nested(),
            _ => self.scalar(),
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn string(&mut self) {
        // Most bytes of most answers are in strings: this loop decides how
        // long reading takes.
        let mut at = self.at + 1;
        while let Some(byte) = self.text.as_bytes().get(at) {
            at += 1;
            match byte {
                b'"' => break,
                b'\\' => at += 1,
                _ => {}
            }
        }
        self.at = at.min(self.text.len());
    }

    fn nested(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.byte() {
                b'"' => {
                    self.string();
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                0 => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn scalar(&mut self) {
        while !matches!(
            self.byte(),
            b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t' | 0
        ) {
            self.at += 1;
        }
    }
}

/// How many elements the list `text` has.
pub(super) fn count(text: &str) -> usize {
    let mut cursor = Cursor::new(text);
    let mut count = 0;
    while cursor.more() {
        cursor.value();
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(list: &str) -> Vec<&str> {
        let mut cursor = Cursor::new(list);
        let mut found = Vec::new();
        while cursor.more() {
            found.push(cursor.value());
        }
        found
    }

    #[test]
    fn a_list_is_cut_where_its_own_commas_are() {
        for (list, expected) in [
            ("[]", vec![]),
            (" [ ] ", vec![]),
            ("[[],{}]", vec!["[]", "{}"]),
            ("[1 , null,\n-2.50e3]", vec!["1", "null", "-2.50e3"]),
            (
                r#"["a,]\"", {"b":[1,2],"c":"}"} ,"\\"]"#,
                vec![r#""a,]\"""#, r#"{"b":[1,2],"c":"}"}"#, r#""\\""#],
            ),
        ] {
            assert_eq!(elements(list), expected);
            assert_eq!(count(list), expected.len());
        }
    }

    #[test]
    fn what_is_no_list_has_no_elements_and_ends() {
        for text in ["", "17", "\"a\"", "null"] {
            assert_eq!(count(text), 0, "{text}");
        }
        // Not JSON: any count, but an end.
        for text in ["[", "[[", "[\"", "[\"\\", "[,,,", "{\"a\":"] {
            let _ = count(text);
        }
    }
}
