from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from coprod_desktop.actions import budget, documents, project
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.money import Money, Rate
from coprod_desktop.domain.partners import PartnerRole
from coprod_desktop.domain.plan import Card, Contribution, FactValue, Plan
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.errors import BadPlan, CoprodError, Refused
from coprod_desktop.store import Document
from tests.domain.builders import eur, partners
from tests.store.slates import (
    assert_faithful,
    assert_whole,
    counted,
    film,
    lines,
    plan,
    reopened,
    root_of,
    rows,
    sections,
)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return film(tmp_path / "film.coprod")


# --- card, work, days, answers -------------------------------------------------------------------------------


def test_the_card_is_kept_to_the_letter(document: Document) -> None:
    project.set_card(document, title="  Зима ", logline="\"a\" — 'b'", synopsis_long="one\n\ntwo", genre="Драма")
    assert document.undo_label == "Card: title, logline, synopsis long, genre"
    document = reopened(document)
    card = plan(document).card
    assert (card.title, card.logline, card.synopsis_long, plan(document).work.genre) == (
        "Зима",
        "\"a\" — 'b'",
        "one\n\ntwo",
        "Драма",
    )
    assert [e.title for e in document.projects()] == ["Зима"]
    document.close()


def test_a_project_keeps_a_title(document: Document) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan, match="A project needs a working title"):
        project.set_card(document, title=" \n")
    with pytest.raises(ValueError, match="no card field colour"):
        project.set_card(document, colour="red")
    assert rows(document.path) == before


def test_what_is_made_is_kept(document: Document) -> None:
    project.set_work(document, kind="documentary", media=["cinema", "tv"], minutes=90, languages=["fr", "ru"])
    document = reopened(document)
    work = plan(document).work
    assert (work.kind, work.media, work.minutes, work.languages) == ("documentary", ("cinema", "tv"), 90, ("fr", "ru"))
    project.set_work(document, minutes=None)
    assert (plan(document).work.minutes, plan(document).work.kind) == (None, "documentary")
    document.close()


def test_changing_nothing_changes_nothing(document: Document) -> None:
    project.set_card(document)
    project.set_work(document)
    project.change_partner(document, "fr")
    assert document.undo_label is None


@pytest.mark.parametrize("minutes", [-1, 10**30])
def test_impossible_minutes_are_refused_in_words(document: Document, minutes: int) -> None:
    with pytest.raises(BadPlan):
        project.set_work(document, minutes=minutes)


def test_days_are_set_and_cleared(document: Document) -> None:
    project.set_day(document, "delivery", date(2024, 2, 29))
    project.set_day(document, "shooting", None)
    project.set_asked_on(document, date(2021, 1, 1))
    document = reopened(document)
    assert plan(document).dates == {"delivery": date(2024, 2, 29)}
    assert plan(document).on == date(2021, 1, 1)
    project.set_asked_on(document, None)
    assert plan(document).on is None
    document.close()


@pytest.mark.parametrize(
    "answer",
    [True, False, Fraction(-7, 3), Fraction(10**20), Money(-5, "JPY"), date(1999, 12, 31), "", "Да; 'нет' \"x\"", "1"],
)
def test_an_answer_keeps_its_type(document: Document, answer: FactValue) -> None:
    project.set_fact(document, "Вопрос", answer)
    document = reopened(document)
    kept = plan(document).facts["Вопрос"]
    assert kept == answer
    assert type(kept) is type(answer)
    project.set_fact(document, "Вопрос", None)
    assert "Вопрос" not in plan(document).facts
    document.close()


def test_the_currency_changes_and_lines_keep_theirs(document: Document) -> None:
    with pytest.raises(BadPlan, match=r"currency: “EURO” is no currency code"):
        project.set_currency(document, "EURO")
    project.set_currency(document, " usd ")
    assert plan(document).currency == "USD"
    assert lines(document)[0].amount == Money(100_01, "EUR")
    assert lines(document)[0].minor == 125_01
    assert_faithful(document)


def test_a_rate_replaces_the_rate_of_its_pair_in_either_direction(document: Document) -> None:
    project.set_rate(document, Rate("EUR", "USD", Fraction(4, 5), date(2020, 5, 5), "«ЦБ»"))
    project.set_rate(document, Rate("GEL", "EUR", Fraction(1, 3)))
    document = reopened(document)
    assert [(r.currency, r.per, r.value) for r in plan(document).rates.rates] == [
        ("EUR", "USD", Fraction(4, 5)),
        ("GEL", "EUR", Fraction(1, 3)),
    ]
    assert plan(document).rates.rates[0].source == "«ЦБ»"
    with pytest.raises(BadPlan, match="A rate must be above zero"):
        project.set_rate(document, Rate("GEL", "EUR", Fraction(0)))
    document.close()


