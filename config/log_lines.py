"""What a visitor can make the log say: one line a request that was refused, and a short one."""

import logging

LONGEST = 300  # characters


class OneLine(logging.Filter):
    """Errors of our own keep their stack; what a visitor sent wrongly needs none."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_refusal = getattr(record, "status_code", 500) < 500
        if is_refusal or record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
            words = " ".join(record.getMessage().split())
            words = "".join(sign if sign.isprintable() else "?" for sign in words)
            record.msg, record.args = words[:LONGEST], None
        return True
