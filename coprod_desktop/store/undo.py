"""Undo and redo as row images kept in the document, so that they survive a restart.

TEMP triggers made from the table list write the old image of every touched row under the current step; replay builds
parameterised statements from the same list. While a step is replayed the triggers record the way back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlite_utils import Database

from coprod_desktop.store.rows import BY_NAME, TABLES, TableSpec

KEEP_STEPS = 200
KEEP_BYTES = 20_000_000

Touched = list[tuple[str, str, dict[str, object]]]
"""(table, operation, old image) of every row a step touched."""


def install(db: Database) -> None:
    """Make the TEMP triggers and the TEMP table that names the running step."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS running_step (step INTEGER NOT NULL)")
    for table in TABLES:
        for operation in ("insert", "update", "delete"):
            side = "new" if operation == "insert" else "old"
            columns = table.key if operation == "insert" else table.columns
            changed = ""
            if operation == "update":
                changed = " AND (" + " OR ".join(f"old.{c} IS NOT new.{c}" for c in table.columns) + ")"
            image = ", ".join(f"'{c}', {_as_json(table, side, c)}" for c in columns)
            # The names come from the house's own table list, never from a file or a user.
            db.execute(
                f"CREATE TEMP TRIGGER undo_{table.name}_{operation} AFTER {operation.upper()} ON main.{table.name} "
                f"WHEN EXISTS (SELECT 1 FROM running_step){changed} BEGIN "
                f"INSERT INTO undo_log (step, tbl, op, old) SELECT step, '{table.name}', '{operation}', "
                f"json_object({image}) FROM running_step; END"
            )


def _as_json(table: TableSpec, side: str, column: str) -> str:
    return f"hex({side}.{column})" if column in table.blobs else f"{side}.{column}"


def begin(db: Database, label: str, kind: str = "done") -> int:
    """Open a step; what is written from now on is recorded under it."""
    cursor = db.execute(
        "INSERT INTO undo_step (kind, label, at) VALUES (?, ?, ?)",
        [kind, label, datetime.now(UTC).isoformat(timespec="seconds")],
    )
    step = int(cursor.lastrowid or 0)
    db.execute("DELETE FROM running_step")
    db.execute("INSERT INTO running_step VALUES (?)", [step])
    return step


def end(db: Database, step: int) -> Touched:
    """Close a step and return what it touched; a step that touched nothing is forgotten."""
    db.execute("DELETE FROM running_step")
    touched = _log(db, step)
    if not touched:
        db.execute("DELETE FROM undo_step WHERE step = ?", [step])
    return touched


def _log(db: Database, step: int) -> Touched:
    rows = db.execute("SELECT tbl, op, old FROM undo_log WHERE step = ? ORDER BY n", [step]).fetchall()
    return [(tbl, op, json.loads(old)) for tbl, op, old in rows]


def forget_undone(db: Database) -> None:
    """Drop what could be redone; a new edit starts a new future."""
    db.execute("DELETE FROM undo_step WHERE kind = 'undone'")


def forget_all(db: Database) -> None:
    """Drop the whole history, before a copy leaves the house or after a migration."""
    db.execute("DELETE FROM undo_step")


def trim(db: Database) -> None:
    """Keep the newest steps, by number and by size."""
    db.execute(
        "DELETE FROM undo_step WHERE kind = 'done' AND step NOT IN (SELECT step FROM undo_step WHERE kind = 'done' ORDER BY step DESC LIMIT ?)",
        [KEEP_STEPS],
    )
    size = db.execute("SELECT coalesce(max(n) - min(n), 0) FROM undo_log").fetchone()[0]
    if size < 20_000:
        return
    sizes = db.execute("SELECT step, sum(length(old)) FROM undo_log GROUP BY step ORDER BY step DESC").fetchall()
    total = 0
    for index, (step, length) in enumerate(sizes):
        total += length
        if total > KEEP_BYTES and index > 0:
            db.execute("DELETE FROM undo_step WHERE step <= ? AND kind = 'done'", [step])
            return


def newest(db: Database, kind: str) -> tuple[int, str] | None:
    """Return the step that the next undo (``done``) or redo (``undone``) would replay, with its label."""
    row = db.execute("SELECT step, label FROM undo_step WHERE kind = ? ORDER BY step DESC LIMIT 1", [kind]).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def replay(db: Database, step: int, label: str, kind: str) -> Touched:
    """Take back ``step``, recording the way back as a new step of ``kind``; returns what was touched."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    back = begin(db, label, kind)
    rows = db.execute("SELECT tbl, op, old FROM undo_log WHERE step = ? ORDER BY n DESC", [step]).fetchall()
    for tbl, op, old in rows:
        _take_back(db, BY_NAME[tbl], op, json.loads(old))
    touched = end(db, back)
    db.execute("DELETE FROM undo_step WHERE step = ?", [step])
    return touched


def _take_back(db: Database, table: TableSpec, operation: str, image: dict[str, object]) -> None:
    where = " AND ".join(f"{c} = ?" for c in table.key)
    key = _values(table, table.key, image)
    if operation == "insert":
        db.execute(f"DELETE FROM {table.name} WHERE {where}", key)
    elif operation == "delete":
        marks = ", ".join("?" for _ in table.columns)
        db.execute(
            f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})",
            _values(table, table.columns, image),
        )
    else:
        sets = ", ".join(f"{c} = ?" for c in table.columns)
        db.execute(
            f"UPDATE {table.name} SET {sets} WHERE {where}",
            [*_values(table, table.columns, image), *key],
        )


def _values(table: TableSpec, columns: Iterable[str], image: dict[str, object]) -> list[object]:
    return [bytes.fromhex(str(image[c])) if c in table.blobs and image[c] is not None else image[c] for c in columns]
