//! `diurna-dev train`: labelled sentences to the classifier's weights.
//!
//! Multinomial logistic regression by stochastic gradient descent with AdaGrad steps and L2 regularization; the order of
//! the examples is shuffled by a fixed generator, so that the same sentences give the same file. Each sentence is seen twice,
//! once with what the rules say and once without, so that neither side can lean on the other alone. The pair turned round
//! is an example of "nothing", unless the sentence says otherwise. Rare labels weigh more.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use diurna::models::Home;
use diurna::record::{Span, Status};
use diurna::{Article, By, Coder, Features, Label, Pair, Pipeline, Resources, Settings};

use super::project_file;
use crate::Outcome;
use crate::sentences::{self, Sentence};

/// Arguments.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of labelled sentences [default: training/sentences]
    #[arg(long)]
    sentences: Option<PathBuf>,
    /// Weights file to write [default: the one that diurna-coder bundles]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Rounds over all examples
    #[arg(long, default_value_t = 16)]
    rounds: usize,
    /// Strength of the regularization
    #[arg(long, default_value_t = 1e-4)]
    l2: f32,
    /// Size of the first steps
    #[arg(long, default_value_t = 0.2)]
    rate: f32,
    /// Features seen in fewer examples are left out
    #[arg(long, default_value_t = 5)]
    seldom: usize,
    /// How much more rare labels weigh: 0 not at all, 1 as much as frequent ones in sum
    #[arg(long, default_value_t = 1.0)]
    balance: f32,
}

/// One view of a pair: its features by number, and its label.
struct Example {
    features: Vec<u32>,
    label: usize,
    weight: f32,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    // The rules alone, so that no earlier weights have a say in the next.
    let settings = Settings {
        by: By::Rules,
        ..Settings::new(Home::find()?)
    };
    let resources = Arc::new(Resources::load(&settings)?);
    let mut pipeline = Pipeline::new(&resources);
    let default =
        |given: &Option<PathBuf>, name| given.clone().unwrap_or_else(|| project_file(name));
    let folder = default(&args.sentences, "training/sentences");
    let out = default(&args.out, "crates/diurna-coder/weights/relation.bin");
    let mut sentences = sentences::read_folder(&folder)?;
    sentences.extend(of_lexicon(&mut pipeline, resources.coder())?);
    let seen = look(&mut pipeline, resources.coder(), &sentences)?;
    let labels = labels(&seen);
    let (hashes, examples) = number(&seen, &labels, args);
    eprintln!(
        "{} sentences, {} examples, {} labels, {} features",
        sentences.len(),
        examples.len(),
        labels.len(),
        hashes.len()
    );
    let trained = train(&examples, labels.len(), hashes.len(), args);
    let bytes = trained.file(&labels, &hashes);
    std::fs::write(&out, &bytes).with_context(|| out.display().to_string())?;
    println!("{}: {} bytes", out.display(), bytes.len());
    Ok(Outcome::Same)
}

/// The sentences beside the lexicon's entries that must be coded; their parties are the first of the countries they name.
fn of_lexicon(pipeline: &mut Pipeline, coder: &Coder) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for example in coder
        .lexicon()
        .all()
        .iter()
        .flat_map(|entry| &entry.examples)
    {
        let Some(expected) = &example.expected else {
            continue;
        };
        let record = pipeline.code(Article::from_text(&example.id, &example.text))?;
        let first = |code: &Option<String>| -> Vec<Span> {
            let of_country = |country: Option<_>| {
                country.map(|country: diurna::record::CountryCode| country.to_string()) == *code
            };
            let entities = record
                .entities
                .iter()
                .filter(|entity| of_country(entity.country));
            let spans =
                entities.flat_map(|entity| entity.mentions.iter().map(|mention| mention.at.span));
            spans.min().into_iter().collect()
        };
        let (Some(_), source) = (&expected.actor, first(&expected.actor)) else {
            continue;
        };
        let target = expected
            .recipient
            .as_ref()
            .map_or(Vec::new(), |_| first(&expected.recipient));
        if source.is_empty() || expected.recipient.is_some() && target.is_empty() {
            continue;
        }
        sentences.push(Sentence {
            id: example.id.clone(),
            label: Label::new(expected.event_type, None),
            modes: Vec::new(),
            status: Status::Asserted,
            text: example.text.clone(),
            source,
            target,
        });
    }
    Ok(sentences)
}

/// What the classifier sees of each sentence's pair and of the pair turned round.
fn look(
    pipeline: &mut Pipeline,
    coder: &Coder,
    sentences: &[Sentence],
) -> anyhow::Result<Vec<(Label, Features, f32)>> {
    let told: HashSet<(&str, &[Span], &[Span])> = sentences
        .iter()
        .map(|one| (one.text.as_str(), &*one.source, &*one.target))
        .collect();
    let mut seen = Vec::new();
    for one in sentences {
        let article = Article::from_text(&one.id, &one.text);
        let doc = pipeline.parse(&article)?;
        let pair = |source: &[Span], target: &[Span]| Pair {
            id: one.id.clone(),
            source: source.to_vec(),
            target: target.to_vec(),
        };
        let mut pairs = vec![pair(&one.source, &one.target)];
        let turned = !one.target.is_empty()
            && !is_mutual(one.label)
            && !told.contains(&(one.text.as_str(), &*one.target, &*one.source));
        if turned {
            pairs.push(pair(&one.target, &one.source));
        }
        let features = coder.features(&one.id, &doc, &pairs);
        let weights = [(one.label, 1.0), (Label::NONE, 0.3)];
        for ((label, weight), features) in weights.into_iter().zip(features) {
            seen.push((label, features.clone(), weight));
            seen.push((label, features.without_rules(), weight));
        }
    }
    Ok(seen)
}

