"""The least a Python application can do: bytes that were ready before anybody asked.

The body is the file that PAGE names, with the site's own headers from the file beside it.
"""

import json
import os
from pathlib import Path

PAGE = Path(os.environ["PAGE"])
BODY = PAGE.read_bytes()
HEADERS = [tuple(pair) for pair in json.loads(PAGE.with_suffix(".json").read_text())]
BRIEF = [pair for pair in HEADERS if pair[0].lower() not in ("content-length", "content-encoding")]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]


def not_modified(environ, start_response):
    start_response("304 Not Modified", BRIEF)
    return []
