from __future__ import annotations

from fractions import Fraction

import pytest

from coprod_desktop.domain.plan import Work
from coprod_desktop.domain.verdicts import Limit, Unit
from tests.domain.builders import film, findings, rule, states, value


@pytest.mark.parametrize(
    "media, state", [(("cinema",), "met"), (("tv", "cinema"), "met"), (("tv",), "not_met"), ((), "unknown")]
)
def test_the_way_of_exploitation_decides(media: tuple[str, ...], state: str) -> None:
    (found,) = findings(rule("scope", value(media=["cinema", "online"])), film(work=Work("fiction", media)))
    assert (found.state, found.excludes) == (state, state == "not_met")
    assert found.limit == "cinema, online"
    assert found.measured == (", ".join(media) or None)


@pytest.mark.parametrize("kind, state", [("fiction", "met"), ("animation", "not_met"), ("", "unknown")])
def test_the_kind_of_work_decides(kind: str, state: str) -> None:
    (found,) = findings(rule("scope", value(kinds=("fiction", "documentary"))), film(work=Work(kind, ("cinema",))))
    assert (found.state, found.excludes) == (state, state == "not_met")


def test_what_is_not_entered_is_named() -> None:
    found = findings(rule("scope", value(media=["cinema"], kinds=["fiction"])), film(work=Work()))
    assert [f.message.msgid for f in found] == [
        "The way of first exploitation is not entered yet.",
        "The kind of work is not entered yet.",
    ]


@pytest.mark.parametrize("minutes, state", [(60, "met"), (59, "not_met"), (None, "unknown")])
def test_the_length_decides_to_the_minute(minutes: int | None, state: str) -> None:
    (found,) = findings(rule("scope", value(min_minutes=60)), film(work=Work("fiction", ("cinema",), minutes)))
    assert (found.state, found.excludes) == (state, state == "not_met")
    assert (found.limit, found.unit) == (Limit(Fraction(60)), Unit.MINUTES)
    assert found.margin == (None if minutes is None else minutes - 60)


@pytest.mark.parametrize("asked, state", [(100, "met"), (101, "not_met")])
def test_one_minute_more_excludes_the_same_film(asked: int, state: str) -> None:
    assert states(findings(rule("scope", value(min_minutes=asked)), film())) == [state]


def test_a_scope_that_asks_nothing_says_nothing() -> None:
    assert findings(rule("scope", value()), film()) == ()
