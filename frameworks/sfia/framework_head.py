"""What both readers of SFIA say alike: the framework's head and its number of levels.

Nothing here reads anything.
"""

SLUG = "sfia-9"
HIGHEST = 7


def head() -> dict[str, str]:
    return {
        "slug": SLUG,
        "kind": "skills",
        "name": "Skills Framework for the Information Age",
        "short_name": "SFIA",
        "edition": "9",
        "publisher": "SFIA Foundation",
        "url": "https://sfia-online.org/en/sfia-9",
    }
