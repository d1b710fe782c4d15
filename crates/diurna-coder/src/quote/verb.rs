//! Attributions by a verb: "said", "has repeatedly denied", "called for".

use std::ops::Range;

use diurna_data::cues::{CueEntry, Frame};
use diurna_record::CueClass;
use diurna_text::Token;

use super::beside::{Owner, Position, is_verb};
use super::content::{Complement, Site, addressee, clear_of, complement};
use super::cue::{polarity, verb_group};
use super::draft::{Draft, Mention, tidy};
use super::scene::{Scene, is_mark, is_stop, verb_lemma};
use super::source::{Roles, is_nominal, noun_phrase, noun_phrase_at, roles};
use super::tail::cut;

/// The attribution of a cue verb, with the quotations that stand beside it.
pub(super) fn attribution(
    scene: &Scene<'_>,
    verb: Token<'_>,
    quotations: &[(usize, Owner)],
) -> Option<Draft> {
    let entry = cue_entry(scene, verb, !quotations.is_empty())?;
    let mut roles = roles(scene, verb);
    if let Some(speaker) = quoted_speaker(verb) {
        roles.source = Some(speaker);
        roles.theme = None;
    }
    let inside = |it: usize| {
        quotations
            .iter()
            .any(|(number, _)| scene.quoted_tokens[*number].contains(&it))
    };
    roles.source = roles.source.filter(|it| !inside(it.index()));
    let site = Site {
        scene,
        verb,
        entry,
        roles,
    };
    let grammar = quoted_as_saying(site).or_else(|| complement(site));
    let own = scene.quotation_at(verb.index());
    let group = verb_group(verb);
    let source = source(scene, verb, roles, &group, quotations);
    let (content, rule) = if quotations.is_empty() {
        let grammar = grammar.as_ref()?;
        (grammar.content.clone(), grammar.rule)
    } else {
        (
            with_quotations(site, grammar.as_ref(), quotations),
            "quotation",
        )
    };
    let content = content.into_iter().map(|it| cut(scene, it, verb)).collect();
    let content = without_source(tidy(scene, content, own), source.as_ref(), verb);
    if content.is_empty() || is_empty_content(scene, &content) {
        return None;
    }
    let addressee = grammar
        .as_ref()
        .and_then(|it| it.addressee.clone())
        .or_else(|| addressee_beside(site, quotations, rule));
    Some(Draft {
        head: Some(verb.index()),
        cue: Some(group.start..cue_end(scene, &group, grammar.as_ref(), &content)),
        lemma: Some(verb_lemma(verb).to_owned()),
        class: entry.class,
        polarity: polarity(scene, verb),
        source,
        addressee,
        content,
        rule: format!("quote/{}-{rule}", verb_lemma(verb)),
        link: None,
        confidence: confidence(entry.class, rule, roles),
    })
}

