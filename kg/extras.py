"""Which extra of the package brings a library that is not installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires

from kg.faults import MissingLibrary

_EXTRA = re.compile(r"""([A-Za-z0-9._-]+)[^;]*;.*\bextra == ['"]([a-z]+)['"]""")
_BUNDLES = ("all", "dev")


def missing(module: str) -> MissingLibrary | None:
    """Return the fault that a missing module is, or None where no extra brings it.

    The metadata of the installed package tells; names of modules and of distributions differ in signs at most. Of
    several extras the smallest is named.
    """
    try:
        described = requires("opposable") or []
    except PackageNotFoundError:
        return None
    top = module.partition(".")[0]
    brought: dict[str, list[str]] = {}
    for requirement in described:
        found = _EXTRA.match(requirement)
        if found and found[2] not in _BUNDLES:
            brought.setdefault(found[2], []).append(found[1])
    for extra in sorted(brought, key=lambda name: (len(brought[name]), name)):
        for library in brought[extra]:
            if _normal(library) == _normal(top):
                return MissingLibrary(library, extra)
    return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
