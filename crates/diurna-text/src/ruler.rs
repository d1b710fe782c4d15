//! The attribute ruler: patterns over words, tags and dependency labels that set part of speech, features and lemma.
//!
//! All patterns look at the tokens as tagger and parser left them; what they set is then applied in the order of the
//! patterns, so a later one wins. Most patterns look at one token, and what they do depends on its word, tag and label
//! alone, which the caller can remember. The few that look at neighbours are asked for apart.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::pattern::{Pattern, Scratch};

/// A rule as the package states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// Alternatives; each is a sequence of tokens, each of those a list of conditions.
    patterns: Vec<Vec<Vec<Condition>>>,
    sets: Sets,
    /// Which token of the sequence is changed.
    index: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Condition {
    field: Field,
    test: Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Field {
    Text,
    Lower,
    Tag,
    Dep,
    IsSpace,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Test {
    Is(String),
    In(Vec<String>),
    NotIn(Vec<String>),
    Regex(String),
    Flag(bool),
}

/// What a rule sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sets {
    tag: Option<String>,
    dep: Option<String>,
    pos: Option<String>,
    morph: Option<String>,
    lemma: Option<String>,
}

impl Rule {
    /// Reads a rule of `attribute_ruler/patterns`.
    pub(crate) fn from_package(value: &Value) -> Result<Rule, String> {
        let mut patterns = Vec::new();
        for pattern in array(&value["patterns"])? {
            let tokens: Result<_, String> = array(pattern)?.iter().map(conditions).collect();
            patterns.push(tokens?);
        }
        let index = value["index"].as_u64().ok_or("index that is no count")? as usize;
        if patterns.iter().any(|tokens: &Vec<_>| tokens.len() <= index) {
            return Err("index behind the last token".to_owned());
        }
        let mut sets = Sets::default();
        for (name, text) in value["attrs"].as_object().into_iter().flatten() {
            let text = text.as_str().ok_or("attribute that is no text")?;
            let target = match name.as_str() {
                "TAG" => &mut sets.tag,
                "DEP" => &mut sets.dep,
                "POS" => &mut sets.pos,
                "MORPH" => &mut sets.morph,
                "LEMMA" => &mut sets.lemma,
                name => return Err(format!("attribute {name}")),
            };
            // An underscore stands for no features.
            let text = if name == "MORPH" && text == "_" {
                ""
            } else {
                text
            };
            *target = Some(text.to_owned());
        }
        Ok(Rule {
            patterns,
            sets,
            index,
        })
    }
}

fn array(value: &Value) -> Result<&Vec<Value>, String> {
    value
        .as_array()
        .ok_or_else(|| format!("expected a list, found {value}"))
}

fn conditions(token: &Value) -> Result<Vec<Condition>, String> {
    let token = token.as_object().ok_or("token that is no map")?;
    token
        .iter()
        .map(|(name, test)| condition(name, test))
        .collect()
}

fn condition(name: &str, test: &Value) -> Result<Condition, String> {
    let field = match name {
        "ORTH" | "TEXT" => Field::Text,
        "LOWER" => Field::Lower,
        "TAG" => Field::Tag,
        "DEP" => Field::Dep,
        "IS_SPACE" => Field::IsSpace,
        name => return Err(format!("condition on {name}")),
    };
    let test = match test {
        Value::Bool(flag) if field == Field::IsSpace => Test::Flag(*flag),
        Value::String(text) if field != Field::IsSpace => Test::Is(text.clone()),
        Value::Object(map) if map.len() == 1 && field != Field::IsSpace => operator(map)?,
        test => return Err(format!("test {test}")),
    };
    Ok(Condition { field, test })
}

fn operator(map: &serde_json::Map<String, Value>) -> Result<Test, String> {
    let words = |value: &Value| {
        let word = |word: &Value| {
            word.as_str()
                .map(str::to_owned)
                .ok_or("word that is no text")
        };
        array(value)?
            .iter()
            .map(word)
            .collect::<Result<Vec<_>, _>>()
            .map_err(str::to_owned)
    };
    match map.iter().next() {
        Some((name, value)) if name == "IN" => Ok(Test::In(words(value)?)),
        Some((name, value)) if name == "NOT_IN" => Ok(Test::NotIn(words(value)?)),
        Some((name, Value::String(source))) if name == "REGEX" => Ok(Test::Regex(source.clone())),
        other => Err(format!("operator {other:?}")),
    }
}

/// A token as tagger and parser left it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'t> {
    pub text: &'t str,
    pub lower: &'t str,
    pub tag: &'t str,
    pub dep: &'t str,
    pub is_space: bool,
}

