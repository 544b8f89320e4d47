"""Prose with a small subset of Markdown, in each form in which it leaves the catalogue."""

import re
import time
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.models import Profile
from taxonomy.web.texts import inline_prose, markdown_prose, plain_prose, prose, tight_prose
from tests import factories

SUMMARY = (
    "A developer builds services.\n\nPeople here:\n- write clean code\n- make it easy to reuse"
    "\n\n### More\n**Bold** and <strong>strong</strong> words."
)
DUTY = "leads: finds chances to learn\n\n- e.g. pairs with others\n- e.g. follows up"


def test_paragraphs_lists_and_bold_are_shown_as_such():
    assert prose(SUMMARY) == (
        "<p>A developer builds services.</p>\n<p>People here:</p>\n"
        '<ul class="points">\n<li>write clean code</li>\n<li>make it easy to reuse</li>\n</ul>\n'
        "<p><strong>More</strong></p>\n"
        "<p><strong>Bold</strong> and &lt;strong&gt;strong&lt;/strong&gt; words.</p>"
    )


def test_a_list_item_or_cell_has_no_paragraph_around_its_only_one():
    assert tight_prose("Leads **two** teams") == "Leads <strong>two</strong> teams"
    assert tight_prose(DUTY) == (
        "leads: finds chances to learn\n"
        '<ul class="points">\n<li>e.g. pairs with others</li>\n<li>e.g. follows up</li>\n</ul>'
    )
    assert tight_prose("One.\n\nTwo.") == "<p>One.</p>\n<p>Two.</p>"


def test_one_line_has_colons_and_semicolons_for_a_list():
    expected = "leads: finds chances to learn: e.g. pairs with others; e.g. follows up"
    assert plain_prose(DUTY) == inline_prose(DUTY) == expected
    assert plain_prose("Steps:\n1. Plan\n2. Do.\n\nThen rest") == "Steps: 1. Plan; 2. Do. Then rest"
    assert plain_prose("### More\nWords.") == "More: Words."
    assert plain_prose("See **the [plan](https://a.example/b)**\nnow") == "See the plan now"


def test_one_line_of_html_keeps_bold_and_links():
    assert inline_prose("**A**\n\n[b](mailto:b@c.example) & c") == (
        '<strong>A</strong> <a href="mailto:b@c.example" rel="noreferrer">b</a> &amp; c'
    )


@pytest.mark.parametrize(
    "text",
    [
        "C# and *nix, 5 * 3 * 2, __init__ and _private_",
        r"\\server\share and C:\temp",
        "<script>alert(1)</script> & <b>bold</b> &amp; &lt;",
        "[click](javascript:alert(1)) [x](data:text/html,y) [r](/relative) [z]",
        "`code` ~~gone~~ ![",
        "> quoted",
        "a | b",
    ],
)
def test_what_is_no_markup_of_ours_stays_to_the_letter(text):
    for form in (prose, tight_prose, inline_prose):
        assert _words(form(text)) == text
    assert plain_prose(text) == text


def test_links_go_to_web_and_mail_addresses_alone():
    assert prose("[a](HTTPS://x.example/?a=1&b=2 'title')") == (
        '<p><a href="HTTPS://x.example/?a=1&amp;b=2" rel="noreferrer">a</a></p>'
    )
    assert 'href="mailto:me@x.example"' in prose("<me@x.example>")
    assert ">https://x.example</a>" in prose("[](https://x.example)")
    for address in ("javascript:x", "JAVASCRIPT:x", "vbscript:x", "file:///x", "//x.example", "x"):
        assert "<a" not in prose(f"[a]({address}) <{address}>")


def test_signs_can_be_escaped():
    assert prose(r"\*\*not bold\*\*, \[no\](https://link)") == (
        "<p>**not bold**, [no](https://link)</p>"
    )
    assert prose(r"\- no list") == "<p>- no list</p>"
    assert prose(r"\# no heading") == "<p># no heading</p>"


def test_markdown_is_read_alike_elsewhere():
    assert markdown_prose(SUMMARY).splitlines()[-3:] == [
        "**More**",
        "",
        r"**Bold** and \<strong>strong\</strong> words.",
    ]
    assert markdown_prose("1. a\n   - b\n2. c").splitlines() == ["1. a", "   - b", "2. c"]


SNIPPETS = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\n\n", " ", "  ", "\n- ", "\n  - ", "\n1. ", "\n### ", "\\"]),
        st.sampled_from(["**", "*", "__", "_", "1.", "#", "&amp;", "<b>", "[a](", "~~", "`", "B"]),
        st.sampled_from(["](https://x.example)", "https://x.example", *"-+)[]()<>&|aé字"]),
    ),
    max_size=25,
).map("".join)
OUR_ELEMENTS = {"p", "ul", "ol", "li", "strong", "a"}
OF_A_LINE = {"strong", "a"}


def _words(html: str) -> str:
    found = []
    reader = HTMLParser(convert_charrefs=True)
    reader.handle_data = found.append
    reader.feed(html)
    reader.close()
    return " ".join("".join(found).split())


TAGS = re.compile(r"</?(\w+)[^>]*>")


