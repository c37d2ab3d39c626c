"""Fields that edit in place and write when they lose the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from coprod_desktop.errors import BadPlan
from coprod_desktop.wording import Words


class LineField(QLineEdit):
    """A line of text, quiet until touched; ``written`` is called with the new text when editing ends."""

    def __init__(
        self, name: str, written: Callable[[str], object], *, placeholder: str = "", quiet: bool = True
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or "–")
        self.setProperty("quiet", quiet)
        self._kept = ""
        self._written = written
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a value from the snapshot, unless the user is typing here."""
        self._kept = text
        if not self.hasFocus():
            self.setText(text)
            self.setCursorPosition(0)

    def _finish(self) -> None:
        text = self.text().strip()
        if text != self._kept.strip():
            self._kept = text
            self._written(text)


class TextField(QPlainTextEdit):
    """Several lines of text, written when the focus leaves."""

    def __init__(self, name: str, written: Callable[[str], object], *, placeholder: str = "", height: int = 84) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setProperty("quiet", True)
        self.setFixedHeight(height)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._kept = ""
        self._written = written

    def show_text(self, text: str) -> None:
        """Show a value from the snapshot, unless the user is typing here."""
        self._kept = text
        if not self.hasFocus() and self.toPlainText() != text:
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        text = self.toPlainText().strip()
        if text != self._kept.strip():
            self._kept = text
            self._written(text)


def parse_day(text: str) -> date | None:
    """Return the day typed as 2012-11-11, 11.11.2012 or 11/11/2012 (day first); None when empty; raises BadPlan."""
    body = text.strip()
    if not body:
        return None
    try:
        return date.fromisoformat(body)
    except ValueError:
        pass
    parts = body.replace("/", ".").replace(" ", ".").split(".")
    try:
        day, month, year = (int(p) for p in parts if p)
        return date(year, month, day)
    except ValueError as fault:
        raise BadPlan(f"“{text}” is no day.", "Write it like 2012-11-11 or 11.11.2012.") from fault


class CountryBox(QComboBox):
    """A list of all countries in the user's language, found by typing; its data are ISO codes."""

    def __init__(self, words: Words, name: str, first: Iterable[str] = (), *, empty: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        codes = sorted(
            (
                c
                for c in Locale.parse("en").territories
                if len(c) == 2 and c.isalpha() and c not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")
            ),
            key=words.country,
        )
        if empty:
            self.addItem("–", "")
        for code in (*first, *codes):
            self.addItem(f"{words.country(code)} ({code})", code)
        self.setMaxVisibleItems(14)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def code(self) -> str:
        """Return the chosen country's code; what was typed decides, even without Enter."""
        text = self.currentText().strip()
        exact = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if exact < 0 and len(text) == 2:
            exact = self.findData(text.upper())
        if exact < 0 and text:
            exact = self.findText(text, Qt.MatchFlag.MatchStartsWith)
        return str(self.itemData(exact) if exact >= 0 else "")

    def choose(self, code: str) -> None:
        """Show a country."""
        self.setCurrentIndex(max(self.findData(code), 0))


def combo(name: str, items: Iterable[tuple[str, str]], parent: QWidget | None = None) -> QComboBox:
    """Return a drop-down of (data, text)."""
    box = QComboBox(parent)
    box.setAccessibleName(name)
    # A long word in one language must not push the pane wider than its room.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    for data, text in items:
        box.addItem(text, data)
    return box
