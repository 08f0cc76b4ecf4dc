"""Ports on the loopback interface: chosen free once, then kept, so that addresses stay the same."""

from __future__ import annotations

import json
import socket
from pathlib import Path


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def remembered(path: Path, name: str) -> int:
    """The port kept under a name in a file; a new one when there is none or it is taken now."""
    ports = json.loads(path.read_text()) if path.exists() else {}
    if name not in ports or not is_free(ports[name]):
        ports[name] = _choose(avoid=set(ports.values()))
        path.write_text(json.dumps(ports, indent=1))
    return ports[name]


def _choose(avoid: set[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in avoid:
            return port
