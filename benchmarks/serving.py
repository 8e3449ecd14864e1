"""Puts load on ``kg serve``, on Oxigraph's own server and on rdflib-endpoint, over the same statements.

Run it from a checkout, on a machine that has nothing else to do: python benchmarks/serving.py. It needs wrk
(https://github.com/wg/wrk). Oxigraph's server is among the tools for development; rdflib-endpoint is fetched by uvx.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import kg

ENDPOINT = "rdflib-endpoint[cli]==0.6.3"
SECONDS, CONNECTIONS = 6, 32
BAD, CLIENTS, EACH, KILLS = 10, 8, 500, 12
SMALL = "SELECT ?p ?o WHERE { <https://w3id.org/opposable/id/body/%s> ?p ?o } LIMIT 5"
ROWS = " ".join(map(str, range(300)))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{one} {{ {ROWS} }}" for one in range(6)) + " } # %d"
READ_ONLY = "serve-read-only"
FRESH = """
local number, begun = 0, "%s"
request = function()
  number = number + 1
  return wrk.format("GET", "/%s?query=" .. "%s" .. begun .. number)
end
"""


class Load(NamedTuple):
    """What came of a load: requests a second, milliseconds below which 99 of 100 stay, and errors."""

    rate: float
    p99: float
    errors: int


class Server(NamedTuple):
    """A server that runs: its port, the path of its endpoint, and its process."""

    port: int
    path: str
    process: subprocess.Popen[bytes]


@contextmanager
def running(command: Sequence[str], port: int, path: str) -> Iterator[Server]:
    """Run a server until the block ends; it answers when the block begins.

    Raises RuntimeError where it does not begin.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(3000):
            if process.poll() is not None:
                break
            try:
                if status(port, path, "ASK {}") == 200:
                    yield Server(port, path, process)
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{command[0]} does not answer")
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def free() -> int:
    """Return a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


def status(port: int, path: str, query: str, connection: http.client.HTTPConnection | None = None) -> int:
    """Return the status that a query is answered with; a body that is not whole raises HTTPException."""
    asked = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    asked.request("GET", f"/{path}?query={quote(query)}", headers={"Accept": "application/sparql-results+json"})
    answer = asked.getresponse()
    body = answer.read()
    if answer.status == 200:
        json.loads(body)
    if connection is None:
        asked.close()
    return answer.status


def load(server: Server, fresh: bool, seconds: int = SECONDS) -> Load:
    """Return what comes of asking a small query all the time: the same, or each time another one."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    command += ["-H", "Accept: application/sparql-results+json"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        query = quote(SMALL % "icc")
        if fresh:
            # A comment makes another query of it: every server parses and runs it, none has it in memory.
            query += quote(" # ")
            script.write(FRESH % (random.randrange(1 << 30), server.path, query))
            script.flush()
            command += ["-s", script.name, f"http://127.0.0.1:{server.port}"]
        else:
            command.append(f"http://127.0.0.1:{server.port}/{server.path}?query={query}")
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, late = re.search(r"Requests/sec: +([\d.]+)", told), re.search(r"99% +([\d.]+)(us|ms|s)", told)
    assert rate is not None and late is not None, told  # noqa: PT018
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = (int(refused[1]) if refused else 0) + (sum(map(int, broken.groups())) if broken else 0)
    return Load(float(rate[1]), float(late[1]) * {"us": 1e-3, "ms": 1, "s": 1e3}[late[2]], errors)


def among_bad_ones(server: Server) -> tuple[Load, Load, float, Load]:
    """Return what comes of the load before, from when ten endless queries come, and once they are known for long.

    They count as known when ten good queries in turn have taken less than a tenth of a second each; after how many
    seconds that was so is the third.
    """
    before = load(server, fresh=True)
    with ThreadPoolExecutor(BAD) as threads:
        bad = [threads.submit(status, server.port, server.path, ENDLESS % number) for number in range(BAD)]
        begun = time.perf_counter()
        found, swift = load(server, fresh=True), 0
        while swift < 10:
            asked = time.perf_counter()
            status(server.port, server.path, SMALL % f"s{asked}")
            swift = swift + 1 if time.perf_counter() - asked < 0.1 else 0
        known, during = time.perf_counter() - begun, load(server, fresh=True)
        if any(one.done() for one in bad):
            raise RuntimeError("an endless query ended while the load was measured")
        server.process.terminate()  # which ends them
    return before, found, known, during


