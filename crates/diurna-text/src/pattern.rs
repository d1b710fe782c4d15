//! Python's regular expressions, as far as tokenizer rules use them.
//!
//! A package brings its own expressions, written for Python's `re`: leftmost match, first alternative wins, look-around,
//! and classes (`\w`, `\d`, `\s`) that differ from those of Rust's crates. The dialect has no captures to report and no
//! back-references, so a state `(instruction, place)` that failed once fails always. Remembering the failed states of
//! loops keeps every search linear in the text, whatever the expression.
//!
//! Two more things serve the tokenizer. A program can be compiled to run backwards, which finds what reaches the end of
//! a text without trying every place before it. And the characters that can open a match are known, so that words
//! without any of them never reach the matcher.
//!
//! Left out, and refused with a message: back-references, `\b`, possessive and atomic groups, flags other than `u`.

use std::iter::Peekable;
use std::str::Chars;

use crate::tables;

/// More instructions than this come from a repetition that nobody meant.
const MAX_PROGRAM: usize = 200_000;

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Pattern {
    forward: Program,
    /// Present if every alternative ends in `$`.
    backward: Option<Program>,
    /// Every alternative begins with `^`.
    anchored: bool,
    /// A character without which nothing matches, if one is known: a quick look before a long search.
    needed: Option<char>,
}

/// Buffers that a search needs; kept between searches.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    stack: Vec<(u32, u32)>,
    /// A bit a state that failed, and which words of them are not zero: clearing must not cost a whole long text.
    seen: Vec<u64>,
    touched: Vec<usize>,
}

impl Pattern {
    /// Compiles `source`; the error says what is not understood.
    pub(crate) fn new(source: &str) -> Result<Pattern, String> {
        let tree = Parser::new(source).whole()?;
        let anchored =
            alternatives(&tree).all(|branch| border(branch, false) == Some(&Node::Start));
        let closed = alternatives(&tree).all(|branch| border(branch, true) == Some(&Node::End));
        let backward = closed.then(|| Program::compile(&tree, true)).transpose()?;
        Ok(Pattern {
            forward: Program::compile(&tree, false)?,
            backward,
            anchored,
            needed: needed(&tree),
        })
    }

    /// The leftmost match that begins at or behind `from`.
    pub(crate) fn find(
        &self,
        text: &str,
        from: usize,
        scratch: &mut Scratch,
    ) -> Option<(usize, usize)> {
        let program = &self.forward;
        program.forget(text, scratch);
        let mut at = from;
        loop {
            let next = text[at..].chars().next();
            if program.can_open(next)
                && let Some(end) = program.run(text, at, Goal::First, scratch)
            {
                return Some((at, end));
            }
            at += next.filter(|_| !self.anchored)?.len_utf8();
        }
    }

    /// Length in bytes of the match at the very start; 0 if there is none.
    pub(crate) fn prefix_len(&self, text: &str, scratch: &mut Scratch) -> usize {
        let program = &self.forward;
        if !program.can_open(text.chars().next()) {
            return 0;
        }
        program.forget(text, scratch);
        program.run(text, 0, Goal::First, scratch).unwrap_or(0)
    }

    /// Length in bytes of the leftmost match, which for a rule of suffixes reaches the end; 0 if there is none.
    pub(crate) fn suffix_len(&self, text: &str, scratch: &mut Scratch) -> usize {
        let Some(program) = &self.backward else {
            return self
                .find(text, 0, scratch)
                .map_or(0, |(start, end)| end - start);
        };
        if !program.can_open(text.chars().next_back()) {
            return 0;
        }
        program.forget(text, scratch);
        program
            .run(text, text.len(), Goal::Farthest, scratch)
            .map_or(0, |start| text.len() - start)
    }

    /// True if a match begins at the start of the text.
    pub(crate) fn matches(&self, text: &str, scratch: &mut Scratch) -> bool {
        self.forward.forget(text, scratch);
        self.forward.run(text, 0, Goal::First, scratch).is_some()
    }

