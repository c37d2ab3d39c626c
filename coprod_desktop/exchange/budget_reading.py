"""Understanding a budget sheet: which row is the header, which a section, a line, a total, and what proves it.

A row is a total because its amount equals the rows it covers (or its formula says so), never because of a word alone;
a word without the arithmetic makes it a suspect, left out and said aloud. Nothing is counted twice and nothing is
dropped in silence: every filled row ends in the tree or in the list of what was left out.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from coprod_desktop.domain.budget import DEEPEST, Node
from coprod_desktop.domain.money import LARGEST_MINOR, Money, digits_of
from coprod_desktop.errors import UnreadableWorkbook
from coprod_desktop.exchange.amounts import read_amount
from coprod_desktop.exchange.proposal import LeftOut, Proposal, Question, RowKind, RowReading
from coprod_desktop.exchange.tablewords import currency_in, role_of, says_grand_total, says_income, says_total
from coprod_desktop.exchange.workbook import Cell, Sheet, Workbook, address, column_letter
from coprod_desktop.wording import is_currency, tell

_HEADER_SEARCH = 60
_COMMON_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "RUB", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK")
_MONEY_ROLES = ("total", "subtotal")
_SUM = re.compile(
    r"^=\s*\+?\s*(?:(?:SUM|SUBTOTAL)\s*\([^()]*\)|\$?[A-Z]{1,3}\$?\d+(?:\s*\+\s*\$?[A-Z]{1,3}\$?\d+)+)\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?:'[^']*'|[\w.\[\]]+)!\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?")
_SCALE = re.compile(
    r"\(\s*'?000s?\s*\)|\bk ?(?:EUR|USD|GBP|€|£)|\bin thousands\b|\ben milliers\b|\bin tausend\b|тыс|\bMio\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![A-Za-z!'])\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def propose(
    workbook: Workbook, *, sheet: str | None = None, answers: Mapping[str, str] | None = None, currency: str = ""
) -> Proposal:
    """Return what importing ``workbook`` would bring.

    ``sheet`` names one; else the best-supported is taken. ``answers`` override choices by question id. ``currency`` is the
    project's own, taken where the file names none. Raises UnreadableWorkbook when no sheet holds a budget.
    """
    chosen_answers = dict(answers or {})
    wanted = sheet or chosen_answers.get("sheet")
    names = [s.title for s in workbook.sheets]
    if wanted is not None and wanted not in names:
        raise UnreadableWorkbook(f"{workbook.name} has no sheet “{wanted}”.", f"Its sheets are {', '.join(names)}.")
    readings = {s.title: _SheetReading(s, chosen_answers) for s in workbook.sheets}
    candidates = [r for r in readings.values() if r.lines and not r.sheet.hidden] or [
        r for r in readings.values() if r.lines
    ]
    if wanted is not None:
        best = readings[wanted]
    elif candidates:
        best = max(candidates, key=lambda r: (len(r.lines), r.total))
    else:
        raise _nothing(workbook, readings.values())
    if not best.lines:
        raise _nothing(workbook, [best])
    _check_answers(best, chosen_answers)
    proposal = _Assembly(workbook, best, readings, chosen_answers, currency, asked=wanted is not None).proposal()
    if abs(proposal.total.minor) > LARGEST_MINOR:
        raise UnreadableWorkbook(f"{workbook.name} adds up to more than money can be.", "Correct it in the workbook.")
    return proposal


_KNOWN_ANSWERS = (
    "second_table",
    "scale",
    "sheet",
    "currency",
    "header",
    "amount_column",
    "no_value",
    "no_number",
    "twice",
)


def _check_answers(best: _SheetReading, answers: Mapping[str, str]) -> None:
    """Refuse answers to questions nobody asks, and answers that stop the import; raises UnreadableWorkbook."""
    for key, choice in answers.items():
        if key.startswith("row:"):
            if not key[4:].isdigit() or int(key[4:]) not in best.sheet.rows:
                raise UnreadableWorkbook(
                    f"There is no filled row {key[4:]} on sheet {best.sheet.title}.", "Name a row of it."
                )
            if choice.replace("_", " ") not in [kind.value for kind in RowKind]:
                raise UnreadableWorkbook(f"A row is no “{choice}”.", f"Choose {', '.join(k.value for k in RowKind)}.")
        elif key not in _KNOWN_ANSWERS:
            near = difflib.get_close_matches(key, _KNOWN_ANSWERS, n=1)
            raise UnreadableWorkbook(
                f"“{key}” is no question of an import.", f"Did you mean {near[0]}?" if near else ""
            )
        elif key in ("no_value", "no_number") and choice != "leave them out":
            raise UnreadableWorkbook(
                "Nothing was imported: the workbook is to be corrected first.", "Save it and import it again."
            )
        elif key == "header" and (not choice.isdigit() or int(choice) not in best.sheet.rows):
            raise UnreadableWorkbook(f"Row {choice} of sheet {best.sheet.title} is empty.", "Name the header's row.")
        elif key == "amount_column" and choice.upper() not in {
            column_letter(c) for cells in best.sheet.rows.values() for c in cells
        }:
            raise UnreadableWorkbook(f"Sheet {best.sheet.title} has no column {choice}.", "Name the column of amounts.")


def _nothing(workbook: Workbook, readings: Iterable[_SheetReading]) -> UnreadableWorkbook:
    for reading in readings:
        if reading.without_value:
            cell = reading.without_value[0]
            return UnreadableWorkbook(
                f"{workbook.name}, sheet {reading.sheet.title}: the formula in {address(cell.row, cell.column)} has no saved value.",
                "Open the workbook in your spreadsheet program, save it, and import it again.",
            )
    return UnreadableWorkbook(
        f"{workbook.name} holds no budget: no column of amounts beside descriptions was found.",
        "Choose the sheet with --sheet, or another file.",
    )


@dataclass
class _Entry:
    """Something already counted that a later total may cover: its sum by lines, and as the file states it."""

    row: int
    lines: Decimal
    stated: Decimal
    count: int
    last: int
    """The last row it stands for: its own total, or itself."""


@dataclass
class _Section:
    row: int
    code: str
    title: str
    style: tuple[bool, int, bool]
    level: int
    first_line: int | None = None
    until: int = 0
    """The last row that a sum above its rows is proven to cover; 0 where nothing is proven."""


@dataclass(frozen=True)
class _Line:
    row: int
    code: str
    title: str
    amount: Decimal
    sections: tuple[int, ...]
    note: str


@dataclass
class _Header:
    row: int
    roles: dict[int, str] = field(default_factory=dict)
    last: int = 0


class _SheetReading:
    """One sheet, understood. ``lines`` is empty where it holds no budget."""

    def __init__(self, sheet: Sheet, answers: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.answers = answers
        self.readings: dict[int, RowReading] = {}
        self.lines: list[_Line] = []
        self.sections: dict[int, _Section] = {}
        self.warnings: list[str] = []
        self.questions: list[Question] = []
        self.without_value: list[Cell] = []
        self.bad_amounts: list[Cell] = []
        self.rounded = 0
        self.proven = False
        self.beyond = 0
        self.stated: Decimal | None = None
        self.stated_at = ""
        self.roles: dict[int, str] = {}
        self.amount_column: int | None = None
        self.header = self._choose_block()
        if self.amount_column is not None:
            self._read_rows()

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal(0))

    # --- the table: header, columns -----------------------------------------------------------------------------

    def _choose_block(self) -> _Header | None:
        headers = self._headers()
        if not headers:
            return self._without_header()
        best: tuple[int, _Header] | None = None
        for index, header in enumerate(headers):
            header.last = headers[index + 1].row - 1 if index + 1 < len(headers) else max(self.sheet.rows)
            column = self._find_amount_column(header)
            filled = self._count_numbers(header, column) if column is not None else 0
            if best is None or filled > best[0]:
                best = (filled, header)
        if best is None or best[0] == 0:
            return self._without_header()
        header = best[1]
        self.roles = dict(header.roles)
        self.amount_column = self._find_amount_column(header, ask=True)
        return header

    def _headers(self) -> list[_Header]:
        """Every row that heads a table; rows repeating an earlier header belong to that table."""
        found: list[_Header] = []
        texts: list[tuple[str, ...]] = []
        forced = self.answers.get("header")
        for row, cells in self.sheet.rows.items():
            roles = {c: role for c, cell in cells.items() if cell.text and (role := role_of(cell.text))}
            if forced is not None:
                if str(row) == forced:
                    known = self._roles_by_content(row)
                    taken = set(roles.values())
                    filled = {**{c: r for c, r in known.items() if r not in taken}, **roles}
                    return [_Header(row, filled, max(self.sheet.rows))]
                continue
            if len(found) == 0 and len(texts) == 0 and row > 400:
                break
            numbers = sum(cell.number is not None for cell in cells.values())
            long = sum(len(cell.text) > 40 for cell in cells.values())
            kinds = set(roles.values())
            score = 2 * len(roles) - 2 * numbers - long
            if (
                score >= 4
                and kinds & set(_MONEY_ROLES) | kinds & {"rate"}
                and (kinds & {"title", "code"} or len(kinds) >= 3)
            ):
                signature = tuple(cell.text for cell in cells.values())
                if signature in texts:
                    continue
                texts.append(signature)
                found.append(_Header(row, roles))
        return found

    def _without_header(self) -> _Header | None:
        """No header: the right-most column of numbers beside a column of texts."""
        rows = self.sheet.rows
        if not rows:
            return None
        header = _Header(0, self._roles_by_content(0), max(rows))
        money = [c for c, role in header.roles.items() if role == "total"]
        if not money or not any(role == "title" for role in header.roles.values()):
            return None
        self.roles = dict(header.roles)
        self.amount_column = money[0]
        if self._count_numbers(header, money[0]) < 2:
            self.amount_column = None
            return None
        letter = column_letter(money[0])
        self.questions.append(
            Question(
                "header",
                tell("The sheet has no header row: is this the column of amounts?"),
                (letter,),
                letter,
                tell("the right-most numbers stand in column {letter}", letter=letter),
                True,
            )
        )
        return header

    def _roles_by_content(self, after: int) -> dict[int, str]:
        numbers: Counter[int] = Counter()
        texts: Counter[int] = Counter()
        for row, cells in self.sheet.rows.items():
            if row <= after:
                continue
            for column, cell in cells.items():
                if cell.number is not None and "%" not in cell.format:
                    numbers[column] += 1
                elif cell.text:
                    texts[column] += 1
        roles: dict[int, str] = {}
        if texts:
            roles[max(texts, key=lambda c: (texts[c], -c))] = "title"
        often = [c for c, n in numbers.items() if n >= 0.5 * max(numbers.values())] if numbers else []
        if often:
            roles[max(often)] = "total"
        return roles

    def _block_rows(self, header: _Header) -> Iterable[tuple[int, Mapping[int, Cell]]]:
        return ((row, cells) for row, cells in self.sheet.rows.items() if header.row < row <= header.last)

    def _count_numbers(self, header: _Header, column: int) -> int:
        return sum(
            1
            for _, cells in self._block_rows(header)
            if column in cells and (cells[column].number is not None or cells[column].formula)
        )

    def _find_amount_column(self, header: _Header, *, ask: bool = False) -> int | None:
        """The column whose figures are products of others in most rows; else the right-most well-filled money column."""
        forced = self.answers.get("amount_column")
        if forced is not None:
            for column in {c for cells in self.sheet.rows.values() for c in cells}:
                if column_letter(column) == forced.upper():
                    return column
        percent = {c for c, role in header.roles.items() if role in ("percent", "other", "note", "code", "unit")}
        candidates = [c for c, role in header.roles.items() if role in _MONEY_ROLES and c not in percent]
        if not candidates:
            return None
        filled = {c: self._count_numbers(header, c) for c in candidates}
        candidates = [c for c in candidates if filled[c] and not self._is_percent(header, c)]
        if not candidates:
            return None
        proven = [c for c in candidates if self._is_product(header, c)]
        if proven:
            return max(proven, key=lambda c: (filled[c], c))
        best = max(candidates, key=lambda c: (filled[c], c))
        rivals = [c for c in candidates if c != best and filled[c] >= 0.6 * filled[best]]
        chosen = max([best, *rivals])
        if rivals and ask:
            letters = tuple(column_letter(c) for c in sorted([best, *rivals]))
            self.questions.append(
                Question(
                    "amount_column",
                    tell("Several columns hold amounts for the same rows: which one is the budget?"),
                    letters,
                    column_letter(chosen),
                    tell("the right-most of the well-filled columns"),
                    not self._same_values(header, [best, *rivals]),
                )
            )
        return chosen

    def unread_columns(self, *, asked_about: bool = True) -> list[tuple[int, int]]:
        """The headed columns of figures that are neither the amounts nor what makes them up, with how many each holds.

        Without ``asked_about`` those a question names anyway are passed over.
        """
        header = self.header
        if header is None or header.row not in self.sheet.rows:
            return []
        asked = {letter for q in self.questions if q.id == "amount_column" for letter in q.choices}
        if asked_about:
            asked = set()
        result = []
        for column, head in sorted(self.sheet.rows[header.row].items()):
            role = self.roles.get(column)
            if not head.text or column == self.amount_column or role not in (None, "other", *_MONEY_ROLES):
                continue
            count = self._count_numbers(header, column)
            if count > 1 and column_letter(column) not in asked and not self._is_percent(header, column):
                result.append((column, count))
        return result

    def left_columns(self) -> list[LeftOut]:
        """An entry for each of those columns, with the sum of its figures: none is left out unseen."""
        left = []
        for column, count in self.unread_columns():
            assert self.header is not None
            title = self.sheet.rows[self.header.row][column].text
            told = tell(
                "column {column}, “{title}”: {n} figures that are not the amounts",
                column=column_letter(column),
                title=title,
                n=count,
            )
            numbers = [cells[column].number for _, cells in self._block_rows(self.header) if column in cells]
            left.append(LeftOut(self.sheet.title, None, told, sum((n for n in numbers if n is not None), Decimal(0))))
        return left

    def _is_percent(self, header: _Header, column: int) -> bool:
        """Whether a column holds shares, not money: its heading or most of its formats say %."""
        head = self.sheet.rows.get(header.row, {}).get(column)
        if head is not None and "%" in head.text:
            return True
        formats = [cells[column].format for _, cells in self._block_rows(header) if column in cells]
        return bool(formats) and sum("%" in f for f in formats) > len(formats) / 2

    def _same_values(self, header: _Header, columns: Sequence[int]) -> bool:
        for _, cells in self._block_rows(header):
            values = {cells[c].number for c in columns if c in cells and cells[c].number is not None}
            if len(values) > 1:
                return False
        return True

    def _is_product(self, header: _Header, column: int) -> bool:
        held = tested = 0
        for _, cells in self._block_rows(header):
            amount = cells[column].number if column in cells else None
            if not amount:
                continue
            factors = [
                n
                for c, cell in cells.items()
                if c != column
                and (n := cell.number) is not None
                and self.header_role(header, c) not in ("code", "percent", "other", "note")
            ]
            if len(factors) < 2:
                continue
            tested += 1
            held += _product_of_some(factors, amount)
        return tested >= 3 and held >= 0.6 * tested

    @staticmethod
    def header_role(header: _Header, column: int) -> str | None:
        """Return what the header calls a column."""
        return header.roles.get(column)

    # --- the rows ------------------------------------------------------------------------------------------------

    def _read_rows(self) -> None:
        header = self.header
        assert header is not None
        assert self.amount_column is not None
        code_column = next((c for c, role in self.roles.items() if role == "code"), None)
        rows = list(self._block_rows(header))
        for row, cells in self.sheet.rows.items():
            if row == header.row:
                self.readings[row] = RowReading(row, RowKind.HEADER, title=_texts(cells), why=tell("names the columns"))
            elif row < header.row:
                self._leave(row, cells, tell("above the table"))
            elif row > header.last:
                self._leave(row, cells, tell("another table on this sheet"))
                self.beyond += any(c.number is not None for c in cells.values())
        if self.beyond:
            self.questions.append(
                Question(
                    "second_table",
                    tell(
                        "{n} rows with figures stand in another table on this sheet: may they stay out?", n=self.beyond
                    ),
                    ("leave them out",),
                    "leave them out",
                    tell("its columns are headed otherwise"),
                    True,
                )
            )
        header_texts = tuple(c.text for c in self.sheet.rows.get(header.row, {}).values())
        facts = [self._facts(row, cells, code_column) for row, cells in rows]
        styled = any(f.heads and (f.code or f.bold) for f in facts)
        last_total = self._last_total(facts)
        parents = self._parents(facts)
        stack: list[_Entry] = []
        open_sections: list[_Section] = []
        for index, fact in enumerate(facts):
            forced = self.answers.get(f"row:{fact.row}")
            cells = self.sheet.rows[fact.row]
            if tuple(c.text for c in cells.values()) == header_texts and header.row:
                self._leave(fact.row, cells, tell("the header repeated"))
            elif forced in (RowKind.LEFT_OUT.value, "left_out"):
                self._leave(fact.row, cells, tell("left out by you"), fact.amount)
            elif fact.amount is None or forced == RowKind.SECTION.value:
                self._read_text(fact, facts[index + 1 :], styled, open_sections)
            elif index in parents and forced != RowKind.LINE.value:
                self._open(fact, open_sections)
                open_sections[-1].until = facts[max(parents[index])].row
                self._expect(fact, parents[index], facts)
            elif last_total is not None and index > last_total and forced != RowKind.LINE.value:
                self._leave(fact.row, cells, tell("below the grand total"), fact.amount)
                self.warnings.append(
                    tell(
                        "Row {row} stands below the grand total and was left out: {label} {amount}.",
                        row=str(fact.row),
                        label=fact.label,
                        amount=fact.amount,
                    )
                )
            else:
                covered = None if forced == RowKind.LINE.value else self._covered(fact, stack)
                if covered is not None:
                    self._close(fact, covered, stack, open_sections)
                elif forced == RowKind.TOTAL.value or (forced is None and fact.says_total):
                    self._suspect(fact, stack, open_sections)
                elif fact.income and forced is None:
                    self._leave(fact.row, cells, tell("income, not a cost"), fact.amount)
                    self.warnings.append(
                        tell(
                            "Row {row} speaks of income and was left out: {label} {amount}.",
                            row=str(fact.row),
                            label=fact.label,
                            amount=fact.amount,
                        )
                    )
                else:
                    self._add_line(fact, stack, open_sections)
        self._state_the_last(facts, stack)
        self._drop_empty_sections()

    def _facts(self, row: int, cells: Mapping[int, Cell], code_column: int | None) -> _Row:
        amount_column = self.amount_column
        assert amount_column is not None
        amount, cell = self._amount(cells.get(amount_column))
        aside = False
        if amount is None and (cell is None or not cell.formula):
            for column in sorted(cells, reverse=True):
                if column != amount_column and self.roles.get(column) in (*_MONEY_ROLES, "rate"):
                    role = self.roles[column]
                    other, other_cell = self._amount(cells[column])
                    if other is not None and (
                        role != "rate"
                        or (says_total(_texts(cells)) and len([c for c in cells.values() if c.number is not None]) == 1)
                    ):
                        amount, cell, aside = other, other_cell, True
                        break
        code = _code(cells.get(code_column)) if code_column is not None else ""
        title_columns = [c for c, role in self.roles.items() if role == "title"]
        title = next((cells[c].text for c in title_columns if c in cells and cells[c].text), "")
        if not title:
            skip = {
                c
                for c, role in self.roles.items()
                if role in ("unit", "note", "currency", "percent", "other", "quantity", "factor")
            }
            title = next(
                (x.text for c, x in cells.items() if x.text and c not in skip and not (c == code_column and code)), ""
            )
            if not title and code_column is not None and code_column in cells and not code:
                title = cells[code_column].text
        if not title and not code:
            title = next((x.text for x in cells.values() if x.text), "")
        note = "; ".join(
            cells[c].text for c, role in self.roles.items() if role == "note" and c in cells and cells[c].text
        )
        quantities = [
            f"{cells[c].value:f}" if isinstance(cells[c].value, Decimal) else cells[c].text
            for c in sorted(cells)
            if self.roles.get(c) in ("quantity", "unit", "factor", "rate")
            or (self.roles.get(c) in _MONEY_ROLES and c < amount_column)
        ]
        return _Row(
            row,
            code,
            title,
            amount,
            cell,
            aside,
            bold=any(c.bold for c in cells.values() if c.text),
            indent=max((c.indent for c in cells.values()), default=0),
            note=note,
            quantity=" x ".join(q for q in quantities if q),
            bad=cell if amount is None and cell is not None and (cell.value is not None or cell.error) else None,
        )

    def _amount(self, cell: Cell | None) -> tuple[Decimal | None, Cell | None]:
        if cell is None:
            return None, None
        if cell.number is not None:
            return cell.number, cell
        if cell.text:
            return read_amount(cell.text), cell
        return None, cell

    # --- what a row is ---------------------------------------------------------------------------------------------

    def _last_total(self, facts: Sequence[_Row]) -> int | None:
        """The last row that names a sum and covers what stands above; behind it nothing is a cost any more."""
        running = Decimal(0)
        last = None
        for index, fact in enumerate(facts):
            if fact.amount is None:
                continue
            if fact.says_total and says_grand_total(fact.label):
                last = index
            running += fact.amount
        if last is not None:
            last = self._covering(facts, last)
        if last is None:
            totals = [i for i, fact in enumerate(facts) if fact.amount is not None and fact.says_total]
            if not totals:
                return None
            last = totals[-1]
            # A plain "Total" closes the table only if it is the table's last sum and covers it from the top.
            stack = [f.amount for f in facts[:last] if f.amount is not None and not f.says_total]
            amount = facts[last].amount
            if amount is None or abs(sum(stack, Decimal(0)) - amount) > Decimal("0.01") * max(len(stack), 1):
                return None
        return last

    @staticmethod
    def _covering(facts: Sequence[_Row], named: int) -> int:
        """A later sum that equals the named whole and all below it is the real end of the table."""
        total = facts[named].amount or Decimal(0)
        end = named
        for index in range(named + 1, len(facts)):
            fact = facts[index]
            if fact.amount is None:
                continue
            if fact.says_total and abs(total - fact.amount) <= Decimal("0.01"):
                end = index
            elif not fact.says_total:
                total += fact.amount
        return end

    def _parents(self, facts: Sequence[_Row]) -> dict[int, tuple[int, ...]]:
        """Rows with an amount that stand above the rows they sum: by formula, or by code and arithmetic."""
        parents: dict[int, tuple[int, ...]] = {}
        index_of = {fact.row: i for i, fact in enumerate(facts)}
        for index, fact in enumerate(facts):
            if fact.amount is None or fact.cell is None:
                continue
            referred = [
                index_of[r]
                for r in _referred(fact.cell, self.amount_column or 0)
                if r in index_of and facts[index_of[r]].amount is not None
            ]
            if referred and min(referred) > index and not fact.says_total:
                parents[index] = tuple(referred)
                continue
            if fact.code and not fact.says_total:
                children = _children(index, facts)
                if children and (
                    abs(_leaf_sum(children, facts) - fact.amount) <= Decimal("0.01") * max(len(children), 1)
                ):
                    parents[index] = tuple(children)
        return parents

    def _covered(self, fact: _Row, stack: list[_Entry]) -> int | None:
        """How many of the last entries the row sums up, None when it is no total."""
        assert fact.amount is not None
        tolerance_base = Decimal("0.005")
        if fact.cell is not None and fact.cell.formula:
            rows = _referred(fact.cell, fact.cell.column) or _referred(fact.cell, self.amount_column or 0)
            if rows and max(rows) < fact.row:
                start = min(rows)
                count = sum(1 for entry in stack if entry.last >= start)
                if count and (fact.says_total or len(rows) > 1 or not (fact.title or fact.code)):
                    return self._checked(fact, count, stack)
        if not (fact.says_total or fact.aside or (not fact.quantity and (fact.bold or not fact.title))):
            return None
        lines = stated = Decimal(0)
        covered = 0
        best = None
        for count, entry in enumerate(reversed(stack), start=1):
            lines += entry.lines
            stated += entry.stated
            covered += entry.count
            tolerance = max(tolerance_base * covered, Decimal("0.01"))
            if abs(lines - fact.amount) <= tolerance or abs(stated - fact.amount) <= tolerance:
                best = count
        if best is None or not fact.amount:
            return best if best is not None and fact.says_total else None
        if fact.says_total or fact.aside or (best >= 2 and not fact.quantity and (fact.bold or not fact.title)):
            return best
        return None

    def _checked(self, fact: _Row, count: int, stack: list[_Entry]) -> int:
        assert fact.amount is not None
        lines = sum((e.lines for e in stack[len(stack) - count :]), Decimal(0))
        stated = sum((e.stated for e in stack[len(stack) - count :]), Decimal(0))
        if min(abs(lines - fact.amount), abs(stated - fact.amount)) > max(Decimal("0.005") * count, Decimal("0.01")):
            self.warnings.append(
                tell(
                    "Row {row} ({label}) says {stated}; the rows it covers add up to {sum}.",
                    row=str(fact.row),
                    label=fact.label,
                    stated=fact.amount,
                    sum=lines,
                )
            )
        return count

    def _close(self, fact: _Row, count: int, stack: list[_Entry], open_sections: list[_Section]) -> None:
        assert fact.amount is not None
        covered = stack[len(stack) - count :]
        del stack[len(stack) - count :]
        lines = sum((e.lines for e in covered), Decimal(0))
        stack.append(_Entry(covered[0].row, lines, fact.amount, sum(e.count for e in covered), fact.row))
        first = covered[0].row
        _close_sections(fact, first, open_sections)
        self._total(
            fact,
            tell(
                "the sum of rows {first} to {last}",
                first=str(first),
                last=str(covered[-1].row if len(covered) > 1 else fact.row - 1),
            )
            if first != fact.row - 1
            else tell("the sum above it"),
        )
        if not stack[:-1]:
            self._state(fact)
            self.proven = True

    def _suspect(self, fact: _Row, stack: list[_Entry], open_sections: list[_Section]) -> None:
        """A row that names a sum but does not match one: left out, and said aloud with both figures."""
        assert fact.amount is not None
        start = open_sections[-1].first_line if open_sections and not says_grand_total(fact.label) else None
        count = sum(1 for e in stack if start is None or e.row >= start) if stack else 0
        covered = stack[len(stack) - count :] if count else []
        lines = sum((e.lines for e in covered), Decimal(0))
        if covered:
            del stack[len(stack) - count :]
            stack.append(_Entry(covered[0].row, lines, fact.amount, sum(e.count for e in covered), fact.row))
            _close_sections(fact, covered[0].row, open_sections)
        self._total(fact, tell("names a sum, but the rows above it add up to {sum}", sum=lines))
        self.warnings.append(
            tell(
                "Row {row} ({label}) says {stated}; the rows above it add up to {sum}.",
                row=str(fact.row),
                label=fact.label,
                stated=fact.amount,
                sum=lines,
            )
        )
        if not stack[:-1] and not self.proven:
            self._state(fact)

    def _state_the_last(self, facts: Sequence[_Row], stack: Sequence[_Entry]) -> None:
        """A total that leaves lines out is still the file's: its only one, or one that names the whole, below every line."""
        sums = [
            f for f in facts if f.amount is not None and f.says_total and self.readings[f.row].kind is RowKind.TOTAL
        ]
        below = max((line.row for line in self.lines), default=0)
        whole = bool(sums) and (len(sums) == 1 or says_grand_total(sums[-1].label))
        if self.stated is None and len(stack) > 1 and whole and sums[-1].row > below:
            self._state(sums[-1])

    def _state(self, fact: _Row) -> None:
        """Remember the total that the file itself states for everything read so far."""
        self.stated = fact.amount
        column = fact.cell.column if fact.cell else self.amount_column or 1
        self.stated_at = address(fact.row, column)

    def _total(self, fact: _Row, why: str) -> None:
        self.readings[fact.row] = RowReading(fact.row, RowKind.TOTAL, fact.code, fact.title, fact.amount, why)

    def _leave(self, row: int, cells: Mapping[int, Cell], why: str, amount: Decimal | None = None) -> None:
        if amount is None:
            amount = next(
                (
                    c.number
                    for column, c in sorted(cells.items(), reverse=True)
                    if c.number is not None and self.roles.get(column, "total") in _MONEY_ROLES
                ),
                None,
            )
        self.readings[row] = RowReading(row, RowKind.LEFT_OUT, title=_texts(cells), amount=amount, why=why)

    def _read_text(self, fact: _Row, rest: Sequence[_Row], styled: bool, open_sections: list[_Section]) -> None:
        cells = self.sheet.rows[fact.row]
        if fact.bad is not None:
            self._bad(fact)
            return
        if fact.cell is not None and fact.cell.formula:
            self.without_value.append(fact.cell)
            self._leave(
                fact.row,
                cells,
                tell("the formula in {cell} has no saved value", cell=address(fact.row, fact.cell.column)),
            )
            return
        if not (fact.code or fact.title):
            self._leave(fact.row, cells, tell("no description and no amount"))
            return
        lowered = fact.title.casefold()
        if lowered.startswith(
            ("note", "continu", "nb", "n.b", "remark", "anmerkung", "remarque", "nota", "примечание")
        ):
            self._leave(fact.row, cells, tell("a note"))
        elif fact.says_total:
            self._leave(fact.row, cells, tell("names a sum, but holds no amount"))
        elif any(s.code == fact.code and s.title == fact.title and s.code for s in open_sections):
            self._leave(fact.row, cells, tell("the heading repeated"))
        elif self._heads(fact, rest, styled):
            self._open(fact, open_sections)
        elif fact.title and (fact.quantity or fact.code):
            self._leave(fact.row, cells, tell("a line without an amount"))
            self.warnings.append(
                tell("Row {row} ({label}) has no amount and was left out.", row=str(fact.row), label=fact.label)
            )
        else:
            self._leave(fact.row, cells, tell("a note"))

    def _bad(self, fact: _Row) -> None:
        assert fact.bad is not None
        cells = self.sheet.rows[fact.row]
        shown = fact.bad.error or fact.bad.text or str(fact.bad.value)
        where = address(fact.row, fact.bad.column)
        sure = fact.code or fact.bad.error or not fact.bad.text
        if sure or any(cell.number is not None for cell in cells.values()):
            self.bad_amounts.append(fact.bad)
            self._leave(
                fact.row, cells, tell("{cell} holds “{shown}” where an amount should be", cell=where, shown=shown)
            )
        else:
            self._leave(fact.row, cells, tell("a note"))

    def _heads(self, fact: _Row, rest: Sequence[_Row], styled: bool) -> bool:
        """Whether a row without an amount heads the rows below it."""
        if fact.quantity or len(fact.title) > 80:
            return False
        follower = next((f for f in rest if f.amount is not None or f.code), None)
        if follower is None:
            return False
        if styled:
            return bool(fact.code) or fact.bold
        return len(fact.title) <= 60 and not fact.title.endswith((".", ":"))

    def _open(self, fact: _Row, open_sections: list[_Section]) -> None:
        level = self._level(fact, open_sections)
        del open_sections[level:]
        section = _Section(fact.row, fact.code, fact.title, fact.style, len(open_sections))
        if len(open_sections) >= DEEPEST - 1:
            open_sections.pop()
            section.level = len(open_sections)
        open_sections.append(section)
        self.sections[fact.row] = section
        self.readings[fact.row] = RowReading(
            fact.row, RowKind.SECTION, fact.code, fact.title, fact.amount, tell("heads the rows below"), section.level
        )

    def _level(self, fact: _Row, open_sections: list[_Section]) -> int:
        """How many open sections stay open above a new one: by code first, by style where codes say nothing."""
        if fact.code:
            for depth in range(len(open_sections), 0, -1):
                if _is_child(open_sections[depth - 1].code, fact.code):
                    return depth
            if any(s.code for s in open_sections):
                return next((i for i, s in enumerate(open_sections) if s.code), 0)
        for depth, section in enumerate(open_sections):
            if section.style == fact.style:
                return depth
        if open_sections and open_sections[-1].first_line is not None:
            return 0 if len(open_sections) == 1 else len(open_sections) - 1
        return len(open_sections)

    def _expect(self, fact: _Row, children: Sequence[int], facts: Sequence[_Row]) -> None:
        """Compare a parent row's own amount with its children; the children count."""
        assert fact.amount is not None
        total = _leaf_sum(children, facts)
        if abs(total - fact.amount) > Decimal("0.01") * max(len(children), 1):
            self.warnings.append(
                tell(
                    "Row {row} ({label}) says {stated}; the rows below it add up to {sum}.",
                    row=str(fact.row),
                    label=fact.label,
                    stated=fact.amount,
                    sum=total,
                )
            )

    def _add_line(self, fact: _Row, stack: list[_Entry], open_sections: list[_Section]) -> None:
        assert fact.amount is not None
        while open_sections and 0 < open_sections[-1].until < fact.row:
            open_sections.pop()
        if fact.code and not (open_sections and open_sections[-1].until):
            for depth in range(len(open_sections), 0, -1):
                code = open_sections[depth - 1].code
                if not code or _is_child(code, fact.code) or not _comparable(code, fact.code):
                    break
                open_sections.pop()
        if not fact.amount and not fact.title and not fact.code:
            self._leave(fact.row, self.sheet.rows[fact.row], tell("zero without a description"), fact.amount)
            return
        for section in open_sections:
            section.first_line = section.first_line or fact.row
        self.lines.append(
            _Line(fact.row, fact.code, fact.title, fact.amount, tuple(s.row for s in open_sections), fact.note)
        )
        stack.append(_Entry(fact.row, fact.amount, fact.amount, 1, fact.row))
        self.proven = False
        self.stated, self.stated_at = None, ""
        self.readings[fact.row] = RowReading(
            fact.row,
            RowKind.LINE,
            fact.code,
            fact.title,
            fact.amount,
            fact.quantity or tell("an amount of its own"),
            len(open_sections),
            fact.quantity,
        )

    def _drop_empty_sections(self) -> None:
        used = {row for line in self.lines for row in line.sections}
        for row in [r for r in self.sections if r not in used]:
            del self.sections[row]
            self._leave(row, self.sheet.rows[row], tell("a heading without amounts below it"))


