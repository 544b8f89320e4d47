"""A short form of bench/attack/memory.py on a real server: requests of which no two are alike leave
no more in memory than was set aside.
"""

import pytest

from bench.attack import memory
from bench.attack.instance import Instance
from tests.serving import Site

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]


def test_bounds_are_kept(site: Site):
    running = site.running()
    bounds = memory.run(Instance(running.address, site.var), 5000, setting=16)
    assert not [bound for bound in bounds if not bound.kept]