def test_without_a_project_there_is_nothing_to_edit(tmp_path: Path) -> None:
    with Document.new(tmp_path / "new.coprod") as document:
        for change in (
            lambda: project.set_fact(document, "a", True),
            lambda: project.set_day(document, "shooting", date(2020, 1, 1)),
            lambda: project.set_asked_on(document, date(2020, 1, 1)),
            lambda: project.set_currency(document, "EUR"),
            lambda: project.set_team(document, [RoleHolder("director")], []),
        ):
            with pytest.raises(Refused, match="There is no project yet"):
                change()


# --- partners ------------------------------------------------------------------------------------------------


def test_partners_get_keys_of_their_own(document: Document) -> None:
    keys = [
        project.add_partner(document, name, country)
        for name, country in (("Ёж", "fr"), ("Été & Fils", " FR "), ("Ёж", "FR"), ("Bär", "DE"))
    ]
    assert keys == ["fr2", "fr-ete-fils", "fr3", "de"]
    document = reopened(document)
    assert [p.key for p in plan(document).partners] == ["fr", "it", "ru", *keys]
    assert plan(document).partners[4].country == "FR"
    document.close()


@pytest.mark.parametrize("company, country", [(" ", "FR"), ("A", "FRA"), ("A", ""), ("A", "Ф1")])
def test_a_partner_needs_a_name_and_a_country(document: Document, company: str, country: str) -> None:
    with pytest.raises(BadPlan):
        project.add_partner(document, company, country)
    assert document.undo_label is None


def test_a_partner_is_changed(document: Document) -> None:
    project.change_partner(document, "ru", company=" «Заря» ", country="be", role=PartnerRole.FINANCIAL)
    project.change_partner(document, "it", contact=None, company=" ")
    document = reopened(document)
    _, italian, third = plan(document).partners
    assert (third.company, third.country, third.role, third.key) == ("«Заря»", "BE", PartnerRole.FINANCIAL, "ru")
    assert (italian.company, italian.contact) == ("Lanterna", None)
    with pytest.raises(Refused, match="not in the plan any more"):
        project.change_partner(document, "zz", company="A")
    document.close()


def test_a_removed_partner_leaves_its_part_not_allocated(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of({"fr": "60", "ru": "40"}))
    budget.set_axis(document, [line.id], Axis.PAYER, Split.of({"ru": "30", "it": "70"}))
    before = rows(document.path)
    project.remove_partner(document, "ru")
    assert [p.key for p in plan(document).partners] == ["fr", "it"]
    assert counted(document.path, "split") == 4
    total, amounts = plan(document).total, plan(document).partner_amounts
    assert total is not None
    assert amounts is not None
    assert plan(document).unallocated == Fraction(10001 * 30 + (total.minor - 10001) * 40, 100)
    assert "ru" not in amounts
    assert_faithful(document)
    document.undo()
    assert rows(document.path) == before
    assert_faithful(document)


def test_what_a_removed_partner_covered_alone_falls_to_nobody(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of({"fr": "60", "it": "40"}))
    budget.set_axis(document, [line.id], Axis.PAYER, Split.of("ru"))
    shares = plan(document).partner_amounts
    project.remove_partner(document, "ru")
    assert plan(document).unallocated == 10001
    assert shares is not None
    assert plan(document).partner_amounts == {k: v for k, v in shares.items() if k != "ru"}


def test_what_a_removed_partner_covered_beside_a_rest_falls_to_nobody(document: Document) -> None:
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of({"fr": "rest", "ru": "20"}))
    share = plan(document).share("fr")
    project.remove_partner(document, "ru")
    now = plan(document).share("fr")
    assert share is not None
    assert now is not None
    assert now.low == share.low


def test_a_removed_partner_takes_its_contribution_along(document: Document) -> None:
    contributed = (Contribution("fr", eur(60)), Contribution("it", eur(40)))
    document.add_project(Plan(Card("X"), partners=partners(("FR", "IT")), contributions=contributed), "Add")
    try:
        project.remove_partner(document, "it")
    except Refused:
        return
    assert plan(document).total == eur(60)


def test_a_partner_with_sources_stays(document: Document) -> None:
    before = rows(document.path)
    with pytest.raises(Refused, match=r"Lanterna still brings sources of finance\. Move or delete them first\."):
        project.remove_partner(document, "it")
    assert rows(document.path) == before


# --- team, sources, projects ---------------------------------------------------------------------------------


def test_the_team_is_replaced_whole_and_keeps_its_order(document: Document) -> None:
    team = [
        RoleHolder("screenwriter", "Ы 'ы'", ("RU", "FR"), "FR", date(2001, 2, 3), 12, Fraction(1, 3)),
        RoleHolder("screenwriter", "Second"),
        RoleHolder("director", none=True),
        RoleHolder("composer", ""),
    ]
    places = [Place("studio", "FR", Fraction(1, 3)), Place("studio", "IT")]
    project.set_team(document, team, places)
    document = reopened(document)
    read = plan(document)
    assert [
        (r.role, r.name, r.nationality, r.residence, r.since, r.days, r.share, r.none, r.id) for r in read.roles
    ] == [
        (r.role, r.name, r.nationality, r.residence, r.since, r.days, r.share, r.none, n)
        for r, n in zip(team, (0, 1, 0, 0), strict=True)
    ]
    assert [(p.kind, p.country, p.share) for p in read.places] == [(p.kind, p.country, p.share) for p in places]
    project.set_team(document, [], [])
    assert (plan(document).roles, plan(document).places) == ((), ())
    document.close()


