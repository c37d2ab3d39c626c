"""Type on paper: the embedded fonts, the styles, and the only way user text may enter a page."""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from coprod_desktop.assets import fonts
from coprod_desktop.domain.pictures.palette import colour

REGULAR, BOLD = "CoProd", "CoProd-Semibold"


@cache
def register() -> frozenset[int]:
    """Register the fonts once; return the characters they can draw."""
    files = fonts()
    pdfmetrics.registerFont(TTFont(REGULAR, str(files["regular"])))
    pdfmetrics.registerFont(TTFont(BOLD, str(files["semibold"])))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    faces: list[Any] = [pdfmetrics.getFont(name) for name in (REGULAR, BOLD)]
    return frozenset(faces[0].face.charToGlyph) & frozenset(faces[1].face.charToGlyph)


def ink(role: str) -> Color:
    """Return the print colour of a role."""
    return HexColor(colour(role))


class Typesetter:
    """Cleans texts for paper and remembers every character that no embedded font can draw."""

    def __init__(self) -> None:
        self.known = register()
        self.missing: dict[str, None] = {}

    def clean(self, text: str) -> str:
        """Return text without control characters, composed, with a box for what cannot be drawn."""
        composed = unicodedata.normalize("NFC", text)
        out = []
        for char in composed:
            if char in "\n\t":
                out.append(" ")
            elif unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co"):
                continue
            elif ord(char) in self.known:
                out.append(char)
            elif char in "\u202f\u2009\u2007":
                out.append("\u00a0")
            else:
                self.missing[char] = None
                out.append("\u25a1" if 0x25A1 in self.known else "?")
        return "".join(out)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a cleaned text is, in points."""
        return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))

    def lines(self, text: str, size: float, width: float, *, bold: bool = False, most: int = 6) -> list[str]:
        """Break a cleaned text into lines no wider than ``width``; a word too long is cut, a text too long ellipsed."""
        lines: list[str] = []
        current = ""
        for word in text.split(" "):
            candidate = f"{current} {word}" if current else word
            if self.width(candidate, size, bold=bold) <= width:
                current = candidate
                continue
            if current:
                lines.append(current)
            current = word
            while self.width(current, size, bold=bold) > width and len(current) > 1:
                cut = len(current) - 1
                while cut > 1 and self.width(current[:cut], size, bold=bold) > width:
                    cut -= 1
                lines.append(current[:cut])
                current = current[cut:]
        lines.append(current)
        if len(lines) > most:
            lines = lines[:most]
            last = lines[-1]
            while last and self.width(last + "…", size, bold=bold) > width:
                last = last[:-1]
            lines[-1] = last + "…"
        return lines

    def text(self, text: str, style: ParagraphStyle) -> Paragraph:
        """Return a paragraph of plain text: markup in it is printed, never obeyed. The one place a Paragraph is made."""
        return Paragraph(escape(self.clean(text), quote=False), style)


def _style(
    name: str, size: float, leading: float, *, bold: bool = False, role: str = "paper-text", **more: Any
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=leading,
        textColor=ink(role),
        splitLongWords=1,
        **more,
    )


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Return the styles of TOKENS.md, section Paper."""
    register()
    return {
        "cover": _style("cover", 34, 40, bold=True),
        "cover-second": _style("cover-second", 15, 22, role="paper-muted"),
        "cover-line": _style("cover-line", 10.5, 16),
        "title": _style("title", 17, 21, bold=True, spaceAfter=10),
        "second": _style("second", 11, 15, role="paper-muted", spaceAfter=8),
        "h2": _style("h2", 11, 14, bold=True, spaceBefore=14, spaceAfter=6),
        "text": _style("text", 9.5, 13, spaceAfter=5),
        "strong": _style("strong", 9.5, 13, bold=True),
        "label": _style("label", 8.5, 11, role="paper-muted"),
        "small": _style("small", 8, 10.5, role="paper-muted", spaceBefore=4),
        "figure": _style("figure", 11, 14, bold=True),
    }
