"""Attacks on a running site of one's own: each states bounds and says which were kept.

`make attack` runs all on an instance that it starts; `python -m bench.attack slow --at
http://127.0.0.1:8000` runs one on an instance that runs already. Tests run a short form of each.
"""
