//! Tags: the highest of a linear map's scores.

use std::ops::Range;

use crate::nn::{Engine, Packed, Rows};

/// The tag of each vector, as a number in the order of the scores; the first of equals.
pub(crate) fn tag(
    engine: Engine,
    map: &Packed,
    tags: usize,
    vectors: Rows<'_>,
    scores: &mut Vec<f32>,
    mut each: impl FnMut(usize, u16),
) {
    scores.resize(vectors.count * map.outputs(), 0.0);
    engine.linear(map, vectors, scores);
    for (row, scores) in scores.chunks_exact(map.outputs()).enumerate() {
        each(row, first_maximum(scores, 0..tags) as u16);
    }
}

fn first_maximum(scores: &[f32], range: Range<usize>) -> usize {
    let mut best = range.start;
    for at in range {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::first_maximum;

    #[test]
    fn first_of_equal_scores_wins() {
        assert_eq!(first_maximum(&[1.0, 3.0, 3.0, 9.0], 0..3), 1);
    }
}
