"""Search across the open document: budget nodes, partners, contacts, instruments; a hit leads to its place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from coprod_desktop.actions.contacts import fold
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import icon

_FOLDED = Qt.ItemDataRole.UserRole + 1
_TARGET = Qt.ItemDataRole.UserRole + 2


class _Completer(QCompleter):
    """Finds parts of words without regard to accents, script or case; shows what was written."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class SearchField(QLineEdit):
    """The search of the header. ``chosen`` carries the kind (budget, partner, contact, instrument) and the key."""

    chosen = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.setPlaceholderText(said("Search"))
        self.setAccessibleName(said("Search this document"))
        self.setToolTip(said("Budget lines, partners, contacts and instruments"))
        self.setFixedWidth(220)
        self._picture = QAction(self)
        self.addAction(self._picture, QLineEdit.ActionPosition.LeadingPosition)
        self.redress()
        self.hits = QStandardItemModel(self)
        completer = _Completer(self.hits, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionRole(_FOLDED)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._take)
        self.setCompleter(completer)
        # Titles are longer than the field.
        completer.popup().setProperty("kind", "hits")
        completer.popup().setMinimumWidth(420)

    def redress(self) -> None:
        """Draw the sign in the present colours."""
        self._picture.setIcon(icon("search"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.gather()
        super().focusInEvent(event)

    def gather(self) -> None:
        """List what can be found now."""
        self.hits.clear()
        session, said = self.session, self.session.words
        plan, document = session.plan, session.document
        if plan is None or document is None:
            return
        for partner in plan.partners:
            self._add(
                partner.company, f"{said('Co-producer')}, {said.country(partner.country)}", "partner", partner.key
            )
        for node in plan.budget.below(plan.budget.root):
            if node.id != plan.budget.root:
                self._add(f"{node.code} {node.title}".strip(), said("Budget"), "budget", node.id)
        for contact in document.contacts():
            self._add(contact.name, said("Contact"), "contact", contact.id, contact.latin)
        for verdict in session.assessment.verdicts if session.assessment else ():
            self._add(said(verdict.short), said("Instrument"), "instrument", verdict.framework)

    def _add(self, name: str, kind: str, target: str, key: object, other: str = "") -> None:
        if name:
            item = QStandardItem(f"{name}  ·  {kind}")
            item.setData(fold(f"{name} {other}"), _FOLDED)
            item.setData((target, key), _TARGET)
            self.hits.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        target, key = index.data(_TARGET)
        self.chosen.emit(target, key)
        self.clear()
