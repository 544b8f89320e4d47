"""Canon files that say one thing twice, nothing by name, or more than a reader may follow."""

import pytest

from taxonomy.canon.reader import read
from taxonomy.exchange.problems import Problem

HEAD = "function: {name: Wells}\nfocus: {name: Wells}\n"


def problems(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    return [str(found) for found in read([path]) if isinstance(found, Problem)]


def test_a_json_key_that_is_there_twice(tmp_path):
    text = '{"function": {"name": "A"}, "focus": {"name": "T2", "name": "T3"}}'
    (problem,) = problems(tmp_path, "a.json", text)
    assert "the key 'name' is there twice" in problem
    assert problems(tmp_path, "a.jsonl", text + "\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_end_as_in_any_text_file(tmp_path, end, mark):
    line = '{"function": {"name": "Wéllš \u2028"}, "focus": {"name": "Wells"}}'
    path = tmp_path / "a.jsonl"
    path.write_bytes((mark + end.join([line, "", line, "{"])).encode())
    first, second, problem = read([path])
    assert [first.line, second.line, problem.line] == [1, 3, 4]
    assert first.document == second.document


@pytest.mark.parametrize("longest", [100, 3_000_000])
def test_a_line_that_is_too_long_is_named_and_not_kept(tmp_path, longest, monkeypatch):
    monkeypatch.setattr("taxonomy.exchange.parser.LONGEST_LINE", longest)
    line = '{"function": {"name": "Wells"}, "focus": {"name": "Wells"}}'
    (problem,) = problems(tmp_path, "a.jsonl", f"{line}\n" + "é" * (longest + 1))
    assert problem.endswith("a.jsonl:2: the line is longer than 5 MB")


@pytest.mark.parametrize("null", ["null", "~", "Null", "NULL"])
def test_null_is_text_and_refused_with_its_line(tmp_path, null):
    (problem,) = problems(tmp_path, "a.yaml", f"{HEAD}profiles:\n- {{level: P2, title: {null}}}\n")
    assert f"{null} is text here; leave the line out" in problem
    assert ":4:" in problem


def test_null_in_quotes_is_a_word(tmp_path):
    assert problems(tmp_path, "a.yaml", f"{HEAD}profiles:\n- {{level: P2, title: 'Null'}}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "a: " + "{a: " * 5000,
        *(f"{signs * 100_000}a" for signs in ("- ", "-  ", "? ", "- ? ", "?   - ")),
        "a:\r" + "? " * 100_000 + "a",
    ],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_nesting_beyond_reason_is_a_problem_and_no_crash(tmp_path, name, text):
    assert problems(tmp_path, name, text)


def test_deep_indents_are_counted_too(tmp_path):
    text = "".join(f"{' ' * n}a:\n" for n in range(3000)) + " " * 3000 + "b\n"
    assert "nested" in problems(tmp_path, "a.yaml", text)[0]


def test_an_ending_in_capitals_is_read(tmp_path):
    (tmp_path / "A.YAML").write_text(HEAD)
    assert not [found for found in read([tmp_path]) if isinstance(found, Problem)]
    assert len(list(read([tmp_path]))) == 1


@pytest.mark.parametrize(
    ("scheme", "code", "fits"),
    [
        *(("SOC 2018", "13-1020", True), ("soc2018", "131020", False), ("SOC", "n/a", False)),
        *(("SOC 2018", "13_1020", False), ("ISCO-08", "2421", True), ("ISCO-08", "24-21", False)),
        *(("O*NET", "13-1020.00", True), ("House list", "n/a", True)),
        *(("SOC-2018", "131020", False), ("ISCO 08", "n/a", False), ("O*NET-SOC 29", "x", False)),
        *(("SOC 2020", "2136", True), ("SOC 2018", "2136", False), ("SOC 2018", "١٣-١٠٢٠", False)),
    ],
)
def test_codes_of_known_schemes_have_their_form(tmp_path, scheme, code, fits):
    mapping = f"{{scheme: '{scheme}', code: '{code}'}}"
    text = f"{HEAD}profiles:\n- {{level: P2, title: A, mappings: [{mapping}]}}\n"
    assert (problems(tmp_path, "a.yaml", text) == []) is fits


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.yaml", "# nothing but a note\n", "the file is empty"),
        ("a.yaml", "a: " + "{a: " * 24 + "b" + "}" * 24, "nested too deeply"),
        ("a.jsonl", f'{{"levels": "{"x" * 5_300_000}"}}\n', "the line is longer than 5 MB"),
        (
            "a.yaml",
            "levels: [{code: P2, name: Two, years: [3, 1]}]",
            "years run from low to high",
        ),
        ("a.txt", "levels: []", "not a .yaml, .json or .jsonl file"),
    ],
)
def test_what_no_reader_follows_is_named(tmp_path, name, text, words):
    assert words in problems(tmp_path, name, text)[0]


def test_a_file_that_no_canon_needs_is_not_read(tmp_path):
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    (problem,) = read([path])
    assert "larger than 20 MB" in str(problem)
