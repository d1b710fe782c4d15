//! What is said: the complement of a cue verb, by the frames that the lexicon gives it.
//!
//! The order of the frames is the order of trust: a clause, an order, an infinitive, then plain objects. A passive's
//! subject is content ("*She* was described *as cautious*").

use std::ops::Range;

use diurna_data::cues::{CueEntry, Frame};
use diurna_record::CueClass;
use diurna_text::Token;

use super::draft::{LONGEST_CLAUSE, Mention, one};
use super::scene::{Scene, is_stop, verb_lemma};
use super::source::{Roles, noun_phrase, own_subject};
use super::tail::tag;

/// The content that grammar gives to a cue.
#[derive(Clone, Debug)]
pub(super) struct Complement {
    pub(super) content: Vec<Range<usize>>,
    pub(super) addressee: Option<Mention>,
    /// A preposition that belongs to the cue.
    pub(super) preposition: Option<usize>,
    /// Last part of the rule's id.
    pub(super) rule: &'static str,
}

impl Complement {
    fn new(rule: &'static str, content: Vec<Range<usize>>) -> Complement {
        Complement {
            content,
            addressee: None,
            preposition: None,
            rule,
        }
    }
}

/// A cue verb with what was found out about it.
#[derive(Clone, Copy)]
pub(super) struct Site<'d, 's> {
    pub(super) scene: &'s Scene<'d>,
    pub(super) verb: Token<'d>,
    pub(super) entry: &'s CueEntry,
    pub(super) roles: Roles<'d>,
}

/// The complement of a cue verb.
pub(super) fn complement(site: Site<'_, '_>) -> Option<Complement> {
    made_clear(site)
        .or_else(|| passed_on(site))
        .or_else(|| clause(site))
        .or_else(|| told_clause(site))
        .or_else(|| order(site))
        .or_else(|| infinitive(site))
        .or_else(|| phrase(site))
        .or_else(|| parenthesis(site))
        .or_else(|| between_commas(site))
        .or_else(|| far_clause(site))
        .or_else(|| inside_relative(site))
        .or_else(|| next_paragraph(site))
        .or_else(|| rest_of_sentence(site))
}

/// The frames without a verb of their own. They hold only where the cue is an act that somebody does: not in "to back the
/// plan" or "the suits challenging the law", whose doers and times are open.
fn phrase(site: Site<'_, '_>) -> Option<Complement> {
    let verb = site.verb;
    let open = has_to(verb) || verb.tag() == "VB" && !has_auxiliary(verb);
    let lower = open || verb.tag() == "VBG" && matches!(verb.dep(), "pcomp" | "acl" | "csubj");
    let nobody = !site.roles.passive && site.roles.source.is_none();
    if nobody {
        return None;
    }
    let whole = small_clause(site)
        .or_else(|| object_and_preposition(site))
        .or_else(|| for_clause(site));
    if lower && verb.dep() != "advcl" {
        return whole.filter(|_| !open);
    }
    whole
        .or_else(|| object(site).filter(|_| finds(site)))
        .or_else(|| preposition(site))
        .or_else(|| gerund(site))
}

/// A plain object is a finding only of a document: "the poll showed a lead", not "he found his keys".
fn finds(site: Site<'_, '_>) -> bool {
    site.entry.class != CueClass::Finding
        || site
            .roles
            .source
            .is_some_and(|it| site.scene.cues.is_document(it.lemma()))
}

/// "called for the wage to be raised".
fn for_clause(site: Site<'_, '_>) -> Option<Complement> {
    let clause = site
        .child_behind(&["ccomp", "xcomp", "advcl"])
        .filter(|it| has_to(*it))?;
    let first = site.scene.token(clause.left_edge());
    if first.dep() != "mark" || !site.entry.takes_preposition(first.lemma()) {
        return None;
    }
    Some(Complement {
        preposition: Some(first.index()),
        ..Complement::new(
            "for-clause",
            one(first.index() + 1..tail(site, clause.right_edge() + 1)),
        )
    })
}

fn has_auxiliary(verb: Token<'_>) -> bool {
    verb.children()
        .any(|it| it.dep() == "aux" && it.tag() != "TO")
}

