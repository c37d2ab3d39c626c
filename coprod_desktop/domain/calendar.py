"""Days counted as authorities count them: whole months back from the first shooting day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the day ``months`` calendar months before ``day``; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(max(index, 12), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Return the day ``months`` calendar months after ``day``; the month's last day where it has no such day."""
    return months_before(day, -months)
