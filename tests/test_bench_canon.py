"""The canon that benchmarks make: pages, search and nearness find in it what they are asked for."""

import pytest

from bench import canon
from taxonomy.models import Function, Profile, SearchWord
from taxonomy.search import indexing
from taxonomy.search.filters import Filters
from taxonomy.search.results import search_canon

pytestmark = pytest.mark.django_db(transaction=True)


def test_its_roles_have_pages_and_are_found(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    canon.build(60)
    assert Profile.objects.count() == 60
    assert "profile" not in indexing.stale()
    role = Profile.objects.filter(status="approved").earliest("pk")
    assert role.title in client.get(role.get_absolute_url()).content.decode()
    # Words are counted in a twentieth of the entries; one that most roles have is among them.
    most = SearchWord.objects.latest("entries")
    assert search_canon(most.word, Filters()).total == most.entries == 60
    assert Function.objects.get(pk=role.function_id).name_key
