"""Numbers for a list whose order counts: as they are where the order is kept, gaps included."""

from collections.abc import Iterable, Mapping


def order_numbers(stated: Iterable[str], held: Mapping[str, int]) -> dict[str, int]:
    """Code → number: those stated in their order, then those that the canon has besides. An order
    that the canon keeps already stays as it is.
    """
    in_order = sorted(held, key=lambda code: (held[code], code))
    wanted = list(dict.fromkeys(stated))
    if wanted == [code for code in in_order if code in wanted]:
        return dict(held)  # the canon has all of them in this order, others between them
    codes = list(dict.fromkeys([*wanted, *in_order]))
    if codes[: len(in_order)] == in_order:
        last = max(held.values(), default=0)
        return dict(held) | {c: last + n for n, c in enumerate(codes[len(in_order) :], 1)}
    return {code: number for number, code in enumerate(codes, 1)}
