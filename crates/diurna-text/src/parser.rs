//! The dependency parser: arc-eager with a break action, after Honnibal and Johnson (2015).
//!
//! A stack of tokens and a buffer of those to come. Six actions, chosen greedily by score among those that the state
//! allows, join the top of the stack to the front of the buffer or move them. The system is non-monotonic: an arc can be
//! replaced later, and a token without head on top of the stack can go back to the buffer. Sentence starts are set by an
//! action of their own. Arcs that cross others are learnt under a label `label||head's label` and are put right when
//! all is decided.

use std::ops::Range;

use crate::transition::{Features, NONE, Scorer, maximum};

/// Tokens that a state shows to the scorer: B0, B1, S0, S1, S2, the last left child of B0 and S0, the last right of S0.
pub(crate) const PLACES: usize = 8;

/// Nearly every token comes to the front of the buffer and to the top of the stack; not every one is a child there.
pub(crate) const EARLY_PLACES: usize = 5;

/// Rounds after which edges are taken as they are, though a head lies outside its sentence.
const MAX_ROUNDS: usize = 12;

/// A way to change the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Shift = 0,
    Reduce = 1,
    Left = 2,
    Right = 3,
    Break = 4,
}

const ACTIONS: [Action; 5] = [
    Action::Shift,
    Action::Reduce,
    Action::Left,
    Action::Right,
    Action::Break,
];

/// Actions and labels in the order of the scores.
#[derive(Debug)]
pub(crate) struct Moves {
    /// The scores of each action, by its number.
    ranges: [Range<usize>; 5],
    /// Label of each score, as a number of [`Labels`].
    labels: Vec<u16>,
}

/// The dependency labels of a model.
#[derive(Debug)]
pub(crate) struct Labels {
    pub names: Vec<std::sync::Arc<str>>,
    /// For a label `new||head's`: the numbers of both.
    crossing: Vec<Option<(u16, u16)>>,
    root: u16,
}

impl Labels {
    fn number(&mut self, name: &str) -> u16 {
        match self.names.iter().position(|known| **known == *name) {
            Some(at) => at as u16,
            None => {
                self.names.push(name.into());
                self.crossing.push(None);
                self.names.len() as u16 - 1
            }
        }
    }
}

impl Moves {
    /// Reads the actions of a package; the error says what is not understood.
    pub(crate) fn new(moves: &[(u8, String)]) -> Result<(Moves, Labels), String> {
        let mut labels = Labels {
            names: Vec::new(),
            crossing: Vec::new(),
            root: 0,
        };
        labels.root = labels.number("ROOT");
        let mut table = Moves {
            ranges: [const { 0..0 }; 5],
            labels: Vec::new(),
        };
        for (at, (action, label)) in moves.iter().enumerate() {
            let range = table.ranges.get_mut(usize::from(*action));
            let range = range.ok_or_else(|| format!("parser action {action}"))?;
            if range.start == range.end {
                range.start = at;
            } else if range.end != at {
                return Err("parser actions out of order".to_owned());
            }
            range.end = at + 1;
            let number = labels.number(label);
            if let Some((new, head)) = label.split_once("||") {
                let pair = (labels.number(new), labels.number(head));
                labels.crossing[usize::from(number)] = Some(pair);
            }
            table.labels.push(number);
        }
        Ok((table, labels))
    }

    /// The best action that is allowed, and its label; the first of equals.
    fn best(&self, scores: &[f32], allowed: impl Fn(Action) -> bool) -> Option<(Action, u16)> {
        let mut best: Option<(f32, Action)> = None;
        for action in ACTIONS.into_iter().filter(|action| allowed(*action)) {
            let Some(score) = maximum(&scores[self.ranges[action as usize].clone()]) else {
                continue;
            };
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, action));
            }
        }
        let (score, action) = best?;
        let range = self.ranges[action as usize].clone();
        let at = scores[range.clone()]
            .iter()
            .position(|found| *found == score)?;
        Some((action, self.labels[range.start + at]))
    }
}

/// The parse of a text.
#[derive(Debug, Default)]
pub(crate) struct Parse {
    /// Head of each token; a root is its own.
    pub heads: Vec<u32>,
    /// Label of each token, as a number of [`Labels`].
    pub labels: Vec<u16>,
    pub left_edges: Vec<u32>,
    pub right_edges: Vec<u32>,
    pub sentence_starts: Vec<bool>,
}