def test_sources_are_added_in_order_changed_and_deleted(document: Document) -> None:
    first = (plan(document).sources or ())[0]
    for name in ("B 'ц'", "C"):
        project.put_source(
            document, Source(f" {name} ", "fr", SourceType.OWN, eur(5), Status.CONFIRMED, letter=date(2020, 1, 1))
        )
    project.put_source(document, Source("A", "ru", SourceType.LOAN, Money(7, "USD"), id=first.id, note="«н»"))
    document = reopened(document)
    sources = plan(document).sources
    assert sources is not None
    assert [(s.name, s.partner, s.status) for s in sources] == [
        ("A", "ru", Status.PLANNED),
        ("B 'ц'", "fr", Status.CONFIRMED),
        ("C", "fr", Status.CONFIRMED),
    ]
    assert (sources[0].id, sources[0].note, sources[1].letter) == (first.id, "«н»", date(2020, 1, 1))
    for source in sources:
        project.remove_source(document, source.id)
    assert plan(document).sources is None
    document.undo()
    assert [s.name for s in plan(document).sources or ()] == ["C"]
    document.close()


@pytest.mark.parametrize(
    "source",
    [
        Source("A", "zz", SourceType.OWN, eur(1)),
        Source(" ", "fr", SourceType.OWN, eur(1)),
        Source("A", "fr", SourceType.OWN, eur(-1)),
    ],
    ids=["nobody's", "nameless", "negative"],
)
def test_a_source_that_is_none_is_refused(document: Document, source: Source) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan):
        project.put_source(document, source)
    assert rows(document.path) == before


def test_a_removed_project_goes_with_everything_and_only_with_its_own(document: Document) -> None:
    first = plan(document)
    documents.add_empty_project(document, documents.NewProject("Second"))
    kept = rows(document.path)
    document.add_project(first, "Third")
    project.remove_project(document, plan(document).project_id)
    assert rows(document.path) == kept
    assert document.undo_label == f"Delete {first.card.title}"
    assert_whole(document.path)
    assert_faithful(document)
    assert plan(document).scenario_id in {n for e in document.projects() for n, _ in e.scenarios}


def test_each_action_is_one_labelled_step(document: Document) -> None:
    line, section = lines(document)[0].id, sections(document)[0].id
    expected = {
        "Answer: credits agreed": lambda: project.set_fact(document, "credits_agreed", None),
        "Day of shooting end": lambda: project.set_day(document, "shooting_end", date(2020, 1, 1)),
        "As of 2020-01-01": lambda: project.set_asked_on(document, date(2020, 1, 1)),
        "As of": lambda: project.set_asked_on(document, None),
        "Currency USD": lambda: project.set_currency(document, "USD"),
        "Rate GEL": lambda: project.set_rate(document, Rate("GEL", "EUR", Fraction(3))),
        "Kind of work": lambda: project.set_work(document, kind="fiction"),
        "Add «Ц»": lambda: project.add_partner(document, " «Ц» ", "DE"),
        "Change «Ц»": lambda: project.change_partner(document, "de", company="Ч"),
        "Remove Ч": lambda: project.remove_partner(document, "de"),
        "Team and places": lambda: project.set_team(document, [], []),
        "Source S": lambda: project.put_source(document, Source("S", "fr", SourceType.OWN, eur(1))),
        "Delete S": lambda: project.remove_source(document, (plan(document).sources or ())[-1].id),
        "Spent in of 1": lambda: budget.set_axis(document, [section], Axis.TERRITORY, Split.of("FR")),
        "Supplier of 11": lambda: budget.set_axis(document, [line], Axis.SUPPLIER, Split.of("FR")),
        "Inherit the country": lambda: budget.inherit(document, [line], Axis.SUPPLIER),
        "Text of 11": lambda: budget.set_text(document, line, note="x"),
        "Add Row": lambda: budget.add_row(document, section, title="Row"),
    }
    for number, (label, action) in enumerate(expected.items(), start=1):
        action()
        assert document.undo_label == label
        assert counted(document.path, "undo_step") == number
        assert_faithful(document)


def test_every_refusal_is_a_sentence(document: Document) -> None:
    for change in (
        lambda: project.set_card(document, title=""),
        lambda: project.remove_partner(document, "it"),
        lambda: project.change_partner(document, "zz"),
        lambda: project.add_partner(document, "A", "?"),
        lambda: project.set_currency(document, "?"),
    ):
        with pytest.raises(CoprodError) as caught:
            change()
        assert caught.value.what.endswith(".")
