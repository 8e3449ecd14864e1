"""A depositary's table is read as it is published, compared with the acts on file, and written on request."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from kg.cli import main
from kg.facts.load import Knowledge
from kg.facts.participants import Participants
from kg.faults import Fault, UsageFault
from kg.importing.depositaries import Reading, coe, untc
from kg.importing.imports import Delay, compare, write

HERE = Path(__file__).with_name("depositaries")
HEADER = "state,action,date,effective,precision,source,confirmed,note,undoes\n"


@pytest.fixture(scope="module")
def participants(knowledge: Knowledge) -> Participants:
    """Return the names of the states and organizations that ship."""
    return Participants(knowledge.facts)


@pytest.fixture(scope="module")
def page(participants: Participants) -> Reading:
    """Return what the UN Treaty Collection's saved page says."""
    return untc(HERE / "untc-page.html", participants)


def acts(reading: Reading) -> list[tuple[str, str, str]]:
    return [(act.who, act.action, act.day.isoformat()) for act in reading.acts]


def test_letters_mean_what_the_heading_says(page: Reading) -> None:
    assert acts(page) == [
        ("BOL", "Signature", "1999-05-01"),
        ("BOL", "Ratification", "2001-02-01"),
        ("CIV", "Accession", "2013-02-15"),
        ("CZE", "Signature", "1993-02-22"),
        ("CZE", "Succession", "1993-02-22"),
        ("org:european-union", "Ratification", "1998-04-01"),
        ("FIN", "Signature", "1999-05-02"),
        ("FIN", "Acceptance", "2000-12-29"),
        ("JPN", "Approval", "2007-07-17"),
        ("KIR", "DefinitiveSignature", "2008-03-12"),
        ("NLD", "Signature", "1999-05-03"),
    ]
    notes = {(act.who, act.action): act.note for act in page.acts if act.note}
    assert notes == {
        ("CZE", "Signature"): "succession to signature",
        ("org:european-union", "Ratification"): "act of formal confirmation",
    }


def test_what_cannot_be_read_is_refused_with_its_line(page: Reading) -> None:
    lines = (HERE / "untc-page.html").read_text(encoding="utf-8").splitlines()
    rows = {refusal: lines[refusal.line - 1].removeprefix("<tr><td>") for refusal in page.refusals}
    refused = {row.split(" ")[0].split("<")[0]: refusal for refusal, row in rows.items()}
    assert {name: refusal.reason.partition(": ")[2] for name, refusal in refused.items() if name != "Ruritania"} == {
        "Burundi": "21 Sep 2004 is in brackets; read its footnote and enter it by hand",
        "Republic": "the heading does not say what the letter 'q' means",
        "Togo": "'see note' is not a date with a letter",
    }
    assert refused["Ruritania"].reason == "no state or organization in the graph is called 'Ruritania and Strelsau'"
    assert [refusal.reason for refusal in page.refusals if "31 Feb" in refusal.reason] == [
        "KOR: '31 Feb 2003' is no day of the calendar"
    ]


def test_the_xml_form_is_read_and_its_entities_are_not_expanded(participants: Participants) -> None:
    reading = untc(HERE / "untc.xml", participants)
    assert acts(reading) == [
        ("BOL", "Signature", "1999-05-01"),
        ("BOL", "Ratification", "2001-02-01"),
        ("CIV", "Accession", "2013-02-15"),
    ]
    assert len(reading.refusals) == 1
    assert "lollol" not in reading.refusals[0].reason


def test_the_chart_of_the_council_of_europe(participants: Participants) -> None:
    reading = coe(HERE / "coe-chart.html", participants)
    assert [(a.who, a.action, a.day.isoformat(), a.effective and a.effective.isoformat()) for a in reading.acts] == [
        ("ALB", "Signature", "1995-07-13", None),
        ("ALB", "Ratification", "1996-10-02", "1996-10-02"),
        ("CZE", "Signature", "1991-02-21", None),
        ("SVK", "Succession", "1992-03-18", "1993-01-01"),
        ("TUR", "DefinitiveSignature", "1950-11-04", "1954-05-18"),
        ("GBR", "Signature", "1950-11-04", None),
        ("CAN", "Accession", "2001-03-01", "2001-06-01"),
    ]
    assert [refusal.reason for refusal in reading.refusals] == [
        "GBR: '08/03/1951 zz' is not a day with a letter known here",
        "the chart counts 5 ratifications of this kind, 4 were read",
    ]


@pytest.mark.parametrize("read", [untc, coe])
def test_a_file_without_such_a_table_is_a_fault(read: object, tmp_path: Path, participants: Participants) -> None:
    page = tmp_path / "page.html"
    page.write_text("<table><tr><td>State</td><td>Since</td></tr></table>", encoding="utf-8")
    with pytest.raises(Fault, match=r"page\.html: holds no (table|chart)"):
        (untc if read is untc else coe)(page, participants)


def test_a_heading_of_an_unknown_act_is_a_fault(tmp_path: Path, participants: Participants) -> None:
    page = tmp_path / "page.html"
    page.write_text("<table>\n<tr><th>Participant</th><th>Null and void(n)</th></tr></table>", encoding="utf-8")
    with pytest.raises(Fault, match=r"page\.html:2: .*'Null and void'"):
        untc(page, participants)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Holy See", "VAT"), ("State of Palestine", "PSE"), ("Congo", "COG"), ("Viet Nam", "VNM"),
        ("Democratic Republic of the Congo", "COD"), ("Democratic People's Republic of Korea", "PRK"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"), ("United States of America", "USA"),
        ("Iran (Islamic Republic of)", "IRN"), ("Micronesia (Federated States of)", "FSM"), ("Türkiye", "TUR"),
        ("Saint Vincent and the Grenadines", "VCT"), ("Lao People's Democratic Republic", "LAO"),
        ("Venezuela (Bolivarian Republic of)", "VEN"), ("United Republic of Tanzania", "TZA"),
        ("Netherlands (Kingdom of the)", "NLD"), ("Antigua and Barbuda", "ATG"), ("Yugoslavia (former)", None),
    ],
)  # fmt: skip
def test_names_as_depositaries_write_them(name: str, code: str | None, participants: Participants) -> None:
    assert participants.code(name) == code


