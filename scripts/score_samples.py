#!/usr/bin/env python3
"""Hold diurna's records of the sample pages against their hand-made gold.

    diurna code --format jsonl samples/pages > records.jsonl
    scripts/score_samples.py records.jsonl [--errors]

The records must be those of all pages, in the order of their file names.

An event is found when a record's event has one of the gold types, its trigger touches the gold stretch (or another telling of
the same act), and actor and recipient fit (country, and one of the sectors where gold names some). A statement is found when
its cue and speaker contain the gold words and its content holds the gold stretch; its speaker is right when the entity bears
the gold name. Precision counts a record's event as right when it fits any gold event, doubtful ones included; doubtful gold
events are left out of recall. A gold wording is found when a marked word touches its words in the text, and its voice is right
when both are the outlet's, or the marked word's statement has the gold speaker. Gold names the most telling words of a page,
not all: the share of marks that gold has is no precision. Only the standard library.
"""
import argparse
import json
import math
import pathlib
import re

GOLD = pathlib.Path(__file__).resolve().parent.parent / "samples" / "gold"
FLAT = str.maketrans("’‘“”", "''\"\"")


def norm(text):
    return re.sub(r"\s+", " ", (text or "").translate(FLAT)).lower()


def find(text, stretch):
    """Where the stretch stands in the text, white space folded; None if it does not."""
    pattern = r"\s+".join(re.escape(word) for word in stretch.translate(FLAT).lower().split())
    match = re.search(pattern, text.translate(FLAT).lower())
    return match.span() if match else None


class Page:
    def __init__(self, record):
        self.record = record
        self.text = record["text"]
        self.entities = {entity["id"]: entity for entity in record["entities"]}

    def party_fits(self, parties, wanted):
        """One of the parties has the wanted country and one of the wanted sectors, or the wanted words."""
        for party in parties:
            entity = self.entities[party["entity"]]
            country_fits = not wanted["country"] or entity["country"] == wanted["country"]
            sector_fits = not wanted["sectors"] or set(wanted["sectors"]) & set(entity["sectors"])
            names = [entity["name"], party["text"]] + [mention["text"] for mention in entity["mentions"]]
            named = any(norm(wanted["text"]) in norm(name) or norm(name) in norm(wanted["text"]) for name in names)
            if wanted["country"] and country_fits and (sector_fits or named):
                return True
            if not wanted["country"] and named:
                return True
        return False

    def near(self, event, gold):
        for stretch in [gold["in"]] + gold.get("also_in", []):
            at = find(self.text, stretch)
            if at and any(t["start"] < at[1] and t["end"] > at[0] for t in event["trigger"]):
                return True
        return False

    def event_level(self, event, gold):
        """0 nothing, 1 type and place, 2 also an actor, 3 also a recipient."""
        if event["type"] not in gold["types"] or not self.near(event, gold):
            return 0
        if not any(self.party_fits(event["actors"], actor) for actor in gold["actors"]):
            return 1
        others = event["recipients"] or event["actors"]
        if gold["recipients"] and not any(self.party_fits(others, recipient) for recipient in gold["recipients"]):
            return 2
        return 3

    def statement_fits(self, statement, gold):
        content = " ".join(self.text[c["start"]:c["end"]] for c in statement["content"])
        if norm(gold["content"]) not in norm(content):
            return False
        cue = statement["cue"]["text"] if statement["cue"] else ":"
        if norm(gold["cue"]) not in norm(cue) and norm(cue) not in norm(gold["cue"]):
            return False
        if gold["speaker"] is None:
            return True
        if not statement["speaker"]:
            return False
        speaker = norm(statement["speaker"]["text"])
        return norm(gold["speaker"]) in speaker or speaker in norm(gold["speaker"])


    def is_resolved(self, statement, who):
        """The speaker's entity bears the name, by itself or in another mention than the speaker's own."""
        if not statement["speaker"]:
            return False
        entity = self.entities[statement["speaker"]["entity"]]
        others = [m["text"] for m in entity["mentions"] if m["start"] != statement["speaker"]["start"]]
        return any(norm(who) in norm(name) for name in [entity["name"]] + others)

    def spots(self, stretch):
        """All places of the stretch in the text."""
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in stretch.translate(FLAT).lower().split()) + r"(?!\w)"
        return [match.span() for match in re.finditer(pattern, self.text.translate(FLAT).lower())]

    def marked(self, gold):
        """The marked words that touch the gold words."""
        spots = self.spots(gold["text"])
        return [it for it in self.record["wording"] if any(it["start"] < end and it["end"] > start for start, end in spots)]

    def voice_fits(self, marked, gold):
        if "outlet" in (marked["voice"], gold["voice"]):
            return marked["voice"] == gold["voice"]
        statement = next(it for it in self.record["statements"] if it["id"] == marked["voice"])
        if not statement["speaker"]:
            return False
        entity = self.entities[statement["speaker"]["entity"]]
        names = [entity["name"], statement["speaker"]["text"]] + [mention["text"] for mention in entity["mentions"]]
        return any(norm(gold["voice"]) in norm(name) or norm(name) in norm(gold["voice"]) for name in names)


def ratio(part, whole):
    return 100 * part / whole if whole else 0.0


