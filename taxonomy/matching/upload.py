"""Keeps an uploaded roster in memory, never on disk, and lets go of one that is too large.

What is in the file is read by `taxonomy/spreadsheets`.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from taxonomy.spreadsheets.limits import MOST_BYTES


class InMemoryOnly(FileUploadHandler):
    """Sets `request.upload_is_too_large` instead of failing in the middle of a form."""

    size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > MOST_BYTES:
            self.request.upload_is_too_large = True  # type: ignore[union-attr]  # asked by the view
            raise StopUpload(connection_reset=False)
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
