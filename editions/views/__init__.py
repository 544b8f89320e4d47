"""Public pages of releases."""
