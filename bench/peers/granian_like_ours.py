"""`python -m bench.peers.granian_like_ours MODULE:APP PORT`: any application as the site is served.

The settings are those of `manage.py serve`; it runs in the peers' environment, without the site.
"""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

if __name__ == "__main__":
    Granian(
        sys.argv[1],
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=int(os.environ["WORKERS"]),
        blocking_threads=int(os.environ["THREADS"]),
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