pub(super) fn subtree(token: Token<'_>) -> Range<usize> {
    token.left_edge()..token.right_edge() + 1
}

impl<'d> Site<'d, '_> {
    fn child(self, deps: &[&str]) -> Option<Token<'d>> {
        self.verb.children().find(|it| deps.contains(&it.dep()))
    }

    fn child_behind(self, deps: &[&str]) -> Option<Token<'d>> {
        self.verb
            .children()
            .find(|it| it.index() > self.verb.index() && deps.contains(&it.dep()))
    }

    /// The object: behind an active verb, the subject of a passive one.
    fn object(self) -> Option<Token<'d>> {
        if self.roles.passive {
            return self.roles.theme;
        }
        let relative = || {
            self.child(&["dobj"])
                .filter(|it| matches!(it.tag(), "WP" | "WDT"))
        };
        self.child_behind(&["dobj"])
            .or_else(relative)
            .filter(|it| !is_time(*it))
    }
}

/// "said Thursday": the parser takes a weekday for an object now and then.
fn is_time(token: Token<'_>) -> bool {
    token
        .entity()
        .is_some_and(|it| matches!(&*it.label, "DATE" | "TIME"))
}

fn has_to(verb: Token<'_>) -> bool {
    verb.children()
        .any(|it| it.dep() == "aux" && it.tag() == "TO")
}

fn has_subject(verb: Token<'_>) -> bool {
    verb.children().any(|it| {
        matches!(
            it.dep(),
            "nsubj" | "nsubjpass" | "expl" | "csubj" | "csubjpass"
        )
    })
}

/// "which he *said* were split": the clause has lost its subject to the relative pronoun.
fn is_finite(verb: Token<'_>) -> bool {
    matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
        || verb
            .children()
            .any(|it| it.dep() == "aux" && it.tag() == "MD")
}

fn is_finite_or_modal(token: Token<'_>) -> bool {
    matches!(token.tag(), "MD" | "VBD" | "VBZ" | "VBP")
}

fn is_question(clause: Token<'_>) -> bool {
    let first = clause.doc().token(clause.left_edge());
    matches!(first.tag(), "WRB" | "WP" | "WDT" | "WP$") || matches!(first.lemma(), "if" | "whether")
}

/// A finite clause or a question.
fn is_clause(token: Token<'_>) -> bool {
    let question = is_question(token);
    match token.dep() {
        "ccomp" => {
            question
                || (has_subject(token) && !has_to(token))
                || is_finite(token)
                || token.children().any(|it| it.dep() == "mark")
        }
        "xcomp" | "pcomp" | "nsubj" => question && token.pos() != "PRON",
        "advcl" => question && token.doc().token(token.left_edge()).lemma() != "when",
        _ => false,
    }
}

fn clause(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Clause) {
        return None;
    }
    let asks = matches!(
        site.verb.lemma(),
        "ask" | "wonder" | "question" | "know" | "inquire" | "say"
    );
    let fits = |it: &Token<'_>| {
        is_clause(*it) && (it.dep() != "advcl" || asks && it.index() > site.verb.index())
    };
    let heads: Vec<Token<'_>> = site.verb.children().filter(fits).collect();
    // "The road is shut; police said it would stay so": what a semicolon parts is no content,
    // nor what a colon parts where the cue has another clause.
    let not_parted = |marks: &[&str]| heads.iter().find(|it| !is_parted(site, **it, marks));
    let head = *not_parted(&[";", ":"]).or_else(|| not_parted(&[";"]))?;
    let mut complement = Complement::new("ccomp", pieces(site, head));
    if head.index() > site.verb.index() && !has_subject(head) {
        complement.content.extend(relative_pronoun(site));
    }
    let end = if head.index() > site.verb.index() {
        head.left_edge()
    } else {
        usize::MAX
    };
    complement.addressee = addressee(site, end);
    Some(complement)
}

fn is_parted(site: Site<'_, '_>, clause: Token<'_>, marks: &[&str]) -> bool {
    let between = clause.right_edge() + 1..site.verb.index();
    let inside = clause.index()..(clause.right_edge() + 1).min(site.verb.index());
    let parts = |it: usize| marks.contains(&site.scene.token(it).text());
    between.into_iter().any(parts) || inside.into_iter().any(parts)
}

