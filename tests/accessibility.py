"""What axe finds on a page as it is shown now, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe

ALL = {"resultTypes": ["violations"]}
# What colours decide: all else is the same in the dark.
OF_COLOURS = ALL | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page, context=None):
    """(scheme, rule, element) of each."""
    found = []
    for scheme, options in (("light", ALL), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        for each in Axe().run(page, context=context, options=options).response["violations"]:
            found += [(scheme, each["id"], node["html"]) for node in each["nodes"]]
    return found
