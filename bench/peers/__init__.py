"""What people would pick instead, set up from nothing with the same canon; development extras only.

Nothing of a peer ships with the site: they are in .venv-bench and in the folder of the benchmark.
"""
