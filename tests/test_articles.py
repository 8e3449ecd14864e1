"""Texts held against the graph: the press's errors are found, the truth is confirmed, and traps lead to no verdict."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from kg.cli import main
from kg.graph import Graph
from kg.prose.datings import find_dates
from kg.prose.mentions import Names
from kg.prose.sentences import split

ARTICLES = Path(__file__).with_name("articles")
WRITTEN = "2026-01-15"
"""The day on which the texts below are written."""

ERRORS = [
    "Russia withdrew from the ICC in 2016.",
    "Russia withdrew from the International Criminal Court.",
    "In November 2016, Russia formally withdrew from the Rome Statute.",
    "Russia left the International Criminal Court in 2016.",
    "Russia is no longer a member of the ICC.",
    "Russia ratified the Rome Statute in 2000.",
    "Russia signed the Rome Statute on 13 September 2001.",
    "Russia withdrew its signature from the Rome Statute after March 2023.",
    "Russia's withdrawal of its signature after March 2023 was an answer to the ICC warrants.",
    "Russia was a party to the Rome Statute.",
    "Cuba signed the Rome Statute in 2001.",
    "Ukraine has not ratified the Rome Statute.",
    "Armenia is not a party to the Rome Statute.",
    "South Africa left the ICC in 2016.",
    "Russia's law of 29 December 2025 amends the constitution.",
    "The law, Russia says, is new. The law of 29 December 2025, which Putin signed, amends the Russian constitution.",
    "The ICC issued an arrest warrant for Vladimir Putin on 18 March 2023.",
    "The ICC issued arrest warrants for Vladimir Putin and Maria Lvova-Belova in April 2023.",
    "Russia left the Council of Europe in 2023.",
    "The United States has been a party to the Rome Statute since 2000.",
    "Israel is a signatory to the Rome Statute.",
]
"""Each states one wrong thing, or the same wrong thing of two persons."""

TRUE = [
    "Armenia ratified the Rome Statute in 2023.",
    "Armenia ratified the Rome Statute on November 14, 2023.",
    "The Rome Statute was ratified by Armenia in November 2023.",
    "Armenia became a state party to the Rome Statute on 1 February 2024.",
    "Burundi left the ICC in October 2017.",
    "The Philippines withdrew from the ICC in 2019.",
    "On 17 March 2018 the Philippines withdrew from the Rome Statute.",
    "Ukraine became a member of the International Criminal Court (ICC) on 1 January 2025.",
    "Ukraine became the 125th member state of the ICC on 2025-01-01.",
    "Russia signed the Rome Statute on 13 September 2000 but never ratified it.",
    "Russia, which signed the Rome Statute in 2000, withdrew its signature in November 2016.",
    "Russia has never been a member of the ICC.",
    "Israel signed but never ratified the Rome Statute.",
    "Unlike Ukraine, Russia is not a party to the Rome Statute of the International Criminal Court.",
    "Relations with Russia, which is not a party to the Rome Statute, worsened.",
    "Burundi is no longer a party to the Rome Statute.",
    "Russia was expelled from the Council of Europe on 16 March 2022.",
    "In March 2022 Russia quit the Council of Europe.",
    "Russia quit the Council of Europe in March 2022 and on 16 September 2022 ceased to be a party to the ECHR.",
    "Russia was a member of the Council of Europe until 16 March 2022.",
    "Nigeria ratified the Rome Statute in 2001.",
    "Georgia ratified the Rome Statute in 2003.",
    "Mali, a party to the Rome Statute since 2002, announced its exit.",
    "The ICC issued an arrest warrant for Vladimir Putin on 17 March 2023.",
    "On 17 March 2023, the ICC issued arrest warrants for Vladimir Putin and Maria Lvova-Belova.",
    "An arrest warrant for Benjamin Netanyahu was issued on 21 November 2024 by the ICC.",
    "Russia has a new rule. The law of 29 December 2025 entered into force on 9 January 2026.",
    "The European Court of Human Rights ruled in Carter v. Russia on 21 September 2021.",
    "Россия подписала Римский статут 13 сентября 2000 года.",
    "Россия не ратифицировала Римский статут.",
    "Russia signed the Rome\n  Statute under art. 125, see No. 12 of a list, in 2000. Russia withdrew its\nsignature.",
]
"""All that each states is true."""

OPEN = [
    ("unsure", "Congo ratified the Rome Statute in 2002."),
    ("unsure", "Ukraine ratified the Rome Statute on 21 August 2024."),
    ("unsure", "Armenia joined the ICC on 14 November 2023."),
    ("unsure", "The Gambia withdrew from the ICC in 2016."),
    ("unsure", "The Gambia has not withdrawn from the Rome Statute."),
    ("unsure", "Burundi left the ICC in October 2016."),
    ("unsure", "Russia withdrew from the ICC in 2016, Ukraine said."),
    ("unsure", "Russia withdrew from the ICC in 2016, according to a newspaper."),
    ("unsure", "Russia withdrew from the ICC in 2016, a spokesman said."),
    ("unsure", "It is false that Russia withdrew from the ICC."),
    ("unsure", "If Russia withdrew from the ICC, nobody noticed."),
    ("unsure", "Was it known that Russia withdrew from the ICC?"),
    ("unsure", "“Russia withdrew from the ICC in 2016,” the minister insisted."),
    ("unsure", "Russia withdrew from the ICJ in 2022."),
    ("unsure", "Tanzania left COMESA in 2001."),
    ("unsure", "The 2025 law amends the constitution."),
    ("unknown", "Chad withdrew from the Genocide Convention in 2026."),
    ("unknown", "Peru left the Rome Statute in December 2026."),
    ("unknown", "Brazil joined the African Union in 2020."),
    ("unknown", "The ICC issued an arrest warrant for Igor Girkin on 1 December 2026."),
    ("unknown", "The European Court of Human Rights ruled in Carter v. Russia on 1 May 2024."),
    ("unknown", "Norway acceded to the Energy Charter Treaty in 1999."),
]
"""What the graph cannot decide, or what may not be a statement of the writer."""

SILENT = [
    "Hungary may withdraw from the ICC in 2026.",
    "Mali threatened to leave the ICC in 2025.",
    "Kenya plans to ratify the Rome Statute again in 2027.",
    "Would Russia join the ICC?",
    "Russia would have joined the ICC in 2001.",
    "Russia nearly left the Council of Europe in 2014.",
    "Germany joined the ICJ case in 2023.",
    "Mali joined the ICC's investigation in 2012.",
    "Michael Jordan signed the Rome Statute in 2002.",
    "Chad Smith signed the Rome Statute.",
    "The foreign minister of Armenia signed the Rome Statute in 1999.",
    "Armenia's parliament ratified the Rome Statute in October 2023.",
    "The state of Georgia signed the Rome Statute in 1998.",
    "Nigerians joined the ICC protest in 2001.",
    "New Jersey ratified the Rome Statute in 2003.",
    "DR Congo ratified the Rome Statute in 2002.",
    "Russia left the room before the ICC opened in 2002.",
    "turkey was signed off by the cat in 2002.",
    "The law of 29 December 2025 does not amend the constitution.",
    "The 2025 law amends the constitutional court act.",
    "Call NO AND OR in 2016.",
]
"""Nothing in these may be read as a statement."""


ADVERSARIAL = [
    "Had Russia ratified the Rome Statute in 2001, it would be bound.",
    "Nothing would change until Russia ratified the Rome Statute.",
    "Analysts say Russia left the ICC in 2016.",
    "Russia left the ICC in 2016, or so the story goes.",
    "Russia left the ICC in 2016 (according to a blog).",
    "The idea that Russia left the ICC in 2016 is wrong.",
    "That Russia left the ICC in 2016 is a myth.",
    "'Ukraine never ratified the Rome Statute', he added.",
    'The minister said: "Cuba signed the Rome Statute in 1999."',
    "Cuba signed the Rome Statute in 1999, didn't it?",
    "Everyone but Russia ratified the Rome Statute in 2000.",
    "All except Cuba signed the Rome Statute in 1998.",
    "Neither Armenia nor Ukraine has ratified the Rome Statute.",
    "The United States joined the ICC in imposing sanctions in 2020.",
    "Russia left the ICC in limbo in 2016.",
    "Russia left the ICC to its fate in 2016.",
    "Russia left the ICC prosecutor furious in 2016.",
    "Cuba signed the Rome Statute's final act in 1998.",
    "Armenia ratified the amendments to the Rome Statute in 2025.",
    "Mr. Jordan signed the Rome Statute in 2001.",
    "Atlanta, Georgia, signed the Rome Statute in 1990.",
    "Georgia, the US state, ratified the Rome Statute in 1870.",
    "The Republic of Georgia's neighbours signed the Rome Statute in 1901.",
    "Congo signed the Rome Statute in 1950.",
    "Russia withdrew from the Court in 2016.",
    "Russia is no friend of the ICC, and Peru left the treaty in 2016.",
    "Russia signed the Rome Statute yesterday.",
    "Russia signed the Rome Statute in 1799.",
    "Last year Russia signed the Rome Statute.",
    "Russia signed the Rome Statute in the spring of 2001.",
    "Russia signed the Rome Statute in March.",
    "On Friday, the ICC issued an arrest warrant for Vladimir Putin.",
    "Russia withdrew its signature from the Rome Statute on 16 November 2016.",
    "Rwanda withdrew from the African Court in 2016.",
    "Hungary has not left the ICC.",
    "Hungary will leave the ICC on 2 June 2026.",
    "Ukraine signed the law on the Rome Statute in 2024.",
    "Если бы Россия ратифицировала Римский статут в 2000 году, всё было бы иначе.",
]
"""A reader in haste would call these right or wrong; nobody can hold any of them against the graph."""


def verdicts(graph: Graph, text: str) -> list[str]:
    """Return the verdicts on the statements of a text."""
    return [finding.verdict for finding in graph.check_text(text, on=WRITTEN).findings]


@pytest.mark.parametrize("text", ERRORS)
def test_errors_of_the_press_are_contradicted(graph: Graph, text: str) -> None:
    found = verdicts(graph, text)
    assert found
    assert set(found) == {"contradicted"}


@pytest.mark.parametrize("text", TRUE)
def test_true_statements_are_confirmed(graph: Graph, text: str) -> None:
    found = verdicts(graph, text)
    assert found
    assert set(found) == {"confirmed"}


@pytest.mark.parametrize(("verdict", "text"), OPEN)
def test_what_cannot_be_decided_is_left_open(graph: Graph, verdict: str, text: str) -> None:
    assert verdicts(graph, text) == [verdict]


@pytest.mark.parametrize("text", SILENT)
def test_traps_are_no_statements(graph: Graph, text: str) -> None:
    assert verdicts(graph, text) == []


@pytest.mark.parametrize("text", ADVERSARIAL)
def test_no_verdict_falls_on_what_is_not_plainly_stated(graph: Graph, text: str) -> None:
    assert set(verdicts(graph, text)) <= {"unsure", "unknown"}


def test_a_court_is_not_what_a_treaty_was_called(graph: Graph) -> None:
    text = "Russia is a party to the Genocide Convention and left the court in 2016."
    assert verdicts(graph, text) == ["confirmed"]


def test_a_doubtful_statement_tells_what_it_would_be_otherwise(graph: Graph) -> None:
    (found,) = graph.check_text("Analysts say Russia left the ICC in 2016.", on=WRITTEN).findings
    assert found.because.startswith("it is told as what somebody says; otherwise it would be contradicted: ")


def test_a_verdict_names_the_sources_that_it_rests_on(graph: Graph) -> None:
    """A done act rests on itself; that nothing was done, on the list; a rejected claim's source supports nothing."""
    text = "Armenia ratified the Rome Statute in 2023. Armenia never left the ICC. Russia left the ICC in 2016."
    done, never, wrong = graph.check_text(text, on=WRITTEN).findings
    assert done.known_to is None
    assert never.known_to is not None
    assert set(never.citations) - set(done.citations)
    assert wrong.claimed_in
    assert not set(wrong.claimed_in) & set(wrong.citations)


