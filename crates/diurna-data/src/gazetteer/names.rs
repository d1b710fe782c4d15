//! Names found in running text.
//!
//! Names are compared with the text itself and not with tokens, so that "U.S.", "al-Qaeda" and "Guinea-Bissau" are found
//! however a tokenizer cuts them. A hash of the first word leads to the names that begin with it, longest first.

use std::collections::HashMap;
use std::ops::Range;

use super::Target;

/// Numbers of names by text. The same text may be put in for several entries.
#[derive(Clone, Debug, Default)]
pub(super) struct NameIndex {
    names: Vec<(String, Vec<Target>)>,
    /// Numbers into `names` by the first word in lower case, longest name first.
    by_first_word: HashMap<String, Vec<usize>>,
}

impl NameIndex {
    /// Adds a name and the same name without accents.
    pub(super) fn add(&mut self, name: &str, target: Target) {
        self.add_one(name.to_owned(), target);
        if !name.is_ascii() {
            let plain = without_accents(name);
            if plain != name {
                self.add_one(plain, target);
            }
        }
    }

    fn add_one(&mut self, name: String, target: Target) {
        let first = first_word(&name).to_lowercase();
        let bucket = self.by_first_word.entry(first).or_default();
        if let Some(&known) = bucket.iter().find(|known| self.names[**known].0 == name) {
            if !self.names[known].1.contains(&target) {
                self.names[known].1.push(target);
            }
        } else {
            let shorter = |known: &usize| self.names[*known].0.len() < name.len();
            let at = bucket.iter().position(shorter).unwrap_or(bucket.len());
            bucket.insert(at, self.names.len());
            self.names.push((name, vec![target]));
        }
    }

    /// The targets of exactly this name.
    pub(super) fn get(&self, name: &str) -> &[Target] {
        let bucket = self.by_first_word.get(&first_word(name).to_lowercase());
        let found = bucket
            .into_iter()
            .flatten()
            .find(|known| same(&self.names[**known].0, name, same_char));
        found.map_or(&[], |known| &self.names[*known].1)
    }

    /// The longest name that begins at a byte of the text, and whether it stands there in capitals only.
    pub(super) fn at(&self, text: &str, start: usize) -> Option<(Range<usize>, &[Target], bool)> {
        let first = first_word(&text[start..]).to_lowercase();
        let bucket = self.by_first_word.get(&first)?;
        bucket.iter().find_map(|known| {
            let (name, targets) = &self.names[*known];
            let (end, capitals) = name_end(name, text, start)?;
            Some((start..end, targets.as_slice(), capitals))
        })
    }
}

/// Where the name ends if it stands at `start`, and whether it is there only in the capitals of a headline.
fn name_end(name: &str, text: &str, start: usize) -> Option<(usize, bool)> {
    let rest = &text[start..];
    let ends_well = |length: usize| !goes_on(&rest[length..]);
    if let Some(length) = prefix(name, rest, same_char).filter(|length| ends_well(*length)) {
        return Some((start + length, false));
    }
    let length = prefix(name, rest, in_capitals).filter(|length| ends_well(*length))?;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let shouted = !text[line_start..line_end].chars().any(char::is_lowercase);
    shouted.then_some((start + length, true))
}

/// A name does not end inside a word, nor "US" before the "$" of an amount.
fn goes_on(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|next| next.is_alphanumeric() || next == '$')
}

/// Bytes of `text` that the name covers at its beginning.
fn prefix(name: &str, text: &str, equal: fn(char, char) -> bool) -> Option<usize> {
    let mut found = text.char_indices();
    for wanted in name.chars() {
        let (_, char) = found.next()?;
        if !equal(wanted, char) {
            return None;
        }
    }
    Some(found.next().map_or(text.len(), |(at, _)| at))
}

fn same(name: &str, text: &str, equal: fn(char, char) -> bool) -> bool {
    prefix(name, text, equal) == Some(text.len())
}

fn same_char(wanted: char, found: char) -> bool {
    wanted == found
        || match wanted {
            '\'' => matches!(found, '’' | '‘' | 'ʼ' | '`'),
            '-' => matches!(found, '‐' | '‑' | '–'),
            ' ' => found == '\u{a0}',
            _ => false,
        }
}

fn in_capitals(wanted: char, found: char) -> bool {
    same_char(wanted, found) || wanted.is_lowercase() && wanted.to_uppercase().eq([found])
}

/// Starts of words, where a name may begin: after a blank, a bracket, a hyphen, but not after an apostrophe inside a word.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, char)| {
        let starts = char.is_alphanumeric() && !before.is_alphanumeric() && before != '@';
        before = char;
        starts.then_some(at)
    })
}

/// The letters and digits at the beginning.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|char: char| !char.is_alphanumeric())
        .unwrap_or(text.len());
    &text[..end]
}

/// Latin letters without their accents: "Élysée" becomes "Elysee". Letters that it does not know stay.
pub(crate) fn without_accents(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for char in name.chars() {
        let letters = match char {
            'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => "A",
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'Æ' => "Ae",
            'æ' => "ae",
            'Ç' | 'Ć' | 'Č' => "C",
            'ç' | 'ć' | 'č' => "c",
            'Ď' | 'Đ' => "D",
            'ď' | 'đ' => "d",
            'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
            'Ğ' | 'Ģ' => "G",
            'ğ' | 'ģ' => "g",
            'Ì'..='Ï' | 'Ī' | 'İ' => "I",
            'ì'..='ï' | 'ī' | 'ı' => "i",
            'Ķ' => "K",
            'ķ' => "k",
            'Ł' | 'Ļ' | 'Ľ' => "L",
            'ł' | 'ļ' | 'ľ' => "l",
            'Ñ' | 'Ń' | 'Ň' | 'Ņ' => "N",
            'ñ' | 'ń' | 'ň' | 'ņ' => "n",
            'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => "O",
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
            'Ř' => "R",
            'ř' => "r",
            'Ś' | 'Ş' | 'Š' | 'Ș' => "S",
            'ś' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'Ţ' | 'Ť' | 'Ț' => "T",
            'ţ' | 'ť' | 'ț' => "t",
            'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' => "U",
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
            'Ý' => "Y",
            'ý' => "y",
            'Ź' | 'Ż' | 'Ž' => "Z",
            'ź' | 'ż' | 'ž' => "z",
            other => {
                plain.push(other);
                continue;
            }
        };
        plain.push_str(letters);
    }
    plain
}
