#!/usr/bin/env python3
"""Draws mentions of parties from records, for checking country and sector by hand.

    diurna code --format jsonl PAGES > records.jsonl
    scripts/draw_mentions.py --seed 1 records.jsonl > drawn.tsv

A mention counts if its party has a country or a sector, acts or suffers in an event, or speaks (a document or a thing that
"says" is no party). The forms of mention
(name, nominal, pronoun, metonym) get equal shares of the sample, and of each party one mention of a form is a candidate at
most, so that one article's hero does not fill the sample. A form with too few candidates leaves its places to the others.
The same records and seed give the same sample. Write `y` or `n` into the last two columns and count them:

    scripts/draw_mentions.py --count checked.tsv
"""

import argparse
import csv
import json
import random
import sys
from collections import defaultdict

FORMS = ["name", "nominal", "pronoun", "metonym"]
COLUMNS = ["number", "form", "mention", "name", "country", "sectors", "basis", "document", "sentence"]
VERDICTS = ["country_right", "sector_right"]


def parties_in_use(record):
    """Ids of the entities that take part in an event, or in a statement as a person or a body."""
    used = set()
    for event in record["events"]:
        used.update(party["entity"] for party in event["actors"] + event["recipients"])
    for statement in record["statements"]:
        speaker = statement.get("speaker")
        if speaker:
            used.add(speaker["entity"])
    things = {
        entity["id"]
        for entity in record["entities"]
        if entity["kind"] in ("other", "document", "place")
        and all(mention["form"] != "pronoun" for mention in entity["mentions"])
    }
    return used - things


def sentence_around(record, mention):
    """The sentence of a mention with the one before it, the mention in double brackets."""
    text = record["text"]
    at = next(
        (i for i, s in enumerate(record["sentences"]) if s["start"] <= mention["start"] < s["end"]), None
    )
    if at is None:
        start, end = max(0, mention["start"] - 200), mention["end"] + 200
    else:
        start = record["sentences"][max(0, at - 1)]["start"]
        end = record["sentences"][at]["end"]
    marked = f"{text[start:mention['start']]}[[{text[mention['start']:mention['end']]}]]{text[mention['end']:end]}"
    return " ".join(marked.split())


def candidates(records, chooser):
    """By form, one mention of each party that counts."""
    by_form = defaultdict(list)
    for record in records:
        used = parties_in_use(record)
        for entity in record["entities"]:
            if not (entity["id"] in used or entity.get("country") or entity.get("sectors")):
                continue
            of_form = defaultdict(list)
            for mention in entity["mentions"]:
                of_form[mention["form"]].append(mention)
            for form in FORMS:
                if of_form[form]:
                    by_form[form].append((record, entity, chooser.choice(of_form[form])))
    return by_form


def shares(by_form, size):
    """How many of each form; what a form lacks goes to the forms before it in turn."""
    taken = {form: 0 for form in FORMS}
    while sum(taken.values()) < size:
        open_forms = [form for form in FORMS if taken[form] < len(by_form[form])]
        if not open_forms:
            break
        for form in open_forms[: size - sum(taken.values())]:
            taken[form] += 1
    return taken


def draw(paths, seed, size):
    chooser = random.Random(seed)
    records = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            records.extend(json.loads(line) for line in file)
    by_form = candidates(records, chooser)
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(COLUMNS + VERDICTS)
    number = 0
    for form, count in shares(by_form, size).items():
        for record, entity, mention in chooser.sample(by_form[form], count):
            number += 1
            words = " ".join(record["text"][mention["start"] : mention["end"]].split())
            sectors = " ".join(entity.get("sectors") or []) or "-"
            row = [number, form, words, entity["name"], entity.get("country") or "-", sectors]
            row += [entity.get("basis") or "-", record["id"], sentence_around(record, mention), "", ""]
            writer.writerow(str(field).replace("\t", " ").replace("\n", " ") for field in row)


def count(path):
    right = defaultdict(lambda: [0, 0, 0, 0])
    with open(path, encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            country, sector = (row[column] == "y" for column in VERDICTS)
            for form in (row["form"], "all"):
                tally = right[form]
                for place, value in enumerate([1, country, sector, country and sector]):
                    tally[place] += value
    print(f"{'form':10}{'n':>5}{'country':>9}{'sector':>9}{'both':>9}")
    for form in [form for form in FORMS if form in right] + ["all"]:
        n, *rest = right[form]
        print(f"{form:10}{n:5}" + "".join(f"{100 * value / n:8.1f}%" for value in rest))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--count", metavar="TSV", help="count the verdicts of a checked sample")
    parser.add_argument("records", nargs="*", help="records as JSONL")
    args = parser.parse_args()
    if args.count:
        count(args.count)
    elif args.records:
        draw(args.records, args.seed, args.size)
    else:
        parser.error("expected records, or --count")


if __name__ == "__main__":
    main()
