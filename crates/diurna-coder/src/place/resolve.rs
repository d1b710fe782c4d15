//! Which of its bearers a name means.
//!
//! Every reading of every name gets a score on the scale of a population's logarithm: how large it is, whether the text says
//! what holds it ("Paris, Texas") or what it is ("the province of"), whether the text speaks of its country and division, and
//! whether it lies near the other places. The text's countries and divisions are known only as far as its names are, so
//! that is done in rounds. One name has one sense in a text, but for what its own mentions say: "Springfield, Ill." and
//! "Springfield, Mass." are two.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use diurna_record::{CountryCode, Feature};

use super::atlas::Candidate;
use super::home::Home;
use super::mention::{Mention, Said};

/// A name in one sense, with what it may mean.
struct Group {
    folded: String,
    candidates: Rc<[Candidate]>,
    /// Groups that its mentions are said to lie in, and that are said to lie in it.
    within: Vec<usize>,
    around: Vec<usize>,
    /// Groups that it is listed with.
    beside: Vec<usize>,
    said: Option<Said>,
    mentions: f64,
    /// Numbers of each candidate's country and division.
    regions: Vec<(Option<usize>, Option<usize>)>,
    /// Probability of each candidate.
    shares: Vec<f64>,
    /// What these say of countries and divisions.
    says: BTreeMap<usize, f64>,
}

/// What a mention means, and the probability that this is right.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) candidate: Candidate,
    pub(crate) confidence: f64,
}

/// Weights of what a text says of the countries it is about, besides its toponyms.
pub(crate) type Hints = BTreeMap<CountryCode, f64>;

const ROUNDS: usize = 4;

/// What saying where it lies is worth, and the text's country, its division, nearness.
const WITHIN: f64 = 6.0;
const COUNTRY: f64 = 3.2;
const DIVISION: f64 = 3.0;
const NEAR: f64 = 1.6;
/// And standing in a list of such as it is: "Oregon, New York and Ohio".
const LISTED: f64 = 1.2;

/// Difference of scores that makes one reading e times as probable.
const SHARPNESS: f64 = 1.6;

/// Resolves all mentions; nothing for those without candidates.
pub(crate) fn resolve(
    mentions: &[Mention],
    home: Option<&Home>,
    hints: &Hints,
) -> Vec<Option<Resolved>> {
    let (mut groups, of_mention) = groups(mentions);
    if let Some(home) = home {
        add_home(&mut groups, home);
    }
    let mut regions = Regions::default();
    for group in &mut groups {
        group.regions = group
            .candidates
            .iter()
            .map(|candidate| regions.of(candidate))
            .collect();
        group.shares = vec![0.0; group.candidates.len()];
    }
    let hints: Vec<(usize, f64)> = hints
        .iter()
        .map(|(code, weight)| (regions.country(*code), *weight))
        .collect();
    for round in 0..=ROUNDS {
        let focus = Focus::of(&groups, &hints, regions.len());
        let shares: Vec<Vec<f64>> = (0..groups.len())
            .map(|number| {
                if let [_] = groups[number].candidates[..] {
                    return vec![1.0];
                }
                let scores = scores(&groups, number, &focus, round);
                probabilities(&scores)
            })
            .collect();
        for (group, shares) in groups.iter_mut().zip(shares) {
            group.set(shares);
        }
    }
    let meant: Vec<Option<Resolved>> = groups.iter().map(meant).collect();
    of_mention
        .iter()
        .map(|group| group.and_then(|group| meant[group].clone()))
        .collect()
}

/// The outlet's home counts as if the text told it so many times.
const HOME: f64 = 4.0;

/// The prior of a well-known country or division.
const LARGE: f64 = 6.4;

/// Adds the outlet's home to the group of its name, or as one of its own. What its mentions are said to lie in comes first.
fn add_home(groups: &mut Vec<Group>, home: &Home) {
    // A paper of Pennsylvania means the state by "Indiana", unless the town there is its own, or is said or listed.
    let is_home = |group: &Group| group.folded == home.folded;
    let is_bare =
        |group: &Group| group.within.is_empty() && group.beside.is_empty() && group.said.is_none();
    for group in groups
        .iter_mut()
        .filter(|group| is_bare(group) && !is_home(group))
    {
        let is_large = |candidate: &Candidate| {
            let large = matches!(candidate.feature, Feature::Country | Feature::Province);
            large && candidate.prior >= LARGE
        };
        if group.candidates.iter().any(is_large) {
            let kept = group
                .candidates
                .iter()
                .filter(|candidate| candidate.prior >= LARGE - 1.5);
            group.candidates = kept.cloned().collect();
        }
    }
    let candidates: Rc<[Candidate]> = home.candidates.as_slice().into();
    let same = |group: &&mut Group| is_home(group) && group.within.is_empty();
    match groups.iter_mut().find(same) {
        Some(group) => {
            let others = group
                .candidates
                .iter()
                .filter(|candidate| candidate.feature != Feature::City);
            group.candidates = others.chain(candidates.iter()).cloned().collect();
            group.mentions += HOME;
        }
        None => groups.push(Group {
            mentions: HOME,
            ..Group::of(&home.folded, candidates)
        }),
    }
}

