"""One module per family of rule shapes; RULES names every shape a rule file may use."""

from __future__ import annotations

from collections.abc import Mapping

from coprod_desktop.domain.rules.counts import PARTIES_COUNT
from coprod_desktop.domain.rules.facts import FACT, STATEMENT
from coprod_desktop.domain.rules.finance import AID_INTENSITY, CONFIRMED_FINANCE, FINANCE_FROM_OUTSIDE, SUPPORT_CAP
from coprod_desktop.domain.rules.lead_time import LEAD_TIME
from coprod_desktop.domain.rules.participation import NATIONALITY, PROPORTIONALITY, STAFFING
from coprod_desktop.domain.rules.points import POINTS_TEST
from coprod_desktop.domain.rules.scope import SCOPE
from coprod_desktop.domain.rules.shape import Shape
from coprod_desktop.domain.rules.share_range import SHARE_RANGE
from coprod_desktop.domain.rules.third_party import THIRD_PARTY

RULES: Mapping[str, Shape] = {
    "scope": SCOPE,
    "parties_count": PARTIES_COUNT,
    "share_range": SHARE_RANGE,
    "points_test": POINTS_TEST,
    "proportionality": PROPORTIONALITY,
    "staffing": STAFFING,
    "nationality": NATIONALITY,
    "third_party": THIRD_PARTY,
    "confirmed_finance": CONFIRMED_FINANCE,
    "finance_from_outside": FINANCE_FROM_OUTSIDE,
    "aid_intensity": AID_INTENSITY,
    "support_cap": SUPPORT_CAP,
    "lead_time": LEAD_TIME,
    "fact": FACT,
    "statement": STATEMENT,
}
"""Shape name in a rule file -> how it is read."""
