"""How near roles are: the distance, the nearest roles, the neighbours on a page, their picture."""
