"""Markets that pay bands name: by code or name, in any case; a new name becomes a new market."""

from collections.abc import Iterator
from operator import is_
from typing import cast

from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import MarketEntry
from taxonomy.canon.focus_documents import FocusDocument, PayEntry
from taxonomy.exchange.changes import Change
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Market
from taxonomy.text import folded


def with_known_markets(read: Read, directory: Directory) -> tuple[FocusDocument, list[Problem]]:
    """The document with the code of each market, and what is wrong with them."""
    document = cast(FocusDocument, read.document)
    problems: list[Problem] = []
    profiles = []
    for place, profile in enumerate(document.profiles):
        pay = [_known(band, directory) for band in profile.pay]
        if all(map(is_, pay, profile.pay)):
            profiles.append(profile)
            continue
        problems += _same_twice(read, place, pay)
        profiles.append(profile.model_copy(update={"pay": pay}))
    if not profiles:
        return document, problems
    return document.model_copy(update={"profiles": profiles}), problems


def _known(band: PayEntry, directory: Directory) -> PayEntry:
    if not band.market or band.market in directory.market_codes:
        return band
    market = directory.market(band.market)
    if market is None:
        market = Market(code=band.market, name=band.market)
        directory.learn_market(market)
        directory.new_markets.append(market)
    if market.code == band.market:
        return band
    return band.model_copy(update={"market": market.code})


def _same_twice(read: Read, place: int, pay: list[PayEntry]) -> Iterator[Problem]:
    """A list may name one market by its code and by its name."""
    seen = set()
    for nth, band in enumerate(pay):
        if band.terms in seen:
            reason = f"the pay band for {' '.join(band.terms)} is in this list twice"
            yield read.problem(("profiles", place, "pay", nth), reason)
        seen.add(band.terms)


def plan_market(
    entry: MarketEntry, read: Read, place: int, directory: Directory
) -> tuple[Change, Market] | Problem:
    stored = directory.market(entry.code)
    stored = stored if stored and folded(stored.code) == folded(entry.code) else None
    named = directory.market(entry.name) if entry.name else None
    if named is not None and named is not stored:
        reason = f"the market {entry.name!r} has the code {named.code!r} in the canon"
        return read.problem(("markets", place, "name"), reason)
    market = stored or Market(code=entry.code)
    change = Change(f"market {market.code}", None if stored is None else 0)
    change.compare(market, {"name": entry.name or market.name or entry.code})
    return change, market
