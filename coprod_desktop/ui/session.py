"""Session: the open document, the library and the answers, as the views see them; one signal per change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coprod_desktop.actions.backups import Backups
from coprod_desktop.domain.assessment import Assessment, assess
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.plan import Plan
from coprod_desktop.errors import CoprodError
from coprod_desktop.store import Document
from coprod_desktop.wording import Words


class Session(QObject):
    """What every tab reads. Views never listen to each other, only to ``changed``."""

    changed = Signal(object, object)
    """(before, after): the two snapshots of the plan."""
    document_changed = Signal()
    """Another document was opened, or none is."""
    told = Signal(str)
    """A sentence for the user."""

    def __init__(self, book: RuleBook, words: Words) -> None:
        super().__init__()
        self.book = book
        self.words = words
        self.document: Document | None = None
        self.backups: Backups | None = None
        self.saved_at: datetime | None = None
        self._assessment: Assessment | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan worked on."""
        return None if self.document is None else self.document.plan

    @property
    def on(self) -> date:
        """The day asked about."""
        today = datetime.now(UTC).astimezone().date()
        plan = self.plan
        return (plan.asked_on(None, today) if plan is not None else None) or today

    @property
    def assessment(self) -> Assessment | None:
        """The answers for the plan on the day asked about, computed once per snapshot."""
        plan = self.plan
        if plan is None:
            return None
        if self._assessment is None or self._assessment.plan is not plan or self._assessment.on != self.on:
            self._assessment = assess(plan, self.book, self.on)
        return self._assessment

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a document; raises CoprodError, then the present one stays open."""
        document = Document.open(path, read_only=read_only)
        self.adopt(document)

    def adopt(self, document: Document) -> None:
        """Work on an open document from now on."""
        self.close()
        self.document = document
        document.listeners.append(self._heard)
        if not document.read_only:
            self.backups = Backups(document)
        self._assessment = None
        self.document_changed.emit()
        self.changed.emit(None, document.plan)
        for notice in document.notices:
            self.told.emit(notice)
        document.notices.clear()

    def close(self) -> None:
        """Close the document, if one is open."""
        if self.document is not None:
            if self.backups is not None:
                self.backups.flush()
            self.document.close()
        self.document, self.backups, self._assessment = None, None, None

    def do(self, action: Callable[..., object], *arguments: object, **more: object) -> bool:
        """Run an action on the document; a refusal is told in its own words and nothing changes. Returns success."""
        if self.document is None:
            return False
        try:
            action(self.document, *arguments, **more)
        except CoprodError as fault:
            self.told.emit(str(fault))
            return False
        return True

    def _heard(self, before: Plan | None, after: Plan | None) -> None:
        self.saved_at = datetime.now(UTC).astimezone()
        self.changed.emit(before, after)
