"""The app's name card. Nothing runs at start-up here."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = "Canon"
    default_auto_field = "django.db.models.BigAutoField"