/// In "was quoted as saying" and in "quoted him as saying" it is not the agency who says so.
fn quoted_speaker(verb: Token<'_>) -> Option<Token<'_>> {
    if matches!(verb.lemma(), "quote" | "cite") && saying(verb).is_some() {
        return verb.children().find(|it| it.dep() == "nsubjpass");
    }
    let quote = quoting(verb)?;
    quote.children().find(|it| it.dep() == "dobj")
}

/// The "saying" of "quoted him as saying".
fn saying(quote: Token<'_>) -> Option<Token<'_>> {
    let by_preposition = quote
        .children()
        .filter(|it| it.lemma() == "as" && it.dep() == "prep");
    let own = by_preposition
        .flat_map(Token::children)
        .find(|it| it.dep() == "pcomp");
    own.filter(|it| it.tag() == "VBG")
}

/// The "quoted" above "as saying".
fn quoting(verb: Token<'_>) -> Option<Token<'_>> {
    let above = verb.head();
    let quote = above.head();
    let fits =
        verb.dep() == "pcomp" && above.lemma() == "as" && matches!(quote.lemma(), "quote" | "cite");
    fits.then_some(quote)
}

/// "was quoted as saying that it rained", "It rained, the agency quoted him as saying".
fn quoted_as_saying(site: Site<'_, '_>) -> Option<Complement> {
    let clause = |it: Token<'_>| {
        let clause = it.children().find(|it| it.dep() == "ccomp")?;
        Some(clause.left_edge()..clause.right_edge() + 1)
    };
    let content = if site.roles.passive {
        let said = saying(site.verb)?;
        clause(said).or_else(|| clause(site.verb))?
    } else if saying(site.verb).is_some() {
        clause(site.verb)?
    } else {
        let quote = quoting(site.verb)?;
        clause(site.verb).or_else(|| clause(quote))?
    };
    Some(Complement {
        content: vec![content],
        addressee: None,
        preposition: None,
        rule: "as-saying",
    })
}

fn cue_entry<'s>(
    scene: &'s Scene<'_>,
    verb: Token<'_>,
    beside_quotation: bool,
) -> Option<&'s CueEntry> {
    if beside_quotation {
        // The order of print made it a cue, be it in the lexicon or not.
        return scene
            .cues
            .verb(verb_lemma(verb))
            .or_else(|| scene.cues.verb("say"))
            .filter(|_| is_verb(verb));
    }
    if !matches!(verb.pos(), "VERB" | "AUX") && !verb.tag().starts_with('V') {
        return None;
    }
    if matches!(verb.dep(), "aux" | "auxpass" | "amod" | "compound") || is_concession(verb) {
        return None;
    }
    if quoting(verb).is_some_and(|it| it.children().any(|it| it.dep() == "nsubjpass")) {
        return None;
    }
    let listed = scene.cues.verb(verb_lemma(verb));
    let says = || puts_it(verb) || verb.lemma() == "make" && clear_of(verb).is_some();
    listed.or_else(|| scene.cues.verb("say").filter(|_| says()))
}

/// "as the farmer puts it".
fn puts_it(verb: Token<'_>) -> bool {
    verb.lemma() == "put"
        && verb
            .next()
            .is_some_and(|it| it.lemma() == "it" && it.head() == verb)
}

fn source(
    scene: &Scene<'_>,
    verb: Token<'_>,
    roles: Roles<'_>,
    group: &Range<usize>,
    quotations: &[(usize, Owner)],
) -> Option<Mention> {
    if let Some(head) = roles.source {
        return Some(noun_phrase(scene, head, verb.index()));
    }
    // "…," said Ruiz: a subject behind the verb that the parser took for an object.
    let inverted = !roles.passive
        && group.start > 0
        && scene.quotation_at(group.start).is_none()
        && group
            .start
            .checked_sub(1)
            .is_some_and(|it| scene.quotation_at(it).is_some() || scene.token(it).text() == ",")
        && verb.tag() != "VBG"
        && !tells_clause(verb);
    let end = scene.sentence_around(verb.index()).end;
    if let Some(mention) = between(scene, group.start, quotations) {
        return Some(mention);
    }
    inverted
        .then(|| noun_phrase_at(scene, group.end, verb.index(), end))
        .flatten()
        .or_else(|| subject_before(scene, verb, roles, group))
}

/// "told reporters that …": what stands behind the verb is the addressee.
fn tells_clause(verb: Token<'_>) -> bool {
    let object = verb.children().find(|it| it.dep() == "dobj");
    object.is_some_and(|object| {
        verb.children()
            .any(|it| it.dep() == "ccomp" && it.left_edge() > object.index())
    })
}

/// The subject of a finite verb that the parse has none for: the noun right before it, or before what two commas hold.
fn subject_before(
    scene: &Scene<'_>,
    verb: Token<'_>,
    roles: Roles<'_>,
    group: &Range<usize>,
) -> Option<Mention> {
    const FARTHEST: usize = 25;
    let finite = matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
        || verb.tag() == "VBN" && matches!(verb.dep(), "ROOT" | "ccomp" | "acl");
    if !finite || roles.passive || verb.dep() == "conj" || scene.quotation_at(group.start).is_some()
    {
        return None;
    }
    let start = scene.sentence_around(verb.index()).start;
    let mut at = group.start.checked_sub(1).filter(|it| *it > start)?;
    if scene.token(at).text() == "," {
        let near = start.max(at.saturating_sub(FARTHEST))..at;
        let opening = near.rev().find(|it| scene.token(*it).text() == ",")?;
        at = opening.checked_sub(1).filter(|it| *it >= start)?;
    }
    let mut head = scene.token(at);
    for above in head.ancestors().take(4) {
        // "In Oslo, Ana Ruiz, the mayor, told": the parser joins the person to the place.
        let joined = head.dep() == "conj"
            && head.left_edge() > 0
            && scene.token(head.left_edge() - 1).text() == ",";
        if joined || above.index() >= group.start || above.index() < start || !is_nominal(above) {
            break;
        }
        head = above;
    }
    (is_nominal(head) && scene.quotation_at(at).is_none())
        .then(|| noun_phrase(scene, head, verb.index()))
}