@dataclass(frozen=True)
class _Row:
    row: int
    code: str
    title: str
    amount: Decimal | None
    cell: Cell | None
    aside: bool
    """Whether the amount stands in another column than the lines' own."""
    bold: bool
    indent: int
    note: str
    quantity: str
    bad: Cell | None

    @property
    def label(self) -> str:
        """Code and title as one text."""
        return f"{self.code} {self.title}".strip()

    @property
    def says_total(self) -> bool:
        """Whether the label names a sum."""
        return says_total(self.title) or says_total(self.code)

    @property
    def income(self) -> bool:
        """Whether the label speaks of money coming in."""
        return says_income(self.title)

    @property
    def heads(self) -> bool:
        """Whether the row has a text and no amount."""
        return self.amount is None and bool(self.title or self.code)

    @property
    def style(self) -> tuple[bool, int, bool]:
        """What rows of one level share: weight, indent, capitals."""
        return self.bold, self.indent, self.title.isupper()


def _close_sections(fact: _Row, first: int, open_sections: list[_Section]) -> None:
    """Close the sections a sum ends: the innermost that begins with its rows, or up to the one the label names.

    A category and its first account begin with the same line; "Total" then ends the account, "TOTAL 1100" the category.
    """
    inside = [i for i, s in enumerate(open_sections) if s.first_line is not None and s.first_line >= first]
    if not inside:
        return
    label = fact.label.casefold()
    named = [i for i in inside if (c := open_sections[i].code) and c.casefold() in label.split()]
    named = named or [i for i in inside if (t := open_sections[i].title) and t.casefold() in label]
    if says_grand_total(label):
        del open_sections[inside[0] :]
    else:
        del open_sections[named[0] if named else inside[-1] :]


