"""The shipped library loads, and every figure in it can be traced."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from coprod_desktop.domain.frameworks import Kind, Rule, RuleBook, Value
from coprod_desktop.domain.rules import RULES
from coprod_desktop.library import coverage, load
from coprod_desktop.library.fields import TODAY_OF_FACTS


def shipped() -> RuleBook:
    return load()


def figures() -> list[tuple[str, Rule, Value]]:
    return [(f.id, rule, value) for f in shipped().frameworks.values() for rule in f.rules for value in rule.values]


def test_the_shipped_library_loads_whole() -> None:
    book = shipped()
    assert {"coe-1992", "coe-2017", "eurimages"} <= set(book.frameworks)
    assert len(book.frameworks) >= 64
    assert len(book.frameworks["coe-1992"].parties) == 43
    assert len(book.frameworks["coe-2017"].parties) == 38
    assert coverage(book).instruments == len(book.frameworks)
    assert coverage(book).oldest_check == date(2026, 11, 22)


def test_every_shipped_figure_has_a_source_with_an_address_and_a_day() -> None:
    for framework_id, rule, value in figures():
        source = shipped().frameworks[framework_id].sources[value.evidence.source]
        assert source.url.strip(), f"{framework_id} {rule.id}"
        assert value.evidence.checked <= TODAY_OF_FACTS, f"{framework_id} {rule.id}"


def test_every_shipped_figure_read_in_a_text_has_its_article() -> None:
    bare = [
        (framework_id, rule.id)
        for framework_id, rule, value in figures()
        if value.evidence.confidence == "T" and not value.evidence.article
    ]
    bare += [
        (framework.id, party.country)
        for framework in shipped().frameworks.values()
        for party in framework.parties.values()
        for reservation in party.reservations
        if reservation.evidence.confidence == "T" and not reservation.article
    ]
    assert not bare


def test_every_shipped_figure_without_article_says_where_it_stands() -> None:
    bare = [
        (framework_id, rule.id)
        for framework_id, rule, value in figures()
        if not value.evidence.article and not value.evidence.where and not value.unknown
    ]
    assert not bare


def test_every_shipped_title_fits_its_column() -> None:
    long = [(f, rule.id, len(rule.title)) for f, rule, _ in figures() if not 0 < len(rule.title) <= 60]
    assert not long


def test_no_shipped_figure_is_better_than_its_source() -> None:
    """A figure of confidence T must rest on a text that was read (source of kind T)."""
    better = [
        (framework_id, rule.id, value.evidence.source)
        for framework_id, rule, value in figures()
        if value.evidence.confidence == "T"
        and shipped().frameworks[framework_id].sources[value.evidence.source].kind != "T"
    ]
    assert not better


def test_the_values_of_a_shipped_rule_do_not_overlap() -> None:
    """Of two values on one day the newer would win unseen."""
    overlapping: list[tuple[str, ...]] = []
    for framework in shipped().frameworks.values():
        for rule in framework.rules:
            ordered = sorted(rule.values, key=lambda v: v.start or date.min)
            for earlier, later in pairwise(ordered):
                if earlier.end is None or later.start is None or earlier.end >= later.start:
                    overlapping.append((framework.id, rule.id))
                elif earlier.end + timedelta(days=1) != later.start:
                    overlapping.append((framework.id, rule.id, "gap"))
    assert not overlapping


def test_a_complement_is_computed_from_the_other_figure_of_a_two_country_share() -> None:
    wrong = []
    for framework_id, rule, value in figures():
        for low, high in (("min", "max"), ("consent_min", "consent_max")):
            derived = set(value.derived) & {low, high}
            both = low in value.data and high in value.data
            if derived and both and int(str(value.data[low])) + int(str(value.data[high])) != 100:
                wrong.append((framework_id, rule.id, sorted(derived)))
    assert not wrong


def test_every_shipped_relation_lives_between_instruments_of_shared_parties() -> None:
    book = shipped()
    for framework in book.frameworks.values():
        for other in (*framework.supersedes, *framework.replaces, *framework.beside, *framework.apart):
            assert set(framework.parties) & set(book.frameworks[other].parties), f"{framework.id} {other}"


def test_only_conventions_and_bilateral_agreements_are_legal_ground() -> None:
    assert {kind for kind in Kind if kind.legal_ground} == {Kind.CONVENTION, Kind.BILATERAL}


def test_every_shape_says_which_keys_it_reads() -> None:
    for shape in RULES.values():
        assert shape.percentages <= shape.figures
