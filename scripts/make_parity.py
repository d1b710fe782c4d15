"""Writes testdata/parity/own.jsonl: what spaCy says of the texts in own.txt.

    python scripts/make_parity.py MODEL [--source own.txt] [--out own.jsonl]

MODEL is an installed package's name or the folder of an unpacked en_core_web_sm 3.8.0. Each text goes through the
pipeline alone, in one call, so that an annotation depends on its text only. The fields are described in
testdata/parity/README.md; that file's "Made with" section is rewritten with the versions and the model's hash.
"""

import argparse
import hashlib
import json
import platform
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "testdata" / "parity"
MARK = "## Made with"
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|[ntrs#\\])")
PLAIN = {"n": "\n", "t": "\t", "r": "\r", "s": " ", "#": "#", "\\": "\\"}


def unescape(line):
    """Resolves the notation of own.txt; a backslash before any other character stands for itself."""

    def resolve(match):
        code = match.group(1)
        return chr(int(code[1:], 16)) if code[0] == "u" else PLAIN[code]

    return ESCAPE.sub(resolve, line)


def read_source(path):
    """Yields (kind, text) for every text of the source file."""
    kind, block = None, None
    # Only "\n" ends a line: str.splitlines would also split at the separators that the texts are made of.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line == '"""':
            if block is not None:
                yield kind, "\n".join(block)
            block = [] if block is None else None
        elif block is not None:
            block.append(line)
        elif re.fullmatch(r"\[[a-z-]+\]", line):
            kind = line[1:-1]
        elif line and not line.startswith("# "):
            yield kind, unescape(line)
    if block is not None:
        raise ValueError(f'{path}: the last """ is not closed')


def folder_hash(folder):
    """SHA-256 over the names and bytes of the files of a model folder, in order of their names."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(str(path.relative_to(folder)).encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def made_with(nlp, count, tokens):
    """The paragraph that says what made the file."""
    import spacy
    import thinc

    meta = nlp.meta
    return "\n".join(
        [
            MARK,
            "",
            "Written by `scripts/make_parity.py`; do not edit.",
            "",
            f"- {count} texts, {tokens} tokens",
            f"- spaCy {spacy.__version__}, thinc {thinc.__version__}, Python {platform.python_version()}"
            f" (Unicode {unicodedata.unidata_version})",
            f"- model {meta['lang']}_{meta['name']} {meta['version']}, SHA-256 of its folder `{folder_hash(nlp.path)}`",
            "",
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("model")
    parser.add_argument("--source", type=Path, default=FOLDER / "own.txt")
    parser.add_argument("--out", type=Path, default=FOLDER / "own.jsonl")
    args = parser.parse_args()

    import spacy

    sys.path.insert(0, str(ROOT / "crates" / "diurna-dev" / "python"))
    from annotate import annotate

    nlp = spacy.load(args.model)
    count = tokens = 0
    with args.out.open("w", encoding="utf-8", newline="\n") as out:
        for number, (kind, text) in enumerate(read_source(args.source)):
            record = {"id": number, "kind": kind} | annotate(nlp(text))
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count, tokens = number + 1, tokens + len(record["tokens"])
    readme = FOLDER / "README.md"
    head = readme.read_text(encoding="utf-8").split(MARK)[0]
    readme.write_text(head + made_with(nlp, count, tokens), encoding="utf-8")
    print(f"{count} texts, {tokens} tokens", file=sys.stderr)


if __name__ == "__main__":
    main()
