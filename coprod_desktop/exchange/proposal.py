"""What an import proposes: rows as they were read, the tree they make, what was left out and why, and open questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from coprod_desktop.domain.budget import Node
from coprod_desktop.domain.money import Money


class RowKind(StrEnum):
    """How a row of the sheet was read."""

    HEADER = "header"
    SECTION = "section"
    LINE = "line"
    TOTAL = "total"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class RowReading:
    """One filled row: how it was read and the evidence for it."""

    row: int
    kind: RowKind
    code: str = ""
    title: str = ""
    amount: Decimal | None = None
    why: str = ""
    level: int = 0
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row, or a whole sheet (``row`` None), that is not in the tree, with its reason."""

    sheet: str
    row: int | None
    why: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A choice that was made by the best evidence and may be made otherwise; ``doubtful`` ones touch the total."""

    id: str
    ask: str
    choices: tuple[str, ...]
    chosen: str
    evidence: str
    doubtful: bool = False


@dataclass(frozen=True)
class Proposal:
    """A budget read from a sheet, ready to be accepted. Amounts are in ``currency``, whole minor units."""

    file: str
    sha256: str
    sheet: str
    currency: str
    header_row: int | None
    columns: Mapping[int, str]
    rows: tuple[RowReading, ...]
    nodes: tuple[Node, ...]
    total: Money
    stated_total: Money | None
    stated_at: str
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    sheets: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def difference(self) -> Money | None:
        """Stated total minus the sum of the lines; None when the file states no total."""
        return None if self.stated_total is None else self.stated_total - self.total

    @property
    def line_count(self) -> int:
        """How many lines carry an amount."""
        return sum(node.amount is not None for node in self.nodes)

    @property
    def section_count(self) -> int:
        """How many sections and accounts stand above them."""
        return len(self.nodes) - self.line_count - 1

    @property
    def doubtful(self) -> tuple[Question, ...]:
        """The open questions that leave the total in doubt."""
        return tuple(q for q in self.questions if q.doubtful)
