from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Card, Plan
from coprod_desktop.domain.shares import Split, allocate
from coprod_desktop.domain.totals import Totals, lay_out
from tests.domain.builders import (
    budget,
    findings,
    line,
    partners,
    root,
    rule,
    section,
    split,
    states,
    value,
)
from tests.domain.strategies import axis_splits, budgets, minors


def film() -> Budget:
    return budget(
        root(payer=split(fr="60", de="40")),
        section(1, payer=split(fr="1/3", de="rest")),
        line(10, 300, 1),
        line(11, 100, 1, payer=split(de="50")),
        line(12, 1000),
    )


def test_totals_add_exact_shares_of_every_line() -> None:
    totals = Totals.of(film())
    assert totals.total == 1400
    payer = totals.axis(Axis.PAYER)
    assert payer.by_key == {"fr": Fraction(700), "de": Fraction(650)}
    assert payer.unallocated == 50


def test_an_axis_nobody_set_is_wholly_unallocated() -> None:
    totals = Totals.of(film()).axis(Axis.TERRITORY)
    assert (totals.by_key, totals.unallocated) == ({}, 1400)


def test_lines_without_a_rate_are_counted_by_currency_and_left_out() -> None:
    totals = Totals.of(budget(line(1, 100), line(2, None, currency="RUB"), line(3, None, currency="RUB")))
    assert (totals.total, totals.unconverted) == (100, {"RUB": 2})


def test_a_share_keeps_its_thirds() -> None:
    totals = Totals.of(budget(root(payer=split(a="1/3", b="1/7")), line(1, 100), line(2, 1)))
    assert totals.axis(Axis.PAYER).by_key == {"a": Fraction(101, 3), "b": Fraction(101, 7)}
    assert totals.axis(Axis.PAYER).unallocated == 101 * Fraction(11, 21)


@given(budgets(amounts=st.one_of(minors, st.none())))
def test_every_axis_adds_up_to_the_total(rows: Budget) -> None:
    totals = Totals.of(rows)
    assert totals.total == sum(n.minor for n in rows.lines() if n.minor is not None)
    assert sum(totals.unconverted.values()) == sum(n.minor is None for n in rows.lines())
    for axis in Axis:
        amounts = totals.axis(axis)
        assert sum(amounts.by_key.values()) + amounts.unallocated == totals.total


@given(budgets())
def test_totals_are_what_summing_line_by_line_gives(rows: Budget) -> None:
    totals = Totals.of(rows)
    for axis in Axis:
        by_key: dict[str, Fraction] = {}
        for node in rows.lines():
            held = rows.effective(node.id, axis)
            for key, share in (held.shares if held else {}).items():
                by_key[key] = by_key.get(key, Fraction(0)) + share * (node.minor or 0)
        assert without_zeros(totals.axis(axis).by_key) == without_zeros(by_key)


def without_zeros(by_key: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {key: amount for key, amount in by_key.items() if amount}


def one_edit(draw: st.DataObject, node: Node) -> Node:
    """Change the amount of a line, or set, replace or clear a split of any row."""
    kinds = ["amount", "rate"] if node.is_line else []
    kind = draw.draw(st.sampled_from((*kinds, *Axis)))
    if kind == "amount":
        minor = draw.draw(minors)
        return replace(node, amount=Money(minor, "EUR"), minor=minor)
    if kind == "rate":
        return replace(node, amount=Money(1, draw.draw(st.sampled_from(("RUB", "XAF")))), minor=None)
    axis = Axis(kind)
    return replace(node, **{axis.value: draw.draw(st.one_of(st.none(), axis_splits(axis)))})


@given(budgets(amounts=st.one_of(minors, st.none()), least_lines=1), st.data())
def test_totals_carried_through_random_edits_are_those_summed_anew(rows: Budget, data: st.DataObject) -> None:
    carried = Totals.of(rows)
    for _ in range(data.draw(st.integers(1, 6))):
        ids = data.draw(st.lists(st.sampled_from(sorted(rows.nodes)), min_size=1, max_size=4))
        rows = rows.replaced([one_edit(data, rows.nodes[i]) for i in dict.fromkeys(ids)])
        carried = carried.moved(rows, ids)
        fresh = Totals.of(rows)
        assert carried.total == fresh.total
        assert carried.unconverted == fresh.unconverted
        assert carried.budget is rows
        for axis in Axis:
            assert without_zeros(carried.axis(axis).by_key) == without_zeros(fresh.axis(axis).by_key)
            assert carried.axis(axis).unallocated == fresh.axis(axis).unallocated


def test_carried_totals_keep_no_name_that_carries_nothing_any_more() -> None:
    before = budget(section(1, payer=split(fr="100")), line(10, 100, 1))
    after = before.replaced([replace(before.nodes[10], payer=split(de="100"))])
    assert Totals.of(before).moved(after, [10]).axis(Axis.PAYER).by_key == Totals.of(after).axis(Axis.PAYER).by_key


def test_carrying_leaves_the_former_totals_alone() -> None:
    rows = film()
    before = Totals.of(rows)
    after = before.moved(rows.replaced([replace(rows.nodes[12], minor=2000, amount=Money(2000, "EUR"))]), [12])
    assert (before.total, after.total) == (1400, 2400)
    assert before.axis(Axis.PAYER).by_key["fr"] == 700


# --- cents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", list(Axis))
@given(rows=budgets(amounts=st.one_of(minors, st.none())))
def test_cells_add_up_along_every_row_and_down_every_section(axis: Axis, rows: Budget) -> None:
    sheet = lay_out(rows, axis)
    assert set(sheet.cells) == set(sheet.totals)
    for node_id, cells in sheet.cells.items():
        node = rows.nodes[node_id]
        assert sum(cells.values()) == sheet.totals[node_id]
        if node.is_line:
            assert sheet.totals[node_id] == node.minor
            continue
        below = [child for child in rows.children[node_id] if child in sheet.cells]
        for key in {key for child in below for key in sheet.cells[child]}:
            assert cells[key] == sum(sheet.cells[child].get(key, 0) for child in below)
        assert sheet.totals[node_id] == sum(sheet.totals[child] for child in below)


@pytest.mark.parametrize("axis", list(Axis))
@given(rows=budgets())
def test_a_column_of_the_film_is_off_by_less_than_a_cent_for_each_split_in_use(axis: Axis, rows: Budget) -> None:
    cells = lay_out(rows, axis).cells.get(0, {})
    used = {rows.effective(node.id, axis) for node in rows.lines()}
    exact = Totals.of(rows).axis(axis)
    for key in {*cells, *exact.by_key}:
        due = exact.unallocated if key is None else exact.by_key.get(key, Fraction(0))
        assert abs(cells.get(key, 0) - due) < max(len(used), 1)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=12), st.data())
