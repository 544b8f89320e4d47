"""Takes the pictures of docs/editing.md from a running site that may be thrown away afterwards:

    VAR_DIR=/tmp/pictures PORT=8137 make serve        (in another window)
    VAR_DIR=/tmp/pictures .venv/bin/python docs/pictures/take.py http://127.0.0.1:8137

It makes three accounts there, edits two roles of the shipped canon, has them reviewed, publishes
and releases them. Chromium is needed, and Pillow, which nothing else here uses.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent
PASSWORD = "only for the pictures"
PEOPLE = {"erin": "Editor", "rita": "Reviewer", "paul": "Publisher"}
FOCUS = "ITOPER.ITOUTSOU493C"
ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for name, group in {PEOPLE!r}.items():
    user, _ = User.objects.get_or_create(username=name, defaults={{"is_staff": True}})
    user.set_password({PASSWORD!r})
    user.save()
    user.groups.set(Group.objects.filter(name=group))
"""


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=FOLDER.parent.parent, check=True)


def signed_in(browser: Browser, base: str, name: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page.goto(f"{base}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    return page


def take(page: Page, name: str, top: str = "") -> None:
    """The part of the page below what `top` finds; few colours are enough for text."""
    if top:
        page.locator(top).first.evaluate("node => node.scrollIntoView()")
        page.wait_for_timeout(300)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(40, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < 120_000, path


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state()


def edit(erin: Page, base: str) -> str:
    """Address of the set with a drafted role and a drafted ladder."""
    ladder = f"{base}/admin/ladder/{FOCUS}/?track=P"
    erin.goto(ladder)
    erin.get_by_role("link", name="Senior IT Vendor Manager").click()
    erin.select_option("#id__set", "new")
    erin.fill("#id__set_title", "Vendors are reviewed every month")
    erin.fill("#id__set_why", "Audit finding: reviews were not dated.")
    erin.fill("#id_title", "Senior Vendor Manager, IT")
    sentence = erin.locator("#id_responsibilities-0-text")
    sentence.fill(sentence.input_value().replace("Leads complex tenders", "Leads dated tenders"))
    erin.locator("input[name=_save]").click()
    erin.wait_for_load_state()
    address = erin.url
    erin.get_by_role("link", name="Edit the draft").click()
    take(erin, "form")
    erin.goto(ladder)
    erin.locator("textarea[name=cell-a2-P4]").fill("Chairs a dated review of each vendor a month")
    erin.get_by_role("button", name="Vendor performance, P3: copy from P2").click()
    erin.locator("#alike li").first.wait_for()
    take(erin, "ladder", "#alike")
    erin.locator("textarea[name=cell-a2-P3]").fill("Prepares the monthly review of each vendor")
    press(erin, "Save drafts")
    return address


def life(browser: Browser, base: str) -> None:
    erin, rita, paul = (signed_in(browser, base, name) for name in PEOPLE)
    address = edit(erin, base)
    erin.goto(f"{base}/admin/")
    take(erin, "desk")
    erin.goto(address)
    press(erin, "Submit for review")
    rita.goto(address)
    take(rita, "review")
    rita.get_by_role("link", name="See it as a page").last.click()
    take(rita, "preview")
    rita.goto(address)
    press(rita, "Approve what is shown here")
    paul.goto(address)
    press(paul, "Publish")
    manage("release", "--title", "Vendors", "--notes", "Reviews of vendors are dated.")
    rita.goto(f"{base}/releases/2/")
    take(rita, "release")


def main(do: Callable[[Browser, str], None] = life) -> None:
    manage("shell", "-c", ACCOUNTS)
    program = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        do(browser, sys.argv[1])
        browser.close()


if __name__ == "__main__":
    main()
