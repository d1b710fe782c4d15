//! Attributions that only layout makes: "Mayor: City is ready", "City is ready: mayor", and turns of a transcript.

use diurna_record::CueClass;
use diurna_text::Token;

use super::Polarity;
use super::draft::{Draft, Mention, tidy};
use super::scene::{Scene, is_mark};
use super::source::is_nominal;

/// Words that a speaker's label may have.
const LONGEST_LABEL: usize = 6;

/// The attribution of a paragraph that is a headline or a turn with a colon.
pub(super) fn attribution(scene: &Scene<'_>, number: usize) -> Option<Draft> {
    let mut tokens = scene.paragraph_tokens(number);
    while !tokens.is_empty() && matches!(scene.token(tokens.end - 1).text(), ".") {
        tokens.end -= 1;
    }
    let colon = tokens
        .clone()
        .find(|it| scene.token(*it).text() == ":" && scene.quotation_at(*it).is_none())?;
    let (label, content, rule) = if is_speaker(scene, tokens.start..colon) && colon + 2 < tokens.end
    {
        (tokens.start..colon, colon + 1..tokens.end, "label")
    } else if number == 0 && is_speaker(scene, colon + 1..tokens.end) && tokens.end - colon <= 5 {
        (colon + 1..tokens.end, tokens.start..colon, "label-behind")
    } else {
        return None;
    };
    let content = tidy(scene, vec![content], None);
    if content.is_empty() {
        return None;
    }
    let head = label
        .clone()
        .rev()
        .find(|it| is_nominal(scene.token(*it)))?;
    Some(Draft {
        head: Some(colon),
        cue: Some(colon..colon + 1),
        lemma: None,
        class: CueClass::Speech,
        polarity: Polarity::Asserted,
        source: Some(Mention {
            tokens: label,
            head,
        }),
        addressee: None,
        content,
        rule: format!("quote/{rule}"),
        confidence: 0.5,
    })
}

/// A short noun phrase that names a person, an organisation or a role.
fn is_speaker(scene: &Scene<'_>, label: std::ops::Range<usize>) -> bool {
    if label.is_empty() || label.len() > LONGEST_LABEL {
        return false;
    }
    let plain = |it: Token<'_>| {
        !is_mark(it)
            && !matches!(it.pos(), "VERB" | "AUX" | "ADP" | "ADV" | "SCONJ")
            && scene.quotation_at(it.index()).is_none()
    };
    let last = scene.token(label.end - 1);
    label
        .clone()
        .all(|at| plain(scene.token(at)) || scene.token(at).text() == ".")
        && (names_party(last)
            || scene.cues.is_role(&last.lemma().to_lowercase())
            || label.clone().all(|at| is_shouted(scene.token(at))))
}

fn names_party(token: Token<'_>) -> bool {
    token
        .entity()
        .is_some_and(|it| matches!(&*it.label, "PERSON" | "ORG" | "NORP" | "GPE"))
}

fn is_shouted(token: Token<'_>) -> bool {
    let text = token.text();
    text.len() > 2
        && text.chars().all(|it| !it.is_lowercase())
        && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn labels_and_turns() {
        assert_read(
            "Mayor: The city is ready",
            &["Mayor | : | The city is ready"],
        );
        assert_read("Three things to know: what opens today", &[]);
    }
}