@given(SNIPPETS)
def test_html_has_our_elements_alone_and_closes_them(text):
    for form in (prose, tight_prose, inline_prose):
        html = form(text)
        allowed = (
            {"strong", "a"} if form is inline_prose else {"p", "ul", "ol", "li", "strong", "a"}
        )
        opened = []
        for tag in TAGS.finditer(html):
            assert tag[1] in allowed
            if tag[0].startswith("</"):
                assert opened.pop() == tag[1]
            else:
                opened.append(tag[1])
        assert not opened
    assert "\n" not in plain_prose(text)


@given(SNIPPETS)
def test_a_standard_reader_shows_our_markdown_as_our_pages_do(text):
    elsewhere = MarkdownIt("commonmark").render(markdown_prose(text))
    assert _words(elsewhere) == _words(prose(text))


def test_no_text_takes_long():
    start = time.perf_counter()
    for piece in ("[", "[a](", "**", "- ", "**a ", "[**", "<", "\\[", "***a ", "*a **b ", "1. "):
        text = (piece * 4000)[:4000]
        prose(text), inline_prose(text), markdown_prose(text)
    assert time.perf_counter() - start < 10


CASE = {
    "function": {"name": "Software development", "summary": "Builds:\n- services\n- tools"},
    "focus": {"name": "Developer", "summary": SUMMARY},
    "skills": [{"name": "Go", "kind": "tool", "text": "**Reads**:\n\n- code\n- logs"}],
    "profiles": [
        {
            "level": "P1",
            "title": "Developer",
            "summary": "Is **new**.\n\n- asks\n- listens",
            "responsibilities": [DUTY, "Reads [the guide](https://guide.example/zebra)"],
            "guideline": {"knowledge": "Knows:\n- one\n- two"},
        },
        {"level": "P2", "title": "R&D <Lead>", "responsibilities": [f"{DUTY}\n- **more**"]},
    ],
}


@pytest.fixture
def developer(tmp_path):
    factories.LevelFactory(code="P1", scope="Own work:\n- code\n- tests")
    factories.LevelFactory(code="P2")
    path = tmp_path / "developer.yaml"
    path.write_text(yaml.safe_dump(CASE))
    load(read([path]))
    return Profile.objects.get(level="P1")


@pytest.mark.django_db
class TestPages:
    def page(self, client, address):
        response = client.get(address)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def test_a_summary_is_shown_with_its_list_and_described_in_one_line(self, client, developer):
        for page in (developer.focus.get_absolute_url(), developer.function.get_absolute_url()):
            shown = self.page(client, page)
            assert "<strong>Bold</strong> and &lt;strong&gt;strong" in shown
            assert " - " not in shown
            assert "###" not in shown
        assert "<li>write clean code</li>" in self.page(client, developer.focus.get_absolute_url())
        function = self.page(client, developer.function.get_absolute_url())
        assert 'content="Builds: services; tools"' in function
        assert "<li>services</li> <li>tools</li>" in function
        assert "Builds: services; tools</span>" in self.page(client, "/functions/")

    def test_levels_skills_and_comparisons_show_lists(self, client, developer):
        for page in ("/levels/", "/levels/P1/", f"/compare/?keys={developer.key}"):
            assert "<li>code</li> <li>tests</li>" in self.page(client, page)
        assert "<li>code</li> <li>logs</li>" in self.page(client, "/skills/go/")
        compared = self.page(client, f"/compare/?keys={developer.key}")
        assert "<li>e.g. pairs with others</li>" in compared
        assert "<li>one</li> <li>two</li>" in compared

    def test_goals_show_lists_and_their_text_is_plain(self, client, developer):
        goals = self.page(client, f"/profiles/{developer.key}/goals/")
        assert "<li>e.g. pairs with others</li>" in goals
        text = client.get(f"/profiles/{developer.key}/goals.txt").content.decode()
        assert "learn: e.g. pairs with others; e.g. follows up  [source" in text
        assert "Reads the guide  [source" in text
        assert "https:" not in text

    def test_a_profile_and_its_step_show_lists_and_mark_plain_words(self, client, developer):
        shown = self.page(client, developer.get_absolute_url())
        assert "<li>asks</li> <li>listens</li>" in shown
        assert "<li>e.g. pairs with others</li>" in shown
        assert "<li>one</li> <li>two</li>" in shown
        assert 'content="Developer' in shown
        assert "**" not in shown
        step = self.page(client, f"{developer.get_absolute_url()}next/")
        assert "**" not in step
        assert " - e.g." not in step

    def test_markdown_has_lists_and_no_html(self, client, developer):
        text = client.get(f"/profiles/{developer.key}.md").content.decode()
        assert "Is **new**.\n\n- asks\n- listens" in text
        assert "- leads: finds chances to learn\n\n  - e.g. pairs with others" in text
        other = Profile.objects.get(level="P2")
        text = client.get(f"/profiles/{other.key}.md").content.decode()
        assert text.startswith("# R&D \\<Lead>\n")
        assert "&amp;" not in text
        assert "R&D \\<Lead>" in client.get(f"/profiles/{developer.key}/next.md").content.decode()

    def test_search_reads_the_words_and_not_the_addresses(self, client, developer):
        found = self.page(client, "/search/?q=guide")
        assert "Reads the <mark>guide</mark>" in found
        assert "No role found" in self.page(client, "/search/?q=zebra")