    /// False if a look at the text is enough to tell that nothing in it matches.
    pub(crate) fn can_match(&self, text: &str) -> bool {
        self.needed.is_none_or(|c| text.contains(c))
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Empty,
    Set(Set),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Look {
        node: Box<Node>,
        ahead: bool,
        negated: bool,
    },
    Start,
    End,
}

fn alternatives(tree: &Node) -> impl Iterator<Item = &Node> {
    match tree {
        Node::Either(branches) => branches.iter(),
        other => std::slice::from_ref(other).iter(),
    }
}

/// A character that every match contains.
fn needed(node: &Node) -> Option<char> {
    match node {
        Node::Set(set) => match set.ranges[..] {
            [(first, last)] if first == last => char::from_u32(first),
            _ => None,
        },
        Node::Concat(nodes) => nodes.iter().find_map(needed),
        Node::Either(branches) => {
            let mut found = branches.iter().map(needed);
            let first = found.next()??;
            found.all(|c| c == Some(first)).then_some(first)
        }
        Node::Repeat { node, min, .. } if *min > 0 => needed(node),
        _ => None,
    }
}

/// The first or last node of a sequence.
fn border(node: &Node, last: bool) -> Option<&Node> {
    match node {
        Node::Concat(nodes) if last => nodes.last(),
        Node::Concat(nodes) => nodes.first(),
        other => Some(other),
    }
}

/// A set of characters: sorted ranges, and a map of the ASCII ones for speed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Set {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl Set {
    fn new(mut ranges: Vec<(u32, u32)>, negated: bool) -> Set {
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (first, last) in ranges {
            match joined.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        if negated {
            joined = complement(&joined);
        }
        let mut ascii = 0;
        for (first, last) in &joined {
            for c in *first..=(*last).min(127) {
                ascii |= 1 << c;
            }
        }
        Set {
            ascii,
            ranges: joined,
        }
    }

    fn one(c: char) -> Set {
        Set::new(vec![(c as u32, c as u32)], false)
    }

    fn has(&self, c: char) -> bool {
        let c = c as u32;
        if c < 128 {
            return self.ascii >> c & 1 == 1;
        }
        let at = self.ranges.partition_point(|(_, last)| *last < c);
        self.ranges.get(at).is_some_and(|(first, _)| *first <= c)
    }
}

fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut gaps = Vec::new();
    let mut next = 0;
    for (first, last) in ranges {
        if next < *first {
            gaps.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= char::MAX as u32 {
        gaps.push((next, char::MAX as u32));
    }
    gaps
}

struct Parser<'s> {
    source: Peekable<Chars<'s>>,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str) -> Parser<'s> {
        Parser {
            source: source.chars().peekable(),
        }
    }

    fn whole(mut self) -> Result<Node, String> {
        let tree = self.either()?;
        match self.source.next() {
            None => Ok(tree),
            Some(c) => Err(format!("unbalanced `{c}`")),
        }
    }

    fn eat(&mut self, c: char) -> bool {
        self.source.next_if_eq(&c).is_some()
    }

    fn either(&mut self) -> Result<Node, String> {
        let mut branches = vec![self.concat()?];
        while self.eat('|') {
            branches.push(self.concat()?);
        }
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Either(branches),
        })
    }

    fn concat(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while self.source.peek().is_some_and(|c| !matches!(c, '|' | ')')) {
            let atom = self.atom()?;
            nodes.push(self.repeated(atom)?);
        }
        nodes.retain(|node| *node != Node::Empty);
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Concat(nodes),
        })
    }

    fn atom(&mut self) -> Result<Node, String> {
        Ok(match self.source.next() {
            Some('(') => return self.group(),
            Some('[') => Node::Set(self.class()?),
            Some('^') => Node::Start,
            Some('$') => Node::End,
            Some('.') => Node::Set(Set::new(vec![(10, 10)], true)),
            Some('\\') => Node::Set(Set::new(self.escape()?, false)),
            Some(c @ ('*' | '+' | '?')) => return Err(format!("nothing for `{c}` to repeat")),
            Some(c) => Node::Set(Set::one(c)),
            None => return Err("unexpected end".to_owned()),
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = match self.source.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.source.next();
        let greedy = !self.eat('?');
        if let Some('+' | '*') = self.source.peek() {
            return Err("possessive or repeated quantifier".to_owned());
        }
        let node = Box::new(node);
        Ok(Node::Repeat {
            node,
            min,
            max,
            greedy,
        })
    }

    /// `{2,63}` up to its closing brace; `None` for a brace that stands for itself.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let rest: String = self
            .source
            .clone()
            .skip(1)
            .take_while(|c| *c != '}')
            .collect();
        let (min, max) = match rest.split_once(',') {
            None => {
                let count = rest.parse().ok()?;
                (count, Some(count))
            }
            Some(("", "")) => return None,
            Some((min, "")) => (min.parse().ok()?, None),
            Some(("", max)) => (0, Some(max.parse().ok()?)),
            Some((min, max)) => (min.parse().ok()?, Some(max.parse().ok()?)),
        };
        for _ in 0..=rest.chars().count() {
            self.source.next();
        }
        Some((min, max))
    }

    fn group(&mut self) -> Result<Node, String> {
        let look = |node, ahead, negated| Node::Look {
            node: Box::new(node),
            ahead,
            negated,
        };
        if !self.eat('?') {
            return self.closed();
        }
        match (self.source.next(), self.source.peek()) {
            (Some(':'), _) => self.closed(),
            (Some('='), _) => Ok(look(self.closed()?, true, false)),
            (Some('!'), _) => Ok(look(self.closed()?, true, true)),
            (Some('<'), Some('=')) => {
                self.source.next();
                Ok(look(self.closed()?, false, false))
            }
            (Some('<'), Some('!')) => {
                self.source.next();
                Ok(look(self.closed()?, false, true))
            }
            (Some('u'), Some(')')) => {
                self.source.next();
                Ok(Node::Empty)
            }
            (Some('P'), Some('<')) => {
                self.source.by_ref().find(|c| *c == '>');
                self.closed()
            }
            (c, _) => Err(format!("group `(?{}`", c.unwrap_or(' '))),
        }
    }

    fn closed(&mut self) -> Result<Node, String> {
        let node = self.either()?;
        if self.eat(')') {
            return Ok(node);
        }
        Err("group without end".to_owned())
    }

    fn class(&mut self) -> Result<Set, String> {
        let negated = self.eat('^');
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let c = self.source.next().ok_or("class without end")?;
            if c == ']' && !first {
                return Ok(Set::new(ranges, negated));
            }
            first = false;
            let low = self.member(c)?;
            let [(start, end)] = low[..] else {
                ranges.extend(low);
                continue;
            };
            if start == end && self.opens_range() {
                self.source.next();
                let c = self.source.next().ok_or("class without end")?;
                let [(_, last)] = self.member(c)?[..] else {
                    return Err("range up to a class".to_owned());
                };
                if last < start {
                    return Err("range that runs backwards".to_owned());
                }
                ranges.push((start, last));
            } else {
                ranges.push((start, end));
            }
        }
    }

    /// True if a hyphen follows that is not the last of the class.
    fn opens_range(&mut self) -> bool {
        let mut ahead = self.source.clone();
        ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']')
    }

    fn member(&mut self, c: char) -> Result<Vec<(u32, u32)>, String> {
        match c {
            '\\' => self.escape(),
            c => Ok(vec![(c as u32, c as u32)]),
        }
    }

    /// What stands behind a backslash, as ranges.
    fn escape(&mut self) -> Result<Vec<(u32, u32)>, String> {
        let c = self.source.next().ok_or("backslash at the end")?;
        let one = |c: char| Ok(vec![(c as u32, c as u32)]);
        match c {
            'd' => Ok(tables::DECIMAL.to_vec()),
            'D' => Ok(complement(&tables::DECIMAL)),
            'w' => Ok(tables::WORD.to_vec()),
            'W' => Ok(complement(&tables::WORD)),
            's' => Ok(tables::SPACE.to_vec()),
            'S' => Ok(complement(&tables::SPACE)),
            'n' => one('\n'),
            't' => one('\t'),
            'r' => one('\r'),
            'f' => one('\x0c'),
            'v' => one('\x0b'),
            'a' => one('\x07'),
            'x' => self.code(2),
            'u' => self.code(4),
            'U' => self.code(8),
            c if c.is_ascii_alphanumeric() => Err(format!("escape `\\{c}`")),
            c => one(c),
        }
    }

    fn code(&mut self, digits: usize) -> Result<Vec<(u32, u32)>, String> {
        let text: String = self.source.by_ref().take(digits).collect();
        match u32::from_str_radix(&text, 16) {
            Ok(code) if text.len() == digits => Ok(vec![(code, code)]),
            _ => Err(format!("character code `{text}`")),
        }
    }
}

