"""The commands that compare and suppose, called as a user calls them: what each format holds, and that only."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commandline import Ran, cells, run

POSITION = {
    *("state", "subject", "kind", "label", "verdict", "effect", "rule", "reading", "provision", "from", "until"),
    *("international", "conflict", "knownTo", "unconfirmed", "position"),
}
"""The keys of a position, in assess, timeline, conflicts and what-if."""
DIFFERENCE = {"kind", "state", "subject", "rule", "reading", "from", "until", "before", "after"}
"""The keys of a change: that of a position, of what binds, of a conflict or of a duty, from a day until another."""
DUTY = {"person", "warrant", "state", "duty", "basis", "from", "until"}
RIVALRY = {"state", "subject", "kind", "label", "rule", "provision", "answers"}
WHY_NOT = {"state", "subject", "on", "verdict", "failing", "flips", "tried", "complete"}
STEP = {"text", "node", "outcome", "unconfirmed", "sources", "steps"}
CHAIN = {"chain", "steps"}
LINK = {"from", "says", "to", "day", "fact", "unconfirmed", "sources"}

WITHDRAWAL = "XAA Withdrawal pact 2027-01-01 2028-01-01"
ON = ("--on", "2028-06-01")
KEYS = {
    "assess --as-known": (("assess", "XAA", "--as-known", "2020-01-01", *ON, "--all"), POSITION),
    "timeline": (("timeline", "XAA", "court"), POSITION),
    "timeline of a person": (("timeline", "sought"), {"day", "event"}),
    "readings": (("readings", "XBB", "--on", "2020-06-01"), RIVALRY),
    "conflicts": (("conflicts", "XBB", "--on", "2020-06-01"), POSITION),
    "conflicts of all": (("conflicts", "--on", "2020-06-01"), POSITION),
    "diff": (("diff", "2000-05-01", "2012-01-01"), DIFFERENCE),
    "arrest": (("arrest", "sought", "--on", "2020-01-01"), DUTY),
    "what-if": (("what-if", "--add", WITHDRAWAL), POSITION),
    "what-if --before": (("what-if", "--add", WITHDRAWAL, "--before"), POSITION),
    "changes": (("changes",), {"change", "supposes", "given"}),
    "why-not": (("why-not", "XAA", "court", *ON), WHY_NOT),
    "path": (("path", "XAA", "court"), CHAIN),
}
"""Commands that find something in the small release, and the keys of each object of their JSON."""
EMPTY = {
    "assess --as-known": ("assess", "XCC", "--as-known", "2020-01-01", *ON),
    "timeline": ("timeline", "XCC"),
    "readings": ("readings", "XAA", "--on", "2000-06-10"),
    "conflicts": ("conflicts", "XCC"),
    "diff": ("diff", "2012-01-01", "2012-01-01"),
    "arrest": ("arrest", "free"),
    "what-if": ("what-if", "XBB", "--add", WITHDRAWAL),
    "path": ("path", "person:boris-free", "court", "--kind", "law"),
    "query": ("query", "parties", "--given", "treaty=pact", "--given", "on=2000-07-01"),
    "find": ("find", "zzz"),
}
"""Commands that find nothing there: that is an answer, told on stderr."""
TREES = {"why-not"}
"""What is a tree, so that Markdown shows it as a list."""


pytestmark = pytest.mark.usefixtures("own_cache")


@cache
def printed(folder: Path, arguments: tuple[str, ...], form: str) -> Ran:
    """Return what a command does in a release; each is run once."""
    return run("--knowledge", str(folder), *arguments, "--format", form)


@pytest.mark.parametrize("name", KEYS)
def test_json_has_exactly_these_keys(small: Path, name: str) -> None:
    arguments, keys = KEYS[name]
    ran = printed(small, arguments, "json")
    assert ran.status == 0
    found = ran.json()
    assert found
    assert all(set(one) == keys for one in found)


@pytest.mark.parametrize(
    "name", sorted(set(KEYS) - {"readings", "why-not", "path", "arrest", "what-if", "what-if --before"})
)
def test_csv_holds_the_rows_of_json(small: Path, name: str) -> None:
    arguments, _ = KEYS[name]
    assert printed(small, arguments, "csv").csv() == [cells(row) for row in printed(small, arguments, "json").json()]


def test_csv_of_arrest_holds_the_rows_of_json_with_the_reason(small: Path) -> None:
    arguments, _ = KEYS["arrest"]
    rows = printed(small, arguments, "csv").csv()
    assert all(row.pop("why") for row in rows)
    assert rows == [cells(row) for row in printed(small, arguments, "json").json()]


def test_csv_of_readings_has_a_row_for_each_reading(small: Path) -> None:
    arguments, _ = KEYS["readings"]
    told = [
        cells({**{key: one[key] for key in one if key != "answers"}, "verdict": verdict, "reading": reading})
        for one in printed(small, arguments, "json").json()
        for verdict, names in one["answers"].items()
        for reading in names
    ]
    assert printed(small, arguments, "csv").csv() == told


def test_csv_of_a_path_has_a_row_for_each_statement(small: Path) -> None:
    arguments, _ = KEYS["path"]
    told = []
    for chain in printed(small, arguments, "json").json():
        for number, step in enumerate(chain["steps"], 1):
            for link in step:
                assert set(link) == LINK
                sources = " ".join(source["source"] for source in link["sources"])
                told.append(cells({"chain": chain["chain"], "step": number, **link, "sources": sources}))
    assert printed(small, arguments, "csv").csv() == told


def test_csv_of_why_not_has_a_row_for_each_step(small: Path) -> None:
    arguments, _ = KEYS["why-not"]
    [found] = printed(small, arguments, "json").json()

    def texts(step: dict[str, Any]) -> list[str]:
        assert set(step) == STEP
        return [step["text"], *(text for below in step["steps"] for text in texts(below))]

    rows = printed(small, arguments, "csv").csv()
    failing = [text for step in found["failing"] for text in texts(step)]
    assert [row["text"] for row in rows[: len(failing)]] == failing
    head, *flips = rows[len(failing) :]
    assert f"({found['tried']} tried)" in head["text"]
    assert len(flips) == len(found["flips"]) > 0
    assert {tuple(flip) for flip in found["flips"]} == {("changes", "verdict")}


def test_csv_of_what_if_shows_before_and_after_beside_each_other(small: Path) -> None:
    """JSON holds the positions after the change, or with --before those of today; CSV the days that differ."""
    arguments, _ = KEYS["what-if"]
    rows = printed(small, arguments, "csv").csv()
    assert set(rows[0]) == DIFFERENCE
    positions = [row for row in rows if row["kind"] == "position"]
    assert positions
    for side, name in (("before", "what-if --before"), ("after", "what-if")):
        there = [cells(one) for one in printed(small, KEYS[name][0], "json").json()]
        for row in positions:
            held = [
                one["verdict"]
                for one in there
                if (one["state"], one["subject"]) == (row["state"], row["subject"])
                and one["reading"] in (row["reading"], "")
                and one["from"] <= row["from"]
                and (not one["until"] or row["from"] < one["until"])
            ]
            assert row[side] in held


@pytest.mark.parametrize("name", sorted(set(KEYS) - {"what-if --before"}))
@pytest.mark.parametrize("form", ["md", "table"])
def test_what_people_read_is_well_formed(small: Path, name: str, form: str) -> None:
    """Markdown is tables (lists, for proofs) that a renderer takes; the terminal's has no camel case."""
    arguments, _ = KEYS[name]
    ran = printed(small, arguments, form)
    assert ran.status == 0
    if form == "table":
        assert ran.out
        assert not any(word in ran.out for word in ("NonBinding", "notCovered", "noDuty", "notBound", "None"))
    elif name in TREES:
        assert all(line.lstrip().startswith("- ") for line in ran.out.splitlines())
    else:
        assert any(len(table) > 1 for table in ran.tables())


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("form", ["json", "csv", "md", "table"])
def test_an_empty_answer_is_an_answer(small: Path, name: str, form: str) -> None:
    """Programs get an empty list or the header alone, people a sentence; nothing has failed."""
    ran = printed(small, EMPTY[name], form)
    assert ran.status == 0
    assert ran.err.startswith("kg: ")
    if form == "json":
        assert ran.json() == []
    elif form == "csv":
        assert ran.csv() == []
        assert ran.out.count("\n") == 1
    elif name != "query":
        assert ran.out == ""


@pytest.mark.parametrize("name", sorted(set(EMPTY) & set(KEYS) - {"readings", "path"}))
def test_the_header_is_the_same_with_and_without_rows(small: Path, name: str) -> None:
    full, empty = printed(small, KEYS[name][0], "csv"), printed(small, EMPTY[name], "csv")
    assert full.out.splitlines()[0] == empty.out.splitlines()[0]


def test_notes_are_no_data(small: Path) -> None:
    """What was supposed is told on stderr; stdout stays what a program reads."""
    ran = printed(small, KEYS["what-if"][0], "json")
    assert ran.err == "kg: supposed: Alphaland, Pact: Withdrawal on 2027-01-01\n"
    assert "supposed" not in ran.out
