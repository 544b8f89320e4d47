"""An editor with a browser: signs in, opens a form of the admin and sends it back."""

import http.client
import time
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.attack.bounds import PACE

LOGIN = "/admin/login/"
BACK_SECONDS = 30 * PACE  # as long as the site may take to be well again
Answer = tuple[int, dict[str, str], bytes]


class Form(HTMLParser):
    """What a browser would send if nobody changed anything: (name, value) in the page's order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._text = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "textarea" and name:
            self._text = name
            self.pairs.append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.pairs.append((self._select, found.get("value", "")))
        elif tag == "input" and name and _is_sent(found):
            self.pairs.append((name, found.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._text:
            name, before = self.pairs[-1]
            self.pairs[-1] = name, before + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            name, text = self.pairs[-1]
            self.pairs[-1] = name, text.removeprefix("\n")  # HTML takes away the first line end
            self._text = ""
        elif tag == "select":
            self._select = ""


def _is_sent(found: dict[str, str]) -> bool:
    kind = found.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in found
    return kind not in ("submit", "button", "file", "image")


class Editor:
    def __init__(self, address: str) -> None:
        self.where = urlsplit(address)
        self.cookies: dict[str, str] = {}

    def sign_in(self, name: str, password: str) -> None:
        pairs = dict(Form(self.get(LOGIN)).pairs)
        pairs |= {"username": name, "password": password, "next": "/admin/"}
        status, _, page = self.post(LOGIN, list(pairs.items()))
        assert status == 302, (status, page[-2000:])

    def get(self, path: str) -> str:
        """Asked again while the site says that it is back in a moment, as its page asks for."""
        until = time.monotonic() + BACK_SECONDS
        status, _, page = self.ask("GET", path)
        while status == 503 and time.monotonic() < until:
            time.sleep(0.5)
            status, _, page = self.ask("GET", path)
        assert status == 200, (path, status, page[-2000:])
        return page.decode()

    def post(self, path: str, pairs: list[tuple[str, str]]) -> Answer:
        return self.ask("POST", path, urlencode(pairs).encode())

    def press(self, set_page: str, button: str) -> Answer:
        """One of the buttons on the page of a change set."""
        return self.post(f"{set_page}do/", [*Form(self.get(set_page)).pairs, ("do", button)])

    def approved(self, path: str, pairs: list[tuple[str, str]]) -> str:
        """Saves a form; the page of its set, which can be published then."""
        status, headers, page = self.post(path, pairs)
        set_page = headers.get("location", "")
        assert (status, set_page[:15]) == (302, "/admin/history/"), page[-3000:]
        for button in ("submit", "approve"):
            assert self.press(set_page, button)[0] == 302
        return set_page

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Status 0 where the connection broke before the answer."""
        connection = http.client.HTTPConnection(
            self.where.hostname or "", self.where.port, timeout=60
        )
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {n: m.value for n, m in SimpleCookie(line).items()}
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            connection.close()
