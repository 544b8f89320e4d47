"""Pages of skills: all of them from A to Z, and one with everybody who applies or requires it."""
