"""Reads saved pages of a public catalogue into canon documents, ready to be loaded.

Which page a file is, is decided here; a page that is something else is refused with the reason.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from taxonomy.canon.capture.goal_page import is_goal_page, read_goal_page
from taxonomy.canon.capture.lines import PageLine, decode, lines_of
from taxonomy.canon.capture.merging import merge_pages
from taxonomy.canon.capture.profile_page import is_profile_page, read_profile_page
from taxonomy.canon.capture.saved_page import SavedPage, shown
from taxonomy.exchange.files import FileKinds
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem

CAPTURES = FileKinds((".txt", ".md"), ".txt or .md", takes_any=True)
LARGEST_FILE = 1024 * 1024  # bytes; real pages have some 20 kB


def read_captures(paths: Iterable[Path]) -> Iterator[Read | Problem]:
    """Documents of all pages in the files and folders named, or what is wrong with each page."""
    pages = []
    for path in dict.fromkeys(CAPTURES.found_in(paths)):
        if isinstance(path, Problem):
            yield path
            continue
        page = read_page(path)
        yield from page.problems
        if not page.problems:
            pages.append(page)
    yield from merge_pages(pages)


def read_page(path: Path) -> SavedPage:
    """What one file states; `problems` says why it states nothing."""
    page = SavedPage(str(path))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError("larger than 1 MB: not one saved page")
        read_text(page, decode(path.read_bytes()))
    except (OSError, ValueError) as error:
        page.problem("", f"cannot be read: {error}", None)
    return page


def read_text(page: SavedPage, text: str) -> None:
    """States what the text of a page says, or its problems; ValueError for an endless line."""
    lines = lines_of(text)
    if not lines:
        page.problem("", "the file is empty", None)
    elif is_goal_page(lines):
        read_goal_page(page, lines)
    elif is_profile_page(lines):
        read_profile_page(page, lines)
    else:
        page.problem("", _refusal(lines), lines[0].number)


def _refusal(lines: list[PageLine]) -> str:
    return (
        "not a profile page or goal page: it has neither a profile key (FUNCTION.FOCUS.P3) with "
        "the sections of a profile, nor the title 'Goal templates — …' with the sections of one; "
        f"it begins with {shown(lines[0].text)}"
    )
