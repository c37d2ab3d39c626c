from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.actions import budget, contacts, project
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.errors import BadPlan, Refused
from coprod_desktop.store import Document, undo
from tests.store.slates import (
    assert_faithful,
    assert_same_plan,
    assert_whole,
    counted,
    film,
    lines,
    opened,
    plan,
    random_edit,
    reopened,
    root_of,
    rows,
    sections,
    steps,
)

# --- the most important property -----------------------------------------------------------------------------


@given(st.data())
def test_the_snapshot_equals_a_fresh_read_after_every_edit_and_undo_and_redo(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, film(Path(folder) / "film.coprod") as document:
        for _ in range(data.draw(st.integers(1, 14))):
            way = data.draw(st.sampled_from(("edit", "edit", "edit", "undo", "redo")))
            if way == "edit":
                random_edit(document, data.draw)
            else:
                document.undo() if way == "undo" else document.redo()
            assert_faithful(document)
        with Document.open(document.path, read_only=True) as fresh:
            if document.plan is not None:
                assert_same_plan(document.plan, fresh.plan_of(document.plan.scenario_id))
        assert_whole(document.path)


@given(st.data())
def test_undo_and_redo_are_exact_at_every_step_across_closing_and_opening(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.coprod"
        document = film(path)
        states = [rows(path)]
        for _ in range(data.draw(st.integers(1, 8))):
            before, known = rows(path), len(steps(path))
            # Actions of several steps are followed step by step all the same.
            listener = _recorder(path, states, known)
            document.listeners.append(listener)
            refused = random_edit(document, data.draw)
            document.listeners.remove(listener)
            if refused:
                assert rows(path) == before
                assert len(steps(path)) == known
        labels = [label for _, label in steps(path)]
        assert len(states) == len(labels) + 1

        def maybe_reopened(document: Document) -> Document:
            return reopened(document) if data.draw(st.integers(0, 3)) == 0 else document

        for index in reversed(range(len(labels))):
            document = maybe_reopened(document)
            assert document.undo_label == labels[index]
            assert document.undo() == labels[index]
            assert rows(path) == states[index]
            assert_faithful(document)
        assert document.undo() is None
        for index, label in enumerate(labels):
            document = maybe_reopened(document)
            assert document.redo_label == label
            assert document.redo() == label
            assert rows(path) == states[index + 1]
            assert_faithful(document)
        assert document.redo() is None
        assert [label for _, label in steps(path)] == labels
        document.close()
        assert_whole(path)


def _recorder(path: Path, states: list[object], known: int) -> Callable[[Plan | None, Plan | None], None]:
    def record(before: Plan | None, after: Plan | None) -> None:
        if len(steps(path)) == len(states):
            states.append(rows(path))

    assert known == len(states) - 1
    return record


# --- single steps --------------------------------------------------------------------------------------------


def test_a_step_carries_its_label_and_outlives_the_program(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    assert (document.undo_label, document.redo_label) == (None, None)
    budget.set_amount(document, lines(document)[0].id, Money(1, "EUR"))
    document = reopened(document)
    assert (document.undo_label, document.redo_label) == ("Amount of 11", None)
    assert document.undo() == "Amount of 11"
    document = reopened(document)
    assert (document.undo_label, document.redo_label) == (None, "Amount of 11")
    assert document.redo() == "Amount of 11"
    assert lines(document)[0].amount == Money(1, "EUR")
    document.close()


def test_deleting_a_section_takes_lines_and_splits_along_and_undo_brings_all_back(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        section = sections(document)[0]
        budget.set_share(document, lines(document)[0].id, "fr", "10")
        before, splits = rows(document.path), counted(document.path, "split")
        budget.delete_rows(document, [section.id])
        assert len(lines(document)) == 2
        assert counted(document.path, "split") < splits
        assert_whole(document.path)
        document.undo()
        assert rows(document.path) == before
        assert_faithful(document)


def test_deleting_a_contact_unlinks_it_everywhere_and_undo_links_it_again(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before = rows(document.path)
        for contact in document.contacts():
            contacts.remove(document, contact)
        assert all(p.contact is None for p in plan(document).partners)
        assert all(r.contact is None for r in plan(document).roles)
        assert_faithful(document)
        document.undo()
        document.undo()
        assert rows(document.path) == before
        assert [c.name for c in plan(document).contacts] == ["Lanterna Film", "Вера Соколова"]


def test_deleting_the_last_project_leaves_an_empty_slate_and_undo_brings_the_film_back(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before = rows(document.path)
        project.remove_project(document, plan(document).project_id)
        assert document.plan is None
        assert document.projects() == ()
        assert counted(document.path, "node") == counted(document.path, "split") == 0
        document.undo()
        assert rows(document.path) == before
        assert len(lines(document)) == 4
        document.redo()
        assert document.plan is None
    with opened(document.path) as document:
        assert document.plan is None
        document.undo()
        assert rows(document.path) == before


def test_a_whole_project_is_taken_back_in_one_step(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before, first = rows(document.path), plan(document)
        document.add_project(first, "Copy of the film")
        assert plan(document).project_id != first.project_id
        assert document.undo() == "Copy of the film"
        assert rows(document.path) == before
        assert plan(document).project_id == first.project_id
        assert_faithful(document)


def test_undo_keeps_the_order_of_the_key_roles(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before = plan(document).roles
        project.set_team(document, [RoleHolder("composer", "X")], [])
        document.undo()
        assert plan(document).roles == before


def test_a_new_edit_clears_what_could_be_redone(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
        project.set_fact(document, "b", True)
        document.undo()
        assert document.redo_label == "Answer: b"
        project.set_fact(document, "c", True)
        assert document.redo_label is None
        assert document.redo() is None
        assert [label for _, label in steps(document.path)] == ["Answer: a", "Answer: c"]
        assert set(plan(document).facts) == {"a", "c", "credits_agreed"}


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, BadPlan("no"), Refused("no")])
def test_an_edit_that_raises_leaves_no_step_and_no_change_and_keeps_redo(
    tmp_path: Path, fault: type[BaseException] | BaseException
) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
        project.set_fact(document, "b", True)
        document.undo()
        before, snapshot, told = rows(document.path), document.plan, []
        document.listeners.append(lambda *both: told.append(both))
        with pytest.raises(fault if isinstance(fault, type) else type(fault)), document.edit("Broken") as writer:
            writer.drop_budget()
            writer.set_fact("c", True)
            raise fault
        assert rows(document.path) == before
        assert document.plan is snapshot
        assert told == []
        assert (document.undo_label, document.redo_label) == ("Answer: a", "Answer: b")
        document.redo()
        assert plan(document).facts["b"] is True
        with document.edit("After it") as writer:
            writer.set_fact("d", True)
        assert document.undo_label == "After it"
        assert_faithful(document)


def test_an_edit_that_writes_nothing_leaves_no_step(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        with document.edit("Nothing"):
            pass
        project.remove_source(document, 999)
        assert document.undo_label is None
        assert counted(document.path, "undo_step") == 0


def test_an_edit_that_writes_nothing_keeps_what_could_be_redone(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
        document.undo()
        with document.edit("Nothing"):
            pass
        assert document.redo_label == "Answer: a"


def test_typing_what_stood_there_already_is_no_step(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        line = lines(document)[0]
        assert line.amount is not None
        budget.set_amount(document, line.id, line.amount)
        assert document.undo_label is None


def test_an_edit_inside_an_edit_never_loses_a_change_from_history(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        before = rows(document.path)
        try:
            with document.edit("Outer") as writer:
                with document.edit("Inner") as inner:
                    inner.set_fact("b", True)
                writer.set_fact("c", True)
        except (RuntimeError, AssertionError, Refused):
            pass
        while document.undo():
            pass
        assert rows(document.path) == before


# --- how much is kept ----------------------------------------------------------------------------------------


def test_two_hundred_steps_are_kept(tmp_path: Path) -> None:
    document = film(tmp_path / "film.coprod")
    for number in range(205):
        project.set_fact(document, "count", str(number))
    assert counted(document.path, "undo_step") == undo.KEEP_STEPS == 200
    assert counted(document.path, "undo_log") <= 400
    document = reopened(document)
    undone = 0
    while document.undo():
        undone += 1
    assert undone == 200
    assert plan(document).facts["count"] == "4"
    while document.redo():
        undone -= 1
    assert undone == 0
    assert plan(document).facts["count"] == "204"
    document.close()
    assert_whole(document.path)


def test_history_beyond_its_size_goes_oldest_first_but_the_last_step_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "KEEP_BYTES", 100_000)
    with film(tmp_path / "film.coprod") as document:
        project.set_fact(document, "a", True)
        with document.edit("Large") as writer:
            for number in range(25_000):
                writer.set_fact(f"fact {number}", True)
        assert [label for _, label in steps(document.path)] == ["Large"]
        assert document.undo() == "Large"
        assert plan(document).facts == {"a": True, "credits_agreed": True}


def test_history_is_kept_of_every_project_of_the_slate(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        first = plan(document).scenario_id
        second = document.add_project(plan(document), "Second")
        budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of("it"))
        document.select(first)
        shown = document.plan
        assert document.undo() == "Share of the whole film"
        assert_same_plan(document.plan, shown)
        assert document.plan_of(second).share("it") == document.plan_of(first).share("it")


def test_the_way_back_is_itself_kept_while_other_things_are_remembered(tmp_path: Path) -> None:
    with film(tmp_path / "film.coprod") as document:
        project.set_asked_on(document, date(2020, 1, 1))
        document.undo()
        document.select(plan(document).scenario_id)
        assert document.redo() == "As of 2020-01-01"
        assert plan(document).on == date(2020, 1, 1)
