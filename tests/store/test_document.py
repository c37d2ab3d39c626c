from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod_desktop.actions import budget, contacts, documents, importing, project
from coprod_desktop.assets import resources
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.money import Money, Rate
from coprod_desktop.domain.plan import Card, Contribution, Plan, Work
from coprod_desktop.domain.shares import Split
from coprod_desktop.errors import DiskTrouble, DocumentBusy, NotFound, Refused
from coprod_desktop.exchange.planfile import write_plan
from coprod_desktop.store import Document
from coprod_desktop.store.opening import lock_path
from tests.domain.builders import eur, holder, partners, place, source
from tests.domain.strategies import budgets
from tests.store.slates import (
    EDIT_FOREVER,
    TITLE,
    assert_faithful,
    assert_same_plan,
    assert_whole,
    beside,
    counted,
    film,
    leave_half_an_edit,
    lines,
    opened,
    other_program,
    plan,
    random_edit,
    reopened,
    root_of,
    rows,
    said,
    sections,
    steps,
)

# --- making and reopening ------------------------------------------------------------------------------------


def test_a_new_document_is_empty_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "Новый 'слейт' #1%20?.coprod"
    with Document.new(path) as document:
        assert (document.plan, document.projects(), document.contacts(), document.undo_label) == (None, (), (), None)
    assert_whole(path)
    with Document.open(path, read_only=True) as document:
        assert document.plan is None
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_new_document_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "film.coprod"
    path.write_text("mine")
    with pytest.raises(Refused, match=r"^film.coprod exists already\. Choose another name, or open it\.$"):
        Document.new(path)
    assert path.read_text() == "mine"


def test_a_new_document_needs_its_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "none" / "film.coprod", tmp_path / "file" / "film.coprod"):
        with pytest.raises(DiskTrouble, match=r"The folder .* does not exist\."):
            Document.new(path)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_name_too_long_is_the_disks_trouble(tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble):
        Document.new(tmp_path / ("x" * 300))


NEW_ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from coprod_desktop.errors import DiskTrouble
from coprod_desktop.store import Document
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    Document.new(Path(sys.argv[1]))
except DiskTrouble:
    print("told")
