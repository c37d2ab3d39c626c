"""The budget: a tree of film, sections, accounts and lines, each with three independent axes of division."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from coprod_desktop.domain.money import Money
from coprod_desktop.domain.shares import Split

DEEPEST = 4
"""Levels below the film itself: section, account, line, sub-line."""


class Axis(StrEnum):
    """The three questions about a cost that treaties and funds keep apart."""

    PAYER = "payer"
    """Who covers it: keys are partner keys."""
    TERRITORY = "territory"
    """Where it is spent: keys are country codes."""
    SUPPLIER = "supplier"
    """Whose supplier: country codes of the payee's nationality or establishment."""


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the budget tree.

    ``amount`` (lines only) is in its own currency; ``minor`` is the same in minor units of the plan's currency, or
    None when the rate is missing. A split that is None is inherited from the nearest ancestor that has one.
    """

    id: int
    parent: int | None
    code: str
    title: str
    amount: Money | None = None
    minor: int | None = None
    payer: Split | None = None
    territory: Split | None = None
    supplier: Split | None = None
    note: str = ""
    rank: str = ""
    origin: str = ""

    @property
    def is_line(self) -> bool:
        """Whether the row carries an amount of its own; all other rows are sums of what stands below them."""
        return self.amount is not None

    def split(self, axis: Axis) -> Split | None:
        """Return the split set on this very row, or None where it is inherited."""
        if axis is Axis.PAYER:
            return self.payer
        return self.territory if axis is Axis.TERRITORY else self.supplier


class Budget:
    """A frozen tree of nodes: one root (the whole film), children in budget order."""

    __slots__ = ("children", "nodes", "root")

    def __init__(self, nodes: Mapping[int, Node], children: Mapping[int, tuple[int, ...]], root: int) -> None:
        self.nodes = nodes
        self.children = children
        self.root = root

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Budget:
        """Build the tree from its rows, given in budget order (parents need not come first)."""
        by_id = {node.id: node for node in nodes}
        children: dict[int, list[int]] = {}
        root: int | None = None
        for node in by_id.values():
            if node.parent is None:
                root = node.id
            else:
                children.setdefault(node.parent, []).append(node.id)
        if root is None:
            raise ValueError("a budget needs a root row")
        return cls(by_id, {key: tuple(ids) for key, ids in children.items()}, root)

    def replaced(self, changed: Iterable[Node]) -> Budget:
        """Return the budget with rows of unchanged place and parent exchanged for new versions."""
        nodes = dict(self.nodes)
        for node in changed:
            nodes[node.id] = node
        return Budget(nodes, self.children, self.root)

    def below(self, node_id: int) -> Iterator[Node]:
        """Yield the row and everything under it, in budget order."""
        stack = [node_id]
        while stack:
            current = stack.pop()
            yield self.nodes[current]
            stack.extend(reversed(self.children.get(current, ())))

    def lines(self, node_id: int | None = None) -> Iterator[Node]:
        """Yield the lines (rows with an amount) under a row, or of the whole film, in budget order."""
        return (node for node in self.below(self.root if node_id is None else node_id) if node.is_line)

    def depth(self, node_id: int) -> int:
        """Return how deep a row stands: 0 for the film, 1 for sections."""
        depth = 0
        parent = self.nodes[node_id].parent
        while parent is not None:
            depth += 1
            parent = self.nodes[parent].parent
        return depth

    def owner(self, node_id: int, axis: Axis) -> int | None:
        """Return the id of the row whose split holds for ``node_id`` on ``axis``: itself, an ancestor, or None."""
        current: int | None = node_id
        while current is not None:
            node = self.nodes[current]
            if node.split(axis) is not None:
                return current
            current = node.parent
        return None

    def effective(self, node_id: int, axis: Axis) -> Split | None:
        """Return the split that holds for a row on an axis, set here or inherited."""
        owner = self.owner(node_id, axis)
        return None if owner is None else self.nodes[owner].split(axis)
