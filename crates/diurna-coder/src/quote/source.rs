//! Who says it: the subject of a cue verb, its by-phrase, and the noun phrase around a head.
//!
//! PolNeAR's guidelines ask for the whole noun phrase as it stands beside the cue, with title and apposition, and no
//! coreference: in "the minister, who said" the source is "who". Two verbs with one subject share it.

use diurna_text::Token;

use super::draft::Mention;
use super::scene::{Scene, is_mark, is_shortened, verb_lemma};
use super::tail::actor_verb;

/// Steps up the tree in search of a subject that verbs share.
const LONGEST_CHAIN: usize = 6;

/// Words of a noun phrase in front of its head.
const LONGEST_PHRASE: usize = 40;

/// Words of a name behind its title.
const LONGEST_NAME: usize = 4;

/// Who does what a verb says, and to whom if it is passive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Roles<'d> {
    /// The subject, or the by-phrase of a passive.
    pub(super) source: Option<Token<'d>>,
    /// The subject of a passive.
    pub(super) theme: Option<Token<'d>>,
    /// Passive voice.
    pub(super) passive: bool,
    /// The subject is the verb's own.
    pub(super) own: bool,
}

/// The roles of a verb.
pub(super) fn roles<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Roles<'d> {
    let passive = is_passive(verb);
    let own = named_behind(verb).or_else(|| own_subject(verb));
    let shared = || {
        let actor = actor_verb(scene, verb).unwrap_or(verb);
        near_relative(scene, verb)
            .or_else(|| speaker_of_tag(scene, verb))
            .or_else(|| own_subject(actor))
            .or_else(|| issuer(scene, actor))
            .or_else(|| inherited(actor, LONGEST_CHAIN))
    };
    let subject = own.or_else(shared);
    let open = own.is_none() && verb.tag() == "VB";
    let subject = subject.filter(|it| !is_expletive(*it, passive || open));
    if passive {
        return Roles {
            source: agent(verb),
            theme: subject,
            passive,
            own: own.is_some(),
        };
    }
    Roles {
        source: subject,
        theme: None,
        passive,
        own: own.is_some(),
    }
}

/// The subject that hangs on the verb itself.
pub(super) fn own_subject(verb: Token<'_>) -> Option<Token<'_>> {
    // Of two subjects, which a quotation in front makes now and then, the nearer one.
    verb.children()
        .filter(|it| matches!(it.dep(), "nsubj" | "nsubjpass") && !opens_content(*it, verb))
        .min_by_key(|it| it.index().abs_diff(verb.index()))
}

/// "then says *he* will": a pronoun right behind the verb and before another one is the subject of that one.
fn opens_content(subject: Token<'_>, verb: Token<'_>) -> bool {
    let next = || subject.next();
    subject.index() == verb.index() + 1
        && subject.tag() == "PRP"
        && next().is_some_and(|it| matches!(it.pos(), "VERB" | "AUX"))
}

/// "The mayor, said Ruiz, never came": nobody says a person, so the name behind the verb speaks.
fn named_behind(verb: Token<'_>) -> Option<Token<'_>> {
    let parted = verb.previous().is_some_and(|it| it.text() == ",");
    verb.children().find(|it| {
        verb.lemma() == "say"
            && parted
            && it.index() > verb.index()
            && it.dep() == "dobj"
            && it.pos() == "PROPN"
            && it.left_edge() == verb.index() + 1
    })
}

/// `"…," she said, *adding* that …`: who just spoke speaks on, whatever verb the parser hangs the participle on.
fn speaker_of_tag<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    const LONGEST_TAG: usize = 6;
    let comma = verb
        .previous()
        .filter(|it| verb.tag() == "VBG" && it.text() == ",")?;
    let near = comma.index().saturating_sub(LONGEST_TAG)..comma.index();
    let mut near = near.rev().map(|it| scene.token(it));
    let cue = near.by_ref().take_while(|it| !is_mark(*it)).find(|it| {
        matches!(it.tag(), "VBD" | "VBZ") && scene.cues.verb(verb_lemma(*it)).is_some()
    })?;
    let subject = own_subject(cue)?;
    let start = cue.index().min(subject.left_edge());
    let before = scene.token(start.checked_sub(1)?);
    let is_tag = before.text() == "," || scene.quotation_at(before.index()).is_some();
    (is_tag && scene.quotation_at(cue.index()).is_none()).then_some(subject)
}

/// "The campaign sent out a release *saying* …": who issues a document speaks, not the paper.
fn issuer<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    const ISSUING: &[&str] = &[
        "air",
        "circulate",
        "deliver",
        "file",
        "give",
        "issue",
        "post",
        "publish",
        "put",
        "release",
        "send",
        "sign",
        "write",
    ];
    let document = verb.head();
    let fits = verb.dep() == "acl"
        && verb.tag() == "VBG"
        && scene.cues.is_document(&document.lemma().to_lowercase());
    let above = document.head();
    let issued = match document.dep() {
        "dobj" => ISSUING.contains(&above.lemma()).then_some(above),
        "pobj" if above.lemma() == "in" => {
            let verb = above.head();
            scene.cues.verb(verb_lemma(verb)).map(|_| verb)
        }
        _ => None,
    };
    let issued = issued.filter(|it| fits && it.pos() == "VERB" && !is_passive(*it))?;
    own_subject(issued).or_else(|| inherited(issued, LONGEST_CHAIN))
}