def _product_of_some(factors: Sequence[Decimal], amount: Decimal) -> bool:
    """Whether ``amount`` is the product of two or more of the row's figures, to the cent."""
    limited = list(factors)[:5]
    for mask in range(3, 1 << len(limited)):
        chosen = [f for i, f in enumerate(limited) if mask >> i & 1]
        if len(chosen) >= 2:
            product = Decimal(1)
            for f in chosen:
                product *= f
            if abs(product - amount) <= Decimal("0.01"):
                return True
    return False


def _referred(cell: Cell, column: int) -> list[int]:
    """The rows of ``column`` that a plain sum formula names; none for any other formula."""
    if not cell.formula or not _SUM.match(cell.formula):
        return []
    rows: list[int] = []
    letter = column_letter(column)
    for first, start, last, end in _REFERENCE.findall(_ELSEWHERE.sub("", cell.formula)):
        if first != letter:
            continue
        rows.extend(range(int(start), min(int(end), int(start) + 20_000) + 1) if last else [int(start)])
    return rows


def _code(cell: Cell | None) -> str:
    """A code as it is shown: the number format decides about zeros (1.10 is not 1.1)."""
    if cell is None:
        return ""
    if cell.number is not None:
        shown = re.fullmatch(r"0+(?:\.(0+))?", cell.format)
        if shown:
            places = len(shown[1] or "")
            text = f"{cell.number:.{places}f}"
            return text.zfill(len(cell.format))
        return f"{cell.number:f}"
    text = cell.text
    return text if 0 < len(text) <= 16 and (re.search(r"\d", text) or len(text) <= 3) and text.count(" ") <= 1 else ""


