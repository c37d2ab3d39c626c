from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from coprod_desktop.actions import budget, documents
from coprod_desktop.actions.sample import make_sample
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.errors import DiskTrouble, Refused
from coprod_desktop.library import load
from coprod_desktop.store import Document
from tests.store.slates import assert_faithful, assert_same_plan, assert_whole, counted, plan, rows, sections, steps


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


@pytest.fixture(scope="module")
def made(book: RuleBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, made once; tests only look at it, or copy it."""
    document, proposal = make_sample(tmp_path_factory.mktemp("sample") / "sample.coprod", book)
    assert proposal.doubtful == ()
    assert_faithful(document)
    with Document.open(document.path, read_only=True) as seen:
        assert_same_plan(seen.plan, document.plan)
    document.close()
    return document.path


def test_the_sample_is_a_whole_slate_of_two_films(made: Path) -> None:
    assert_whole(made)
    assert sorted(p.name for p in made.parent.iterdir()) == ["sample.coprod"]
    with Document.open(made, read_only=True) as document:
        assert [e.title for e in document.projects()] == ["Salt Line", plan(document).card.title]
        assert plan(document).card.original_title == "Le Port d’hiver"
        assert "Зимняя гавань" in plan(document).card.other_titles
        assert plan(document).card.synopsis_long


def test_the_feature_comes_to_the_shares_its_card_promises(made: Path) -> None:
    with Document.open(made, read_only=True) as document:
        winter = plan(document)
        assert winter.imported is not None
        assert winter.total is not None
        assert winter.total.minor == winter.imported.total == winter.imported.stated
        assert {p.key: winter.share(p.key) for p in winter.partners} == {
            key: type(winter.share(key))(Fraction(share, 100), Fraction(share, 100))  # type: ignore[misc]
            for key, share in (("fr", 52), ("it", 28), ("ru", 20))
        }
        assert winter.unallocated == 0
        assert winter.totals is not None
        assert all(winter.totals.axis(axis).unallocated == 0 for axis in Axis)


def test_the_small_film_is_added_up_in_euros(made: Path, book: RuleBook) -> None:
    salt = documents.plan_from(made, book, "Salt Line")
    assert salt.total is not None
    assert (salt.total.plain(), salt.total.currency) == ("600000.00", "EUR")


def test_co_producers_are_linked_to_the_address_book(made: Path) -> None:
    with Document.open(made, read_only=True) as document:
        names = {c.id: c.name for c in document.contacts()}
        assert [names.get(p.contact or 0) for p in plan(document).partners] == [
            p.company for p in plan(document).partners
        ]
        assert all(c.company in names for c in document.contacts() if c.company is not None)
        assert {c.kind for c in document.contacts()} == {"company", "person"}


def test_the_sample_starts_without_a_past_and_has_one_from_then_on(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.coprod"
    path.write_bytes(made.read_bytes())
    before = rows(path)
    assert steps(path) == []
    assert counted(path, "undo_log") == 0
    with Document.open(path) as document:
        section = sections(document)[0]
        budget.set_share(document, section.id, "fr", "0")
        budget.delete_rows(document, [section.id])
        assert_faithful(document)
        assert [document.undo(), document.undo(), document.undo()] == ["Delete 1100", "Share of 1100", None]
        assert rows(path) == before
        assert_faithful(document)
    assert_whole(path)


def test_the_sample_never_replaces_a_file(book: RuleBook, tmp_path: Path) -> None:
    (tmp_path / "sample.coprod").write_text("mine")
    with pytest.raises(Refused, match="sample.coprod exists already"):
        make_sample(tmp_path / "sample.coprod", book)
    assert (tmp_path / "sample.coprod").read_text() == "mine"
    with pytest.raises(DiskTrouble):
        make_sample(tmp_path / "none" / "sample.coprod", book)
