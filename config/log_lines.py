"""What requests make the log say: one short line where nothing is wrong with the code."""

import logging

LONGEST = 300  # characters


class OneLine(logging.Filter):
    """Errors of our own keep their stack; a request that was wrong, or came while the database was
    away, needs none.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 500)
        if status < 500 or status == 503 or record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
            words = " ".join(record.getMessage().split())
            words = "".join(sign if sign.isprintable() else "?" for sign in words)
            record.msg, record.args = words[:LONGEST], None
        return True
