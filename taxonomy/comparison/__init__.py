"""Profiles side by side: columns, rows, and the rows as text."""
