"""The document: one SQLite file, edited in labelled steps that survive a restart. SQL lives only here."""

from __future__ import annotations

from coprod_desktop.store.document import Document, ProjectEntry
from coprod_desktop.store.opening import Verdict, verify

__all__ = ["Document", "ProjectEntry", "Verdict", "verify"]
