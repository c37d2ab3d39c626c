"""Tables of figures: drawn row by row in linear time, heads repeated, sums carried over page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from coprod_desktop.domain.pictures.drawing import Item
from coprod_desktop.dossier.canvas import draw
from coprod_desktop.dossier.type import BOLD, REGULAR, Typesetter, ink

_PAD = 4.6
_GAP = 7.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading lines, width in points, alignment, whether its text may wrap; ``swatch`` stands in its head."""

    head: tuple[str, ...]
    width: float
    right: bool = False
    wrap: bool = False
    swatch: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cell texts. ``amounts`` (by column) take part in what is carried forward. ``mark`` stands before a cell."""

    cells: tuple[str, ...]
    bold: bool = False
    faint: bool = False
    indent: float = 0
    amounts: tuple[int | None, ...] | None = None
    mark: tuple[int, tuple[Item, ...], float] | None = None
    """(column, sign, scale of its 16 units)."""
    second: str = ""
    """A smaller text under the wrapping column."""
    keep: bool = False
    """Whether the row must not be the last before a break (headings of groups)."""
    rule_above: bool = False


@dataclass
class Plan:
    """What all pieces of one table share."""

    columns: Sequence[Column]
    setter: Typesetter
    carried: str = ""
    """The words for a carried sum; empty when nothing is carried."""
    show: object = None
    """Turns minor units into text."""
    size: float = 8.5
    leading: float = 11
    most: int = 6
    """Lines a cell may take before it ends in an ellipsis."""
    gaps: dict[int, float] = field(default_factory=dict)


class Ledger(Flowable):
    """A table, or the piece of one that fits a page."""

    def __init__(
        self, plan: Plan, rows: Sequence[Row], *, opening: Sequence[int | None] | None = None, closing: bool = False
    ) -> None:
        super().__init__()
        self.plan, self.rows = plan, rows
        self.opening = opening
        self.closing = closing
        self._heights: list[float] | None = None

    # --- measuring ---------------------------------------------------------------------------------------------

    def _head_height(self) -> float:
        return 10 * max(len(c.head) for c in self.plan.columns) + 5

    def _lines(self, row: Row, index: int) -> list[str]:
        column = self.plan.columns[index]
        text = self.plan.setter.clean(row.cells[index])
        mark = _mark_room(row) if row.mark is not None and row.mark[0] == index else 0
        room = column.width - (row.indent if index == self._main else 0) - mark - _GAP / 2
        if not column.wrap:
            return [text]
        return self.plan.setter.lines(text, self.plan.size, room, bold=row.bold, most=self.plan.most)

    @property
    def _main(self) -> int:
        return next((i for i, c in enumerate(self.plan.columns) if c.wrap), 0)

    def _second(self, row: Row) -> list[str]:
        if not row.second:
            return []
        room = self.plan.columns[self._main].width - row.indent - _GAP / 2
        return self.plan.setter.lines(self.plan.setter.clean(row.second), self.plan.size - 1, room, most=8)

    def _height(self, row: Row) -> float:
        lines = max(len(self._lines(row, i)) for i in range(len(self.plan.columns)))
        return lines * self.plan.leading + len(self._second(row)) * (self.plan.leading - 1) + _PAD

    def _carried_height(self) -> float:
        return self.plan.leading + _PAD if self.plan.carried else 0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._heights is None:
            self._heights = [self._height(row) for row in self.rows]
        extra = (self._carried_height() if self.opening is not None else 0) + (
            self._carried_height() if self.closing else 0
        )
        return sum(c.width for c in self.plan.columns), self._head_height() + sum(self._heights) + extra + 2

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break where the rows run out of room; the sum so far closes this piece and opens the next."""
        self.wrap(available_width, available_height)
        assert self._heights is not None
        room = (
            available_height - self._head_height() - self._carried_height() * (2 if self.opening is not None else 1) - 2
        )
        used, count = 0.0, 0
        for height in self._heights:
            if used + height > room:
                break
            used += height
            count += 1
        while count and self.rows[count - 1].keep:
            count -= 1
        if count == 0:
            return []
        if count == len(self.rows):
            return [self]
        sums = self._sums(self.rows[:count])
        first = Ledger(self.plan, self.rows[:count], opening=self.opening, closing=bool(self.plan.carried))
        rest = Ledger(self.plan, self.rows[count:], opening=sums if self.plan.carried else None)
        first._heights, rest._heights = self._heights[:count], self._heights[count:]
        return [first, rest]

    def _sums(self, rows: Sequence[Row]) -> list[int | None]:
        sums: list[int | None] = list(self.opening or [None] * len(self.plan.columns))
        for row in rows:
            for index, amount in enumerate(row.amounts or ()):
                if amount is not None:
                    sums[index] = (sums[index] or 0) + amount
        return sums

    # --- drawing -------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        canvas = self.canv
        width, height = self.wrap(0, 0)
        y = height
        y = self._draw_head(y)
        canvas.setStrokeColor(ink("paper-text"))
        canvas.setLineWidth(0.75)
        canvas.line(0, y, width, y)
        if self.opening is not None:
            y = self._draw_row(self._carried_row(self.opening), y, width)
        assert self._heights is not None
        for number, row in enumerate(self.rows):
            last = number == len(self.rows) - 1 and not self.closing
            y = self._draw_row(row, y, width, last=last)
        if self.closing:
            self._draw_row(self._carried_row(self._sums(self.rows)), y, width, last=True)

    def _carried_row(self, sums: Sequence[int | None]) -> Row:
        show = self.plan.show
        cells = ["" if s is None or not callable(show) else str(show(s)) for s in sums]
        cells[self._main] = self.plan.carried
        return Row(tuple(cells), bold=True)

    def _draw_head(self, top: float) -> float:
        canvas, setter = self.canv, self.plan.setter
        height = self._head_height()
        x = 0.0
        most = max(len(c.head) for c in self.plan.columns)
        for column in self.plan.columns:
            canvas.setFont(REGULAR, 8)
            canvas.setFillColor(ink("paper-muted"))
            y = top - 8 - 10 * (most - len(column.head))
            for number, line in enumerate(column.head):
                text = setter.lines(
                    setter.clean(line), 8, column.width - (12 if column.swatch and not number else 0) - 3, most=1
                )[0]
                if column.right:
                    canvas.drawRightString(x + column.width, y, text)
                    if column.swatch and number == 0:
                        draw(canvas, column.swatch, x + column.width - setter.width(text, 8) - 12, y + 7, setter, 0.5)
                else:
                    canvas.drawString(x, y, text)
                canvas.setFillColor(ink("paper-muted"))
                canvas.setFont(REGULAR, 8)
                y -= 10
            x += column.width
        return top - height

    def _draw_row(self, row: Row, top: float, width: float, *, last: bool = False) -> float:
        canvas, plan = self.canv, self.plan
        height = self._height(row)
        x = 0.0
        for index, column in enumerate(plan.columns):
            canvas.setFont(BOLD if row.bold else REGULAR, plan.size)
            canvas.setFillColor(ink("paper-muted" if row.faint else "paper-text"))
            y = top - plan.leading + 1
            left = x + (row.indent if index == self._main else 0)
            if row.mark is not None and row.mark[0] == index:
                draw(canvas, row.mark[1], left, y + 7.5, plan.setter, row.mark[2])
                canvas.setFont(BOLD if row.bold else REGULAR, plan.size)
                canvas.setFillColor(ink("paper-muted" if row.faint else "paper-text"))
                left += _mark_room(row)
            lines = self._lines(row, index)
            for line in lines:
                if column.right:
                    shown = plan.setter.lines(line, plan.size, column.width - 3, bold=row.bold, most=1)[0]
                    canvas.drawRightString(x + column.width, y, shown)
                else:
                    shown = (
                        line
                        if column.wrap
                        else plan.setter.lines(line, plan.size, x + column.width - left - 3, bold=row.bold, most=1)[0]
                    )
                    canvas.drawString(left, y, shown)
                y -= plan.leading
            if index == self._main:
                canvas.setFont(REGULAR, plan.size - 1)
                canvas.setFillColor(ink("paper-muted"))
                for line in self._second(row):
                    canvas.drawString(left, y + 0.5, line)
                    y -= plan.leading - 1
            x += column.width
        bottom = top - height
        canvas.setStrokeColor(ink("paper-text" if last or row.rule_above else "paper-rule"))
        canvas.setLineWidth(0.75 if last or row.rule_above else 0.35)
        canvas.line(0, bottom if not row.rule_above else top, width, bottom if not row.rule_above else top)
        if row.rule_above:
            canvas.setLineWidth(0.75 if last else 0.35)
            canvas.line(0, bottom, width, bottom)
        return bottom


def _mark_room(row: Row) -> float:
    """Return how far a sign moves the text beside it: squares are 16 units wide, status swatches 18."""
    return 14.0 if row.mark is None or row.mark[2] < 0.7 else 19.0
