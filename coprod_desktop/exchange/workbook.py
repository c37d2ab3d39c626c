"""A spreadsheet file opened safely and read into plain cells; nothing in it is followed, run or changed."""

from __future__ import annotations

import hashlib
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from coprod_desktop.errors import UnreadableWorkbook

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 500_000_000
LARGEST_PART = 300_000_000
MOST_ENTRIES = 5_000
MOST_CELLS = 1_000_000

Progress = Callable[[int, int], None]
"""Called with (done, all) between steps; raising from it cancels the work."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: its value (text, exact number, date or flag), how it looks, and its formula if it has one.

    ``value`` is None for a formula without a saved value, and ``error`` names a cell that holds ``#REF!`` and the like.
    """

    row: int
    column: int
    value: str | Decimal | date | bool | None
    format: str = "General"
    formula: str = ""
    error: str = ""
    bold: bool = False
    indent: int = 0

    @property
    def number(self) -> Decimal | None:
        """The value if it is a number."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def text(self) -> str:
        """The value as text if it is a text, else empty."""
        return self.value.strip() if isinstance(self.value, str) else ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: filled cells by row and column (from 1), hidden rows and columns, whether it is hidden itself."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """A read workbook with the SHA-256 of its file."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    external: bool = False
    macros: bool = False


def column_letter(column: int) -> str:
    """Return the letters of a column number: 1 is A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address such as ``E73``."""
    return f"{column_letter(column)}{row}"


def read_workbook(path: Path, progress: Progress | None = None) -> Workbook:
    """Read an .xlsx or .xlsm workbook; raises UnreadableWorkbook in one sentence that says what to do."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableWorkbook(f"{path.name} is a folder, not a workbook.")
        if size > LARGEST_FILE:
            raise UnreadableWorkbook(
                f"{path.name} is too large ({size // 1_000_000} MB; at most 50).", "Save the budget sheet alone."
            )
        raw = path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableWorkbook(f"There is no file {path}.", "Check the name and the folder.") from fault
    except OSError as fault:
        raise UnreadableWorkbook(f"{path.name} cannot be read: {fault.strerror or fault}.") from fault
    _check_type(raw, path.name)
    parts = _check_zip(raw, path.name)
    if progress:
        progress(1, 4)
    return _load(raw, path.name, parts, progress)


def _check_type(raw: bytes, name: str) -> None:
    """Decide by the first bytes what the file is, never by its name."""
    if not raw:
        raise UnreadableWorkbook(f"{name} is empty.", "Ask for the file again.")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise UnreadableWorkbook(
                f"{name} is protected by a password.", "Open it in your spreadsheet program and save it without one."
            )
        raise UnreadableWorkbook(
            f"{name} is an old .xls workbook.", "Open it in your spreadsheet program and save it as .xlsx."
        )
    if raw.startswith(b"PK"):
        return
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml")):
        raise UnreadableWorkbook(
            f"{name} is a web page with a workbook's name.", "Open it in your spreadsheet program and save it as .xlsx."
        )
    if raw.startswith(b"%PDF"):
        raise UnreadableWorkbook(f"{name} is a PDF, not a workbook.", "Ask for the Excel file it was printed from.")
    raise UnreadableWorkbook(f"{name} is no Excel workbook.", "Choose a file saved as .xlsx.")


def _check_zip(raw: bytes, name: str) -> list[str]:
    """Look at the container before any parser does: size, number and kind of its parts, no XML declarations of entities."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if "mimetype" in names and "content.xml" in names:
                raise UnreadableWorkbook(f"{name} is an OpenDocument sheet.", "Save it as .xlsx and import that.")
            if "xl/workbook.xml" not in names:
                raise UnreadableWorkbook(f"{name} holds no Excel workbook.", "Choose a file saved as .xlsx.")
            declared = sum(entry.file_size for entry in entries)
            if (
                len(entries) > MOST_ENTRIES
                or declared > LARGEST_UNPACKED
                or any(e.file_size > LARGEST_PART for e in entries)
                or any(e.file_size > 20_000_000 and e.file_size > 200 * max(e.compress_size, 1) for e in entries)
            ):
                raise UnreadableWorkbook(
                    f"{name} unpacks to more than a budget can hold.", "Save the budget sheet alone."
                )
            cells = 0
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    cells += _scan_part(archive, entry, name)
            if cells > MOST_CELLS:
                raise UnreadableWorkbook(
                    f"{name} holds {cells:,} cells; at most {MOST_CELLS:,} are read.", "Save the budget sheet alone."
                )
            return names
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise UnreadableWorkbook(
            f"{name} is damaged and cannot be opened.", "Ask for the file again, or open and save it anew."
        ) from fault


