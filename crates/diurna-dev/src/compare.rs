//! Compares two annotations of a text, token by token.
//!
//! Tokens are matched by where they stand, so one token split differently does not spoil the rest of its text. The other
//! fields are compared on the tokens that both sides have; a head is named by where it stands, not by its number.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::annotations::Annotations;

/// What is compared, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Token,
    Space,
    Norm,
    Tag,
    Pos,
    Morph,
    Lemma,
    Head,
    Label,
    Entity,
    SentenceStart,
    NounChunk,
}

impl Field {
    const ALL: [Field; 12] = [
        Field::Token,
        Field::Space,
        Field::Norm,
        Field::Tag,
        Field::Pos,
        Field::Morph,
        Field::Lemma,
        Field::Head,
        Field::Label,
        Field::Entity,
        Field::SentenceStart,
        Field::NounChunk,
    ];

    fn name(self) -> &'static str {
        match self {
            Field::Token => "tokens",
            Field::Space => "blank after",
            Field::Norm => "norm",
            Field::Tag => "tag",
            Field::Pos => "pos",
            Field::Morph => "morph",
            Field::Lemma => "lemma",
            Field::Head => "head",
            Field::Label => "label",
            Field::Entity => "entity",
            Field::SentenceStart => "sentence start",
            Field::NounChunk => "noun chunk",
        }
    }

    /// The value of a token, for the fields that tokens carry.
    fn of(self, all: &Annotations, index: usize) -> String {
        match self {
            Field::Token | Field::NounChunk => String::new(),
            Field::Space => all.spaces[index].to_string(),
            Field::Norm => all.norm[index].clone(),
            Field::Tag => all.tag[index].clone(),
            Field::Pos => all.pos[index].clone(),
            Field::Morph => all.morph[index].clone(),
            Field::Lemma => all.lemma[index].clone(),
            Field::Head => {
                let head = all.head[index];
                format!("{}@{}", all.tokens[head], all.idx[head])
            }
            Field::Label => all.dep[index].clone(),
            Field::Entity => format!("{}-{}", all.ent_iob[index], all.ent_type[index]),
            Field::SentenceStart => all.sent_start[index].to_string(),
        }
    }
}

/// One difference, ready to print.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    field: Field,
    text: String,
    token: String,
    at: usize,
    expected: String,
    found: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} of {:?} at {} in text {}: expected {:?}, found {:?}",
            self.field.name(),
            self.token,
            self.at,
            self.text,
            self.expected,
            self.found
        )
    }
}

/// What was compared so far.
#[derive(Default)]
pub(crate) struct Tally {
    texts: usize,
    same_texts: usize,
    compared: BTreeMap<Field, usize>,
    differences: Vec<Difference>,
}

impl Tally {
    /// Holds what diurna says of a text against what spaCy says of it.
    pub(crate) fn add(&mut self, text: &str, expected: &Annotations, found: &Annotations) {
        let before = self.differences.len();
        for (left, right) in self.match_tokens(text, expected, found) {
            for field in Field::ALL {
                if !matches!(field, Field::Token | Field::NounChunk) {
                    let (value, other) = (field.of(expected, left), field.of(found, right));
                    self.note(
                        field,
                        text,
                        &expected.tokens[left],
                        expected.idx[left],
                        value,
                        other,
                    );
                }
            }
        }
        self.compare_chunks(text, expected, found);
        self.texts += 1;
        self.same_texts += usize::from(self.differences.len() == before);
    }

    /// Pairs of indices of tokens that stand at the same place; notes the tokens without a partner.
    fn match_tokens(
        &mut self,
        text: &str,
        expected: &Annotations,
        found: &Annotations,
    ) -> Vec<(usize, usize)> {
        let place = |all: &Annotations, index: usize| {
            (
                all.idx[index],
                all.idx[index] + all.tokens[index].chars().count(),
            )
        };
        let mut theirs: BTreeMap<(usize, usize), usize> = (0..found.tokens.len())
            .map(|index| (place(found, index), index))
            .collect();
        let mut pairs = Vec::new();
        for (index, token) in expected.tokens.iter().enumerate() {
            let other = theirs.remove(&place(expected, index));
            let text_found = other.map_or_else(String::new, |other| found.tokens[other].clone());
            self.note(
                Field::Token,
                text,
                token,
                expected.idx[index],
                token.clone(),
                text_found,
            );
            pairs.extend(other.map(|other| (index, other)));
        }
        for index in theirs.into_values() {
            let (token, at) = (&found.tokens[index], found.idx[index]);
            self.note(Field::Token, text, token, at, String::new(), token.clone());
        }
        pairs
    }

