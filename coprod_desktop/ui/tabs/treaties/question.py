"""What the look-up is asked: countries, day, medium; and the answer every page of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coprod_desktop.domain.governing import Ground


@dataclass(frozen=True)
class Question:
    """Countries, a day and a medium; ``own`` while it is the project's; ``ground`` None with fewer than two countries."""

    countries: tuple[str, ...]
    on: date
    medium: str
    own: bool
    ground: Ground | None