def fit(pairs):
    """Slope and height of a logistic regression of right or wrong on one number, by Newton's method."""
    slope, height = 1.0, 0.0
    for _ in range(30):
        gradient, curve = [0.0, 0.0], [0.0, 0.0, 0.0]
        for x, right in pairs:
            share = 1 / (1 + math.exp(-(slope * x + height)))
            miss, weight = right - share, share * (1 - share)
            gradient = [gradient[0] + miss * x, gradient[1] + miss]
            curve = [curve[0] + weight * x * x, curve[1] + weight * x, curve[2] + weight]
        scale = curve[0] * curve[2] - curve[1] ** 2
        slope += (gradient[0] * curve[2] - gradient[1] * curve[1]) / scale
        height += (gradient[1] * curve[0] - gradient[0] * curve[1]) / scale
    return slope, height


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--errors", action="store_true", help="name what is missing and what is too much")
    parser.add_argument("--reliability", action="store_true", help="print how many events of each confidence are right, and what would set it right")
    args = parser.parse_args()
    levels, gold_events, coded, right, statements, statements_found, forbidden, broken = [0, 0, 0, 0], 0, 0, 0, 0, 0, 0, 0
    modes_right = status_right = named = resolved = nested = nested_found = 0
    wordings = wordings_found = voices_right = marks = marks_in_gold = 0
    bins, told = [[0, 0, 0.0] for _ in range(10)], []
    records = [json.loads(line) for line in open(args.records, encoding="utf-8")]
    for gold_file, record in zip(sorted(GOLD.glob("*.json")), records, strict=True):
        gold, page = json.loads(gold_file.read_text(encoding="utf-8")), Page(record)
        events = [event for event in record["events"] if event["status"] not in ("negated", "hypothetical")]
        for want in gold["events"]:
            best = max((page.event_level(event, want) for event in events), default=0)
            if not want.get("doubtful"):
                gold_events += 1
                levels[best] += 1
                same = [event for event in events if page.event_level(event, want) == best]
                modes_right += best == 3 and any(set(event["modes"]) == set(want["modes"]) for event in same)
                status_right += best == 3 and any(event["status"] == want["status"] for event in same)
            if best < 3 and args.errors and not want.get("doubtful"):
                print(f"missing  {gold['page']}: {'/'.join(want['types'])} level {best}: {want['in']}")
        for event in events:
            coded += 1
            fits = any(page.event_level(event, want) == 3 for want in gold["events"])
            right += fits
            tenth = bins[min(int(event["confidence"] * 10), 9)]
            tenth[:] = tenth[0] + 1, tenth[1] + fits, tenth[2] + event["confidence"]
            told.append((math.log(event["confidence"] / (1 - event["confidence"])), fits))
            if not fits and args.errors:
                start, end = event["trigger"][0]["start"], event["trigger"][-1]["end"]
                print(f"too much {gold['page']}: {event['type']} {event['rule']}: {page.text[start:end]!r}")
        for trap in gold["must_not_code"]:
            forbidden += 1
            broken += any(event["type"] in trap["types"] and page.near(event, {"in": trap["in"]}) and event["status"] == "asserted" for event in events)
        for want in gold["statements"]:
            statements += 1
            fitting = [statement for statement in record["statements"] if page.statement_fits(statement, want)]
            found = bool(fitting)
            statements_found += found
            if want.get("who") and found:
                named += 1
                right_one = any(page.is_resolved(statement, want["who"]) for statement in fitting)
                resolved += right_one
                if not right_one and args.errors:
                    print(f"speaker  {gold['page']}: {want['speaker']} is not {want['who']}: {want['content'][:60]}")
            if want.get("nested") and found:
                nested += 1
                nested_found += any(statement["within"] for statement in fitting)
            if not found and args.errors:
                print(f"missing  {gold['page']}: statement {want['speaker']} {want['cue']}: {want['content'][:60]}")
        for want in gold["wording"]:
            wordings += 1
            touching = page.marked(want)
            wordings_found += bool(touching)
            voices_right += any(page.voice_fits(marked, want) for marked in touching)
            if args.errors and not touching:
                print(f"missing  {gold['page']}: wording {want['voice']}: {want['text']}")
            elif args.errors and not any(page.voice_fits(marked, want) for marked in touching):
                print(f"voice    {gold['page']}: {touching[0]['voice']} for {want['voice']}: {want['text']}")
        for marked in record["wording"]:
            marks += 1
            wanted = any(marked in page.marked(want) for want in gold["wording"])
            marks_in_gold += wanted
            if args.errors and not wanted:
                print(f"extra    {gold['page']}: {marked['kind']} {marked['rule']} {marked['voice']}: {page.text[max(0, marked['start'] - 30):marked['end'] + 30]!r}")
    typed, acted, full = sum(levels[1:]), sum(levels[2:]), levels[3]
    print(f"events: recall type {ratio(typed, gold_events):.1f}, + actor {ratio(acted, gold_events):.1f}, + recipient {ratio(full, gold_events):.1f} of {gold_events}")
    print(f"events: precision {ratio(right, coded):.1f} of {coded}")
    print(f"of {full} found whole: modes {ratio(modes_right, full):.1f}, status {ratio(status_right, full):.1f}")
    print(f"must not code: {forbidden - broken} of {forbidden} kept")
    print(f"statements: recall {ratio(statements_found, statements):.1f} of {statements}")
    print(f"speakers without a name: {resolved} of {named} are who they should be; {nested_found} of {nested} nested statements are within another")
    print(f"wording: recall {ratio(wordings_found, wordings):.1f}, with the right voice {ratio(voices_right, wordings):.1f} of {wordings}")
    print(f"wording: {ratio(marks_in_gold, marks):.1f} of {marks} marks stand in gold")
    if args.reliability:
        print("confidence  events  mean  right")
        for tenth, (count, fits, total) in enumerate(bins):
            if count:
                print(f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}     {count:6}  {total / count:.2f}  {fits / count:.2f}")
        slope, height = fit(told)
        print(f"log-odds of being right: {slope:.3f} times those of the confidence, plus {height:.3f}")


if __name__ == "__main__":
    main()