#[derive(Debug)]
enum Step {
    Set(Box<Set>),
    /// Try the first way, then the second.
    Split(u32, u32),
    /// The same at the head of a loop: the states to remember, numbered.
    Loop(u32, u32, u32),
    Jump(u32),
    Start,
    End,
    Look {
        program: Box<Program>,
        negated: bool,
    },
    Done,
}

#[derive(Clone, Copy, PartialEq)]
enum Goal {
    /// The match that priority picks.
    First,
    /// The match that goes farthest, whatever its priority.
    Farthest,
}

#[derive(Debug)]
struct Program {
    steps: Vec<Step>,
    loops: u32,
    backward: bool,
    /// The characters that a match can open with; `None` if it can be empty.
    opening: Option<Set>,
}

impl Program {
    fn compile(tree: &Node, backward: bool) -> Result<Program, String> {
        let mut program = Program {
            steps: Vec::new(),
            loops: 0,
            backward,
            opening: None,
        };
        program.emit(tree)?;
        program.push(Step::Done)?;
        let mut opening = Vec::new();
        if !opens_with(tree, backward, &mut opening) {
            program.opening = Some(Set::new(opening, false));
        }
        Ok(program)
    }

    fn push(&mut self, step: Step) -> Result<u32, String> {
        if self.steps.len() >= MAX_PROGRAM {
            return Err("expression too large".to_owned());
        }
        self.steps.push(step);
        Ok(self.steps.len() as u32 - 1)
    }

