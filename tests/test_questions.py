"""The question catalogue: at least twelve questions, each with an answer, equal in rdflib's own SPARQL engine."""

from kg.graph import Graph


def _as_texts(rows: list[list[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple("" if value is None else str(value) for value in row) for row in rows)


def test_every_question_has_an_answer(graph: Graph) -> None:
    questions = graph.questions()
    assert len(questions) >= 12
    for name, question in questions.items():
        assert graph.ask(name).rows, f"{name} finds nothing with the values it shows"
        for parameter in question.parameters:
            assert f"VALUES ?{parameter.name} {{" in question.text, f"{name} has no example value for {parameter.name}"
            assert parameter.meaning, f"{name} does not say what {parameter.name} means"


def test_rdflib_gives_equal_answers(graph: Graph) -> None:
    """Anyone may load an export into another SPARQL 1.1 engine and get the same answers."""
    other = graph.to_rdflib()
    for name, question in graph.questions().items():
        ours = _as_texts([list(row) for row in graph.ask(name).rows])
        theirs = _as_texts([list(row) for row in other.query(question.text)])  # type: ignore[arg-type]
        assert ours == theirs, f"{name}: {len(ours)} rows here, {len(theirs)} in rdflib"
