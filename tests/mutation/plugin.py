"""A pytest plugin that runs the tests with one module changed: `MUTANT` names it and the change.

MUTANT is JSON: {"path": …, "number": 12} for a change of `changes`, or {"path": …, "old": …,
"new": …} for one that is written out; {"path": …} alone changes nothing. The files on disk stay as
they are.

A mutant dies at its first failure, so tests without a database come first, and the database of the
run without a mutant is used as it is.
"""

import ast
import json
import os
from importlib.machinery import SourceFileLoader
from itertools import islice
from pathlib import Path

import pytest
from django.core.management.commands import migrate

from tests.mutation.changes import mutants

ROOT = Path(__file__).resolve().parent.parent.parent


def changed(source: str, mutant: dict) -> ast.Module:
    if "number" in mutant:
        return next(islice(mutants(source), mutant["number"], None)).tree
    if "old" not in mutant:
        return ast.parse(source)
    if source.count(mutant["old"]) != 1:
        raise ValueError(f"{mutant['path']} does not have once: {mutant['old']}")
    return ast.parse(source.replace(mutant["old"], mutant["new"]))


def install(mutant: dict) -> None:
    path = str(ROOT / mutant["path"])
    code = compile(changed(Path(path).read_text(), mutant), path, "exec")
    unchanged = SourceFileLoader.get_code

    def get_code(loader, fullname):
        return code if loader.path == path else unchanged(loader, fullname)

    SourceFileLoader.get_code = get_code


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("quick") is None)


if "MUTANT" in os.environ:
    install(json.loads(os.environ["MUTANT"]))
    migrate.Command.handle = lambda *arguments, **options: None
