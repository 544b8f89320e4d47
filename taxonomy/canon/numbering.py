"""Numbers for a list whose order counts: as they are where the order is kept, gaps included."""

from collections.abc import Iterable, Mapping


def order_numbers(
    stated: Iterable[str], stored: Mapping[str, int], own: Mapping[str, int]
) -> dict[str, int]:
    """Code → number: those stated in their order, then those that the canon has besides. An order
    that the canon keeps already stays as it is. What states a number of its `own` has that one,
    and the others stay where they are.
    """
    if own:
        last = max((*stored.values(), *own.values()))
        new = [code for code in dict.fromkeys(stated) if code not in stored and code not in own]
        return dict(stored) | dict(own) | {code: last + n for n, code in enumerate(new, 1)}
    in_order = sorted(stored, key=lambda code: (stored[code], code))
    wanted = list(dict.fromkeys(stated))
    if wanted == [code for code in in_order if code in wanted]:
        return dict(stored)  # the canon has all of them in this order, others between them
    codes = list(dict.fromkeys([*wanted, *in_order]))
    if codes[: len(in_order)] == in_order:
        last = max(stored.values(), default=0)
        return dict(stored) | {c: last + n for n, c in enumerate(codes[len(in_order) :], 1)}
    return {code: number for number, code in enumerate(codes, 1)}