    fn here(&self) -> u32 {
        self.steps.len() as u32
    }

    fn emit(&mut self, node: &Node) -> Result<(), String> {
        match node {
            Node::Empty => {}
            Node::Set(set) => {
                self.push(Step::Set(Box::new(set.clone())))?;
            }
            Node::Concat(nodes) if self.backward => {
                nodes.iter().rev().try_for_each(|node| self.emit(node))?;
            }
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.emit(node))?,
            Node::Either(branches) => self.emit_either(branches)?,
            Node::Repeat {
                node,
                min,
                max,
                greedy,
            } => {
                for _ in 0..*min {
                    self.emit(node)?;
                }
                match max {
                    None => self.emit_loop(node, *greedy)?,
                    Some(max) => self.emit_optional(node, max.saturating_sub(*min), *greedy)?,
                }
            }
            Node::Look {
                node,
                ahead,
                negated,
            } => {
                let program = Box::new(Program::compile(node, !ahead)?);
                self.push(Step::Look {
                    program,
                    negated: *negated,
                })?;
            }
            Node::Start => {
                self.push(Step::Start)?;
            }
            Node::End => {
                self.push(Step::End)?;
            }
        }
        Ok(())
    }

    fn emit_either(&mut self, branches: &[Node]) -> Result<(), String> {
        let mut jumps = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if index + 1 == branches.len() {
                self.emit(branch)?;
                break;
            }
            let split = self.push(Step::Split(0, 0))?;
            self.emit(branch)?;
            jumps.push(self.push(Step::Jump(0))?);
            self.steps[split as usize] = Step::Split(split + 1, self.here());
        }
        let end = self.here();
        for jump in jumps {
            self.steps[jump as usize] = Step::Jump(end);
        }
        Ok(())
    }

    fn emit_loop(&mut self, node: &Node, greedy: bool) -> Result<(), String> {
        let number = self.loops;
        self.loops += 1;
        let head = self.push(Step::Done)?;
        self.emit(node)?;
        self.push(Step::Jump(head))?;
        let (inside, behind) = (head + 1, self.here());
        self.steps[head as usize] = match greedy {
            true => Step::Loop(number, inside, behind),
            false => Step::Loop(number, behind, inside),
        };
        Ok(())
    }

    fn emit_optional(&mut self, node: &Node, times: u32, greedy: bool) -> Result<(), String> {
        let mut splits = Vec::new();
        for _ in 0..times {
            splits.push(self.push(Step::Done)?);
            self.emit(node)?;
        }
        let behind = self.here();
        for split in splits {
            self.steps[split as usize] = match greedy {
                true => Step::Split(split + 1, behind),
                false => Step::Split(behind, split + 1),
            };
        }
        Ok(())
    }

    fn can_open(&self, c: Option<char>) -> bool {
        match (&self.opening, c) {
            (None, _) => true,
            (Some(set), Some(c)) => set.has(c),
            (Some(_), None) => false,
        }
    }

    /// Forgets the failed states of an earlier text.
    fn forget(&self, text: &str, scratch: &mut Scratch) {
        for word in scratch.touched.drain(..) {
            scratch.seen[word] = 0;
        }
        let words = (self.loops as usize * (text.len() + 1)).div_ceil(64);
        if scratch.seen.len() < words {
            scratch.seen.resize(words, 0);
        }
    }

    fn run(&self, text: &str, from: usize, goal: Goal, scratch: &mut Scratch) -> Option<usize> {
        let Scratch {
            stack,
            seen,
            touched,
        } = scratch;
        stack.clear();
        stack.push((0, from as u32));
        let mut best: Option<usize> = None;
        while let Some((mut step, place)) = stack.pop() {
            let mut at = place as usize;
            loop {
                match &self.steps[step as usize] {
                    Step::Set(set) => match self.consume(text, at) {
                        Some((c, next)) if set.has(c) => at = next,
                        _ => break,
                    },
                    Step::Split(first, second) => {
                        stack.push((*second, at as u32));
                        step = *first;
                        continue;
                    }
                    Step::Loop(number, first, second) => {
                        let state = *number as usize * (text.len() + 1) + at;
                        if seen[state / 64] >> (state % 64) & 1 == 1 {
                            break;
                        }
                        if seen[state / 64] == 0 {
                            touched.push(state / 64);
                        }
                        seen[state / 64] |= 1 << (state % 64);
                        stack.push((*second, at as u32));
                        step = *first;
                        continue;
                    }
                    Step::Jump(target) => {
                        step = *target;
                        continue;
                    }
                    Step::Start if at != 0 => break,
                    // In Python `$` also stands before a final line break, but no chunk has one behind other text.
                    Step::End if at != text.len() => break,
                    Step::Look { program, negated } if program.holds(text, at) == *negated => break,
                    Step::Done => {
                        if goal == Goal::First {
                            return Some(at);
                        }
                        best = Some(best.map_or(at, |best| {
                            if self.backward {
                                best.min(at)
                            } else {
                                best.max(at)
                            }
                        }));
                        break;
                    }
                    Step::Start | Step::End | Step::Look { .. } => {}
                }
                step += 1;
            }
        }
        best
    }

    /// True if the program, as a look-around, matches at a place.
    fn holds(&self, text: &str, at: usize) -> bool {
        let next = self.consume(text, at).map(|(c, _)| c);
        if !self.can_open(next) {
            return false;
        }
        // Most look for a single character, and that one has just been seen to fit.
        if let [Step::Set(_), Step::Done] = self.steps[..] {
            return true;
        }
        let mut scratch = Scratch::default();
        self.forget(text, &mut scratch);
        self.run(text, at, Goal::First, &mut scratch).is_some()
    }

    fn consume(&self, text: &str, at: usize) -> Option<(char, usize)> {
        if self.backward {
            let c = text[..at].chars().next_back()?;
            Some((c, at - c.len_utf8()))
        } else {
            let c = text[at..].chars().next()?;
            Some((c, at + c.len_utf8()))
        }
    }
}

