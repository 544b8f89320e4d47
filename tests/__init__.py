"""What must be set before any test is imported."""

import os

# The short forms of bench/attack look for what hangs, on machines that run other tests meanwhile.
os.environ.setdefault("BENCH_PACE", "3")