def test_every_verdict_in_the_articles_has_a_source(graph: Graph) -> None:
    for path in ARTICLES.glob("*.txt"):
        for found in graph.check_text(path.read_text(encoding="utf-8"), on=WRITTEN).findings:
            assert found.citations or found.verdict in ("unsure", "unknown"), found.words


def test_what_was_understood_is_said(graph: Graph) -> None:
    said = {
        "Georgia, a party to the Rome Statute since 2003, agreed.":
            "Georgia has been a party to Rome Statute of the International Criminal Court since 2003",
        "Burundi is no longer a member of the ICC.": "Burundi is no longer a member of International Criminal Court",
        "Burundi left the ICC in October 2017.":
            "Burundi ceased to be a member of International Criminal Court in 2017-10",
        "Congo signed the Rome Statute.":
            "Congo - Brazzaville or Congo - Kinshasa signed Rome Statute of the International Criminal Court",
        "An arrest warrant for Vladimir Putin was issued on 17 March 2023.":
            "an arrest warrant was issued for Vladimir Vladimirovich Putin on 2023-03-17",
    }  # fmt: skip
    for text, understood in said.items():
        (found,) = graph.check_text(text, on=WRITTEN).findings
        assert found.stated == understood


def test_a_long_list_without_a_full_stop_is_not_read(graph: Graph) -> None:
    assert verdicts(graph, "Russia left the ICC in 2016 and " * 200) == []


