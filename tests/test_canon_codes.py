"""Codes that loading makes: names of any alphabet, names that ask for one code, functions of one
name.
"""

import json

import pytest

from taxonomy.keys import focus_codes, mint_focus_code
from taxonomy.models import Focus, Function, Profile
from tests.test_canon_files import canon, refusal

pytestmark = pytest.mark.django_db

LEVELS = {"levels": [{"code": code} for code in ("P1", "P4", "M3")]}
# Same first eight letters, same first sixty characters of the slug.
GROUP = {"name": "SOC major group 41"}
LONG = "Sales Representatives, Wholesale and Manufacturing"
ALIKE = (
    f"{LONG}, Technical and Scientific Products",
    f"{LONG}, Except Technical and Scientific Products",
)
BENEFITS = "Compensation & Benefits"


def document(name, function, level="P4", code=None):
    entry = {"name": name} | ({"code": code} if code else {})
    profiles = [{"level": level, "title": f"Role of {name}"}]
    return {"function": function, "focus": entry, "profiles": profiles}


@pytest.fixture
def lines(tmp_path):
    def write(*documents):
        path = tmp_path / "all.jsonl"
        texts = [json.dumps(each, ensure_ascii=False) + "\n" for each in (LEVELS, *documents)]
        path.write_text("".join(texts), encoding="utf-8")
        return path

    return write


class TestAlphabets:
    @pytest.mark.parametrize(
        ("name", "function", "focus"),
        [
            ("데이터 과학", "DEITEO", "DEITEOGW"),
            ("会計", "HUIJI", "HUIJI"),
            ("Бухгалтерия", "BUKHGA", "BUKHGALT"),
            ("محاسبة", "MHSBH", "MHSBH"),
            ("लेखा", "LEKHA", "LEKHA"),
            ("Straße & Brücke", "STRASS", "STRASSEB"),
        ],
    )
    def test_a_name_gets_a_code_in_latin_letters(self, lines, name, function, focus):
        path = lines(document(name, {"name": name}))
        canon("load", path)
        profile = Profile.objects.with_coordinates().get()
        assert profile.function.code == function
        assert profile.focus.code[:-4] == focus
        assert canon("load", path).endswith("0 added, 0 changed, 5 unchanged\n")

    @pytest.mark.parametrize("what", ["function", "focus"])
    def test_a_name_of_signs_alone_is_refused_with_its_place(self, lines, what):
        names = {"function": "Trees", "focus": "Oaks"} | {what: "— ★ —"}
        path = lines(document(names["focus"], {"name": names["function"]}))
        [line] = refusal("load", path)
        assert line.startswith(f"{path}:2: {what}.name: needs a code: none can be made from")
        assert "'— ★ —'" in line


class TestCollisions:
    def test_two_names_in_one_load_get_two_codes(self, lines):
        path = lines(*(document(name, GROUP) for name in ALIKE))
        canon("load", path)
        first, second = Focus.objects.order_by("pk")
        assert [first.name, second.name] == list(ALIKE)
        assert [first.code, second.code] == focus_codes(GROUP["name"], ALIKE[1])[:2]
        assert first.code == mint_focus_code(GROUP["name"], ALIKE[0])
        assert canon("load", path).endswith("0 added, 0 changed, 7 unchanged\n")

    def test_in_two_loads_too(self, lines):
        for name in ALIKE:
            canon("load", lines(document(name, GROUP)))
        codes = set(Focus.objects.values_list("code", flat=True))
        assert codes == set(focus_codes(GROUP["name"], ALIKE[1])[:2])

    def test_a_stated_code_that_was_just_made_is_refused_with_both_documents(self, lines):
        code = mint_focus_code("Trees", "Oaks")
        trees = {"name": "Trees"}
        path = lines(document("Oaks", trees), document("Elms", trees, code=code))
        [line] = refusal("load", path)
        assert line == f"{path}:3: focus.code: {code!r} is the code of 'Oaks' in {path}:2"

    def test_a_file_of_before_a_renaming_still_means_its_focus(self, lines):
        path = lines(document("Oaks", {"name": "Trees"}))
        canon("load", path)
        Focus.objects.update(name="Oaks and Elms")
        canon("load", path)
        assert Focus.objects.get().name == "Oaks"

    def test_functions_are_numbered(self, lines):
        names = ("Information Systems", "Information Security")
        canon("load", lines(*(document("General", {"name": name}) for name in names)))
        codes = dict(Function.objects.values_list("code", "name"))
        assert codes == {"INFORM": names[0], "INFORM2": names[1]}


class TestFunctionsOfOneName:
    @pytest.fixture
    def two(self, lines):
        """As the public catalogue has them."""
        documents = (
            document("General", {"code": "COMP", "name": BENEFITS}, "M3", "GEN"),
            document(BENEFITS, {"code": "COMPEN", "name": BENEFITS}, "M3", "COMPENSA4BBC"),
        )
        canon("load", lines(*documents))
        return documents

    def test_a_function_is_found_by_its_name_in_any_case(self, lines):
        canon("load", lines(document("Oaks", {"code": "WOODS", "name": "Trees & Woods"})))
        canon("load", lines(document("Elms", {"name": "TREES & woods"})))
        assert Function.objects.get().code == "WOODS"
        assert set(Focus.objects.values_list("name", flat=True)) == {"Oaks", "Elms"}

    def test_both_are_there(self, two):
        functions = Function.objects.order_by("code").values_list("code", "name")
        assert list(functions) == [("COMP", BENEFITS), ("COMPEN", BENEFITS)]
        keys = {"COMP.GEN.M3", "COMPEN.COMPENSA4BBC.M3"}
        assert set(Profile.objects.values_list("key", flat=True)) == keys

    def test_a_name_that_means_both_is_refused_with_the_codes(self, two, lines):
        path = lines(document("Benefits Plans", {"name": BENEFITS}))
        [line] = refusal("load", path)
        expected = f"several functions are called {BENEFITS!r}: state one's code, COMP, COMPEN"
        assert line == f"{path}:2: function.name: {expected}"
        path = lines({"functions": [{"name": BENEFITS, "summary": "What both do."}]})
        [line] = refusal("load", path)
        assert expected in line

    def test_a_focus_that_one_of_them_has_says_which(self, two, lines):
        canon("load", lines(document("General", {"name": BENEFITS}, "P4")))
        assert Profile.objects.filter(key="COMP.GEN.P4").exists()

    def test_a_name_may_become_that_of_another(self, two, lines):
        canon("load", lines({"functions": [{"code": "TREES", "name": "Trees"}]}))
        canon("load", lines({"functions": [{"code": "TREES", "name": BENEFITS}]}))
        assert Function.objects.filter(name=BENEFITS).count() == 3

    def test_departments_and_facets_tell_them_apart(self, two, client):
        department = "?title=Role+of+General&department=Compensation+%26+Benefits"
        assert "Compensation &amp; Benefits (COMP)" in client.get(f"/match/{department}").text
        html = client.get("/search/?q=role").text
        assert "Compensation &amp; Benefits (COMP)" in html
        assert "Compensation &amp; Benefits (COMPEN)" in html
        html = client.get("/levels/M3/").text
        assert "Compensation &amp; Benefits (COMPEN)</a>" in html
