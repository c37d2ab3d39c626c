from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from coprod_desktop.actions import budget, contacts, project
from coprod_desktop.assets import user_data
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.errors import DiskTrouble, Refused
from coprod_desktop.store import Document, backups
from coprod_desktop.store.backups import EVERY_SECONDS, Backups, copy_project, folder_of, list_backups, restore
from tests.domain.builders import eur
from tests.store.slates import (
    TITLE,
    assert_faithful,
    assert_same_plan,
    assert_whole,
    counted,
    film,
    lines,
    opened,
    plan,
    rows,
)


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return film(tmp_path / "film.coprod")


def kinds(document: Document) -> list[str]:
    return sorted(b.what.split()[0] for b in list_backups(document.path))


def test_the_whole_document_is_backed_up_at_the_first_edit_of_a_day(document: Document, clock: Clock) -> None:
    kept = Backups(document, clock=clock)
    assert list_backups(document.path) == []
    for number in range(3):
        project.set_fact(document, "count", str(number))
    assert kinds(document) == ["whole"]
    (whole,) = list_backups(document.path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d", whole.time)
    assert whole.size == whole.path.stat().st_size
    assert whole.path.is_relative_to(user_data())
    assert kept.trouble is None
    yesterday = date.fromisoformat(whole.time[:10]) - timedelta(1)
    whole.path.rename(whole.path.with_name(f"{yesterday}T10-00-00 whole.coprod"))
    project.set_fact(document, "count", "3")
    assert kinds(document) == ["whole", "whole"]
    assert list_backups(document.path)[0].time > list_backups(document.path)[1].time


def test_the_changed_project_is_backed_up_after_ten_minutes_of_edits(document: Document, clock: Clock) -> None:
    Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    clock.now += EVERY_SECONDS - 1
    project.set_fact(document, "b", True)
    assert kinds(document) == ["whole"]
    clock.now += 1
    project.set_fact(document, "c", True)
    assert kinds(document) == ["project", "whole"]
    clock.now += 1
    project.set_fact(document, "d", True)
    assert kinds(document) == ["project", "whole"]


def test_a_backup_of_a_project_is_a_small_document_with_all_of_it(
    document: Document, clock: Clock, tmp_path: Path
) -> None:
    with document.edit("Attach") as writer:
        digest = writer.keep_blob(b"letter")
        writer.insert("attachment", scenario=writer.scenario, rank="i", title="Письмо", sha256=digest)
        writer.keep_blob(b"of nobody")
    contacts.add(document, "company", "Not in this film")
    first = plan(document)
    document.add_project(first, "Second")
    document.select(first.scenario_id)
    kept = Backups(document, clock=clock)
    budget.set_amount(document, lines(document)[0].id, eur(7))
    kept.flush()
    kept.flush()
    (small,) = [b for b in list_backups(document.path) if b.what != "whole"]
    assert small.what.startswith("project ")
    assert "Зимняя" in small.what
    target = tmp_path / "restored.coprod"
    restore(small, target)
    with opened(target) as back:
        assert [e.title for e in back.projects()] == [TITLE]
        mine, theirs = plan(document), plan(back)
        assert theirs.budget is not None
        assert mine.budget is not None
        assert (theirs.budget.nodes, theirs.sources, theirs.facts) == (mine.budget.nodes, mine.sources, mine.facts)
        assert set(theirs.roles) == set(mine.roles)
        assert theirs.project_key == mine.project_key
        assert back.blob(digest) == b"letter"
        assert counted(target, "blob") == 1
        assert "Not in this film" not in [c.name for c in back.contacts()]
        assert back.undo_label is None
        project.set_fact(back, "a", True)
        back.undo()
        assert_faithful(back)


def test_a_backup_of_a_project_is_whole(document: Document, clock: Clock) -> None:
    person = contacts.add(document, "person", "Вера", company=contacts.add(document, "company", "Her company"))
    project.set_team(document, [RoleHolder("director", "Вера", contact=person)], [])
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    kept.flush()
    for backup in list_backups(document.path):
        assert_whole(backup.path)


def test_a_whole_backup_restores_everything(document: Document, clock: Clock, tmp_path: Path) -> None:
    Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    (whole,) = list_backups(document.path)
    target = tmp_path / "restored.coprod"
    restore(whole, target)
    assert_whole(target)
    assert rows(target) == rows(document.path)
    with opened(target) as back:
        assert_same_plan(back.plan, document.plan)


def test_restoring_never_replaces_a_file(document: Document, clock: Clock, tmp_path: Path) -> None:
    Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    (whole,) = list_backups(document.path)
    with pytest.raises(Refused, match=r"^film.coprod exists already\."):
        restore(whole, document.path)
    with pytest.raises(DiskTrouble, match=r"^back.coprod cannot be written"):
        restore(whole, tmp_path / "none" / "back.coprod")
    with pytest.raises(DiskTrouble):
        restore(replace(whole, path=tmp_path / "gone.coprod"), tmp_path / "back.coprod")


def test_the_oldest_backups_go_when_there_are_too_many(
    document: Document, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    (whole,) = list_backups(document.path)
    old = [whole.path.with_name(f"2020-01-0{day}T10-00-00 project Old.coprod") for day in range(1, 6)]
    for path in old:
        path.write_bytes(whole.path.read_bytes())
    monkeypatch.setattr(backups, "BUDGET_BYTES", whole.size * 4)
    kept.flush()
    left = {b.path for b in list_backups(document.path)}
    assert left >= {whole.path, *old[3:]}
    assert not left & set(old[:2])
    assert kept.trouble is None


def test_the_last_backup_is_never_thrown_away_to_make_room(
    document: Document, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    monkeypatch.setattr(backups, "BUDGET_BYTES", 1)
    kept.flush()
    assert kinds(document) == ["project", "whole"]


def test_a_backup_that_cannot_be_made_never_stops_an_edit_and_is_said(document: Document, clock: Clock) -> None:
    user_data().parent.mkdir(parents=True, exist_ok=True)
    user_data().write_text("a file where the folder should be")
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    since = kept.trouble
    assert since is not None
    clock.now += EVERY_SECONDS
    project.set_fact(document, "b", True)
    assert kept.trouble == since
    assert list_backups(document.path) == []
    document.close()
    with opened(document.path) as document:
        assert plan(document).facts["b"] is True
    user_data().unlink()


def test_trouble_is_over_with_the_next_backup(document: Document, clock: Clock) -> None:
    user_data().write_text("a file where the folder should be")
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    assert kept.trouble is not None
    user_data().unlink()
    project.set_fact(document, "b", True)
    assert kept.trouble is None
    assert kinds(document) == ["whole"]


def test_a_project_whose_backup_failed_is_tried_again(document: Document, clock: Clock) -> None:
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    folder = folder_of(document.path)
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    kept.flush()
    assert kept.trouble is not None
    folder.unlink()
    aside.rename(folder)
    kept.flush()
    assert kinds(document) == ["project", "whole"]


def test_undo_counts_as_a_change_to_back_up(document: Document, clock: Clock) -> None:
    project.set_fact(document, "a", True)
    kept = Backups(document, clock=clock)
    document.undo()
    kept.flush()
    assert "project" in kinds(document)


def test_two_backups_within_a_second_both_stay_good(
    document: Document, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_stamp", lambda: "2020-01-01T10-00-00")
    kept = Backups(document, clock=clock)
    for key in ("a", "b"):
        project.set_fact(document, key, True)
        kept.flush()
    assert kept.trouble is None
    assert "project" in kinds(document)


def test_projects_of_one_title_have_backups_of_their_own(
    document: Document, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_stamp", lambda: "2020-01-01T10-00-00")
    kept = Backups(document, clock=clock)
    project.set_fact(document, "a", True)
    document.add_project(plan(document), "Twin")
    kept.flush()
    assert kinds(document) == ["project", "project", "whole"]


def test_copying_a_project_into_a_folder_that_is_not_there_is_the_disks_trouble(
    document: Document, tmp_path: Path
) -> None:
    with pytest.raises(DiskTrouble):
        copy_project(document, plan(document).project_id, tmp_path / "none" / "copy.coprod")
    document.close()
