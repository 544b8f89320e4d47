"""Which lines and branches of own code the tests run, in their own process and in the site's.

`make coverage` and `make test` put this folder on PYTHONPATH, so that Python imports
`tests/measure/sitecustomize.py` in each process; `python -m tests.measure` adds them up.
"""

import os


def variables() -> dict[str, str]:
    """For a process of the site, where tests give it an environment of its own, in a run that sets
    COVERAGE_SERVERS. Only what no test runs in its own process is measured there: instrumenting all
    of it takes seconds at each start.
    """
    if not {"COVERAGE_DIR", "COVERAGE_SERVERS"} <= os.environ.keys():
        return {}
    kept = {name: os.environ[name] for name in ("COVERAGE_DIR", "COVERAGE_SERVERS", "PYTHONPATH")}
    return kept | {"COVERAGE_OF": "config"}
