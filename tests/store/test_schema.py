from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from coprod_desktop.actions import contacts
from coprod_desktop.store import Document
from coprod_desktop.store.rows import APPLICATION_ID, BY_NAME, MAJOR, MINOR, TABLES, USER_VERSION, TableSpec
from coprod_desktop.store.schema import migrations
from tests.store.slates import beside, counted, film

BESIDE_UNDO = {"blob", "setting", "undo_step", "undo_log", "_sqlite_migrations"}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    Document.new(tmp_path / "empty.coprod").close()
    return tmp_path / "empty.coprod"


def test_the_file_says_in_its_header_whose_and_which_it_is(empty: Path) -> None:
    header = empty.read_bytes()[:100]
    assert header[68:72] == b"CPRD"
    assert int.from_bytes(header[60:64], "big") == USER_VERSION == MAJOR << 16 | MINOR
    assert APPLICATION_ID == 1129337412
    # 1 and 1 mean a rollback journal: WAL would keep edits in a second file.
    assert header[18:20] == b"\x01\x01"


def test_undo_follows_every_table_but_the_named_few(empty: Path) -> None:
    with beside(empty) as connection:
        names = {
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        }
    assert names == set(BY_NAME) | BESIDE_UNDO


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_the_table_list_names_every_column_key_and_blob(empty: Path, table: TableSpec) -> None:
    with beside(empty) as connection:
        columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", [table.name]).fetchall()
        scope = {row[0] for row in connection.execute('SELECT "from" FROM pragma_foreign_key_list(?)', [table.name])}
    assert tuple(name for name, _, _ in columns) == table.columns
    assert tuple(name for _, name in sorted((pk, name) for name, _, pk in columns if pk)) == table.key
    assert tuple(name for name, kind, _ in columns if kind == "BLOB") == table.blobs
    assert table.scope in {"project", "slate"} or table.scope in scope


def test_all_tables_are_strict_and_refer_by_keys_that_have_an_index(empty: Path) -> None:
    with beside(empty) as connection:
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        plans = [
            connection.execute(f"EXPLAIN QUERY PLAN DELETE FROM {table} WHERE {column} = 1").fetchone()[3]
            for table, column in (
                ("node", "scenario"),
                ("node", "parent"),
                ("split", "node"),
                ("scenario", "project"),
                ("source", "scenario"),
            )
        ]
    assert set(loose) <= {("_sqlite_migrations",)}
    assert all(plan.startswith("SEARCH") for plan in plans), plans


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO contact (id, origin, kind, name) VALUES (x'00', zeroblob(16), 'person', 'A')",
        "INSERT INTO contact (id, origin, kind, name) VALUES (randomblob(16), zeroblob(16), 'dog', 'A')",
        "INSERT INTO fact VALUES (999, 'a', 'bool', '1')",
        "UPDATE node SET minor = 12.5 WHERE minor IS NOT NULL",
        "UPDATE node SET minor = NULL WHERE minor IS NOT NULL",
        "UPDATE node SET currency = 'EUR' WHERE minor IS NULL",
        "UPDATE split SET axis = 'colour'",
        "UPDATE project SET minutes = -1",
        "INSERT INTO attachment (id, origin, scenario, rank, title, sha256) VALUES (randomblob(16), zeroblob(16), 1, 'i', 'A', 'none')",
    ],
)
def test_the_file_itself_refuses_what_makes_no_sense(tmp_path: Path, statement: str) -> None:
    with film(tmp_path / "film.coprod") as document, pytest.raises(sqlite3.IntegrityError):
        document.connection().execute(statement)


def test_every_row_has_an_identity_of_its_own_and_is_its_own_origin(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        contacts.add(document, "person", "A")
        for table in TABLES:
            if table.blobs:
                pairs = document.connection().execute(f"SELECT id, origin FROM {table.name}").fetchall()
                assert all(len(one) == 16 and one == origin for one, origin in pairs)
                assert len(set(pairs)) == len(pairs)


def test_migrations_are_applied_once(empty: Path) -> None:
    with beside(empty) as connection:
        migrated = Database(connection, execute_plugins=False)
        assert migrations.pending(migrated) == []
        migrations.apply(migrated)
    assert counted(empty, "_sqlite_migrations") == 1


def test_an_open_document_is_guarded_against_what_a_file_could_bring(tmp_path: Path) -> None:
    film(tmp_path / "film.coprod").close()
    wanted = {"foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "recursive_triggers": 1}
    for read_only, more in ((False, {"synchronous": 3, "journal_mode": "delete"}), (True, {"query_only": 1})):
        with Document.open(tmp_path / "film.coprod", read_only=read_only) as document:
            for pragma, value in {**wanted, **more}.items():
                assert document.connection().execute(f"PRAGMA {pragma}").fetchone() == (value,), pragma
