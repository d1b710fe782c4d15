//! The date of an event, and whether it is background.
//!
//! 1. `text`: the nearest time expression of the act's own clause, else of a clause above it, else of the sentence's main
//!    clause.
//! 2. `inherited`: what is told in the past tense without a date has that of the last sentence before it in its paragraph
//!    whose main clause has one, else the day of the lead, the article's first main date in the week before publication. A
//!    headline has the day of the lead too, in any tense.
//! 3. `publication`: everything else, such as what "has happened", and what "had happened" before the day of the lead.
//!
//! An act that is told as done cannot lie ahead: "will fly to Rome on Tuesday" dates the flight, not the promise.

use diurna_record::{Article, DateValue, Span, Status, Time, TimeType, When, WhenBasis};
use diurna_text::{Doc, Token};
use jiff::civil::Date;

use crate::event::is_verb;

/// So many days before publication the day of the lead may lie.
const WEEK: i32 = 7;

/// The lead is sought in so many paragraphs of the text.
const LEAD: usize = 3;

/// An article's time expressions as the dates of its events.
pub(crate) struct Dates<'a, 'd> {
    doc: &'d Doc,
    article: &'a Article,
    times: &'a [Time],
    published: Option<Date>,
    lead: Option<&'a Time>,
}

impl<'a, 'd> Dates<'a, 'd> {
    pub(crate) fn new(article: &'a Article, doc: &'d Doc, times: &'a [Time]) -> Self {
        let mut dates = Dates {
            doc,
            article,
            times,
            published: article.published.as_ref().map(|moment| moment.date()),
            lead: None,
        };
        dates.lead = dates.find_lead();
        dates
    }

    /// The date of the act at `head`.
    pub(crate) fn of(&self, head: Token<'d>, status: Status) -> When {
        let told = |basis| {
            move |time: &Time| When {
                value: time.value.clone(),
                time: Some(time.id.clone()),
                basis,
            }
        };
        self.of_clauses(head, status)
            .or_else(|| self.of_main_clause(head, status))
            .map(told(WhenBasis::Text))
            .or_else(|| self.inherited(head).map(told(WhenBasis::Inherited)))
            .unwrap_or_else(|| When {
                value: self.published.map(DateValue::day),
                time: None,
                basis: WhenBasis::Publication,
            })
    }

    /// Acts of another year than the article's, and those of "years ago", are background.
    pub(crate) fn status(&self, status: Status, when: &When) -> Status {
        if status == Status::Asserted && self.is_years_ago(when) {
            return Status::Historical;
        }
        let (Status::Asserted, true, Some(published), Some(value)) = (
            status,
            when.basis != WhenBasis::Publication,
            self.published,
            &when.value,
        ) else {
            return status;
        };
        // A stretch that reaches up to publication, such as "this decade", is no background.
        let last = value.as_str().rsplit('/').next().unwrap_or_default();
        let told: Option<i16> = last.get(..4).and_then(|year| year.parse().ok());
        // Last December is no background in January.
        let recent = |told: i16| last.len() > 4 && told + 1 == published.year();
        match told {
            Some(told) if told < published.year() && !recent(told) => Status::Historical,
            _ => status,
        }
    }

    /// True for "years ago", which has no value.
    fn is_years_ago(&self, when: &When) -> bool {
        let id = when.time.as_ref().filter(|_| when.value.is_none());
        id.is_some_and(|id| {
            self.times
                .iter()
                .any(|time| time.id == *id && is_years_ago(time))
        })
    }

