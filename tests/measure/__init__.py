"""Which lines and branches of own code the tests run, in their own process and in the site's.

`make coverage` and `make test` put this folder on PYTHONPATH, so that Python imports
`tests/measure/sitecustomize.py` in each process; `python -m tests.measure` adds them up.
"""

import os


def variables() -> dict[str, str]:
    """For a process of the site, where tests give it an environment of its own. Only what no test
    runs in its own process is measured there: instrumenting all of it takes seconds at each start.
    """
    if "COVERAGE_DIR" not in os.environ:
        return {}
    kept = {name: os.environ[name] for name in ("COVERAGE_DIR", "PYTHONPATH")}
    return kept | {"COVERAGE_OF": "config"}