_CELL = re.compile(rb"<(?:\w+:)?c[ />]")


def _scan_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> int:
    """Stream one XML part: refuse DOCTYPE, count bytes really unpacked, count cells of sheets."""
    cells = unpacked = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(1 << 20):
            unpacked += len(chunk)
            if unpacked > LARGEST_PART:
                raise UnreadableWorkbook(
                    f"{name} unpacks to more than a budget can hold.", "Save the budget sheet alone."
                )
            window = tail + chunk
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise UnreadableWorkbook(
                    f"{name} holds XML that a workbook never needs and was not opened.",
                    "Open it in your spreadsheet program and save it anew.",
                )
            if entry.filename.startswith("xl/worksheets/"):
                cells += len(_CELL.findall(window)) - len(_CELL.findall(tail))
            tail = chunk[-16:]
    return cells


def _load(raw: bytes, name: str, parts: list[str], progress: Progress | None) -> Workbook:
    # openpyxl is imported when used: it costs a tenth of a second at start (TECH section 1).
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _make_no_cells_for_ranges()
            values = openpyxl.load_workbook(BytesIO(raw), data_only=True, keep_links=False)
            if progress:
                progress(2, 4)
            formulas = openpyxl.load_workbook(BytesIO(raw), keep_links=False)
            if progress:
                progress(3, 4)
    except (
        LookupError,
        ArithmeticError,
        RecursionError,
        EOFError,
        zlib.error,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
        SyntaxError,
    ) as fault:
        # openpyxl raises whatever a broken part provokes; ElementTree's ParseError is a SyntaxError.
        raise UnreadableWorkbook(
            f"{name} is damaged and cannot be opened.", "Open it in your spreadsheet program and save it anew."
        ) from fault
    sheets = []
    for sheet in values.worksheets:
        if not hasattr(sheet, "_cells"):
            continue
        twin = formulas[sheet.title]
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet._cells.items():
            written = twin._cells.get((row, column))
            formula = _formula(written.value if written is not None else None)
            if cell.value is None and not formula:
                continue
            rows.setdefault(row, {})[column] = _cell(row, column, cell, formula)
        sheets.append(
            Sheet(
                sheet.title,
                {row: dict(sorted(rows[row].items())) for row in sorted(rows)},
                sheet.sheet_state != "visible",
                frozenset(n for n, d in sheet.row_dimensions.items() if d.hidden),
                frozenset(
                    n
                    for letter, d in sheet.column_dimensions.items()
                    if d.hidden
                    for n in range(d.min or 1, min((d.max or d.min or 1), 500) + 1)
                ),
            )
        )
    values.close()
    formulas.close()
    if progress:
        progress(4, 4)
    return Workbook(
        name,
        hashlib.sha256(raw).hexdigest(),
        tuple(sheets),
        external=any(part.startswith("xl/externalLinks/") for part in parts),
        macros="xl/vbaProject.bin" in parts,
    )


def _make_no_cells_for_ranges() -> None:
    """Keep openpyxl from making a cell for every place of a merged or linked range: A1:XFD1048576 would never end."""
    from openpyxl.worksheet._reader import WorksheetReader

    for name in ("bind_merged_cells", "bind_hyperlinks"):
        setattr(WorksheetReader, name, lambda _reader: None)


def _formula(value: object) -> str:
    if isinstance(value, str):
        return value if value.startswith("=") else ""
    text = getattr(value, "text", None)
    return str(text) if isinstance(text, str) else ""


def _cell(row: int, column: int, cell: object, formula: str) -> Cell:
    raw = getattr(cell, "value", None)
    value: str | Decimal | date | bool | None
    error = ""
    if getattr(cell, "data_type", "") == "e":
        value, error = None, str(raw)
    elif isinstance(raw, bool) or raw is None:
        value = raw
    elif isinstance(raw, int):
        value = Decimal(raw)
    elif isinstance(raw, float):
        # Ten decimals undo the noise of binary fractions (279.20000000000005) and keep every real digit of a budget.
        if raw != raw or abs(raw) == float("inf"):
            value, error = None, "#NUM!"
        else:
            value = Decimal(repr(round(raw, 10)))
    elif isinstance(raw, datetime):
        value = raw.date()
    elif isinstance(raw, date):
        value = raw
    elif isinstance(raw, time):
        value = raw.isoformat()
    else:
        value = str(raw)
    font, alignment = getattr(cell, "font", None), getattr(cell, "alignment", None)
    return Cell(
        row,
        column,
        value,
        str(getattr(cell, "number_format", "General") or "General"),
        formula,
        error,
        bool(font is not None and font.b),
        int(getattr(alignment, "indent", 0) or 0),
    )