def test_a_sentence_can_state_several_things(graph: Graph) -> None:
    text = "Russia signed the Rome Statute in 2000 but never ratified it. Gambia and Burundi withdrew from it in 2016."
    assert verdicts(graph, text) == ["confirmed", "confirmed", "unsure", "confirmed"]


def test_a_rejected_claim_lends_its_reason(graph: Graph) -> None:
    (found,) = graph.check_text("Russia withdrew from the ICC.", on="2026-11-01").findings
    assert found.verdict == "contradicted"
    assert "it never was one" in found.because
    assert "signature withdrawn 2016-11-30; it never was a party" in found.says


def test_after_the_end_of_a_complete_list_an_undated_act_is_not_denied(graph: Graph) -> None:
    (found,) = graph.check_text("Peru withdrew from the Rome Statute.", on="2026-11-01").findings
    assert found.verdict == "unsure"
    assert str(found.known_to) in found.because


def test_an_open_claim_leaves_a_statement_open(graph: Graph) -> None:
    assert [f.verdict for f in graph.check_text("Hungary left the ICC in June 2026.", on="2026-11-01").findings] == [
        "unsure"
    ]


def test_places_and_lines_lead_back_to_the_text(graph: Graph) -> None:
    text = "Nothing here. 😀\r\n\r\nOn Friday, Armenia\nsigned nothing. In 1999, Armenia signed the Rome Statute.\r\n"
    (found,) = graph.check_text(text, on=WRITTEN).findings
    assert text[found.start : found.end] == "Armenia signed the Rome Statute"
    assert found.line == 4
    assert found.date == "1999"


