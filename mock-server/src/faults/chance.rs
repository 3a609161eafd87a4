//! Reproducible random numbers: each draw depends only on a seed and on the
//! number of draws before.

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// A sequence of draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chance {
    /// The sequence's seed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) seed: u64,
    /// The number of draws so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) drawn: u64,
}

/// serde passes a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Chance {
    pub(super) const fn new(seed: u64, drawn: u64) -> Self {
        Self { seed, drawn }
    }

    fn next(&mut self) -> Rng {
        // Far apart, so that sequences of neighbouring seeds have nothing in
        // common.
        let place = self.drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.drawn = self.drawn.wrapping_add(1);
        let mut rng = Rng::with_seed(self.seed.wrapping_add(place));
        rng.u64(..);
        rng
    }

    /// True with this probability (0 to 1).
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.next().f64() < probability
    }

    /// From a lognormal distribution with this median; `sigma` is the standard
    /// deviation of the logarithm.
    pub(super) fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        let mut rng = self.next();
        // The Box-Muller transform: two uniform draws make a normal one. Not 0,
        // which has no logarithm.
        let (u, v) = (1.0 - rng.f64(), rng.f64());
        let normal = (-2.0 * u.ln()).sqrt() * (TAU * v).cos();
        median * (sigma * normal).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_can_be_resumed_anywhere() {
        let draw = |chance: &mut Chance| chance.lognormal(100.0, 0.5).to_bits();
        let mut one = Chance::new(7, 0);
        let row: Vec<u64> = (0..100).map(|_| draw(&mut one)).collect();
        let mut other = Chance::new(7, 50);
        assert!(row.iter().skip(50).all(|drawn| *drawn == draw(&mut other)));
        assert_ne!(draw(&mut Chance::new(8, 0)), draw(&mut Chance::new(7, 0)));
    }

    #[test]
    fn half_are_below_the_median_and_the_spread_is_sigma() {
        let mut chance = Chance::new(1, 0);
        let mut drawn: Vec<f64> = (0..10_000).map(|_| chance.lognormal(200.0, 0.5)).collect();
        drawn.sort_by(f64::total_cmp);
        let median = drawn[5_000];
        assert!((190.0..210.0).contains(&median), "{median}");
        // One standard deviation up: 84 of 100 are below.
        let upper = (drawn[8_413] / median).ln();
        assert!((0.47..0.53).contains(&upper), "{upper}");
    }

    #[test]
    fn the_probability_is_the_frequency() {
        let mut chance = Chance::new(3, 0);
        let times = (0..10_000).filter(|_| chance.happens(0.3)).count();
        assert!((2_800..3_200).contains(&times), "{times}");
        assert!((0..100).all(|_| chance.happens(1.0)));
    }
}
