"""What each worker process of `manage.py serve` runs: the site, and a watch over its parent.

The application itself is in config/wsgi.py, for any other WSGI server."""

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress

from django.conf import settings

from config.wsgi import application

__all__ = ["application"]

STATIC_STATE = settings.STATIC_ROOT / ".collected"  # written last by `manage.py setup`


def _end_with_parent() -> None:
    """A parent that was killed cannot stop its workers; they must not hold the port and the
    database for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    if EMBEDDED:
        EMBEDDED.leave(patience=3)  # the kernel drops a killed parent's lock a little later
    os.kill(os.getpid(), signal.SIGKILL)


def _end_with_static_files() -> None:
    while not STATIC_STATE.exists():
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


# Ctrl-C reaches everybody in the terminal's process group. It is meant for the parent, which then
# tells its workers; told twice they would hang.
os.setpgid(0, 0)

# The database is the parent's to start: when it is away, pages say so until it is back.
EMBEDDED = None
if settings.DATABASES["default"]["ENGINE"] == "config.embedded":
    from config.embedded.base import server
    from config.embedded.errors import ServerError

    EMBEDDED = server()
    EMBEDDED.may_start = False
    with suppress(ServerError):  # its folder is gone: each connection tries to join again
        EMBEDDED.share()

# A worker that replaces another while VAR_DIR is away has no static files: it answers 503, and a
# new one takes over once the folder is back.
if not STATIC_STATE.exists():
    threading.Thread(target=_end_with_static_files, daemon=True).start()

threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
