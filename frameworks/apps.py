"""The app's name card. Nothing runs at start-up here."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"
