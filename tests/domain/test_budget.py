from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from coprod_desktop.domain.budget import Axis, Budget
from tests.domain.builders import budget, eur, line, root, section, split
from tests.domain.strategies import budgets


def film() -> Budget:
    return budget(
        root(payer=split(fr="60", de="40")),
        section(1, payer=split(fr="100")),
        section(2),
        line(10, 100, 1),
        line(11, 200, 1, payer=split(de="100")),
        line(12, 300, 2, territory=split(DE="100")),
        section(3, 2),
        line(13, 400, 3),
        line(14, 500),
    )


def test_a_budget_needs_a_row_for_the_film() -> None:
    with pytest.raises(ValueError, match="root"):
        Budget.of([line(1, 100)])


def test_parents_need_not_come_first() -> None:
    rows = film()
    upside_down = Budget.of([rows.nodes[i] for i in (13, 3, 2, 0)])
    assert [node.id for node in upside_down.below(0)] == [0, 2, 3, 13]


def test_rows_come_in_budget_order() -> None:
    assert [node.id for node in film().below(0)] == [0, 1, 10, 11, 2, 12, 3, 13, 14]
    assert [node.id for node in film().lines()] == [10, 11, 12, 13, 14]
    assert [node.id for node in film().lines(2)] == [12, 13]
    assert [node.id for node in film().lines(14)] == [14]


def test_depth_counts_from_the_film() -> None:
    assert [film().depth(i) for i in (0, 1, 10, 3, 13)] == [0, 1, 2, 2, 3]


def test_a_row_without_an_amount_is_no_line() -> None:
    assert not section(1).is_line
    assert line(1, 0).is_line
    assert line(1, None).is_line


def test_each_axis_is_set_by_itself() -> None:
    node = line(1, 100, payer=split(fr="100"), territory=split(DE="100"), supplier=split(IT="100"))
    assert [node.split(axis) for axis in Axis] == [split(fr="100"), split(DE="100"), split(IT="100")]


def test_a_split_is_inherited_from_the_nearest_row_above() -> None:
    rows = film()
    assert rows.effective(10, Axis.PAYER) == split(fr="100")
    assert rows.effective(11, Axis.PAYER) == split(de="100")
    assert rows.effective(13, Axis.PAYER) == split(fr="60", de="40")
    assert [rows.owner(i, Axis.PAYER) for i in (10, 11, 13, 0)] == [1, 11, 0, 0]


def test_inheriting_one_axis_says_nothing_of_another() -> None:
    rows = film()
    assert rows.effective(12, Axis.TERRITORY) == split(DE="100")
    assert rows.effective(12, Axis.PAYER) == split(fr="60", de="40")
    assert rows.effective(12, Axis.SUPPLIER) is None
    assert rows.owner(12, Axis.SUPPLIER) is None


def test_replacing_a_row_leaves_the_old_budget_alone() -> None:
    before = film()
    after = before.replaced([replace(before.nodes[10], amount=eur(9), minor=900)])
    assert before.nodes[10].minor == 100
    assert after.nodes[10].minor == 900
    assert after.children is before.children
    assert after.nodes[11] is before.nodes[11]


@given(budgets())
def test_every_row_is_met_once_and_after_its_parent(rows: Budget) -> None:
    order = [node.id for node in rows.below(rows.root)]
    assert sorted(order) == sorted(rows.nodes)
    for node in rows.nodes.values():
        if node.parent is not None:
            assert order.index(node.parent) < order.index(node.id)
            assert rows.depth(node.id) == rows.depth(node.parent) + 1
            for axis in Axis:
                expected = node.split(axis) or rows.effective(node.parent, axis)
                assert rows.effective(node.id, axis) == expected
