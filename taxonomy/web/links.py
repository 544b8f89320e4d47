"""The addresses of things on the site. A page names hundreds: the URLconf is asked once a process
for each kind of address, with marks in the place of the codes.

Codes and slugs are letters, digits and hyphens (see the constraints), so nothing needs quoting.
"""

from functools import cache

from django.urls import reverse


def address(name: str, *codes: str) -> str:
    """`address("taxonomy:focus", "ITOPER", "GEN")` is `/functions/ITOPER/GEN/`."""
    return _frame(name, len(codes)).format(*codes)


@cache
def _frame(name: str, count: int) -> str:
    marks = [f"X{place}X" for place in range(count)]
    frame = reverse(name, args=marks).replace("{", "{{").replace("}", "}}")
    for place, mark in enumerate(marks):
        frame = frame.replace(mark, f"{{{place}}}")
    return frame
