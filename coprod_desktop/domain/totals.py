"""Exact sums of a budget on its axes, carried from snapshot to snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.shares import Allocator, Split


@dataclass(frozen=True, slots=True)
class AxisTotals:
    """The exact amounts (minor units, fractions of them included) of one axis, by key; and what nobody carries."""

    by_key: Mapping[str, Fraction]
    unallocated: Fraction


class Totals:
    """Sums of a budget in minor units of the plan's currency.

    Lines are grouped by the row whose split they follow, so a changed split of a section moves one group, not its
    lines. ``unconverted`` names the currencies without a rate: while it is not empty no total is known.
    """

    def __init__(
        self, budget: Budget, sums: Mapping[Axis, Mapping[int | None, int]], total: int, unconverted: Mapping[str, int]
    ) -> None:
        self.budget = budget
        self.total = total
        self.unconverted = unconverted
        self._sums = sums

    @classmethod
    def of(cls, budget: Budget) -> Totals:
        """Sum a whole budget from scratch."""
        sums: dict[Axis, dict[int | None, int]] = {axis: {} for axis in Axis}
        unconverted: dict[str, int] = {}
        total = 0
        for node, owners in _lines_with_owners(budget):
            if node.minor is None:
                currency = node.amount.currency if node.amount else "?"
                unconverted[currency] = unconverted.get(currency, 0) + 1
                continue
            total += node.minor
            for axis, owner in zip(Axis, owners, strict=True):
                sums[axis][owner] = sums[axis].get(owner, 0) + node.minor
        return cls(budget, sums, total, unconverted)

    def moved(self, budget: Budget, changed: Iterable[int]) -> Totals:
        """Return the totals of ``budget``, which differs from this one's in the rows ``changed`` only (same tree)."""
        sums = {axis: dict(self._sums[axis]) for axis in Axis}
        unconverted = dict(self.unconverted)
        total = self.total
        touched: dict[int, None] = {}
        for node_id in changed:
            before, after = self.budget.nodes[node_id], budget.nodes[node_id]
            regroups = any((before.split(axis) is None) != (after.split(axis) is None) for axis in Axis)
            if regroups:
                touched.update((line.id, None) for line in budget.lines(node_id))
            elif after.is_line:
                touched[node_id] = None
        for node_id in touched:
            for tree, sign in ((self.budget, -1), (budget, 1)):
                node = tree.nodes[node_id]
                if node.minor is None:
                    currency = node.amount.currency if node.amount else "?"
                    unconverted[currency] = unconverted.get(currency, 0) + sign
                    if not unconverted[currency]:
                        del unconverted[currency]
                    continue
                total += sign * node.minor
                for axis in Axis:
                    owner = tree.owner(node_id, axis)
                    sums[axis][owner] = sums[axis].get(owner, 0) + sign * node.minor
        return Totals(budget, sums, total, unconverted)

    def axis(self, axis: Axis) -> AxisTotals:
        """Return the exact amounts of one axis over the whole film."""
        return self._axes[axis]

    @cached_property
    def _axes(self) -> Mapping[Axis, AxisTotals]:
        return {axis: self._summed(axis) for axis in Axis}

    def _summed(self, axis: Axis) -> AxisTotals:
        # One integer pass per split, gathered by denominator: fractions are made once per key, not once per line.
        by_denominator: dict[int, dict[str, int]] = {}
        nobody = Fraction(0)
        nodes = self.budget.nodes
        for owner, amount in self._sums[axis].items():
            if not amount:
                continue
            split = None if owner is None else nodes[owner].split(axis)
            if split is None:
                nobody += amount
                continue
            gathered = by_denominator.setdefault(split.denominator, {})
            for key, weight in split.numerators:
                gathered[key] = gathered.get(key, 0) + amount * weight
            if split.unallocated:
                nobody += amount * split.unallocated
        by_key: dict[str, Fraction] = {}
        for denominator, gathered in by_denominator.items():
            for key, value in gathered.items():
                by_key[key] = by_key.get(key, Fraction(0)) + Fraction(value, denominator)
        return AxisTotals(by_key, nobody)


def _lines_with_owners(budget: Budget) -> Iterator[tuple[Node, tuple[int | None, int | None, int | None]]]:
    """Yield every line with the owners of its three splits, climbing once per section instead of once per line."""
    stack: list[tuple[int, tuple[int | None, int | None, int | None]]] = [(budget.root, (None, None, None))]
    while stack:
        node_id, inherited = stack.pop()
        node = budget.nodes[node_id]
        owners = (
            node_id if node.payer is not None else inherited[0],
            node_id if node.territory is not None else inherited[1],
            node_id if node.supplier is not None else inherited[2],
        )
        if node.is_line:
            yield node, owners
        stack.extend((child, owners) for child in reversed(budget.children.get(node_id, ())))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A budget laid out in cents for the grid, print and export.

    ``cells[node][key]`` are whole minor units of the plan's currency; the key None holds what nobody carries. Every
    row's cells sum to ``totals[node]``, every section is the sum of its lines. Lines without a rate are absent.
    """

    totals: Mapping[int, int]
    cells: Mapping[int, Mapping[str | None, int]]


def lay_out(budget: Budget, axis: Axis = Axis.PAYER) -> Sheet:
    """Allocate every line to whole minor units on ``axis``, in budget order, and sum them up the tree."""
    allocators: dict[int | None, Allocator] = {}
    nobody = Allocator(Split(()))
    totals: dict[int, int] = {}
    cells: dict[int, dict[str | None, int]] = {}
    position = {Axis.PAYER: 0, Axis.TERRITORY: 1, Axis.SUPPLIER: 2}[axis]
    by_split: dict[Split, Allocator] = {}
    for node, owners in _lines_with_owners(budget):
        if node.minor is None:
            continue
        owner = owners[position]
        allocator = allocators.get(owner)
        if allocator is None:
            split = None if owner is None else budget.nodes[owner].split(axis)
            # Rows with equal splits share one running remainder, wherever they stand.
            allocator = nobody if split is None else by_split.setdefault(split, Allocator(split))
            allocators[owner] = allocator
        shares = allocator.share_out(node.minor)
        totals[node.id] = node.minor
        cells[node.id] = shares
        parent = node.parent
        while parent is not None:
            totals[parent] = totals.get(parent, 0) + node.minor
            row = cells.setdefault(parent, {})
            for key, value in shares.items():
                row[key] = row.get(key, 0) + value
            parent = budget.nodes[parent].parent
    return Sheet(totals, cells)
