"""Uploads that are too large are refused before they fill the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

OTHER_FIELDS = 1024 * 1024


class RefuseTooLarge(FileUploadHandler):
    """Reads nothing of a request that is larger than the largest file and the fields beside it."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's own name, given by keyword in part
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse the whole request by the length it tells, beyond which nothing is read."""
        if content_length > settings.MAX_UPLOAD_SIZE + OTHER_FIELDS:
            raise RequestDataTooBig(f"{content_length} bytes are more than a form takes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handler that kept it."""
