from __future__ import annotations

import getpass
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from coprod_desktop.actions import project
from coprod_desktop.errors import (
    CoprodError,
    DiskTrouble,
    DocumentBusy,
    DocumentDamaged,
    DocumentTooNew,
    NotADocument,
    NotFound,
)
from coprod_desktop.store import Document, opening, verify
from coprod_desktop.store.opening import lock_path, read_lock
from coprod_desktop.store.rows import APPLICATION_ID, MAJOR, MINOR
from tests.store.slates import (
    HOLD_OPEN,
    assert_faithful,
    assert_whole,
    beside,
    film,
    leave_half_an_edit,
    other_program,
    plan,
    rows,
    said,
)

HERE = socket.gethostname()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    film(tmp_path / "film.coprod").close()
    return tmp_path / "film.coprod"


def assert_one_sentence(fault: CoprodError) -> None:
    """Assert that a fault says in one sentence what happened, and in a hint what to do."""
    assert fault.what.endswith(".")
    assert fault.hint.endswith((".", "coprod new FILE."))
    assert "Traceback" not in str(fault)
    assert "\n" not in str(fault)


# --- is it ours ----------------------------------------------------------------------------------------------


def _other_database(path: Path) -> None:
    with beside(path) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.execute("PRAGMA application_id = 7")


def _truncated(path: Path) -> None:
    film(path).close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without_its_tail(path: Path) -> None:
    film(path).close()
    path.write_bytes(path.read_bytes()[:-5000])


def _newer(path: Path) -> None:
    film(path).close()
    _stamp_version(path, MAJOR + 1, 0)


def _spoilt_page(path: Path) -> None:
    film(path).close()
    content = bytearray(path.read_bytes())
    content[4096:4196] = b"\xff" * 100
    path.write_bytes(content)


def _header_and_nothing(path: Path) -> None:
    header = bytearray(b"SQLite format 3\x00".ljust(100, b"\x00"))
    header[68:72] = APPLICATION_ID.to_bytes(4, "big")
    path.write_bytes(header)


STRANGERS = {
    "nothing": (lambda path: None, NotFound, "There is no file"),
    "a folder": (lambda path: path.mkdir(), NotADocument, "film.coprod is a folder"),
    "an empty file": (lambda path: path.write_bytes(b""), NotADocument, "film.coprod is not a CoProd document"),
    "text": (
        lambda path: path.write_text("Дорогой продюсер" * 100),
        NotADocument,
        "film.coprod is not a CoProd document",
    ),
    "zeros": (lambda path: path.write_bytes(bytes(10_000)), NotADocument, "film.coprod is not a CoProd document"),
    "another database": (_other_database, NotADocument, "film.coprod is a database of another program"),
    "a beginning": (
        lambda path: path.write_bytes(b"SQLite format 3\x00abc"),
        DocumentDamaged,
        "breaks off after 19 bytes",
    ),
    "a header": (_header_and_nothing, DocumentDamaged, "film.coprod is damaged"),
    "half a document": (_truncated, DocumentDamaged, "film.coprod is damaged"),
    "a document without its tail": (_without_its_tail, DocumentDamaged, "film.coprod is damaged"),
    "a spoilt page": (_spoilt_page, DocumentDamaged, "film.coprod is damaged"),
    "a newer major": (
        _newer,
        DocumentTooNew,
        f"written by a newer CoProd .format {MAJOR + 1}, this one reads {MAJOR}.",
    ),
}


@pytest.mark.parametrize("read_only", [False, True], ids=["writing", "reading"])
@pytest.mark.parametrize("make, error, words", STRANGERS.values(), ids=STRANGERS)
def test_what_is_no_whole_document_of_ours_is_refused_in_one_sentence(
    tmp_path: Path, make: object, error: type[CoprodError], words: str, read_only: bool
) -> None:
    path = tmp_path / "film.coprod"
    make(path)  # type: ignore[operator]
    content = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=words) as caught:
        Document.open(path, read_only=read_only)
    assert_one_sentence(caught.value)
    assert not lock_path(path).exists()
    if content is not None:
        assert path.read_bytes() == content
    verdict = verify(path)
    assert verdict.status == (1 if error is DocumentDamaged else 2)
    assert verdict.problems


def test_a_path_below_a_file_cannot_be_read(path: Path) -> None:
    with pytest.raises(DiskTrouble, match=r"^x.coprod cannot be read") as caught:
        Document.open(path / "x.coprod")
    assert_one_sentence(caught.value)


def _stamp_version(path: Path, major: int, minor: int) -> None:
    with path.open("rb+") as stream:
        stream.seek(60)
        stream.write((major << 16 | minor).to_bytes(4, "big"))


