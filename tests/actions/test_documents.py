from __future__ import annotations

from pathlib import Path

import pytest

from coprod_desktop.actions import documents
from coprod_desktop.assets import resources
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.errors import CoprodError, NotADocument, NotFound, Refused
from coprod_desktop.library import load
from coprod_desktop.store import Document
from tests.store.slates import TITLE, film, plan, rows


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


@pytest.fixture
def slate(tmp_path: Path) -> Document:
    """Four projects: the film, two of one title, and one more; the third was worked on last."""
    document = film(tmp_path / "film.coprod")
    for title in ("Зима", "Winter", "зима"):
        documents.add_empty_project(document, documents.NewProject(title, "USD"))
    document.select(document.projects()[2].scenarios[0][0])
    return document


def test_a_new_project_is_empty_and_last_and_worked_on(slate: Document) -> None:
    scenario = documents.add_empty_project(slate, documents.NewProject("Пятый «5»", "JPY"))
    assert slate.undo_label == "New project Пятый «5»"
    assert (plan(slate).scenario_id, plan(slate).currency, plan(slate).budget) == (scenario, "JPY", None)
    assert [e.title for e in slate.projects()] == [TITLE, "Зима", "Winter", "зима", "Пятый «5»"]
    assert slate.projects()[-1].scenarios == ((scenario, "Base plan"),)


def test_a_project_is_found_by_title_part_of_it_or_id(slate: Document) -> None:
    first, _, third, fourth = (e.scenarios[0][0] for e in slate.projects())
    assert documents.find_scenario(slate, None) == third
    assert documents.find_scenario(slate, "WINTER") == third
    assert documents.find_scenario(slate, "гавань") == first
    assert documents.find_scenario(slate, slate.projects()[3].key[:8].upper()) == fourth
    assert documents.find_scenario(slate, "winter", "BASE plan") == third
    assert documents.find_scenario(slate, None, "base plan") == third


def test_a_title_that_fits_two_names_both(slate: Document) -> None:
    with pytest.raises(NotFound) as caught:
        documents.find_scenario(slate, "ЗИМА")
    two = [e for e in slate.projects() if e.title.casefold() == "зима"]
    assert (
        caught.value.what == f"“ЗИМА” fits more than one project: Зима ({two[0].key[:8]}) and зима ({two[1].key[:8]})."
    )
    assert documents.find_scenario(slate, two[1].key[:8]) == two[1].scenarios[0][0]


def test_what_is_not_there_is_said_with_what_is(slate: Document, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"There is no project “Лето”\. Projects are .*Winter"):
        documents.find_scenario(slate, "Лето")
    with pytest.raises(NotFound, match=r"Winter has no scenario “B”\. It has Base plan\."):
        documents.find_scenario(slate, "Winter", "B")
    with (
        Document.new(tmp_path / "new.coprod") as empty,
        pytest.raises(NotFound, match="new.coprod holds no project yet"),
    ):
        documents.find_scenario(empty, None)


def test_a_plan_comes_from_a_document_or_a_plan_file(slate: Document, book: RuleBook, tmp_path: Path) -> None:
    path = slate.path
    before = rows(path)
    assert documents.plan_from(path, book).card.title == "Winter"
    found = documents.plan_from(path, book, "гавань")
    assert (found.card.title, len(found.partners)) == (TITLE, 3)
    assert rows(path) == before
    assert slate.plan is not None
    salt = documents.plan_from(resources() / "sample" / "salt-line.toml", book)
    assert salt.card.title == "Salt Line"


@pytest.mark.parametrize(
    "make, error",
    [
        (lambda path: None, NotFound),
        (lambda path: path.mkdir(), CoprodError),
        (lambda path: path.write_bytes(b"\x00\x01"), NotADocument),
    ],
    ids=["nothing", "a folder", "rubbish"],
)
def test_a_plan_does_not_come_from_anything_else(
    book: RuleBook, tmp_path: Path, make: object, error: type[CoprodError]
) -> None:
    path = tmp_path / "what.coprod"
    make(path)  # type: ignore[operator]
    with pytest.raises(error):
        documents.plan_from(path, book)


def test_the_library_lends_its_questions_to_plan_files(book: RuleBook) -> None:
    assert documents.vocabulary(book).questions == book.questions


def test_scenarios_are_copied_and_deleted_but_never_the_last(tmp_path: Path) -> None:
    with Document.new(tmp_path / "film.coprod") as document:
        with pytest.raises(Refused, match="no project yet"):
            documents.copy_scenario(document, "B")
        with pytest.raises(Refused, match="no project yet"):
            documents.delete_scenario(document)
        documents.add_empty_project(document, documents.NewProject("Film"))
        with pytest.raises(Refused, match="the only scenario of Film"):
            documents.delete_scenario(document)
        for title, words in (("  ", "needs a title"), ("base PLAN", "already")):
            with pytest.raises(Refused, match=words):
                documents.copy_scenario(document, title)
        documents.copy_scenario(document, " B ")
        assert document.plan is not None
        assert document.plan.scenario == "B"
        documents.delete_scenario(document)
        assert document.plan.scenario == "Base plan"
        document.undo()
        assert [title for _, title in document.projects()[0].scenarios] == ["Base plan", "B"]
