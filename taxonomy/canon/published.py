"""Files may state how far a role has come, and its version: both are read and no longer decide.

What a load brings is published, unless it is retired; a version is the number of an edition.
"""

from collections.abc import Iterable, Iterator
from operator import is_

from taxonomy.canon.focus_documents import FocusDocument, ProfileEntry
from taxonomy.choices import ProfileStatus
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem


class Publishing:
    """Makes every role of the documents published or retired, and counts what did not decide."""

    def __init__(self) -> None:
        self.unpublished = 0
        self.versions = 0

    def all(self, reads: Iterable[Read | Problem]) -> Iterator[Read | Problem]:
        for read in reads:
            if isinstance(read, Read) and isinstance(read.document, FocusDocument):
                yield self._of(read)
            else:
                yield read

    def _of(self, read: Read[FocusDocument]) -> Read[FocusDocument]:
        document = read.document
        profiles = [self._published(each) for each in document.profiles]
        if all(map(is_, profiles, document.profiles)):
            return read
        return read._replace(document=document.model_copy(update={"profiles": profiles}))

    def _published(self, entry: ProfileEntry) -> ProfileEntry:
        self.versions += "version" in entry.model_fields_set
        if entry.status in ProfileStatus:
            return entry
        self.unpublished += 1
        return entry.model_copy(update={"status": ProfileStatus.APPROVED.value})

    def notes(self) -> list[str]:
        notes = []
        if self.unpublished:
            roles = "1 role is" if self.unpublished == 1 else f"{self.unpublished:,} roles are"
            notes.append(f"{roles} draft or in review in the files: a load publishes them.")
        if self.versions:
            notes.append("version: is not kept; a role's version is the number of its edition.")
        return notes
