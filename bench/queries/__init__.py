"""Queries with what a reader expects first, and how many of them search answers so."""
