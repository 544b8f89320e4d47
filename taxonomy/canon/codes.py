"""Which function a document means, and the code of a new function or focus.

Codes are minted once from the first name (`taxonomy/keys.py`); what is taken is asked here.
"""

from collections.abc import Collection

from django.db.models import Q

from taxonomy import keys
from taxonomy.canon.directory import Directory
from taxonomy.canon.focus_documents import FocusDocument, FunctionEntry
from taxonomy.canon.gone_codes import gone_codes
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Focus, Function
from taxonomy.text import folded


def function_meant(entry: FunctionEntry, read: Read, directory: Directory) -> Function | None:
    """The function that the entry names by its code or its name; None for a new one.

    ValueError names the codes to choose from when several functions have the name.
    """
    if entry.code is not None:
        return directory.functions.get(entry.code)
    named = directory.functions_named(entry.name)
    if len(named) > 1 and isinstance(read.document, FocusDocument):
        named = _with_the_focus(named, read.document) or named
    if len(named) > 1:
        codes = ", ".join(sorted(function.code for function in named))
        raise ValueError(f"several functions are called {entry.name!r}: state one's code, {codes}")
    return named[0] if named else None


def _with_the_focus(functions: list[Function], document: FocusDocument) -> list[Function]:
    """Those that have a focus of the document's code or name."""
    found = Focus.objects.filter(function__in=functions)
    found = found.filter(Q(code=document.focus.code) | Q(folded_name=folded(document.focus.name)))
    ids = set(found.values_list("function", flat=True))
    return [function for function in functions if function.pk in ids]


def function_code(entry: FunctionEntry, directory: Directory) -> str:
    """ValueError says why none can be made."""
    return keys.mint_function_code(entry.name, directory.functions)


def _codes_offered(function: Function, name: str) -> list[str]:
    """The codes that a focus of this name may get; none where no code can be made from it."""
    try:
        return keys.focus_codes(function.name, name)
    except ValueError:
        return []


class StoredFocuses:
    """The focuses of the canon that some documents speak of or could take the code of, and the new
    ones that the documents have got so far.
    """

    def __init__(self, reads: list[tuple[Read[FocusDocument], Function]]) -> None:
        functions = {function.pk for _, function in reads if function.pk}
        codes = {read.document.focus.code for read, _ in reads} - {None}
        names = {folded(read.document.focus.name) for read, _ in reads} - {""}
        for read, function in reads:
            if read.document.focus.code is None:
                codes.update(_codes_offered(function, read.document.focus.name))
        focuses = Focus.objects.filter(function__in=functions).filter(
            Q(code__in=codes) | Q(folded_name__in=names)
        )
        self.by_code = {(focus.function_id, focus.code): focus for focus in focuses}
        self.by_name = {(focus.function_id, focus.folded_name): focus for focus in focuses}
        # By the codes of function and focus.
        self._new: dict[tuple[str, str], Read[FocusDocument]] = {}

    def meant(
        self, read: Read[FocusDocument], function: Function
    ) -> tuple[str, Focus | None] | Problem:
        """The code of the document's focus, and the focus where the canon has it."""
        entry = read.document.focus
        by_name = self.by_name.get((function.pk, folded(entry.name)))
        try:
            code = entry.code or (by_name.code if by_name else self._minted(function, entry.name))
        except ValueError as error:
            return read.problem(("focus", "name"), f"needs a code: {error}")
        focus = self.by_code.get((function.pk, code))
        if by_name is not None and by_name is not focus:
            reason = (
                f"the focus {entry.name!r} has the code {by_name.code} in the canon, not {code}"
            )
            return read.problem(("focus", "code"), reason)
        if focus is None and not entry.name:
            return read.problem(("focus",), f"focus {code!r} is not in the canon and has no name")
        other = self._new.setdefault((function.code, code), read) if focus is None else read
        if other is not read:
            named = other.document.focus.name
            reason = f"{code!r} is the code of {named!r} in {other.file}:{other.line}"
            return read.problem(("focus", "code"), reason)
        return code, focus

    def _minted(self, function: Function, name: str) -> str:
        """ValueError says why none can be made."""
        offered = keys.focus_codes(function.name, name)
        first = self.by_code.get((function.pk, offered[0]))
        if first and offered[0] not in keys.focus_codes(function.name, first.name):
            return first.code  # made from this very name, which the focus had before a renaming
        taken = [
            code
            for code in offered
            if (function.pk, code) in self.by_code or (function.code, code) in self._new
        ]
        return keys.mint_focus_code(function.name, name, taken)


def new_focus_code(
    function: str, function_name: str, name: str, taken: Collection[str] = ()
) -> str:
    """Of a focus that is new in a function. ValueError says why none can be made."""
    used = set(Focus.objects.filter(function__code=function).values_list("code", flat=True))
    gone = (key.partition(".") for kind, key in gone_codes() if kind == "focus")
    used |= {code for of, _, code in gone if of == function}
    return keys.mint_focus_code(function_name, name, used | set(taken))
