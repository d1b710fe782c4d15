//! `--stats`: what a run did and where its time went.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use diurna::{Coded, Stages, Tally};

/// Sums over a run.
#[derive(Debug)]
pub(crate) struct Stats {
    begun: Instant,
    load: Duration,
    counts: Counts,
    write: Duration,
}

/// What one document, or many, came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    words: usize,
    events: usize,
    statements: usize,
    /// Marked words by topic.
    wording: BTreeMap<String, usize>,
    stages: Stages,
}

impl Counts {
    pub(crate) fn of(coded: &Coded) -> Counts {
        let mut wording = BTreeMap::new();
        for marked in &coded.record.wording {
            *wording.entry(marked.topic.clone()).or_default() += 1;
        }
        Counts {
            wording,
            words: coded.words,
            events: coded.record.events.len(),
            statements: coded.record.statements.len(),
            stages: coded.stages,
        }
    }
}

impl Stats {
    /// Starts the clock.
    pub(crate) fn begin() -> Stats {
        Stats {
            begun: Instant::now(),
            load: Duration::ZERO,
            counts: Counts::default(),
            write: Duration::ZERO,
        }
    }

    /// Model and data are in memory.
    pub(crate) fn loaded(&mut self) {
        self.load = self.begun.elapsed();
    }

    /// Adds a document.
    pub(crate) fn add(&mut self, counts: Counts, write: Duration) {
        self.counts.words += counts.words;
        self.counts.events += counts.events;
        self.counts.statements += counts.statements;
        for (topic, count) in counts.wording {
            *self.counts.wording.entry(topic).or_default() += count;
        }
        self.counts.stages += counts.stages;
        self.write += write;
    }

    /// The report, when all is done.
    pub(crate) fn report(&self, tally: Tally) -> String {
        let wall = self.begun.elapsed().as_secs_f64();
        let run = (wall - self.load.as_secs_f64()).max(f64::MIN_POSITIVE);
        // CPU time of the whole process, loading included.
        let cpu = ProcessTime::now().as_duration().as_secs_f64();
        let Counts {
            words,
            events,
            statements,
            wording,
            stages,
        } = &self.counts;
        let lines: [(&str, String); 10] = [
            (
                "documents",
                format!("{} ({} set aside)", tally.documents(), tally.set_aside),
            ),
            ("words", words.to_string()),
            ("events", events.to_string()),
            ("statements", statements.to_string()),
            ("wording", by_topic(wording)),
            ("load", format!("{:.3} s", self.load.as_secs_f64())),
            ("wall time", format!("{wall:.3} s")),
            ("CPU time", format!("{cpu:.3} s")),
            (
                "speed",
                format!(
                    "{:.1} pages/s, {:.0} words/s",
                    tally.documents() as f64 / run,
                    *words as f64 / run
                ),
            ),
            ("stages", shares(*stages, self.write)),
        ];
        let lines = lines.map(|(name, value)| format!("{name:<12}{value}"));
        lines.join("\n")
    }
}

/// `5: killing 3, reporting 2`.
fn by_topic(wording: &BTreeMap<String, usize>) -> String {
    let total: usize = wording.values().sum();
    let topics = wording
        .iter()
        .map(|(topic, count)| format!("{topic} {count}"));
    let topics: Vec<String> = topics.collect();
    let between = if topics.is_empty() { "" } else { ": " };
    format!("{total}{between}{}", topics.join(", "))
}

fn shares(stages: Stages, write: Duration) -> String {
    let all = (stages.total() + write)
        .as_secs_f64()
        .max(f64::MIN_POSITIVE);
    let share =
        |name: &str, time: Duration| Share(name.to_owned(), 100.0 * time.as_secs_f64() / all);
    let shares = [
        share("read", stages.read),
        share("analyze", stages.analyze),
        share("code", stages.code),
        share("write", write),
    ];
    shares.map(|share| share.to_string()).join(", ")
}

struct Share(String, f64);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:.0} %", self.0, self.1)
    }
}
