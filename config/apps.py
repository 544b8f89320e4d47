"""Name cards of the wiring itself and of the admin as this house sets it up.

What the admin's front page shows is in admin_site.py; what editors edit is each app's own.
"""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class Wiring(AppConfig):
    name = "config"
    default = True


class Admin(admin.AdminConfig):
    default = False
    default_site = "config.admin_site.CanonFirst"
