"""Opening workbooks: what is read from a sound one, and one clear sentence for each that is not."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from coprod_desktop.errors import UnreadableWorkbook
from coprod_desktop.exchange import workbook as module
from coprod_desktop.exchange.workbook import Cell, Workbook, address, column_letter, read_workbook
from tests.exchange.books import Row, X, book, f, pack, parts

ROWS: list[Row] = [
    ("Acct", "Description", "Amount EUR"),
    ("1", "Script", 100),
    ("2", "Crew", 50),
    (None, "TOTAL", f("=SUM(C2:C3)", 150)),
]
SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path)
    fault = caught.value
    assert path.name in fault.what
    assert fault.hint
    assert "\n" not in str(fault)
    assert len(str(fault)) < 250
    return str(fault)


def attempt(path: Path) -> Workbook | None:
    """Read a workbook that may be refused; a refusal names the file, anything else is a failure."""
    try:
        return read_workbook(path)
    except UnreadableWorkbook as fault:
        found = fault
    assert path.name in found.what
    return None


def changed(path: Path, old: str, new: str, part: str = SHEET) -> Path:
    content = parts({"Budget": ROWS})
    assert old in content[part]
    content[part] = content[part].replace(old, new)
    return pack(path, content)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_cells_carry_value_formula_error_and_look(tmp_path: Path) -> None:
    path = book(
        tmp_path / "b.xlsx",
        [
            ("Text", 5, Decimal("279.20000000000005"), True, X(45000, format="yyyy-mm-dd")),
            (
                f("=1+1", 2),
                f("=1+2"),
                X(error="#REF!", formula="=A9"),
                X("Bold", bold=True, indent=2),
                X(7, format='0.00 "€"'),
            ),
        ],
    )
    rows = read_workbook(path).sheets[0].rows
    assert rows[1][1].text == "Text"
    assert rows[1][1].number is None
    assert rows[1][2].number == 5
    assert rows[1][3].number == Decimal("279.2")
    assert rows[1][4].value is True
    assert rows[1][4].number is None
    assert rows[1][5].value == date(2023, 3, 15)
    assert (rows[2][1].value, rows[2][1].formula) == (Decimal(2), "=1+1")
    assert (rows[2][2].value, rows[2][2].formula) == (None, "=1+2")
    assert (rows[2][3].value, rows[2][3].error, rows[2][3].formula) == (None, "#REF!", "=A9")
    assert (rows[2][4].bold, rows[2][4].indent) == (True, 2)
    assert rows[2][5].format == '0.00 "€"'


def test_a_workbook_by_openpyxl_has_formulas_and_no_values(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["a", 1, "=B1*2"])
    made.save(tmp_path / "b.xlsx")
    cell = read_workbook(tmp_path / "b.xlsx").sheets[0].rows[1][3]
    assert cell == Cell(1, 3, None, "General", "=B1*2")


def test_the_file_is_named_and_fingerprinted_and_left_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "Смета.xlsx", ROWS)
    before = path.read_bytes()
    read = read_workbook(path)
    assert read.name == "Смета.xlsx"
    assert read.sha256 == hashlib.sha256(before).hexdigest()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["Смета.xlsx"]


def test_hidden_sheets_rows_and_columns(tmp_path: Path) -> None:
    path = book(
        tmp_path / "b.xlsx",
        {"Old": ROWS, "New": ROWS},
        hidden=["Old"],
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
    )
    old, new = read_workbook(path).sheets
    assert (old.hidden, new.hidden) == (True, False)
    assert new.hidden_columns == {2, 3}
    path = changed(tmp_path / "c.xlsx", '<row r="3">', '<row r="3" hidden="1">')
    assert read_workbook(path).sheets[0].hidden_rows == {3}


@pytest.mark.parametrize("name", ["It's", '"quoted" & <more>', "Смета 2024", "预算", "=SUM(A1)", " blank ", "A!B"])
def test_sheets_of_any_name(tmp_path: Path, name: str) -> None:
    sheet = read_workbook(book(tmp_path / "b.xlsx", {name: ROWS})).sheets[0]
    assert sheet.title.strip() == name.strip()
    assert sheet.rows[2][3].number == 100


def test_two_sheets_of_the_same_name_are_both_read(tmp_path: Path) -> None:
    read = read_workbook(book(tmp_path / "b.xlsx", [("Budget", ROWS), ("Budget", ROWS[:2])]))
    titles = [s.title for s in read.sheets]
    assert len(set(titles)) == 2
    assert [len(s.rows) for s in read.sheets] == [4, 2]


def test_macros_and_links_are_seen_and_not_followed(tmp_path: Path) -> None:
    content = {
        **parts({"Budget": ROWS}),
        "xl/vbaProject.bin": b"macro",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
    }
    read = read_workbook(pack(tmp_path / "b.xlsm", content))
    assert read.macros
    assert read.external
    assert not read_workbook(book(tmp_path / "c.xlsx", ROWS)).macros


def test_the_name_of_the_file_decides_nothing(tmp_path: Path) -> None:
    assert read_workbook(book(tmp_path / "budget.xls", ROWS)).sheets[0].rows[2][3].number == 100
    assert read_workbook(book(tmp_path / "budget", ROWS)).sheets[0].title == "Budget"


def test_progress_is_told_and_may_cancel(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ROWS)
    told: list[tuple[int, int]] = []
    read_workbook(path, lambda done, whole: told.append((done, whole)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    class Cancel(Exception):
        pass

    def cancel(done: int, whole: int) -> None:
        raise Cancel

    with pytest.raises(Cancel):
        read_workbook(path, cancel)


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letter(column) == letters
    assert address(7, column) == f"{letters}7"


# --- what is no workbook ---------------------------------------------------------------------------------------------


def test_no_file_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbook, match="no file"):
        read_workbook(tmp_path / "none.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UnreadableWorkbook, match="is a folder"):
        read_workbook(tmp_path / "folder.xlsx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "protected by a password"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600, "old .xls"),
        (b"<html><body><table><tr><td>5</td></tr></table></body></html>", "web page"),
        (b"\xef\xbb\xbf<html></html>", "web page"),
        (b"\r\n  <!DOCTYPE html><html></html>", "web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "web page"),
        (b"code;title;amount\n1;Script;100\n", "no Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no Excel workbook"),
        (b"PK", "damaged"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "holds no Excel workbook"),
    ],
    ids=["empty", "encrypted", "xls", "html", "html-bom", "doctype", "xml", "csv", "pdf", "png", "pk", "pk-zeros", "empty-zip"],
)  # fmt: skip
def test_other_files_named_xlsx(tmp_path: Path, raw: bytes, said: str, request: pytest.FixtureRequest) -> None:
    (tmp_path / "budget.xlsx").write_bytes(raw)
    assert said in refusal(tmp_path / "budget.xlsx")


def test_a_truncated_workbook_anywhere(tmp_path: Path) -> None:
    whole = book(tmp_path / "w.xlsx", ROWS).read_bytes()
    for length in range(10, len(whole), 97):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        assert "damaged" in refusal(tmp_path / "cut.xlsx")


def test_a_workbook_with_a_flipped_byte_is_read_or_refused(tmp_path: Path) -> None:
    whole = bytearray(book(tmp_path / "w.xlsx", ROWS).read_bytes())
    for place in range(0, len(whole), 41):
        raw = whole.copy()
        raw[place] ^= 0xFF
        (tmp_path / "flip.xlsx").write_bytes(raw)
        attempt(tmp_path / "flip.xlsx")


def test_other_zips(tmp_path: Path) -> None:
    assert "OpenDocument" in refusal(
        pack(
            tmp_path / "o.xlsx",
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"},
        )
    )
    assert "no Excel workbook" in refusal(pack(tmp_path / "d.xlsx", {"word/document.xml": "<a/>"}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v>50</v>", "<v>NaN</v>"), ("<v>50</v>", f"<v>{'9' * 5000}</v>"), ('r="C3" s="0"', 'r="C3" s="999"'), ('r="C3" s="0"', 'r="C3" s="0" t="s"'),
        ('r="C3" s="0"', 'r="C3" s="0" t="d"'), ('r="C3"', 'r="ZZZZ99"'), ('r="C3"', 'r="3"'), ('<row r="3">', '<row r="x">'), ("</sheetData>", ""), ("<v>50</v>", "<v>50"),
        ("<v>50</v>", "<v>&unknown;</v>"),
    ],
)  # fmt: skip
def test_broken_parts_are_damage(tmp_path: Path, old: str, new: str) -> None:
    assert "damaged" in refusal(changed(tmp_path / "b.xlsx", old, new))


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"]
)
def test_a_missing_part_is_told(tmp_path: Path, part: str) -> None:
    content = parts({"Budget": ROWS})
    del content[part]
    path = pack(tmp_path / "b.xlsx", content)
    read = attempt(path)
    assert read is None or read.sheets == () or part == "_rels/.rels"


# --- what means harm -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        SHEET,
        "xl/workbook.xml",
        "xl/styles.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "docProps/core.xml",
    ],
)
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str) -> None:
    bomb = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    content = {**parts({"Budget": ROWS}), "docProps/core.xml": "<?xml version='1.0'?><a/>"}
    head, _, body = content[part].partition("?>")
    content[part] = f'{head}?><!DOCTYPE x [<!ENTITY l0 "lol">{bomb}]>{body}'
    assert "never needs" in refusal(pack(tmp_path / "b.xlsx", content))


def test_a_doctype_across_the_edge_of_a_block_is_seen(tmp_path: Path) -> None:
    for shift in range(0, 12, 3):
        content = parts({"Budget": ROWS})
        head, _, body = content[SHEET].partition("?>")
        content[SHEET] = head + "?>" + " " * ((1 << 20) - len(head) - 2 - shift) + "<!DOCTYPE x>" + body
        assert "never needs" in refusal(pack(tmp_path / "b.xlsx", content))


def test_a_foreign_file_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    content = parts({"Budget": ROWS})
    head, _, body = content[SHEET].partition("?>")
    content[SHEET] = f"{head}?>{entity}{body.replace('Script', '&e;')}"
    assert "never needs" in refusal(pack(tmp_path / "b.xlsx", content))


def test_a_part_that_unpacks_to_far_more_is_refused_unopened(tmp_path: Path) -> None:
    path = changed(tmp_path / "b.xlsx", "</sheetData>", "</sheetData>" + " " * 25_000_000)
    assert path.stat().st_size < 100_000
    start = time.process_time()
    assert "more than a budget can hold" in refusal(path)
    assert time.process_time() - start < 2


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_PART", 2_000_000)
    path = changed(tmp_path / "b.xlsx", "</sheetData>", "</sheetData>" + " " * 3_000_000)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo(SHEET).file_size
    assert raw.count(real.to_bytes(4, "little")) == 2
    path.write_bytes(raw.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert refusal(path)


def test_too_many_parts_or_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {**parts({"Budget": ROWS}), **{f"x/{i}.txt": "" for i in range(5_001)}}
    assert "more than a budget can hold" in refusal(pack(tmp_path / "p.xlsx", many))
    monkeypatch.setattr(module, "MOST_CELLS", 11)
    assert "holds 12 cells" in refusal(book(tmp_path / "c.xlsx", [*ROWS[:3], (1, 2, 3)]))
    monkeypatch.setattr(module, "MOST_CELLS", 12)
    assert read_workbook(tmp_path / "c.xlsx").sheets


def test_a_file_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_FILE", 1000)
    assert "too large" in refusal(book(tmp_path / "b.xlsx", ROWS))


def test_one_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    path = changed(
        tmp_path / "b.xlsx",
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>',
    )
    start = time.process_time()
    assert len(read_workbook(path).sheets[0].rows) >= 4
    assert time.process_time() - start < 2


def test_a_row_too_far_down_is_never_dropped_in_silence(tmp_path: Path) -> None:
    late = '<row r="300000"><c r="B300000" t="inlineStr"><is><t>Late</t></is></c><c r="C300000"><v>77</v></c></row></sheetData>'
    path = changed(tmp_path / "b.xlsx", "</sheetData>", late)
    read = attempt(path)
    assert read is None or 300_000 in read.sheets[0].rows


@pytest.fixture
def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail as soon as openpyxl makes more cells than the file holds by far."""
    made = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def make(*given: object, **named: object) -> object:
            nonlocal made
            made += 1
            assert made < 20_000, "cells are made for an empty range"
            return real(*given, **named)

        return make

    monkeypatch.setattr(
        "openpyxl.worksheet.worksheet.MergedCell", counted(openpyxl.cell.cell.MergedCell), raising=False
    )
    monkeypatch.setattr("openpyxl.worksheet.merge.MergedCell", counted(openpyxl.cell.cell.MergedCell), raising=False)
    sheet = openpyxl.worksheet.worksheet.Worksheet
    monkeypatch.setattr(sheet, "_get_cell", counted(sheet._get_cell))


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>',
        '<mergeCells count="3"><mergeCell ref="A10:XFD10"/><mergeCell ref="A11:XFD11"/><mergeCell ref="A12:XFD12"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A10:XFD1048576" location="x"/></hyperlinks>',
    ],
    ids=["all merged", "three rows merged", "all linked"],
)
@pytest.mark.usefixtures("bounded")
def test_a_merged_or_linked_range_costs_nothing(tmp_path: Path, after: str) -> None:
    path = book(tmp_path / "b.xlsx", ROWS, after=after)
    read = attempt(path)
    assert read is None or read.sheets[0].rows[2][3].number == 100


def test_formulas_over_everything_cost_nothing(tmp_path: Path) -> None:
    for kind in ('t="shared" si="0" ref="C4:XFD1048576"', 't="array" ref="C4:XFD1048576"'):
        path = changed(tmp_path / "b.xlsx", "<f>SUM", f"<f {kind}>SUM")
        start = time.process_time()
        assert read_workbook(path).sheets[0].rows[4][3].number == 150
        assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "worksheets/none.xml"]
)
def test_a_sheet_that_points_elsewhere_is_not_followed(tmp_path: Path, target: str) -> None:
    path = changed(tmp_path / "b.xlsx", "worksheets/sheet1.xml", target, "xl/_rels/workbook.xml.rels")
    read = attempt(path)
    assert read is None or read.sheets == ()


def test_a_number_beyond_all_numbers_is_an_error_cell(tmp_path: Path) -> None:
    read = attempt(changed(tmp_path / "b.xlsx", "<v>50</v>", "<v>1e999</v>"))
    assert read is None or read.sheets[0].rows[3][3].error
