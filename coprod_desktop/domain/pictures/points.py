"""The points test of the film as a strip of boxes: which test, which cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from coprod_desktop.domain.assessment import Assessment
from coprod_desktop.domain.pictures.charts import PointsCell
from coprod_desktop.domain.verdicts import Finding, PointsRow


def points_finding(assessment: Assessment) -> Finding | None:
    """Return the points test of what governs, else of the first verdict that has one."""
    ordered = sorted(assessment.verdicts, key=lambda v: not v.governs)
    return next((f for v in ordered for f in v.findings if f.shape == "points_test" and f.details), None)


_FIRST_OF_SEVERAL = re.compile(r",| (?:or|ou|oder|o|или) ")


def points_cells(assessment: Assessment, said: Callable[[str], str]) -> tuple[Finding, list[PointsCell]] | None:
    """Return the points test with its cells, coloured by the first co-producing country a row counts for.

    ``said`` gives a row's title in the language wanted; of "studio or location" the cell names the first.
    """
    finding = points_finding(assessment)
    if finding is None:
        return None
    countries = assessment.plan.countries
    first_partner = {c: next(i for i, p in enumerate(assessment.plan.partners) if p.country == c) for c in countries}
    cells = []
    for row in finding.details:
        assert isinstance(row, PointsRow)
        if not row.applies:
            continue
        country = next((c for c in row.countries if c in first_partner), None)
        colour = first_partner[country] if country is not None and row.earned else None
        cells.append(PointsCell(_FIRST_OF_SEVERAL.split(said(row.title))[0], round(row.points), colour))
    return finding, cells