/// In "was dismissed by Ruiz, who threatened them and said …" the nearer subject speaks.
fn near_relative<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    if verb.dep() != "conj" || verb.index() < 3 {
        return None;
    }
    let above = verb.head();
    let joint = scene.token(verb.index() - 1);
    let behind_comma = scene.token(verb.index() - 2).text() == ",";
    let before = (above.index()..verb.index() - 1)
        .rev()
        .map(|it| scene.token(it))
        .find(|it| !is_mark(*it))?;
    if joint.lemma() != "and" || behind_comma {
        return None;
    }
    let relative = before
        .ancestors()
        .take(12)
        .find(|it| it.dep() == "relcl" && it.index() > above.index() && it.tag() == verb.tag())?;
    own_subject(relative).filter(|it| matches!(it.tag(), "WP" | "WDT"))
}

fn is_expletive(token: Token<'_>, passive: bool) -> bool {
    token.dep() == "expl" || token.lemma() == "there" || (passive && token.lemma() == "it")
}

/// "by the bank".
fn agent(verb: Token<'_>) -> Option<Token<'_>> {
    let by = verb
        .children()
        .find(|it| it.dep() == "agent" || (it.dep() == "prep" && it.lemma() == "by"))?;
    by.children().find(|it| it.dep() == "pobj")
}

/// Passive voice, also of a participle without "be" ("a man accused of").
pub(super) fn is_passive(verb: Token<'_>) -> bool {
    let has = |deps: &[&str]| verb.children().any(|it| deps.contains(&it.dep()));
    if has(&["auxpass", "nsubjpass", "agent"]) {
        return true;
    }
    if verb.tag() != "VBN" || has(&["aux", "nsubj"]) {
        return false;
    }
    match verb.dep() {
        // "Orr, through a lawyer, declined to comment": the parser takes the act for a participle.
        "acl" if verb.lemma() == "decline" => false,
        "acl" if verb.previous().is_some_and(|it| it.text() == ",") && has(&["dobj"]) => false,
        "acl" | "amod" => true,
        "advcl" => true,
        "conj" => is_passive(verb.head()),
        _ => false,
    }
}

/// The subject that a verb shares with the one above it.
fn inherited(verb: Token<'_>, steps: usize) -> Option<Token<'_>> {
    let above = verb.head();
    if steps == 0 || verb.is_root() || above.dep() == "parataxis" && verb.dep() == "parataxis" {
        return None;
    }
    match verb.dep() {
        "conj" | "advcl" | "dep" | "parataxis" => subject_or_inherited(above, steps),
        "xcomp" | "ccomp" => controller(above).or_else(|| subject_or_inherited(above, steps)),
        "pcomp" => subject_or_inherited(above.head(), steps),
        "acl" if verb.tag() == "VBG" => Some(above),
        "acl" => above.children().find(|it| it.dep() == "poss"),
        "relcl" if above.index() < verb.index() => Some(above),
        _ => None,
    }
}

fn subject_or_inherited(above: Token<'_>, steps: usize) -> Option<Token<'_>> {
    if steps == 0 {
        return None;
    }
    if matches!(above.dep(), "acomp" | "attr") && own_subject(above).is_none() {
        return subject_or_inherited(above.head(), steps - 1);
    }
    if !matches!(above.pos(), "VERB" | "AUX") {
        return (above.pos() == "NOUN")
            .then(|| above.children().find(|it| it.dep() == "poss"))
            .flatten();
    }
    own_subject(above).or_else(|| inherited(above, steps - 1))
}

/// In "asked him to explain" it is the object who explains.
fn controller(above: Token<'_>) -> Option<Token<'_>> {
    above
        .children()
        .find(|it| it.dep() == "dobj" && it.index() > above.index())
}

/// The noun phrase around `head`, without what is mere colour, and without `cue`.
pub(super) fn noun_phrase(scene: &Scene<'_>, head: Token<'_>, cue: usize) -> Mention {
    let (mut left, mut right) = (head.left_edge(), head.right_edge());
    for child in head.children() {
        if child.index() > head.index() && cuts(scene, child, cue) {
            right = right
                .min(child.left_edge().saturating_sub(1))
                .max(head.index());
        }
        if child.index() < head.index()
            && (matches!(
                child.dep(),
                "cc" | "mark" | "intj" | "preconj" | "advcl" | "ccomp"
            ) || child.pos() == "SCONJ")
            && child.text().to_lowercase() != "both"
        {
            left = left.max(child.right_edge() + 1).min(head.index());
        }
    }
    if (left..=right).contains(&cue) {
        if cue < head.index() {
            left = cue + 1;
        } else {
            right = cue.saturating_sub(1).max(head.index());
        }
    }
    keep_out_quotations(scene, head.index(), &mut left, &mut right);
    left = behind_furniture(scene, left, head.index());
    right = with_name_behind_title(scene, right);
    while left < head.index() && is_loose(scene.token(left)) {
        left += 1;
    }
    while right > head.index() && is_loose(scene.token(right)) && scene.token(right).text() != ")" {
        right -= 1;
    }
    Mention {
        tokens: left..right + 1,
        head: head.index(),
    }
}

/// Leaves out a dateline ("OSLO (Agency) - ") or the number of a list, which the parser puts before the name.
fn behind_furniture(scene: &Scene<'_>, left: usize, head: usize) -> usize {
    let ends = |at: &usize| {
        let token = scene.token(*at);
        let dash = matches!(token.text(), "-" | "–" | "—" | "--");
        let dateline = dash && *at > 0 && scene.token(*at - 1).text() == ")";
        dateline || token.text().contains('\n')
    };
    let near = (left..head).rev().take(LONGEST_PHRASE);
    near.into_iter()
        .find(|it| ends(it))
        .map_or(left, |it| it + 1)
}

/// "said Army Capt. Ana Ruiz": the parser ends the sentence at the title's full stop.
fn with_name_behind_title(scene: &Scene<'_>, right: usize) -> usize {
    if !is_shortened(scene.token(right)) {
        return right;
    }
    let stop = right + 1;
    let behind = if stop < scene.doc.len() && scene.token(stop).text() == "." {
        stop + 1
    } else {
        stop
    };
    let paragraph = |at: usize| scene.paragraph_of(scene.token(at).span().start);
    let names = (behind..scene.doc.len().min(behind + LONGEST_NAME))
        .take_while(|at| scene.token(*at).pos() == "PROPN" && paragraph(*at) == paragraph(right));
    names.last().unwrap_or(right)
}

fn is_loose(token: Token<'_>) -> bool {
    is_mark(token) && !matches!(token.text(), "$" | "(" | "[" | "#" | "@")
}

/// True where the source ends before this part of the phrase: a clause behind a comma, or whatever holds the cue.
fn cuts(scene: &Scene<'_>, child: Token<'_>, cue: usize) -> bool {
    let holds_cue = (child.left_edge()..=child.right_edge()).contains(&cue);
    let behind_comma = child.left_edge() > 0
        && matches!(
            scene.token(child.left_edge() - 1).text(),
            "," | "—" | "–" | "-" | ":" | ";"
        );
    holds_cue
        || match child.dep() {
            "relcl" | "acl" | "advcl" => behind_comma,
            "ccomp" | "parataxis" | "dep" => true,
            _ => false,
        }
}

/// A source outside quotation marks does not reach into a whole quoted sentence beside it.
fn keep_out_quotations(scene: &Scene<'_>, head: usize, left: &mut usize, right: &mut usize) {
    let own = scene.quotation_at(head);
    let long = |at: usize| {
        scene
            .quotation_at(at)
            .filter(|it| Some(*it) != own)
            .map(|it| &scene.quoted_tokens[it])
            .filter(|it| it.len() > 5)
    };
    if let Some(quoted) = long(*left) {
        *left = quoted.end.min(head);
    }
    if let Some(quoted) = long(*right) {
        *right = (quoted.start.max(head + 1)) - 1;
    }
    if let Some(own) = own {
        let limits = &scene.quoted_tokens[own];
        *left = (*left).max(limits.start);
        *right = (*right).min(limits.end - 1);
    }
}

/// The noun phrase that begins at token `at`, for subjects behind their verb that the parse missed.
pub(super) fn noun_phrase_at<'d>(
    scene: &Scene<'d>,
    at: usize,
    cue: usize,
    end: usize,
) -> Option<Mention> {
    if at >= end {
        return None;
    }
    let mut head = scene.token(at);
    for above in head.ancestors().take(LONGEST_CHAIN) {
        if above.index() < at || above.index() >= end || !is_nominal(above) {
            break;
        }
        head = above;
    }
    is_nominal(head).then(|| noun_phrase(scene, head, cue))
}

/// Nouns, names and pronouns.
pub(super) fn is_nominal(token: Token<'_>) -> bool {
    matches!(token.pos(), "NOUN" | "PROPN" | "PRON") || matches!(token.tag(), "CD" | "DT")
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn subjects_are_shared_and_trimmed() {
        assert_read(
            "The council denied the charges and said the audit was late.",
            &[
                "The council | denied | the charges",
                "The council | said | the audit was late",
            ],
        );
        assert_read(
            "Ruiz, who heads the port authority, said the harbor was full.",
            &["Ruiz | said | the harbor was full"],
        );
        assert_read(
            "The deal was dismissed by Orr, who visited the union and said the plant would close.",
            &[
                "Orr | was dismissed | The deal",
                "who | said | the plant would close",
            ],
        );
    }

    #[test]
    fn who_spoke_last_speaks_on() {
        assert_read(
            "\"The bridge will hold, and the town will be safe,\" she said, adding that the road was open.",
            &[
                "she | said | \"The bridge will hold, and the town will be safe,\"",
                "she | adding | that the road was open",
            ],
        );
        assert_read(
            "The campaign sent out a letter saying the vote was unfair.",
            &["The campaign | saying | the vote was unfair"],
        );
    }

    #[test]
    fn nobody_says_it() {
        assert_read(
            "It was announced that the school would close.",
            &["- | was announced | that the school would close"],
        );
    }
}
