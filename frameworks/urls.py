"""Addresses of the frameworks app. Views are in views.py."""

app_name = "frameworks"
urlpatterns = []
