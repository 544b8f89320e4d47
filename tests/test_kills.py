"""A short form of bench/attack/kills.py on a real server: kill -9 leaves nothing half written."""

import pytest

from bench.attack import kills
from bench.attack.instance import Instance

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]


def test_bounds_are_kept(site):
    running = site.running()
    bounds = kills.run(Instance(running.address, site.var), 5)
    assert not [bound for bound in bounds if not bound.kept]