def test_rows_of_equal_splits_share_one_running_remainder(amounts: list[int], data: st.DataObject) -> None:
    held = Split.of({"a": "1/3", "b": "1/3", "c": "rest"})
    nodes = [section(1, payer=held), section(2, payer=Split(held.weights)), section(3)]
    order: list[int] = []
    for index, amount in enumerate(amounts, start=10):
        parent = data.draw(st.sampled_from((1, 2, 3)))
        nodes.append(line(index, amount, parent, payer=Split(held.weights) if parent == 3 else None))
    rows = budget(*nodes)
    order = [node.id for node in rows.lines()]
    expected = allocate([amounts[i - 10] for i in order], held)
    assert [lay_out(rows).cells[i] for i in order] == expected


def test_lines_without_a_rate_are_not_laid_out() -> None:
    sheet = lay_out(budget(section(1), line(10, None, 1, currency="RUB"), line(11, 5)))
    assert sheet.totals == {11: 5, 0: 5}
    assert sheet.cells == {11: {None: 5}, 0: {None: 5}}


# --- limits are tested on exact shares --------------------------------------------------------------------

positive = st.integers(1, 10**9)


def set_on_every_top_row(rows: Budget, held: Split) -> Budget:
    """Let the split hold for every line, here and there set again below the film."""
    renewed = [
        replace(node, payer=Split(held.weights) if node.parent is None or node.payer is not None else None)
        for node in rows.nodes.values()
    ]
    return rows.replaced(renewed)


@given(
    budgets(amounts=positive, least_lines=1),
    st.integers(1, 99_999),
    st.sampled_from(("percent", "fraction", "rest")),
)
def test_a_split_typed_at_a_limit_meets_it_on_every_budget(rows: Budget, thousandths: int, form: str) -> None:
    limit = f"{thousandths / 1000:.3f}"
    typed = {
        "percent": {"fr": limit, "de": "rest"},
        "fraction": {"fr": f"{thousandths}/100000", "de": f"{100_000 - thousandths}/100000"},
        "rest": {"de": f"{(100_000 - thousandths) / 1000:.3f}", "fr": "rest"},
    }[form]
    film = Plan(Card("x"), partners=partners(("FR", "DE")), budget=set_on_every_top_row(rows, Split.of(typed)))
    below, above = f"{(thousandths - 1) / 1000:.3f}", f"{(thousandths + 1) / 1000:.3f}"
    assert french(film, min=limit) == "met"
    assert french(film, max=limit) == "met"
    assert french(film, min=limit, max=limit) == "met"
    assert french(film, min=above) == "not_met"
    assert french(film, max=below) == "not_met"


@given(budgets(amounts=positive, least_lines=1), st.integers(1, 12), st.integers(1, 12))
def test_a_third_is_a_third_on_every_budget(rows: Budget, part: int, others: int) -> None:
    share = Fraction(part, part + others)
    held = Split.of({"fr": f"{part}/{part + others}", "de": "rest"})
    film = Plan(Card("x"), partners=partners(("FR", "DE")), budget=set_on_every_top_row(rows, held))
    found = film.share("fr")
    assert found is not None
    assert found.exact == share


@given(
    budgets(amounts=positive, least_lines=2, with_root_split=False),
    st.integers(1, 99),
    st.integers(1, 99),
    st.data(),
)
def test_lines_on_either_side_of_a_limit_meet_it_together_exactly(
    rows: Budget, low: int, high: int, data: st.DataObject
) -> None:
    plain = rows.replaced(replace(node, payer=None) for node in rows.nodes.values())
    lines = list(plain.lines())
    typed = {node.id: data.draw(st.sampled_from((low, high))) for node in lines}
    film = Plan(
        Card("x"),
        partners=partners(("FR", "DE")),
        budget=plain.replaced(replace(n, payer=split(fr=str(typed[n.id]), de="rest")) for n in lines),
    )
    amounts = {node.id: node.minor or 0 for node in lines}
    total = sum(amounts.values())
    exact = Fraction(sum(amounts[i] * typed[i] for i in amounts), total * 100)
    found = film.share("fr")
    assert found is not None
    assert found.exact == exact
    assert french(film, min=str(low)) == ("met" if exact >= Fraction(low, 100) else "not_met")
    assert french(film, max=str(high)) == ("met" if exact <= Fraction(high, 100) else "not_met")


def french(plan: Plan, **limits: str) -> str:
    found = findings(rule("share_range", value(**limits)), plan)
    return states(f for f in found if f.country == "FR")[0]
