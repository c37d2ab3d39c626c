from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import Question
from coprod_desktop.domain.money import LARGEST_MINOR, Money, Rate, RateSet
from coprod_desktop.domain.partners import Partner, PartnerRole
from coprod_desktop.domain.plan import KINDS, MEDIA, MILESTONES, Card, Contribution, Plan, Work
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import PLACES, ROLES, Place, RoleHolder
from coprod_desktop.errors import BadPlan
from coprod_desktop.exchange.planfile import (
    LARGEST_FILE,
    Vocabulary,
    looks_like_plan,
    parse_plan,
    read_plan,
    write_plan,
)
from tests.domain.builders import line, root, section, split
from tests.domain.strategies import COUNTRIES, KEYS, budgets

QUESTIONS = {
    key: Question(key, "?", kind)
    for key, kind in (
        ("joint_ownership", "yes_no"),
        ("post_spend", "number"),
        ("average_cost", "money"),
        ("approved", "date"),
        ("remark", "text"),
    )
}
WORDS = Vocabulary(QUESTIONS, {"SU": ("RU",), "YU": ("RS", "HR")})

HEAD = 'coprod_plan = 1\ntitle = "Film"\n'
PARTNERS = HEAD + '[[partner]]\nid = "ru"\ncountry = "RU"\n[[partner]]\nid = "gb"\ncountry = "GB"\n'


def toml(text: str) -> Plan:
    return parse_plan(text.encode(), False, "plan.toml", WORDS)


def js(data: object) -> Plan:
    return parse_plan((data if isinstance(data, str) else json.dumps(data)).encode(), True, "plan.json", WORDS)


def refused(text: str, is_json: bool = False) -> BadPlan:
    """Return the refusal, which must be short, whole sentences without a trace of Python."""
    with pytest.raises(BadPlan) as caught:
        parse_plan(text.encode(), is_json, "plan.json" if is_json else "plan.toml", WORDS)
    assert caught.value.what.endswith(".")
    assert len(str(caught.value)) < 400
    assert "Traceback" not in str(caught.value)
    return caught.value


FULL = """\
coprod_plan = 1
title = "Гроза"
currency = "eur"
on = 2011-11-11
[work]
kind = "fiction"
medium = ["cinema", "tv"]
minutes = 100
languages = ["ru", "en"]
genre = "drama"
[dates]
application = 2011-11-11
shooting = 2012-05-01
[facts]
joint_ownership = true
post_spend = "50.5"
average_cost = "5000000 RUB"
approved = 2012-01-01
remark = "none"
[[rate]]
currency = "RUB"
per = "EUR"
value = "41.50"
date = 2011-11-10
source = "ECB"
[[partner]]
id = "ru"
company = "Студия"
country = "SU"
role = "delegate"
[[partner]]
id = "gb"
country = "gb"
role = "financial"
[[section]]
code = "1"
title = "Story"
split = {ru = "60", gb = "rest"}
spent_in = {RU = 70, GB = 30.0}
supplier = "RU"
note = "see contract"
[[section]]
code = "1.1"
section = "1"
[[line]]
section = "1.1"
code = "1.1.1"
title = "Script"
amount = "50000.00"
[[line]]
section = "1"
amount = 4150
currency = "RUB"
split = "ru"
spent_in = "SU"
[[line]]
amount = 0.1
[[source]]
partner = "ru"
type = "public"
name = "Fund"
scheme = "ru-cinema-fund"
amount = 700000.00
status = "confirmed"
letter = 2011-09-01
country = "RU"
note = "letter 17"
[[role]]
role = "director"
name = "Anna"
country = "RU"
residence = "FR"
since = 2015-01-01
days = 40
share = "1/2"
[[role]]
role = "director"
nationality = ["GB", "SU"]
[[role]]
role = "composer"
none = true
[[role]]
role = "costume_designer"
country = "none"
[[role]]
role = "shooting_location"
country = "RU"
share = 50
[[place]]
for = "studio"
country = "none"
[[place]]
for = "post"
country = "GB"
share = "100"
"""


def test_a_whole_plan_is_read_to_the_letter() -> None:
    plan = toml(FULL)
    assert (plan.card, plan.currency, plan.on) == (Card("Гроза"), "EUR", date(2011, 11, 11))
    assert plan.work == Work("fiction", ("cinema", "tv"), 100, ("ru", "en"), "drama")
    assert plan.dates == {"application": date(2011, 11, 11), "shooting": date(2012, 5, 1)}
    assert plan.facts == {
        "joint_ownership": True,
        "post_spend": Fraction("50.5"),
        "average_cost": Money(5_000_000_00, "RUB"),
        "approved": date(2012, 1, 1),
        "remark": "none",
    }
    assert plan.rates == RateSet([Rate("RUB", "EUR", Fraction("41.5"), date(2011, 11, 10), "ECB")])
    assert plan.partners == (
        Partner("ru", "Студия", "RU", PartnerRole.DELEGATE),
        Partner("gb", "gb", "GB", PartnerRole.FINANCIAL),
    )
    assert plan.sources == (
        Source(
            "Fund",
            "ru",
            SourceType.PUBLIC,
            Money(700_000_00, "EUR"),
            Status.CONFIRMED,
            "RU",
            "ru-cinema-fund",
            date(2011, 9, 1),
            "letter 17",
        ),
    )
    assert plan.roles == (
        RoleHolder("director", "Anna", ("RU",), "FR", date(2015, 1, 1), 40, Fraction(1, 2)),
        RoleHolder("director", nationality=("GB", "RU")),
        RoleHolder("composer", none=True),
        RoleHolder("costume_designer", none=True),
    )
    assert plan.places == (
        Place("shooting", "RU", Fraction(1, 2)),
        Place("studio", ""),
        Place("post", "GB", Fraction(1)),
    )


