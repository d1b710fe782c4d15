//! The weights file.
//!
//! Little endian: the magic `diurna-relation-1\n`; the number of labels (u32) and each label as a line of text; for each
//! label its bias and the scale of its weights (two f32); the number of features (u32); the features' hashes in ascending
//! order (u32 each); for each feature one weight a label (i8), to be multiplied by the label's scale.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Features;
use super::label::Label;

const MAGIC: &[u8] = b"diurna-relation-1\n";

/// Weights by feature and label.
#[derive(Clone, Debug)]
pub struct Weights {
    labels: Vec<Label>,
    biases: Vec<f32>,
    scales: Vec<f32>,
    hashes: Vec<u32>,
    /// Where the hashes with each upper half begin.
    starts: Vec<u32>,
    weights: Vec<i8>,
    sha256: String,
}

/// A file that holds no weights.
#[derive(Debug, PartialEq, Eq)]
pub struct WeightsError(&'static str);

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a file of relation weights: {}", self.0)
    }
}

impl std::error::Error for WeightsError {}

impl Weights {
    /// The weights that come with the program.
    ///
    /// # Errors
    ///
    /// If the bundled file is damaged.
    pub fn bundled() -> Result<Weights, WeightsError> {
        Weights::read(include_bytes!("../../weights/relation.bin"))
    }

    /// Reads a weights file.
    ///
    /// # Errors
    ///
    /// If the bytes are not such a file, or end early.
    pub fn read(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let mut rest = bytes
            .strip_prefix(MAGIC)
            .ok_or(WeightsError("it begins with other bytes"))?;
        let count = number(&mut rest)? as usize;
        let mut labels = Vec::new();
        for _ in 0..count {
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or(SHORT)?;
            let line =
                std::str::from_utf8(&rest[..end]).map_err(|_| WeightsError("a bad label"))?;
            labels.push(line.parse().map_err(|_| WeightsError("an unknown label"))?);
            rest = &rest[end + 1..];
        }
        let (mut biases, mut scales) = (Vec::new(), Vec::new());
        for _ in 0..count {
            biases.push(f32::from_bits(number(&mut rest)?));
            scales.push(f32::from_bits(number(&mut rest)?));
        }
        let features = number(&mut rest)? as usize;
        if rest.len() != features.saturating_mul(4 + count) {
            return Err(SHORT);
        }
        let (hashes, weights) = rest.split_at(features * 4);
        let hashes: Vec<u32> = hashes
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes(four.try_into().expect("chunks of four")))
            .collect();
        if !hashes.is_sorted() {
            return Err(WeightsError("its features are not in order"));
        }
        Ok(Weights {
            starts: starts(&hashes),
            labels,
            biases,
            scales,
            hashes,
            weights: weights.iter().map(|byte| *byte as i8).collect(),
            sha256: Sha256::digest(bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        })
    }

    /// The labels, in the order of [`Weights::scores`].
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// SHA-256 of the file.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// One score a label: the logarithm of its odds, up to a constant.
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let count = self.labels.len();
        let mut sums = vec![0i32; count];
        let mut known = 0;
        for hash in features.hashes() {
            if let Some(at) = self.row(hash) {
                known += 1;
                let row = &self.weights[at * count..(at + 1) * count];
                sums.iter_mut()
                    .zip(row)
                    .for_each(|(sum, weight)| *sum += i32::from(*weight));
            }
        }
        // Each feature counts for its share, so that long sentences are not surer than short ones.
        let share = 1.0 / (known.max(1) as f32).sqrt();
        let parameters = self.biases.iter().zip(&self.scales);
        sums.iter()
            .zip(parameters)
            .map(|(sum, (bias, scale))| bias + *sum as f32 * scale * share)
            .collect()
    }

    /// The number of a feature.
    fn row(&self, hash: u32) -> Option<usize> {
        let upper = (hash >> 16) as usize;
        let (start, end) = (self.starts[upper] as usize, self.starts[upper + 1] as usize);
        let at = self.hashes[start..end]
            .iter()
            .position(|other| *other == hash)?;
        Some(start + at)
    }
}

/// For each upper half of a hash the first place with it or a greater one; the hashes are in order and spread evenly.
fn starts(hashes: &[u32]) -> Vec<u32> {
    let mut starts = Vec::with_capacity((1 << 16) + 1);
    let mut at = 0;
    for upper in 0..=1u32 << 16 {
        while hashes.get(at).is_some_and(|hash| hash >> 16 < upper) {
            at += 1;
        }
        starts.push(at as u32);
    }
    starts
}

const SHORT: WeightsError = WeightsError("its length does not fit");

fn number(rest: &mut &[u8]) -> Result<u32, WeightsError> {
    let (four, others) = rest.split_first_chunk::<4>().ok_or(SHORT)?;
    *rest = others;
    Ok(u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_refused_with_the_reason() {
        assert!(
            Weights::read(b"PK")
                .unwrap_err()
                .to_string()
                .contains("other bytes")
        );
        let mut bytes = MAGIC.to_vec();
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(b"FIGHT\n");
        assert_eq!(
            Weights::read(&bytes).unwrap_err(),
            WeightsError("an unknown label")
        );
        let whole = include_bytes!("../../weights/relation.bin");
        assert_eq!(Weights::read(&whole[..whole.len() - 1]).unwrap_err(), SHORT);
    }

    #[test]
    fn the_bundled_file_is_small_and_knows_all_types() {
        let bytes = include_bytes!("../../weights/relation.bin");
        assert!(bytes.len() < 5 << 20, "{} bytes", bytes.len());
        let weights = Weights::bundled().unwrap();
        for event_type in diurna_record::EventType::ALL {
            assert!(
                weights
                    .labels()
                    .iter()
                    .any(|label| label.event_type == Some(*event_type)),
                "{event_type}"
            );
        }
    }
}
