"""A canon in many wordings, each of which is known to the byte before anything is written."""

import json
from dataclasses import dataclass
from typing import Any

ROLES, EDITED = "@roles@", "@edited@"


@dataclass(frozen=True)
class Wording:
    """Numbers in the texts of all roles, and in those of the one that the editor changes."""

    roles: int = 0
    edited: int = 0

    @property
    def mark(self) -> str:
        """What the edited role's texts contain."""
        return f"e{self.edited:05}"


class Canon:
    """A dumped canon with a number at the end of each responsibility."""

    def __init__(self, dump: str) -> None:
        documents = [json.loads(line) for line in dump.splitlines()]
        marked = [
            (document, profile)
            for document in documents
            for profile in document.get("profiles", [])
            if profile.get("responsibilities")
        ]
        for number, (_, profile) in enumerate(marked):
            mark = ROLES if number else EDITED
            profile["responsibilities"] = _marked(profile["responsibilities"], mark)
        document, edited = marked[0]
        self.key = f"{document['function']}.{document['focus']['code']}.{edited['level']}"
        self._template = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)

    def text(self, wording: Wording) -> str:
        """The dump of this wording, and what is loaded to get it."""
        return self._template.replace(ROLES, f"r{wording.roles:05}").replace(EDITED, wording.mark)


def _marked(part: Any, mark: str) -> Any:
    if isinstance(part, str):
        return f"{part} ({mark})"
    if isinstance(part, list):
        return [_marked(each, mark) for each in part]
    if "text" in part:
        return {**part, "text": _marked(part["text"], mark)}
    return {name: _marked(each, mark) for name, each in part.items()}
