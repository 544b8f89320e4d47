"""A short form of bench/attack/requests.py on a real server."""

import pytest

from bench.attack import requests
from bench.attack.instance import Instance

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]


def test_bounds_are_kept(site):
    bounds = requests.run(Instance(site.running().address), 2000)
    assert not [bound for bound in bounds if not bound.kept]