/// "The minister said the troops had left, *the agency reported*": the parser puts the agency into what the minister said.
fn passed_on(site: Site<'_, '_>) -> Option<Complement> {
    let Site { scene, verb, .. } = site;
    let tag = tag(scene, verb).filter(|it| it.verb == verb.index())?;
    let says = |it: &Token<'_>| {
        let cue = scene.cues.verb(verb_lemma(*it));
        it.index() < tag.comma
            && cue.is_some_and(|it| it.takes(Frame::Clause))
            && own_subject(*it).is_some()
    };
    verb.ancestors().take(6).find(says)?;
    let start = scene.sentence_around(verb.index()).start;
    Some(Complement::new("passed-on", one(start..tag.comma)))
}

/// "made (it) clear that he would stay".
fn made_clear(site: Site<'_, '_>) -> Option<Complement> {
    if site.verb.lemma() != "make" || site.roles.source.is_none() {
        return None;
    }
    let clear = clear_of(site.verb)?;
    let clause = clear
        .children()
        .chain(site.verb.children())
        .find(|it| matches!(it.dep(), "ccomp" | "advcl") && it.index() > clear.index())?;
    let content = clause.left_edge()..tail(site, clause.right_edge() + 1);
    Some(Complement {
        preposition: Some(clear.index()),
        ..Complement::new("ccomp", one(content))
    })
}

/// The "clear" of "made it clear".
pub(super) fn clear_of(make: Token<'_>) -> Option<Token<'_>> {
    let near = make.index() + 1..(make.index() + 4).min(make.doc().len());
    make.doc()
        .range(near)
        .find(|it| matches!(it.lemma(), "clear" | "known" | "plain") && it.head() == make)
}

/// "told the court he had fired": the parser hangs the clause on the addressee.
fn told_clause(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Tell) || site.roles.passive {
        return None;
    }
    let object = site.child_behind(&["dobj"])?;
    let clause = object.children().find(|it| it.dep() == "relcl")?;
    let first = site.scene.token(clause.left_edge());
    let bare =
        first.index() == object.index() + 1 && !matches!(first.tag(), "WP" | "WDT" | "WRB" | "WP$");
    if !bare || !has_subject(clause) {
        return None;
    }
    let start = object
        .children()
        .filter(|it| it.index() < object.index())
        .map(Token::left_edge);
    let addressee = Mention {
        tokens: start.min().unwrap_or(object.index())..object.index() + 1,
        head: object.index(),
    };
    Some(Complement {
        addressee: Some(addressee),
        ..Complement::new(
            "told",
            one(clause.left_edge()..tail(site, clause.right_edge() + 1)),
        )
    })
}

/// The "which" of "which he said were split".
fn relative_pronoun(site: Site<'_, '_>) -> Option<Range<usize>> {
    let clause = std::iter::once(site.verb)
        .chain(site.verb.ancestors().take(2))
        .find(|it| it.dep() == "relcl")?;
    let first = site.scene.token(clause.left_edge());
    let relative = matches!(first.tag(), "WDT" | "WP") && first.index() < site.verb.index();
    let own = site.roles.source.is_some_and(|it| it == first);
    (relative && !own).then(|| first.index()..first.index() + 1)
}

/// "told *reporters*", "said *to reporters*".
pub(super) fn addressee(site: Site<'_, '_>, content_start: usize) -> Option<Mention> {
    let bare = site.entry.takes(Frame::Tell) || site.entry.takes(Frame::Order);
    let object = site.object().or_else(|| site.child(&["dative"]));
    if let Some(object) =
        object.filter(|it| bare && it.index() < content_start && it.pos() != "ADP")
    {
        let mut mention = noun_phrase(site.scene, object, site.verb.index());
        // "told an interviewer that she had": the parser hangs the clause on the addressee.
        if object.index() > site.verb.index() {
            mention.tokens.end = mention.tokens.end.min(content_start);
        }
        return Some(mention);
    }
    let to = site.verb.children().find(|it| {
        it.lemma() == "to"
            && matches!(it.dep(), "prep" | "dative")
            && it.index() > site.verb.index()
    })?;
    let head = to.children().find(|it| it.dep() == "pobj")?;
    Some(noun_phrase(site.scene, head, site.verb.index()))
}

