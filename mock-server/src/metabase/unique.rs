//! IDs that look random and are the same in every run: the world must be
//! deterministic, and its keys protect nothing.

/// `SplitMix64`: different numbers have different results.
const fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The `number`th UUID, marked as of version 4.
pub(super) fn uuid(number: u64) -> String {
    let (high, low) = (mixed(number), mixed(!number));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

/// The `number`th entity id: 21 letters and digits.
pub(super) fn entity_id(number: u64) -> String {
    const LETTERS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    (0..21_u64)
        .map(|place| {
            let index = mixed(number.wrapping_mul(21).wrapping_add(place)) % 64;
            usize::try_from(index)
                .ok()
                .and_then(|index| LETTERS.get(index))
                .map_or('0', |letter| char::from(*letter))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_have_their_shape_and_differ() {
        let uuids: HashSet<String> = (0..10_000).map(uuid).collect();
        assert_eq!(uuids.len(), 10_000);
        for uuid in uuids {
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(&uuid[14..15], "4");
        }
        assert_eq!(entity_id(7).len(), 21);
        assert_ne!(entity_id(7), entity_id(8));
        assert_eq!(uuid(3), uuid(3));
    }
}
