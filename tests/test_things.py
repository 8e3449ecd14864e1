"""Finding the thing that a person means by a stem, a code, an abbreviation or a name."""

import pytest

from kg.faults import UsageFault
from kg.names import SKOS, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, op
from kg.queries.things import Directory, Thing

LABEL, OTHER, CODE = (NamedNode(SKOS + name) for name in ("prefLabel", "altLabel", "notation"))
ICC, STATUTE = thing("body", "icc"), thing("treaty", "rome-statute")


def text(value: str, language: str = "en") -> Literal:
    """Return a text in a language."""
    return Literal(value, language=language)


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a graph of a few things, two of which have an abbreviation in common."""
    said: list[tuple[str, NamedNode, NamedNode | Literal]] = [
        (ICC, A, op("InternationalCourt")),
        (ICC, LABEL, text("International Criminal Court")),
        (ICC, LABEL, text("Международный уголовный суд", "ru")),
        (ICC, OTHER, text("ICC")),
        (ICC, OTHER, text("Гаагский суд", "ru")),
        (thing("organization", "icc"), LABEL, text("International Chamber of Commerce")),
        (thing("organization", "chamber"), OTHER, text("ICC")),
        (thing("organization", "chamber"), LABEL, text("Another chamber")),
        (STATUTE, LABEL, text("Rome Statute of the International Criminal Court")),
        (thing("state", "RUS"), LABEL, text("Russian Federation")),
        (thing("state", "RUS"), CODE, Literal("RUS")),
        (thing("state", "GEO"), LABEL, text("Georgia")),
        (thing("law", "x-1"), LABEL, text("Закон", "ru")),
    ]
    made = Store()
    made.extend(Quad(NamedNode(subject), predicate, value) for subject, predicate, value in said)
    return made


@pytest.fixture(scope="module")
def directory(store: Store) -> Directory:
    """Return the names of these things."""
    return Directory(store)


@pytest.mark.parametrize(
    ("said", "kinds", "iri"),
    [
        ("RUS", (), thing("state", "RUS")),
        ("rus", ("state",), thing("state", "RUS")),
        ("russian federation", (), thing("state", "RUS")),
        ("rome-statute", (), STATUTE),
        ("Rome Statute", ("treaty",), STATUTE),
        ("rome_statute", (), STATUTE),
        ("Гаагский суд", (), ICC),
        ("международный  Уголовный суд", (), ICC),
        ("International Criminal Court", (), ICC),
        ("icc", ("body", "proceeding"), ICC),
        ("body:icc", (), ICC),
        ("org:icc", (), thing("organization", "icc")),
        ("organization:icc", (), thing("organization", "icc")),
        (ICC, (), ICC),
        ("Закон", (), thing("law", "x-1")),
        ("x-1", (), thing("law", "x-1")),
    ],
)
def test_a_thing_is_found(directory: Directory, said: str, kinds: tuple[str, ...], iri: str) -> None:
    """A stem, a code, an abbreviation or a name in any language is enough; case and hyphens do not matter."""
    assert directory.resolve(said, *kinds).iri == iri


def test_a_name_of_several(directory: Directory) -> None:
    """A name that several things have is wrong usage; the sentence lists them."""
    with pytest.raises(UsageFault) as caught:
        directory.resolve("ICC")
    assert "body:icc (International Criminal Court)" in str(caught.value)
    assert "org:icc (International Chamber of Commerce)" in str(caught.value)
    assert "write kind:stem" in str(caught.value)
    assert caught.value.exit_status == 2


def test_a_stem_goes_before_an_abbreviation(directory: Directory) -> None:
    """Among things of one kind, the one whose stem it is, is meant."""
    assert directory.resolve("icc", "organization").iri == thing("organization", "icc")


@pytest.mark.parametrize("said", ["Gorgia", "georgi", "GEORGIEN"])
def test_a_slip(directory: Directory, said: str) -> None:
    """A name that nothing has is wrong usage; the sentence names the nearest."""
    with pytest.raises(UsageFault, match=r"no state is called .*; the nearest are .*state:GEO \(Georgia\)"):
        directory.resolve(said, "state")


@pytest.mark.parametrize(
    "said", ["", " ", "qqqqqq", "body:", ":", "body:icj", "https://w3id.org/opposable/id/body/icj"]
)
def test_no_such_thing(directory: Directory, said: str) -> None:
    """A name that nothing has, or nothing like it, is wrong usage as well."""
    with pytest.raises(UsageFault, match="no thing is called"):
        directory.resolve(said)


def test_a_thing_of_another_kind(directory: Directory) -> None:
    """A thing of a kind that was not asked for is not taken."""
    for said in ("RUS", "state:RUS", thing("state", "RUS")):
        with pytest.raises(UsageFault, match="no treaty or body is called"):
            directory.resolve(said, "treaty", "body")


def test_finding_by_words(directory: Directory) -> None:
    """All words must occur in one name; names that begin with the text come first."""
    assert [found.iri for found in directory.find("international criminal")] == [ICC, STATUTE]
    assert [found.iri for found in directory.find("court CRIMINAL")] == [ICC, STATUTE]
    assert directory.find("criminal georgia") == []


def test_finding_nothing_by_no_words(directory: Directory) -> None:
    """A text without words finds nothing, not everything."""
    assert directory.find("  ") == []


def test_names(directory: Directory) -> None:
    """The English name stands for a thing, else another, else the stem."""
    assert directory.thing(ICC) == Thing(ICC, "International Criminal Court")
    assert directory.thing(thing("law", "x-1")).name == "Закон"
    assert directory.thing(thing("law", "y")).name == "y"
    found = directory.thing(ICC)
    assert (found.kind, found.stem, str(found)) == ("body", "icc", "body:icc (International Criminal Court)")
