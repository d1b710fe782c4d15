//! Lemmas by rule: suffix pairs, a list of known lemmas and a list of irregular forms, each by part of speech.

use std::collections::BTreeMap;

use crate::characters::is_alphabetic;
use crate::error::Error;
use crate::weights::{Strings, Tensors};

/// The tables of a package.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    tables: Vec<(String, Table)>,
}

/// What is known of one part of speech.
#[derive(Debug)]
struct Table {
    /// Suffix and what takes its place.
    rules: Vec<(String, String)>,
    /// Known lemmas, sorted.
    index: Strings,
    /// Irregular forms, sorted, and the lemmas of each, a line each.
    forms: Strings,
    lemmas: Strings,
}

impl Lemmatizer {
    /// Reads the tables.
    pub(crate) fn load(
        rules: BTreeMap<String, Vec<(String, String)>>,
        tensors: &Tensors<'_>,
    ) -> Result<Lemmatizer, Error> {
        let mut tables = Vec::new();
        for (pos, rules) in rules {
            let list = |name: &str| {
                // Not every part of speech has each list.
                tensors
                    .strings(&format!("lemma.{pos}.{name}"))
                    .unwrap_or_default()
            };
            let table = Table {
                rules,
                index: list("index"),
                forms: list("forms"),
                lemmas: list("lemmas"),
            };
            if table.forms.len() != table.lemmas.len() {
                return Err(tensors.misfit(&format!("lemma.{pos}.lemmas"), "not one for each form"));
            }
            tables.push((pos, table));
        }
        Ok(Lemmatizer { tables })
    }

    /// The lemma of a word with this part of speech and these features.
    pub(crate) fn lemma(&self, word: &str, lower: &str, pos: &str, morph: &str) -> String {
        let pos = pos.to_lowercase();
        if pos.is_empty() || pos == "space" || is_base_form(&pos, morph) {
            return lower.to_owned();
        }
        match self.tables.iter().find(|(name, _)| *name == pos) {
            Some((_, table)) => table.lemma(lower).unwrap_or_else(|| word.to_owned()),
            None if pos == "propn" => word.to_owned(),
            None => lower.to_owned(),
        }
    }
}

impl Table {
    fn lemma(&self, lower: &str) -> Option<String> {
        let mut known: Vec<String> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.find(&form).is_some() {
                known.insert(0, form);
            } else if form.chars().all(is_alphabetic) {
                unknown.push(form);
            } else {
                known.push(form);
            }
        }
        if let Some(at) = self.forms.find(lower) {
            let lemmas = self
                .lemmas
                .get(at)
                .split('\n')
                .filter(|lemma| !lemma.is_empty());
            let mut fronted = known.first().cloned();
            for lemma in lemmas {
                // Only the first lemma is read, so it is enough to know what stands in front.
                if !known.iter().any(|form| form == lemma) {
                    known.insert(0, lemma.to_owned());
                    fronted = Some(lemma.to_owned());
                }
            }
            return fronted.or_else(|| unknown.into_iter().next());
        }
        known.into_iter().chain(unknown).next()
    }
}

/// True if tag and features say that the form is the lemma (spaCy's rules for English).
fn is_base_form(pos: &str, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|found| found == feature);
    match pos {
        "noun" if has("Number=Sing") => true,
        "verb" if has("VerbForm=Inf") => true,
        "verb" if has("VerbForm=Fin") && has("Tense=Pres") && !morph.contains("Number=") => true,
        _ => has("VerbForm=Inf") || has("VerbForm=None") || has("Degree=Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_tell_base_forms() {
        assert!(is_base_form("noun", "Number=Sing"));
        assert!(is_base_form("adj", "Degree=Pos"));
        assert!(is_base_form("verb", "Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(
            "verb",
            "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
        ));
        assert!(!is_base_form("noun", "Number=Plur"));
    }

    #[test]
    fn words_without_table_keep_their_form() {
        let lemmatizer = Lemmatizer { tables: Vec::new() };
        assert_eq!(lemmatizer.lemma("Ankara", "ankara", "PROPN", ""), "Ankara");
        assert_eq!(lemmatizer.lemma("The", "the", "DET", ""), "the");
    }

    #[test]
    fn suffix_rules_try_without_a_list_of_words() {
        let table = Table {
            rules: vec![("s".into(), String::new()), ("ies".into(), "y".into())],
            index: Strings::default(),
            forms: Strings::default(),
            lemmas: Strings::default(),
        };
        assert_eq!(table.lemma("talks").as_deref(), Some("talk"));
        assert_eq!(table.lemma("f-16s").as_deref(), Some("f-16"));
        assert_eq!(table.lemma("gas-").as_deref(), None);
    }
}
