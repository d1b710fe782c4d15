"""Annotates texts with spaCy: JSON lines with a "text" on stdin, JSON lines of annotations on stdout, in order.

    python annotate.py MODEL < texts.jsonl > annotations.jsonl

MODEL is an installed package's name or the folder of an unpacked pipeline. Each text goes through the pipeline alone, in
one call, so that its annotations depend on nothing else. `diurna-dev parity` runs this file, and
scripts/make_parity.py takes `annotate` from it, so that both mean the same by every field.
"""

import json
import sys


def annotate(doc):
    """The annotations of a Doc as plain lists, one item a token."""
    return {
        "text": doc.text,
        "tokens": [token.text for token in doc],
        "idx": [token.idx for token in doc],
        "spaces": [bool(token.whitespace_) for token in doc],
        "norm": [token.norm_ for token in doc],
        "shape": [token.shape_ for token in doc],
        "tag": [token.tag_ for token in doc],
        "pos": [token.pos_ for token in doc],
        "lemma": [token.lemma_ for token in doc],
        "morph": [str(token.morph) for token in doc],
        "head": [token.head.i for token in doc],
        "dep": [token.dep_ for token in doc],
        "ent_iob": [token.ent_iob_ for token in doc],
        "ent_type": [token.ent_type_ for token in doc],
        "sent_start": [bool(token.is_sent_start) for token in doc],
        "noun_chunks": [[chunk.start, chunk.end] for chunk in doc.noun_chunks],
    }


def main():
    import spacy

    # Both ends speak UTF-8 whatever the locale says; only "\n" ends a line.
    texts = open(sys.stdin.fileno(), encoding="utf-8", newline="\n")
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n")
    nlp = spacy.load(sys.argv[1])
    for line in texts:
        out.write(json.dumps(annotate(nlp(json.loads(line)["text"]))) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
