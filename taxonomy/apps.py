"""The canon's app: stored SQL is installed after migrations and compared by a system check."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = "Canon"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from taxonomy import stored_sql

        post_migrate.connect(stored_sql.install_after_migrations)
        checks.register(stored_sql.check_stored_sql, checks.Tags.database)
