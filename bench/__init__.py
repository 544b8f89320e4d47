"""The benchmark: Rolebook beside what people would pick instead, in one run on one machine.

`make bench` runs everything, `make bench ONLY=pages` one part; results go to bench/results/.
"""