    fn compare_chunks(&mut self, text: &str, expected: &Annotations, found: &Annotations) {
        let places = |all: &Annotations| -> BTreeMap<usize, usize> {
            let end = |last: usize| all.idx[last] + all.tokens[last].chars().count();
            let place = |(start, stop): &(usize, usize)| (all.idx[*start], end(stop - 1));
            all.noun_chunks.iter().map(place).collect()
        };
        let (left, right) = (places(expected), places(found));
        let shown = |end: Option<&usize>| end.map_or_else(String::new, |end| format!("to {end}"));
        let starts: std::collections::BTreeSet<usize> =
            left.keys().chain(right.keys()).copied().collect();
        for start in starts {
            let (end, other) = (shown(left.get(&start)), shown(right.get(&start)));
            self.note(Field::NounChunk, text, "", start, end, other);
        }
    }

    fn note(
        &mut self,
        field: Field,
        text: &str,
        token: &str,
        at: usize,
        expected: String,
        found: String,
    ) {
        *self.compared.entry(field).or_default() += 1;
        if expected != found {
            self.differences.push(Difference {
                field,
                text: text.to_owned(),
                token: token.to_owned(),
                at,
                expected,
                found,
            });
        }
    }

    /// True if nothing differed.
    pub(crate) fn is_same(&self) -> bool {
        self.differences.is_empty()
    }

    /// The table of counts and the first `shown` differences.
    pub(crate) fn report(&self, shown: usize) -> String {
        let mut report = format!(
            "{} of {} texts are the same in every field\n\n{:<16}{:>10}{:>11}{:>11}\n",
            self.same_texts, self.texts, "field", "compared", "different", "same"
        );
        for field in Field::ALL {
            let compared = self.compared.get(&field).copied().unwrap_or(0);
            let different = self
                .differences
                .iter()
                .filter(|difference| difference.field == field)
                .count();
            let line = writeln!(
                report,
                "{:<16}{compared:>10}{different:>11}{:>11}",
                field.name(),
                percent_same(compared, different)
            );
            line.expect("writing to a string does not fail");
        }
        if !self.is_same() {
            report += "\nFirst differences (expected: spaCy, found: diurna)\n";
        }
        for difference in self.differences.iter().take(shown) {
            report += &format!("  {difference}\n");
        }
        report
    }
}

/// The share of values that agree, cut and not rounded: 100 % means all of them.
fn percent_same(compared: usize, different: usize) -> String {
    if compared == 0 {
        return "-".to_owned();
    }
    let share = (compared - different) as f64 / compared as f64;
    format!("{:.3} %", (share * 100_000.0).floor() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence of tokens separated by blanks whose first token is the head of all.
    fn sentence(tokens: &[&str]) -> Annotations {
        let mut all = Annotations::default();
        let mut at = 0;
        for (index, token) in tokens.iter().enumerate() {
            all.tokens.push((*token).to_owned());
            all.idx.push(at);
            at += token.chars().count();
            all.spaces.push(false);
            all.head.push(0);
            all.sent_start.push(index == 0);
            let texts = [&mut all.norm, &mut all.tag, &mut all.pos, &mut all.lemma];
            texts.into_iter().for_each(|list| list.push("x".to_owned()));
            let texts = [
                &mut all.morph,
                &mut all.dep,
                &mut all.ent_iob,
                &mut all.ent_type,
            ];
            texts.into_iter().for_each(|list| list.push("y".to_owned()));
        }
        all
    }

    fn fields(tally: &Tally) -> Vec<Field> {
        tally
            .differences
            .iter()
            .map(|difference| difference.field)
            .collect()
    }

    #[test]
    fn equal_annotations_have_no_difference() {
        let mut tally = Tally::default();
        let one = sentence(&["Élysée", "said", "no"]);
        tally.add("a", &one, &one);
        assert!(tally.is_same());
        assert!(
            tally.report(5).starts_with("1 of 1 texts"),
            "{}",
            tally.report(5)
        );
    }

    #[test]
    fn token_split_differently_leaves_the_rest_comparable() {
        let mut tally = Tally::default();
        tally.add(
            "a",
            &sentence(&["He", "do", "n't"]),
            &sentence(&["He", "don't"]),
        );
        assert_eq!(fields(&tally), [Field::Token; 3]);
        assert_eq!(tally.compared[&Field::Tag], 1);
    }

    #[test]
    fn every_field_of_a_token_is_compared() {
        let expected = sentence(&["He", "ran"]);
        let mut found = expected.clone();
        found.head[1] = 1;
        found.sent_start[1] = true;
        found.spaces[0] = true;
        let lists = [
            &mut found.norm,
            &mut found.tag,
            &mut found.pos,
            &mut found.morph,
        ];
        lists
            .into_iter()
            .for_each(|list| list[0] = "other".to_owned());
        let lists = [&mut found.lemma, &mut found.dep, &mut found.ent_type];
        lists
            .into_iter()
            .for_each(|list| list[1] = "other".to_owned());
        found.noun_chunks.push((0, 1));
        let mut tally = Tally::default();
        tally.add("a", &expected, &found);
        let mut differing = fields(&tally);
        differing.sort();
        assert_eq!(differing, Field::ALL[1..]);
    }

    #[test]
    fn share_is_never_rounded_up_to_all() {
        assert_eq!(percent_same(1_000_000, 1), "99.999 %");
        assert_eq!(percent_same(3, 0), "100.000 %");
    }
}