"""


@pytest.mark.skipif(os.name == "nt", reason="file size limits are of POSIX")
def test_a_document_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    with other_program(NEW_ON_A_FULL_DISK, tmp_path / "film.coprod") as process:
        assert said(process) == "told"
    assert list(tmp_path.iterdir()) == []


def test_every_edit_is_on_disk_when_it_is_left_and_a_bare_copy_is_whole(tmp_path: Path) -> None:
    copy = tmp_path / "copy.coprod"
    with film(tmp_path / "film.coprod", durable=True) as document:
        for number, line in enumerate(lines(document)):
            budget.set_amount(document, line.id, eur(number))
            assert not document.path.with_name("film.coprod-journal").exists()
            shutil.copyfile(document.path, copy)
            assert rows(copy) == rows(document.path)
            with Document.open(copy, read_only=True) as seen:
                assert_same_plan(seen.plan, document.plan)
            assert_whole(copy)


def test_what_was_worked_on_last_is_shown_again(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    first = plan(document).scenario_id
    second = documents.add_empty_project(document, documents.NewProject("Второй"))
    document = reopened(document)
    assert plan(document).scenario_id == second
    document.select(first)
    document = reopened(document)
    assert (plan(document).scenario_id, plan(document).card.title) == (first, TITLE)
    assert [e.title for e in document.projects()] == [TITLE, "Второй"]
    assert document.projects()[0].key == plan(document).project_key
    with pytest.raises(NotFound):
        document.select(999)
    assert plan(document).scenario_id == first
    document.close()
    document.close()


@settings(max_examples=40)
@given(budgets(amounts=st.integers(-(10**12), 10**12)), st.sampled_from(["EUR", "USD"]))
def test_a_plan_added_is_the_plan_read(tree: object, currency: str) -> None:
    written = Plan(
        Card("Фильм «Соль»", "Ориг.", "a / b", "log", "short", "long\n\nlonger", "Company"),
        currency,
        date(2020, 1, 1),
        Work("fiction", ("cinema", "tv"), 100, ("fr", "ru"), "Драма"),
        {"shooting": date(2020, 6, 1)},
        {"a": True, "b": Fraction(1, 3), "c": Money(-5, "JPY"), "d": date(2020, 2, 29), "e": "Да; нет, ''", "f": False},
        partners=partners(("FR", "IT")),
        budget=tree,  # type: ignore[arg-type]
        sources=(source("fr", eur(5), letter=date(2020, 1, 1), country="FR", name="Ы"),),
        roles=(holder("director", "FR", "RU", name="Ё", share="1/3"), holder("director", name="Second")),
        places=(place("shooting", "FR", "2/3"), place("shooting", "IT")),
    )
    with tempfile.TemporaryDirectory() as folder, film(Path(folder) / "film.coprod") as document:
        document.add_project(written, "Add")
        document = reopened(document)
        read = plan(document)
        for field in ("card", "currency", "on", "work", "dates", "facts", "rates", "contributions"):
            assert getattr(read, field) == getattr(written, field), field
        assert [(p.key, p.company, p.country, p.role) for p in read.partners] == [
            (p.key, p.company, p.country, p.role) for p in written.partners
        ]
        assert [(r.role, r.name, r.nationality, r.share) for r in read.roles] == [
            (r.role, r.name, r.nationality, r.share) for r in written.roles
        ]
        assert [(p.kind, p.country, p.share) for p in read.places] == [
            (p.kind, p.country, p.share) for p in written.places
        ]
        assert read.sources is not None
        assert [(s.name, s.amount, s.letter, s.country) for s in read.sources] == [
            ("Ы", eur(5), date(2020, 1, 1), "FR")
        ]
        assert read.budget is not None
        assert written.budget is not None
        assert [
            (n.code, n.title, n.amount, n.payer, n.territory, n.supplier) for n in read.budget.below(read.budget.root)
        ] == [
            (n.code, n.title, n.amount, n.payer, n.territory, n.supplier)
            for n in written.budget.below(written.budget.root)
        ]
        document.close()
        assert_whole(document.path)


# --- the snapshot and its listeners --------------------------------------------------------------------------


@given(st.data())
def test_listeners_are_told_exactly_once_with_before_and_after(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, film(Path(folder) / "film.coprod") as document:
        told: list[tuple[Plan | None, Plan | None]] = []
        document.listeners.append(lambda before, after: told.append((before, after)))
        for _ in range(data.draw(st.integers(1, 6))):
            first, known = document.plan, len(steps(document.path))
            told.clear()
            random_edit(document, data.draw)
            assert len(told) >= len(steps(document.path)) - known
            # One action may be several steps; told once for each, as a chain without gaps.
            for before, after in told:
                assert before is first
                first = after
            assert document.plan is first
        for travel in (document.undo, document.redo):
            told.clear()
            first = document.plan
            assert told == ([] if travel() is None else [(first, document.plan)])


def test_a_listener_hears_of_one_edit_once_when_it_is_on_disk(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        heard: list[object] = []
        document.listeners.append(lambda _, after: heard.append((after is document.plan, rows(document.path)["fact"])))
        with document.edit("Many") as writer:
            for number in range(5):
                writer.set_fact(f"fact {number}", True)
            writer.update("project", plan(document).project_id, genre="Драма")
            assert heard == []
        assert heard == [(True, rows(document.path)["fact"])]


def test_rows_that_did_not_change_stay_the_same_objects(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before, line = plan(document), lines(document)[1]
        assert before.totals is not None
        budget.set_share(document, line.id, "fr", "50")
        after = plan(document)
        assert before.budget is not None
        assert after.budget is not None
        changed = [n for n, node in after.budget.nodes.items() if node is not before.budget.nodes[n]]
        assert changed == [line.id]
        project.set_card(document, logline="New")
        assert plan(document).budget is after.budget
        assert plan(document).totals is after.totals
        assert before.card.logline == ""


def test_a_step_that_touches_the_budget_and_an_answer_renews_both(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        line = lines(document)[0]
        with document.edit("Both") as writer:
            writer.set_fact("a", True)
            writer.update("node", line.id, minor=7)
            writer.set_split(line.id, Axis.TERRITORY, Split.of("FR"))
        assert plan(document).facts["a"] is True
        assert lines(document)[0].minor == 7
        assert_faithful(document)
        document.undo()
        assert "a" not in plan(document).facts
        assert_faithful(document)


def test_an_import_into_a_film_is_taken_back_and_done_again(tmp_path: Path) -> None:
    workbook = importing.open_workbook(resources() / "sample" / "winter-harbour-budget.xlsx")
    with film(tmp_path / "film.coprod") as document:
        before = rows(document.path)
        importing.import_budget(document, workbook, take_all=True)
        after = rows(document.path)
        assert plan(document).imported is not None
        assert_faithful(document)
        document.undo()
        assert rows(document.path) == before
        assert plan(document).imported is None
        assert_faithful(document)
        document.redo()
        assert rows(document.path) == after
        assert_faithful(document)


def test_a_territory_that_lost_all_its_lines_is_not_known_again(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        two = [n.id for n in lines(document)[:2]]
        assert plan(document).spend_in("FR") is not None
        budget.set_axis(document, two, Axis.TERRITORY, Split.of({"FR": "0"}))
        assert_faithful(document)


def test_a_line_in_a_currency_without_a_rate_makes_the_total_unknown_until_the_rate_comes(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        line = lines(document)[0]
        budget.set_amount(document, line.id, Money(100_00, "GEL"))
        assert (plan(document).total, plan(document).missing_rates) == (None, ("GEL",))
        assert_faithful(document)
        project.set_rate(document, Rate("GEL", "EUR", Fraction(4)))
        assert plan(document).missing_rates == ()
        assert lines(document)[0].minor == 25_00
        assert_faithful(document)
        document.undo()
        assert plan(document).missing_rates == ("GEL",)
        assert_faithful(document)


def test_contributions_and_contacts_outside_the_budget_are_renewed(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        money_only = Plan(
            Card("X"),
            partners=partners(("FR", "IT")),
            contributions=(Contribution("fr", eur(60)), Contribution("it", eur(40))),
        )
        document.add_project(money_only, "Add")
        assert plan(document).total == eur(100)
        contacts.add(document, "company", "FR Films")
        contacts.link_partner(document, plan(document).partners[0].id, document.contacts()[-1])
        assert [c.name for c in plan(document).contacts] == ["FR Films"]
        assert_faithful(document)


def test_a_copied_plan_keeps_where_its_budget_came_from(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        importing.import_budget(
            document, importing.open_workbook(resources() / "sample" / "winter-harbour-budget.xlsx"), take_all=True
        )
        record = plan(document).imported
        document.add_project(plan(document), "Copy")
        assert plan(document).imported == record


# --- a read-only document ------------------------------------------------------------------------------------


def test_a_read_only_document_refuses_every_change_and_writes_nothing(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
    content = document.path.read_bytes()
    with Document.open(document.path, read_only=True) as seen:
        assert seen.undo_label == "Answer: a"
        for change in (
            seen.undo,
            seen.redo,
            lambda: project.set_fact(seen, "b", True),
            lambda: seen.add_project(Plan(Card("X")), "Add"),
        ):
            with pytest.raises(Refused, match=r"^film.coprod is open read-only\. Save a copy and go on there\.$"):
                change()
        with pytest.raises(sqlite3.OperationalError):
            seen.connection().execute("DELETE FROM fact")
        seen.select(plan(seen).scenario_id)
        assert_faithful(seen)
    assert document.path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["film.coprod"]


# --- killed in the middle ------------------------------------------------------------------------------------


@pytest.mark.parametrize("enough", [1, 4, 9])
def test_what_was_committed_survives_a_kill(tmp_path: Path, enough: int) -> None:
    film(tmp_path / "film.coprod").close()
    path = tmp_path / "film.coprod"
    with other_program(EDIT_FOREVER, path) as process:
        told = 0
        while told < enough:
            told = int(said(process).removeprefix("committed "))
        process.kill()
        assert process.stdout is not None
        told = max([told, *(int(line.split()[1]) for line in process.stdout if line.endswith("\n"))])
    assert lock_path(path).exists()
    with opened(path) as document:
        found = int(str(plan(document).facts["count"]))
        assert told <= found <= told + 1
        assert [c.name for c in document.contacts()][2:] == [f"Человек {n}" for n in range(1, found + 1)]
        assert [label for _, label in steps(path)] == [f"Edit {n}" for n in range(1, found + 1)]
        assert document.undo() == f"Edit {found}"
        assert_faithful(document)
    assert not lock_path(path).exists()
    assert_whole(path)


def test_half_an_edit_is_gone_when_the_document_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "film.coprod"
    with film(path) as document:
        project.set_fact(document, "a", True)
    before = rows(path)
    leave_half_an_edit(path)
    with opened(path) as document:
        assert_faithful(document)
        assert document.undo_label == "Answer: a"
        assert rows(path) == before
    assert_whole(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


# --- a full or busy disk -------------------------------------------------------------------------------------


def test_a_full_disk_fails_the_edit_and_changes_nothing(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
        project.set_fact(document, "b", True)
        document.undo()
        before, snapshot, told = rows(document.path), document.plan, []
        document.listeners.append(lambda *both: told.append(both))
        connection = document.connection()
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        with pytest.raises(DiskTrouble) as caught:
            project.set_card(document, synopsis_long="Ж" * 500_000)
        assert (
            caught.value.what
            == "The disk is full: the last change to film.coprod was not saved, everything before it was."
        )
        assert caught.value.hint
        with pytest.raises(DiskTrouble):
            document.add_project(Plan(Card("Большой", synopsis_long="Ж" * 500_000)), "Add")
        assert rows(document.path) == before
        assert document.plan is snapshot
        assert told == []
        assert (document.undo_label, document.redo_label) == ("Answer: a", "Answer: b")
        assert_whole(document.path)
        connection.execute("PRAGMA max_page_count = 1000000")
        project.set_card(document, synopsis_long="Ж" * 500_000)
        assert len(told) == 1
        assert_faithful(document)
    with opened(document.path) as document:
        assert len(plan(document).card.synopsis_long) == 500_000


def test_a_full_disk_fails_undo_and_changes_nothing(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_card(document, synopsis_long="Ж" * 500_000)
        project.set_card(document, synopsis_long="short")
        connection = document.connection()
        connection.execute("VACUUM")
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        before, snapshot = rows(document.path), document.plan
        with pytest.raises(DiskTrouble):
            document.undo()
        assert rows(document.path) == before
        assert document.plan is snapshot
        assert len(steps(document.path)) == 2
        connection.execute("PRAGMA max_page_count = 1000000")
        assert document.undo() == "Card: synopsis long"
        assert len(plan(document).card.synopsis_long) == 500_000
        assert_faithful(document)


def test_another_program_reading_makes_the_edit_wait_and_then_fail_whole(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        document.connection().execute("PRAGMA busy_timeout = 0")
        before = rows(document.path)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM node").fetchone()
        with pytest.raises(DocumentBusy, match=r"^film.coprod is being written by another program\."):
            project.set_fact(document, "a", True)
        other.execute("COMMIT")
        assert rows(document.path) == before
        project.set_fact(document, "a", True)
        assert plan(document).facts["a"] is True
        assert_faithful(document)


def test_a_project_that_could_not_be_committed_is_not_the_one_worked_on(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        document.connection().execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM node").fetchone()
        with pytest.raises(DocumentBusy):
            documents.add_empty_project(document, documents.NewProject("Second"))
        other.execute("COMMIT")
        project.set_fact(document, "a", True)
        assert plan(document).card.title == TITLE
        assert plan(document).facts["a"] is True


def test_a_project_that_could_not_be_chosen_is_not_written_to(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        first = plan(document).scenario_id
        second = documents.add_empty_project(document, documents.NewProject("Second"))
        document.connection().execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DocumentBusy):
            document.select(first)
        other.execute("COMMIT")
        shown = plan(document).scenario_id
        assert shown == second
        project.set_fact(document, "a", True)
        assert "a" in document.plan_of(shown).facts
        assert "a" not in document.plan_of(first).facts


# --- changed by another program ------------------------------------------------------------------------------


def test_a_change_by_another_program_is_read_again_drops_redo_and_is_said(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        project.set_fact(document, "a", True)
        project.set_fact(document, "b", True)
        document.undo()
        told: list[tuple[Plan | None, Plan | None]] = []
        document.listeners.append(lambda before, after: told.append((before, after)))
        shown = document.plan
        other.execute("UPDATE node SET minor = 5 WHERE n = ?", [lines(document)[0].id])
        other.execute("UPDATE project SET title = 'Другое'")
        project.set_fact(document, "c", True)
        assert document.redo_label is None
        assert document.notices == ["The document was changed by another program and read again."]
        assert [t[0] is shown for t in told] == [True] or told[-1][1] is document.plan
        assert told[0][0] is shown
        assert told[-1][1] is document.plan
        assert (plan(document).card.title, lines(document)[0].minor) == ("Другое", 5)
        assert_faithful(document)
        project.set_fact(document, "d", True)
        assert len(document.notices) == 1
        assert document.undo() == "Answer: d"
        assert plan(document).card.title == "Другое"


def test_its_own_edits_are_no_change_by_another_program(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        second = documents.add_empty_project(document, documents.NewProject("Second"))
        document.select(second)
        project.set_fact(document, "a", True)
        document.save_copy(tmp_path / "copy.coprod")
        document.undo()
        assert document.redo() == "Answer: a"
        assert document.notices == []


def test_a_change_by_another_program_found_by_undo_is_told(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        told: list[tuple[Plan | None, Plan | None]] = []
        document.listeners.append(lambda before, after: told.append((before, after)))
        other.execute("UPDATE project SET title = 'Другое'")
        shown = document.plan
        assert document.undo() is None
        assert plan(document).card.title == "Другое"
        assert told == [(shown, document.plan)]


def test_undo_of_what_another_program_made_impossible_is_refused_in_words(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, beside(document.path) as other:
        section = sections(document)[0]
        budget.delete_rows(document, [lines(document)[0].id])
        other.execute("PRAGMA foreign_keys = ON")
        other.execute("DELETE FROM node WHERE n = ?", [section.id])
        before = rows(document.path)
        try:
            assert document.undo() is None
        except Refused:
            pass
        assert rows(document.path) == before


# --- copies --------------------------------------------------------------------------------------------------


def test_a_copy_holds_everything_but_history_and_what_was_deleted(tmp_path: Path) -> None:
    secret, target = "Тайный-контакт-4711", tmp_path / "копия.coprod"
    with film(tmp_path / "film.coprod") as document:
        contacts.add(document, "person", secret)
        contacts.remove(document, document.contacts()[-1])
        assert secret.encode() in document.path.read_bytes()
        document.save_copy(target)
        assert document.undo_label == f"Delete {secret}"
        assert rows(target) == rows(document.path)
        assert_whole(target)
        assert counted(target, "undo_step") == counted(target, "undo_log") == 0
        assert secret.encode() not in target.read_bytes()
        with opened(target) as copy:
            assert_same_plan(copy.plan, document.plan)
            assert copy.undo() is None
            project.set_fact(copy, "a", True)
        assert "a" not in plan(document).facts
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.coprod", target.name]


def test_a_copy_onto_the_document_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with film(tmp_path / "film.coprod") as document:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "link.coprod").symlink_to(document.path)
        for target in (
            document.path,
            Path("film.coprod"),
            tmp_path / ".." / tmp_path.name / "film.coprod",
            tmp_path / "link.coprod",
        ):
            with pytest.raises(Refused, match=r"^The copy would replace the document that is open\."):
                document.save_copy(target)
        project.set_fact(document, "a", True)
    assert_whole(document.path)


def test_a_copy_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        with pytest.raises(DiskTrouble, match=r"The folder .* does not exist\."):
            document.save_copy(tmp_path / "none" / "copy.coprod")
        (tmp_path / "folder").mkdir()
        with pytest.raises(DiskTrouble, match=r"^The copy folder cannot be written"):
            document.save_copy(tmp_path / "folder")
        with pytest.raises(DiskTrouble):
            document.save_copy(tmp_path / ("x" * 300))
        assert [p.name for p in (tmp_path / "folder").iterdir()] == []
        assert not list(tmp_path.glob(".coprod-*"))
        project.set_fact(document, "a", True)


def test_a_copy_replaces_an_older_file_of_that_name(tmp_path: Path) -> None:
    target = tmp_path / "copy.coprod"
    target.write_text("older")
    with film(tmp_path / "film.coprod") as document:
        document.save_copy(target)
    assert rows(target) == rows(document.path)


def test_a_read_only_document_can_be_copied(tmp_path: Path) -> None:
    film(tmp_path / "film.coprod").close()
    with Document.open(tmp_path / "film.coprod", read_only=True) as document:
        document.save_copy(tmp_path / "copy.coprod")
    assert rows(tmp_path / "copy.coprod") == rows(tmp_path / "film.coprod")


def test_a_copy_never_replaces_a_document_somebody_has_open(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document, film(tmp_path / "other.coprod") as other:
        with pytest.raises((DocumentBusy, Refused)):
            document.save_copy(other.path)
        project.set_fact(other, "a", True)
    with Document.open(other.path, read_only=True) as other:
        assert plan(other).facts["a"] is True


# --- attached files ------------------------------------------------------------------------------------------


def test_an_attached_file_is_kept_once_by_its_hash(tmp_path: Path) -> None:
    content = bytes(range(256)) * 100
    with film(tmp_path / "film.coprod") as document:
        for title in ("Письмо", "Again"):
            with document.edit(f"Attach {title}") as writer:
                digest = writer.keep_blob(content)
                writer.insert("attachment", scenario=writer.scenario, rank="i", title=title, sha256=digest)
        assert counted(document.path, "blob") == 1
        assert document.blob(digest) == content
        assert document.undo() == "Attach Again"
        assert document.undo() == "Attach Письмо"
        assert counted(document.path, "attachment") == 0
        assert document.redo() == "Attach Письмо"
        document = reopened(document)
        assert document.blob(digest) == content
        with pytest.raises(NotFound):
            document.blob("0" * 64)
        document.close()
    assert_whole(document.path)


def test_shares_of_the_film_are_exact_after_reopening(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of({"fr": "1/3", "it": "33 1/3", "ru": "rest"}))
    document = reopened(document)
    assert [plan(document).share(key).exact for key in ("fr", "it", "ru")] == [Fraction(1, 3)] * 3  # type: ignore[union-attr]
    document.close()


def test_a_scenario_is_copied_whole_and_its_rows_keep_their_origin(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    before = plan(document)
    first = before.scenario_id
    second = document.copy_scenario("With Germany")
    copy = plan(document)
    assert (copy.scenario_id, copy.scenario) == (second, "With Germany")
    assert write_plan(copy) == write_plan(before)
    assert copy.sheet.totals[root_of(document)] == before.sheet.totals[before.budget.root]  # type: ignore[union-attr]
    origins = [
        {row[0] for row in document._db.execute("SELECT origin FROM node WHERE scenario = ?", [n]).fetchall()}
        for n in (first, second)
    ]
    assert origins[0] == origins[1]
    with document.edit("Title") as writer:
        writer.update("node", lines(document)[0].id, title="Changed in the copy")
    assert "Changed in the copy" not in write_plan(document.plan_of(first))
    titles = [[title for _, title in document.projects()[0].scenarios]]
    for move in (document.undo, document.undo, document.redo):
        move()
        titles.append([title for _, title in document.projects()[0].scenarios])
    only = titles[2]
    assert titles == [[*only, "With Germany"], [*only, "With Germany"], only, [*only, "With Germany"]]
    again = reopened(document)
    assert [title for _, title in again.projects()[0].scenarios] == [*only, "With Germany"]
    again.close()


def test_a_copy_keeps_parents_that_were_made_after_their_children(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    child, parent = sections(document)[0], None
    with document.edit("Above") as writer:
        parent = writer.insert(
            "node", scenario=writer.scenario, parent=root_of(document), rank="zz", code="A", title="Above"
        )
        writer.update("node", child.id, parent=parent)
    before = write_plan(plan(document))
    document.copy_scenario("Copy")
    assert write_plan(plan(document)) == before
    document.close()
