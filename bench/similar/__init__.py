"""Near roles against the related occupations of an official list."""