/// The subtree of a clause without the cue's own words, in one piece or two.
fn pieces(site: Site<'_, '_>, head: Token<'_>) -> Vec<Range<usize>> {
    let whole = subtree(head);
    let verb = site.verb.index();
    if whole.start > verb {
        return one(whole.start..tail(site, whole.end));
    }
    let (cue_start, cue_end) = cue_clause(site, head);
    let mut pieces = one(whole.start..whole.end.min(cue_start));
    if whole.end > cue_end {
        pieces.push(cue_end..whole.end);
    }
    pieces.retain(|it| !it.is_empty());
    pieces
}

/// From the first to the last word of "police said on Monday" in front of, within or behind its content.
fn cue_clause(site: Site<'_, '_>, content: Token<'_>) -> (usize, usize) {
    let verb = site.verb.index();
    let mut start = verb;
    let mut end = verb + 1;
    for child in site.verb.children().filter(|it| *it != content) {
        let edges = subtree(child);
        if child.index() < verb && child.index() > content.index() {
            start = start.min(edges.start);
        }
        if child.index() > verb {
            end = end.max(edges.end);
        }
    }
    (start, end)
}

/// Takes in what follows the clause without a comma but hangs on the cue in the parse: "said it would fail *on Monday*".
fn tail(site: Site<'_, '_>, end: usize) -> usize {
    let mut end = end;
    let from = end;
    for child in site.verb.children().filter(|it| it.index() >= from) {
        if child.left_edge() != end
            || !matches!(child.dep(), "prep" | "advcl" | "npadvmod" | "advmod")
        {
            break;
        }
        end = child.right_edge() + 1;
    }
    end
}

/// "told Washington to prepare", in either of the parser's two readings.
fn order(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Order) {
        return None;
    }
    let verb = site.verb.index();
    let open = site.verb.children().find(|it| {
        it.index() > verb && matches!(it.dep(), "ccomp" | "xcomp" | "advcl") && has_to(*it)
    })?;
    let own = open
        .children()
        .find(|it| matches!(it.dep(), "nsubj" | "nsubjpass") && it.index() < open.index());
    let target = own.or_else(|| site.object()).or_else(|| {
        // "appealed to the king to wait"
        let to = site.child_behind(&["prep", "dative"])?;
        let person = to.children().find(|it| it.dep() == "pobj")?;
        (to.lemma() == "to" && person.index() < open.index()).then_some(person)
    })?;
    if open.dep() == "advcl" && own.is_none() && target.index() + 12 < open.left_edge() {
        return None;
    }
    let mention = noun_phrase(site.scene, target, verb);
    let to = open
        .children()
        .find(|it| it.tag() == "TO")
        .map_or(open.index(), |it| it.index());
    let negated = to > verb + 1 && site.scene.token(to - 1).dep() == "neg";
    let to = if negated { to - 1 } else { to };
    let mut complement = Complement::new("order", Vec::new());
    let end = tail(site, open.right_edge() + 1);
    if site.entry.class == CueClass::Speech {
        complement.content = one(to..end);
        complement.addressee = Some(mention);
    } else if site.roles.passive {
        complement.content = vec![mention.tokens, to..end];
    } else {
        complement.content = one(mention.tokens.start.min(to)..end);
    }
    Some(complement)
}

/// "vowed to appeal"; "is said to be ill", whose subject is content.
fn infinitive(site: Site<'_, '_>) -> Option<Complement> {
    let open = site.child_behind(&["xcomp"]).filter(|it| has_to(*it))?;
    let verb = site.verb.index();
    let content = open.left_edge().max(verb + 1)..tail(site, open.right_edge() + 1);
    if site.roles.passive {
        let theme = site.roles.theme?;
        let takes = [Frame::Clause, Frame::Order, Frame::Infinitive];
        if !takes.iter().any(|it| site.entry.takes(*it)) {
            return None;
        }
        let subject = noun_phrase(site.scene, theme, verb);
        return Some(Complement::new(
            "passive-inf",
            vec![subject.tokens, content],
        ));
    }
    site.entry
        .takes(Frame::Infinitive)
        .then(|| Complement::new("inf", vec![content]))
}

