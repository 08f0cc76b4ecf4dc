"""A small load generator for servers on this machine: keep-alive clients, latencies, errors."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass(slots=True)
class Load:
    """What came of it: latencies in seconds of the good answers, and the number of bad ones."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency, in milliseconds, that `share` of the answers did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0


def run_load(port: int, paths: Sequence[str], *, clients: int = 8, seconds: float = 8.0) -> Load:
    """Ask for `paths` in turn from `clients` keep-alive connections for a while.

    An answer that is not 200, is cut short or does not come within 30 s is an error.
    """
    return asyncio.run(_run(port, paths, clients, seconds))


async def _run(port: int, paths: Sequence[str], clients: int, seconds: float) -> Load:
    load = Load()
    turns = itertools.cycle(paths)
    begin = time.perf_counter()
    await asyncio.gather(*(_client(port, turns, begin + seconds, load) for _ in range(clients)))
    load.seconds = time.perf_counter() - begin
    return load


async def _client(port: int, turns: "itertools.cycle[str]", end: float, load: Load) -> None:
    connection = None
    while time.perf_counter() < end:
        begin = time.perf_counter()
        try:
            if connection is None:
                connection = await asyncio.open_connection(HOST, port, limit=2**22)
            async with asyncio.timeout(30):
                status, keep = await _ask(*connection, next(turns))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            status, keep = 0, False
        if status == 200:
            load.latencies.append(time.perf_counter() - begin)
        else:
            load.errors += 1
        if not keep and connection is not None:
            connection[1].close()
            connection = None
    if connection is not None:
        connection[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[int, bool]:
    """One GET; returns the status and whether the connection may be used again."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    if b"transfer-encoding: chunked" in head:
        await _read_chunks(reader)
    else:
        length = head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
    return status, b"connection: close" not in head


async def _read_chunks(reader: asyncio.StreamReader) -> None:
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)
