"""Bad input to the commands that compare and suppose: one sentence on stderr, the right exit status, no data."""

from pathlib import Path

import pytest

from commandline import run
from kg import files
from release import release

ACT = "XAA Withdrawal pact 2027-01-01"
TURTLE = "@prefix op: <https://w3id.org/opposable/ontology/> .\n@prefix x: <https://w3id.org/opposable/id/state/> .\n\n"
REFERRAL = ("what-if", "--change", "referral", "--given", "state=XAA", "--given", "subject=court")


pytestmark = pytest.mark.usefixtures("own_cache")


def refused(folder: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit status and the one sentence that a command ends with; there is no data."""
    ran = run("--knowledge", str(folder), *arguments)
    assert ran.out == ""
    told = [line for line in ran.err.splitlines() if not line.startswith("kg: building the graph")]
    assert len(told) == 1, ran.err
    assert told[0].startswith("kg")
    return ran.status, told[0].partition(": ")[2]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("what-if",), "nothing is supposed; give an act, a file of facts or a change"),
        (("what-if", "--add", ""), "'' is no act; write STATE ACTION TREATY DATE"),
        (("what-if", "--add", "XAA Withdrawal"), "'XAA Withdrawal' is no act; after the action come the treaty and a"),
        (("what-if", "--add", "XAA Withdrawal pact"), "'XAA Withdrawal pact' is no act; after the action come the tre"),
        (("what-if", "--add", "XAA Withdrawal 2027-01-01"), "'XAA Withdrawal 2027-01-01' is no act; after the action"),
        (("what-if", "--add", "XAA pact 2027-01-01"), "'XAA pact 2027-01-01' is no act; write STATE ACTION TREATY DA"),
        (("what-if", "--add", "XAA Leaving pact 2027-01-01"), "'XAA Leaving pact 2027-01-01' is no act; write STATE A"),
        (("what-if", "--add", "XZZ Withdrawal pact 2027-01-01"), "no state or organization is called 'XZZ'"),
        (("what-if", "--add", "XAA Withdrawal treaty-of-nobody 2027-01-01"), "no treaty is called 'treaty-of-nobody'"),
        (("what-if", "--add", "XAA Withdrawal pact 2026-02-30"), "'2026-02-30' is no date of the calendar; write it"),
        (
            ("what-if", "--add", "XAA Withdrawal pact 1899-12-31"),
            "'XAA Withdrawal pact 1899-12-31': Pact was adopted o",
        ),
        (("what-if", "--add", "XAA Withdrawal pact 2027-01-02 2027-01-01"), "'XAA Withdrawal pact 2027-01-02 2027-01-"),
        (
            ("what-if", "--add", "XAA Ratification pact 2001-01-01"),
            "'XAA Ratification pact 2001-01-01' is on record al",
        ),
        (
            ("what-if", "--add", "XAA WithdrawalRescission pact 2027-01-01"),
            "'XAA WithdrawalRescission pact 2027-01-01' d",
        ),
        (("what-if", "XZZ", "--add", ACT), "no state is called 'XZZ'"),
        (
            ("what-if", "--change", "miracle"),
            "no change is called 'miracle'; there are adoption, amendment, appearance",
        ),
        (("what-if", "--change", "referral"), "the change referral must be given state, subject, on: --given state=…"),
        (REFERRAL, "the change referral must be given on: --given on=…"),
        ((*REFERRAL, "--given", "colour=red"), "referral has no parameter colour; it has state, subject, on"),
        ((*REFERRAL, "--given", "on"), "--given 'on' must read name=value"),
        ((*REFERRAL, "--given", "on=2026-02-30"), "'2026-02-30' is no date of the calendar"),
        ((*REFERRAL, "--given", "state=XBB"), "--given names state twice"),
        (("what-if", "--add", ACT, "--given", "state=XAA"), "--given goes with --change"),
        (("what-if", "--add", ACT, "--before"), "--before goes with --format json; the other formats show before and"),
        (
            ("what-if", "--add", ACT, "--proofs", "--format", "csv"),
            "--proofs goes with --format table or md; kg why gi",
        ),
        (
            ("conflicts", "XBB", "--proofs", "--format", "json"),
            "--proofs goes with --format table or md; kg why gives ",
        ),
        (("conflicts", "--proofs"), "--proofs goes with a state"),
        (("conflicts", "XZZ"), "no state is called 'XZZ'"),
        (("conflicts", "XAA", "--on", "2026-02-30"), "'2026-02-30' is no date of the calendar"),
        (("readings", "XZZ"), "no state is called 'XZZ'"),
        (("readings", "XAA", "--on", "2026"), "'2026' is no date of the calendar"),
        (("why-not", "XCC", "court"), "the graph has no position of Gammaland on Court on "),
        (
            ("why-not", "XAA", "court", "--on", "1899-12-31"),
            "the graph has no position of Alphaland on Court on 1899-1",
        ),
        (("why-not", "XAA", "court", "--reading", "nobody"), "no reading is called 'nobody'"),
        (("why-not", "XAA", "court", "--language", "xx"), "no language is called 'xx'; there are en, ru"),
        (("assess", "XAA", "--as-known", "2026-02-30"), "'2026-02-30' is no date of the calendar"),
        (("arrest", "nobody"), "no person is called 'nobody'"),
        (("arrest", "XAA"), "no person is called 'XAA'"),
        (("timeline", "sought", "court"), "Anna Sought is a person, whose timeline takes neither SUBJECT nor --readi"),
        (("timeline", "sought", "--kind", "body"), "Anna Sought is a person, whose timeline takes neither SUBJECT"),
        (("path", "XAA", "nowhere"), "no thing is called 'nowhere'"),
        (("path", "XAA", "XAA"), "'XAA' and 'XAA' are the same thing"),
        (("query", "parties", "--given", "treaty=nothing"), "no treaty is called 'nothing'"),
        (("query", "parties", "--given", "on=2020-01-01", "--given", "on=2021-01-01"), "--given names on twice"),
        (("diff", "2026-01-01", "2026-02-30"), "'2026-02-30' is no date of the calendar"),
        (("diff", "2026-01-01", "."), "a date is compared with a date, and a folder with a folder"),
        (("diff", "2026-01-01", "2026-02-01", "--state", "XZZ"), "no state is called 'XZZ'"),
        (("diff", "2026-01-01"), "the following arguments are required: NEW; see 'kg diff --help'"),
        (("diff", "2026-01-01", "2026-02-01", "--format", "ttl"), "argument --format: invalid choice: 'ttl' (choose f"),
        (("changes", "referral"), "unrecognized arguments: referral"),
    ],
)
def test_wrong_usage_is_one_sentence(small: Path, arguments: tuple[str, ...], sentence: str) -> None:
    status, said = refused(small, *arguments)
    assert (status, said[: len(sentence)]) == (2, sentence)


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        (TURTLE + "x:XAA op:actor ; .\n\n", 1, "{file}:4: not well-formed Turtle: "),
        ("x:XAA a x:State .\n", 1, "{file}:1: not well-formed Turtle: "),
        ("\ufeff\x00", 1, "{file}:1: not well-formed Turtle: "),
        ("", 2, "{file}: states nothing"),
        (TURTLE + "x:XAA op:actor [] .\n", 2, "{file}: has a blank node; give each thing an IRI"),
        (TURTLE + "x:XAA op:colour x:XBB .\n", 2, "{file}: uses op:colour, which the ontology does not declare"),
        (TURTLE + "x:XAA op:actor x:XZZ .\n", 2, "{file}: refers to state:XZZ, which neither it nor the graph desc"),
    ],
    ids=["no object", "no prefix", "no text", "empty", "blank node", "unknown term", "unknown thing"],
)
def test_a_file_of_facts_is_refused_with_its_name(
    small: Path, tmp_path: Path, text: str, status: int, sentence: str
) -> None:
    """Malformed Turtle with its line."""
    path = tmp_path / "facts.ttl"
    path.write_text(text, encoding="utf-8")
    expected = sentence.format(file=path)
    found, said = refused(small, "what-if", "--facts", str(path))
    assert (found, said[: len(expected)]) == (status, expected)


def test_a_file_that_cannot_be_read_is_a_failure(small: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.ttl"
    assert refused(small, "what-if", "--facts", str(missing))[0] == 1
    assert refused(small, "what-if", "--facts", str(tmp_path)) == (1, f"{tmp_path}: cannot be read: Is a directory")
    assert refused(small, "query", str(tmp_path / "missing.rq"))[0] == 1
    binary = tmp_path / "binary.ttl"
    binary.write_bytes(b"\xff\xfe\x00")
    status, said = refused(small, "what-if", "--facts", str(binary))
    assert status == 1
    assert said.startswith(f"{binary}: ")


def test_what_is_no_release_is_not_compared(small: Path, tmp_path: Path) -> None:
    """Neither a folder of another kind, nor one with empty folders, nor a built graph of the cache, nor a file."""
    hollow = tmp_path / "hollow"
    for name in ("ontology", "data", "queries"):
        (hollow / name).mkdir(parents=True)
    built = next(files.cache_root().glob("graph-*"), tmp_path)
    for folder in (tmp_path, hollow, built, tmp_path / "missing", small / "data" / "states.csv"):
        for pair in ((small, folder), (folder, small)):
            status, said = refused(small, "diff", *map(str, pair))
            assert status == 2
            assert said.startswith(f"'{folder}' is n")


def test_a_release_with_a_fault_is_a_failure(small: Path, tmp_path: Path) -> None:
    """The fault is told with its file and line; so it is for the release over which facts are laid."""
    broken = release(tmp_path / "broken", acts="state,action\nXAA,Ratification\n")
    for arguments in (("diff", str(small), str(broken)), ("what-if", "--add", ACT)):
        status, said = refused(broken, *arguments)
        assert status == 1
        assert said.startswith(f"{broken}/data/treaties/pact.actions.csv:1: ")
