"""What can go wrong in the world, told to a user: what happened, and what to do next."""

from __future__ import annotations

__all__ = [
    "BadPlan",
    "CoprodError",
    "DiskTrouble",
    "DocumentBusy",
    "DocumentDamaged",
    "DocumentTooNew",
    "LibraryFault",
    "NotADocument",
    "NotFound",
    "Refused",
    "UnreadableWorkbook",
]


class CoprodError(Exception):
    """A fault of the world, not of the program: one clear sentence and a next step.

    ``what`` says what happened and where; ``hint`` says what to do. ``str()`` gives both in one line.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class BadPlan(CoprodError):
    """A plan file or a typed value that cannot be read; ``what`` names the place."""


class NotFound(CoprodError):
    """Something named by the user (project, framework, partner, file) does not exist."""


class Refused(CoprodError):
    """A request that would break the document or the law of the house; nothing was changed."""


class NotADocument(CoprodError):
    """The file is no CoProd document."""


class DocumentTooNew(CoprodError):
    """The file was written by a newer major version of CoProd."""


class DocumentDamaged(CoprodError):
    """The file is a CoProd document, but damaged."""


class DocumentBusy(CoprodError):
    """Somebody else has the document open for writing."""


class DiskTrouble(CoprodError):
    """The disk is full, read-only, or failed."""


class UnreadableWorkbook(CoprodError):
    """A spreadsheet that is encrypted, damaged, too large, or no spreadsheet at all."""


class LibraryFault(CoprodError):
    """A shipped or user-made rule file that breaks the rules of LIBRARY; names file and key."""