/// Parses a text of as many tokens as `vectors` has rows; `is_space` tells white space.
pub(crate) fn parse(
    scorer: &Scorer,
    moves: &Moves,
    labels: &Labels,
    features: &mut Features,
    vectors: &[f32],
    is_space: &[bool],
) -> Parse {
    let mut state = State::new(vectors.len() / scorer.hidden_width());
    let mut scores = scorer.scores();
    features.reset();
    while !state.is_done() {
        features.score(scorer, vectors, &state.places(), &mut scores);
        let Some((action, label)) = moves.best(&scores.of_actions, |action| state.allows(action))
        else {
            break;
        };
        state.take(action, label);
    }
    let mut parse = state.finish(labels);
    parse.find_edges();
    parse.uncross(labels, is_space);
    parse
}

/// Where a token stands while the parse grows.
#[derive(Clone, Copy, Debug)]
struct Arc {
    head: u32,
    label: u16,
    unshiftable: bool,
    sentence_start: bool,
    /// The child attached last on each side, and for a child its neighbours among its head's children of that side.
    last_left: u32,
    last_right: u32,
    before: u32,
    behind: u32,
}

const FREE: Arc = Arc {
    head: NONE,
    label: 0,
    unshiftable: false,
    sentence_start: false,
    last_left: NONE,
    last_right: NONE,
    before: NONE,
    behind: NONE,
};

#[derive(Debug)]
struct State {
    stack: Vec<u32>,
    /// Tokens that were put back, the next one last.
    returned: Vec<u32>,
    /// First token that was never on the stack.
    next: u32,
    arcs: Vec<Arc>,
}

impl State {
    fn new(tokens: usize) -> State {
        let mut arcs = vec![FREE; tokens];
        if let Some(first) = arcs.first_mut() {
            first.sentence_start = true;
        }
        State {
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            arcs,
        }
    }

    fn buffer_len(&self) -> usize {
        self.returned.len() + self.arcs.len() - self.next as usize
    }

    fn buffer(&self, at: usize) -> u32 {
        if at < self.returned.len() {
            return self.returned[self.returned.len() - 1 - at];
        }
        let token = self.next as usize + at - self.returned.len();
        if token < self.arcs.len() {
            token as u32
        } else {
            NONE
        }
    }

    fn stacked(&self, at: usize) -> u32 {
        match self.stack.len().checked_sub(at + 1) {
            Some(at) => self.stack[at],
            None => NONE,
        }
    }

    fn arc(&self, token: u32) -> &Arc {
        &self.arcs[token as usize]
    }

    fn arc_mut(&mut self, token: u32) -> &mut Arc {
        &mut self.arcs[token as usize]
    }

