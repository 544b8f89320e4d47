"""Invented canons of any size, as canon documents: the same number gives the same canon.

Shapes follow tests/factories.py (a ladder of whole profiles a focus); nothing here is measured.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEVELS = [f"P{rank}" for rank in range(1, 9)] + [f"M{rank}" for rank in range(1, 7)]
VERBS = ("Checks", "Plans", "Mends", "Measures", "Teaches", "Orders", "Records", "Tests", "Weighs")
OBJECTS = ("valves", "ledgers", "looms", "beds", "orders", "bridges", "claims", "vaults", "kilns")
PLACES = ("north", "south", "harbour", "upper", "lower", "river", "market", "mill", "station")
TRADES = ("Keeper", "Surveyor", "Clerk", "Warden", "Planner", "Fitter", "Buyer", "Tester", "Binder")
SYLLABLES = ("ba", "ko", "mi", "ter", "lan", "sor", "ved", "ru", "hal", "pen", "dro", "gim", "tas")
MARKETS = [f"{a}{b}" for a in "ABCD" for b in "EFGHI"]

Document = dict[str, Any]


def word(number: int) -> str:
    """A made-up word: neighbours in number are not neighbours in letters."""
    made, left = "", number * 7919 + 13
    while left:
        left, place = divmod(left, len(SYLLABLES))
        made += SYLLABLES[place]
    return made


def documents(profiles: int, *, rows: int = 70, seed: int = 1) -> Iterator[Document]:
    """Levels, functions, then a focus document for every five profiles.

    `rows` is how many database rows a profile has: mostly responsibilities, pay bands, aliases and
    mappings, in the proportion 4 : 3 : 2 : 2.
    """
    chance = random.Random(seed)
    focuses = -(-profiles // 5)
    functions = max(1, focuses // 40)
    yield {"levels": [{"code": code, "name": f"Rung {code}"} for code in LEVELS]}
    yield {
        "functions": [
            {
                "code": f"F{n:05d}",
                "name": f"{word(n).title()} Works {n}",
                "family": f"Family {n // 5}",
                "super_function": f"Division {n // 25}",
            }
            for n in range(functions)
        ]
    }
    for n in range(focuses):
        yield _focus(n, f"F{n % functions:05d}", rows, chance)


def _focus(n: int, function: str, rows: int, chance: random.Random) -> Document:
    first = chance.randrange(len(LEVELS) - 4)
    name = f"{word(n).title()} {chance.choice(PLACES).title()}"
    return {
        "function": function,
        "focus": {"code": f"X{n:07d}", "name": f"{name} {n}", "summary": _sentence(chance, 24)},
        "skills": [
            {"name": f"{word(s).title()} {chance.choice(OBJECTS)}", "text": _sentence(chance, 12)}
            for s in sorted(chance.sample(range(900), 8))
        ],
        "sources": [{"title": f"Handbook of {word(n)}", "publisher": "Guild", "published": "2024"}],
        "scores": {"concreteness": "4.5", "factual_accuracy": "4.0"},
        "profiles": [
            _profile(n, name, level, max(rows - 2, 4), chance)
            for level in LEVELS[first : first + 5]
        ],
    }


def _profile(n: int, name: str, level: str, rows: int, chance: random.Random) -> Document:
    duties, bands, aliases = rows * 4 // 11, rows * 3 // 11, rows * 2 // 11
    median = 40_000 + 7_000 * int(level[1:])
    trade = chance.choice(TRADES)
    return {
        "level": level,
        "title": f"{name} {trade} {level}",
        "summary": _sentence(chance, 16),
        "status": "approved",
        "confidence": "0.82",
        "scope": "global",
        "responsibilities": [_sentence(chance, 14) for _ in range(duties)],
        "guideline": {
            cell: _sentence(chance, 14)
            for cell in ("knowledge", "complexity", "collaboration", "experience")
        },
        "pay": [
            {
                "market": market,
                "currency": "USD",
                "low": median * 8 // 10,
                "median": median,
                "high": median * 13 // 10,
                "basis": "survey",
            }
            for market in MARKETS[: min(bands, len(MARKETS))]
        ],
        "aliases": [f"{word(n * 31 + a).title()} {trade} {a}" for a in range(aliases)],
        "mappings": [
            {"scheme": "SOC 2018", "code": f"{11 + m}-{1000 + n % 9000}"}
            for m in range(max(rows - duties - min(bands, len(MARKETS)) - aliases, 0))
        ],
    }


def _sentence(chance: random.Random, length: int) -> str:
    words = [chance.choice(VERBS), chance.choice(PLACES), chance.choice(OBJECTS)]
    words += [word(int(chance.paretovariate(0.7)) % 20_000) for _ in range(length - 3)]
    return " ".join(words)


def write_json_lines(path: Path, profiles: int, **shape: int) -> int:
    """Writes the documents, one a line; returns the bytes written."""
    with path.open("w", encoding="utf-8") as stream:
        for document in documents(profiles, **shape):
            stream.write(json.dumps(document, ensure_ascii=False) + "\n")
    return path.stat().st_size