def test_sources_and_unread_facts_are_told(graph: Graph) -> None:
    read, unread = graph.check_text(
        "Armenia ratified the Rome Statute in 2023. Israel withdrew its signature in 2002.", on=WRITTEN
    ).findings
    assert any(citation.url for citation in read.citations)
    assert not read.unconfirmed
    assert unread.unconfirmed


def test_a_last_name_counts_only_beside_the_whole_name(graph: Graph) -> None:
    alone = "The ICC issued an arrest warrant for Putin on 17 March 2023."
    assert verdicts(graph, alone) == []
    assert verdicts(graph, f"Vladimir Putin is wanted. {alone}") == ["confirmed"]


@pytest.mark.parametrize("name", sorted(path.stem for path in ARTICLES.glob("*.txt")))
def test_an_article_is_checked_whole(graph: Graph, name: str) -> None:
    """The expected verdicts were compared with the article by hand, line by line."""
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((ARTICLES / f"{name}.json").read_text(encoding="utf-8"))
    found = graph.check_text(text, on=WRITTEN).as_json()["statements"]
    assert isinstance(found, list)
    kept = ("verdict", "stated", "line", "start", "end", "things", "date")
    assert [{key: one[key] for key in kept} for one in found] == expected


def test_names_are_whole_words_and_the_longest_wins() -> None:
    names = Names(
        [("Niger", "a"), ("Nigeria", "b"), ("Rome Statute", "c"), ("Statute", "d"), ("CAT", "e"), ("UN", "f")]
    )
    found = names.find("Nigeria, Niger’s rome‑statute; the cat, a CAT, the UN, Nigerien")
    assert [(mention.text, mention.things) for mention in found] == [
        ("Nigeria", ("b",)), ("Niger", ("a",)), ("rome‑statute", ("c",)), ("CAT", ("e",)),
    ]  # fmt: skip


