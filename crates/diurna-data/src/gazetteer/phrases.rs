//! Lower-case lemma phrases, found at the beginning of a token sequence.

use std::collections::HashMap;

/// Numbers of lines by phrase. Hyphens count as blanks.
#[derive(Clone, Debug, Default)]
pub(super) struct PhraseIndex {
    by_phrase: HashMap<String, usize>,
    /// Most words that a phrase with this first word has.
    longest: HashMap<String, usize>,
}

impl PhraseIndex {
    /// Adds a phrase; gives the number that stood there before, which then stays.
    pub(super) fn add(&mut self, phrase: &str, number: usize) -> Option<usize> {
        let key = key(phrase.split_whitespace());
        if let Some(known) = self.by_phrase.get(&key) {
            return Some(*known);
        }
        let mut words = key.split(' ');
        if let Some(first) = words.next() {
            let longest = self.longest.entry(first.to_owned()).or_default();
            *longest = (*longest).max(1 + words.count());
        }
        self.by_phrase.insert(key, number);
        None
    }

    pub(super) fn get(&self, phrase: &str) -> Option<usize> {
        self.by_phrase.get(&key(phrase.split_whitespace())).copied()
    }

    /// The longest phrase at the beginning, with the number of tokens that it takes.
    pub(super) fn longest_at(&self, lemmas: &[&str]) -> Option<(usize, usize)> {
        let first = key(lemmas.first().copied().into_iter());
        let words = *self.longest.get(first.split(' ').next()?)?;
        // A hyphen and a possessive "'s" are tokens of their own but no words of a phrase.
        let most = lemmas.len().min(2 * words);
        (1..=most).rev().find_map(|count| {
            let taken = &lemmas[..count];
            let ends_in_word = !taken.last().is_some_and(|lemma| is_hyphen(lemma));
            let number = ends_in_word
                .then(|| self.by_phrase.get(&key(taken.iter().copied())))
                .flatten()?;
            Some((count, *number))
        })
    }
}

fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "–")
}

/// Words in lower case, one blank between them: "Vice - President" and "vice-president" are "vice president", "minister 's"
/// is "minister's".
fn key<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut key = String::new();
    for word in words.filter(|word| !is_hyphen(word)) {
        if !key.is_empty() && !word.starts_with(['\'', '’']) {
            key.push(' ');
        }
        for char in word.chars().flat_map(char::to_lowercase) {
            key.push(match char {
                '-' | '‐' | '‑' => ' ',
                '’' => '\'',
                other => other,
            });
        }
    }
    key
}