    fn of_clauses(&self, head: Token<'d>, status: Status) -> Option<&'a Time> {
        let sentence = self.sentence(head);
        std::iter::once(head)
            .chain(head.ancestors())
            .find_map(|clause| {
                let subtree = self.doc.span(clause.left_edge()..clause.right_edge() + 1);
                let own = |time: &&Time| {
                    sentence.contains(time.at.span)
                        && clause_of(self.token(time)) == clause_of(clause)
                        && self.is_possible(time, status)
                        && !self.describes_another(time, head)
                };
                nearest(head, self.within(subtree).filter(own))
            })
    }

    /// "He made five demands on Sunday: he called on them to ..."
    fn of_main_clause(&self, head: Token<'d>, status: Status) -> Option<&'a Time> {
        let main = |time: &&Time| {
            self.is_main(time)
                && self.is_possible(time, status)
                && !self.describes_another(time, head)
        };
        let times = self.within(self.sentence(head)).filter(main);
        nearest(head, times).filter(|_| is_past(head))
    }

    fn inherited(&self, head: Token<'d>) -> Option<&'a Time> {
        if self
            .article
            .title_span()
            .is_some_and(|title| title.contains(head.span()))
        {
            return self.lead;
        }
        if !is_past(head) || is_pluperfect(head) {
            return None;
        }
        let start = self.sentence(head).start;
        let paragraphs = &self.article.paragraphs;
        let paragraph = paragraphs.partition_point(|paragraph| paragraph.end <= start);
        let before = Span::new(paragraphs.get(paragraph)?.start.min(start), start);
        self.within(before)
            .filter(|time| self.is_main(time) && self.is_possible(time, Status::Asserted))
            .last()
            .or(self.lead)
    }

    /// The first date of a main clause that news can be of.
    fn find_lead(&self) -> Option<&'a Time> {
        let title = self.article.title_span().map_or(0, |title| title.end);
        let body = self
            .article
            .paragraphs
            .iter()
            .filter(|paragraph| paragraph.start >= title && self.has_sentences(paragraph));
        let end = body.take(LEAD).last()?.end;
        let news = |time: &&Time| {
            let day = time.value.as_ref().and_then(first_day);
            let fresh = |day: Date| {
                self.published.is_none_or(|published| {
                    let age = day.until(published).map_or(-1, |span| span.get_days());
                    (0..=WEEK).contains(&age)
                })
            };
            day.is_some_and(fresh) && self.is_main(time) && !self.is_dateline(time)
        };
        self.within(Span::new(title.min(end), end)).find(news)
    }

    /// False for a subheading, which ends without a mark.
    fn has_sentences(&self, paragraph: &Span) -> bool {
        const MARKS: [char; 4] = ['.', '!', '?', ':'];
        let text = paragraph.slice(self.doc.text()).trim_end();
        text.trim_end_matches(['"', '”', '\'', '’', ')'])
            .ends_with(MARKS)
    }

    /// "WASHINGTON, Oct 22 (Agency) - "
    fn is_dateline(&self, time: &Time) -> bool {
        let behind = self.doc.text()[time.at.span.end..].trim_start();
        behind.starts_with(['(', '-', '–', '—'])
    }

    /// The dates and times of day with a value within a span of the text.
    fn within(&self, span: Span) -> impl Iterator<Item = &'a Time> + use<'a, 'd> {
        let first = self
            .times
            .partition_point(|time| time.at.span.start < span.start);
        self.times[first..]
            .iter()
            .take_while(move |time| time.at.span.end <= span.end)
            .filter(|time| {
                let valued = time.value.is_some() || is_years_ago(time);
                valued && matches!(time.time_type, TimeType::Date | TimeType::Time)
            })
    }

    /// False for a date ahead of publication where the act is told as done.
    fn is_possible(&self, time: &Time, status: Status) -> bool {
        let ahead = |published: Date| {
            let day = time.value.as_ref().and_then(first_day);
            day.is_some_and(|day| day > published)
        };
        status != Status::Asserted || !self.published.is_some_and(ahead)
    }

    /// "the 2012 agreement" says when that was made, not when it was broken.
    fn describes_another(&self, time: &Time, head: Token<'d>) -> bool {
        let year = time
            .value
            .as_ref()
            .is_some_and(|value| value.as_str().len() == 4);
        let token = self.token(time);
        let describes = matches!(token.dep(), "nummod" | "compound" | "amod" | "nmod");
        year && describes && token.head().index() > token.index() && token.head() != head
    }

    /// True for a date of the sentence's main clause, or of what is said there.
    fn is_main(&self, time: &Time) -> bool {
        let clause = clause_of(self.token(time));
        clause.is_root() || matches!(clause.dep(), "conj" | "ccomp" | "parataxis")
    }

    fn sentence(&self, head: Token<'d>) -> Span {
        self.doc.span(self.doc.sentences()[head.sentence()].clone())
    }

    fn token(&self, time: &Time) -> Token<'d> {
        self.doc.token(self.doc.tokens_in(time.at.span).start)
    }
}

/// The time closest to a word, the first of equals.
fn nearest<'a>(head: Token<'_>, times: impl Iterator<Item = &'a Time>) -> Option<&'a Time> {
    let at = head.span();
    times.min_by_key(|time| {
        let span = time.at.span;
        span.start.saturating_sub(at.end) + at.start.saturating_sub(span.end)
    })
}

/// "years ago", "more than two centuries ago" without a number: long before publication, and no more is known.
fn is_years_ago(time: &Time) -> bool {
    let text = time.at.text.to_ascii_lowercase();
    let long = ["years", "decades", "centuries"];
    time.value.is_none() && text.ends_with(" ago") && long.iter().any(|unit| text.contains(unit))
}

/// The day of a value that is one, or the first of an interval of days.
fn first_day(value: &DateValue) -> Option<Date> {
    value.as_str().get(..10)?.parse().ok()
}

/// True if the clause of a word tells of the past: "met", "was killed", "had agreed", and what is subordinate to these.
fn is_past(head: Token<'_>) -> bool {
    let verb = clause_of(head);
    let auxiliary = verb
        .children()
        .find(|child| matches!(child.dep(), "aux" | "auxpass"));
    match (verb.tag(), auxiliary) {
        (_, Some(auxiliary)) if auxiliary.tag() != "TO" => auxiliary.tag() == "VBD",
        ("VBD", _) => true,
        // A main clause without an auxiliary has no participle: the tagger took "rejected" for one.
        ("VBN", None) if verb.is_root() => true,
        ("VBN" | "VBG" | "VB", _) if !verb.is_root() => is_past(verb.head()),
        _ => false,
    }
}