/// "That said, …" says nothing.
fn is_concession(verb: Token<'_>) -> bool {
    let opens = verb.index() > 0
        && verb.previous().is_some_and(|it| it.text() == "That")
        && verb.next().is_some_and(|it| it.text() == ",");
    verb.text() == "said" && opens
}

/// What stands between the closing mark and the cue, where the parse knows no subject: "…," *the sign* read.
fn between(scene: &Scene<'_>, cue: usize, quotations: &[(usize, Owner)]) -> Option<Mention> {
    let (number, _) = quotations
        .iter()
        .find(|(_, owner)| owner.position == Position::Before)?;
    let mut start = scene.quoted_tokens[*number].end;
    while start < cue && is_mark(scene.token(start)) {
        start += 1;
    }
    // "the *editorial* read": where the tagger takes the noun for something else, it still stands right before the cue.
    let head = (start..cue).rev().find(|it| is_nominal(scene.token(*it)));
    let head = head.map(|it| {
        if scene.token(it).tag() == "DT" {
            cue - 1
        } else {
            it
        }
    })?;
    Some(Mention {
        tokens: start..head + 1,
        head,
    })
}

/// The quotations beside the cue, joined with what grammar says.
fn with_quotations(
    site: Site<'_, '_>,
    grammar: Option<&Complement>,
    quotations: &[(usize, Owner)],
) -> Vec<Range<usize>> {
    let scene = site.scene;
    let clause = grammar.filter(|it| {
        matches!(
            it.rule,
            "ccomp" | "order" | "inf" | "parenthesis" | "between-commas"
        )
    });
    let mut content: Vec<Range<usize>> = Vec::new();
    for (number, owner) in quotations {
        let quoted = scene.quoted_tokens[*number].clone();
        let start = match owner.position {
            Position::Before => clause_start(scene, quoted.start, *number),
            _ => quoted.start,
        };
        let elsewhere = clause.is_some_and(|it| {
            !it.content
                .iter()
                .any(|piece| piece.start < quoted.end && quoted.start < piece.end)
        });
        if start < quoted.start && elsewhere && owner.position == Position::Before {
            // In an interview with "Morning News," he said that …: a title in an adverbial.
            continue;
        }
        content.push(start..quoted.end);
    }
    if content.is_empty() {
        return clause.map_or(content, |it| it.content.clone());
    }
    let overlaps = |piece: &Range<usize>| {
        quotations.iter().any(|(number, _)| {
            let quoted = &scene.quoted_tokens[*number];
            piece.start < quoted.end && quoted.start < piece.end
        })
    };
    let clause_pieces = clause.into_iter().flat_map(|it| it.content.iter());
    content.extend(clause_pieces.filter(|it| overlaps(it)).cloned());
    content.extend(topic(site, grammar, quotations));
    content
}

/// What is spoken of beside a quotation: `"…," she said of *the vote*`, `He recalled *the freeze*: "…"`.
fn topic(
    site: Site<'_, '_>,
    grammar: Option<&Complement>,
    quotations: &[(usize, Owner)],
) -> Vec<Range<usize>> {
    let Some(grammar) = grammar else {
        return Vec::new();
    };
    let after_colon = quotations.iter().any(|(number, owner)| {
        let start = site.scene.quoted_tokens[*number].start;
        owner.position == Position::After && site.scene.token(start - 1).text() == ":"
    });
    match grammar.rule {
        "preposition" => grammar.content.clone(),
        "object" | "object-and" if after_colon => grammar.content.clone(),
        _ => Vec::new(),
    }
}