    fn is_done(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn places(&self) -> [u32; PLACES] {
        let left = |token: u32| {
            if token == NONE {
                NONE
            } else {
                self.arc(token).last_left
            }
        };
        let right = |token: u32| {
            if token == NONE {
                NONE
            } else {
                self.arc(token).last_right
            }
        };
        let (front, top) = (self.buffer(0), self.stacked(0));
        [
            front,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            left(front),
            left(top),
            right(top),
        ]
    }

    fn allows(&self, action: Action) -> bool {
        let front = self.buffer(0);
        let opens = |token: u32| self.arc(token).sentence_start;
        match action {
            Action::Shift => {
                self.stack.is_empty()
                    || (self.buffer_len() >= 2 && !opens(front) && !self.arc(front).unshiftable)
            }
            Action::Reduce => !self.stack.is_empty(),
            Action::Left | Action::Right => {
                !self.stack.is_empty() && front != NONE && !opens(front)
            }
            Action::Break => {
                let second = self.buffer(1);
                second != NONE && second == front + 1 && !opens(second)
            }
        }
    }

    fn take(&mut self, action: Action, label: u16) {
        let (front, top) = (self.buffer(0), self.stacked(0));
        match action {
            Action::Shift => self.push(),
            Action::Reduce => {
                self.stack.pop();
                if self.arc(top).head == NONE && !self.stack.is_empty() {
                    self.arc_mut(top).unshiftable = true;
                    self.returned.push(top);
                }
            }
            Action::Left => {
                self.join(front, top, label);
                self.arc_mut(front).unshiftable = false;
                self.stack.pop();
            }
            Action::Right => {
                self.join(top, front, label);
                self.push();
            }
            Action::Break => {
                let second = self.buffer(1);
                self.arc_mut(second).sentence_start = true;
            }
        }
    }

    fn push(&mut self) {
        match self.returned.pop() {
            Some(token) => self.stack.push(token),
            None => {
                self.stack.push(self.next);
                self.next += 1;
            }
        }
    }

    /// Makes `head` the head of `child`, whatever its head was.
    fn join(&mut self, head: u32, child: u32, label: u16) {
        self.part(child);
        let last = match child < head {
            true => std::mem::replace(&mut self.arc_mut(head).last_left, child),
            false => std::mem::replace(&mut self.arc_mut(head).last_right, child),
        };
        if last != NONE {
            self.arc_mut(last).behind = child;
        }
        let arc = self.arc_mut(child);
        (arc.head, arc.label) = (head, label);
        (arc.before, arc.behind) = (last, NONE);
    }

    fn part(&mut self, child: u32) {
        let Arc {
            head,
            before,
            behind,
            ..
        } = *self.arc(child);
        if head == NONE {
            return;
        }
        if before != NONE {
            self.arc_mut(before).behind = behind;
        }
        match (behind, child < head) {
            (NONE, true) => self.arc_mut(head).last_left = before,
            (NONE, false) => self.arc_mut(head).last_right = before,
            (behind, _) => self.arc_mut(behind).before = before,
        }
        self.arc_mut(child).head = NONE;
    }

    fn finish(self, labels: &Labels) -> Parse {
        let mut parse = Parse::default();
        for (at, arc) in self.arcs.iter().enumerate() {
            let rooted = arc.head == NONE;
            parse.heads.push(if rooted { at as u32 } else { arc.head });
            parse
                .labels
                .push(if rooted { labels.root } else { arc.label });
        }
        parse
    }
}

impl Parse {
    /// Widens each head's edges to those of its children, and finds the sentences.
    fn find_edges(&mut self) {
        let count = self.heads.len() as u32;
        self.left_edges = (0..count).collect();
        self.right_edges = (0..count).collect();
        for _ in 0..MAX_ROUNDS {
            for token in 0..self.heads.len() {
                self.widen(token);
            }
            for token in (0..self.heads.len()).rev() {
                self.widen(token);
            }
            self.find_sentences();
            if self.sentences_are_closed() {
                break;
            }
        }
    }

    fn widen(&mut self, token: usize) {
        let head = self.heads[token] as usize;
        self.left_edges[head] = self.left_edges[head].min(self.left_edges[token]);
        self.right_edges[head] = self.right_edges[head].max(self.right_edges[token]);
    }

    fn find_sentences(&mut self) {
        self.sentence_starts.clear();
        self.sentence_starts.resize(self.heads.len(), false);
        for token in 0..self.heads.len() {
            if self.heads[token] as usize == token {
                self.sentence_starts[self.left_edges[token] as usize] = true;
            }
        }
    }

    /// True if no head lies in another sentence than its child.
    fn sentences_are_closed(&self) -> bool {
        let mut sentence = 0u32;
        let mut of = Vec::with_capacity(self.heads.len());
        for (token, start) in self.sentence_starts.iter().enumerate() {
            sentence += u32::from(*start && token > 0);
            of.push(sentence);
        }
        let closed = |(token, head): (usize, &u32)| of[token] == of[*head as usize];
        self.heads.iter().enumerate().all(closed)
    }

    /// Gives arcs with a label `new||head's` their true head: the nearest below the present one with that label.
    fn uncross(&mut self, labels: &Labels, is_space: &[bool]) {
        if !self
            .labels
            .iter()
            .any(|label| labels.crossing[usize::from(*label)].is_some())
        {
            return;
        }
        for token in 0..self.heads.len() {
            if let Some((new, wanted)) = labels.crossing[usize::from(self.labels[token])] {
                if let Some(head) = self.below(token, wanted, is_space) {
                    self.heads[token] = head as u32;
                }
                self.labels[token] = new;
            }
        }
        self.find_edges();
    }

