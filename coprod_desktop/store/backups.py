"""Backups on the internal disk: the whole document at most daily, the changed project every ten minutes of edits.

A project backup is a small document of its own that opens like any other. Oldest backups go first when they exceed 2 GB
or 5 per cent of the free disk. A full disk never stops an edit: ``Backups.trouble`` says since when there is no backup.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from coprod_desktop.assets import user_data
from coprod_desktop.errors import CoprodError, DiskTrouble, Refused
from coprod_desktop.store import opening
from coprod_desktop.store.document import Document
from coprod_desktop.store.rows import TABLES, TableSpec
from coprod_desktop.store.schema import migrations

EVERY_SECONDS = 600
BUDGET_BYTES = 2_000_000_000
BUDGET_SHARE = 20
"""At most one part in this many of the free disk."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file: when it was made (ISO, local time of the name), what it holds, its size in bytes."""

    path: Path
    time: str
    what: str
    size: int


def folder_of(document: Path) -> Path:
    """Return where the backups of a document lie, by its full path."""
    digest = hashlib.sha256(str(document.resolve()).encode()).hexdigest()[:16]
    return user_data() / "backups" / f"{document.stem[:40]}-{digest}"


def list_backups(document: Path) -> list[Backup]:
    """Return the backups of a document, newest first."""
    folder = folder_of(document)
    backups = []
    for path in folder.glob("*.coprod") if folder.is_dir() else ():
        stamp, _, what = path.stem.partition(" ")
        with contextlib.suppress(OSError):
            backups.append(Backup(path, stamp, what, path.stat().st_size))
    return sorted(backups, key=lambda b: b.path.name, reverse=True)


def restore(backup: Backup, target: Path) -> None:
    """Copy a backup to ``target``; raises Refused when the file exists, DiskTrouble when it cannot be written."""
    if target.exists():
        raise Refused(f"{target.name} exists already.", "Choose another name with -o.")
    try:
        shutil.copyfile(backup.path, target)
    except OSError as fault:
        raise DiskTrouble(
            f"{target.name} cannot be written: {fault.strerror or fault}.", "Choose another folder."
        ) from fault


class Backups:
    """Watches one open document and backs it up as it is edited."""

    def __init__(self, document: Document, *, clock: object = None) -> None:
        self.document = document
        self.trouble: str | None = None
        self._clock = clock if callable(clock) else time.monotonic
        self._last = float(self._clock())
        self._changed: set[int] = set()
        document.after_commit = self._edited

    def _edited(self, document: Document) -> None:
        if document.plan is not None:
            self._changed.add(document.plan.project_id)
        self._whole_daily()
        if float(self._clock()) - self._last >= EVERY_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Back up the projects changed since the last time; called every ten minutes of edits and at close."""
        entries = {entry.n: entry for entry in self.document.projects()}
        for project in sorted(self._changed):
            entry = entries.get(project)
            if entry is None or self._write(_safe(f"{_stamp()} project {entry.key[:8]} {entry.title}"), project):
                self._changed.discard(project)
        self._last = float(self._clock())

    def _whole_daily(self) -> None:
        day = datetime.now(UTC).astimezone().date().isoformat()
        if any(b.time.startswith(day) and b.what == "whole" for b in list_backups(self.document.path)):
            return
        self._write(f"{_stamp()} whole", None)

    def _write(self, name: str, project: int | None) -> bool:
        folder = folder_of(self.document.path)
        target = folder / f"{name}.coprod"
        part = folder / ".coprod-project.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _make_room(folder)
            part.unlink(missing_ok=True)
            if project is None:
                self.document.save_copy(target)
            else:
                copy_project(self.document, project, part)
                part.replace(target)
            self.trouble = None
            return True
        except (OSError, CoprodError, sqlite3.DatabaseError):
            # Whatever keeps a backup from being made must not touch the edit that was just saved.
            if self.trouble is None:
                self.trouble = datetime.now(UTC).isoformat(timespec="seconds")
            with contextlib.suppress(OSError):
                part.unlink()
            return False


def _stamp() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y-%m-%dT%H-%M-%S")


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_T" else "_" for c in name)[:100]


def _make_room(folder: Path) -> None:
    files = sorted(folder.glob("*.coprod"))
    allowed = min(BUDGET_BYTES, shutil.disk_usage(folder).free // BUDGET_SHARE)
    total = sum(f.stat().st_size for f in files)
    for oldest in files[:-1]:
        if total <= allowed:
            return
        total -= oldest.stat().st_size
        oldest.unlink()


def copy_project(document: Document, project: int, target: Path) -> None:
    """Write one project with its scenarios, linked contacts and attached files as a document of its own."""
    with opening.told(target.name):
        connection = sqlite3.connect(target, isolation_level=None)
        try:
            copy = Database(connection, execute_plugins=False, strict=True)
            migrations.apply(copy)
            connection.execute("PRAGMA foreign_keys = OFF")
            source = document.connection()
            connection.execute("BEGIN")
            for table in TABLES:
                columns = ", ".join(table.columns)
                rows = source.execute(
                    f"SELECT {columns} FROM {table.name} WHERE {_belongs(table)}", [project]
                ).fetchall()
                marks = ", ".join("?" for _ in table.columns)
                connection.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", rows)
            blobs = source.execute(
                "SELECT sha256, bytes FROM blob WHERE sha256 IN (SELECT sha256 FROM attachment WHERE scenario IN "
                "(SELECT n FROM scenario WHERE project = ?))",
                [project],
            ).fetchall()
            connection.executemany("INSERT INTO blob VALUES (?, ?)", blobs)
            connection.execute("COMMIT")
        finally:
            connection.close()


_SCENARIOS = "SELECT n FROM scenario WHERE project = ?1"
_NAMED = (
    f"SELECT contact FROM partner WHERE scenario IN ({_SCENARIOS}) "
    f"UNION SELECT contact FROM role WHERE scenario IN (SELECT n FROM scenario WHERE project = ?1)"
)
_LINKED = f"WITH named(n) AS ({_NAMED}) SELECT n FROM named UNION SELECT company FROM contact WHERE n IN named"


def _belongs(table: TableSpec) -> str:
    """Return the condition, with one mark for the project, that picks a table's rows of that project."""
    if table.name == "project":
        return "n = ?"
    if table.name == "scenario":
        return "project = ?"
    if table.scope == "node":
        return f"node IN (SELECT n FROM node WHERE scenario IN ({_SCENARIOS}))"
    return f"n IN ({_LINKED})" if table.scope == "slate" else f"scenario IN ({_SCENARIOS})"