/// "had agreed"
fn is_pluperfect(head: Token<'_>) -> bool {
    let verb = clause_of(head);
    let is_had =
        |child: Token<'_>| child.dep() == "aux" && child.text().eq_ignore_ascii_case("had");
    verb.tag() == "VBN" && verb.children().any(is_had)
}

/// The verb or root whose clause a token belongs to.
pub(crate) fn clause_of(token: Token<'_>) -> Token<'_> {
    let heads = |token: &Token<'_>| {
        token.is_root() || is_verb(*token) && !matches!(token.dep(), "xcomp" | "aux" | "auxpass")
    };
    std::iter::once(token)
        .chain(token.ancestors())
        .find(heads)
        .unwrap_or(token)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use diurna_text::{Analyzer, Home, Model};

    use super::*;
    use crate::when;

    static MODEL: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| {
        let path = Home::find().ok()?.default_model();
        Model::load(&path).ok().map(Arc::new)
    });

    /// Asserts value, basis and status of the act at a word, in an article published on 18 February 1998.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    fn assert_dated(title: Option<&str>, paragraphs: &[&str], acts: &[(&str, &str)]) {
        let Some(model) = MODEL.as_ref() else {
            eprintln!("skipped: the default model is not installed (`diurna model install`)");
            return;
        };
        let paragraphs: Vec<String> = paragraphs.iter().map(|&text| text.to_owned()).collect();
        let mut article = Article::from_parts("d", title, &paragraphs);
        article.published = Some("1998-02-18".parse().expect("a date"));
        let doc = Analyzer::new(model)
            .analyze_parts(&article.text, &article.paragraphs)
            .expect("a short text");
        let day = article.published.as_ref().map(|moment| moment.date());
        let times = when::times(&article.text, &article.paragraphs, day, None);
        let dates = Dates::new(&article, &doc, &times);
        for (word, expected) in acts {
            let head = doc
                .tokens()
                .find(|token| token.text() == *word)
                .expect("a word of the text");
            let when = dates.of(head, Status::Asserted);
            let value = when.value.as_ref().map_or("-", DateValue::as_str);
            let status = dates.status(Status::Asserted, &when);
            let told = format!("{value} {:?} {status:?}", when.basis).to_lowercase();
            assert_eq!(told, *expected, "{word}");
        }
    }

    #[test]
    fn the_own_clause_comes_first() {
        assert_dated(
            None,
            &[
                "Police said on Tuesday that they had arrested two men on Sunday. In 1994 the army shelled the town.",
            ],
            &[
                ("said", "1998-02-17 text asserted"),
                ("arrested", "1998-02-15 text asserted"),
                ("shelled", "1994 text historical"),
            ],
        );
    }

    #[test]
    fn the_past_tense_inherits_and_the_perfect_does_not() {
        assert_dated(
            None,
            &[
                "The rebels shelled the port on Monday. They killed two men. The navy has closed the harbour.",
                "The governor condemned the attack.",
            ],
            &[
                ("killed", "1998-02-16 inherited asserted"),
                ("closed", "1998-02-18 publication asserted"),
                ("condemned", "1998-02-16 inherited asserted"),
            ],
        );
    }

    #[test]
    fn a_headline_has_the_day_of_the_lead() {
        assert_dated(
            Some("Rebels shell port"),
            &["The rebels shelled the port on Monday, the governor said."],
            &[("shell", "1998-02-16 inherited asserted")],
        );
    }

    #[test]
    fn what_had_happened_is_older_than_the_lead() {
        assert_dated(
            None,
            &[
                "The rebels shelled the port on Monday.",
                "The king had rejected a treaty.",
            ],
            &[("rejected", "1998-02-18 publication asserted")],
        );
    }

    #[test]
    fn years_ago_is_background() {
        assert_dated(
            None,
            &["The army shelled the town decades ago."],
            &[("shelled", "- text historical")],
        );
    }

    #[test]
    fn the_lead_stands_below_subheadings() {
        assert_dated(
            Some("Rebels shell port"),
            &[
                "Navy shuts harbour",
                "Bishop pleads for calm",
                "Shops stay shut",
                "The rebels shelled the port on Monday, the governor said.",
                "The king rejected the demand.",
            ],
            &[("rejected", "1998-02-16 inherited asserted")],
        );
    }

    #[test]
    fn what_is_done_does_not_lie_ahead() {
        assert_dated(
            None,
            &["The minister promised to visit the camp on Friday."],
            &[("promised", "1998-02-18 publication asserted")],
        );
    }

    #[test]
    fn a_year_before_a_noun_is_the_nouns() {
        assert_dated(
            None,
            &["The king rejected the 1996 treaty."],
            &[("rejected", "1998-02-18 publication asserted")],
        );
    }
}