/// Collects the characters that a match can open with; true if the node can match without any.
fn opens_with(node: &Node, backward: bool, into: &mut Vec<(u32, u32)>) -> bool {
    match node {
        Node::Set(set) => {
            into.extend(&set.ranges);
            false
        }
        Node::Concat(nodes) if backward => {
            nodes.iter().rev().all(|node| opens_with(node, true, into))
        }
        Node::Concat(nodes) => nodes.iter().all(|node| opens_with(node, false, into)),
        Node::Either(branches) => {
            let mut empty = false;
            for branch in branches {
                empty |= opens_with(branch, backward, into);
            }
            empty
        }
        Node::Repeat { node, min, .. } => opens_with(node, backward, into) || *min == 0,
        Node::Empty | Node::Look { .. } | Node::Start | Node::End => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(source: &str, text: &str) -> Option<(usize, usize)> {
        let pattern = Pattern::new(source).unwrap();
        pattern.find(text, 0, &mut Scratch::default())
    }

    #[test]
    fn first_alternative_wins_over_the_longest() {
        assert_eq!(find("a|ab", "xab"), Some((1, 2)));
        assert_eq!(find("ab|a", "xab"), Some((1, 3)));
    }

    #[test]
    fn quantifiers_are_greedy_unless_told_otherwise() {
        assert_eq!(find(r"\.\.+", "a....b"), Some((1, 5)));
        assert_eq!(find(r"\.\.+?", "a....b"), Some((1, 3)));
        assert_eq!(find("x{2,3}", "xxxx"), Some((0, 3)));
        assert_eq!(find("x{2}y", "xxxy"), Some((1, 4)));
    }

    #[test]
    fn look_around_sees_what_stands_beside() {
        assert_eq!(find(r"(?<=[0-9])[+\-*^](?=[0-9-])", "a+1+2"), Some((3, 4)));
        assert_eq!(find(r"^\+(?![0-9])", "+1"), None);
        assert_eq!(find(r"(?<=°[FC])\.$", "40°C."), Some((5, 6)));
    }

    #[test]
    fn classes_are_those_of_python() {
        assert_eq!(find(r"\d+", "x٣4"), Some((1, 4)));
        assert_eq!(find(r"[\w\-.]+", "(ab-c.d)"), Some((1, 7)));
        assert_eq!(find(r"[^a-c]", "abcd"), Some((3, 4)));
        assert_eq!(find("[a&&b]", "&"), Some((0, 1)));
    }

    #[test]
    fn suffix_is_the_leftmost_match_that_reaches_the_end() {
        let pattern = Pattern::new(r"m$|(?<=[0-9])(?:m|km)$|\.\.+$").unwrap();
        let len = |text| pattern.suffix_len(text, &mut Scratch::default());
        assert_eq!(len("10km"), 2);
        assert_eq!(len("akm"), 1);
        assert_eq!(len("a..."), 3);
        assert_eq!(len("a."), 0);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for source in [r"\bword", r"(a)\1", "(?i)a", "(a", "a)", "[a", "*", "a++"] {
            assert!(Pattern::new(source).is_err(), "{source}");
        }
    }

    #[test]
    fn failed_states_are_not_tried_again() {
        // Without memory this takes 2^40 steps.
        assert_eq!(find("^(?:a*)*b$", &"a".repeat(40)), None);
        assert_eq!(find(r"^\S+(?::\S*)?@$", &":".repeat(3000)), None);
    }
}
