//! Words a CPU second: `throughput MODEL FILE... [--kernel NAME] [--repeat N]`.
//!
//! A file is a text, or with the ending `.jsonl` a line of JSON for each text, which stands in the field `text`. All
//! texts are read before the clock starts; each is analysed as a whole, on one thread.

#![expect(clippy::print_stdout, reason = "an example is a program")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ProcessTime;
use diurna_text::{Analyzer, Kernel, Model};

struct Options {
    model: PathBuf,
    files: Vec<PathBuf>,
    kernel: Option<Kernel>,
    repeat: usize,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut paths = Vec::new();
    let (mut kernel, mut repeat) = (None, 1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or("option without value");
        match argument.as_str() {
            "--kernel" => kernel = Some(value()?.parse()?),
            "--repeat" => repeat = value()?.parse()?,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    if paths.len() < 2 {
        return Err("expected a model and files of text".into());
    }
    Ok(Options {
        model: paths.remove(0),
        files: paths,
        kernel,
        repeat,
    })
}

fn texts(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let content = fs::read_to_string(path)?;
    if path.extension().is_none_or(|ending| ending != "jsonl") {
        return Ok(vec![content]);
    }
    let mut texts = Vec::new();
    for line in content.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        texts.extend(value["text"].as_str().map(str::to_owned));
    }
    Ok(texts)
}

/// The most memory that the process has held, in MB; Linux only.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut input = Vec::new();
    for file in &options.files {
        input.extend(texts(file)?);
    }
    let words: usize = input
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let start = Instant::now();
    let model = Arc::new(Model::load(&options.model)?);
    let load = start.elapsed();
    let kernel = options.kernel.or_else(|| Kernel::available().next());
    let kernel = kernel.ok_or("no kernel")?;
    let mut analyzer = Analyzer::with_kernel(&model, kernel).ok_or("kernel not available here")?;
    let start = ProcessTime::now();
    let mut tokens = 0;
    for _ in 0..options.repeat {
        for text in &input {
            tokens += analyzer.analyze(text)?.len();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let words = words * options.repeat;
    println!(
        "{} {} {kernel:?}: {words} words, {tokens} tokens, {seconds:.3} CPU s, {:.0} words/CPU-s, load {:.1} ms, peak {} MB",
        model.name(),
        model.version(),
        words as f64 / seconds,
        load.as_secs_f64() * 1000.0,
        peak_memory().unwrap_or(0),
    );
    Ok(())
}
