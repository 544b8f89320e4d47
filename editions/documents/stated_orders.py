"""Editions of tracks and proficiencies that do not state their order, as early ones, get a next one
that does, so that a draft can change it and an undo brings it back.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import F

from editions.history.recording import recorded
from editions.models import Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Proficiency, Track
from taxonomy.stored_sql import waits_for_migrations

STATED = Origin("The order of tracks and proficiencies is part of their editions", "migration")


def state_orders(**kwargs: Any) -> None:
    """After migrations, once: writing the rows as they are records what their editions lack."""
    if kwargs.get("using", "default") != "default" or waits_for_migrations(connection):
        return
    stored = Edition.objects.current().filter(kind__in=("track", "proficiency"))
    if not stored.exclude(document__has_key="order").exists():
        return
    with transaction.atomic(), recorded(STATED):
        for model in (Track, Proficiency):
            model._default_manager.update(order=F("order"))
