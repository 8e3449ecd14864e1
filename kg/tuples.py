"""Named tuples with typed fields, made without the module ``typing``: a look-up is done in the time it loads in."""

from __future__ import annotations

from collections import namedtuple

__all__ = ["Record"]
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:

    class _Type(type):
        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            """Return a class of named tuples whose fields are those that the body annotates, with their defaults."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = list(body["__annotations__"])
            defaults = [body.pop(field) for field in fields if field in body]
            tuples = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            return type(name, (tuples,), body | {"__slots__": ()})

    class Record(metaclass=_Type):
        """What a class of named tuples derives from: ``typing.NamedTuple`` without its cost, and to mypy the same."""
