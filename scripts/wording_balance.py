#!/usr/bin/env python3
"""Count for each topic of the wording lexicon how many lines speak for each side.

    scripts/wording_balance.py

A line speaks for a side when it is kind to it or harsh to another side of the topic; one line may do both. The table goes into
docs/wording.md. Only the standard library.
"""
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "crates" / "diurna-data" / "wording"


def topics():
    """Name, sides, number of lines and the leanings of each line, for each topic."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        if path.name == "classes.txt":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            line = line.strip()
            if line.startswith("["):
                name, _, sides = line.strip("[]").partition(":")
                found.append((name.strip(), [side.strip() for side in sides.split("/") if side.strip()], []))
            elif line and not line.startswith("#"):
                leans = [lean.strip() for lean in line.split("|")[4].split(",")]
                found[-1][2].append([lean for lean in leans if lean != "-"])
    return found


def main():
    print("| topic | lines | kind to or harsh to | lines that speak for it |")
    print("| --- | --- | --- | --- |")
    for name, sides, lines in topics():
        kind = {side: sum(f"+{side}" in leans for leans in lines) for side in sides}
        harsh = {side: sum(f"-{side}" in leans for leans in lines) for side in sides}
        speak = {
            side: sum(any(lean == f"+{side}" or lean[0] == "-" and lean[1:] != side for lean in leans) for leans in lines)
            for side in sides
        }
        first = "; ".join(f"{side}: {kind[side]} kind, {harsh[side]} harsh" for side in sides)
        second = "; ".join(f"{side} {speak[side]}" for side in sides)
        print(f"| `{name}` | {len(lines)} | {first} | {second} |")


if __name__ == "__main__":
    main()
