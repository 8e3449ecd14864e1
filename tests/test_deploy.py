"""The examples of deployment say what the server knows: its options, its addresses, its numbers."""

import configparser
import json
import re
import shlex
from pathlib import Path

from kg.cli import parser
from kg.commands.serving import lying
from kg.files import CACHE_VARIABLE
from kg.graph import Graph
from kg.serving.limits import Limits
from serve import serving

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "opposable.service"
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def unit() -> configparser.ConfigParser:
    """Return the systemd unit; each key of it is there once."""
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(UNIT.read_text(encoding="utf-8"))
    return read


def commands() -> list[list[str]]:
    """Return what the examples run: the arguments of each kg."""
    service = unit()["Service"]
    (started,) = re.findall(r"(?m)^CMD (\[.*\])$", CONTAINER)
    run = [shlex.split(service["ExecStartPre"]), shlex.split(service["ExecStart"]), json.loads(started)]
    run += [shlex.split(line) for line in re.findall(r"&& (kg .*?) > /dev/null", CONTAINER)]
    assert all(Path(one[0]).name == "kg" for one in run)
    return [one[1:] for one in run]


def test_every_command_is_one_that_the_program_takes() -> None:
    found = [parser().parse_args(one) for one in commands()]
    assert [one.command for one in found] == ["find", "serve", "serve", "find"]
    assert all(one.behind_proxy for one in found if one.command == "serve")


def test_the_unit_has_what_a_unit_has() -> None:
    read = unit()
    assert read.sections() == ["Unit", "Service", "Install"]
    environment = dict(pair.split("=", 1) for pair in read["Service"]["Environment"].split())
    assert environment[CACHE_VARIABLE] == f"/var/cache/{read['Service']['CacheDirectory']}"
    assert f"{CACHE_VARIABLE}=/var/cache/opposable " in CONTAINER


def test_the_memory_of_the_unit_is_what_all_processes_may_take() -> None:
    """As the page reckons it, with what is set by default."""
    serve = parser().parse_args(["serve"])
    most = (2 * serve.workers + serve.answerers) * serve.memory + serve.cache + 256
    assert "about 6.5 GiB" in PAGE
    assert abs(most / 1024 - 6.5) < 0.25
    assert most < 1024 * int(unit()["Service"]["MemoryMax"].removesuffix("G"))


def test_every_number_and_address_is_served(graph: Graph) -> None:
    """The page tells of all numbers and of no other; the proxy and the container ask where something answers."""
    told = set(re.findall(r"`(kg_\w+)`", PAGE))
    proxy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    (asked,) = re.findall(r"health_uri (\S+)", proxy)
    (own,) = re.findall(r"urlopen\('http://127\.0\.0\.1:8000(/\w+)'", CONTAINER)
    with serving(graph.root, lying(graph), Limits(workers=1, answerers=1)) as served:
        numbers = served.client.get("/metrics")
        assert told == set(re.findall(r"(?m)^# TYPE (\S+)", numbers.text))
        assert [served.client.get(address).status_code for address in (asked, own)] == [200, 200]
        assert "@numbers path /metrics" in proxy
    assert all("127.0.0.1" not in json.dumps(line) for line in served.log), "the page says: no address of a client"