def _is_child(parent: str, child: str) -> bool:
    """Whether one account code stands below another: 1 and 1.01, 11 and 1105, 1100 and 1101, A and A.1, C and C16."""
    if not parent or parent == child:
        return False
    if re.match(re.escape(parent) + r"[.\-/ ]", child):
        return True
    if parent.isdigit() and child.isdigit() and len(parent) == len(child):
        return parent.endswith("00") and not child.endswith("00") and child.startswith(parent.rstrip("0") or "0")
    if parent.isdigit() and re.match(r"\d", child):
        return child.startswith(parent) and len(child) > len(parent) and not child.startswith(parent + ".")
    return parent.isalpha() and bool(re.match(re.escape(parent) + r"\d", child))


def _comparable(one: str, other: str) -> bool:
    return one[:1].isdigit() == other[:1].isdigit()


def _children(index: int, facts: Sequence[_Row]) -> list[int]:
    children: list[int] = []
    for other in range(index + 1, len(facts)):
        fact = facts[other]
        if not fact.code:
            if fact.amount is not None and fact.says_total:
                break
            continue
        if not _is_child(facts[index].code, fact.code):
            break
        if fact.amount is not None:
            children.append(other)
    return children


def _leaf_sum(children: Sequence[int], facts: Sequence[_Row]) -> Decimal:
    """The sum of those children that are no parents of others among them."""
    total = Decimal(0)
    for position, index in enumerate(children):
        code = facts[index].code
        has_own = any(
            _is_child(code, facts[other].code) for other in children[position + 1 :] if code and facts[other].code
        )
        if not has_own:
            total += facts[index].amount or Decimal(0)
    return total


