//! Arithmetic on what was measured.

use std::time::Duration;

use serde::Serialize;

/// Percentiles of response times, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Latensi {
    /// Half were faster.
    pub p50: f64,
    /// 95 of 100 were faster.
    pub p95: f64,
    /// 99 of 100 were faster.
    pub p99: f64,
}

impl Latensi {
    /// Of these response times; zero when there are none.
    pub fn dari(mut semua: Vec<Duration>) -> Self {
        semua.sort_unstable();
        let persentil = |persen: usize| {
            let letak = (semua.len() * persen).div_ceil(100).saturating_sub(1);
            semua.get(letak).map_or(0.0, |lama| lama.as_secs_f64() * 1000.0)
        };
        Self { p50: persentil(50), p95: persentil(95), p99: persentil(99) }
    }
}

/// A count, for arithmetic.
#[expect(clippy::cast_precision_loss, reason = "counts of a run are far below 2^52")]
pub fn bilangan(n: usize) -> f64 {
    n as f64
}

/// The position of the median by `nilai`; of an even number the lower middle.
pub fn letak_median<T>(semua: &[T], nilai: impl Fn(&T) -> f64) -> Option<usize> {
    let mut urut: Vec<usize> = (0..semua.len()).collect();
    urut.sort_by(|&a, &b| nilai(&semua[a]).total_cmp(&nilai(&semua[b])));
    urut.get(semua.len().saturating_sub(1) / 2).copied()
}

/// A small generator of reproducible choices (SplitMix64).
#[derive(Clone, Debug)]
pub struct Acak(u64);

impl Acak {
    /// The same choices for the same seed.
    pub fn new(benih: u64) -> Self {
        Self(benih)
    }

    /// A number below `n`, which is not 0.
    pub fn di_bawah(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        usize::try_from(x % n as u64).unwrap_or(0)
    }

    /// Shuffles.
    pub fn kocok<T>(&mut self, semua: &mut [T]) {
        for i in (1..semua.len()).rev() {
            semua.swap(i, self.di_bawah(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let lama = Latensi::dari((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!((lama.p50, lama.p95, lama.p99), (50.0, 95.0, 99.0));
        let satu = Latensi::dari(vec![Duration::from_millis(7)]);
        assert_eq!((satu.p50, satu.p99), (7.0, 7.0));
        assert!(Latensi::dari(Vec::new()).p99.abs() < f64::EPSILON);
    }

    #[test]
    fn the_median_is_one_of_the_values() {
        assert_eq!(letak_median(&[9.0, 1.0, 5.0], |x| *x), Some(2));
        assert_eq!(letak_median(&[9.0, 1.0], |x| *x), Some(1));
        assert_eq!(letak_median::<f64>(&[], |x| *x), None);
    }

    #[test]
    fn a_seed_gives_the_same_order_again() {
        let urutan = |benih| {
            let mut semua: Vec<usize> = (0..20).collect();
            Acak::new(benih).kocok(&mut semua);
            semua
        };
        assert_eq!(urutan(1), urutan(1));
        assert_ne!(urutan(1), urutan(2));
    }
}
