"""Plain requests answered without Starlette, and at once where the answer lies ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from kg.serving.connections import Connection
from kg.serving.protocol import Refusal
from kg.serving.replies import Plain, Reply, Told

_END = b"\r\n\r\n"
_UNUSUAL = {b"content-length", b"transfer-encoding", b"expect", b"upgrade"}


class _Cycle:
    """A plain request that is being answered, as uvicorn's protocol looks at one."""

    __slots__ = (
        "begun",
        "connection",
        "disconnected",
        "end",
        "keep_alive",
        "more_body",
        "path",
        "raw",
        "response_complete",
    )

    def __init__(self, connection: Shortcut, path: str, raw: bytes | None) -> None:
        self.connection, self.path, self.raw = connection, path, raw
        self.begun = connection.loop.time()
        self.disconnected = self.response_complete = self.more_body = False
        self.keep_alive = True
        self.end: Callable[[], None] | None = None

    @property
    def message_event(self) -> _Cycle:
        return self

    def set(self) -> None:
        """End the work if the client has left."""
        if self.disconnected and self.end is not None:
            self.end()

    def tell(self, told: Told) -> None:
        """Send a reply."""
        connection, reply = self.connection, told.reply
        if self.disconnected or self.response_complete:
            return
        service = connection.service
        if self.raw is not None and told.key is not None:
            service.kept.recognize(self.raw, told.key)
        self.response_complete = True
        connection.send(reply, self.keep_alive)
        took = connection.loop.time() - self.begun
        service.note("GET", self.path, reply.status, len(reply.body), took, query=told.query)
        connection.on_response_complete()


class Shortcut(Connection):
    """A connection that answers what is plain by itself."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        """Serve one connection."""
        super().__init__(**given)
        self.raw: bytes | None = None

    def data_received(self, data: bytes) -> None:
        """Answer a request that is known byte for byte; read any other."""
        self.raw = None
        if not self.open and self._free() and not self.service.limits.behind_proxy:
            known = self.service.kept.recognized(data)
            if known is not None:
                self._again(data, known)
                return
            if data.endswith(_END) and data.count(_END) == 1:
                self.raw = data
        super().data_received(data)

    def _again(self, data: bytes, reply: Reply) -> None:
        """Send a reply that lies ready."""
        try:
            self.admit(self.account)
        except Refusal:
            self.send_400_response("")
            return
        self.since = self.loop.time()
        self.send(reply, keep_alive=True)
        path = data[4 : data.index(b"?")].decode("ascii")
        self.service.note("GET", path, reply.status, len(reply.body), 0.0, query=reply.shown)

    def _free(self) -> bool:
        return not (self.answering or self.flow.write_paused or self.pipeline)

    def begin(self, client: str) -> None:
        """Answer a plain request at once; leave any other to the application."""
        path, _, parameters = self.url.partition(b"?")
        direct = self.service.direct.get(path)
        if direct is None or b"#" in parameters or not self._free() or not self._is_plain():
            super().begin(client)
            return
        accept = b",".join([value for name, value in self.headers if name == b"accept"])
        known = next((value for name, value in self.headers if name == b"if-none-match"), None)
        request = Plain(
            parameters, accept.decode("latin-1") or None, known.decode("latin-1") if known else None, client
        )
        before, cycle = self.cycle, _Cycle(self, path.decode("ascii"), self.raw)
        self.cycle = cast(Any, cycle)
        try:
            cycle.end = direct(request, cycle.tell)
        except Refusal:
            self.cycle = before  # the application says why
            super().begin(client)

    def _is_plain(self) -> bool:
        parser = self.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1" or not parser.should_keep_alive():
            return False
        return not any(name in _UNUSUAL for name, _ in self.headers)
