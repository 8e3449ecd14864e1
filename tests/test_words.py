"""The words of pictures and pages: every language has the same, each of them is used, and none is missing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser

from kg.drawing.styles import MARKS, read_style
from kg.faults import Fault, UsageFault
from kg.language.phrases import placeholders, read_phrases
from kg.language.words import Words, read_words, written
from kg.oxigraph import QuerySolutions, Store
from kg.queries.sparql import catalogue
from kg.site.choices import headed

ROOT = Path(__file__).parent.parent
LANGUAGES = written(ROOT)
_LITERAL = re.compile(r"""["'`]([a-z-]+)\.([\w-]+)["'`]""")
_PUT_TOGETHER = re.compile(
    r"""f"([a-z-]+\.[^"{]*\{[^"]*)"|f\'([a-z-]+\.[^\'{]*\{[^\']*)\'|`([a-z-]+\.[^`$]*\$\{[^`]*)`|"([a-z-]+\.)" ~ \w+"""
)
"""A key that is put together, in Python, in a script, in a template."""
_PART = re.compile(r"\$?\{[^}]*\}")


def _sources() -> list[str]:
    """Return the texts of all that may say a word: modules, templates and scripts."""
    places = [*(ROOT / "kg").rglob("*.py"), *(ROOT / "viz" / "templates").rglob("*.*")]
    places += [*(ROOT / "viz" / "static").glob("*.js"), *(ROOT / "viz" / "static" / "site").glob("*.js")]
    return [path.read_text(encoding="utf-8") for path in places]


def test_every_language_has_the_same_words_with_the_same_placeholders() -> None:
    assert {"en", "ru"} <= set(LANGUAGES)
    english = read_words(ROOT, "en").texts
    for language in LANGUAGES:
        other = read_words(ROOT, language).texts
        assert other.keys() == english.keys(), language
        for key, text in english.items():
            assert _places(other[key]) == _places(text), f"{language}: {key}"
            assert isinstance(other[key], dict) == isinstance(text, dict), f"{language}: {key}"


def _places(text: str | dict[str, str]) -> set[str]:
    """Return the placeholders of a text; of one that depends on a number, those of any form but the number."""
    if isinstance(text, str):
        return placeholders(text)
    return {name for form in text.values() for name in placeholders(form)} - {"n"}


def test_every_word_is_used_and_every_word_used_is_there() -> None:
    known = read_words(ROOT, "en").texts
    tables = {key.partition(".")[0] for key in known}
    literal = {".".join(found) for text in _sources() for found in _LITERAL.findall(text) if found[0] in tables}
    made = [max(found) for text in _sources() for found in _PUT_TOGETHER.findall(text)]
    patterns = {
        re.compile(r"[\w-]+".join(map(re.escape, _PART.split(one if "{" in one else one + "{}")))) for one in made
    }
    unused = {key for key in known if key not in literal and not any(one.fullmatch(key) for one in patterns)}
    assert not {key for key in unused if key.partition(".")[0] not in _of_style()}
    said = read_phrases(ROOT, "en")
    files = re.compile(r"\.(?:js|css|html|svg|toml|py|csv|png)$")
    assert not {key for key in literal - known.keys() if key not in said and not files.search(key)}


def test_every_column_of_a_question_has_a_word_and_every_such_word_is_of_one() -> None:
    columns = {
        variable.value
        for question in catalogue(ROOT).values()
        for variable in cast(QuerySolutions, Store().query(question.text)).variables
    }
    known = read_words(ROOT, "en").texts
    assert {key.partition(".")[2] for key in known if key.startswith("variable.")} == columns
    assert headed(read_words(ROOT, "ru"), ["since", "mine"]) == [("С", "since"), (None, "mine")]  # noqa: RUF001


def _of_style() -> dict[str, str]:
    """Return the tables of words that name the marks of the style, and the tables of the style."""
    return {"kind": "kinds", "kinds": "kinds"} | {name: name for name in (*MARKS, "bases") if name != "kinds"}


def test_words_of_marks_are_those_of_the_style() -> None:
    style = tomllib.loads((ROOT / "viz" / "style.toml").read_text(encoding="utf-8"))
    known = read_words(ROOT, "en").texts
    for table, of_style in (_of_style() | {"number": "kinds"}).items():
        assert {key.partition(".")[2] for key in known if key.startswith(f"{table}.")} == set(style[of_style]), table
    assert {read_style(ROOT, name)["kinds"]["state"]["many"] for name in ("en", "ru")} == {"States", "Государства"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_take_the_forms_that_the_browser_knows(browser: Browser, language: str) -> None:
    """The plural rules of CLDR, as Intl.PluralRules has them, are what the file says."""
    words = read_words(ROOT, language)
    numbers = [*range(131), 200, 211, 1001, 1111, 5022]
    page = browser.new_page()
    chosen = page.evaluate("([tag, ns]) => ns.map((n) => new Intl.PluralRules(tag).select(n))", [language, numbers])
    page.close()
    forms = words.texts["number.state"]
    assert isinstance(forms, dict)
    assert [forms[form] for form in chosen] == [words.form("number.state", n) for n in numbers]


def test_a_text_is_filled_and_its_optional_part_left_out() -> None:
    words = read_words(ROOT, "ru")
    assert words.many("number.treaty", 22) == "22 договора"
    assert words.say("page.standing", what="X", start="a", end=None, international="") == "X с a."  # noqa: RUF001
    assert words.say("page.standing", what="X", start="a", end="b", international="c") == "X с a до b; c."  # noqa: RUF001
    assert [words.listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a и b", "a, b и c"]
    assert words.day("2026-01-09") == "09.01.2026"
    assert words.tables("page")["day"] == words.tables("page", "matrix")["day"]


def _words(tmp_path: Path, **tables: dict[str, Any]) -> Words:
    folder = tmp_path / "viz" / "words"
    folder.mkdir(parents=True)
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        for key, text in table.items():
            forms = ", ".join(f'{form} = "{said}"' for form, said in text.items()) if isinstance(text, dict) else ""
            quoted = f'["{text[0]}", "{text[1]}"]' if isinstance(text, list) else f'"{text}"'
            lines.append(f"{key} = {{ {forms} }}" if forms else f"{key} = {quoted}")
    (folder / "en.toml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "queries" / "wording").mkdir(parents=True)
    shipped = ROOT / "queries" / "wording" / "en.toml"
    (tmp_path / "queries" / "wording" / "en.toml").write_bytes(shipped.read_bytes())
    return read_words(tmp_path, "en")


_COUNTS = {"name": "English", "plurals": ["one", "other"], "plural": "n != 1"}


def test_what_is_missing_is_a_fault_and_not_another_language(tmp_path: Path) -> None:
    words = _words(tmp_path, language=_COUNTS, page={"copy": "Copy", "things": {"one": "{n}", "other": "{n} s"}})
    for wrong in (
        lambda: words["page.nothing"],
        lambda: words["nothing.copy"],
        lambda: words["page.things"],
        lambda: words.many("page.copy", 1),
        lambda: words.tables("nothing"),
        lambda: words.many("page.nothing", 1),
    ):
        with pytest.raises(Fault):
            wrong()
    with pytest.raises(UsageFault, match=r"no language is called 'xx'; there are en"):
        read_words(tmp_path, "xx")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"page": {"copy": "Copy"}}, "must say name, plurals and plural"),
        ({"language": _COUNTS | {"plural": "n +"}}, "must say name, plurals and plural"),
        ({"language": _COUNTS, "page": {"things": {"one": "{n}"}}}, "has the forms one, not one, other"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path: Path, tables: dict[str, Any], said: str) -> None:
    with pytest.raises(Fault, match=said):
        _words(tmp_path, **tables)


def test_every_question_is_called_and_asks_in_every_language() -> None:
    """The same keys of a header in each language, so that no page falls back to English."""
    for question in catalogue(ROOT).values():
        said = {key for key in question.header if key.partition("@")[0] in ("title", "asks")}
        wanted = {
            key for name in ("title", "asks") for key in (name, *(f"{name}@{one}" for one in LANGUAGES if one != "en"))
        }
        assert said == wanted, question.stem
