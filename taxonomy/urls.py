"""Addresses of the taxonomy app. Views are in views.py."""

app_name = "taxonomy"
urlpatterns = []
