"""What each worker process of `manage.py serve` runs: the site, and a watch over its parent.

What a request meets is in config/server/application.py."""

import asyncio
import ctypes
import gc
import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress

from django.conf import settings

from config.wsgi import site  # first of all: it sets Django up

from config.connections import embedded_server  # isort: skip
from config.database import watch  # isort: skip
from config.database.base import drop_pools  # isort: skip
from config.embedded.errors import ServerError  # isort: skip
from config.server.application import Application  # isort: skip
from config.server.listener import limit_unread_answers  # isort: skip
from config.server.threads import Threads  # isort: skip
from config.server.visitor import Proxies  # isort: skip
from config.static_files import COLLECTED  # isort: skip

M_ARENA_MAX = -8  # of malloc.h
CRASH_SECONDS = 6  # Granian gives up when a worker that it started again ends sooner


class Worker(Application):
    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(limit_unread_answers, loop, settings.PORT)


def _end_with_parent() -> None:
    """A parent that was killed cannot stop its workers; they must not keep the port and the
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
    time.sleep(CRASH_SECONDS)
    while not COLLECTED.exists():
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


# Ctrl-C reaches everybody in the terminal's process group. It is meant for the parent, which then
# signals its workers; signalled twice they would hang.
os.setpgid(0, 0)

# The database is the parent's to start: when it is away, pages say so until it is back.
EMBEDDED = embedded_server()
if EMBEDDED:
    EMBEDDED.may_start = False
    with suppress(ServerError):  # its folder is gone: each connection tries to join again
        EMBEDDED.share()

# A worker that replaces another while VAR_DIR is away has no static files: it answers 503, and a
# new one takes over once the folder is back.
if not COLLECTED.exists():
    threading.Thread(target=_end_with_static_files, daemon=True).start()

threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()

# Else every thread would keep memory of its own that it needed once. GNU's C library has this.
if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
    mallopt(M_ARENA_MAX, 2)

watch.current = watch.Watch(drop_pools)
watch.current.start()
application = Worker(
    site,
    watch.current,
    Proxies(settings.TRUSTED_PROXIES, settings.HTTPS),
    readers=Threads("reader", settings.THREADS, "public"),
    editors=Threads("editor", settings.EDITOR_THREADS, "editing"),
    uploads=Threads("upload", settings.UPLOAD_THREADS, "editing"),
)
application.cache_pages(settings.PAGE_STORE_MB * 1024 * 1024)

# What is loaded by now stays as long as the process: the collector need not look at it again. And
# what a page makes is gone after the page, so it may look less often. Both together cost a page a
# third of what Python's own settings do.
gc.collect()
gc.freeze()
gc.set_threshold(50_000)