def test_a_budget_is_read_with_its_tree_splits_and_currencies() -> None:
    plan = toml(FULL)
    assert plan.budget is not None
    rows = [(n.code, n.title, n.minor, plan.budget.depth(n.id), n.note) for n in plan.budget.below(0)]
    assert rows == [
        ("", "", None, 0, ""),
        ("1", "Story", None, 1, "see contract"),
        ("1.1", "", None, 2, ""),
        ("1.1.1", "Script", 5_000_000, 3, ""),
        ("", "", 10_000, 2, ""),
        ("", "", 10, 1, ""),
    ]
    one, two, three = plan.budget.lines()
    assert plan.budget.effective(one.id, Axis.PAYER) == split(ru="60", gb="rest")
    assert plan.budget.effective(one.id, Axis.TERRITORY).shares == {
        "RU": Fraction(7, 10),
        "GB": Fraction(3, 10),
    }  # type: ignore[union-attr]
    assert (two.payer, two.territory) == (Split.of("ru"), Split.of("RU"))
    assert two.amount == Money(4150_00, "RUB")
    assert plan.budget.effective(three.id, Axis.PAYER) is None
    assert plan.total == Money(5_010_010, "EUR")


def as_json(value: object) -> object:
    """Turn parsed TOML into what a person would write in JSON."""
    if isinstance(value, Mapping):
        return {key: as_json(v) for key, v in value.items()}
    if isinstance(value, list):
        return [as_json(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def same(one: Plan, other: Plan) -> None:
    """Assert that two plans are the same in everything a plan file says."""
    for name in (
        "card",
        "currency",
        "on",
        "work",
        "dates",
        "facts",
        "rates",
        "partners",
        "contributions",
        "sources",
        "roles",
        "places",
    ):
        assert getattr(one, name) == getattr(other, name), name
    assert (one.budget is None) == (other.budget is None)
    if one.budget is not None and other.budget is not None:
        assert dict(one.budget.nodes) == dict(other.budget.nodes)
        assert dict(one.budget.children) == dict(other.budget.children)


def test_json_says_the_same_as_toml() -> None:
    same(js(as_json(tomllib.loads(FULL))), toml(FULL))


def test_a_written_plan_reads_back_the_same() -> None:
    same(toml(write_plan(toml(FULL))), toml(FULL))


def test_the_smallest_plan_is_a_title() -> None:
    plan = toml(HEAD)
    assert (plan.currency, plan.budget, plan.sources, plan.contributions, plan.partners) == (
        "EUR",
        None,
        None,
        (),
        (),
    )


def test_a_byte_order_mark_and_windows_line_ends_are_read_over() -> None:
    raw = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    same(parse_plan(raw, False, "plan.toml", WORDS), toml(FULL))
    assert parse_plan(b'\xef\xbb\xbf{"coprod_plan": 1, "title": "x"}', True, "plan.json", WORDS).card.title == "x"


@pytest.mark.parametrize("written", ["0.1", '"0.1"', "0.10", "1e-1"])
def test_floats_are_exact_decimals(written: str) -> None:
    plan = toml(PARTNERS + f"[[line]]\namount = {written}\n[[line]]\namount = 0.2\n")
    assert plan.total == Money(30, "EUR")


def test_a_share_written_as_a_float_is_exact() -> None:
    for text in ("33.3", "33.30", "3.33e1"):
        plan = toml(PARTNERS + f"[[line]]\namount = 1\nsplit = {{ru = {text}, gb = 66.7}}\n")
        assert plan.share("ru").exact == Fraction(333, 1000)  # type: ignore[union-attr]
    partner = '"partner": [{"id": "ru", "country": "RU"}]'
    plan = js(f'{{"coprod_plan": 1, "title": "x", {partner}, "line": [{{"amount": 1.10, "split": {{"ru": 0.1}}}}]}}')
    assert plan.share("ru").low == Fraction(1, 1000)  # type: ignore[union-attr]


def test_contributions_stand_for_a_budget() -> None:
    first = '[[contribution]]\npartner = "ru"\namount = 60\n'
    plan = toml(PARTNERS + first + '[[contribution]]\npartner = "gb"\namount = "40"\ncurrency = "EUR"\n')
    assert plan.budget is None
    assert plan.share("ru").exact == Fraction(3, 5)  # type: ignore[union-attr]


def test_a_currency_without_a_rate_is_kept_and_named() -> None:
    plan = toml(PARTNERS + '[[line]]\namount = 60\ncurrency = "RUB"\n')
    assert plan.missing_rates == ("RUB",)
    assert plan.total is None


# --- refusals: one sentence that names the place and the nearest key --------------------------------------

LINE = "[[line]]\namount = 1\n"


@pytest.mark.parametrize(
    "text, what, hint",
    [
        ('title = "x"', "plan.toml is no plan file of this version.", "coprod_plan = 1"),
        ('coprod_plan = 2\ntitle = "x"', "plan.toml is no plan file of this version.", "coprod_plan = 1"),
        ("coprod_plan = 1", "title is missing.", ""),
        ('coprod_plan = 1\ntitle = "  "', "title is empty.", ""),
        ("coprod_plan = 1\ntitle = [1]", "title: expected a text, found [1].", ""),
        (HEAD + 'curency = "EUR"', "curency is no known key.", "Did you mean “currency”?"),
        (
            HEAD + 'zzzzzz = "EUR"',
            "zzzzzz is no known key.",
            "Known here are contribution, coprod_plan, currency",
        ),
        (HEAD + 'currency = "EURO"', "currency: “EURO” is no currency code.", "EUR"),
        (HEAD + 'on = "11.11.2011"', "on: “11.11.2011” is no day.", "2011-11-11"),
        (
            HEAD + "on = 2011-11-11T10:00:00",
            "on: expected a day without a time, found 2011-11-11 10:00:00.",
            "",
        ),
        (HEAD + "on = 10:00:00", "on: “10:00:00” is no day.", "2011-11-11"),
        (HEAD + "on = true", "on: “True” is no day.", "2011-11-11"),
        (HEAD + "work = 1", "work: expected a table, found 1.", ""),
        (
            HEAD + '[work]\nkind = "opera"',
            "work: kind: “opera” is not known.",
            "fiction, documentary, animation",
        ),
        (
            HEAD + '[work]\nmedium = "radio"',
            "work: medium: “radio” is not known.",
            "cinema, tv, series, online",
        ),
        (HEAD + "[work]\nmedium = [1]", "work: medium: expected a list of texts, found [1].", ""),
        (HEAD + "[work]\nmedium = 1", "work: medium: expected a list of texts, found 1.", ""),
        (HEAD + "[work]\nminutes = 99.5", "work: minutes: expected a whole number, found 99.5.", ""),
        (HEAD + "[work]\nminutes = -1", "work: minutes: expected a whole number, found -1.", ""),
        (HEAD + "[work]\nminutes = true", "work: minutes: expected a number, found True.", ""),
        (HEAD + "[work]\nlenght = 1", "work: lenght is no known key.", "Known here are genre"),
        (
            HEAD + "[dates]\nshoting = 2012-01-01",
            "dates: shoting is no known key.",
            "Did you mean “shooting”?",
        ),
        (HEAD + "facts = 1", "facts: expected a table.", ""),
        (
            HEAD + "[facts]\njoint_owner = true",
            "facts: joint_owner is no known fact.",
            "Did you mean “joint_ownership”?",
        ),
        (HEAD + "[facts]\nqq = true", "facts: qq is no known fact.", ""),
        (
            HEAD + '[facts]\njoint_ownership = "perhaps"',
            "facts: joint_ownership: answer yes or no, not “perhaps”.",
            "",
        ),
        (HEAD + "[facts]\npost_spend = true", "facts: post_spend: expected a number, found True.", ""),
        (
            HEAD + '[facts]\naverage_cost = "5 Euro"',
            "facts: average_cost: “Euro” is no currency code.",
            "EUR",
        ),
        (
            HEAD + "[facts.average_cost]\ncurrency = 'EUR'",
            "facts: average_cost: expected a number, found None.",
            "",
        ),
        (HEAD + '[facts]\napproved = "soon"', "facts: approved: “soon” is no day.", "2011-11-11"),
        (HEAD + "rate = 1", "rate: expected a list of tables.", "[[rate]]"),
        (HEAD + "rate = [1]", "rate 1: expected a table, found 1.", ""),
        (
            HEAD + '[[rate]]\ncurrency = "RUB"\nper = "EUR"\nvalue = 0',
            "rate 1: value: a rate must be above zero.",
            "",
        ),
        (
            HEAD + '[[rate]]\ncurrency = "RUB"\nper = "EUR"',
            "rate 1: value: expected a number, found None.",
            "",
        ),
        (
            HEAD + '[[rate]]\ncurrency = "RUB"\nper = "RUB"\nvalue = 1',
            "rate 1: a rate needs two different currencies.",
            "",
        ),
        (HEAD + '[[rate]]\nper = "RUB"\nvalue = 1', "rate 1: currency is missing.", ""),
        (HEAD + '[[partner]]\ncountry = "RU"', "partner 1: id is missing.", ""),
        (
            PARTNERS + '[[partner]]\nid = "ru"\ncountry = "RU"',
            "partner 3: id: “ru” cannot be used twice, and never “rest”.",
            "",
        ),
        (
            HEAD + '[[partner]]\nid = "rest"\ncountry = "RU"',
            "partner 1: id: “rest” cannot be used twice, and never “rest”.",
            "",
        ),
        (
            HEAD + '[[partner]]\nid = "ru"\ncountry = "Russia"',
            "partner 1: country: “Russia” is no country code.",
            "FR",
        ),
        (
            HEAD + '[[partner]]\nid = "yu"\ncountry = "YU"',
            "partner 1: country: YU has several successor States.",
            "Use one of RS, HR.",
        ),
        (
            HEAD + '[[partner]]\nid = "ru"\ncountry = "RU"\nrole = "boss"',
            "partner 1: role: “boss” is not known.",
            "delegate, co-producer, financial",
        ),
        (
            HEAD + '[[partner]]\nid = "ru"\ncountry = "RU"\ncompnay = "x"',
            "partner 1: compnay is no known key.",
            "Did you mean “company”?",
        ),
        (PARTNERS + "[[contribution]]\namount = 1", "contribution 1: partner is missing.", ""),
        (
            PARTNERS + '[[contribution]]\npartner = "rus"\namount = 1',
            "contribution 1: partner: “rus” is no partner of this plan.",
            "Did you mean “ru”?",
        ),
        (
            PARTNERS + '[[contribution]]\npartner = "xyz"\namount = 1',
            "contribution 1: partner: “xyz” is no partner of this plan.",
            "Partners are ru, gb.",
        ),
        (
            HEAD + '[[contribution]]\npartner = "xyz"\namount = 1',
            "contribution 1: partner: “xyz” is no partner of this plan.",
            "Partners are none.",
        ),
        (PARTNERS + '[[contribution]]\npartner = "ru"', "contribution 1: amount is missing.", ""),
        (
            PARTNERS + '[[contribution]]\npartner = "ru"\namount = -1',
            "contribution 1: amount: a contribution cannot be negative.",
            "",
        ),
        (
            PARTNERS + LINE + '[[contribution]]\npartner = "ru"\namount = 1',
            "The plan has both lines and contributions.",
            "Keep one",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1"\n[[contribution]]\npartner = "ru"\namount = 1',
            "The plan has both lines and contributions.",
            "Keep one",
        ),
        (PARTNERS + '[[section]]\ntitle = "x"', "section 1: code is missing.", ""),
        (
            PARTNERS + '[[section]]\ncode = "1"\n[[section]]\ncode = "1"',
            "section 2: code: section “1” stands twice.",
            "",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1"\nsection = "9"',
            "section 1: section: there is no section “9”.",
            "",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1.10"\n[[line]]\nsection = "1.1O"\namount = 1',
            "line 1: section: there is no section “1.1O”.",
            "Did you mean “1.10”?",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1"\nsection = "1"',
            "section 1: the budget has more than four levels, or a circle.",
            "",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1"\nsection = "2"\n[[section]]\ncode = "2"\nsection = "1"',
            "section 1: the budget has more than four levels, or a circle.",
            "",
        ),
        (PARTNERS + LINE + "tittle = 1", "line 1: tittle is no known key.", "Did you mean “title”?"),
        (PARTNERS + '[[line]]\ntitle = "x"', "line 1: amount is missing.", ""),
        (
            PARTNERS + '[[line]]\namount = "1,000"',
            "line 1: amount: “1,000” is not a plain number.",
            "grouping",
        ),
        (
            PARTNERS + '[[line]]\namount = "1 000"',
            "line 1: amount: “1 000” is not a plain number.",
            "grouping",
        ),
        (PARTNERS + '[[line]]\namount = "1e5"', "line 1: amount: “1e5” is not a plain number.", "grouping"),
        (
            PARTNERS + "[[line]]\namount = 1.005",
            "line 1: amount: 1.005 has more decimal places than EUR knows (2).",
            "Round",
        ),
        (PARTNERS + "[[line]]\namount = nan", "line 1: amount: NaN is not a usable number.", ""),
        (PARTNERS + "[[line]]\namount = inf", "line 1: amount: Infinity is not a usable number.", ""),
        (PARTNERS + "[[line]]\namount = -inf", "line 1: amount: -Infinity is not a usable number.", ""),
        (PARTNERS + "[[line]]\namount = 1e400", "line 1: amount: 1E+400 is not a usable number.", ""),
        (PARTNERS + "[[line]]\namount = 1e-50", "line 1: amount: 1E-50 is not a usable number.", ""),
        (
            PARTNERS + "[[line]]\namount = 1000000000000000.01",
            "line 1: amount: 1000000000000000.01 is too large to be an amount of money.",
            "",
        ),
        (PARTNERS + "[[line]]\namount = true", "line 1: amount: expected a number, found True.", ""),
        (PARTNERS + "[[line]]\namount = [1]", "line 1: amount: expected a number, found [1].", ""),
        (PARTNERS + LINE + 'currency = "E"', "line 1: currency: “E” is no currency code.", "EUR"),
        (
            PARTNERS + LINE + 'split = "fr"',
            "line 1: split: “fr” is no partner of this plan.",
            "Partners are ru, gb.",
        ),
        (
            PARTNERS + LINE + "split = {rus = 60}",
            "line 1: split: “rus” is no partner of this plan.",
            "Did you mean “ru”?",
        ),
        (
            PARTNERS + LINE + "split = {}",
            "line 1: split: expected a name or a table of shares, found {}.",
            "",
        ),
        (
            PARTNERS + LINE + "split = 60",
            "line 1: split: expected a name or a table of shares, found 60.",
            "",
        ),
        (
            PARTNERS + LINE + "split = {ru = true}",
            "line 1: split, ru: expected a percentage, found True.",
            "",
        ),
        (PARTNERS + LINE + "split = {ru = [1]}", "line 1: split, ru: expected a percentage, found [1].", ""),
        (PARTNERS + LINE + "split = {ru = nan}", "line 1: split, ru: “NaN” is not a plain number.", ""),
        (PARTNERS + LINE + 'split = {ru = "1e5"}', "line 1: split, ru: “1e5” is not a plain number.", ""),
        (PARTNERS + LINE + "split = {ru = -5}", "line 1: split, ru: a share cannot be negative (-5).", ""),
        (
            PARTNERS + LINE + "split = {ru = 60, gb = 50}",
            "line 1: split: the shares add up to more than 100 per cent, by 10 per cent.",
            "",
        ),
        (
            PARTNERS + LINE + 'split = {ru = "rest", gb = "rest"}',
            "line 1: split: only one entry may be “rest”.",
            "Now ru and gb are.",
        ),
        (PARTNERS + LINE + 'spent_in = "Russia"', "line 1: spent_in: “Russia” is no country code.", "FR"),
        (
            PARTNERS + LINE + "spent_in = {RU = 50, SU = 50}",
            "line 1: spent_in: a name stands twice in the split.",
            "",
        ),
        (
            PARTNERS + LINE + "supplier = {YU = 50}",
            "line 1: supplier: YU has several successor States.",
            "RS, HR",
        ),
        (
            PARTNERS + '[[section]]\ncode = "1"\nsplit = "xx"',
            "section 1: split: “xx” is no partner of this plan.",
            "Partners are ru, gb.",
        ),
        (
            PARTNERS + '[[source]]\npartner = "ru"\namount = 1\ntype = "gift"',
            "source 1: type: “gift” is not known.",
            "own, public",
        ),
        (
            PARTNERS + '[[source]]\npartner = "ru"\namount = 1\nstatus = "sure"',
            "source 1: status: “sure” is not known.",
            "planned, applied, confirmed, refused",
        ),
        (
            PARTNERS + '[[source]]\npartner = "ru"\namount = -1',
            "source 1: amount: a source cannot be negative.",
            "",
        ),
        (
            PARTNERS + '[[source]]\npartner = "ru"\namount = 1\nletter = "May"',
            "source 1: letter: “May” is no day.",
            "2011-11-11",
        ),
        (
            PARTNERS + '[[source]]\npartner = "fr"\namount = 1',
            "source 1: partner: “fr” is no partner of this plan.",
            "Partners are ru, gb.",
        ),
        (HEAD + "[[role]]\nname = 'x'", "role 1: role is missing.", ""),
        (HEAD + "[[role]]\nrole = 'driver'", "role 1: role: “driver” is not known.", "director"),
        (
            HEAD + "[[role]]\nrole = 'director'\nshare = 101",
            "role 1: share: 101 is more than 100 per cent.",
            "",
        ),
        (
            HEAD + "[[role]]\nrole = 'director'\ndays = 1.5",
            "role 1: days: expected a whole number, found 1.5.",
            "",
        ),
        (
            HEAD + "[[role]]\nrole = 'director'\ncountry = 'Russia'",
            "role 1: country: “Russia” is no country code.",
            "FR",
        ),
        (
            HEAD + "[[role]]\nrole = 'director'\nnationality = 5",
            "role 1: nationality: expected a list of texts, found 5.",
            "",
        ),
        (
            HEAD + "[[role]]\nrole = 'vfx_location'\ncountry = 'RU'\nresidence = 'RU'",
            "role 1: residence is no known key.",
            "",
        ),
        (HEAD + "[[place]]\ncountry = 'RU'", "place 1: for is missing.", "shooting, studio, post, vfx"),
        (HEAD + "[[place]]\nfor = 'studio'", "place 1: country is missing.", ""),
        (HEAD + "[[place]]\nfor = 'moon'\ncountry = 'RU'", "place 1: for: “moon” is not known.", "shooting"),
    ],
    ids=lambda text: None if isinstance(text, str) and len(text) > 60 else str(text)[:40],
)
def test_a_fault_is_refused_in_one_sentence_that_names_its_place(text: str, what: str, hint: str) -> None:
    fault = refused(text)
    assert fault.what == what
    assert hint in fault.hint


def test_four_levels_are_the_most() -> None:
    deep = (
        PARTNERS
        + '[[section]]\ncode = "1"\n'
        + "".join(f'[[section]]\ncode = "{n}"\nsection = "{n - 1}"\n' for n in (2, 3))
    )
    fourth = '[[section]]\ncode = "4"\nsection = "3"\n'
    assert toml(deep + '[[line]]\nsection = "3"\namount = 1').budget is not None
    assert toml(deep + fourth).budget is not None
    assert (
        refused(deep + fourth + '[[line]]\nsection = "4"\namount = 1').what
        == "line 1: the budget has more than four levels."
    )
    assert "more than four levels" in refused(deep + fourth + '[[section]]\ncode = "5"\nsection = "4"').what


@pytest.mark.parametrize(
    "text, is_json, part",
    [
        ("title = ", False, "plan.toml is not valid TOML: "),
        ('{"coprod_plan": 1,', True, "plan.json is not valid JSON: "),
        ("", True, "plan.json is not valid JSON: "),
        ('title = "a"\ntitle = "b"', False, "plan.toml is not valid TOML: "),
        (
            '{"coprod_plan": 1, "title": "x", "line": [{"amount": NaN}]}',
            True,
            "plan.json is not valid JSON: NaN is no number.",
        ),
        (
            '{"coprod_plan": 1, "title": "x", "line": [{"amount": -Infinity}]}',
            True,
            "plan.json is not valid JSON: -Infinity is no number.",
        ),
        ("x = " + "[" * 100_000, False, "plan.toml is not valid TOML: "),
        ("[" * 100_000, True, "plan.json is not valid JSON: "),
        ("x = " + "9" * 5000, False, "plan.toml is not valid TOML: "),
        ('{"coprod_plan": ' + "9" * 5000 + "}", True, "plan.json is not valid JSON: "),
    ],
    ids=[
        "toml",
        "json",
        "empty",
        "twice",
        "nan",
        "infinity",
        "deep toml",
        "deep json",
        "long toml",
        "long json",
    ],
)
def test_what_is_no_toml_or_json_is_refused(text: str, is_json: bool, part: str) -> None:
    assert refused(text, is_json).what.startswith(part)


def test_an_empty_toml_file_is_no_plan() -> None:
    assert refused("").what == "plan.toml is no plan file of this version."


@pytest.mark.parametrize("raw", ["title".encode("utf-16"), b"\xff\xfe\x00", "Гроза".encode("cp1251")])
def test_other_encodings_are_refused(raw: bytes) -> None:
    with pytest.raises(BadPlan, match=r"plan.toml is not UTF-8 text\. Save it as UTF-8\."):
        parse_plan(raw, False, "plan.toml", WORDS)


def test_the_largest_amount_is_read() -> None:
    assert toml(PARTNERS + "[[line]]\namount = 1000000000000000\n").total == Money(LARGEST_MINOR, "EUR")


# --- facts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, written, answer",
    [
        ("joint_ownership", '"Yes"', True),
        ("joint_ownership", '"no"', False),
        ("joint_ownership", "false", False),
        ("post_spend", "50", Fraction(50)),
        ("post_spend", "0.1", Fraction(1, 10)),
        ("average_cost", "5000", Money(5000_00, "EUR")),
        ("average_cost", '"5000"', Money(5000_00, "EUR")),
        ("average_cost", '{amount = "10.5", currency = "usd"}', Money(10_50, "USD")),
        ("average_cost", "{amount = 10}", Money(10_00, "EUR")),
        ("approved", '"2012-01-01"', date(2012, 1, 1)),
        ("remark", '"two words"', "two words"),
    ],
)
def test_an_answer_is_read_in_the_type_of_its_question(key: str, written: str, answer: object) -> None:
    assert toml(HEAD + f"[facts]\n{key} = {written}").facts == {key: answer}


# --- files ------------------------------------------------------------------------------------------------


def test_a_file_is_read_by_its_ending(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD, "utf-8")
    (tmp_path / "a.JSON").write_text('{"coprod_plan": 1, "title": "Film"}', "utf-8")
    assert read_plan(tmp_path / "a.toml", WORDS).card.title == "Film"
    assert read_plan(tmp_path / "a.JSON", WORDS).card.title == "Film"
    assert [looks_like_plan(Path(n)) for n in ("a.toml", "a.JSON", "a.xlsx", "toml")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match=r"gone\.toml cannot be read: No such file or directory\. Check"):
        read_plan(tmp_path / "gone.toml", WORDS)
    with pytest.raises(BadPlan, match="cannot be read"):
        read_plan(tmp_path, WORDS)


def test_a_file_too_large_for_a_plan_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    with pytest.raises(BadPlan, match=r"big\.toml is too large for a plan file \(20,000,001 bytes\)"):
        read_plan(path, WORDS)


# --- writing ----------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=12)
titles = texts.filter(str.strip)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
amounts = st.integers(0, 10**12)


@st.composite
def holders(draw: st.DrawFn) -> RoleHolder:
    role = draw(st.sampled_from(ROLES))
    if draw(st.booleans()):
        return RoleHolder(role, none=True)
    return RoleHolder(
        role,
        draw(titles).strip(),
        tuple(draw(st.lists(st.sampled_from(COUNTRIES), unique=True))),
        draw(st.sampled_from(("", *COUNTRIES))),
        draw(st.none() | days),
        draw(st.none() | st.integers(0, 500)),
        draw(st.none() | st.fractions(0, 1, max_denominator=1000)),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    roles = list(PartnerRole)
    partners = tuple(
        Partner(key, draw(titles).strip(), country, draw(st.sampled_from(roles)))
        for key, country in zip(KEYS, COUNTRIES, strict=True)
    )
    with_budget = draw(st.booleans())
    contributions = st.lists(
        st.builds(
            Contribution,
            st.sampled_from(KEYS),
            st.builds(Money, amounts, st.sampled_from(("EUR", "USD", "XAF"))),
        )
    )
    sources = st.builds(
        Source,
        name=titles.map(str.strip),
        partner=st.sampled_from(KEYS),
        type=st.sampled_from(list(SourceType)),
        amount=st.builds(Money, amounts, st.sampled_from(("EUR", "USD", "JPY", "XAF"))),
        status=st.sampled_from(list(Status)),
        country=st.sampled_from(("", *COUNTRIES)),
        scheme=texts.map(str.strip),
        letter=st.none() | days,
        note=texts.map(str.strip),
    )
    places = st.builds(
        Place,
        st.sampled_from(PLACES),
        st.sampled_from(("", *COUNTRIES)),
        st.none() | st.fractions(0, 1, max_denominator=1000),
    )
    rate = st.decimals(Decimal("0.0001"), Decimal(9999), places=6).filter(bool).map(Fraction)
    return Plan(
        card=Card(draw(titles).strip()),
        currency="EUR",
        on=draw(st.none() | days),
        work=Work(
            draw(st.sampled_from(("", *KINDS))),
            tuple(draw(st.lists(st.sampled_from(MEDIA), unique=True))),
            draw(st.none() | st.integers(0, 1000)),
            tuple(draw(st.lists(texts, max_size=3))),
            draw(texts).strip(),
        ),
        dates={key: draw(days) for key in MILESTONES if draw(st.booleans())},
        facts={
            "joint_ownership": draw(st.booleans()),
            "post_spend": Fraction(draw(st.decimals(-1000, 1000, places=4))),
            "average_cost": Money(draw(amounts), "JPY"),
            "approved": draw(days),
            "remark": draw(texts),
        },
        rates=RateSet(
            [
                Rate("USD", "EUR", draw(rate), draw(st.none() | days), draw(texts).strip()),
                Rate("EUR", "JPY", draw(rate)),
            ]
        ),
        partners=partners,
        budget=draw(budgets(amounts=st.none() | st.integers(-(10**6), 10**12), least_lines=1)) if with_budget else None,
        contributions=() if with_budget else tuple(draw(contributions)),
        sources=tuple(draw(st.lists(sources, min_size=1, max_size=3))) if draw(st.booleans()) else None,
        roles=tuple(draw(st.lists(holders(), max_size=3))),
        places=tuple(draw(st.lists(places, max_size=3))),
    )


@given(plans())
def test_any_plan_written_and_read_gives_the_same_figures(plan: Plan) -> None:
    back = toml(write_plan(plan))
    for name in (
        "card",
        "currency",
        "on",
        "work",
        "dates",
        "facts",
        "rates",
        "partners",
        "contributions",
        "sources",
        "roles",
        "places",
    ):
        assert getattr(back, name) == getattr(plan, name), name
    assert (back.total, back.missing_rates, back.unallocated) == (
        plan.total,
        plan.missing_rates,
        plan.unallocated,
    )
    assert back.financing == plan.financing
    assert [back.share(key) for key in KEYS] == [plan.share(key) for key in KEYS]
    assert [back.spend_in(code) for code in COUNTRIES] == [plan.spend_in(code) for code in COUNTRIES]
    assert (back.totals is None) == (plan.totals is None)
    if plan.totals is not None and back.totals is not None:
        assert (back.totals.total, back.totals.unconverted) == (plan.totals.total, plan.totals.unconverted)
        for axis in Axis:
            assert back.totals.axis(axis) == plan.totals.axis(axis)
        assert rows_in_order(back) == rows_in_order(plan)


def rows_in_order(plan: Plan) -> list[tuple[object, ...]]:
    """Every row of the budget as it stands, lines with their partners' cents."""
    assert plan.budget is not None
    rows = [plan.budget.nodes[n.id] for n in plan.budget.below(plan.budget.root)]
    return [(n.is_line, n.title, n.amount, n.is_line and plan.sheet.cells.get(n.id)) for n in rows]


def test_a_line_that_stands_before_a_section_keeps_its_place() -> None:
    mixed = Budget.of([root(), line(1, 5), section(2), line(3, 7, 2), line(4, 9)])
    text = write_plan(Plan(Card("x"), budget=mixed))
    assert [t for t in text.splitlines() if t.startswith("position")] == [
        "position = 2",
        "position = 1",
        "position = 3",
    ]
    back = toml(text).budget
    assert back is not None
    assert [n.title for n in back.below(0)] == ["", "Line 1", "Section 2", "Line 3", "Line 4"]
    plain = Budget.of([root(), section(2), line(3, 7, 2), line(4, 9)])
    assert "position" not in write_plan(Plan(Card("x"), budget=plain))


@given(plans())
def test_writing_what_was_read_changes_nothing_more(plan: Plan) -> None:
    once = write_plan(toml(write_plan(plan)))
    assert write_plan(toml(once)) == once


@given(texts, texts)
def test_any_text_survives(title: str, note: str) -> None:
    rows = Budget.of([root(), section(1, note=note.strip()), line(2, 5, 1, note=note.strip())])
    plan = Plan(Card(f"x{title}x"), budget=rows)
    back = toml(write_plan(plan))
    assert back.card.title == plan.card.title
    assert [n.note for n in back.budget.below(0)] == ["", note.strip(), note.strip()]  # type: ignore[union-attr]


def test_sections_of_the_same_code_are_told_apart() -> None:
    twins = [Node(1, 0, "1", "First"), Node(2, 1, "1", "Second")]
    rows = Budget.of([root(), *twins, line(3, 5, 2), line(4, 7, 1)])
    back = toml(write_plan(Plan(Card("x"), budget=rows)))
    assert back.budget is not None
    assert [back.budget.depth(n.id) for n in back.budget.lines()] == [3, 2]
    assert len({n.code for n in back.budget.below(0) if not n.is_line}) == 3


def test_sections_without_a_code_get_one() -> None:
    rows = Budget.of([root(), Node(1, 0, "", "First"), line(3, 5, 1)])
    back = toml(write_plan(Plan(Card("x"), budget=rows)))
    assert [n.title for n in back.budget.below(0)] == ["", "First", "Line 3"]  # type: ignore[union-attr]


def test_the_split_of_the_film_is_written_where_it_holds() -> None:
    rows = Budget.of(
        [
            root(payer=split(fr="60", it="rest"), territory=split(FR="100")),
            section(1, payer=split(it="100")),
            line(2, 100, 1),
            line(3, 100, 1, territory=split(IT="100")),
            line(4, 100),
        ]
    )
    back = toml(
        write_plan(Plan(Card("x"), partners=tuple(Partner(k, k, k.upper()) for k in ("fr", "it")), budget=rows))
    )
    assert back.totals is not None
    assert back.totals.axis(Axis.PAYER).by_key == {"fr": 60, "it": 240}
    assert back.totals.axis(Axis.TERRITORY).by_key == {"FR": 200, "IT": 100}


# --- what should hold and does not yet --------------------------------------------------------------------

HUGE = "0x" + "F" * 5000


@pytest.mark.parametrize(
    "text",
    [
        f"coprod_plan = 1\ntitle = {HUGE}",
        HEAD + f"[work]\nminutes = {HUGE}",
        PARTNERS + f"[[line]]\namount = {HUGE}",
        PARTNERS + LINE + f"split = {{ru = {HUGE}}}",
    ],
    ids=("text", "whole", "money", "weight"),
)  # fmt: skip
def test_a_hexadecimal_number_of_any_length_is_refused(text: str) -> None:
    refused(text)


def test_a_weight_with_a_huge_exponent_is_refused() -> None:
    refused(PARTNERS + LINE + "split = {ru = 1e99999999999}")


@pytest.mark.parametrize("is_json", [False, True])
def test_an_exponent_beyond_decimal_is_refused(is_json: bool) -> None:
    number = "1e99999999999999999999999"
    refused(f'{{"coprod_plan": 1, "title": "x", "on": {number}}}' if is_json else HEAD + f"on = {number}", is_json)


def test_dotted_keys_of_any_depth_are_refused() -> None:
    refused("coprod_plan = 1\ntitle" + ".a" * 3000 + " = 1")


def test_a_refusal_stays_short_whatever_was_found() -> None:
    refused("coprod_plan = 1\ntitle = [" + "1, " * 10_000 + "]")


def test_a_json_list_is_refused_naming_the_file() -> None:
    assert refused("[1]", True).what.startswith("plan.json")


def test_a_key_that_stands_twice_in_json_is_refused() -> None:
    refused('{"coprod_plan": 1, "title": "x", "title": "y"}', True)


def test_half_a_character_is_refused() -> None:
    refused('{"coprod_plan": 1, "title": "\\ud800"}', True)


@pytest.mark.parametrize("key", ["work", "dates", "facts"])
@pytest.mark.parametrize("nothing", ["false", "0", '""', "[]"])
def test_what_is_no_table_is_refused_even_when_empty(key: str, nothing: str) -> None:
    refused(HEAD + f"{key} = {nothing}")


def test_a_mark_that_is_neither_true_nor_false_is_refused() -> None:
    refused(HEAD + "[[role]]\nrole = 'director'\nnone = 'yes'")


def test_a_place_as_role_needs_its_country() -> None:
    assert refused(HEAD + "[[role]]\nrole = 'shooting_location'").what == "role 1: country is missing."


@pytest.mark.parametrize("pair", [("RUB", "EUR"), ("EUR", "RUB")])
def test_two_rates_for_the_same_pair_are_refused(pair: tuple[str, str]) -> None:
    first = '[[rate]]\ncurrency = "RUB"\nper = "EUR"\nvalue = 40\n'
    refused(HEAD + first + f'[[rate]]\ncurrency = "{pair[0]}"\nper = "{pair[1]}"\nvalue = 50\n')


@pytest.mark.parametrize("day", ["20111111", '"20111111"', '"2011-W45-5"'])
def test_only_the_long_form_of_a_day_is_read(day: str) -> None:
    refused(HEAD + f"on = {day}")


def test_an_unknown_key_in_an_answer_is_refused() -> None:
    refused(HEAD + "[facts]\naverage_cost = {amount = 1, curency = 'USD'}")


def test_a_long_share_of_a_role_reads_back() -> None:
    plan = toml(HEAD + '[[role]]\nrole = "director"\nshare = "33.3333333333333"')
    assert toml(write_plan(plan)).roles == plan.roles


def test_a_long_rate_reads_back() -> None:
    plan = toml(HEAD + '[[rate]]\ncurrency = "RUB"\nper = "EUR"\nvalue = "1.23456789012345678901234567890123"')
    assert toml(write_plan(plan)).rates == plan.rates


def test_codes_that_differ_by_a_blank_read_back() -> None:
    rows = Budget.of([root(), *(Node(n, 0, code, "x") for n, code in ((1, "A"), (2, "A "), (3, " ")))])
    assert toml(write_plan(Plan(Card("x"), budget=rows))).budget is not None
