"""A ladder kept as Markdown files with front matter, one a level, becomes a canon.

    python docs/recipes/front_matter.py LADDERS FOLDER [--scale awareness,working,practitioner]

Each file opens with what it is (`discipline`, `role`, `level`, `track`, `step`, `title`) between
two lines of ---; `themes` there, or headings with lists below, are the areas of its duties:

    ---
    discipline: Engineering
    role: Backend
    level: IC2
    track: {code: IC, name: Individual contributor}
    step: 2
    title: Engineer II
    themes:
      Delivery: [Ships small changes alone, …]
    ---
    What the level is for.

    ## Mentoring
    - Reviews changes of newcomers

Discipline → function, role → focus, theme → area. Skills may be listed as `skills: {SQL: working}`,
with proficiencies of the scale that `--scale` gives, lowest first.
"""

import argparse
import re
from pathlib import Path

import yaml
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

NEEDED = ("discipline", "role", "level", "track", "step", "title")
FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)(.*)", re.DOTALL)


def canon(files: dict[str, str], scale: list[str]) -> tuple[dict[str, Plain], list[str]]:
    """File name → document, and what of the source has no place in them; `files`: name → text."""
    left_out: list[str] = []
    pages = []
    for name, text in files.items():
        page = _page(text.replace("\r\n", "\n"))
        for skill, place in page.get("skills", {}).items():
            if place and place not in scale:
                left_out.append(f"{name}: the proficiency {place!r} of {skill}: not on the scale")
                page["skills"][skill] = ""
        missing = [field for field in NEEDED if not page.get(field)]
        if missing:
            left_out.append(f"{name}: no {', '.join(missing)} in its front matter")
        else:
            pages.append(page)
    documents = {"levels.yaml": _levels(pages)}
    if scale:
        documents["skills.yaml"] = {"proficiencies": scale}
    for page in sorted(pages, key=lambda page: (_track(page)["code"], page["step"])):
        function, focus = page["discipline"], page["role"]
        document = documents.setdefault(
            file_name(function, focus),
            {"function": {"name": function}, "focus": {"name": focus}, "areas": [], "profiles": []},
        )
        document["areas"] += [name for name in page["themes"] if name not in document["areas"]]
        document["profiles"].append(_profile(page))
    return documents, left_out


def _page(text: str) -> Plain:
    """The front matter, with the body's lead as `summary` and its lists among the themes."""
    found = FRONT.match(text)
    if not found:
        return {}
    page = yaml.safe_load(found[1]) or {}
    themes = {name: list(lines) for name, lines in (page.get("themes") or {}).items()}
    summary, heading = [], ""
    for line in tidy(found[2]).split("\n"):
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
        elif heading and re.match(r"[-*+] ", line):
            themes.setdefault(heading, []).append(line[2:].strip())
        elif not heading:
            summary.append(line)
    page["summary"] = tidy("\n".join(summary))
    page["themes"] = {name: lines for name, lines in themes.items() if lines}
    skills = page.get("skills") or {}
    places = skills if isinstance(skills, dict) else dict.fromkeys(skills)
    page["skills"] = {name: place_of(place) for name, place in places.items()}
    return page


def _track(page: Plain) -> Plain:
    track = page["track"]
    return track if isinstance(track, dict) else {"code": track, "name": track}


def _levels(pages: list[Plain]) -> Plain:
    """Each level once, ranked on its track by step."""
    tracks = {_track(page)["code"]: _track(page) for page in pages}
    ranks: dict[str, int] = {}
    levels: dict[str, Plain] = {}
    for page in sorted(pages, key=lambda page: (_track(page)["code"], page["step"])):
        code, track = code_of(page["level"]), _track(page)["code"]
        if code not in levels:
            ranks[track] = ranks.get(track, 0) + 1
            level = {"code": code, "track": track, "rank": ranks[track], "step": page["step"]}
            level |= {"name": page.get("level_name") or code, "label": str(page["level"])}
            levels[code] = level
    return {"tracks": list(tracks.values()), "levels": list(levels.values())}


def _profile(page: Plain) -> Plain:
    skills = [
        without_empty({"name": name, "proficiency": place})
        for name, place in page["skills"].items()
    ]
    return without_empty(
        {
            "level": code_of(page["level"]),
            "title": page["title"],
            "status": "approved",
            "summary": page["summary"],
            "responsibilities": page["themes"],
            "skills": skills,
            "aliases": page.get("also") or [],
        }
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ladders", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="", help="proficiencies, lowest first")
    asked = parser.parse_args(arguments)
    paths = sorted(asked.ladders.rglob("*.md"))
    documents, left_out = canon(
        {str(path.relative_to(asked.ladders)): path.read_text("utf-8") for path in paths},
        scale_of(asked.scale),
    )
    write(asked.folder, documents)
    report(documents, left_out)


if __name__ == "__main__":
    main()
