"""What every view shares: links, lookup of codes, htmx fragments, caching, formatting."""
