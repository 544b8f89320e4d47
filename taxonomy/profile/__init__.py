"""One profile: how it is loaded with all that its page shows, changes, the pay chart, JSON."""