@pytest.mark.parametrize(
    ("text", "day", "effect"),
    [
        ("30d", "1999-05-01", "1999-05-31"),
        ("90d", "2002-12-15", "2003-03-15"),
        ("3m", "2000-11-30", "2001-02-28"),
        ("60d+", "2015-01-02", "2015-04-01"),
        ("0d", "2001-02-01", "2001-02-01"),
        ("3m+", "2023-11-14", "2024-03-01"),
    ],
)
def test_a_delay_counts_days_or_months(text: str, day: str, effect: str) -> None:
    assert Delay.parse(text).after(date.fromisoformat(day)).isoformat() == effect


def test_a_delay_that_is_none_is_refused() -> None:
    with pytest.raises(UsageFault, match="--after"):
        Delay.parse("soon")


def on_file(folder: Path, rows: str) -> Path:
    table = folder / "strelsau.actions.csv"
    table.write_text(HEADER + rows, encoding="utf-8")
    return table


def test_a_table_is_compared_with_the_acts_on_file(page: Reading, tmp_path: Path) -> None:
    table = on_file(
        tmp_path,
        "BOL,Signature,1999-05-01,,,old,yes,,\n"
        "BOL,Ratification,2001-02-01,2001-03-03,,,no,,\n"
        "CIV,Accession,2013-02-14,2013-03-16,,old,yes,,\n"
        "FIN,Acceptance,2000-12-29,2001-01-30,,old,yes,,\n"
        "GAB,Ratification,2000-01-01,2000-01-31,,old,yes,,\n"
        "GAB,Withdrawal,2010-01-01,2011-01-01,,old,yes,,\n",
    )
    changes, agreed = compare(page.acts, table, Delay(days=30))
    assert agreed == 1
    told = [(c.kind, c.who, c.action, c.effective, c.on_file) for c in changes if c.kind != "new"]
    assert told == [
        ("confirms", "BOL", "Ratification", "2001-03-03", "recalled"),
        ("differs", "CIV", "Accession", "2013-03-17", "Accession 2013-02-14"),
        ("differs", "FIN", "Acceptance", "2001-01-28", "in effect 2001-01-30"),
        ("only on file", "GAB", "Ratification", "2000-01-31", ""),
    ]
    assert len([c for c in changes if c.kind == "new"]) == 7


def test_what_is_new_or_confirmed_is_written_and_nothing_else(page: Reading, tmp_path: Path) -> None:
    table = on_file(
        tmp_path, "BOL,Ratification,2001-02-01,2001-03-03,,,no,,\nCIV,Accession,2013-02-14,2013-03-16,,old,yes,,\n"
    )
    changes, _ = compare(page.acts, table, Delay(days=30), date(2001, 3, 1))
    assert write(changes, table, "the-page") == 10
    written = table.read_text(encoding="utf-8").splitlines()
    assert written[1:4] == [
        "BOL,Ratification,2001-02-01,2001-03-03,,the-page,except-effective,,",
        "BOL,Signature,1999-05-01,,,the-page,yes,,",
        "CIV,Accession,2013-02-14,2013-03-16,,old,yes,,",
    ]
    assert "FIN,Acceptance,2000-12-29,2001-03-01,,the-page,except-effective,," in written
    again, agreed = compare(page.acts, table, Delay(days=30), date(2001, 3, 1))
    assert ([change.kind for change in again], agreed) == (["differs"], 10)


def test_a_consent_without_a_day_of_effect_is_not_written(page: Reading, tmp_path: Path) -> None:
    table = on_file(tmp_path, "")
    changes, _ = compare(page.acts, table)
    with pytest.raises(UsageFault, match="--after"):
        write(changes, table, "the-page")
    assert table.read_text(encoding="utf-8") == HEADER


def test_the_command_compares_and_writes(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    knowledge = tmp_path / "knowledge"
    for folder in ("ontology", "data", "queries"):
        copytree(root / folder, knowledge / folder)
    base = ["--knowledge", str(knowledge), "import", "coe", str(HERE / "coe-chart.html"), "--treaty"]
    table = knowledge / "data" / "treaties" / "rome-statute.actions.csv"
    before = table.read_text(encoding="utf-8")
    assert main([*base, "no-such-treaty"]) == 2
    assert main([*base, "rome-statute", "--write"]) == 2
    assert main([*base, "rome-statute", "--write", "--source", "no-such-source"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line[:38] for line in told] == [
        "kg: no treaty has the stem 'no-such-tr",
        "kg: --write needs --source: the stem o",
        "kg: no source has the stem 'no-such-so",
    ]
    assert main([*base, "rome-statute"]) == 1
    assert table.read_text(encoding="utf-8") == before
    shown = capsys.readouterr()
    assert "differs" in shown.out
    assert ":11: not read: GBR: '08/03/1951 zz'" in shown.err
    assert main([*base, "rome-statute", "--write", "--source", "iso-3166"]) == 1
    assert table.read_text(encoding="utf-8") != before