/// What the rules made of a token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub tag: Option<Arc<str>>,
    pub dep: Option<Arc<str>>,
    pub pos: Option<Arc<str>>,
    pub morph: Option<Arc<str>>,
    pub lemma: Option<Arc<str>>,
}

/// The rules of a package, compiled.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Compiled>,
    /// The rules whose patterns span more tokens than one.
    wide: Vec<u16>,
}

#[derive(Debug)]
struct Compiled {
    patterns: Vec<Vec<Vec<Check>>>,
    sets: Outcome,
    index: usize,
}

#[derive(Debug)]
struct Check {
    condition: Condition,
    regex: Option<Pattern>,
}

/// A pattern over several tokens that was found: the rule sets its attributes on token `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub at: usize,
    pub rule: u16,
}

impl Ruler {
    /// Compiles the rules.
    pub(crate) fn new(rules: &[Rule]) -> Result<Ruler, Error> {
        let rules: Vec<Compiled> = rules
            .iter()
            .map(Compiled::new)
            .collect::<Result<_, String>>()
            .map_err(|why| Error::package(format!("attribute ruler: {why}")))?;
        let spans = |rule: &Compiled| rule.patterns.iter().any(|tokens| tokens.len() > 1);
        let wide = (0..rules.len()).filter(|at| spans(&rules[*at]));
        let wide = wide.map(|at| at as u16).collect();
        Ok(Ruler { rules, wide })
    }

    /// True if a pattern over several tokens can begin with this one.
    pub(crate) fn opens(&self, token: Seen<'_>, scratch: &mut Scratch) -> bool {
        self.wide.iter().any(|number| {
            let patterns = &self.rules[usize::from(*number)].patterns;
            patterns
                .iter()
                .any(|tokens| tokens.len() > 1 && fits(&tokens[0], token, scratch))
        })
    }

    /// The patterns over several tokens that begin at token `first`.
    pub(crate) fn hits<'t>(
        &self,
        first: usize,
        token: impl Fn(usize) -> Option<Seen<'t>>,
        scratch: &mut Scratch,
        into: &mut Vec<Hit>,
    ) {
        for number in &self.wide {
            let rule = &self.rules[usize::from(*number)];
            for tokens in rule.patterns.iter().filter(|tokens| tokens.len() > 1) {
                let mut places = tokens.iter().enumerate();
                if places.all(|(at, checks)| {
                    token(first + at).is_some_and(|token| fits(checks, token, scratch))
                }) {
                    into.push(Hit {
                        at: first + rule.index,
                        rule: *number,
                    });
                }
            }
        }
    }

    /// Applies all rules that look at this token alone, and those of `hits`, in the order of the rules.
    pub(crate) fn apply(&self, token: Seen<'_>, hits: &[Hit], scratch: &mut Scratch) -> Outcome {
        let mut outcome = Outcome::default();
        for (number, rule) in self.rules.iter().enumerate() {
            let alone = rule
                .patterns
                .iter()
                .any(|tokens| tokens.len() == 1 && fits(&tokens[0], token, scratch));
            if alone || hits.iter().any(|hit| usize::from(hit.rule) == number) {
                outcome.take(&rule.sets);
            }
        }
        outcome
    }
}

impl Compiled {
    fn new(rule: &Rule) -> Result<Compiled, String> {
        let mut patterns = Vec::new();
        for tokens in &rule.patterns {
            let mut compiled = Vec::new();
            for conditions in tokens {
                let checks = conditions.iter().map(Check::new);
                compiled.push(checks.collect::<Result<Vec<_>, _>>()?);
            }
            patterns.push(compiled);
        }
        let shared = |text: &Option<String>| text.as_deref().map(Arc::from);
        Ok(Compiled {
            patterns,
            sets: Outcome {
                tag: shared(&rule.sets.tag),
                dep: shared(&rule.sets.dep),
                pos: shared(&rule.sets.pos),
                morph: shared(&rule.sets.morph),
                lemma: shared(&rule.sets.lemma),
            },
            index: rule.index,
        })
    }
}

