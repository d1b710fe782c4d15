//! The cue's own words: the verb group, and what its auxiliaries say about the attribution.
//!
//! PolNeAR takes the verb group whole, with auxiliaries, negation and the adverbs between, and adds a preposition that
//! leads into the content and a colon that introduces speech.

use std::ops::Range;

use diurna_text::Token;

use super::Polarity;
use super::scene::Scene;

/// The tokens of the verb group around its head.
pub(super) fn verb_group(verb: Token<'_>) -> Range<usize> {
    let belongs = |token: Token<'_>| {
        token.head() == verb
            && (matches!(token.dep(), "aux" | "auxpass" | "neg")
                || (token.dep() == "advmod" && token.pos() == "ADV" && !is_question_word(token)))
    };
    let mut first = verb.index();
    while let Some(before) = verb.doc().token(first).previous().filter(|it| belongs(*it)) {
        first = before.index();
    }
    // "On Monday also said": an adverb alone in front of the group opens the sentence, it belongs to no auxiliary.
    let mut last = verb.index();
    if let Some(behind) = verb
        .next()
        .filter(|it| it.head() == verb && it.dep() == "prt")
    {
        last = behind.index();
    }
    first..last + 1
}

fn is_question_word(token: Token<'_>) -> bool {
    matches!(token.tag(), "WRB" | "WP" | "WDT")
}

/// How the attribution is meant: made, denied, only possible, asked, refused.
pub(super) fn polarity(scene: &Scene<'_>, verb: Token<'_>) -> Polarity {
    let refuses = |it: Token<'_>| matches!(it.lemma(), "decline" | "refuse");
    if refuses(verb) || verb.dep() == "xcomp" && refuses(verb.head()) {
        return Polarity::Refused;
    }
    let children = || verb.children().filter(|it| it.index() < verb.index());
    let negated =
        children().any(|it| it.dep() == "neg" || matches!(it.lemma(), "never" | "hardly"));
    if negated {
        return Polarity::Denied;
    }
    if asks(scene, verb) {
        return Polarity::Question;
    }
    let possible = children().any(|it| it.dep() == "aux" && it.tag() == "MD")
        || children()
            .any(|it| it.dep() == "mark" && matches!(it.lemma(), "if" | "unless" | "whether"));
    if possible {
        return Polarity::Conditional;
    }
    Polarity::Asserted
}

/// "asked if", "wondered whether", and a cue in a sentence that is itself a question.
fn asks(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    if matches!(verb.lemma(), "ask" | "wonder" | "query" | "inquire") {
        let question = |it: Token<'_>| {
            matches!(it.dep(), "ccomp" | "advcl")
                && it.children().any(|word| {
                    matches!(word.lemma(), "if" | "whether")
                        || matches!(word.tag(), "WRB" | "WP" | "WDT")
                })
        };
        return verb.children().any(question);
    }
    let sentence = scene.sentence_around(verb.index());
    let last = scene.token(sentence.end - 1);
    verb.is_root()
        && last.text() == "?"
        && scene.quotation_at(last.index()) == scene.quotation_at(verb.index())
}

#[cfg(test)]
mod tests {
    use super::super::sentences::read;
    use super::Polarity;

    #[test]
    fn polarity_follows_the_verb_group() {
        let cases = [
            ("The mayor said the road was shut.", Polarity::Asserted),
            (
                "He did not say when the bridge would open.",
                Polarity::Denied,
            ),
            (
                "Lin may announce the budget on Friday.",
                Polarity::Conditional,
            ),
            (
                "Asked if he would run again, Orr laughed.",
                Polarity::Question,
            ),
            ("She declined to comment on the report.", Polarity::Refused),
        ];
        for (text, polarity) in cases {
            let Some(found) = read(text) else { return };
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].polarity, polarity, "{text}");
        }
    }
}
