"""Whether tests notice a changed program: seven mutants in CI, many more with `make mutate`."""
