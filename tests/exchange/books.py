"""Workbooks written by hand, part by part: cached values, errors, formats and broken XML that openpyxl would not write."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from coprod_desktop.exchange.workbook import Cell, Sheet, Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class X:
    """A cell with more than a value: a formula with (or without) its saved value, an error, a look."""

    value: object = None
    formula: str = ""
    error: str = ""
    format: str = ""
    bold: bool = False
    indent: int = 0


def f(formula: str, cached: object = None) -> X:
    """Return a formula cell; without ``cached`` it has no saved value."""
    return X(cached, formula)


Row = Sequence[object]


def letter(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class _Styles:
    def __init__(self) -> None:
        self.looks: list[tuple[str, bool, int]] = [("", False, 0)]

    def number(self, cell: X) -> int:
        look = (cell.format, cell.bold, cell.indent)
        if look not in self.looks:
            self.looks.append(look)
        return self.looks.index(look)

    def xml(self) -> str:
        formats = [look[0] for look in self.looks if look[0]]
        formats = list(dict.fromkeys(formats))
        numbers = "".join(
            f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(formats)
        )
        cells = "".join(
            f'<xf numFmtId="{164 + formats.index(code) if code else 0}" fontId="{int(bold)}" fillId="0" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment indent="{indent}"/></xf>'
            for code, bold, indent in self.looks
        )
        return (
            f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{numbers}</numFmts>'
            '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
            '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
            '<borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.looks)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        ).replace('<numFmts count="0"></numFmts>', "")


def _cell(row: int, column: int, given: object, styles: _Styles) -> str:
    if given is None:
        return ""
    cell = given if isinstance(given, X) else X(given)
    at = f'r="{letter(column)}{row}" s="{styles.number(cell)}"'
    formula = f"<f>{escape(cell.formula.removeprefix('='))}</f>" if cell.formula else ""
    value = cell.value
    if cell.error:
        return f'<c {at} t="e">{formula}<v>{cell.error}</v></c>'
    if value is None:
        return f"<c {at}>{formula}</c>"
    if isinstance(value, bool):
        return f'<c {at} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c {at}>{formula}<v>{value}</v></c>"
    if formula:
        return f'<c {at} t="str">{formula}<v>{escape(str(value))}</v></c>'
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def sheet_xml(rows: Iterable[Row], styles: _Styles | None = None, *, before: str = "", after: str = "") -> str:
    """Return one sheet's XML; ``before`` goes ahead of the rows (columns), ``after`` behind them (merges, links)."""
    styles = styles or _Styles()
    body = "".join(
        f'<row r="{number}">' + "".join(_cell(number, c, v, styles) for c, v in enumerate(row, 1)) + "</row>"
        for number, row in enumerate(rows, 1)
        if any(v is not None for v in row)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_REL}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'
    )


def parts(
    sheets: Mapping[str, Iterable[Row]] | Sequence[tuple[str, Iterable[Row]]],
    *,
    hidden: Sequence[str] = (),
    before: str = "",
    after: str = "",
) -> dict[str, str]:
    """Return the parts of a workbook; a list of pairs allows the same name twice."""
    pairs = list(sheets.items()) if isinstance(sheets, Mapping) else list(sheets)
    styles = _Styles()
    bodies = [sheet_xml(rows, styles, before=before, after=after) for _, rows in pairs]
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for i, (name, _) in enumerate(pairs, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(pairs) + 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for i in range(1, len(pairs) + 1)
    )
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{kinds}'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
            f'<Relationship Id="rIdS" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": styles.xml(),
        **{f"xl/worksheets/sheet{i}.xml": body for i, body in enumerate(bodies, 1)},
    }


def pack(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """Write the parts as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def book(
    path: Path,
    sheets: Mapping[str, Iterable[Row]] | Sequence[tuple[str, Iterable[Row]]] | Iterable[Row],
    **more: object,
) -> Path:
    """Write a workbook: a mapping of sheets, or the rows of a single sheet named Budget."""
    if isinstance(sheets, Mapping):
        return pack(path, parts(sheets, **more))  # type: ignore[arg-type]
    listed = list(sheets)
    if listed and isinstance(listed[0], tuple) and len(listed[0]) == 2 and isinstance(listed[0][1], list):
        return pack(path, parts(listed, **more))  # type: ignore[arg-type]
    return pack(path, parts({"Budget": listed}, **more))  # type: ignore[arg-type]


def memory(
    sheets: Mapping[str, Iterable[Row]] | Iterable[Row],
    *,
    hidden: Sequence[str] = (),
    hidden_columns: Sequence[int] = (),
) -> Workbook:
    """Return the same sheets as they would be read, without a file in between."""
    named = sheets if isinstance(sheets, Mapping) else {"Budget": sheets}
    result = []
    for title, rows in named.items():
        cells: dict[int, dict[int, Cell]] = {}
        for number, row in enumerate(rows, 1):
            for column, given in enumerate(row, 1):
                if given is not None:
                    cells.setdefault(number, {})[column] = _read(
                        number, column, given if isinstance(given, X) else X(given)
                    )
        result.append(Sheet(title, cells, title in hidden, hidden_columns=frozenset(hidden_columns)))
    return Workbook("book.xlsx", "0" * 64, tuple(result))


def _read(row: int, column: int, cell: X) -> Cell:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(str(value))
    return Cell(
        row,
        column,
        None if cell.error else value,
        cell.format or "General",
        cell.formula,
        cell.error,
        cell.bold,
        cell.indent,
    )  # type: ignore[arg-type]