/// "called him a hero", "ruled the levy illegal".
fn small_clause(site: Site<'_, '_>) -> Option<Complement> {
    // "A man was found dead" tells of no finding.
    let unfound =
        site.entry.class == CueClass::Finding && site.roles.passive && site.roles.source.is_none();
    if !site.entry.takes(Frame::SmallClause) || unfound {
        return None;
    }
    let verb = site.verb.index();
    if let Some(predicate) = site.child_behind(&["oprd", "attr"]) {
        let end = tail(site, predicate.right_edge() + 1);
        if let Some(object) = site.object() {
            let object = noun_phrase(site.scene, object, verb);
            if object.head > verb {
                return Some(Complement::new("small", one(object.tokens.start..end)));
            }
            return Some(Complement::new(
                "small",
                vec![object.tokens, predicate.left_edge()..end],
            ));
        }
        return Some(Complement::new("small", one(predicate.left_edge()..end)));
    }
    let clause = site
        .child_behind(&["ccomp"])
        .filter(|it| it.left_edge() > verb && !has_to(*it));
    if let Some(clause) = clause {
        return Some(Complement::new(
            "small",
            one(clause.left_edge()..tail(site, clause.right_edge() + 1)),
        ));
    }
    quoted_predicate(site).or_else(|| two_objects(site))
}

/// "branded it a shame", whose predicate the parser takes for a second object.
fn two_objects(site: Site<'_, '_>) -> Option<Complement> {
    let mut objects = site
        .verb
        .children()
        .filter(|it| it.dep() == "dobj" && it.index() > site.verb.index());
    let (first, second) = (objects.next()?, objects.next()?);
    let start = noun_phrase(site.scene, first, site.verb.index())
        .tokens
        .start;
    let end = tail(site, second.right_edge() + 1);
    Some(Complement::new("small", one(start..end)))
}

/// "called him “a hero”", where the marks led the parser astray.
fn quoted_predicate(site: Site<'_, '_>) -> Option<Complement> {
    let object = site.object().filter(|it| it.index() > site.verb.index())?;
    let behind = noun_phrase(site.scene, object, site.verb.index()).tokens;
    let number = site
        .scene
        .quotation_at(behind.end)
        .filter(|it| site.scene.quotation_at(object.index()) != Some(*it))?;
    let quoted = &site.scene.quoted_tokens[number];
    (quoted.start == behind.end).then(|| Complement::new("small", one(behind.start..quoted.end)))
}

/// "accused him of fraud", "described the deal as fair".
fn object_and_preposition(site: Site<'_, '_>) -> Option<Complement> {
    let fits = |it: &Token<'_>| {
        matches!(it.dep(), "prep" | "prt" | "advmod" | "mark")
            && (site.entry.takes_object_and(it.lemma())
                || it.lemma() == "as" && site.entry.takes(Frame::As))
    };
    let verb = site.verb.index();
    let object = site.object()?;
    let direct = site
        .verb
        .children()
        .filter(|it| it.index() > verb)
        .find(|it| fits(it));
    let preposition = direct.or_else(|| {
        object
            .children()
            .find(|it| it.index() > object.index() && it.dep() == "prep" && fits(it))
    })?;
    let end = tail(site, preposition.right_edge() + 1);
    let phrase = noun_phrase(site.scene, object, verb);
    if preposition.dep() == "prt" && preposition.index() < object.index() {
        // "ruled out a deal"
        let end = tail_of_object(site, object.right_edge() + 1);
        return Some(Complement::new("object", one(phrase.tokens.start..end)));
    }
    if object.index() > verb {
        return Some(Complement::new("object-and", one(phrase.tokens.start..end)));
    }
    Some(Complement::new(
        "passive-and",
        vec![phrase.tokens, preposition.index()..end],
    ))
}