def _texts(cells: Mapping[int, Cell]) -> str:
    return " ".join(cell.text for cell in cells.values() if cell.text)[:200]


class _Assembly:
    """Puts a reading into the form of a Proposal: currency, cents, tree, left-out list, questions."""

    def __init__(
        self,
        workbook: Workbook,
        best: _SheetReading,
        readings: Mapping[str, _SheetReading],
        answers: Mapping[str, str],
        currency: str,
        *,
        asked: bool,
    ) -> None:
        self.workbook, self.best, self.readings, self.answers, self.asked = workbook, best, readings, answers, asked
        self.questions = list(best.questions)
        self.warnings = list(best.warnings)
        self.currency = self._currency(currency)
        scale = answers.get("scale", "1")
        if scale not in ("1", "1000", "1000000"):
            raise UnreadableWorkbook(f"“{scale}” is no scale.", "Choose 1, 1000 or 1000000.")
        self.scale = Decimal(scale)
        self._ask_scale()

    def proposal(self) -> Proposal:
        """Return the finished Proposal."""
        best = self.best
        nodes = self._nodes()
        total = Money(sum(n.amount.minor for n in nodes if n.amount), self.currency)
        stated = None if best.stated is None else Money(self._minor(best.stated), self.currency)
        left_out = [
            LeftOut(best.sheet.title, r.row, r.why, r.amount)
            for r in sorted(best.readings.values(), key=lambda r: r.row)
            if r.kind in (RowKind.LEFT_OUT, RowKind.TOTAL)
        ]
        left_out += best.left_columns()
        left_out += self._other_sheets(best.total)
        self._ask_about_cells()
        self._say_what_was_ignored()
        if stated is not None and stated != total:
            gap = stated - total
            within = abs(gap.minor) <= max(len(best.lines) // 2, 1)
            figures = {"stated": stated.decimal, "cell": best.stated_at, "sum": total.decimal, "gap": gap.decimal}
            self.warnings.append(
                tell(
                    "The file states {stated} in {cell}, its lines add up to {sum}: {gap} lies within rounding.",
                    **figures,
                )
                if within
                else tell(
                    "The file states {stated} in {cell}, its lines add up to {sum}: {gap} does not add up; imported as the lines say.",
                    **figures,
                )
            )
        if stated is None:
            self.warnings.append(tell("The file states no total that could be checked."))
        if stated is not None and stated.minor and total.minor in (2 * stated.minor, 3 * stated.minor):
            self.questions.append(
                Question(
                    "twice",
                    tell("The lines add up to a multiple of the stated total: were sums read as lines?"),
                    ("keep",),
                    "keep",
                    tell("{sum} against {stated}", sum=total.decimal, stated=stated.decimal),
                    True,
                )
            )
        open_questions = tuple(q for q in self.questions if q.id not in self.answers)
        return Proposal(
            file=self.workbook.name,
            sha256=self.workbook.sha256,
            sheet=best.sheet.title,
            currency=self.currency,
            header_row=best.header.row if best.header and best.header.row else None,
            columns={**best.roles, best.amount_column or 0: "amount"},
            rows=tuple(best.readings[r] for r in sorted(best.readings)),
            nodes=nodes,
            total=total,
            stated_total=stated,
            stated_at=best.stated_at,
            left_out=tuple(left_out),
            warnings=tuple(dict.fromkeys(self.warnings)),
            questions=open_questions,
            sheets=tuple(s.title for s in self.workbook.sheets),
            answers=dict(self.answers),
        )

    def _currency(self, project: str) -> str:
        if "currency" in self.answers:
            code = self.answers["currency"].upper()
            if not is_currency(code):
                raise UnreadableWorkbook(f"“{code}” is no currency code.", "Use three letters such as EUR.")
            return code
        found: Counter[str] = Counter()
        column = self.best.amount_column
        for cells in self.best.sheet.rows.values():
            if column is not None and column in cells and (named := currency_in(cells[column].format)):
                found[named] += 1
        header_row = self.best.header.row if self.best.header else 0
        if not found:
            for row, cells in self.best.sheet.rows.items():
                if row > header_row + 1:
                    break
                for cell in cells.values():
                    if cell.text and (named := currency_in(cell.text)):
                        found[named] += 1
        if not found and any(role == "currency" for role in self.best.roles.values()):
            own = next(c for c, role in self.best.roles.items() if role == "currency")
            for cells in self.best.sheet.rows.values():
                if own in cells and (named := currency_in(cells[own].text)):
                    found[named] += 1
        if found:
            code, count = found.most_common(1)[0]
            if len(found) > 1:
                self.questions.append(
                    Question(
                        "currency",
                        tell("The file names several currencies: which one are the amounts in?"),
                        tuple(found),
                        code,
                        tell("named most often ({n} times)", n=count),
                        count < 0.8 * sum(found.values()),
                    )
                )
            return code
        choice = project or "EUR"
        evidence = (
            tell("the project's own currency; the file names none") if project else tell("the file names no currency")
        )
        choices = tuple(dict.fromkeys((choice, *_COMMON_CURRENCIES)))
        self.questions.append(
            Question("currency", tell("Which currency are the amounts in?"), choices, choice, evidence)
        )
        self.warnings.append(tell("The file names no currency; {currency} was taken.", currency=choice))
        return choice

    def _ask_scale(self) -> None:
        """Ask when words above or in the head say that amounts are thousands or millions; never multiply unasked."""
        head = self.best.header.row if self.best.header else 0
        texts = [c.text for row, cells in self.best.sheet.rows.items() if row <= head for c in cells.values() if c.text]
        found = next((t for t in texts if _SCALE.search(t)), None)
        if found is not None and "scale" not in self.answers:
            ask = tell("Are the amounts written in thousands or millions?")
            self.questions.append(
                Question(
                    "scale", ask, ("1", "1000", "1000000"), "1", tell("the sheet says “{text}”", text=found[:60]), True
                )
            )

    def _minor(self, amount: Decimal) -> int:
        scaled = (amount * self.scale).scaleb(digits_of(self.currency))
        whole = scaled.to_integral_value(rounding=ROUND_HALF_EVEN)
        if abs(whole) > LARGEST_MINOR:
            raise UnreadableWorkbook(
                f"{self.workbook.name} holds an amount too large to be money: {amount}.", "Correct it in the workbook."
            )
        if whole != scaled:
            self.best.rounded += 1
        return int(whole)

    def _nodes(self) -> tuple[Node, ...]:
        best = self.best
        nodes = [Node(0, None, "", "")]
        numbers: dict[int, int] = {}
        wanted = sorted(
            [*((row, None) for row in best.sections), *((line.row, line) for line in best.lines)],
            key=lambda item: item[0],
        )
        above: dict[int, tuple[int, ...]] = {}
        for line in best.lines:
            for depth, row in enumerate(line.sections):
                above.setdefault(row, line.sections[:depth])
        for row, entry in wanted:
            number = len(nodes)
            if entry is None:
                section = best.sections[row]
                chain = above.get(row, ())
                parent = numbers[chain[-1]] if chain else 0
                numbers[row] = number
                nodes.append(Node(number, parent, section.code, section.title))
            else:
                parent = numbers[entry.sections[-1]] if entry.sections else 0
                minor = self._minor(entry.amount)
                nodes.append(
                    Node(number, parent, entry.code, entry.title, Money(minor, self.currency), minor, note=entry.note)
                )
        return tuple(nodes)

    def _other_sheets(self, total: Decimal) -> list[LeftOut]:
        result = []
        rivals = []
        for title, reading in self.readings.items():
            if reading is self.best or not reading.sheet.rows:
                continue
            same = reading.lines and abs((reading.stated if reading.stated is not None else reading.total) - total) <= 1
            if same:
                why = tell("a summary of the same budget: its total agrees, so it was used as a check")
            elif reading.lines:
                why = tell("another sheet with {n} amounts, {sum} in all", n=len(reading.lines), sum=reading.total)
                if not reading.sheet.hidden:
                    rivals.append(title)
            else:
                why = tell("holds no table of amounts")
            if reading.sheet.hidden:
                why = tell("hidden; {why}", why=why)
            result.append(LeftOut(title, None, why, reading.total if reading.lines else None))
        if rivals and not self.asked:
            close = any(2 * len(self.readings[t].lines) >= len(self.best.lines) for t in rivals)
            self.questions.append(
                Question(
                    "sheet",
                    tell("Several sheets hold amounts: which one is the budget?"),
                    (self.best.sheet.title, *rivals),
                    self.best.sheet.title,
                    tell("it has the most lines ({n})", n=len(self.best.lines)),
                    close,
                )
            )
        return result

    def _ask_about_cells(self) -> None:
        best = self.best
        if best.without_value:
            where = ", ".join(address(c.row, c.column) for c in best.without_value[:5])
            self.questions.append(
                Question(
                    "no_value",
                    tell(
                        "{n} formulas have no saved value and were left out ({cells}): open the workbook in your spreadsheet program, save it, and import it again?",
                        n=len(best.without_value),
                        cells=where,
                    ),
                    ("save it first", "leave them out"),
                    "leave them out",
                    tell("a missing value is never read as zero"),
                    True,
                )
            )
        if best.bad_amounts:
            shown = ", ".join(
                f"{address(c.row, c.column)} “{c.error or c.text or c.value}”" for c in best.bad_amounts[:5]
            )
            self.questions.append(
                Question(
                    "no_number",
                    tell(
                        "{n} cells hold no number where an amount should be and were left out: {cells}.",
                        n=len(best.bad_amounts),
                        cells=shown,
                    ),
                    ("correct them first", "leave them out"),
                    "leave them out",
                    tell("text is never read as zero"),
                    True,
                )
            )

    def _say_what_was_ignored(self) -> None:
        best = self.best
        if best.rounded:
            self.warnings.append(
                tell("{n} amounts had fractions of a cent and were rounded, halves to even.", n=best.rounded)
            )
        hidden = [line.row for line in best.lines if line.row in best.sheet.hidden_rows]
        if hidden:
            self.warnings.append(
                tell(
                    "{n} lines stand in hidden rows and were read: {rows}.",
                    n=len(hidden),
                    rows=", ".join(map(str, hidden[:10])),
                )
            )
        for column, count in best.unread_columns(asked_about=False):
            title = best.sheet.rows[best.header.row][column].text if best.header else ""
            self.warnings.append(
                tell(
                    "Column {column}, “{title}”, holds {n} figures that were not read; the amounts are those of column {own}.",
                    column=column_letter(column),
                    title=title,
                    n=count,
                    own=column_letter(best.amount_column or 1),
                )
            )
        if best.amount_column in best.sheet.hidden_columns:
            self.warnings.append(
                tell("The amounts stand in a hidden column, {column}.", column=column_letter(best.amount_column or 1))
            )
        if self.workbook.macros:
            self.warnings.append(tell("The workbook holds macros; they were not run."))
        if self.workbook.external:
            self.warnings.append(tell("The workbook refers to other files; they were not opened."))
