//! Which attribution stands in the content of which.
//!
//! PolNeAR annotates the outermost only; diurna keeps every link of a chain and joins them.

use diurna_record::Span;

/// What nesting needs to know of an attribution.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    /// Where the cue stands.
    pub(super) cue: Span,
    /// What is attributed.
    pub(super) content: Vec<Span>,
}

/// For each attribution the innermost one whose content holds its cue.
pub(super) fn enclosing(extents: &[Extent]) -> Vec<Option<usize>> {
    let mut opens: Vec<(Span, usize)> = Vec::new();
    for (at, extent) in extents.iter().enumerate() {
        opens.extend(extent.content.iter().map(|span| (*span, at)));
    }
    opens.sort_by_key(|(span, at)| (span.start, std::cmp::Reverse(span.end), *at));
    let mut order: Vec<usize> = (0..extents.len()).collect();
    order.sort_by_key(|at| (extents[*at].cue.start, extents[*at].cue.end));

    let mut within = vec![None; extents.len()];
    let mut stack: Vec<(Span, usize)> = Vec::new();
    let mut next = opens.into_iter().peekable();
    for at in order {
        let cue = extents[at].cue;
        while let Some(open) = next.next_if(|(span, _)| span.start <= cue.start) {
            while stack
                .last()
                .is_some_and(|(span, _)| span.end <= open.0.start)
            {
                stack.pop();
            }
            stack.push(open);
        }
        while stack.last().is_some_and(|(span, _)| span.end <= cue.start) {
            stack.pop();
        }
        // Deep stacks come only from broken parses; the nearest few decide.
        within[at] = stack
            .iter()
            .rev()
            .take(8)
            .find(|(span, owner)| {
                span.contains(cue) && *owner != at && !holds(&extents[at], extents[*owner].cue)
            })
            .map(|(_, owner)| *owner);
    }
    without_rings(within)
}

fn holds(extent: &Extent, cue: Span) -> bool {
    extent.content.iter().any(|it| it.contains(cue))
}

/// Cuts a ring of attributions that hold one another, which only a broken parse makes.
fn without_rings(mut within: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut state = vec![0u8; within.len()];
    for start in 0..within.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|it| state[*it] == 0) {
            state[here] = 1;
            path.push(here);
            at = within[here];
        }
        if let (Some(ring), Some(last)) = (at, path.last())
            && state[ring] == 1
        {
            within[*last] = None;
        }
        for it in path {
            state[it] = 2;
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(cue: (usize, usize), content: &[(usize, usize)]) -> Extent {
        let span = |it: &(usize, usize)| Span::new(it.0, it.1);
        Extent {
            cue: span(&cue),
            content: content.iter().map(span).collect(),
        }
    }

    #[test]
    fn innermost_content_wins() {
        let extents = [
            extent((90, 95), &[(0, 88)]),
            extent((10, 14), &[(15, 80)]),
            extent((30, 34), &[(35, 80)]),
        ];
        assert_eq!(enclosing(&extents), [None, Some(0), Some(1)]);
    }

    #[test]
    fn contents_that_hold_each_other_stay_apart() {
        let extents = [extent((0, 4), &[(5, 40)]), extent((20, 24), &[(0, 19)])];
        assert_eq!(enclosing(&extents), [None, None]);
    }

    #[test]
    fn rings_are_cut() {
        assert_eq!(
            without_rings(vec![Some(1), Some(2), Some(0)]),
            [Some(1), Some(2), None]
        );
    }
}
