"""Kinds of arguments that commands take."""

from argparse import ArgumentTypeError
from collections.abc import Callable


def a_line_of(most: int) -> Callable[[str], str]:
    """Text of at most so many characters, as its column has them."""

    def read(text: str) -> str:
        if len(text) > most:
            raise ArgumentTypeError(f"it has {len(text)} characters; at most {most} are stored")
        return text

    return read