/// "denied the charges".
fn object(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Object) {
        return None;
    }
    let object = site.object()?;
    if object.index() > site.verb.index() {
        let whole = subtree(object);
        let start = whole.start.max(site.verb.index() + 1);
        return Some(Complement::new(
            "object",
            one(start..tail_of_object(site, whole.end)),
        ));
    }
    let phrase = noun_phrase(site.scene, object, site.verb.index());
    Some(Complement::new("passive", vec![phrase.tokens]))
}

fn tail_of_object(site: Site<'_, '_>, end: usize) -> usize {
    let mut end = end;
    let from = end;
    for child in site.verb.children().filter(|it| it.index() >= from) {
        if child.left_edge() != end || child.dep() != "prep" || child.lemma() == "by" {
            break;
        }
        end = child.right_edge() + 1;
    }
    end
}

/// "called for talks".
fn preposition(site: Site<'_, '_>) -> Option<Complement> {
    let preposition = site.verb.children().find(|it| {
        it.index() > site.verb.index()
            && matches!(it.dep(), "prep" | "dative" | "prt" | "agent")
            && site.entry.takes_preposition(it.lemma())
    })?;
    let mut end = tail(site, preposition.right_edge() + 1);
    // "called on the mayor to resign"
    let order = site
        .child_behind(&["xcomp", "advcl"])
        .filter(|it| has_to(*it));
    if let Some(order) = order.filter(|it| it.left_edge() == end) {
        end = order.right_edge() + 1;
    }
    let quoted = (end < site.scene.doc.len())
        .then(|| site.scene.quotation_at(end))
        .flatten();
    if let Some(quoted) = quoted.map(|it| site.scene.quoted_tokens[it].clone())
        && quoted.start == end
        && site.scene.token(end + 1).lemma() == "to"
    {
        // "called on the mayor “to resign”"
        end = quoted.end;
    }
    let content = preposition.index() + 1..end;
    if content.is_empty() {
        return None;
    }
    Some(Complement {
        preposition: Some(preposition.index()),
        ..Complement::new("preposition", vec![content])
    })
}

/// "recommended leaving".
fn gerund(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Gerund) {
        return None;
    }
    let open = site
        .child_behind(&["xcomp", "ccomp"])
        .filter(|it| it.tag() == "VBG")?;
    let start = open.left_edge().max(site.verb.index() + 1);
    Some(Complement::new(
        "gerund",
        one(start..tail(site, open.right_edge() + 1)),
    ))
}

/// ", police said," anywhere in a sentence: what stands around it is the content, whatever the parser made of it.
fn between_commas(site: Site<'_, '_>) -> Option<Complement> {
    let Site {
        scene,
        verb,
        entry,
        roles,
    } = site;
    let source = roles.source.filter(|_| roles.own && !roles.passive)?;
    let relative = verb.dep() == "relcl" || matches!(source.tag(), "WP" | "WDT");
    if relative || !entry.takes(Frame::Clause) || !matches!(verb.tag(), "VBD" | "VBZ" | "VBP") {
        return None;
    }
    let sentence = scene.sentence_around(verb.index());
    let start = source.left_edge().min(verb.index());
    let end = cue_clause(site, verb).1.min(sentence.end);
    let comma = |at: usize| matches!(scene.token(at).text(), "," | "—" | "–" | "--");
    let opens = start > sentence.start && comma(start - 1);
    let last = end == sentence.end && site.child(&["dobj", "ccomp", "xcomp"]).is_none();
    let closes = last || end < sentence.end && (comma(end) || is_stop(scene.token(end)));
    let narrow = end - start <= 12 && scene.quotation_at(start) == scene.quotation_at(verb.index());
    if !(opens && closes && narrow) {
        return None;
    }
    let content = vec![sentence.start..start, end..sentence.end];
    Some(Complement::new("between-commas", content))
}

