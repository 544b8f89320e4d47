"""UK Government Digital and Data capability framework: two CSV files become a canon.

    python docs/recipes/ddat.py ROLES.csv SKILLS.csv FOLDER

Role family → function, role → focus, role level → profile with the skills it requires at their
proficiency, list below "you will" → responsibilities. Skills keep what each proficiency means.

The framework names role levels by titles alone, in order of the alphabet. The first word of a title
says the level (`LEVELS`); a title that ends in "- management" is on the management track. Two role
levels of one role at one level: the second becomes a focus of its own.
"""

import argparse
import csv
from pathlib import Path

from canon_folder import Plain, file_name, report, tidy, without_empty, write

# (code, track, rank, step, name, the words with which titles of this level begin)
LEVELS = (
    ("TRAINEE", "P", 1, 1, "Trainee", ("trainee", "apprentice")),
    ("JUNIOR", "P", 2, 2, "Junior", ("junior",)),
    ("ASSOCIATE", "P", 3, 3, "Associate", ("associate",)),
    ("ROLE", "P", 4, 4, "Practitioner", ()),
    ("SENIOR", "P", 5, 5, "Senior", ("senior",)),
    ("LEAD", "P", 6, 6, "Lead", ("lead",)),
    ("PRINCIPAL", "P", 7, 7, "Principal", ("principal",)),
    ("SENIORM", "M", 1, 5, "Senior, management", ()),
    ("LEADM", "M", 2, 6, "Lead, management", ()),
    ("PRINCIPALM", "M", 3, 7, "Principal, management", ()),
    ("HEAD", "M", 4, 8, "Head", ("head of",)),
    ("CHIEF", "M", 5, 9, "Chief", ("chief",)),
)
TRACKS = [{"code": "P", "name": "Profession"}, {"code": "M", "name": "Management"}]
PROFICIENCIES = ("Awareness", "Working", "Practitioner", "Expert")
MANAGEMENT = " - management"


def level_of(title: str, role: str) -> str:
    """The code of the level that a title of this role says."""
    words = title.lower()
    manages = words.endswith(MANAGEMENT)
    words = words.removesuffix(MANAGEMENT).strip()
    found = next((code for code, *_, starts in LEVELS if words.startswith(starts or "\0")), "ROLE")
    if words.endswith(" lead"):
        found = "LEAD"
    if "manager" in role.lower() and "analyst" in words and "analyst" not in role.lower():
        # Of a manager's role, analysts are the levels below the manager.
        found = {"SENIOR": "ASSOCIATE", "ROLE": "JUNIOR"}.get(found, found)
    return found + "M" if manages and f"{found}M" in {code for code, *_ in LEVELS} else found


def responsibilities(text: str) -> tuple[str, list[str]]:
    """The prose of a role level, and its list; the line that leads to the list goes."""
    prose, duties = [], []
    for line in tidy(text).split("\n"):
        if line.startswith("- "):
            duties.append(line[2:].strip())
        elif not line.rstrip().endswith(":"):
            prose.append(line)
    return tidy("\n".join(prose)), duties


def canon(roles: list[Plain], skills: list[Plain]) -> tuple[dict[str, Plain], list[str]]:
    """File name → document, and what of the source has no place in them."""
    left_out: list[str] = []
    documents = {"levels.yaml": _levels(), "skills.yaml": _vocabulary(skills)}
    focuses: dict[tuple[str, str], Plain] = {}
    for row in roles:
        row = {name: tidy(value) for name, value in row.items()}
        if row["Role Level"] == "NOT IN USE" or not row["Role Level"]:
            left_out.append(f"{row['Role']}: a role without levels")
            continue
        profile = _profile(row, focuses)
        if row["Skill Name"] and row["Skill Level"] in PROFICIENCIES:
            profile["skills"].setdefault(row["Skill Name"], row["Skill Level"].lower())
    for (function, focus), document in focuses.items():
        for profile in document["profiles"]:
            profile["skills"] = [
                {"name": name, "proficiency": place} for name, place in profile["skills"].items()
            ]
        document["profiles"] = [without_empty(profile) for profile in document["profiles"]]
        documents[file_name(function, focus)] = without_empty(document)
    return documents, list(dict.fromkeys(left_out))


def _profile(row: Plain, focuses: dict[tuple[str, str], Plain]) -> Plain:
    """The profile of a row, new or met before."""
    family, role, title = row["Role Family"], row["Role"], row["Role Level"]
    level = level_of(title, role)
    for name in (role, f"{role}: {title}"):
        document = focuses.setdefault(
            (family, name),
            {
                "function": {"name": family},
                "focus": {"name": name, "summary": row["Role Description"]},
                "profiles": [],
            },
        )
        held = next((p for p in document["profiles"] if p["level"] == level), None)
        if held is None:
            summary, duties = responsibilities(row["Role Level Description"])
            held = {"level": level, "title": title, "status": "approved", "summary": summary}
            held |= {"responsibilities": duties, "skills": {}}
            document["profiles"].append(held)
        if held["title"] == title:
            return held
    raise ValueError(f"{role} has {title!r} twice")


def _levels() -> Plain:
    levels = [
        {"code": code, "track": track, "rank": rank, "step": step, "name": name, "label": name}
        for code, track, rank, step, name, _ in LEVELS
    ]
    return {"tracks": TRACKS, "levels": levels}


def _vocabulary(skills: list[Plain]) -> Plain:
    entries = [
        without_empty(
            {
                "name": tidy(row["Skill Name"]),
                "description": tidy(row["Skill Description"]),
                "levels": without_empty(
                    {place.lower(): tidy(row.get(place)) for place in PROFICIENCIES}
                ),
            }
        )
        for row in skills
    ]
    return {"proficiencies": [place.lower() for place in PROFICIENCIES], "skills": entries}


def read(path: Path) -> list[Plain]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("roles", type=Path)
    parser.add_argument("skills", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    documents, left_out = canon(read(asked.roles), read(asked.skills))
    write(asked.folder, documents)
    report(documents, left_out)


if __name__ == "__main__":
    main()