def test_a_newer_minor_version_opens_and_keeps_what_it_brought(path: Path) -> None:
    with beside(path) as other:
        other.execute("CREATE TABLE shooting_day (n INTEGER PRIMARY KEY, day TEXT) STRICT")
        other.execute("INSERT INTO shooting_day VALUES (1, '2031-01-01')")
        other.execute("ALTER TABLE project ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")
        other.execute("UPDATE project SET colour = 'red'")
    _stamp_version(path, MAJOR, MINOR + 1)
    with Document.open(path) as document:
        project.set_card(document, title="Новое")
        document.undo()
        document.redo()
        assert_faithful(document)
    with beside(path) as other:
        assert other.execute("SELECT title, colour FROM project").fetchall() == [("Новое", "red")]
        assert other.execute("SELECT day FROM shooting_day").fetchall() == [("2031-01-01",)]
        assert other.execute("PRAGMA user_version").fetchone() == (MAJOR << 16 | MINOR + 1,)


def _flipped(content: bytes, place: int, value: int) -> bytes:
    spoilt = bytearray(content)
    spoilt[place] = value
    return bytes(spoilt)


def test_one_wrong_byte_never_ends_in_anything_but_a_coprod_error(path: Path) -> None:
    content, chance = path.read_bytes(), random.Random(4711)
    places = [place for place in range(100, len(content)) if content[place] and not content[place] == 0xFF]
    escaped = {}
    for place in chance.sample(places, 400):
        path.write_bytes(_flipped(content, place, content[place] ^ 0xFF))
        for look in (lambda: Document.open(path).close(), lambda: verify(path)):
            try:
                look()
            except CoprodError as fault:
                assert_one_sentence(fault)
            except Exception as fault:
                escaped[place] = repr(fault)
            lock_path(path).unlink(missing_ok=True)
    assert escaped == {}


SPOILT_WORDS = {
    "a role": "UPDATE partner SET role = 'co-broducer'",
    "a status": "UPDATE source SET status = 'konfirmed'",
    "a kind of money": "UPDATE source SET type = ''",
    "a day": "UPDATE milestone SET day = '2020-13-45'",
    "a rate": "UPDATE rate SET value = 'x'",
    "a share": "UPDATE place SET share = '1/0'",
    "an answer": "UPDATE fact SET type = 'number', value = 'many'",
    "a scenario": "INSERT INTO setting VALUES ('scenario', 'x') ON CONFLICT DO UPDATE SET value = 'x'",
    "a row under itself": "UPDATE node SET parent = n WHERE parent IS NULL",
}


@pytest.mark.parametrize("statement", SPOILT_WORDS.values(), ids=SPOILT_WORDS)
def test_a_value_that_cannot_be_read_is_said_as_damage(path: Path, statement: str) -> None:
    with beside(path) as other:
        other.execute(statement)
    with pytest.raises(DocumentDamaged):
        Document.open(path).close()


def test_a_split_beyond_the_whole_is_said_and_leaves_no_lock(path: Path) -> None:
    with beside(path) as other:
        other.execute("UPDATE split SET weight = '90'")
    with pytest.raises(CoprodError, match="more than 100 per cent"):
        Document.open(path)
    assert not lock_path(path).exists()


# --- is it whole ---------------------------------------------------------------------------------------------


def test_a_whole_document_is_found_whole_and_not_touched(path: Path) -> None:
    content = path.read_bytes()
    assert verify(path) == opening.Verdict(0)
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_row_that_refers_to_nothing_is_found(path: Path) -> None:
    with beside(path) as other:
        other.execute("UPDATE partner SET contact = 999 WHERE key = 'it'")
    assert verify(path) == opening.Verdict(1, ("row 2 of partner refers to a missing row of contact",))


def test_an_index_that_lost_a_row_is_found(path: Path) -> None:
    with beside(path) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX contact_name ON contact(note)' WHERE name = 'contact_name'"
        )
    verdict = verify(path)
    assert verdict.status == 1
    assert any("contact_name" in problem for problem in verdict.problems)


