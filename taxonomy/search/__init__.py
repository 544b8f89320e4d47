"""Finding what people mean by their own words: entries, reading of a query, ranking, reasons.

Start with `results.search_canon`. Titles are matched to roles in `taxonomy/matching`, not here.
"""
