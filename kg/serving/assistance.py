"""The one door to the Model Context Protocol (https://modelcontextprotocol.io): tools over stdio and HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

import kg
from kg.media import MARKDOWN
from kg.serving.protocol import Refusal
from kg.serving.tools import GUIDE, Toolbox, tools

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

GUIDE_AT = "opposable://guide"
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_READS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)  # fmt: skip


def server(toolbox: Toolbox) -> Server[Any]:
    """Return a server that offers the tools, and a guide to asking and quoting."""

    async def list_tools(_: object, __: object) -> types.ListToolsResult:
        offered = [
            types.Tool(
                name=one.name, description=one.does, input_schema=one.takes, output_schema=one.gives,
                annotations=_READS,
            )
            for one in tools()
        ]  # fmt: skip
        return types.ListToolsResult(tools=offered)

    async def call_tool(_: object, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            given = await toolbox.use(asked.name, asked.arguments or {})
        except KeyError:
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {asked.name[:80]!r}") from None
        except Refusal as refusal:
            return types.CallToolResult(content=[_text(refusal.sentence)], is_error=True)
        # Who does not read what is structured reads the same as text.
        whole = json.dumps(given, ensure_ascii=False)
        return types.CallToolResult(content=[_text(whole)], structured_content=given)

    async def list_resources(_: object, __: object) -> types.ListResourcesResult:
        guide = types.Resource(
            uri=GUIDE_AT, name="guide", title="How to ask and how to quote", mime_type=MARKDOWN,
            description="What the answers say and do not say, and what belongs to a quotation.",
        )  # fmt: skip
        return types.ListResourcesResult(resources=[guide])

    async def read_resource(_: object, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        if str(asked.uri) != GUIDE_AT:
            raise MCPError(types.INVALID_PARAMS, f"there is no resource {str(asked.uri)[:80]!r}")
        contents = types.TextResourceContents(uri=GUIDE_AT, mime_type=MARKDOWN, text=GUIDE)
        return types.ReadResourceResult(contents=[contents])

    return Server(
        "opposable", version=kg.__version__, title="Opposable", instructions=GUIDE,
        description="Which bodies' rulings a state treats as non-binding under its own law, on any date, and why",
        on_list_tools=list_tools, on_call_tool=call_tool, on_list_resources=list_resources,
        on_read_resource=read_resource,
    )  # fmt: skip


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


async def talk(toolbox: Toolbox) -> None:
    """Serve one assistant over stdin and stdout until it leaves."""
    served = server(toolbox)
    async with stdio_server() as (reading, writing):
        await served.run(reading, writing, served.create_initialization_options())


class Endpoint:
    """The tools over streamable HTTP: each POST is answered on its own, in JSON; there are no sessions and no streams.

    A request from a web page, or to a name that is not ours, is refused: no page that a reader visits can ask in the
    reader's name (DNS rebinding).
    """

    def __init__(self, toolbox: Toolbox, hosts: Iterable[str], size: int) -> None:
        """Answer under the names that every machine has for itself, and ``hosts``; ``size`` limits a body, in bytes."""
        known = [form for name in (*_OWN_NAMES, *hosts) for form in (name, f"{name}:*")]
        origins = [f"{scheme}://{form}" for scheme in ("http", "https") for form in known]
        self._guard = TransportSecuritySettings(allowed_hosts=known, allowed_origins=origins)
        self._server, self._size = server(toolbox), size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, security_settings=self._guard,
            max_request_body_size=self._size,
        )  # fmt: skip
        async with manager.run():
            await manager.handle_request(scope, receive, send)
