//! Links of a chain that share one content: "the daily reported, *citing the ministry*, that …", "the agency *quoted him as
//! saying* …".
//!
//! PolNeAR gives the claim to the daily; the record has a second statement for the ministry, inside the daily's.

use std::collections::HashMap;

use diurna_record::{CueClass, Polarity};
use diurna_text::Token;

use super::draft::{Draft, Mention};
use super::scene::Scene;
use super::source::noun_phrase;

/// Turns "citing the ministry" beside a cue into a link, and joins "saying" with its "quoted".
pub(super) fn chain(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let by_head: HashMap<usize, usize> = drafts
        .iter()
        .enumerate()
        .filter_map(|(number, it)| Some((it.head?, number)))
        .collect();
    for number in 0..drafts.len() {
        let Some(verb) = drafts[number].head.map(|it| scene.token(it)) else {
            continue;
        };
        if let Some(outer) = quoting(verb).and_then(|it| by_head.get(&it)) {
            drafts[number].link = drafts[*outer].head;
        }
        if let Some(source) = cited(scene, verb)
            && let Some(outer) = passed_on_by(drafts, &by_head, number, verb)
        {
            without_start(scene, &mut drafts[outer], verb, source.tokens.end);
            let passed_on = &drafts[outer];
            drafts[number] = Draft {
                source: Some(source),
                content: passed_on.content.clone(),
                link: passed_on.head,
                class: CueClass::Speech,
                polarity: Polarity::Asserted,
                addressee: None,
                rule: "quote/citing".to_owned(),
                confidence: 0.8,
                ..drafts[number].clone()
            };
        }
    }
}

/// The attribution that a "citing" belongs to: of the verb that it hangs on, or of the one whose content the parser put it into.
fn passed_on_by(
    drafts: &[Draft],
    by_head: &HashMap<usize, usize>,
    number: usize,
    verb: Token<'_>,
) -> Option<usize> {
    let starts = |it: &Draft| it.content.iter().any(|piece| piece.start == verb.index());
    let mut near = number.saturating_sub(2)..(number + 3).min(drafts.len());
    let holder = near.find(|it| *it != number && starts(&drafts[*it]));
    let above = by_head.get(&verb.head().index()).copied();
    holder.or(above.filter(|it| *it != number))
}

/// Takes ", citing the ministry," off the beginning of a content.
fn without_start(scene: &Scene<'_>, draft: &mut Draft, verb: Token<'_>, end: usize) {
    let starting = draft
        .content
        .iter_mut()
        .filter(|it| it.start == verb.index());
    for piece in starting {
        let comma = end < piece.end && scene.token(end).text() == ",";
        let rest = end + usize::from(comma);
        if rest < piece.end {
            piece.start = rest;
        }
    }
}

/// The "quoted" above "as saying".
fn quoting(verb: Token<'_>) -> Option<usize> {
    let (above, quote) = (verb.head(), verb.head().head());
    let fits =
        verb.dep() == "pcomp" && above.lemma() == "as" && matches!(quote.lemma(), "quote" | "cite");
    fits.then(|| quote.index())
}

/// The holder of the claim in ", citing the ministry".
fn cited(scene: &Scene<'_>, verb: Token<'_>) -> Option<Mention> {
    let participle =
        matches!(verb.lemma(), "cite" | "quote") && verb.tag() == "VBG" && verb.dep() == "advcl";
    let object = verb
        .children()
        .find(|it| it.dep() == "dobj" && it.index() > verb.index())?;
    (participle && holds_claims(scene, object)).then(|| noun_phrase(scene, object, verb.index()))
}

/// People, bodies and documents; not "citing her long experience".
fn holds_claims(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    let lemma = noun.lemma().to_lowercase();
    let named = noun
        .entity()
        .is_some_and(|it| matches!(&*it.label, "PERSON" | "ORG" | "GPE" | "NORP"));
    named
        || scene.cues.is_role(&lemma)
        || scene.cues.is_document(&lemma)
        || matches!(
            lemma.as_str(),
            "source" | "people" | "person" | "ministry" | "department" | "spokesperson"
        )
}

/// Where each attribution stands, the links that do not follow from the contents included.
pub(super) fn linked(drafts: &[Draft], mut within: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let by_head: HashMap<usize, usize> = drafts
        .iter()
        .enumerate()
        .filter_map(|(number, it)| Some((it.head?, number)))
        .collect();
    for (number, draft) in drafts.iter().enumerate() {
        let outer = draft.link.and_then(|it| by_head.get(&it)).copied();
        if let Some(outer) = outer.filter(|it| within[*it] != Some(number)) {
            within[number] = Some(outer);
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn a_cited_source_is_a_link() {
        assert_read(
            "The daily reported, citing the ministry, that nine men had been arrested.",
            &[
                "The daily | reported | that nine men had been arrested",
                "> the ministry | citing | that nine men had been arrested",
            ],
        );
    }

    #[test]
    fn who_is_quoted_says_so() {
        assert_read(
            "The agency quoted him as saying that the talks had failed.",
            &[
                "The agency | quoted | him as saying that the talks had failed",
                "> him | saying | that the talks had failed",
            ],
        );
        assert_read(
            "He was quoted as saying that the talks had failed.",
            &["He | was quoted | that the talks had failed"],
        );
    }
}