/// Types whose parties may stand on either side.
fn is_mutual(label: Label) -> bool {
    use diurna::record::EventType;
    matches!(
        label.event_type,
        Some(EventType::Consult | EventType::Cooperate | EventType::Support | EventType::Agree)
    )
}

/// The labels of the sentences, "nothing" first, then in order of their names.
fn labels(seen: &[(Label, Features, f32)]) -> Vec<Label> {
    let others: BTreeMap<String, Label> = seen
        .iter()
        .filter(|(label, ..)| *label != Label::NONE)
        .map(|(label, ..)| (label.to_string(), *label))
        .collect();
    [Label::NONE]
        .into_iter()
        .chain(others.into_values())
        .collect()
}

/// Numbers the features that are seen often enough, in order of their hashes.
fn number(
    seen: &[(Label, Features, f32)],
    labels: &[Label],
    args: &Args,
) -> (Vec<u32>, Vec<Example>) {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for (_, features, _) in seen {
        for hash in features.hashes() {
            *counts.entry(hash).or_default() += 1;
        }
    }
    let mut hashes: Vec<u32> = counts
        .into_iter()
        .filter_map(|(hash, count)| (count >= args.seldom).then_some(hash))
        .collect();
    hashes.sort_unstable();
    let mut of_label: HashMap<Label, f32> = HashMap::new();
    for (label, _, weight) in seen {
        *of_label.entry(*label).or_default() += weight;
    }
    let mean = of_label.values().sum::<f32>() / of_label.len().max(1) as f32;
    let examples = seen.iter().map(|(label, features, weight)| Example {
        features: features
            .hashes()
            .filter_map(|hash| hashes.binary_search(&hash).ok())
            .map(|at| at as u32)
            .collect(),
        label: labels.iter().position(|other| other == label).unwrap_or(0),
        weight: weight * (mean / of_label[label]).powf(args.balance).min(10.0),
    });
    let examples = examples.collect();
    (hashes, examples)
}

struct Trained {
    biases: Vec<f32>,
    /// Weights, feature by feature.
    weights: Vec<f32>,
}

fn train(examples: &[Example], labels: usize, features: usize, args: &Args) -> Trained {
    let mut trained = Trained {
        biases: vec![0.0; labels],
        weights: vec![0.0; labels * features],
    };
    let mut squares = vec![1e-6_f32; labels * features];
    let mut bias_squares = vec![1e-6_f32; labels];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..args.rounds {
        shuffle(&mut order, &mut state);
        let mut loss = 0.0;
        for at in &order {
            let example = &examples[*at];
            let share = 1.0 / (example.features.len().max(1) as f32).sqrt();
            let mut scores = trained.scores(example, share);
            softmax(&mut scores);
            loss -= f64::from(scores[example.label].max(1e-9).ln() * example.weight);
            for (label, score) in scores.iter_mut().enumerate() {
                *score = (*score - f32::from(u8::from(label == example.label))) * example.weight;
            }
            for (label, slope) in scores.iter().enumerate() {
                bias_squares[label] += slope * slope;
                trained.biases[label] -= args.rate * slope / bias_squares[label].sqrt();
            }
            for feature in &example.features {
                let row = *feature as usize * labels..(*feature as usize + 1) * labels;
                let weights = &mut trained.weights[row.clone()];
                for ((weight, square), slope) in
                    weights.iter_mut().zip(&mut squares[row]).zip(&scores)
                {
                    let slope = slope * share + args.l2 * *weight;
                    *square += slope * slope;
                    *weight -= args.rate * slope / square.sqrt();
                }
            }
        }
        if round + 1 == args.rounds {
            eprintln!("loss {:.4}", loss / examples.len() as f64);
        }
    }
    trained
}

/// Fisher-Yates over a 64-bit xorshift.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(last, (*state % (last as u64 + 1)) as usize);
    }
}

fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    scores
        .iter_mut()
        .for_each(|score| *score = (*score - highest).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

impl Trained {
    fn scores(&self, example: &Example, share: f32) -> Vec<f32> {
        let labels = self.biases.len();
        let mut scores = vec![0.0; labels];
        for feature in &example.features {
            let row = &self.weights[*feature as usize * labels..(*feature as usize + 1) * labels];
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(score, weight)| *score += weight);
        }
        scores
            .iter_mut()
            .zip(&self.biases)
            .for_each(|(score, bias)| *score = *score * share + bias);
        scores
    }

    /// The file as `diurna_coder`'s `classify::weights` describes it.
    fn file(&self, labels: &[Label], hashes: &[u32]) -> Vec<u8> {
        let count = labels.len();
        let mut scales = vec![f32::MIN_POSITIVE; count];
        for row in self.weights.chunks(count) {
            for (scale, weight) in scales.iter_mut().zip(row) {
                *scale = scale.max(weight.abs() / 127.0);
            }
        }
        let mut bytes = b"diurna-relation-1\n".to_vec();
        bytes.extend((count as u32).to_le_bytes());
        for label in labels {
            bytes.extend(format!("{label}\n").bytes());
        }
        for (bias, scale) in self.biases.iter().zip(&scales) {
            bytes.extend(bias.to_le_bytes());
            bytes.extend(scale.to_le_bytes());
        }
        bytes.extend((hashes.len() as u32).to_le_bytes());
        hashes
            .iter()
            .for_each(|hash| bytes.extend(hash.to_le_bytes()));
        for row in self.weights.chunks(count) {
            let whole = row
                .iter()
                .zip(&scales)
                .map(|(weight, scale)| (weight / scale).round() as i8);
            bytes.extend(whole.map(|weight| weight as u8));
        }
        bytes
    }
}