def among_killed(server: Server) -> tuple[int, Counter[int]]:
    """Return how many processes of ``kg serve`` were killed under load, and the statuses that the clients saw."""
    seen: Counter[int] = Counter()
    lock, over = threading.Lock(), threading.Event()

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for turn in range(EACH):
            found = status(server.port, server.path, SMALL % f"k{number}-{turn}", connection)
            with lock:
                seen[found] += 1

    def kill() -> int:
        killed = 0
        while killed < KILLS and not over.wait(0.15):
            # What the server began itself are the processes from which those that answer are forked.
            answering = [one for forks in children(server.process.pid) for one in children(forks)]
            if answering:
                os.kill(random.choice(answering), signal.SIGKILL)
                killed += 1
        return killed

    with ThreadPoolExecutor(CLIENTS + 1) as threads:
        killing = threads.submit(kill)
        asking = [threads.submit(client, number) for number in range(CLIENTS)]
        for one in asking:
            one.result()
        over.set()
        return killing.result(), seen


def children(process: int) -> list[int]:
    """Return the processes that a process began."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def main() -> int:
    """Print what each server does under load; the exit status is 1 where a request failed that nobody broke."""
    if shutil.which("wrk") is None:
        print("serving.py: wrk is not installed", file=sys.stderr)
        return 1
    graph = kg.open()
    graph.store  # noqa: B018  (opens it, and builds it where it is not there)
    assert graph.folder is not None
    tools, failed = Path(sys.executable).parent, 0
    print(f"load average {os.getloadavg()[0]:.1f}; wrk, 1 thread, {CONNECTIONS} connections, {SECONDS} s each\n")
    with tempfile.TemporaryDirectory() as folder:
        dump, port = f"{folder}/all.nt", free()
        ours = [sys.executable, "-c", "from kg.cli import main; main()"]
        subprocess.run([*ours, "export", "ntriples", "-o", dump], check=True, stderr=subprocess.DEVNULL)
        ours += ["serve", "--port", str(port), "--time", "60"]
        their = [str(tools / "oxigraph"), READ_ONLY, "-l", f"{graph.folder}/store", "-b", f"127.0.0.1:{port}"]
        other = [str(tools / "uvx"), "--from", ENDPOINT, "rdflib-endpoint", "serve", "--host", "127.0.0.1"]
        other += ["--port", str(port), dump]
        print("| Server | The query | Requests/s | p99 ms | Errors |\n|---|---|---|---|---|")
        for name, command, path in (
            ("Oxigraph's server", their, "query"),
            ("`kg serve`", ours, "sparql"),
            ("`kg serve --cache 0`", [*ours, "--cache", "0"], "sparql"),
            ("rdflib-endpoint", other, ""),
        ):
            with running(command, port, path) as server:
                for fresh, asked in ((False, "the same"), (True, "each another one")):
                    came = load(server, fresh)
                    failed += came.errors if command[0] == sys.executable else 0
                    print(f"| {name} | {asked} | {came.rate:,.0f} | {came.p99:.1f} | {came.errors} |", flush=True)
        with running(ours, port, "sparql") as server:
            killed, seen = among_killed(server)
            lost = sum(count for code, count in seen.items() if code != 200)
            print(f"\nkill -9 of {killed} processes under load: {lost} of {seen.total()} requests lost", flush=True)
            failed += max(lost - killed, 0)
        with running(ours, port, "sparql") as server:
            before, found, known, during = among_bad_ones(server)
        print(f"{BAD} bad queries were known for long within {known:.1f} s")
        for name, came in (("no bad query", before), (f"{BAD} bad ones come", found), (f"{BAD} bad ones run", during)):
            print(f"{name}: {came.rate:,.0f}/s, p99 {came.p99:.1f} ms, {came.errors} errors", flush=True)
            failed += came.errors
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