/// "The road, police said, would stay shut", "as he said": the cue hangs on its content.
fn parenthesis(site: Site<'_, '_>) -> Option<Complement> {
    if !site.entry.takes(Frame::Clause) || !site.roles.own || site.roles.passive {
        return None;
    }
    let own = subtree(site.verb);
    let as_clause = site
        .verb
        .children()
        .any(|it| it.lemma() == "as" && it.index() < site.verb.index());
    // "Kennedy sends ships as bases found": what is found out needs a document that says so.
    let finding = site.entry.class == CueClass::Finding && !finds(site);
    let fits = match site.verb.dep() {
        "advcl" => as_clause && !finding,
        "parataxis" | "ccomp" if is_inside_relative(site, own.start) => true,
        "parataxis" | "ccomp" | "dep" => {
            let comma = |at: usize| {
                matches!(
                    site.scene.token(at).text(),
                    "," | "—" | "–" | "-" | "--" | "("
                )
            };
            comma(own.start) || own.start > 0 && comma(own.start - 1)
        }
        _ => false,
    };
    if !fits {
        return None;
    }
    let around = subtree(site.verb.head());
    let mut content = vec![around.start..own.start, own.end..around.end];
    content.retain(|it| it.start < it.end);
    Some(Complement::new(
        if as_clause { "as-said" } else { "parenthesis" },
        content,
    ))
}

/// "which they say left a gap": the pronoun stands right before the cue's subject, its clause follows.
fn is_inside_relative(site: Site<'_, '_>, start: usize) -> bool {
    let before = start.checked_sub(1).map(|it| site.scene.token(it));
    before.is_some_and(|it| matches!(it.tag(), "WDT" | "WP") && it.head() == site.verb.head())
        && site.verb.head().index() > site.verb.index()
}

/// "warned followers on the radio that stocks were low": a clause that the parser hangs elsewhere.
fn far_clause(site: Site<'_, '_>) -> Option<Complement> {
    const FARTHEST: usize = 20;
    let spoken = matches!(site.entry.class, CueClass::Speech | CueClass::Writing);
    if !spoken
        || !site.entry.takes(Frame::Clause)
        || site.roles.source.is_none()
        || site.roles.passive
    {
        return None;
    }
    let verb = site.verb.index();
    let end = site.scene.sentence_around(verb).end;
    let near = verb + 1..end.min(verb + FARTHEST);
    let mut words = near.map(|it| site.scene.token(it));
    // A finite verb or a colon ends what may stand between.
    let that = words
        .by_ref()
        .take_while(|it| !is_finite(*it) && !matches!(it.text(), ":" | ";"))
        .find(|it| it.lemma() == "that" && it.dep() == "mark")?;
    let clause = that.head();
    let held = clause.index() > that.index() && clause.left_edge() <= that.index();
    held.then(|| {
        let whole = that.index()..clause.right_edge() + 1;
        Complement {
            addressee: addressee(site, that.index()),
            ..Complement::new("that", one(whole))
        }
    })
}

/// "the north, *which* they say *left a gap*", "a decision they say allowed it": the clause goes round the cue.
fn inside_relative(site: Site<'_, '_>) -> Option<Complement> {
    let Site {
        scene, verb, roles, ..
    } = site;
    let subject = roles.source.filter(|it| {
        roles.own && !roles.passive && it.index() < verb.index() && site.entry.takes(Frame::Clause)
    })?;
    let next = verb.next().filter(|it| is_finite_or_modal(*it))?;
    let before = scene.token(subject.left_edge().checked_sub(1)?);
    let relative = matches!(before.tag(), "WDT" | "WP");
    let reduced = verb.dep() == "relcl" && matches!(before.pos(), "NOUN" | "PROPN");
    if !(relative || reduced) {
        return None;
    }
    let end = scene.sentence_around(verb.index()).end;
    let end = end.min(next.index() + LONGEST_CLAUSE);
    let comma = (next.index()..end).find(|it| matches!(scene.token(*it).text(), "," | ";"));
    let antecedent = if relative {
        before.index()..before.index() + 1
    } else {
        noun_phrase(scene, before, subject.index()).tokens
    };
    let rest = next.index()..comma.unwrap_or(end);
    Some(Complement::new("relative", vec![antecedent, rest]))
}