def test_a_name_of_several_things_means_all_of_them() -> None:
    (found,) = Names([("ICC", "court"), ("ICC", "chamber")]).find("The ICC.")
    assert found.things == ("chamber", "court")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("16 November 2016", ["2016-11-16"]),
        ("November 16th, 2016 and Nov. 2, 2016", ["2016-11-16", "2016-11-02"]),
        ("in May 2023, in 2016.", ["2023-05", "2016"]),
        ("2024-02-29 but not 2023-02-29", ["2024-02-29"]),
        ("from 2016-2018, no. 13255/07, 31 February 2020", []),
        ("16 ноября 2016 года, 05.03.2022", ["2016-11-16", "2022-03-05"]),
    ],
)
def test_dates_are_as_exact_as_they_are_written(text: str, dates: list[str]) -> None:
    assert [str(found) for found in find_dates(text)] == dates


def test_abbreviations_end_no_sentence() -> None:
    text = "Under art. 6 of Law No. 12 the U.S. acted. Prof. A. B. Smith agreed.\n\nПо ст. 6 решено. Всё."
    found = split(text)
    assert [sentence.text for sentence in found] == [
        "Under art. 6 of Law No. 12 the U.S. acted.", "Prof. A. B. Smith agreed.", "По ст. 6 решено.", "Всё.",
    ]  # fmt: skip
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)


def test_the_command_prints_every_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Russia withdrew from the ICC in 2016.", encoding="utf-8")
    command = ["check-text", str(file), "--on", WRITTEN, "--format"]
    assert main([*command, "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [one["verdict"] for one in shown["statements"]] == ["contradicted"]
    assert [one["text"] for one in shown["mentions"]] == ["Russia", "ICC"]
    assert main([*command, "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["things"] == "state:RUS body:icc"
    assert main([*command, "md"]) == 0
    assert "| **contradicted** | 1 " in capsys.readouterr().out


def test_a_terminal_shows_one_block_for_each_statement(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    file = tmp_path / "article.txt"
    file.write_text("Cuba signed\nthe Rome Statute in 1999.", encoding="utf-8")
    assert main(["check-text", str(file), "--on", WRITTEN]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "1 statement: 1 contradicted",
        "",
        "CONTRADICTED  Cuba signed Rome Statute of the International Criminal Court in 1999",
        "  line 1      “Cuba signed the Rome Statute in 1999”",
    ]
    assert all(len(line) <= 100 or "<http" in line for line in lines)
    assert [line for line in lines if line.startswith("[1]  ")]


def test_the_command_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Nothing is stated."), encoding="utf-8"))
    assert main(["check-text", "-"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "states nothing" in shown.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff", b"", b" \n", b"\0\1\2", b"a" * 1_000_001])
def test_a_file_that_cannot_be_read_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "article.txt"
    if content is not None:
        file.write_bytes(content)
    assert main(["check-text", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_is_no_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check-text", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"kg: '{tmp_path}' cannot be read: ")


def test_empty_input_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
    assert main(["check-text", "-"]) == 2
    assert capsys.readouterr().err == "kg: standard input is empty\n"


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Nothing.", encoding="utf-8")
    assert main(["check-text", str(file), "--on", "2026-02-30"]) == 2
    assert "2026-02-30" in capsys.readouterr().err


def test_precision_over_all_texts(graph: Graph) -> None:
    """Every verdict of confirmed or contradicted on the texts above is right: precision 1.0."""
    expected = {**dict.fromkeys(ERRORS, "contradicted"), **dict.fromkeys(TRUE, "confirmed")}
    texts = [*expected, *(text for _, text in OPEN), *SILENT, *ADVERSARIAL]
    counted = Counter(
        verdict == expected.get(text)
        for text in texts
        for verdict in verdicts(graph, text)
        if verdict in ("confirmed", "contradicted")
    )
    assert counted[False] == 0
    assert counted[True] > len(expected)
