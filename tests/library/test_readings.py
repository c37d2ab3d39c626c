"""Readings that no shipped State can show yet, shown by changing one membership of the shipped library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coprod_desktop.actions import answers
from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.frameworks import Day, Life, Party, RuleBook
from coprod_desktop.domain.governing import find_ground
from coprod_desktop.domain.verdicts import State
from coprod_desktop.exchange.planfile import Vocabulary, parse_plan
from coprod_desktop.library import load

DAY = date(2024, 6, 1)


def with_party(book: RuleBook, framework: str, country: str, life: Life | None) -> RuleBook:
    """Return the library with one State's membership changed, or taken away (None)."""
    old = book.frameworks[framework]
    parties = {code: party for code, party in old.parties.items() if code != country}
    if life is not None:
        parties[country] = Party(country, life)
    return replace(book, frameworks={**book.frameworks, framework: replace(old, parties=parties)})


def test_reading_4_a_state_bound_by_the_new_convention_only_is_an_outsider_under_the_old_one() -> None:
    book = with_party(load(), "coe-1992", "GE", None)
    shares = {"ie": "40", "dk": "20", "de": "20", "ge": "20"}
    text = 'coprod_plan = 1\ntitle = "Film"\nwork = {kind = "fiction", medium = "cinema"}\n'
    text += "".join(f'[[partner]]\nid = "{c}"\ncountry = "{c}"\n' for c in shares)
    text += "".join(f'[[contribution]]\npartner = "{c}"\namount = "{s}"\n' for c, s in shares.items())
    plan = parse_plan(text.encode(), False, "film.toml", Vocabulary(book.questions, book.successors))
    given = assess(plan, book, DAY, ["coe-1992"])
    assert given.ground.governing == ("coe-1992",)
    (cap,) = [f for f in given.verdicts[0].findings if f.rule == "outsiders.cap"]
    assert (cap.state, answers.bare(cap.measured, cap.unit)) == (State.MET, "20.00")


def test_reading_4_where_the_day_of_one_state_is_open_both_conventions_are_shown() -> None:
    book = with_party(load(), "coe-2017", "GE", Life(signed=Day.on(date(2023, 1, 1)), in_force=Day(DAY, None)))
    ground = find_ground(book, ("IE", "DK", "GE"), DAY)
    assert ground.governing == ()
    assert set(ground.maybe) == {"coe-1992", "coe-2017"}
    before = find_ground(book, ("IE", "DK", "GE"), date(2024, 5, 31))
    assert (before.governing, before.maybe) == (("coe-1992",), ())


def test_reading_4_where_the_day_is_only_presumed_the_new_convention_governs() -> None:
    book = with_party(load(), "coe-2017", "GE", Life(in_force=Day(DAY, date(2024, 12, 31))))
    ground = find_ground(book, ("IE", "DK", "GE"), DAY)
    assert (ground.governing, ground.maybe) == (("coe-2017",), ())
    assert ground.standpoints[0].certainty.value == "presumed"
