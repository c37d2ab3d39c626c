"""The lives of instruments as a picture: what is drawn, where it begins and ends, what is left out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from coprod_desktop.domain.governing import find_ground
from coprod_desktop.domain.pictures.drawing import Line, Picture, Rect, Text
from coprod_desktop.domain.pictures.timeline import LifeRow, day_at, life_rows, timeline
from coprod_desktop.library.loader import load

DAY = date(2012, 11, 11)


def bars(picture: Picture) -> list[Rect]:
    """The bars, without the marker's head."""
    return [i for i in picture.items if isinstance(i, Rect) and i.height == 12]


def marker(picture: Picture) -> Line:
    """The line on the day."""
    return next(i for i in picture.items if isinstance(i, Line) and i.stroke == "accent")


def test_the_marker_stands_inside_what_is_in_force_and_after_what_has_ended() -> None:
    picture = timeline(
        [
            LifeRow("Ended", date(1966, 8, 1), date(1967, 6, 1), date(2003, 6, 1)),
            LifeRow("Running", date(2000, 11, 6), date(2003, 6, 1), None, governs=True),
        ],
        DAY,
        900,
    )
    ended, running = bars(picture)
    x = marker(picture).x1
    assert ended.x < ended.x + ended.width < x
    assert running.x < x < running.x + running.width
    assert abs(ended.x + ended.width - running.x) < 0.1
    assert (ended.fill, running.fill) == ("sunken", "met-bg")


def test_one_that_was_only_signed_has_a_dashed_line_and_no_bar() -> None:
    picture = timeline([LifeRow("Signed", date(2010, 1, 1), None, None)], DAY, 600)
    assert bars(picture) == []
    assert [i.dash for i in picture.items if isinstance(i, Line) and i.line == 2 and i.stroke == "control"] == [True]


def test_nothing_is_drawn_outside_the_width_and_years_do_not_touch() -> None:
    for width in (260.0, 600.0, 1400.0):
        picture = timeline([LifeRow("Old", None, date(1949, 1, 1), date(1949, 1, 1))], DAY, width)
        years = [i for i in picture.items if isinstance(i, Text) and i.anchor == "middle"]
        assert all(b.x - a.x >= 20 for a, b in pairwise(years))
        assert all(i.x + i.width <= max(width, 262) for i in picture.items if isinstance(i, Rect))


def test_the_library_gives_the_film_of_2012_its_convention_from_the_day_all_three_were_bound() -> None:
    ground = find_ground(load(), ["FR", "IT", "RU"], DAY, ["cinema"])
    rows = {row.name: row for row in life_rows(ground.standpoints, str)}
    convention = rows["European Convention 1992"]
    assert (convention.start, convention.end, convention.governs) == (date(2002, 3, 1), None, True)
    assert rows["France – Italy 1966"].end == date(2003, 6, 1)
    # A pact between agencies is no legal ground, so it has no line.
    assert not any("pact" in name or "academy" in name for name in rows)


def test_a_place_on_the_picture_leads_back_to_its_day() -> None:
    rows = [LifeRow("One", date(1990, 1, 1), date(1992, 1, 1), None)]
    on = date(2012, 11, 11)
    picture = timeline(rows, on, 800)
    marker = next(i for i in picture.items if isinstance(i, Rect) and i.fill == "accent")
    assert abs((day_at(rows, on, 800, marker.x + 3.5) - on).days) <= 1
    assert day_at(rows, on, 800, -50) == date(1990, 1, 1)
    assert day_at(rows, on, 800, 5000) == date(2014, 1, 1)
