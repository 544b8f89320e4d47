"""A ladder of individual contributors and managers in a workbook becomes a canon.

    python docs/recipes/workbook.py LADDER.xlsx FOLDER --function NAME [--scale working,expert]

The sheet "Levels" has a row a level: Code, Track, Step, Name, and if known Label, Equivalent, Years
(2-5). Every other sheet is a role: its first row has level codes from the second column on, its
first column what each row is about. A cell has one duty a line. Rows called Title, Summary and
Skills are that; every other row is an area. A skill is a name, or a name and its proficiency in
brackets: SQL (working), on the scale that `--scale` gives, lowest first.
"""

import argparse
import re
from pathlib import Path

from canon_folder import (
    Plain,
    code_of,
    file_name,
    place_of,
    report,
    scale_of,
    tidy,
    without_empty,
    write,
)
from openpyxl import load_workbook

Sheets = dict[str, list[list[str]]]
SKILL = re.compile(r"(.+?)\s*\(([^()]+)\)\s*\Z")


def canon(sheets: Sheets, function: str, scale: list[str]) -> tuple[dict[str, Plain], list[str]]:
    """File name → document, and what of the workbook has no place in them."""
    left_out: list[str] = []
    levels = _levels(sheets["Levels"])
    known = {level["code"] for level in levels["levels"]}
    documents: dict[str, Plain] = {"levels.yaml": levels}
    if scale:
        documents["skills.yaml"] = {"proficiencies": scale}
    for name, rows in sheets.items():
        if name == "Levels" or not rows:
            continue
        head, body = rows[0], [row for row in rows[1:] if row and row[0]]
        profiles = []
        for column, code in enumerate(head[1:], 1):
            if code_of(code) not in known:
                if code:
                    left_out.append(f"{name}: the column {code!r} is no level of the sheet Levels")
                continue
            cells = {row[0]: row[column] for row in body if len(row) > column and row[column]}
            if cells:
                profile = _profile(code_of(code), name, cells)
                left_out += _off_the_scale(profile, f"{name} {code}", scale)
                profiles.append(profile)
        areas = [row[0] for row in body if row[0].lower() not in ("title", "summary", "skills")]
        documents[file_name(function, name)] = {
            "function": {"name": function},
            "focus": {"name": name},
            "areas": areas,
            "profiles": profiles,
        }
    return documents, left_out


def _off_the_scale(profile: Plain, where: str, scale: list[str]) -> list[str]:
    """What is said of each proficiency that is taken away because the scale lacks it."""
    said = []
    for skill in profile.get("skills", ()):
        if skill.get("proficiency") and skill["proficiency"] not in scale:
            place = skill.pop("proficiency")
            said.append(f"{where}: the proficiency {place!r} of {skill['name']}: not on the scale")
    return said


def _profile(code: str, role: str, cells: dict[str, str]) -> Plain:
    named = {name.lower(): text for name, text in cells.items()}
    duties = {
        name: _lines(text)
        for name, text in cells.items()
        if name.lower() not in ("title", "summary", "skills")
    }
    skills = []
    for line in _lines(named.get("skills", "").replace(";", "\n")):
        found = SKILL.match(line)
        place = place_of(found[2]) if found else ""
        skills.append(without_empty({"name": found[1] if found else line, "proficiency": place}))
    return without_empty(
        {
            "level": code,
            "title": named.get("title") or f"{role} {code}",
            "status": "approved",
            "summary": named.get("summary", ""),
            "responsibilities": duties,
            "skills": skills,
        }
    )


def _lines(text: str) -> list[str]:
    lines = (re.sub(r"\A\s*[-*•–]\s*", "", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _levels(rows: list[list[str]]) -> Plain:
    head = [name.lower() for name in rows[0]]
    tracks: dict[str, str] = {}
    levels = []
    ranks: dict[str, int] = {}
    for row in rows[1:]:
        cells = dict(zip(head, row, strict=False))
        if not cells.get("code"):
            continue
        name = cells["track"]
        track = tracks.setdefault(name, "".join(word[0] for word in name.split()).upper())
        ranks[track] = ranks.get(track, 0) + 1
        years = [int(number) for number in re.findall(r"\d+", cells.get("years", ""))]
        level = {"code": code_of(cells["code"]), "track": track, "rank": ranks[track]}
        level |= {"step": int(cells["step"]), "name": cells.get("name") or cells["code"]}
        level |= {"label": cells.get("label") or cells["code"]}
        level |= {"equivalent": cells.get("equivalent", "").upper()}
        levels.append(without_empty(level | {"years": years[:2]}))
    return {
        "tracks": [{"code": code, "name": name} for name, code in tracks.items()],
        "levels": levels,
    }


def read(path: Path) -> Sheets:
    """Sheet → rows of cells as text; hidden sheets are passed over."""
    book = load_workbook(path, read_only=False, data_only=True)
    return {
        sheet.title: [
            [tidy("" if cell is None else _text(cell)) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--function", required=True, help="what the roles of the workbook belong to"
    )
    parser.add_argument("--scale", default="", help="proficiencies, lowest first")
    asked = parser.parse_args(arguments)
    documents, left_out = canon(read(asked.workbook), asked.function, scale_of(asked.scale))
    write(asked.folder, documents)
    report(documents, left_out)


if __name__ == "__main__":
    main()
