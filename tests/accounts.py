"""Accounts of the admin, signed in."""

from django.contrib.auth.models import User
from django.test import Client


def client_of(username):
    """A client of a superuser of that name."""
    client = Client()
    client.force_login(User.objects.create_superuser(username, password="x"))
    return client
