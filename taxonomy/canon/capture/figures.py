"""Short figures as pages print them: levels, years of experience, pay, the chips of a profile.

Each reader takes a piece of text and raises ValueError with what is wrong with it.
"""

import re
from decimal import Decimal
from typing import Any

from taxonomy import keys, reference_levels
from taxonomy.canon.capture.saved_page import shown

DASH = "[-‐‑–—]"
LEVEL = reference_levels.CODE  # public catalogues have the reference levels
KEY = re.compile(rf"{keys.CODE}\.{keys.CODE}\.{LEVEL}")

_YEARS = re.compile(
    rf"(\d{{1,2}})\s*(?:(\+)|(?:{DASH}|to)\s*(\d{{1,2}}))?\s*(?:yrs?|years?)\.?", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"(?P<sign>[A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}\s|)\s?"
    r"(?P<number>\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"\s?(?P<unit>[kKmM](?![a-z]))?(?P<after>\s?[A-Z]{3}\b|\s?€)?"
)
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_DOLLARS = {"A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD"}
_CURRENCIES = _SIGNS | _DOLLARS | {"S$": "SGD", "SG$": "SGD", "R$": "BRL", "MX$": "MXN"}
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_BASES = (("inherit", "inherited"), ("model", "modelled"), ("survey", "survey"))
_OTHER_PERIOD = re.compile(r"\b(hour|hourly|day|daily|week|weekly|month|monthly)\b", re.IGNORECASE)
_CHIPS = re.compile(
    rf"(?:(?P<chip>{LEVEL})\s*(?={LEVEL}))?(?P<level>{LEVEL})\s*(?:{DASH}\s*)?(?P<name>.*?)\s*"
    r"(?:(?:high|medium|low)?\s*(?P<confidence>[01](?:\.\d+)?|\d{1,3}\s*%))?\s*"
    r"(?P<status>draft|in[ _-]?review|approved|retired)\s*(?P<scope>.*?)\s*v\d{1,6}"
)
LONGEST_CHIPS = 400


def read_years(text: str) -> list[int]:
    """`3–5 yrs` → [3, 5]; `15+ yrs` → [15]; `2 yrs` → [2, 2]."""
    match = _YEARS.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{shown(text)} is no span of years like 3–5 yrs or 15+ yrs")
    low, plus, high = match.groups()
    return [int(low)] if plus else [int(low), int(high or low)]


def read_level(text: str) -> tuple[str, str]:
    """`P3 — Mid-Level` → ("P3", "Mid-Level"); the code said twice, or a code alone, is fine."""
    match = re.fullmatch(rf"({LEVEL})(?:\s*(?:{DASH}|[·:])\s*(.*))?", text.strip())
    if not match:
        raise ValueError(f"{shown(text)} does not begin with a level like P3")
    code, rest = match[1], (match[2] or "").strip()
    again = re.fullmatch(rf"{code}(?:\s*{DASH}\s*(.*))?", rest)
    return code, (again[1] or "").strip() if again else rest


def read_pay(text: str) -> dict[str, Any] | None:
    """A band in whole units of its currency a year from `$82k ($65k–$105k)`; None for a dash."""
    amounts = list(_AMOUNT.finditer(text))
    if not amounts:
        if re.search(r"[0-9$€£]", text):
            raise ValueError(f"{shown(text)} is no pay like $82k ($65k–$105k)")
        return None
    if len(amounts) != 3 or _OTHER_PERIOD.search(text):
        raise ValueError(f"{shown(text)} is not a yearly median with a range: $82k ($65k–$105k)")
    median, low, high = map(_units, amounts)
    currency, basis = _currency(amounts, text), basis_in(_AMOUNT.sub("", text))
    band = {"currency": currency, "low": low, "median": median, "high": high}
    return band | {"basis": basis} if basis else band


def basis_in(text: str) -> str:
    """Which basis of pay the words state, or nothing."""
    return next((basis for word, basis in _BASES if word in text.casefold()), "")


def _units(amount: re.Match[str]) -> int:
    number, unit = amount["number"].replace(" ", ""), (amount["unit"] or "").lower()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number) or (not unit and re.search(r"\.\d{3}$", number)):
        number = re.sub("[.,]", "", number)
    units = Decimal(number.replace(",", ".")) * _UNITS[unit]
    if units % 1:
        raise ValueError(f"{shown(amount[0])} is not a whole number of its currency")
    return int(units)


def _currency(amounts: list[re.Match[str]], text: str) -> str:
    said = {(m["sign"] or "").strip() or (m["after"] or "").strip() for m in amounts} - {""}
    codes = {_CURRENCIES.get(sign, sign) for sign in said}
    if len(codes) != 1 or not re.fullmatch("[A-Z]{3}", min(codes)):
        raise ValueError(f"{shown(text)} does not name one currency")
    return codes.pop()


def read_chips(text: str) -> dict[str, Any] | None:
    """Level, name, confidence, status and scope, run together or apart; None: no chips. The
    version after them is not kept.
    """
    match = _CHIPS.fullmatch(text.strip()) if len(text) <= LONGEST_CHIPS else None
    if not match or match["chip"] not in (None, match["level"]):
        return None
    confidence = match["confidence"]
    if confidence and confidence.endswith("%"):
        confidence = str(Decimal(confidence[:-1].strip()) / 100)
    return {
        "level": match["level"],
        "name": match["name"],
        "confidence": confidence and Decimal(confidence),
        "status": re.sub("[ -]", "_", match["status"]).replace("inreview", "in_review"),
        "scope": match["scope"],
    }


def read_differential(text: str) -> str:
    """skill, pay or none, from the sentence that names a focus's differential."""
    words = set(re.findall("[a-z]+", text.lower()))
    found = sorted(words & {"skill", "pay"})
    if words & {"no", "none", "not", "without"}:
        return "none"
    if len(found) != 1:
        raise ValueError(f"{shown(text)} names no differential: skill, pay or none")
    return found[0]
