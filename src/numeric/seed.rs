//! Streams of random numbers that depend on nothing but the seed and their purpose.
//!
//! Every stream is a ChaCha generator keyed by the run's seed and the stream's purpose, and
//! numbered by an index such as the draw. No generator is shared, so neither the number of
//! threads nor the order of work can change a result.
//!
//! What is drawn of a sector, an occupation or a qualification has its code in the purpose: its
//! place among the others, and which others there are, change nothing of it, and what stands at the
//! same place of two lists shares nothing.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::numeric::distribution::normal_quantile;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

/// The streams of one purpose, told apart by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    key: [u8; 32],
}

impl Streams {
    /// The streams of `seed` for `purpose`.
    pub fn of(seed: u64, purpose: &str) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fnv1a(purpose.as_bytes()).to_le_bytes());
        Self { key }
    }

    /// The stream numbered `index`.
    pub fn numbered(&self, index: u64) -> Stream {
        let mut rng = ChaCha8Rng::from_seed(self.key);
        rng.set_stream(index);
        Stream(rng)
    }
}

/// The stream of `seed` for `purpose`, numbered `index`.
///
/// Draw 17 of a purpose is the same whether 20 or 2,000 draws are made.
pub fn stream(seed: u64, purpose: &str, index: u64) -> Stream {
    Streams::of(seed, purpose).numbered(index)
}

/// A standard normal number for each of `draws`, for what takes no more than one a draw.
///
/// Draws take theirs in turn from one stream, so that of draw 17 is the same whether 20 or 2,000
/// are made; a stream for every draw would make a whole block of numbers to use one.
pub fn normals(seed: u64, purpose: &str, draws: usize) -> Vec<f64> {
    let mut stream = stream(seed, purpose, 0);
    (0..draws).map(|_| stream.normal()).collect()
}

/// The 64-bit FNV-1a hash, which gives every purpose a key of its own.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl Stream {
    /// A number between 0 and 1, both excluded.
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_purpose_and_index_and_repeat_otherwise() {
        let first = |seed, purpose, index| stream(seed, purpose, index).uniform();
        assert_eq!(first(1, "demand", 3), first(1, "demand", 3));
        assert_ne!(first(1, "demand", 3), first(2, "demand", 3));
        assert_ne!(first(1, "demand", 3), first(1, "supply", 3));
        assert_ne!(first(1, "demand", 3), first(1, "demand", 4));
    }

    #[test]
    fn the_normal_number_of_a_draw_is_the_same_for_any_number_of_draws() {
        let (few, many) = (normals(1, "exits A", 20), normals(1, "exits A", 2_000));
        assert_eq!(few, many[..20]);
        assert_ne!(few, normals(1, "exits B", 20));
        let streams = Streams::of(1, "demand");
        assert_eq!(streams.numbered(3).uniform(), stream(1, "demand", 3).uniform());
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut stream = stream(7, "test", 0);
        let draws: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
    }
}
