"""All levels of one track of a focus on one form: its documents, its cells, what saving makes of
them.
"""
