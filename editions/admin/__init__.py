"""Pages of the admin about change sets and the history of things."""
