//! Sorting rows by what they hold: texts eight bytes at a time, numbers at
//! once, by counting bytes. Stable, so that equal rows stay in the order they
//! come in; and much less code than a comparing sort.

/// A row with the part of its value that is being compared.
pub(super) type Item = (u64, u32);

/// Below this many rows inserting is faster than counting.
const FEW: usize = 64;

/// Sorts rows by their texts, byte by byte. The texts hold no NUL.
pub(super) fn by_text<'a>(
    rows: Vec<u32>,
    text: &dyn Fn(u32) -> &'a [u8],
    descending: bool,
) -> Vec<u32> {
    let flip = flip(descending);
    let load = |items: &mut [Item], from: usize| {
        for (part, row) in items {
            *part = chunk(text(*row), from) ^ flip;
        }
    };
    let mut items: Vec<Item> = rows.into_iter().map(|row| (0, row)).collect();
    let mut spare = Vec::new();
    let mut runs = vec![(0, items.len(), 0)];
    while let Some((start, end, from)) = runs.pop() {
        let run = &mut items[start..end];
        load(run, from);
        sort(run, &mut spare);
        let mut here = start;
        for equal in run.chunk_by(|one, next| one.0 == next.0) {
            // A text that ends in these eight bytes has a NUL at their end.
            if equal.len() > 1 && (equal[0].0 ^ flip) & 0xff != 0 {
                runs.push((here, here + equal.len(), from + 8));
            }
            here += equal.len();
        }
    }
    items.into_iter().map(|(_, row)| row).collect()
}

/// Sorts rows by their numbers.
pub(super) fn by_number(rows: Vec<u32>, number: &dyn Fn(u32) -> i64, descending: bool) -> Vec<u32> {
    let flip = flip(descending);
    let part = |row: u32| number(row).cast_unsigned() ^ 1 << 63 ^ flip;
    let mut items: Vec<Item> = rows.into_iter().map(|row| (part(row), row)).collect();
    sort(&mut items, &mut Vec::new());
    items.into_iter().map(|(_, row)| row).collect()
}

const fn flip(descending: bool) -> u64 {
    if descending { u64::MAX } else { 0 }
}

/// Eight bytes of a text, the first the greatest; NULs after its end.
fn chunk(text: &[u8], from: usize) -> u64 {
    let rest = text.get(from..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<8>() {
        return u64::from_be_bytes(*eight);
    }
    let mut eight = [0; 8];
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_be_bytes(eight)
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
        while place > 0 && items[place - 1].0 > item.0 {
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
    for (part, _) in &*items {
        for (counts, byte) in counts.iter_mut().zip(part.to_le_bytes()) {
            counts[usize::from(byte)] += 1;
        }
    }
    spare.clear();
    spare.resize(items.len(), (0, 0));
    for (place, counts) in counts.iter_mut().enumerate() {
        if counts.iter().any(|count| *count as usize == items.len()) {
            continue;
        }
        let mut sum = 0;
        for count in counts.iter_mut() {
            sum += std::mem::replace(count, sum);
        }
        for item in &*items {
            let next = &mut counts[usize::from(item.0.to_le_bytes()[place])];
            spare[*next as usize] = *item;
            *next += 1;
        }
        items.copy_from_slice(spare);
    }
}