impl Check {
    fn new(condition: &Condition) -> Result<Check, String> {
        let regex = match &condition.test {
            Test::Regex(source) => Some(Pattern::new(source)?),
            _ => None,
        };
        Ok(Check {
            condition: condition.clone(),
            regex,
        })
    }
}

impl Outcome {
    fn take(&mut self, sets: &Outcome) {
        let targets = [
            (&mut self.tag, &sets.tag),
            (&mut self.dep, &sets.dep),
            (&mut self.pos, &sets.pos),
            (&mut self.morph, &sets.morph),
            (&mut self.lemma, &sets.lemma),
        ];
        for (target, value) in targets {
            if let Some(value) = value {
                *target = Some(Arc::clone(value));
            }
        }
    }
}

fn fits(checks: &[Check], token: Seen<'_>, scratch: &mut Scratch) -> bool {
    checks.iter().all(|check| {
        let text = match check.condition.field {
            Field::Text => token.text,
            Field::Lower => token.lower,
            Field::Tag => token.tag,
            Field::Dep => token.dep,
            Field::IsSpace => return check.condition.test == Test::Flag(token.is_space),
        };
        match &check.condition.test {
            Test::Is(word) => text == word,
            Test::In(words) => words.iter().any(|word| word == text),
            Test::NotIn(words) => !words.iter().any(|word| word == text),
            Test::Regex(_) => check
                .regex
                .as_ref()
                .is_some_and(|regex| regex.find(text, 0, scratch).is_some()),
            Test::Flag(_) => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ruler() -> Ruler {
        let rules = [
            json!({"patterns": [[{"TAG": "VBZ"}]], "attrs": {"POS": "VERB", "MORPH": "_"}, "index": 0}),
            json!({"patterns": [[{"LOWER": {"REGEX": "^n'?t$"}}]], "attrs": {"LEMMA": "not"}, "index": 0}),
            json!({"patterns": [[{"DEP": "expl"}, {"LOWER": {"IN": ["is"]}}]], "attrs": {"POS": "AUX"}, "index": 1}),
        ];
        let rules: Vec<Rule> = rules
            .iter()
            .map(|rule| Rule::from_package(rule).unwrap())
            .collect();
        Ruler::new(&rules).unwrap()
    }

    fn seen<'t>(text: &'t str, tag: &'t str, dep: &'t str) -> Seen<'t> {
        Seen {
            text,
            lower: text,
            tag,
            dep,
            is_space: false,
        }
    }

    #[test]
    fn later_rule_wins_and_neighbours_count() {
        let (ruler, mut scratch) = (ruler(), Scratch::default());
        let tokens = [seen("there", "EX", "expl"), seen("is", "VBZ", "ROOT")];
        assert!(ruler.opens(tokens[0], &mut scratch) && !ruler.opens(tokens[1], &mut scratch));
        let mut hits = Vec::new();
        ruler.hits(0, |at| tokens.get(at).copied(), &mut scratch, &mut hits);
        assert_eq!(hits, [Hit { at: 1, rule: 2 }]);
        let outcome = ruler.apply(tokens[1], &hits, &mut scratch);
        assert_eq!(outcome.pos.as_deref(), Some("AUX"));
        assert_eq!(outcome.morph.as_deref(), Some(""));
        let alone = ruler.apply(tokens[1], &[], &mut scratch);
        assert_eq!(alone.pos.as_deref(), Some("VERB"));
    }

    #[test]
    fn expressions_are_searched_for() {
        let outcome = ruler().apply(seen("n't", "RB", "neg"), &[], &mut Scratch::default());
        assert_eq!(outcome.lemma.as_deref(), Some("not"));
    }

    #[test]
    fn unknown_conditions_are_refused() {
        let rule = json!({"patterns": [[{"LIKE_NUM": true}]], "attrs": {}, "index": 0});
        assert_eq!(
            Rule::from_package(&rule),
            Err("condition on LIKE_NUM".to_owned())
        );
    }
}
