"""Addresses of the goals app. Views are in views.py."""

app_name = "goals"
urlpatterns = []
