"""Checks: queries of which every row is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.faults import Fault
from kg.oxigraph import QuerySolutions, Store
from kg.queries.sparql import Query, read_query, syntax_fault


def read_checks(folder: Path, keys: Iterable[str]) -> list[Query]:
    """Return the checks of a folder, by name.

    Raises Fault for one whose header lacks one of the keys.
    """
    found = []
    for path in sorted(folder.glob("*.rq")):
        query = read_query(path)
        for key in keys:
            if key not in query.header:
                raise Fault(f"a check must say '# {key}: …'", file=path, line=1)
        found.append(query)
    return found


def faults(store: Store, check: Query, *, union: bool) -> Iterator[tuple[object, object]]:
    """Yield the nodes of each row: ``?thing``, which is wrong, and ``?detail``, or None where none is bound.

    With ``union`` the check looks at all named graphs as one, else at the default graph.

    Raises Fault for a check that does not parse or is no SELECT.
    """
    try:
        result = store.query(check.text, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise syntax_fault(error, check.path) from error
    if not isinstance(result, QuerySolutions):
        raise Fault("a check must be a SELECT", file=check.path)
    detailed = "detail" in {variable.value for variable in result.variables}
    for row in result:
        yield row["thing"], row["detail"] if detailed else None