/// Mentions of one name in one sense belong together: a mention without a word on where it lies goes with the one before.
fn groups(mentions: &[Mention]) -> (Vec<Group>, Vec<Option<usize>>) {
    let outer_name = |mention: &Mention| {
        let outer = mention.within.map(|outer| mentions[outer].folded.clone());
        outer.unwrap_or_default()
    };
    let mut last: HashMap<&str, String> = HashMap::new();
    for mention in mentions
        .iter()
        .rev()
        .filter(|mention| mention.within.is_some())
    {
        last.insert(&mention.folded, outer_name(mention));
    }
    let mut numbers: HashMap<(String, String), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut of_mention = Vec::new();
    for mention in mentions {
        if mention.candidates.is_empty() {
            of_mention.push(None);
            continue;
        }
        if mention.within.is_some() {
            last.insert(&mention.folded, outer_name(mention));
        }
        let outer = last.get(&*mention.folded).cloned().unwrap_or_default();
        let number = *numbers
            .entry((mention.folded.clone(), outer))
            .or_insert_with(|| {
                groups.push(Group::of(&mention.folded, Rc::clone(&mention.candidates)));
                groups.len() - 1
            });
        groups[number].mentions += 1.0;
        groups[number].said = groups[number].said.or(mention.said);
        of_mention.push(Some(number));
    }
    for (mention, group) in mentions.iter().zip(&of_mention) {
        let outer = mention.within.and_then(|outer| of_mention[outer]);
        if let (Some(group), Some(outer)) = (*group, outer) {
            groups[group].within.push(outer);
            groups[outer].around.push(group);
        }
        let beside = mention.beside.and_then(|beside| of_mention[beside]);
        if let (Some(group), Some(beside)) =
            (*group, beside.filter(|beside| Some(*beside) != *group))
        {
            groups[group].beside.push(beside);
            groups[beside].beside.push(group);
        }
    }
    (groups, of_mention)
}

/// How much of the text is about each country and division, by their numbers.
struct Focus {
    regions: Vec<f64>,
    /// All that is said of any.
    all: f64,
}

impl Focus {
    fn of(groups: &[Group], hints: &[(usize, f64)], size: usize) -> Focus {
        let mut focus = Focus {
            regions: vec![0.0; size],
            all: hints.iter().map(|(_, weight)| weight).sum(),
        };
        for (country, weight) in hints {
            focus.regions[*country] += weight;
        }
        for group in groups {
            focus.all += group.weight();
            for (region, weight) in &group.says {
                focus.regions[*region] += weight;
            }
        }
        focus
    }

    /// The part of the text, without one group, that is about a country or division.
    fn about(&self, group: &Group, region: Option<usize>) -> f64 {
        let Some(region) = region else {
            return 0.0;
        };
        let own = group.says.get(&region).copied().unwrap_or(0.0);
        let rest = (self.all - group.weight()).max(0.5);
        ((self.regions[region] - own) / rest).clamp(0.0, 1.0)
    }
}

/// Numbers countries and divisions, so that adding up what a text says of them is cheap.
#[derive(Default)]
struct Regions {
    countries: HashMap<CountryCode, usize>,
    divisions: HashMap<(CountryCode, String), usize>,
}

impl Regions {
    fn len(&self) -> usize {
        self.countries.len() + self.divisions.len()
    }

    fn country(&mut self, code: CountryCode) -> usize {
        let next = self.len();
        *self.countries.entry(code).or_insert(next)
    }

    /// The numbers of a candidate's country and division.
    fn of(&mut self, candidate: &Candidate) -> (Option<usize>, Option<usize>) {
        let Some(code) = candidate.country else {
            return (None, None);
        };
        let country = self.country(code);
        if candidate.division.is_empty() {
            return (Some(country), None);
        }
        let next = self.len();
        let division = self.divisions.entry((code, candidate.division.clone()));
        (Some(country), Some(*division.or_insert(next)))
    }
}

