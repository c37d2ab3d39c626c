"""Is it ours, is it too new, is it whole, is somebody else writing: asked before a document is opened."""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coprod_desktop.errors import (
    CoprodError,
    DiskTrouble,
    DocumentBusy,
    DocumentDamaged,
    DocumentTooNew,
    NotADocument,
    NotFound,
)
from coprod_desktop.store.rows import APPLICATION_ID, MAJOR

SMALL = 20_000_000
"""Below this size a document is checked at once when opened."""
_MAGIC = b"SQLite format 3\x00"


def check_header(path: Path) -> None:
    """Read the first 100 bytes; raises NotFound, NotADocument, DocumentDamaged or DocumentTooNew."""
    try:
        if path.is_dir():
            raise NotADocument(f"{path.name} is a folder, not a CoProd document.", "Choose a file ending in .coprod.")
        with path.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError as fault:
        raise NotFound(f"There is no file {path}.", "Check the name, or make one with: coprod new FILE.") from fault
    except OSError as fault:
        raise DiskTrouble(
            f"{path.name} cannot be read: {fault.strerror or fault}.", "Check the folder and your rights."
        ) from fault
    if not header.startswith(_MAGIC):
        raise NotADocument(f"{path.name} is not a CoProd document.", "Choose a file ending in .coprod.")
    if len(header) < 100:
        raise DocumentDamaged(
            f"{path.name} is damaged: the file breaks off after {len(header)} bytes.", "Open a backup."
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotADocument(
            f"{path.name} is a database of another program, not a CoProd document.", "Choose a file ending in .coprod."
        )
    major = int.from_bytes(header[60:64], "big") >> 16
    if major > MAJOR:
        raise DocumentTooNew(
            f"{path.name} was written by a newer CoProd (format {major}, this one reads {MAJOR}).",
            "Update the program to open it.",
        )


def in_one_line(fault: object) -> str:
    """Return what SQLite says as part of a sentence."""
    return " ".join(str(fault).split()).rstrip(".")


@contextlib.contextmanager
def told(name: str) -> Iterator[None]:
    """Turn the world's SQLite faults into CoprodErrors naming the document; programming faults pass through."""
    try:
        yield
    except UnicodeDecodeError as fault:
        # sqlite3 cannot even word its own complaint about a spoilt schema.
        raise DocumentDamaged(
            f"{name} is damaged ({in_one_line(fault)}).", "Open a backup: coprod rescue FILE lists them."
        ) from fault
    except sqlite3.DatabaseError as fault:
        raise translated(fault, name) from fault


def translated(fault: sqlite3.DatabaseError, name: str) -> Exception:
    """Return the CoprodError for an SQLite fault of the world, or the fault itself when it is ours."""
    code = getattr(fault, "sqlite_errorname", "") or ""
    if code.startswith("SQLITE_FULL"):
        return DiskTrouble(
            f"The disk is full: the last change to {name} was not saved, everything before it was.",
            "Free some space and try again.",
        )
    if code.startswith("SQLITE_READONLY"):
        return DiskTrouble(
            f"{name} cannot be changed: the file or its folder is read-only.", "Save a copy elsewhere and go on there."
        )
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DocumentBusy(f"{name} is being written by another program.", "Close it there and try again.")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DocumentDamaged(
            f"{name} is damaged ({in_one_line(fault)}).", "Open a backup: coprod rescue FILE lists them."
        )
    if code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return DiskTrouble(
            f"{name} cannot be read or written ({fault}).", "Check the disk, the folder and your rights."
        )
    if isinstance(fault, sqlite3.OperationalError) and code in {"", "SQLITE_ERROR"}:
        # Our statements are right for a whole file: a table, column or text that is not there has been spoilt.
        return DocumentDamaged(
            f"{name} is damaged ({in_one_line(fault)}).", "Open a backup: coprod rescue FILE lists them."
        )
    return fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found: ``status`` 0 whole, 1 damaged, 2 no document; ``problems`` in words."""

    status: int
    problems: tuple[str, ...] = ()


def verify(path: Path) -> Verdict:
    """Check a document thoroughly without changing it."""
    try:
        check_header(path)
        roll_back(path)
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute("PRAGMA cell_size_check = ON")
            rows = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            problems = [] if rows == ["ok"] else rows
            if not problems:
                problems += [
                    f"row {row[1]} of {row[0]} refers to a missing row of {row[2]}"
                    for row in connection.execute("PRAGMA foreign_key_check")
                ]
    except DocumentDamaged as fault:
        return Verdict(1, (str(fault),))
    except CoprodError as fault:
        return Verdict(2, (str(fault),))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        return Verdict(1, (str(fault),))
    return Verdict(1 if problems else 0, tuple(problems))


def roll_back(path: Path) -> None:
    """Take back an edit that a killed program left half done; only a writing connection can."""
    journal = path.with_name(path.name + "-journal")
    note = read_lock(path)
    if not journal.exists() or (note is not None and not note.stale):
        return
    with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(path, timeout=3)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def refuse_if_open(path: Path) -> None:
    """Raise DocumentBusy when somebody has the document at ``path`` open for writing."""
    note = read_lock(path.resolve())
    if note is not None and not note.stale:
        raise DocumentBusy(
            f"{path.name} is open for writing by {note.person} on {note.host} since {note.time}.",
            "Close it there first, or choose another name.",
        )


# --- one writer ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LockNote:
    """Who has a document open for writing."""

    host: str
    pid: int
    person: str
    time: str

    @property
    def stale(self) -> bool:
        """Whether the note is of this machine and its program runs no more."""
        return self.host == socket.gethostname() and not _runs(self.pid)


def lock_path(path: Path) -> Path:
    """Return where the lock note of a document lies."""
    return path.with_name(f".~lock.{path.name}#")


def read_lock(path: Path) -> LockNote | None:
    """Return the note beside a document, None when there is none or it cannot be read as one."""
    try:
        data = json.loads(lock_path(path).read_text("utf-8"))
        return LockNote(str(data["host"]), int(data["pid"]), str(data["person"]), str(data["time"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def take_lock(path: Path) -> bool:
    """Write this program's note beside a document; return whether a stale one was taken over (an unclean end).

    Raises DocumentBusy naming who has it. A folder in which no note can be written is no hindrance.
    """
    note = lock_path(path)
    text = json.dumps(
        {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "person": _person(),
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )
    for _ in range(2):
        try:
            with note.open("x", encoding="utf-8") as stream:
                stream.write(text)
            return False
        except FileExistsError:
            other = read_lock(path)
            if (
                other is None
                or other.stale
                or (other.pid == os.getpid() and other.host == socket.gethostname() and not _held(path))
            ):
                with contextlib.suppress(OSError):
                    note.write_text(text, "utf-8")
                return True
            raise DocumentBusy(
                f"{path.name} is open for writing by {other.person} on {other.host} since {other.time}.",
                "Open it read-only, or close it there first.",
            ) from None
        except OSError:
            return False
    return False


_open_here: set[Path] = set()


def _held(path: Path) -> bool:
    return path.resolve() in _open_here


def hold(path: Path) -> None:
    """Remember that this process has the document open for writing."""
    _open_here.add(path.resolve())


def release_lock(path: Path) -> None:
    """Remove this program's note."""
    _open_here.discard(path.resolve())
    note = read_lock(path)
    if note is not None and note.pid == os.getpid() and note.host == socket.gethostname():
        with contextlib.suppress(OSError):
            lock_path(path).unlink()


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def _runs(pid: int) -> bool:
    """Whether a process of this machine is alive; on Windows signals would end it, so it is asked for by handle."""
    if sys.platform == "win32":
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
