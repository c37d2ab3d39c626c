"""What binds a country to others on a day, and the map that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from coprod_desktop.domain.frameworks import Kind, Reservation
from coprod_desktop.domain.pictures.drawing import Rect, Text
from coprod_desktop.domain.pictures.territory import KINDS, country_at, swatch, territory
from coprod_desktop.domain.ties import Tie, ties
from tests.domain.builders import DAY, NOT_YET, OPEN, PRESUMED, Party, bilateral, book, evidence, framework

PACT = bilateral("pact", "FR", "DE")
COE = framework("coe", ("FR", "DE", "IT", Party("ES", OPEN), Party("PT", PRESUMED), Party("BE", NOT_YET)))
LIBRARY = book(PACT, COE, bilateral("far", "IT", "US"), framework("fund", ("FR", "US"), kind=Kind.FUND))


def test_each_other_country_is_told_with_what_binds_it() -> None:
    found = ties(LIBRARY, "FR", DAY)
    assert found == {
        "DE": Tie(agreements=("pact",), conventions=("coe",)),
        "ES": Tie(perhaps=("coe",)),
        "IT": Tie(conventions=("coe",)),
        "PT": Tie(conventions=("coe",)),
    }
    assert {code: tie.kind for code, tie in found.items()} == {
        "DE": "both",
        "ES": "perhaps",
        "IT": "convention",
        "PT": "convention",
    }


def test_a_reservation_keeps_a_convention_for_films_of_three() -> None:
    reserved = Party("FR", reservations=(Reservation("two_country_use", "2(4)", "Excluded.", evidence()),))
    coe = framework("coe", (reserved, "DE", "IT"))
    found = ties(book(coe, bilateral("pact", "FR", "DE")), "FR", DAY)
    assert {code: tie.kind for code, tie in found.items()} == {"DE": "both", "IT": "several"}
    assert ties(book(coe), "IT", DAY)["FR"].kind == "several"
    assert ties(book(coe), "IT", DAY)["DE"].kind == "convention"


def test_a_country_bound_by_nothing_or_other_media_has_no_ties() -> None:
    assert ties(LIBRARY, "XX", DAY) == {}
    assert ties(LIBRARY, "FR", DAY, ["tv"]) == {}
    assert ties(LIBRARY, "FR", date(1950, 1, 1)) == {}
    assert (Tie().kind, Tie(agreements=("a",)).kind) == ("none", "agreement")


TILES = {"FR": (0, 0), "DE": (1, 0), "IT": (1, 1), "US": (3, 2)}


def test_every_country_is_a_tile_in_the_style_of_its_tie() -> None:
    picture = territory(TILES, ties(LIBRARY, "FR", DAY), ("FR",), 400)
    assert (picture.width, picture.height) == (400, 300)
    rects = [item for item in picture.items if isinstance(item, Rect)]
    fills = {
        item.text: rect.fill
        for item, rect in zip((i for i in picture.items if isinstance(i, Text)), rects, strict=True)
    }
    assert fills == {"FR": "text", "DE": "accent", "IT": "selection", "US": "sunken"}


def test_small_tiles_bear_no_letters() -> None:
    assert not [i for i in territory(TILES, {}, (), 40).items if isinstance(i, Text)]


@pytest.mark.parametrize(
    "x, y, code",
    [(5, 5, "FR"), (99.9, 99.9, "FR"), (100, 0, "DE"), (150, 150, "IT"), (50, 150, None), (399, 299, "US")],
)
def test_a_point_of_the_map_leads_to_its_country(x: float, y: float, code: str | None) -> None:
    assert country_at(TILES, 400, x, y) == code


def test_every_kind_has_a_sign_of_its_own() -> None:
    signs = {kind: swatch(kind).items for kind in KINDS}
    assert len({str(items) for items in signs.values()}) == len(KINDS)