impl Group {
    /// A name without mentions.
    fn of(folded: &str, candidates: Rc<[Candidate]>) -> Group {
        Group {
            folded: folded.to_owned(),
            candidates,
            within: Vec::new(),
            around: Vec::new(),
            beside: Vec::new(),
            said: None,
            mentions: 0.0,
            regions: Vec::new(),
            shares: Vec::new(),
            says: BTreeMap::new(),
        }
    }

    /// A name that is told often counts for more, but not as often as it is told.
    fn weight(&self) -> f64 {
        self.mentions.sqrt()
    }

    /// Sets the shares, and what they say of countries and divisions: the square of each one's share, so that a name that
    /// may lie anywhere says little.
    fn set(&mut self, shares: Vec<f64>) {
        let mut says: BTreeMap<usize, f64> = BTreeMap::new();
        for ((country, division), share) in self.regions.iter().zip(&shares) {
            for region in [country, division].into_iter().flatten() {
                *says.entry(*region).or_default() += share;
            }
        }
        let weight = self.weight();
        says.values_mut()
            .for_each(|share| *share = share.powi(2) * weight);
        self.says = says;
        self.shares = shares;
    }

    fn best(&self) -> Option<(&Candidate, f64)> {
        let pairs = self.candidates.iter().zip(self.shares.iter().copied());
        pairs.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

fn scores(groups: &[Group], number: usize, focus: &Focus, round: usize) -> Vec<f64> {
    let group = &groups[number];
    let others: Vec<(&Candidate, f64)> = groups
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != number)
        .filter_map(|(_, other)| other.best())
        .filter(|(candidate, share)| *share > 0.3 && is_point(candidate))
        .collect();
    let score =
        |(candidate, (country, division)): (&Candidate, &(Option<usize>, Option<usize>))| {
            let mut score =
                candidate.prior + contained(groups, group, candidate) + as_said(group, candidate);
            if round > 0 {
                score += COUNTRY * focus.about(group, *country).sqrt();
                score += DIVISION * focus.about(group, *division).sqrt();
                score += LISTED * alike(groups, group, candidate);
                if is_point(candidate) {
                    score += NEAR * nearness(candidate, &others);
                }
            }
            score
        };
    group
        .candidates
        .iter()
        .zip(&group.regions)
        .map(score)
        .collect()
}

/// The part of the places listed with it that are what a candidate is.
fn alike(groups: &[Group], group: &Group, candidate: &Candidate) -> f64 {
    if group.beside.is_empty() {
        return 0.0;
    }
    let is_alike = |other: &&usize| {
        let best = groups[**other].best();
        best.is_some_and(|(best, _)| best.feature == candidate.feature)
    };
    group.beside.iter().filter(is_alike).count() as f64 / group.beside.len() as f64
}

/// Small enough for distances to mean something.
fn is_point(candidate: &Candidate) -> bool {
    matches!(
        candidate.feature,
        Feature::City | Feature::District | Feature::Site
    )
}

fn nearness(candidate: &Candidate, others: &[(&Candidate, f64)]) -> f64 {
    // Farther off in latitude alone the exponential is nothing.
    let is_far = |other: &Candidate| (candidate.lat - other.lat).abs() > 40.0;
    let near =
        |(other, share): &(&Candidate, f64)| share * (-candidate.distance(other) / 120.0).exp();
    let sum: f64 = others
        .iter()
        .filter(|(other, _)| !is_far(other))
        .map(near)
        .sum();
    sum.min(1.0)
}

/// What the text says of where a candidate lies, and of what lies in it.
fn contained(groups: &[Group], group: &Group, candidate: &Candidate) -> f64 {
    let lies_in = |outer: &usize| {
        groups[*outer]
            .candidates
            .iter()
            .any(|outer| outer.holds(candidate))
    };
    let holds = |inner: &usize| {
        groups[*inner]
            .candidates
            .iter()
            .any(|inner| candidate.holds(inner))
    };
    let mut score = 0.0;
    if group.within.iter().any(lies_in) {
        score += WITHIN;
    }
    if !group.around.is_empty() {
        let held = group.around.iter().filter(|inner| holds(inner)).count();
        score += WITHIN / 2.0 * held as f64 / group.around.len() as f64;
    }
    score
}

fn as_said(group: &Group, candidate: &Candidate) -> f64 {
    let is_town = matches!(candidate.feature, Feature::City);
    match group.said {
        Some(Said::Division) if is_town => -1.5,
        Some(Said::Town) if is_town => 2.5,
        _ => 0.0,
    }
}

fn probabilities(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let weights: Vec<f64> = scores
        .iter()
        .map(|score| ((score - most) * SHARPNESS).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The likeliest candidate; readings nearby (a town and its district) count together.
fn meant(group: &Group) -> Option<Resolved> {
    let (best, _) = group.best()?;
    let near = group
        .candidates
        .iter()
        .zip(&group.shares)
        .filter(|(other, _)| other.distance(best) < 60.0);
    let share: f64 = near.map(|(_, share)| share).sum();
    Some(Resolved {
        candidate: best.clone(),
        confidence: (0.97 * share).clamp(0.05, 0.97),
    })
}

#[cfg(test)]
mod tests {
    use diurna_data::gazetteer::Gazetteer;
    use diurna_data::geography::Geography;
    use diurna_data::geonames::{Geonames, encode, fold};
    use diurna_record::Span;

    use super::*;
    use crate::place::atlas::{Atlas, Countries};
    use crate::place::made::town;

    /// What the words of a text mean; each may stand in another one, by its number.
    fn meant(words: &[(&str, Option<usize>)], hints: &[(&str, f64)]) -> Vec<String> {
        let towns = [
            town("Paris", "FRA", "Île-de-France", (48.85, 2.35), 2_100_000),
            town("Paris", "USA", "Texas", (33.66, -95.56), 24_800),
            town("Tyler", "USA", "Texas", (32.35, -95.3), 107_000),
            town("Springfield", "USA", "Missouri", (37.2, -93.3), 170_000),
            town("Springfield", "USA", "Illinois", (39.8, -89.65), 114_000),
            town(
                "Springfield",
                "USA",
                "Massachusetts",
                (42.1, -72.6),
                154_000,
            ),
            town(
                "Mexico City",
                "MEX",
                "Mexico City",
                (19.4, -99.1),
                12_000_000,
            ),
        ];
        let geonames = Geonames::from_bytes(encode(&towns).unwrap()).unwrap();
        let (gazetteer, geography) = (Gazetteer::bundled().unwrap(), Geography::bundled().unwrap());
        let countries = Countries::of(&gazetteer);
        let atlas = Atlas {
            countries: &countries,
            geography: &geography,
            geonames: Some(&geonames),
        };
        let mention = |(word, within): &(&str, Option<usize>)| Mention {
            tokens: 0..1,
            span: Span::new(0, word.len()),
            folded: fold(word),
            candidates: atlas.candidates(&fold(word), false).into(),
            literal: true,
            dateline: false,
            within: *within,
            said: None,
            beside: None,
        };
        let mentions: Vec<Mention> = words.iter().map(mention).collect();
        let hints = hints
            .iter()
            .map(|(code, weight)| (code.parse().unwrap(), *weight))
            .collect();
        let name = |found: Option<Resolved>| {
            found.map_or_else(String::new, |found| {
                let Candidate { name, admin1, .. } = found.candidate;
                format!("{name}/{admin1}")
            })
        };
        resolve(&mentions, None, &hints)
            .into_iter()
            .map(name)
            .collect()
    }

    #[test]
    fn large_namesake_is_meant_unless_the_text_says_more() {
        assert_eq!(meant(&[("Paris", None)], &[]), ["Paris/Île-de-France"]);
        assert_eq!(
            meant(&[("Paris", Some(1)), ("Texas", None)], &[])[0],
            "Paris/Texas"
        );
        assert_eq!(
            meant(&[("Paris", None), ("Tyler", None), ("Texas", None)], &[])[0],
            "Paris/Texas"
        );
    }

    #[test]
    fn one_name_has_the_senses_that_its_mentions_are_given() {
        let words = [
            ("Springfield", Some(1)),
            ("Illinois", None),
            ("Springfield", Some(3)),
            ("Massachusetts", None),
            ("Springfield", None),
        ];
        let found = meant(&words, &[]);
        assert_eq!(found[0], "Springfield/Illinois");
        assert_eq!(found[2], "Springfield/Massachusetts");
        assert_eq!(
            found[4], "Springfield/Massachusetts",
            "as the one before it"
        );
    }

    #[test]
    fn country_or_state_is_told_by_what_the_text_is_about() {
        assert_eq!(
            meant(&[("Georgia", None), ("Armenia", None)], &[])[0],
            "Georgia/"
        );
        assert_eq!(
            meant(&[("Georgia", None), ("Alabama", None)], &[])[0],
            "Georgia/Georgia"
        );
        assert_eq!(
            meant(&[("Georgia", None)], &[("USA", 2.0)])[0],
            "Georgia/Georgia"
        );
        assert_eq!(
            meant(&[("Mexico", None), ("Mexico City", None)], &[])[0],
            "Mexico/"
        );
    }
}
