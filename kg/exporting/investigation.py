"""The one door to followthemoney: entities of its model, every value checked by the type of its property."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.faults import MissingLibrary

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy


class Entity:
    """An entity of the FollowTheMoney model, made value by value."""

    def __init__(self, schema: str, id: str) -> None:
        """Begin an entity of a schema.

        Raises Fault where followthemoney is not installed.
        """
        try:
            from followthemoney import model
        except ImportError as error:
            raise MissingLibrary("followthemoney", "investigation") from error
        self._proxy: EntityProxy = model.make_entity(schema)
        self._proxy.id = id

    def add(self, name: str, values: Iterable[str]) -> None:
        """Add values to a property, cleaned as its type has it: a code of a country becomes the one the model knows.

        Raises ValueError for a value that its type does not admit, or a property that the schema does not have.
        """
        held = self._proxy.schema.properties.get(name)
        if held is None:
            raise ValueError(f"{self._proxy.schema.name} has no property {name}")
        for value in values:
            cleaned = held.type.clean(value, proxy=self._proxy, format=held.format)
            if cleaned is None or (held.max_length and len(cleaned) > held.max_length):
                raise ValueError(f"{self._proxy.id}: {name} does not admit {value!r}")
            self._proxy.add(name, cleaned, cleaned=True)

    def line(self) -> bytes:
        """Return the entity as JSON on one line, keys and values sorted.

        Raises ValueError where a property that its schema requires has no value.
        """
        if lacking := [name for name in self._proxy.schema.required if not self._proxy.has(name)]:
            raise ValueError(f"{self._proxy.id} has no {', '.join(lacking)}, which {self._proxy.schema.name} requires")
        whole = self._proxy.to_dict()
        whole["properties"] = {name: sorted(values) for name, values in self._proxy.properties.items()}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()
