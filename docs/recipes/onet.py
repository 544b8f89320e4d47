"""O*NET text files (occupations, tasks, technology skills) become a canon.

    python docs/recipes/onet.py OCCUPATIONS.txt TASKS.txt TECHNOLOGY.txt FOLDER [--groups 11,15]

Major group of the SOC → function, occupation → focus with one profile, since occupations have no
levels. Core tasks → responsibilities, other tasks → components. Technologies → tools, each below
the commodity that it is an example of. The occupation's code stays as the key and as a mapping.
"""

import argparse
import csv
from pathlib import Path

from canon_folder import Plain, report, tidy, without_empty, write

LEVELS = {
    "tracks": [{"code": "O", "name": "Occupations"}],
    "levels": [
        {
            "code": "ALL",
            "track": "O",
            "rank": 1,
            "step": 1,
            "name": "Occupation",
            "label": "all levels",
        }
    ],
}
GROUPS = {
    "11": "Management",
    "13": "Business and Financial Operations",
    "15": "Computer and Mathematical",
    "17": "Architecture and Engineering",
    "19": "Life, Physical, and Social Science",
    "21": "Community and Social Service",
    "23": "Legal",
    "25": "Educational Instruction and Library",
    "27": "Arts, Design, Entertainment, Sports, and Media",
    "29": "Healthcare Practitioners and Technical",
    "31": "Healthcare Support",
    "33": "Protective Service",
    "35": "Food Preparation and Serving Related",
    "37": "Building and Grounds Cleaning and Maintenance",
    "39": "Personal Care and Service",
    "41": "Sales and Related",
    "43": "Office and Administrative Support",
    "45": "Farming, Fishing, and Forestry",
    "47": "Construction and Extraction",
    "49": "Installation, Maintenance, and Repair",
    "51": "Production",
    "53": "Transportation and Material Moving",
    "55": "Military Specific",
}
MOST_TOOLS = 1000  # that a focus may list


def canon(
    occupations: list[Plain], tasks: list[Plain], technologies: list[Plain]
) -> tuple[dict[str, Plain], list[str]]:
    """File name → document, and what of the source has no place in them."""
    left_out = []
    duties = _by_code(tasks)
    tools = _by_code(technologies)
    documents: dict[str, Plain] = {"levels.yaml": LEVELS, "skills.yaml": _vocabulary(technologies)}
    used = set()
    for row in occupations:
        code, group = row["O*NET-SOC Code"], row["O*NET-SOC Code"][:2]
        if group not in GROUPS:
            left_out.append(f"{code} {row['Title']}: no major group of the SOC")
            continue
        if code not in duties:
            left_out.append(f"{code} {row['Title']}: no tasks")
            continue
        used.add(group)
        document = _focus(row, duties[code], tools.get(code, []))
        documents[f"{group}/{code}.yaml"] = document
    functions = [{"code": f"SOC{group}", "name": GROUPS[group]} for group in sorted(used)]
    return {"functions.yaml": {"functions": functions}} | documents, left_out


def _focus(row: Plain, tasks: list[Plain], tools: list[Plain]) -> Plain:
    code = row["O*NET-SOC Code"]
    listed = dict.fromkeys(tidy(tool["Example"]) for tool in tools)
    return without_empty(
        {
            "function": f"SOC{code[:2]}",
            "focus": {
                "code": code.replace("-", "").replace(".", ""),
                "name": row["Title"],
                "summary": tidy(row["Description"]),
            },
            "skills": [{"name": name, "kind": "tool"} for name in listed][:MOST_TOOLS],
            "profiles": [
                {
                    "level": "ALL",
                    "title": row["Title"],
                    "status": "approved",
                    "responsibilities": [_duty(task) for task in tasks],
                    "mappings": [{"scheme": "O*NET-SOC 2019", "code": code, "source": "O*NET"}],
                }
            ],
        }
    )


def _duty(task: Plain) -> str | Plain:
    text = tidy(task["Task"])
    return text if task.get("Task Type") == "Core" else {"component": text}


def _by_code(rows: list[Plain]) -> dict[str, list[Plain]]:
    found: dict[str, list[Plain]] = {}
    for row in rows:
        found.setdefault(row["O*NET-SOC Code"], []).append(row)
    return found


def _vocabulary(technologies: list[Plain]) -> Plain:
    """Tools below their commodities; a tool that is named like a commodity is the commodity."""
    above: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for row in technologies:
        name, commodity = tidy(row["Example"]), tidy(row["Commodity Title"])
        above.setdefault(spelt.setdefault(name.lower(), name), commodity)
    commodities = {name.lower() for name in above.values()}
    tops = dict.fromkeys(above.values())
    tools = [
        {"name": name, "kind": "tool", "broader": broader}
        for name, broader in above.items()
        if name.lower() not in commodities
    ]
    return without_empty({"skills": [{"name": name, "kind": "tool"} for name in tops] + tools})


def read(path: Path, groups: set[str]) -> list[Plain]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if not groups or row["O*NET-SOC Code"][:2] in groups]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("occupations", "tasks", "technology", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--groups", default="", help="major groups of the SOC: 11,15 (or all)")
    asked = parser.parse_args(arguments)
    groups = set(filter(None, asked.groups.split(",")))
    files = (asked.occupations, asked.tasks, asked.technology)
    documents, left_out = canon(*(read(path, groups) for path in files))
    write(asked.folder, documents)
    report(documents, left_out)


if __name__ == "__main__":
    main()