/// "The agency reported:" at the end of a paragraph: the next one is what it reported.
fn next_paragraph(site: Site<'_, '_>) -> Option<Complement> {
    const SHORTEST: usize = 6;
    const FARTHEST: usize = 12;
    let Site {
        scene, verb, roles, ..
    } = site;
    let spoken = matches!(site.entry.class, CueClass::Speech | CueClass::Writing);
    let number = scene.paragraph_of(verb.span().start);
    let own = scene.paragraph_tokens(number);
    let colon = own.end.checked_sub(1).filter(|it| *it > verb.index())?;
    let near = colon - verb.index() < FARTHEST
        && scene.token(colon).text() == ":"
        && scene.sentence_around(verb.index()) == scene.sentence_around(colon);
    let fits = spoken && near && roles.own && !roles.passive && verb.is_root();
    if !fits || number + 1 >= scene.paragraphs.len() {
        return None;
    }
    let next = scene.paragraph_tokens(number + 1);
    (next.len() >= SHORTEST && scene.quotation_at(next.start).is_none())
        .then(|| Complement::new("paragraph", one(next)))
}

/// "Aides say the more he wins, the more he asks": what follows "say" is said, whatever the parser makes of it.
fn rest_of_sentence(site: Site<'_, '_>) -> Option<Complement> {
    const SHORTEST: usize = 4;
    let verb = site.verb.index();
    let plain = site.verb.lemma() == "say" && matches!(site.verb.tag(), "VBD" | "VBZ" | "VBP");
    if !plain || !site.roles.own || site.roles.passive || site.verb.dep() == "relcl" {
        return None;
    }
    let end = site.scene.sentence_around(verb).end;
    if verb + SHORTEST >= end || site.scene.quotation_at(verb).is_some() {
        return None;
    }
    let next = site.scene.token(verb + 1);
    let opens = !matches!(
        next.pos(),
        "PUNCT" | "ADP" | "CCONJ" | "PART" | "ADV" | "INTJ" | "SCONJ"
    ) && !matches!(
        next.lemma(),
        "nothing" | "something" | "anything" | "this" | "that" | "it" | "more" | "much"
    ) && !is_time(next)
        || matches!(next.lemma(), "this" | "that" | "it")
            && next.next().is_some_and(is_finite_or_modal);
    let finite = (verb + 1..end).any(|it| is_finite(site.scene.token(it)));
    (opens && finite).then(|| Complement::new("rest", one(verb + 1..end)))
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn clauses_and_orders() {
        assert_read(
            "The agency warned that stocks were low.",
            &["The agency | warned | that stocks were low"],
        );
        assert_read(
            "The mayor said the city was \"ready\" for the flood.",
            &["The mayor | said | the city was \"ready\" for the flood"],
        );
        assert_read(
            "The road, police said, would stay shut.",
            &["police | said | The road / would stay shut"],
        );
        assert_read(
            "The agency warned farmers in the south that stocks were low.",
            &["The agency | warned | that stocks were low"],
        );
        assert_read(
            "As the minister said, the talks had failed.",
            &["the minister | said | the talks had failed"],
        );
        assert_read(
            "The president told Ankara to withdraw its troops.",
            &["The president | told | to withdraw its troops"],
        );
        assert_read(
            "Lin vowed to appeal the verdict.",
            &["Lin | vowed | to appeal the verdict"],
        );
    }

    #[test]
    fn objects_and_prepositions() {
        assert_read(
            "The union backs the deal.",
            &["The union | backs | the deal"],
        );
        assert_read(
            "Protesters accused the government of fraud.",
            &["Protesters | accused | the government of fraud"],
        );
        assert_read("They called him a hero.", &["They | called | him a hero"]);
        assert_read(
            "The court ruled the levy illegal.",
            &["The court | ruled | the levy illegal"],
        );
        assert_read(
            "The mayor called for a new inquiry.",
            &["The mayor | called for | a new inquiry"],
        );
        assert_read(
            "The party has called on the minister to resign.",
            &["The party | has called on | the minister to resign"],
        );
        assert_read(
            "She was described as cautious by her colleagues.",
            &["her colleagues | was described | She / as cautious"],
        );
    }

    #[test]
    fn plain_senses_say_nothing() {
        assert_read("He bought, say, ten apples.", &[]);
        assert_read("A man walked up the hill to see his sister.", &[]);
        assert_read("Two divers were found dead.", &[]);
        assert_read("The harbor was crowded and the boats were late.", &[]);
    }
}
