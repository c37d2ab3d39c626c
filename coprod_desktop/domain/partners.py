"""Co-producers and the part each plays in a project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartnerRole(StrEnum):
    """What a co-producer does in the project."""

    DELEGATE = "delegate"
    """Carries out the production and answers to the authorities."""
    CO_PRODUCER = "co-producer"
    """Contributes artistically, technically and financially."""
    FINANCIAL = "financial"
    """Takes part with money only (finance-only co-production)."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A co-producing company; ``key`` is how splits and sources name it (unique in its plan)."""

    key: str
    company: str
    country: str
    role: PartnerRole = PartnerRole.CO_PRODUCER
    id: int = 0
    contact: int | None = None
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A company or a person of the producer's address book; belongs to the slate, not to one project."""

    id: int
    kind: str
    """``company`` or ``person``."""
    name: str
    latin: str = ""
    role: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    job: str = ""
    nationality: str = ""
    tags: str = ""
    note: str = ""
    company: int | None = None
    origin: str = ""