    /// Breadth first below the head of `token`, the first other token with the label `wanted`.
    fn below(&self, token: usize, wanted: u16, is_space: &[bool]) -> Option<usize> {
        let mut level = vec![self.heads[token] as usize];
        // More levels than tokens would go in a circle.
        for _ in 0..self.heads.len() {
            let mut next = Vec::new();
            for head in level {
                let (left, right) = (
                    self.left_edges[head] as usize,
                    self.right_edges[head] as usize,
                );
                for child in (left..=right).filter(|child| *child != head) {
                    if self.heads[child] as usize != head || is_space[child] || child == token {
                        continue;
                    }
                    if self.labels[child] == wanted {
                        return Some(child);
                    }
                    next.push(child);
                }
            }
            if next.is_empty() {
                return None;
            }
            level = next;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> (Moves, Labels) {
        let moves = [
            (0, ""),
            (1, ""),
            (2, "nsubj"),
            (3, "dobj"),
            (3, "prep||dobj"),
            (4, "ROOT"),
        ];
        Moves::new(&moves.map(|(action, label)| (action, label.to_owned()))).unwrap()
    }

    fn number(labels: &Labels, name: &str) -> u16 {
        labels
            .names
            .iter()
            .position(|known| **known == *name)
            .unwrap() as u16
    }

    #[test]
    fn best_action_is_the_first_of_the_highest_that_are_allowed() {
        let (moves, labels) = labels();
        let scores = [1.0, 9.0, 5.0, 5.0, 5.0, 0.0];
        let best = moves.best(&scores, |action| action != Action::Reduce);
        assert_eq!(best, Some((Action::Left, number(&labels, "nsubj"))));
        assert_eq!(moves.best(&scores, |_| false), None);
    }

    #[test]
    fn short_sentence_is_built_as_the_actions_say() {
        // "Two students fled .": nummod is stood in for by nsubj.
        let mut state = State::new(4);
        assert!(!state.allows(Action::Reduce) && state.allows(Action::Shift));
        state.take(Action::Shift, 0);
        state.take(Action::Left, 1);
        state.take(Action::Shift, 0);
        state.take(Action::Left, 1);
        state.take(Action::Shift, 0);
        assert!(
            !state.allows(Action::Shift),
            "the last token cannot be shifted over others"
        );
        state.take(Action::Right, 2);
        state.take(Action::Reduce, 0);
        state.take(Action::Reduce, 0);
        assert!(state.is_done());
        let (_, labels) = labels();
        let mut parse = state.finish(&labels);
        parse.find_edges();
        assert_eq!(parse.heads, [1, 2, 2, 2]);
        assert_eq!(parse.left_edges, [0, 0, 0, 3]);
        assert_eq!(parse.right_edges, [0, 1, 3, 3]);
        assert_eq!(parse.sentence_starts, [true, false, false, false]);
    }

    #[test]
    fn token_without_head_goes_back_and_cannot_be_shifted_again() {
        let mut state = State::new(3);
        state.take(Action::Shift, 0);
        state.take(Action::Shift, 0);
        state.take(Action::Reduce, 0);
        assert_eq!(
            (state.buffer(0), state.buffer(1), state.stacked(0)),
            (1, 2, 0)
        );
        assert!(!state.allows(Action::Shift) && state.allows(Action::Left));
    }

    #[test]
    fn replaced_arc_leaves_the_old_head() {
        let mut state = State::new(4);
        for child in [0, 1, 2] {
            state.join(3, child, 1);
        }
        state.join(0, 1, 1);
        assert_eq!(state.arc(3).last_left, 2);
        state.part(2);
        assert_eq!(state.arc(3).last_left, 0);
        assert_eq!(state.arc(0).last_right, 1);
    }

    #[test]
    fn sentence_break_needs_the_neighbour() {
        let mut state = State::new(3);
        assert!(state.allows(Action::Break));
        state.take(Action::Break, 0);
        assert!(!state.allows(Action::Break));
        state.take(Action::Shift, 0);
        assert!(!state.allows(Action::Left) && !state.allows(Action::Shift));
    }

    #[test]
    fn whatever_the_scores_a_parse_takes_a_few_steps_a_token() {
        let mut random = 0x9e37_79b9_7f4a_7c15u64;
        for tokens in [1, 2, 3, 50, 5000] {
            let mut state = State::new(tokens);
            let mut steps = 0;
            while !state.is_done() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let allowed: Vec<Action> = ACTIONS
                    .into_iter()
                    .filter(|action| state.allows(*action))
                    .collect();
                let choice = (random >> 32) as usize % allowed.len();
                state.take(allowed[choice], 1);
                steps += 1;
            }
            assert!(steps <= 6 * tokens, "{steps} steps for {tokens} tokens");
        }
    }

    #[test]
    fn crossing_label_finds_its_head() {
        let (_, labels) = labels();
        let dobj = number(&labels, "dobj");
        let mut parse = Parse {
            heads: vec![0, 0, 0],
            labels: vec![labels.root, dobj, number(&labels, "prep||dobj")],
            ..Parse::default()
        };
        parse.find_edges();
        parse.uncross(&labels, &[false; 3]);
        assert_eq!(parse.heads, [0, 0, 1]);
        assert_eq!(&*labels.names[usize::from(parse.labels[2])], "prep");
    }
}
