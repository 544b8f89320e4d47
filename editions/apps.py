"""Editions of the canon: what each change set changed, drafts before that, releases after it.

The slot of the canon by which every write is recorded is filled by `config`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class EditionsConfig(AppConfig):
    name = "editions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from editions.documents.stated_orders import state_orders
        from editions.history.naming import name_after_migrations, name_migrations
        from editions.history.recording import record_existing_canon

        pre_migrate.connect(name_migrations)
        post_migrate.connect(name_after_migrations, sender=self)
        post_migrate.connect(record_existing_canon, sender=self)
        post_migrate.connect(state_orders, sender=self)
