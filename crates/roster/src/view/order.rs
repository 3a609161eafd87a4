//! Sorting rows by what they hold: texts eight bytes at a time, numbers at
//! once, by counting bytes. Stable, so that equal rows stay in the order they
//! come in; and much less code than a comparing sort.

/// What stands after every text. No word of a search has it in it, so none is
/// found across two texts.
pub(super) const END: u8 = b'\n';

/// A row while it is being sorted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Item {
    /// The part of its value that is being compared.
    pub(super) part: u64,
    pub(super) row: u32,
    /// Where its text starts.
    pub(super) text: u32,
}

/// Below this many rows inserting is faster than counting.
const FEW: usize = 64;

/// Sorts rows by their texts in `haystack`, byte by byte. A text holds no NUL.
pub(super) fn by_text(items: &mut [Item], haystack: &[u8], descending: bool) {
    let flip = flip(descending);
    let mut spare = Vec::new();
    let mut runs = vec![(0, items.len(), 0)];
    while let Some((start, end, from)) = runs.pop() {
        let run = &mut items[start..end];
        for item in &mut *run {
            item.part = chunk(haystack, item.text as usize + from) ^ flip;
        }
        sort(run, &mut spare);
        let mut here = start;
        for equal in run.chunk_by(|one, next| one.part == next.part) {
            // A text that ends in these eight bytes has a NUL at their end.
            if equal.len() > 1 && (equal[0].part ^ flip) & 0xff != 0 {
                runs.push((here, here + equal.len(), from + 8));
            }
            here += equal.len();
        }
    }
}

/// Sorts rows by their numbers.
pub(super) fn by_number(items: &mut [Item], number: impl Fn(u32) -> i64, descending: bool) {
    let flip = flip(descending) ^ 1 << 63;
    for item in &mut *items {
        item.part = number(item.row).cast_unsigned() ^ flip;
    }
    sort(items, &mut Vec::new());
}

const fn flip(descending: bool) -> u64 {
    if descending { u64::MAX } else { 0 }
}

/// Eight bytes of a text, the first the greatest; NULs after its end.
fn chunk(haystack: &[u8], from: usize) -> u64 {
    let rest = haystack.get(from..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<8>() {
        return before_end(u64::from_be_bytes(*eight));
    }
    let mut eight = [END; 8];
    eight[..rest.len()].copy_from_slice(rest);
    before_end(u64::from_be_bytes(eight))
}

/// Eight bytes with NULs for the first [`END`] among them and what follows it.
fn before_end(part: u64) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const SEVEN: u64 = LOW * 0x7f;
    let different = part ^ (LOW * u64::from(END));
    // The high bit of every byte that is END, and of no other: adding within
    // seven bits carries nothing over.
    let equal = !(((different & SEVEN) + SEVEN) | different | SEVEN);
    let kept = equal.leading_zeros() / 8 * 8;
    part & !u64::MAX.checked_shr(kept).unwrap_or(0)
}

fn sort(items: &mut [Item], spare: &mut Vec<Item>) {
    if items.len() < FEW {
        insert(items);
    } else {
        count(items, spare);
    }
}

fn insert(items: &mut [Item]) {
    for end in 1..items.len() {
        let item = items[end];
        let mut place = end;
        while place > 0 && items[place - 1].part > item.part {
            items[place] = items[place - 1];
            place -= 1;
        }
        items[place] = item;
    }
}

/// A radix sort, from the last byte to the first. Bytes that are the same in
/// all are skipped.
fn count(items: &mut [Item], spare: &mut Vec<Item>) {
    let mut counts = [[0_u32; 256]; 8];
    for item in &*items {
        for (counts, byte) in counts.iter_mut().zip(item.part.to_le_bytes()) {
            counts[usize::from(byte)] += 1;
        }
    }
    spare.clear();
    spare.resize(items.len(), Item::default());
    for (place, counts) in counts.iter_mut().enumerate() {
        if counts.iter().any(|count| *count as usize == items.len()) {
            continue;
        }
        let mut sum = 0;
        for count in counts.iter_mut() {
            sum += std::mem::replace(count, sum);
        }
        for item in &*items {
            let next = &mut counts[usize::from(item.part.to_le_bytes()[place])];
            spare[*next as usize] = *item;
            *next += 1;
        }
        items.copy_from_slice(spare);
    }
}
