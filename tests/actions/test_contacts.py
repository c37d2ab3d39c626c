from __future__ import annotations

from pathlib import Path

import pytest

from coprod_desktop.actions import contacts, project
from coprod_desktop.domain.partners import Contact
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.errors import BadPlan, CoprodError
from coprod_desktop.store import Document
from tests.store.slates import assert_faithful, assert_whole, film, plan, reopened, rows

PEOPLE = (
    Contact(1, "company", "Северный свет", "Severny Svet", city="Санкт-Петербург", country="RU"),
    Contact(2, "person", "Hélène Tancarvin", job="Distribution", email="h.t@example.org", company=4),
    Contact(3, "person", "Лукин, Андрей", "Lukin", tags="Оператор, ё", company=1),
    Contact(4, "company", "ÉTOILE"),
)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return film(tmp_path / "film.coprod")


def test_a_contact_is_kept_to_the_letter(document: Document) -> None:
    company = contacts.add(
        document, "company", " ООО «Заря» ", latin="Zarya", country="RU", city=" Пермь ", note="a\nb 'c' \"d\""
    )
    person = contacts.add(document, "person", "O'Neil; --", company=company, nationality="IE, FR", tags="x")
    assert document.undo_label == "Add O'Neil; --"
    document = reopened(document)
    kept = {c.id: c for c in document.contacts()}
    assert (kept[company].name, kept[company].city, kept[company].note) == ("ООО «Заря»", "Пермь", "a\nb 'c' \"d\"")
    assert (kept[person].name, kept[person].company, kept[person].nationality) == ("O'Neil; --", company, "IE, FR")
    assert len({c.origin for c in kept.values()}) == len(kept)
    document.close()


def test_a_contact_is_changed_field_by_field(document: Document) -> None:
    company = document.contacts()[0]
    contacts.change(document, company, name=" New ", email="a@b.example", company=None)
    document = reopened(document)
    changed = document.contacts()[0]
    assert (changed.name, changed.email, changed.country, changed.tags) == ("New", "a@b.example", "IT", "копродюсер")
    assert plan(document).contacts[0] == changed
    document.undo()
    assert document.contacts()[0] == company
    assert plan(document).contacts[0] == company
    document.close()


@pytest.mark.parametrize("name", ["", " \t"])
def test_a_contact_needs_a_name(document: Document, name: str) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan, match="A contact needs a name"):
        contacts.add(document, "person", name)
    with pytest.raises(BadPlan, match="A contact needs a name"):
        contacts.change(document, document.contacts()[0], name=name)
    with pytest.raises(ValueError, match="no contact field colour"):
        contacts.add(document, "person", "A", colour="red")
    assert rows(document.path) == before


def test_changing_nothing_changes_nothing(document: Document) -> None:
    contacts.change(document, document.contacts()[0])
    assert document.undo_label is None


@pytest.mark.parametrize("kind, company", [("person", 999), ("dog", None)])
def test_a_contact_that_makes_no_sense_is_refused_in_words(document: Document, kind: str, company: int | None) -> None:
    with pytest.raises(CoprodError):
        contacts.add(document, kind, "A", company=company)


def test_a_deleted_company_leaves_its_people_and_partners_unlinked(document: Document) -> None:
    company, person = document.contacts()
    project.set_team(document, [RoleHolder("director", contact=person.id)], [])
    before = rows(document.path)
    contacts.remove(document, company)
    assert document.contacts()[0].company is None
    assert plan(document).partners[1].contact is None
    assert plan(document).contacts == ()
    contacts.remove(document, document.contacts()[0])
    assert plan(document).roles[0].contact is None
    assert_faithful(document)
    assert_whole(document.path)
    document.undo()
    document.undo()
    assert rows(document.path) == before


def test_a_linked_company_brings_its_people_into_the_plan(document: Document) -> None:
    new = contacts.add(document, "company", "Écran")
    contacts.add(document, "person", "Анна", company=new)
    assert "Анна" not in [c.name for c in plan(document).contacts]
    linked = next(c for c in document.contacts() if c.id == new)
    contacts.link_partner(document, plan(document).partners[0].id, linked)
    assert document.undo_label == "Link Écran"
    assert [c.name for c in plan(document).contacts] == ["Lanterna Film", "Вера Соколова", "Écran", "Анна"]
    assert_faithful(document)


@pytest.mark.parametrize(
    "words, found",
    [
        ("", [2, 3, 1, 4]),
        ("северный", [1]),
        ("SEVER", [1]),
        ("helene", [2]),
        ("étoile", [4]),
        ("etoile", [4]),
        ("оператор лукин", [3]),
        ("е", [1, 3]),
        ("петербург severny", [1]),
        ("петербург лукин", []),
        ("example.org", [2]),
        ("'; --", []),
    ],
)
def test_every_word_is_looked_for_without_accents_or_case(words: str, found: list[int]) -> None:
    assert sorted(c.id for c in contacts.search(PEOPLE, words)) == sorted(found)


def test_what_is_found_is_sorted_by_its_latin_name() -> None:
    assert [c.id for c in contacts.search(PEOPLE, "")] == [4, 2, 3, 1]


@pytest.mark.parametrize("name, typed", [("Łódź Film", "lodz"), ("Ørsted", "orsted"), ("Đorđe", "dorde")])
def test_letters_with_a_stroke_are_found_by_plain_ones(name: str, typed: str) -> None:
    assert contacts.search([Contact(1, "person", name)], typed)


def test_people_are_found_by_their_company() -> None:
    assert [c.id for c in contacts.people_of(PEOPLE, 1)] == [3]
    assert contacts.people_of(PEOPLE, 2) == []
