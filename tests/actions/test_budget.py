from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod_desktop.actions import budget, documents
from coprod_desktop.domain.budget import DEEPEST, Axis
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Card, Contribution, Plan
from coprod_desktop.domain.shares import Split
from coprod_desktop.errors import BadPlan, CoprodError, Refused
from coprod_desktop.store import Document
from tests.domain.builders import eur, partners
from tests.store.slates import (
    TITLE,
    assert_faithful,
    counted,
    film,
    lines,
    nodes,
    plan,
    reopened,
    root_of,
    rows,
    sections,
)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A film of two sections with two lines each, split 1/3 fr, 40 it, rest ru."""
    return film(tmp_path / "film.coprod")


def payer(document: Document, node: int) -> dict[str, str] | None:
    """Return the split set on this very row, as typed."""
    tree = plan(document).budget
    assert tree is not None
    split = tree.nodes[node].payer
    return None if split is None else dict(split.weights)


# --- shares --------------------------------------------------------------------------------------------------


def test_a_typed_share_changes_only_itself_of_what_was_inherited(document: Document) -> None:
    line = lines(document)[0]
    budget.set_share(document, line.id, "it", " 50 ")
    document = reopened(document)
    assert payer(document, line.id) == {"fr": "1/3", "it": "50", "ru": "rest"}
    assert document.undo_label == "Share of 11"
    document.undo()
    assert payer(document, line.id) is None
    document.close()


def test_a_cleared_share_leaves_its_part_not_allocated(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [line.id], Axis.PAYER, Split.of({"fr": "60", "it": "40"}))
    budget.set_share(document, line.id, "it", "  ")
    assert payer(document, line.id) == {"fr": "60"}
    assert plan(document).sheet.cells[line.id][None] == 4000


def test_clearing_the_only_share_clears_it(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of("fr"))
    budget.set_share(document, line.id, "fr", "")
    assert not plan(document).sheet.cells[line.id].get("fr")


def test_clearing_an_empty_share_changes_nothing(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [root_of(document)], Axis.PAYER, Split.of({"fr": "60", "it": "40"}))
    budget.set_share(document, line.id, "ru", "")
    assert payer(document, line.id) is None


@pytest.mark.parametrize(
    "text, words",
    [
        ("120", "11: the shares add up to more than 100 per cent, by"),
        ("-5", "share: a share cannot be negative"),
        ("abc", "share: “abc” is not a plain number"),
        ("1/0", "share: “1/0” is no share"),
        ("12,5", "is not a plain number"),
        ("rest", "11: only one entry may be “rest”"),
    ],
)
def test_a_share_that_is_none_is_refused_and_nothing_changes(document: Document, text: str, words: str) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan, match=words):
        budget.set_share(document, lines(document)[0].id, "fr", text)
    assert rows(document.path) == before
    assert document.undo_label is None


def test_a_share_of_nobody_in_the_plan_is_refused(document: Document) -> None:
    with pytest.raises(CoprodError):
        budget.set_share(document, root_of(document), "zz", "0")


@settings(max_examples=25)
@given(st.integers(0, 10001))
def test_an_amount_typed_for_a_line_is_the_amount_shown(cents: int) -> None:
    with tempfile.TemporaryDirectory() as folder, film(Path(folder) / "film.coprod") as document:
        line = lines(document)[0]
        budget.set_axis(document, [line.id], Axis.PAYER, Split.of({"it": "rest"}))
        budget.set_share(document, line.id, "fr", Money(cents, "EUR").plain(), as_amount=True)
        assert plan(document).sheet.cells[line.id].get("fr", 0) == cents
        tree = plan(document).budget
        assert tree is not None
        split = tree.nodes[line.id].payer
        assert split is not None
        assert split.shares["fr"] == Fraction(cents, 10001)
        assert_faithful(document)


def test_an_amount_typed_for_a_section_is_shared_by_its_lines_to_the_cent(document: Document) -> None:
    section = sections(document)[0]
    budget.set_axis(document, [section.id], Axis.PAYER, Split.of({"it": "rest"}))
    budget.set_share(document, section.id, "fr", "77.77", as_amount=True)
    cells = plan(document).sheet.cells
    assert cells[section.id]["fr"] == 7777
    assert cells[section.id]["it"] == 13334 - 7777


@pytest.mark.parametrize("text", ["100.02", "-0.01", "1.234", "x", "1e3"])
def test_an_amount_that_is_no_part_of_the_row_is_refused(document: Document, text: str) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan):
        budget.set_share(document, lines(document)[0].id, "fr", text, as_amount=True)
    assert rows(document.path) == before


def test_a_row_without_an_amount_has_no_parts(document: Document) -> None:
    empty = budget.add_row(document, None, title="Empty")
    with pytest.raises(BadPlan, match=r"no amount to take a part of\. Type a percentage instead\."):
        budget.set_share(document, empty, "fr", "5", as_amount=True)


def test_a_pasted_block_is_one_step_and_judged_row_by_row(document: Document) -> None:
    one, two = (n.id for n in lines(document)[:2])
    budget.set_shares(document, [(one, "fr", "80"), (one, "it", "20"), (one, "ru", ""), (two, "ru", "5")])
    assert payer(document, one) == {"fr": "80", "it": "20"}
    assert payer(document, two) == {"fr": "1/3", "it": "40", "ru": "5"}
    assert document.undo() == "Shares of 2 rows"
    assert payer(document, one) is payer(document, two) is None


def test_a_pasted_block_is_taken_whole_or_not_at_all(document: Document) -> None:
    one, two = (n.id for n in lines(document)[:2])
    before = rows(document.path)
    with pytest.raises(BadPlan, match="12: the shares add up to more than 100"):
        budget.set_shares(document, [(one, "fr", "10"), (two, "fr", "90")])
    assert rows(document.path) == before


def test_rows_inherit_again_each_axis_by_itself(document: Document) -> None:
    line = lines(document)[0]
    budget.set_axis(document, [line.id], Axis.PAYER, Split.of("fr"))
    budget.set_axis(document, [line.id], Axis.SUPPLIER, Split.of("DE"))
    budget.inherit(document, [line.id], Axis.PAYER)
    tree = plan(document).budget
    assert tree is not None
    assert tree.nodes[line.id].payer is None
    assert tree.nodes[line.id].supplier == Split.of("DE")
    assert tree.effective(line.id, Axis.PAYER) == tree.nodes[root_of(document)].payer


# --- amounts, texts, rows ------------------------------------------------------------------------------------


def test_the_amount_of_a_line_keeps_its_own_currency(document: Document) -> None:
    line = lines(document)[0]
    budget.set_amount(document, line.id, Money(125_00, "USD"))
    document = reopened(document)
    assert (lines(document)[0].amount, lines(document)[0].minor) == (Money(125_00, "USD"), 100_00)
    document.close()


def test_the_amount_of_a_section_is_the_sum_of_its_lines(document: Document) -> None:
    with pytest.raises(Refused, match=r"A section's amount is the sum of its lines\. Change a line instead\."):
        budget.set_amount(document, sections(document)[0].id, eur(1))


def test_texts_are_kept_to_the_letter_and_nothing_is_no_step(document: Document) -> None:
    line = lines(document)[0].id
    budget.set_text(document, line)
    assert document.undo_label is None
    budget.set_text(document, line, code="А-1'", title='Съёмка "ночь"; --', note="line\nline\x00x")
    document = reopened(document)
    node = lines(document)[0]
    assert (node.code, node.title, node.note) == ("А-1'", 'Съёмка "ночь"; --', "line\nline\x00x")
    document.close()


def test_rows_are_added_at_the_end_of_their_section(document: Document) -> None:
    first, second = sections(document)
    new = budget.add_row(document, first.id, code="13", title="New", amount="5.50")
    third = budget.add_row(document, None, code="3", title="Third")
    budget.add_row(document, third, code="31", title="Its line", amount="1")
    budget.add_row(document, second.id, code="23", title="Late", amount="1")
    document = reopened(document)
    assert [n.code for n in nodes(document)] == ["", "1", "11", "12", "13", "2", "21", "22", "23", "3", "31"]
    assert next(n for n in nodes(document) if n.id == new).amount == eur("5.5")
    document.close()


@settings(max_examples=15)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=25))
def test_every_added_row_is_the_last_below_its_parent(places: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, film(Path(folder) / "film.coprod") as document:
        for place in places:
            tree = plan(document).budget
            assert tree is not None
            known = [n for n in nodes(document) if tree.depth(n.id) < DEEPEST]
            parent = known[place % len(known)].id
            new = budget.add_row(document, parent, title="New", amount="1")
            tree = plan(document).budget
            assert tree is not None
            assert tree.children[parent][-1] == new
            assert_faithful(document)
        ranks = [n.rank for n in nodes(document)]
        assert ranks == sorted(set(ranks))


def test_the_first_row_makes_the_film_row_too(tmp_path: Path) -> None:
    with Document.new(tmp_path / "new.coprod") as document:
        with pytest.raises(Refused, match="There is no project yet"):
            budget.add_row(document, None, title="A")
        documents.add_empty_project(document, documents.NewProject("Film", "JPY"))
        with pytest.raises(Refused, match="There is no budget yet"):
            budget.set_share(document, 1, "fr", "5")
        section = budget.add_row(document, None, title="A")
        budget.add_row(document, section, title="B", amount="500")
        assert [(n.title, n.is_line) for n in nodes(document)] == [("", False), ("A", False), ("B", True)]
        assert plan(document).total == Money(500, "JPY")
        document.undo()
        document.undo()
        assert plan(document).budget is None
        assert_faithful(document)


def test_a_budget_has_at_most_four_levels(document: Document) -> None:
    parent = root_of(document)
    for _ in range(DEEPEST):
        parent = budget.add_row(document, parent, title="Deeper")
    with pytest.raises(Refused, match="at most four levels"):
        budget.add_row(document, parent, title="Too deep")


@pytest.mark.parametrize("amount", ["1.234", "x", "1" * 20])
def test_a_row_with_an_unreadable_amount_is_not_added(document: Document, amount: str) -> None:
    before = rows(document.path)
    with pytest.raises(BadPlan):
        budget.add_row(document, None, title="A", amount=amount)
    assert rows(document.path) == before


def test_a_plan_that_rests_on_contributions_takes_no_rows(document: Document) -> None:
    document.add_project(
        Plan(Card("X"), partners=partners(("FR",)), contributions=(Contribution("fr", eur(60)),)), "Add"
    )
    with pytest.raises(Refused):
        budget.add_row(document, None, title="A", amount="1")


def test_deleted_rows_take_everything_below_along(document: Document) -> None:
    first, second = sections(document)
    budget.delete_rows(document, [first.id, lines(document)[0].id, lines(document)[3].id])
    assert [n.code for n in nodes(document)] == ["", "2", "21"]
    assert document.undo_label == "Delete 3 rows"
    budget.delete_rows(document, [second.id])
    assert document.undo_label == "Delete 2"
    assert counted(document.path, "split") == 3
    with pytest.raises(Refused, match=r"The whole film cannot be deleted as a row\."):
        budget.delete_rows(document, [root_of(document)])


# --- the table read by machines ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "axis, word, keys", [(Axis.PAYER, "partner", ["fr", "it", "ru"]), (Axis.TERRITORY, "territory", ["FR", "IT"])]
)
def test_the_split_table_adds_up(document: Document, axis: Axis, word: str, keys: list[str]) -> None:
    table = budget.split_rows(plan(document), axis)
    assert (table["by"], table["currency"], table["total"]) == (word, "EUR", "266.68")
    rows_: list[dict[str, object]] = table["rows"]  # type: ignore[assignment]
    assert [r["title"] for r in rows_][0] == TITLE
    assert [r["level"] for r in rows_] == [0, 1, 2, 2, 1, 2, 2]
    for row in [*rows_, {**table, "shares": table["totals"]}]:
        shares: dict[str, str] = row["shares"]  # type: ignore[assignment]
        assert list(shares) == keys
        assert sum(Fraction(v) for v in shares.values()) + Fraction(str(row["not_allocated"])) == Fraction(
            str(row["total"])
        )


def test_a_split_table_needs_a_budget_and_its_rates(document: Document) -> None:
    budget.set_amount(document, lines(document)[0].id, Money(5, "GEL"))
    with pytest.raises(Refused, match="No rate for GEL"):
        budget.split_rows(plan(document), Axis.PAYER)
    with pytest.raises(Refused, match="There is no budget to split"):
        budget.split_rows(Plan(Card("X")), Axis.PAYER)