def test_a_large_document_is_checked_in_the_background(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SMALL", 0)
    document = Document.open(path)
    document.close()
    assert document.damage == ()
    content = bytearray(path.read_bytes())
    with beside(path) as other:
        page = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'attachment_scenario'").fetchone()[0]
    content[(page - 1) * 4096 : (page - 1) * 4096 + 8] = b"\xff" * 8
    path.write_bytes(content)
    document = Document.open(path)
    document.close()
    assert document.damage


def test_a_document_left_half_way_is_not_called_damaged(path: Path) -> None:
    leave_half_an_edit(path)
    assert verify(path).status == 0


def test_a_document_left_half_way_can_be_read(path: Path) -> None:
    leave_half_an_edit(path)
    with Document.open(path, read_only=True) as document:
        assert_faithful(document)


# --- one writer ----------------------------------------------------------------------------------------------


def test_a_second_program_is_refused_naming_who_and_may_read_beside(path: Path) -> None:
    with other_program(HOLD_OPEN, path) as process:
        assert said(process) == "open"
        with pytest.raises(DocumentBusy) as caught:
            Document.open(path)
        assert caught.value.what.startswith(
            f"film.coprod is open for writing by {getpass.getuser()} on {HERE} since 20"
        )
        assert_one_sentence(caught.value)
        note = read_lock(path)
        assert note is not None
        assert note.pid == process.pid
        with Document.open(path, read_only=True) as document:
            assert len(plan(document).partners) == 3
        assert read_lock(path) == note
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
        assert read_lock(path) is not None
        # That program ended without closing; its note is stale.
        with Document.open(path):
            after = read_lock(path)
            assert after is not None
            assert after.pid == os.getpid()
    assert not lock_path(path).exists()


def test_a_program_that_was_killed_keeps_nobody_out(path: Path) -> None:
    before = rows(path)
    leave_half_an_edit(path)
    assert lock_path(path).exists()
    with Document.open(path) as document:
        assert_faithful(document)
    assert not lock_path(path).exists()
    assert rows(path) == before
    assert_whole(path)


def test_one_program_opens_a_document_for_writing_once(path: Path) -> None:
    with Document.open(path) as document:
        with pytest.raises(DocumentBusy):
            Document.open(path)
        with Document.open(path, read_only=True) as reader:
            assert_faithful(reader)
        assert read_lock(path) is not None
        project.set_fact(document, "a", True)
    with Document.open(path) as document:
        assert plan(document).facts["a"] is True


def test_a_link_to_a_document_is_the_same_document(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    link = path.parent / "elsewhere" / "link.coprod"
    link.symlink_to(path)
    with Document.open(path), pytest.raises(DocumentBusy):
        Document.open(link).close()


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"[]", b'{"host": 1}', b"\xff\xfe\x00", b'{"host": "a", "pid": "x", "person": "", "time": ""}'],
)
def test_a_note_that_says_nothing_keeps_nobody_out(path: Path, content: bytes) -> None:
    lock_path(path).write_bytes(content)
    with Document.open(path):
        note = read_lock(path)
        assert note is not None
        assert note.pid == os.getpid()
    assert not lock_path(path).exists()


def _note(path: Path, **values: object) -> None:
    note = {"host": HERE, "pid": os.getpid(), "person": "Анна", "time": "2020-01-02T03:04:05+00:00", **values}
    lock_path(path).write_text(json.dumps(note), "utf-8")


def test_a_note_of_this_machine_whose_program_has_ended_is_taken_over(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    _note(path, pid=int(ended.stdout))
    with Document.open(path):
        note = read_lock(path)
        assert note is not None
        assert (note.pid, note.host) == (os.getpid(), HERE)


def test_a_note_of_this_very_program_without_a_document_is_taken_over(path: Path) -> None:
    _note(path)
    with Document.open(path) as document:
        assert_faithful(document)


def test_a_note_of_another_machine_is_respected_and_stays(path: Path) -> None:
    _note(path, host="студия-2", pid=1)
    content = lock_path(path).read_bytes()
    with pytest.raises(DocumentBusy, match=r"by Анна on студия-2 since 2020-01-02T03:04:05"):
        Document.open(path)
    with Document.open(path, read_only=True):
        pass
    assert lock_path(path).read_bytes() == content


def test_closing_takes_away_only_its_own_note(path: Path) -> None:
    document = Document.open(path)
    _note(path, host="студия-2", pid=1)
    document.close()
    assert read_lock(path) is not None


def test_a_folder_where_no_note_can_be_written_is_no_hindrance(path: Path) -> None:
    lock_path(path).mkdir()
    with Document.open(path) as document:
        project.set_fact(document, "a", True)
    assert lock_path(path).is_dir()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_file_opens_and_says_so_at_the_first_edit(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Document.open(path) as document:
            before = document.plan
            with pytest.raises(
                DiskTrouble, match=r"^film.coprod cannot be changed: the file or its folder is read-only\."
            ):
                project.set_fact(document, "a", True)
            assert document.plan is before
        with Document.open(path, read_only=True) as document:
            assert_faithful(document)
        with pytest.raises(DiskTrouble):
            Document.new(path.parent / "new.coprod")
    finally:
        path.parent.chmod(0o755)


def test_sqlite_faults_of_the_world_become_coprod_errors_and_ours_do_not() -> None:
    def fault(name: str, kind: type[sqlite3.DatabaseError] = sqlite3.OperationalError) -> sqlite3.DatabaseError:
        made = kind("x")
        made.sqlite_errorname = name  # type: ignore[misc]
        return made

    expected = {
        "SQLITE_FULL": DiskTrouble,
        "SQLITE_READONLY_DBMOVED": DiskTrouble,
        "SQLITE_IOERR_FSYNC": DiskTrouble,
        "SQLITE_CANTOPEN": DiskTrouble,
        "SQLITE_BUSY_SNAPSHOT": DocumentBusy,
        "SQLITE_LOCKED": DocumentBusy,
        "SQLITE_CORRUPT_INDEX": DocumentDamaged,
        "SQLITE_NOTADB": DocumentDamaged,
    }
    for name, error in expected.items():
        said_as = opening.translated(fault(name), "film.coprod")
        assert isinstance(said_as, error)
        assert_one_sentence(said_as)
    ours = fault("SQLITE_CONSTRAINT_CHECK", sqlite3.IntegrityError)
    assert opening.translated(ours, "film.coprod") is ours
