"""What is read from a budget sheet: lines, tree, totals, what is left out and why; nothing twice, nothing in silence.

The layouts are those of real files (spreadsheets.md section 2); every figure and word is invented.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.budget import Budget
from coprod_desktop.errors import UnreadableWorkbook
from coprod_desktop.exchange import budget_reading
from coprod_desktop.exchange.budget_reading import propose
from coprod_desktop.exchange.proposal import Proposal, RowKind
from coprod_desktop.exchange.workbook import read_workbook
from tests.exchange.books import Row, X, book, f, memory

HEAD = ("Acct", "Description", "Amount EUR")


def read(rows: Mapping[str, Iterable[Row]] | Iterable[Row], *, hidden: Sequence[str] = (), **more: object) -> Proposal:
    """Propose, and hold what must hold for every workbook whatever is in it."""
    workbook = memory(rows, hidden=hidden)
    proposal = propose(workbook, **more)  # type: ignore[arg-type]
    sheet = next(s for s in workbook.sheets if s.title == proposal.sheet)
    assert_nothing_lost(proposal, list(sheet.rows))
    return proposal


def assert_nothing_lost(proposal: Proposal, filled: Sequence[int]) -> None:
    """Every filled row is read once, in the tree or left out with a reason; the tree adds up exactly."""
    assert [r.row for r in proposal.rows] == sorted(filled)
    kinds = {r.row: r.kind for r in proposal.rows}
    tree = sorted(r for r, kind in kinds.items() if kind in (RowKind.LINE, RowKind.SECTION))
    out = Counter(s.row for s in proposal.left_out if s.sheet == proposal.sheet and s.row is not None)
    assert max(out.values(), default=1) == 1
    assert not set(tree) & set(out)
    assert set(tree) | set(out) | {r for r, k in kinds.items() if k is RowKind.HEADER} == set(filled)
    assert all(s.why for s in proposal.left_out)
    assert len(tree) == len(proposal.nodes) - 1
    budget = Budget.of(proposal.nodes)
    lines = [node for node in budget.lines() if node.amount is not None]
    assert len(lines) == proposal.line_count == sum(k is RowKind.LINE for k in kinds.values())
    assert sum(node.amount.minor for node in lines if node.amount) == proposal.total.minor


def lines(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(n.code, n.title, n.amount.plain()) for n in proposal.nodes if n.amount is not None]


def tree(proposal: Proposal) -> list[str]:
    """Every row as its path of titles."""
    by_id = {n.id: n for n in proposal.nodes}
    result = []
    for node in proposal.nodes[1:]:
        path = [node.title or node.code]
        above = node.parent
        while above:
            path.insert(0, by_id[above].title or by_id[above].code)
            above = by_id[above].parent
        result.append(" / ".join(path))
    return result


def left_out(proposal: Proposal) -> dict[int, str]:
    return {s.row: s.why for s in proposal.left_out if s.sheet == proposal.sheet and s.row is not None}


def asked(proposal: Proposal) -> dict[str, bool]:
    return {q.id: q.doubtful for q in proposal.questions}


def figures(proposal: Proposal) -> tuple[str, str | None, str | None]:
    return (
        proposal.total.plain(),
        None if proposal.stated_total is None else proposal.stated_total.plain(),
        None if proposal.difference is None else proposal.difference.plain(),
    )


# --- headers and columns --------------------------------------------------------------------------------------------


def test_a_plain_budget() -> None:
    proposal = read(
        [HEAD, ("1", "Script", 1000), ("2", "Crew", Decimal("250.55")), (None, "Total", Decimal("1250.55"))]
    )
    assert lines(proposal) == [("1", "Script", "1000.00"), ("2", "Crew", "250.55")]
    assert figures(proposal) == ("1250.55", "1250.55", "0.00")
    assert proposal.stated_at == "C4"
    assert proposal.currency == "EUR"
    assert left_out(proposal) == {4: "the sum of rows 2 to 3"}
    assert proposal.questions == ()
    assert proposal.warnings == ()


@pytest.mark.parametrize("above", range(0, 12, 3))
def test_the_header_is_found_below_titles_and_empty_rows(above: int) -> None:
    rows: list[Row] = [("THE TIDE TABLE, feature film",), ("Client: Nordlicht Filme",), *[()] * above, HEAD]
    proposal = read([*rows, ("1", "Script", 10), ("2", "Crew", 20), (None, "TOTAL", 30)])
    assert proposal.header_row == 3 + above
    assert figures(proposal) == ("30.00", "30.00", "0.00")
    assert left_out(proposal)[1] == "above the table"


def test_without_a_header_the_column_of_amounts_is_asked_about() -> None:
    proposal = read([("Tent", 120), ("Stage", 300), ("Lights", 80), ("Total", 500)])
    assert asked(proposal)["header"] is True
    assert figures(proposal) == ("500.00", "500.00", "0.00")
    assert proposal.header_row is None


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("Qty", "Description", "Unit price", "Amount EUR"), [(2, "Tripod", 50, 100), (3, "Lens", 70, 210), (1, "Truck", 90, 90)]),
        (("Description", "Unit price", "Qty", "Amount EUR"), [("Tripod", 50, 2, 100), ("Lens", 70, 3, 210), ("Truck", 90, 1, 90)]),
        (("Description", "Amount EUR", "Qty", "Rate"), [("Tripod", 100, 2, 50), ("Lens", 210, 3, 70), ("Truck", 90, 1, 90)]),
        (("Bezeichnung", "Menge", "Einheit", "Einzelpreis", "Betrag EUR"), [("Stativ", 2, "Tag", 50, 100), ("Optik", 3, "Tag", 70, 210), ("Lkw", 1, "x", 90, 90)]),
        (("Наименование", "Количество", "Цена", "Сумма EUR"), [("Штатив", 2, 50, 100), ("Объектив", 3, 70, 210), ("Грузовик", 1, 90, 90)]),
        (("Désignation", "Qté", "Prix unitaire", "Montant EUR", "%"), [("Pied", 2, 50, 100, 0.25), ("Optique", 3, 70, 210, 0.525), ("Camion", 1, 90, 90, 0.225)]),
    ],
)  # fmt: skip
def test_columns_stand_in_any_order(head: Row, rows: list[Row]) -> None:
    proposal = read([head, *rows])
    assert proposal.total.plain() == "400.00"
    assert [amount for _, _, amount in lines(proposal)] == ["100.00", "210.00", "90.00"]
    assert asked(proposal) == {}
    assert any("states no total" in w for w in proposal.warnings)


def test_a_share_of_the_whole_is_never_money() -> None:
    head = ("Description", "Amount EUR", "Total %")
    proposal = read(
        [
            head,
            ("Script", 100, X(0.25, format="0%")),
            ("Crew", 300, X(0.75, format="0%")),
            ("Total", 400, X(1, format="0%")),
        ]
    )
    assert figures(proposal) == ("400.00", "400.00", "0.00")


def test_account_codes_are_the_text_that_is_shown() -> None:
    shown = X(Decimal("1.1"), format="0.00")
    rows = [
        HEAD,
        (X(1, format="0.00"), "Rights", 5),
        (shown, "Option", 7),
        (X(3, format="000000"), "Fees", 9),
        (Decimal("12"), "Bond", 4),
    ]
    assert [code for code, _, _ in lines(read(rows))] == ["1.00", "1.10", "000003", "12"]


def test_a_repeated_header_belongs_to_the_same_table() -> None:
    rows = [
        HEAD,
        ("1", "Script", 10),
        (None, "Total", 10),
        (),
        HEAD,
        ("2", "Crew", 20),
        (None, "Total", 20),
        (None, "Grand total", 30),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("30.00", "30.00", "0.00")
    assert left_out(proposal)[5] == "the header repeated"


def test_two_tables_on_a_sheet_are_never_imported_as_one_without_a_word() -> None:
    rows = [HEAD, ("1", "Script", 10), ("2", "Cast", 30), (None, "Total", 40), (), ("Acct", "Description", "Days", "Rate", "Amount EUR"), ("3", "Grip", 2, 5, 10), (None, "Total", None, None, 10)]  # fmt: skip
    proposal = read(rows)
    assert set(left_out(proposal)) >= {6, 7, 8}
    assert any("another table" in why for why in left_out(proposal).values())


def test_money_in_a_second_table_is_asked_about() -> None:
    rows = [HEAD, ("1", "Script", 10), ("2", "Cast", 30), (None, "Total", 40), (), ("Acct", "Description", "Days", "Rate", "Amount EUR"), ("3", "Grip", 2, 500, 1000), (None, "Total", None, None, 1000)]  # fmt: skip
    assert any(asked(read(rows)).values())


def test_alternatives_side_by_side_are_asked_about() -> None:
    head = ("Description", "Budget EUR", "Budget 2 EUR")
    proposal = read([head, ("Script", 100, 120), ("Crew", 300, 310), ("Total", 400, 430)])
    assert asked(proposal)["amount_column"] is True
    assert figures(proposal) == ("430.00", "430.00", "0.00")
    other = read([head, ("Script", 100, 120), ("Crew", 300, 310), ("Total", 400, 430)], answers={"amount_column": "B"})
    assert figures(other) == ("400.00", "400.00", "0.00")
    assert "amount_column" not in asked(other)


def test_actual_and_variance_are_no_budget() -> None:
    head = ("Description", "Estimated EUR", "Actual", "Difference")
    proposal = read([head, ("Script", 100, 90, 10), ("Crew", 300, 310, -10), ("Total", 400, 400, 0)])
    assert figures(proposal) == ("400.00", "400.00", "0.00")
    assert asked(proposal) == {}


@pytest.mark.parametrize("heading", ["Сумма, руб.", "Amount, EUR", "Total, €", "Montant, en EUR"])
def test_a_comma_in_a_heading_hides_nothing(heading: str) -> None:
    proposal = read([("Acct", "Description", heading), ("1", "a", 5), ("2", "b", 6), (None, "Total", 11)])
    assert proposal.header_row == 1
    assert asked(proposal) == {}


# --- sums --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTAL COSTS", "Grand Total", "Summe", "Gesamt", "Gesammt", "Gesamtkosten", "Total :", "TOITAL", "TOTAL DES DEPENSES", "VALOR TOTAL", "Coste total", "ИТОГО", "ИТОГ", "всего", "Totale"],
)  # fmt: skip
@pytest.mark.parametrize("written", ["typed", "formula"])
def test_a_total_in_any_language_is_not_a_line(word: str, written: str) -> None:
    total = f("=SUM(C2:C4)", 600) if written == "formula" else 600
    proposal = read([HEAD, ("1", "a", 100), ("2", "b", 200), ("3", "c", 300), (None, word, total)])
    assert figures(proposal) == ("600.00", "600.00", "0.00")
    assert proposal.stated_at == "C5"


def test_subtotals_and_a_grand_total_count_once() -> None:
    rows = [
        HEAD, ("A", "Above the line", None), ("A1", "Script", 100), ("A2", "Cast", 50), (None, "Subtotal", 150),
        ("B", "Below the line", None), ("B1", "Crew", 70), ("B2", "Camera", 30), (None, "Subtotal", 100), (None, "TOTAL", 250),
    ]  # fmt: skip
    proposal = read(rows)
    assert figures(proposal) == ("250.00", "250.00", "0.00")
    assert tree(proposal) == [
        "Above the line",
        "Above the line / Script",
        "Above the line / Cast",
        "Below the line",
        "Below the line / Crew",
        "Below the line / Camera",
    ]
    assert proposal.section_count == 2


def test_a_first_subtotal_is_not_the_total_of_the_file() -> None:
    rows = [HEAD, (None, "Cast", None), ("1", "Lead", 100), ("2", "Extras", 50), (None, "Subtotal", 150), (None, "Crew", None), ("3", "Grip", 70), ("4", "Sound", 30), (None, "Subtotal", 100)]  # fmt: skip
    proposal = read(rows)
    assert proposal.total.plain() == "250.00"
    assert proposal.stated_total is None


def test_a_sum_without_a_word_is_known_by_arithmetic() -> None:
    proposal = read(
        [
            HEAD,
            ("1", "Script", 100),
            ("2", "Crew", 50),
            (None, None, 150),
            ("3", "Lab", 10),
            ("4", "Mix", 20),
            (None, None, 30),
        ]
    )
    assert proposal.total.plain() == "180.00"
    assert set(left_out(proposal)) == {4, 7}


def test_a_sum_of_one_line_without_a_word_is_not_counted_again() -> None:
    proposal = read([HEAD, (None, "Script", None), ("1", "Novel", 100), (None, None, f("=SUM(C3:C3)", 100)), (None, "Crew", None), ("2", "Grip", 60), ("3", "Gaffer", 40), (None, "Total", f("=C4+C6+C7", 200))])  # fmt: skip
    assert figures(proposal) == ("200.00", "200.00", "0.00")


def test_equal_lines_are_not_taken_for_sums() -> None:
    proposal = read(
        [
            HEAD,
            ("1", "Grip", 100),
            ("2", "Gaffer", 100),
            ("3", "Both again", 200),
            ("4", "All", 400),
            (None, "Total", 800),
        ]
    )
    assert figures(proposal) == ("800.00", "800.00", "0.00")
    assert proposal.line_count == 4


def test_the_amount_of_a_total_may_stand_in_another_column() -> None:
    head = ("Наименование", "Количество", "Цена", "Сумма")
    proposal = read(
        [
            head,
            ("Доски", 2, 500, 1000),
            ("Гвозди", 10, 30, 300),
            ("Краска", 3, 200, 600),
            ("ИТОГО", None, 1900, None),
        ]
    )
    assert figures(proposal) == ("1900.00", "1900.00", "0.00")
    assert proposal.stated_at == "C5"


def test_sums_in_staircase_columns() -> None:
    head = ("Code", "Description", "Amount EUR", "Subtotal", "Total")
    rows = [
        head, ("1", "Rights"), ("1.1", "Novel", 100), ("1.2", "Music", 50), (None, "Subtotal", None, 150), ("2", "Crew"), ("2.1", "Grip", 10), ("2.2", "Gaffer", 30),
        (None, "Subtotal", None, 40), (None, "Total", None, None, 190),
    ]  # fmt: skip
    proposal = read(rows)
    assert figures(proposal) == ("190.00", "190.00", "0.00")
    assert proposal.line_count == 4


def test_a_total_at_the_side_or_in_the_row_above_its_word_is_not_a_line() -> None:
    rows = [("Description", "Amount EUR"), ("Script", 100), ("Crew", 50), (None, 150), ("Total", None)]
    proposal = read(rows)
    assert proposal.total.plain() == "150.00"
    assert 4 in left_out(proposal)
    assert 5 in left_out(proposal)


def test_a_parent_above_its_rows_by_code_counts_once() -> None:
    rows = [
        HEAD,
        ("1", "Personnel", 300),
        ("1.1", "Director", 100),
        ("1.2", "Producer", 200),
        ("2", "Equipment", 80),
        ("2.1", "Camera", 50),
        ("2.2", "Light", 30),
        (None, "Total", 380),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("380.00", "380.00", "0.00")
    assert tree(proposal)[0:2] == ["Personnel", "Personnel / Director"]
    assert proposal.line_count == 4


def test_a_parent_above_its_rows_by_formula_counts_once() -> None:
    rows = [
        HEAD, (None, "Personnel", f("=SUM(C3:C4)", 300)), (None, "Director", 100), (None, "Producer", 200),
        (None, "Equipment", f("=C6+C7", 80)), (None, "Camera", 50), (None, "Light", 30), (None, "Total", f("=C2+C5", 380)),
    ]  # fmt: skip
    proposal = read(rows)
    assert figures(proposal) == ("380.00", "380.00", "0.00")
    assert tree(proposal) == [
        "Personnel",
        "Personnel / Director",
        "Personnel / Producer",
        "Equipment",
        "Equipment / Camera",
        "Equipment / Light",
    ]


def test_a_sum_above_a_table_is_not_read_twice() -> None:
    rows = [HEAD, (None, "Total", f("=SUM(C3:C4)", 150)), ("1", "Script", 100), ("2", "Crew", 50)]
    proposal = read(rows)
    assert proposal.total.plain() == "150.00"
    assert proposal.line_count == 2


def test_accounts_of_three_levels() -> None:
    rows = [
        HEAD, ("1000", "ABOVE"), ("1100", "Story"), ("1101", "Rights", 10), ("1102", "Script", 20), (None, "Total 1100", 30),
        ("1200", "Producers"), ("1201", "Fee", 40), (None, "Total 1200", 40), (None, "TOTAL ABOVE", 70), ("2000", "BELOW"),
        ("2100", "Crew"), ("2101", "Grip", 5), (None, "Total 2100", 5), (None, "TOTAL BELOW", 5), (None, "GRAND TOTAL", 75),
    ]  # fmt: skip
    proposal = read(rows)
    assert figures(proposal) == ("75.00", "75.00", "0.00")
    assert [code for code, _, _ in lines(proposal)] == ["1101", "1102", "1201", "2101"]


def test_percent_lines_are_costs() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", 300),
        (None, "Total", 400),
        (None, "Contingency 10%", 40),
        (None, "Overhead 5 %", 20),
        (None, "GRAND TOTAL", 460),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("460.00", "460.00", "0.00")
    assert proposal.line_count == 4


def test_money_behind_a_total_budget_is_not_dropped_while_a_later_total_covers_it() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", 50),
        (None, "TOTAL BUDGET", 150),
        (None, "Contingency 10%", 15),
        (None, "TOTAL", 165),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("165.00", "165.00", "0.00") or any(asked(proposal).values())


def test_a_section_sum_named_gesamt_does_not_end_the_table() -> None:
    rows = [
        HEAD,
        (None, "Vorbereitung"),
        ("1", "Buch", 100),
        ("2", "Suche", 50),
        (None, "Gesamt Vorbereitung", 150),
        (None, "Dreh"),
        ("3", "Team", 200),
        (None, "Summe", 350),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("350.00", "350.00", "0.00") or any(asked(proposal).values())


def test_rows_below_the_grand_total_are_left_out_and_said() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", 50),
        (None, "Grand total", 150),
        (),
        (None, "Cost per minute", 15),
        (None, "Rate of the day", Decimal("1.08")),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("150.00", "150.00", "0.00")
    assert left_out(proposal)[6] == left_out(proposal)[7] == "below the grand total"
    assert sum("below the grand total" in w for w in proposal.warnings) == 2


def sections(subtotal: str, grand: str) -> list[Row]:
    return [
        HEAD, ("A", "Rights"), ("A1", "Novel", 100), ("A2", "Music", 50), (None, "Subtotal", f(subtotal.format(3, 4), 150)),
        ("B", "Crew"), ("B1", "Grip", 10), ("B2", "Gaffer", 30), (None, "Subtotal", f(subtotal.format(7, 8), 40)), (None, "TOTAL", f(grand, 190)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subtotal", "grand"),
    [
        ("=SUBTOTAL(9,C{}:C{})", "=SUBTOTAL(9,C3:C9)"),
        ("=SUM(C{}:C{})", "=SUM(C3:C9)/2"),
        ("=C{}+C{}", "=ROUND(C5+C9,2)"),
    ],
)
def test_a_grand_total_by_a_formula_over_all_rows(subtotal: str, grand: str) -> None:
    proposal = read(sections(subtotal, grand))
    assert figures(proposal) == ("190.00", "190.00", "0.00")
    assert proposal.warnings == ()


@pytest.mark.parametrize("grand", ["=C5+C9", "=+C5+C9", "=SUM(C5,C9)", "=SUM(C5;C9)", "=$C$5+$C$9"])
def test_a_grand_total_by_a_formula_over_the_subtotals(grand: str) -> None:
    proposal = read(sections("=SUM(C{}:C{})", grand))
    assert figures(proposal) == ("190.00", "190.00", "0.00")
    assert proposal.warnings == ()


@pytest.mark.parametrize("formula", ["=(C2+C3)*10%", "=0.1*SUM(C2:C3)", "=ROUND(SUM(C2:C3)*0.1,0)"])
def test_a_contingency_by_formula_is_a_cost(formula: str) -> None:
    proposal = read(
        [
            HEAD,
            ("1", "Script", 100),
            ("2", "Crew", 300),
            (None, "Contingency 10%", f(formula, 40)),
            (None, "TOTAL", f("=SUM(C2:C4)", 440)),
        ]
    )
    assert figures(proposal) == ("440.00", "440.00", "0.00")


@pytest.mark.parametrize("formula", ["=SUM(C2:C3)*0.1", "=SUM(C2:C3)*10%", "=SUM(C2:C3)/10"])
def test_a_contingency_whose_formula_begins_with_a_sum_is_a_cost(formula: str) -> None:
    proposal = read(
        [
            HEAD,
            ("1", "Script", 100),
            ("2", "Crew", 300),
            (None, "Contingency 10%", f(formula, 40)),
            (None, "TOTAL", f("=SUM(C2:C4)", 440)),
        ]
    )
    assert figures(proposal) == ("440.00", "440.00", "0.00")


@pytest.mark.parametrize("formula", ["=Detail!C5", "=SUM(Detail!C6:C9)", "='My C2'!C3", "=SUM(D2:F2)", "=SUM(100,200)"])
def test_a_line_taken_from_elsewhere_is_a_line(formula: str) -> None:
    if formula == "=SUM(Detail!C6:C9)":
        rows = [
            HEAD,
            ("1", "Script", 100),
            ("2", "Crew", f(formula, 300)),
            (None, "TOTAL", f("=SUM(C2:C3)", 400)),
        ]
    else:
        rows = [
            HEAD,
            ("1", "Script", f(formula, 100)),
            ("2", "Crew", 300),
            (None, "TOTAL", f("=SUM(C2:C3)", 400)),
        ]
    assert figures(read(rows)) == ("400.00", "400.00", "0.00")
    assert read(rows).line_count == 2


def test_a_range_of_another_sheet_covers_no_row_of_this_one() -> None:
    rows = [
        HEAD,
        ("1", "Script", f("=SUM(Detail!C2:C3)", 100)),
        ("2", "Crew", 300),
        (None, "TOTAL", f("=SUM(C2:C3)", 400)),
    ]
    assert figures(read(rows)) == ("400.00", "400.00", "0.00")


def test_a_line_that_repeats_the_one_below_is_a_line() -> None:
    rows = [
        HEAD,
        ("1", "Hotel outward", f("=C3", 100)),
        ("2", "Hotel return", 100),
        ("3", "Crew", 7),
        (None, "TOTAL", f("=SUM(C2:C4)", 207)),
    ]
    assert figures(read(rows)) == ("207.00", "207.00", "0.00")


# --- totals that are wrong in the file ---------------------------------------------------------------------------------


def test_a_sum_that_stops_early_is_shown_with_both_figures() -> None:
    rows = [
        HEAD,
        ("1", "a", 100),
        ("2", "b", 200),
        ("3", "c", 300),
        ("4", "d", 50),
        ("5", "e", 25),
        (None, "TOTAL", f("=SUM(C2:C4)", 600)),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("675.00", "600.00", "-75.00")
    assert any("600.00" in w and "675.00" in w and "does not add up" in w for w in proposal.warnings)


def test_a_sum_that_starts_late_is_shown_with_both_figures() -> None:
    rows = [HEAD, ("1", "a", 100), ("2", "b", 200), ("3", "c", 300), (None, "TOTAL", f("=SUM(C3:C4)", 500))]
    proposal = read(rows)
    assert proposal.total.plain() == "600.00"
    assert proposal.stated_total is not None
    assert figures(proposal) == ("600.00", "500.00", "-100.00")
    assert any("500.00" in w and "600.00" in w for w in proposal.warnings)


def test_a_sum_that_leaves_out_rows_in_the_middle_is_shown_with_both_figures() -> None:
    rows = [
        HEAD,
        ("1", "a", 100),
        ("2", "b", 200),
        ("3", "c", 300),
        ("4", "d", 50),
        (None, "TOTAL", f("=C2+C3+C5", 350)),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("650.00", "350.00", "-300.00")


@pytest.mark.parametrize(
    ("typed", "difference"),
    [(999, "399.00"), (Decimal("599.99"), "-0.01"), (Decimal("600.01"), "0.01"), (0, "-600.00")],
)
def test_a_typed_total_is_imported_as_is_and_said_aloud(typed: object, difference: str) -> None:
    proposal = read([HEAD, ("1", "a", 100), ("2", "b", 200), ("3", "c", 300), (None, "TOTAL", typed)])
    assert proposal.total.plain() == "600.00"
    assert proposal.difference is not None
    assert proposal.difference.plain() == difference
    assert any("600.00" in w for w in proposal.warnings)


def test_a_wrong_subtotal_is_named_with_its_row() -> None:
    rows = [
        HEAD,
        ("A", "Rights"),
        ("A1", "Novel", 100),
        ("A2", "Music", 50),
        (None, "Subtotal", 190),
        ("B", "Crew"),
        ("B1", "Grip", 10),
        (None, "Subtotal", 10),
        (None, "TOTAL", 200),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("160.00", "200.00", "40.00")
    assert any("Row 5" in w and "190" in w and "150" in w for w in proposal.warnings)


def test_rounding_passes_and_more_does_not() -> None:
    third = Decimal("33.333333")
    assert "does not add up" not in " ".join(
        read([HEAD, ("1", "a", third), ("2", "b", third), ("3", "c", third), (None, "Total", 100)]).warnings
    )
    assert "does not add up" in " ".join(
        read([HEAD, ("1", "a", 33), ("2", "b", 33), ("3", "c", 33), (None, "Total", 100)]).warnings
    )


def test_fractions_of_a_cent_are_rounded_half_to_even_and_said() -> None:
    proposal = read(
        [
            HEAD,
            ("1", "a", Decimal("0.125")),
            ("2", "b", Decimal("0.135")),
            ("3", "c", Decimal("279.20000000000005")),
        ]
    )
    assert [amount for _, _, amount in lines(proposal)] == ["0.12", "0.14", "279.20"]
    assert any("3 amounts had fractions of a cent" in w for w in proposal.warnings)


def test_lines_that_add_up_to_twice_the_total_are_doubted() -> None:
    rows = [
        HEAD,
        ("1", "a", 100),
        ("2", "b", 200),
        ("3", "Costs so far", 300),
        (None, "Grand total", f("=C2+C3", 300)),
    ]
    proposal = read(rows)
    assert proposal.total.plain() == "300.00" or any(asked(proposal).values())


# --- cells that hold no number ---------------------------------------------------------------------------------------


def test_formulas_without_a_saved_value_are_never_zero() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", f("=2*70")),
        ("3", "Lab", 30),
        (None, "Total", f("=SUM(C2:C4)")),
    ]
    proposal = read(rows)
    assert asked(proposal) == {"no_value": True}
    assert "C3" in proposal.questions[0].ask
    assert proposal.total.plain() == "130.00"
    assert "no saved value" in left_out(proposal)[3]


def test_a_sheet_of_formulas_without_any_value_is_refused_naming_a_cell() -> None:
    rows = [HEAD, ("1", "Script", f("=1*2")), ("2", "Crew", f("=2*70")), (None, "Total", f("=SUM(C2:C3)"))]
    with pytest.raises(UnreadableWorkbook) as caught:
        read(rows)
    assert "C2" in caught.value.what
    assert "save it" in caught.value.hint


def test_error_cells_are_asked_about_not_dropped() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", X(error="#REF!")),
        ("3", "Lab", X(error="#DIV/0!", formula="=1/0")),
        ("4", "Mix", 30),
        (None, "Total", X(error="#REF!")),
    ]
    proposal = read(rows)
    assert asked(proposal) == {"no_number": True}
    assert "#REF!" in left_out(proposal)[3]
    assert "#DIV/0!" in left_out(proposal)[4]
    assert proposal.total.plain() == "130.00"


@pytest.mark.parametrize("text", ["95,99 par mois", "Free", "a definir", "tbc", "10-15 EUR"])
def test_a_text_in_the_place_of_an_amount_is_asked_about(text: str) -> None:
    proposal = read([HEAD, ("1", "Script", 100), ("2", "Crew", text), ("3", "Lab", 30), (None, "Total", 130)])
    assert asked(proposal) == {"no_number": True}
    assert text in left_out(proposal)[3]
    assert figures(proposal) == ("130.00", "130.00", "0.00")


def test_amounts_typed_as_text_are_read() -> None:
    rows = [
        HEAD,
        ("1", "a", "1 234,56"),
        ("2", "b", "$1,000.00"),
        ("3", "c", "(34,56)"),
        ("4", "d", " 800 "),
        (None, "Total", 3000),
    ]
    assert figures(read(rows)) == ("3000.00", "3000.00", "0.00")


@pytest.mark.parametrize("value", [date(2024, 5, 1), True])
def test_a_date_or_a_flag_in_the_place_of_an_amount_is_asked_about(value: object) -> None:
    proposal = read(
        [
            HEAD,
            (None, "Crew", None),
            ("1", "Grip", 100),
            (None, "Camera", value),
            (None, "Lens", 50),
            (None, "Total", 200),
        ]
    )
    assert 4 in left_out(proposal)
    assert asked(proposal) == {"no_number": True}


def test_a_line_without_an_amount_is_left_out_and_said() -> None:
    rows = [
        ("Acct", "Description", "Qty", "Rate", "Amount EUR"),
        ("1", "Script", 1, 100, 100),
        ("2", "Crew", 3, None, None),
        ("3", "Lab", 2, 15, 30),
        (None, "Total", None, None, 130),
    ]
    proposal = read(rows)
    assert left_out(proposal)[3] == "a line without an amount"
    assert any("Row 3" in w for w in proposal.warnings)


def test_zero_lines_stay() -> None:
    proposal = read([HEAD, ("1", "Script", 100), ("2", "Unused account", 0), (None, "Total", 100)])
    assert proposal.line_count == 2


def test_a_text_is_read_as_text_even_if_long_or_foreign() -> None:
    rows = [
        HEAD,
        ("1", "Сценарий", 100),
        ("2", "Μουσική", 50),
        ("3", "編集", 25),
        (None, "Note: this is only a first draft and nothing here is agreed with anybody yet at all."),
        (None, "Total", 175),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("175.00", "175.00", "0.00")
    assert left_out(proposal)[5] == "a note"


# --- costs and what is none --------------------------------------------------------------------------------------------


def test_income_below_the_costs_is_left_out_and_said() -> None:
    rows = [
        HEAD,
        ("1", "Script", 100),
        ("2", "Crew", 50),
        (None, "Grand total", 150),
        (),
        (None, "INCOME", None),
        (None, "Tax credit", 60),
        (None, "Broadcaster", 90),
    ]
    proposal = read(rows)
    assert figures(proposal) == ("150.00", "150.00", "0.00")
    assert {6, 7, 8} <= set(left_out(proposal))


def test_the_cost_of_financing_is_a_cost() -> None:
    proposal = read([HEAD, ("1", "Script", 100), ("2", "Financing costs", 50), (None, "Total", 150)])
    assert figures(proposal) == ("150.00", "150.00", "0.00") or any(asked(proposal).values())


def test_a_person_whose_work_begins_like_a_sum_is_a_line() -> None:
    proposal = read([HEAD, ("1", "Buch", 50), ("2", "Gesamtleitung", 100), ("3", "Ton", 25), (None, "Summe", 175)])
    assert figures(proposal) == ("175.00", "175.00", "0.00")


def test_refunds_lower_the_budget() -> None:
    proposal = read([HEAD, ("1", "Script", 100), ("2", "Sale of the set", -20), (None, "Total", 80)])
    assert figures(proposal) == ("80.00", "80.00", "0.00")


# --- sheets ----------------------------------------------------------------------------------------------------------


DETAIL: list[Row] = [HEAD, ("1", "a", 100), ("2", "b", 200), ("3", "c", 300), (None, "Total", 600)]


def test_a_summary_sheet_is_a_check_not_a_second_budget() -> None:
    proposal = read(
        {
            "Top sheet": [HEAD, ("10", "All of a and b", 300), ("20", "c", 300), (None, "Total", 600)],
            "Detail": DETAIL,
        }
    )
    assert proposal.sheet == "Detail"
    assert figures(proposal) == ("600.00", "600.00", "0.00")
    assert any(s.sheet == "Top sheet" and s.row is None and "summary" in s.why for s in proposal.left_out)
    assert asked(proposal) == {}


def test_two_budgets_in_a_file_are_asked_about() -> None:
    other: list[Row] = [HEAD, ("1", "x", 5), ("2", "y", 6), (None, "Total", 11)]
    proposal = read({"Detail": DETAIL, "Option": other})
    assert asked(proposal) == {"sheet": True}
    assert proposal.questions[0].choices == ("Detail", "Option")
    chosen = read({"Detail": DETAIL, "Option": other}, answers={"sheet": "Option"})
    assert figures(chosen) == ("11.00", "11.00", "0.00")
    assert asked(chosen) == {}
    assert figures(read({"Detail": DETAIL, "Option": other}, sheet="Option"))[0] == "11.00"


def test_a_hidden_sheet_is_listed_and_not_taken() -> None:
    larger: list[Row] = [HEAD, *(("1", f"old {i}", 7) for i in range(20)), (None, "Total", 140)]
    proposal = read({"Old": larger, "Detail": DETAIL}, hidden=["Old"])
    assert proposal.sheet == "Detail"
    assert any(s.sheet == "Old" and s.why.startswith("hidden") for s in proposal.left_out)


def test_sheets_of_notes_are_listed_as_such() -> None:
    proposal = read({"Read me": [("Fill in the yellow cells",), ("Thank you",)], "Detail": DETAIL})
    assert [(s.sheet, s.why) for s in proposal.left_out if s.row is None] == [("Read me", "holds no table of amounts")]


def test_an_unknown_sheet_is_refused_naming_those_there_are() -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read({"Detail": DETAIL}, sheet="Detial")
    assert "Detail" in str(caught.value)


@pytest.mark.parametrize(
    "rows",
    [
        [], [("Hello",)], [("Name", "Phone"), ("Ana", "123"), ("Bo", "456")], [(1, 2, 3), (4, 5, 6)],
        [("Title", "Director", "Country"), ("A film", "Ana", "FR"), ("B film", "Bo", "DE")], [HEAD],
    ],
)  # fmt: skip
def test_what_holds_no_budget_is_refused(rows: list[Row]) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read(rows)
    assert "no budget" in caught.value.what


# --- currency --------------------------------------------------------------------------------------------------------

BARE = ("Acct", "Description", "Amount")


@pytest.mark.parametrize(
    ("rows", "currency"),
    [
        ([BARE, ("1", "a", X(5, format='#,##0.00\\ "€"')), ("2", "b", X(6, format='#,##0.00\\ "€"'))], "EUR"),
        ([BARE, ("1", "a", X(5, format="#,##0.00 [$₽-419]")), ("2", "b", 6)], "RUB"),
        ([("Acct", "Description", "Amount (GBP)"), ("1", "a", 5), ("2", "b", 6)], "GBP"),
        ([("Devis en CHF",), BARE, ("1", "a", 5), ("2", "b", 6)], "CHF"),
        ([("Acct", "Description", "Amount", "Currency"), ("1", "a", 5, "NOK"), ("2", "b", 6, "NOK")], "NOK"),
    ],
)
def test_the_currency_is_found_where_files_hide_it(rows: list[Row], currency: str) -> None:
    proposal = read(rows)
    assert proposal.currency == currency
    assert proposal.total.plain() == "11.00"
    assert asked(proposal) == {}


def test_no_currency_is_asked_about_and_never_taken_in_silence() -> None:
    rows = [BARE, ("1", "a", 5), ("2", "b", 6)]
    assert "currency" in asked(read(rows))
    assert any("names no currency" in w for w in read(rows).warnings)
    assert read(rows, currency="PLN").currency == "PLN"
    assert read(rows, answers={"currency": "gel"}).currency == "GEL"
    with pytest.raises(UnreadableWorkbook):
        read(rows, answers={"currency": "zloty"})


def test_two_currencies_are_asked_about() -> None:
    rows = [
        BARE,
        ("1", "a", X(5, format="[$€-2] 0")),
        ("2", "b", X(6, format="[$£-809] 0")),
        ("3", "c", X(7, format="[$€-2] 0")),
    ]
    proposal = read(rows)
    assert asked(proposal) == {"currency": True}
    assert proposal.questions[0].choices == ("EUR", "GBP")


def test_a_name_above_the_table_is_no_currency() -> None:
    proposal = read([("Producer: Ron Bell",), BARE, ("1", "a", 5), ("2", "b", 6)])
    assert "currency" in asked(proposal)


def test_amounts_in_thousands_are_never_taken_at_face_value_in_silence() -> None:
    proposal = read([("Budget in GBP (000)",), BARE, ("1", "a", 5), ("2", "b", 6)])
    assert any(asked(proposal).values())


def test_yen_have_no_cents() -> None:
    proposal = read([("Acct", "Description", "Amount JPY"), ("1", "a", 500), ("2", "b", 600), (None, "Total", 1100)])
    assert figures(proposal) == ("1100", "1100", "0")


def test_money_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read([HEAD, ("1", "a", Decimal("1e308")), ("2", "b", 6)])
    assert "too large" in caught.value.what
    assert len(str(caught.value)) < 200


# --- answers ------------------------------------------------------------------------------------------------------------


def test_rows_are_read_as_the_user_says() -> None:
    rows = [HEAD, ("1", "a", 100), ("2", "b", 50), ("3", "Alternative b", 60), (None, "Total", 150)]
    proposal = read(rows, answers={"row:4": "left out"})
    assert figures(proposal) == ("150.00", "150.00", "0.00")
    assert left_out(proposal)[4] == "left out by you"
    assert read(rows, answers={"row:5": "line"}).total.plain() == "360.00"
    assert read(rows, answers={"row:4": "total"}).total.plain() == "150.00"


def test_the_header_is_where_the_user_says() -> None:
    rows = [("x", "y", "z"), ("1", "a", 100), ("2", "b", 50)]
    proposal = read(rows, answers={"header": "1"})
    assert proposal.header_row == 1
    assert proposal.total.plain() == "150.00"


@pytest.mark.parametrize(
    "answers",
    [
        {"curency": "USD"},
        {"amount_column": "ZZ"},
        {"header": "77"},
        {"row:99": "line"},
        {"row:2": "nonsense"},
        {"currency": "QQQ"},
    ],
)
def test_an_answer_that_fits_nothing_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(UnreadableWorkbook):
        read([BARE, ("1", "a", 100), ("2", "b", 50), (None, "Total", 150)], answers=answers)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("tbc", {"no_number": "correct them first"}), (f("=2*70"), {"no_value": "save it first"})],
)
def test_an_answer_to_stop_leaves_the_question_open(cell: object, answer: dict[str, str]) -> None:
    try:
        proposal = read([HEAD, ("1", "a", 100), ("2", "b", cell), ("3", "c", 50), (None, "Total", 150)], answers=answer)
    except UnreadableWorkbook:
        return
    assert proposal.doubtful


# --- the samples' shapes, through a file -----------------------------------------------------------------------------


def through_file(tmp_path: Path, rows: object, **more: object) -> Proposal:
    workbook = read_workbook(book(tmp_path / "b.xlsx", rows, **more))  # type: ignore[arg-type]
    proposal = propose(workbook)
    assert_nothing_lost(proposal, list(next(s for s in workbook.sheets if s.title == proposal.sheet).rows))
    return proposal


def test_a_file_reads_like_the_same_sheet_in_memory(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("A", X("Rights", bold=True)),
        ("A1", "Novel", 100),
        ("A2", "Music", X(Decimal("50.25"), format="0.00")),
        (None, "Total", f("=SUM(C3:C4)", 150.25)),
    ]
    assert through_file(tmp_path, rows).rows == read(rows).rows


def test_an_estimate_with_the_total_in_the_price_column(tmp_path: Path) -> None:
    rows = [
        ("Смета на декорации",), ("№", "Наименование", "Цена за шт", "Количество", "Стоимость"), (1, "Фанера", 700, 4, f("=C3*D3", 2800)),
        (2, "Краска", 350, 6, f("=C4*D4", 2100)), (3, "Петли", 40, 10, f("=C5*D5", 400)), (None, "Итого", f("=SUM(E3:E5)", 5300)),
    ]  # fmt: skip
    proposal = through_file(tmp_path, rows)
    assert figures(proposal) == ("5300.00", "5300.00", "0.00")
    assert proposal.stated_at == "C6"


def test_a_list_without_any_total(tmp_path: Path) -> None:
    proposal = through_file(tmp_path, [("Item", "Cost"), ("Hall", 1250000), ("Screens", 380000), ("Power", 99000.5)])
    assert figures(proposal) == ("1729000.50", None, None)
    assert any("states no total" in w for w in proposal.warnings)


def test_a_sheet_with_errors_and_mixed_content_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ("Report of the week",), ("Item", "Cost", "Notes"), ("Hall", 500, "paid"), ("Screens", X(error="#VALUE!", formula="=A1*2"), None),
        ("Power", "call Ana", None), ("Water", 20, None), ("Total", X(error="#VALUE!", formula="=SUM(B3:B6)"), None),
    ]  # fmt: skip
    proposal = through_file(tmp_path, rows)
    assert asked(proposal)["no_number"] is True


def test_the_declared_size_of_a_sheet_is_not_believed(tmp_path: Path) -> None:
    for wrong in ("A1:XFD1048576", "A1:B2", "A1"):
        proposal = through_file(tmp_path, DETAIL, before=f'<dimension ref="{wrong}"/>')
        assert figures(proposal) == ("600.00", "600.00", "0.00")


def test_parents_above_their_rows_beside_a_hidden_column(tmp_path: Path) -> None:
    rows = [
        ("Partida", "Concepto", "Cantidad", "Precio", "Importe EUR"), ("1", "Personal", None, None, f("=SUM(E3:E4)", 900)), ("1.1", "Buzos", 2, 300, f("=C3*D3", 600)),
        ("1.2", "Capitán", 1, 300, f("=C4*D4", 300)), ("2", "Barco", None, None, f("=SUM(E6:E7)", 250)), ("2.1", "Gasóleo", 5, 40, f("=C6*D6", 200)),
        ("2.2", "Puerto", 1, 50, f("=C7*D7", 50)), (None, "TOTAL", None, None, f("=E2+E5", 1150)),
    ]  # fmt: skip
    proposal = through_file(tmp_path, rows, before='<cols><col min="7" max="7" hidden="1"/></cols>')
    assert figures(proposal) == ("1150.00", "1150.00", "0.00")
    assert proposal.line_count == 4


def test_with_and_without_tax(tmp_path: Path) -> None:
    rows = [
        ("Concepto", "Importe EUR"),
        ("Barco", 100),
        ("Buzos", 200),
        ("Subtotal", f("=SUM(B2:B3)", 300)),
        ("IVA 21%", f("=B4*0.21", 63)),
        ("TOTAL", f("=B4+B5", 363)),
    ]
    proposal = through_file(tmp_path, rows)
    assert figures(proposal) == ("363.00", "363.00", "0.00")
    assert [t for _, t, _ in lines(proposal)] == ["Barco", "Buzos", "IVA 21%"]


# --- every budget ------------------------------------------------------------------------------------------------------


@st.composite
def budgets(draw: st.DrawFn) -> tuple[list[Row], Decimal, bool]:
    """A sheet, the exact sum of its lines, and whether a grand total closes it."""
    coded = draw(st.booleans())
    word = draw(st.sampled_from(["Subtotal", "Total {}", "Summe", "Sous-total", "Zwischensumme", ""]))
    place = draw(st.sampled_from(["below", "below", "aside", "above", "none"]))
    formulas = draw(st.booleans())
    grand = draw(st.sampled_from([None, "TOTAL", "GRAND TOTAL", "Coste total"]))
    if place == "above" and not (coded or formulas):
        formulas = True
    if word == "" and place == "aside":
        word = "Subtotal"
    cents = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-2))
    rows: list[Row] = [("Film of the year",)] * draw(st.integers(0, 2)) + [
        ("Acct", "Description", "Amount EUR", "Total", "Notes")
    ]
    whole = Decimal(0)
    sums: list[str] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        code = str(number) if coded else None
        amounts = draw(st.lists(cents, min_size=2, max_size=5, unique=True))
        section = sum(amounts)
        whole += section
        first = len(rows) + 2
        above = section if place == "above" else None
        shown: object = above
        if above is not None and formulas:
            shown = f(f"=SUM(C{first}:C{first + len(amounts) - 1})", above)
        rows.append((code, X(f"Section {number}", bold=True), shown))
        sums.append(f"C{len(rows)}" if place == "above" else f"SUM(C{first}:C{first + len(amounts) - 1})")
        for i, amount in enumerate(amounts, 1):
            rows.append(
                (
                    f"{number}.{i:02}" if coded else None,
                    f"Line {number} {i}",
                    amount,
                    None,
                    draw(st.sampled_from([None, "offer of May"])),
                )
            )
        value: object = f(f"=SUM(C{first}:C{first + len(amounts) - 1})", section) if formulas else section
        if place == "below":
            rows.append((None, word.format(number) or None, value))
        elif place == "aside":
            rows.append((None, word.format(number), None, value))
        if draw(st.booleans()):
            rows.append(())
    if grand:
        rows.append((None, grand, f("=" + "+".join(sums), whole) if formulas and place == "above" else whole))
    return rows, whole, grand is not None


@given(budgets())
def test_every_budget_counts_every_line_once(made: tuple[list[Row], Decimal, bool]) -> None:
    rows, whole, closed = made
    proposal = read(rows)
    assert Decimal(proposal.total.plain()) == whole
    if closed:
        assert proposal.difference is not None
        assert proposal.difference.minor == 0
    assert sum(r.kind is RowKind.LINE for r in proposal.rows) == sum(
        1 for r in rows if len(r) > 1 and isinstance(r[1], str) and r[1].startswith("Line")
    )


@given(
    st.lists(
        st.tuples(
            *[
                st.one_of(
                    st.none(),
                    st.text("ab 1Total€%", max_size=8),
                    st.integers(-(10**6), 10**6),
                    st.sampled_from(
                        [
                            f("=SUM(C1:C9)", 5),
                            f("=C2"),
                            X(error="#REF!"),
                            date(2024, 1, 1),
                            True,
                            X(5, bold=True),
                        ]
                    ),
                )
            ]
            * 4
        ),
        max_size=12,
    )
)
def test_no_sheet_breaks_it_or_loses_a_row(rows: list[Row]) -> None:
    with contextlib.suppress(UnreadableWorkbook):
        read([("Acct", "Description", "Amount EUR", "Total"), *rows])


# --- speed -------------------------------------------------------------------------------------------------------------


def _within(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail as soon as the reading has used that much of the processor, so that a slow one cannot hang the tests."""
    end = time.process_time() + seconds
    covered = budget_reading._SheetReading._covered

    def watched(self: object, *given: object) -> object:
        assert time.process_time() < end, "reading takes too long"
        return covered(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(budget_reading._SheetReading, "_covered", watched)


def test_forty_thousand_lines_without_a_sum_are_read_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = memory([HEAD, *((None, f"Line {i}", i + 1) for i in range(40_000)), (None, "Total", 800_020_000)])
    _within(15, monkeypatch)
    assert propose(workbook).total.plain() == "800020000.00"


def test_two_thousand_lines_without_a_sum_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = memory([HEAD, *((None, f"Line {i}", i + 1) for i in range(2_000)), (None, "Total", 2_001_000)])
    _within(3, monkeypatch)
    assert propose(workbook).total.plain() == "2001000.00"


def test_thousands_of_notes_are_read_in_seconds() -> None:
    workbook = memory(
        [
            HEAD,
            ("1", "a", 5),
            ("2", "b", 6),
            (None, "Total", 11),
            *((None, f"Remark of a reader {i}") for i in range(8_000)),
        ]
    )
    start = time.process_time()
    propose(workbook)
    assert time.process_time() - start < 8


@pytest.mark.parametrize("second", ["Revised budget", "Actual to date", "Variance", "Zzz"])
def test_a_second_column_of_figures_is_never_left_aside_in_silence(second: str) -> None:
    proposal = read(
        [
            ("Acct", "Description", "Qty", "Rate", "Total", second),
            ("1", "Script", 2, 50, 100, 120),
            ("2", "Crew", 3, 100, 300, 310),
            ("3", "Camera", 4, 20, 80, 90),
            (None, "TOTAL", None, None, f("=SUM(E2:E4)", 480), 520),
        ]
    )
    said = [w for w in proposal.warnings if "were not read" in w or "was not read" in w]
    asked = [q for q in proposal.questions if q.id == "amount_column" and q.choices == ("E", "F")]
    assert said or asked
    (left,) = [entry for entry in proposal.left_out if entry.row is None]
    assert (left.amount, left.why) == (1040, f"column F, “{second}”: 4 figures that are not the amounts")
    if said:
        assert said == [
            f"Column F, “{second}”, holds 4 figures that were not read; the amounts are those of column E.",
        ]


def test_what_makes_an_amount_up_is_no_unread_column() -> None:
    proposal = read(
        [
            ("Acct", "Description", "Qty", "Unit", "X", "Rate", "%", "Total EUR"),
            ("1", "Script", 2, "wk", 1, 50, 0.5, 100),
            ("2", "Crew", 3, "wk", 1, 100, 0.5, 300),
            (None, "TOTAL", None, None, None, None, 1, f("=SUM(H2:H3)", 400)),
        ]
    )
    assert proposal.warnings == ()
