"""A built store that speaks a language: its things are called, and its facts worded, in it."""

from __future__ import annotations

from functools import cached_property

from kg.names import ENGLISH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

    from kg.language.wording import Wording
    from kg.language.words import Words
    from kg.oxigraph import Store
    from kg.queries.things import Directory


class SpokenGraph:
    """A built store with the names of its things and the words for its facts, in one language."""

    def __init__(
        self,
        root: Path | str,
        opened: Store | Callable[[], Store],
        folder: str | None = None,
        language: str = ENGLISH,
    ) -> None:
        """Wrap a store built from the knowledge below ``root``, or what opens it, and its folder; use ``open``.

        Things are called, and facts worded, in a language.
        """
        self._root = root
        self.language = language
        self.folder = folder
        self._opened = opened

    @cached_property
    def root(self) -> Path:
        """The folder that holds the knowledge."""
        from pathlib import Path

        return Path(self._root)

    @cached_property
    def store(self) -> Store:
        """The store, opened when it is first asked: some answers lie ready beside it."""
        return self._opened() if callable(self._opened) else self._opened

    @cached_property
    def directory(self) -> Directory:
        """The names of all things."""
        from kg.queries.things import Directory

        return Directory(self.store, self.language)

    @cached_property
    def words(self) -> Words:
        """The words of pictures and pages.

        Raises Fault where they cannot be read.
        """
        from kg.language.words import read_words

        return read_words(self.root, self.language)

    def in_language(self, language: str) -> Self:
        """Return the same graph, its things called and its facts worded in a language, such as ``ru``.

        Raises UsageFault for a language that there are no words in.
        """
        if language == self.language:
            return self
        if language not in self._translated:
            from kg.language.words import read_words

            read_words(self.root, language)
            # It holds the store and not this graph: a cycle of references would keep the store open.
            self._translated[language] = type(self)(self.root, self.store, self.folder, language)
        return self._translated[language]

    @cached_property
    def _translated(self) -> dict[str, Self]:
        return {}

    @cached_property
    def _wordings(self) -> dict[str, Wording]:
        return {}

    @property
    def wording(self) -> Wording:
        """What words the facts of this graph, in its language."""
        return self.wording_in(self.language)

    def wording_in(self, language: str) -> Wording:
        """Return what words the facts of this graph in a language, such as ``ru``.

        Raises UsageFault for a language that there are no sentences in.
        """
        if language not in self._wordings:
            from kg.language.phrases import read_phrases
            from kg.language.wording import Wording

            phrases = read_phrases(self.root, language)
            self._wordings[language] = Wording(self.store, self.directory, phrases, self.root)
        return self._wordings[language]