/// Where the sentence begins that ends in a quotation: `The rate is "adequate," he said.`
fn clause_start(scene: &Scene<'_>, start: usize, number: usize) -> usize {
    let paragraph = scene.paragraph_tokens(scene.quotations[number].paragraph);
    let mut at = start;
    while at > paragraph.start {
        let before = scene.token(at - 1);
        if scene.quotation_at(at - 1).is_none() && takes_predicate(scene, before) {
            return start;
        }
        let ends = is_stop(before)
            || matches!(before.text(), ":" | "…" | "—" | "–" | "...")
            || scene
                .quotation_at(at - 1)
                .is_some_and(|it| ends_sentence(scene, it))
            || start - at > 60;
        if ends {
            break;
        }
        at -= 1;
    }
    at
}

/// A finite verb that has a claim of its own on the quotation: `She praised his "deep faith," he said`.
fn takes_predicate(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    let entry = scene.cues.verb(verb_lemma(verb));
    matches!(verb.tag(), "VBD" | "VBZ")
        && entry.is_some_and(|it| it.takes(Frame::As) || it.takes(Frame::Object))
}

fn ends_sentence(scene: &Scene<'_>, number: usize) -> bool {
    let inner = scene.quotations[number].inner.slice(scene.doc.text());
    inner.trim_end().ends_with(['.', '?', '!', ',', '…'])
}

/// "it" and "so" say nothing of what was said.
fn is_empty_content(scene: &Scene<'_>, content: &[Range<usize>]) -> bool {
    let [piece] = content else { return false };
    piece.len() == 1
        && matches!(
            scene.token(piece.start).text().to_lowercase().as_str(),
            "it" | "so"
                | "this"
                | "that"
                | "what"
                | "which"
                | "who"
                | "them"
                | "something"
                | "anything"
                | "nothing"
                | "more"
                | "much"
        )
}

/// A parse that puts the subject into the content is cut back.
fn without_source(
    content: Vec<Range<usize>>,
    source: Option<&Mention>,
    verb: Token<'_>,
) -> Vec<Range<usize>> {
    let Some(source) = source else { return content };
    let mut kept = Vec::with_capacity(content.len());
    for piece in content {
        let overlaps = piece.start < source.tokens.end && source.tokens.start < piece.end;
        if !overlaps
            || (piece.start <= source.tokens.start
                && source.tokens.end <= piece.end
                && piece.start > verb.index())
        {
            kept.push(piece);
        } else if piece.start < source.tokens.start {
            kept.push(piece.start..source.tokens.start);
        } else if piece.end > source.tokens.end {
            kept.push(source.tokens.end..piece.end);
        }
    }
    kept
}

fn addressee_beside(
    site: Site<'_, '_>,
    quotations: &[(usize, Owner)],
    rule: &str,
) -> Option<Mention> {
    if quotations.is_empty() && !matches!(rule, "parenthesis" | "between-commas" | "as-said") {
        return None;
    }
    addressee(site, usize::MAX)
}

fn cue_end(
    scene: &Scene<'_>,
    group: &Range<usize>,
    grammar: Option<&Complement>,
    content: &[Range<usize>],
) -> usize {
    let preposition = grammar
        .and_then(|it| it.preposition)
        .map_or(group.end, |it| it + 1);
    let end = preposition.max(group.end);
    let blank = |it: usize| it < scene.doc.len() && scene.token(it).text().trim().is_empty();
    let at_content = content
        .iter()
        .any(|it| it.start == end + 1 || it.start == end + 2 && blank(end + 1));
    let colon = end < scene.doc.len() && scene.token(end).text() == ":";
    if colon && at_content { end + 1 } else { end }
}

/// How often attributions of this make were right on the development part of PolNeAR.
fn confidence(class: CueClass, rule: &str, roles: Roles<'_>) -> f32 {
    let spoken = matches!(class, CueClass::Speech | CueClass::Writing);
    let base: f32 = match rule {
        "quotation" => 0.95,
        "parenthesis" | "inf" | "told" | "as-saying" | "passed-on" if spoken => 0.87,
        "ccomp" if spoken => 0.84,
        "ccomp" | "order" => 0.77,
        "small" | "object-and" => 0.74,
        "object" if spoken => 0.68,
        "preposition" | "inf" | "for-clause" => 0.6,
        _ => 0.5,
    };
    // Most passives without a doer are news, few are attributions.
    if roles.source.is_none() {
        base * 0.8
    } else {
        base
    }
}
