"""Looking inside the values of a rule: what only the shape's own function would stumble over later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coprod_desktop.domain.frameworks import Question, Rule, Value
from coprod_desktop.domain.money import check_currency, exact
from coprod_desktop.domain.plan import KINDS, MEDIA
from coprod_desktop.domain.team import PLACES, ROLES
from coprod_desktop.errors import BadPlan
from coprod_desktop.library.fields import Table

_LINKS = ("one", "both", "none")
_WHOLE = ("months", "weeks", "days", "letter_months", "min_minutes")
_ROW_KEYS = {"element", "title", "points", "roles", "places", "fact", "min"}


def check_rule(
    rule: Rule, table: Table, questions: Mapping[str, Question], groups: Iterable[str], parties: Iterable[str]
) -> None:
    """Refuse what a rule's options, conditions and values may not hold; raises LibraryFault naming the key."""
    _conditions(rule, table, groups)
    roles = rule.options.get("roles")
    if isinstance(roles, list):
        _known(roles, ROLES, "roles", table)
    kinds = rule.options.get("kinds")
    if isinstance(kinds, list):
        _known(kinds, KINDS, "kinds", table)
    if "party" in rule.options:
        _known([rule.options["party"]], parties, "party", table)
    for row in rule.options.get("rows") or ():  # type: ignore[attr-defined]
        _points_row(row, table, questions)
    for value in rule.values:
        _figures(value, table, questions, set(groups))


def _known(wanted: Iterable[object], allowed: Iterable[str], key: str, table: Table) -> None:
    allowed = tuple(allowed)
    for name in wanted:
        if name not in allowed:
            raise table.fault(key, f"“{name}” is not known")


def _conditions(rule: Rule, table: Table, groups: Iterable[str]) -> None:
    for key in ("countries", "countries_min", "countries_max", "parties_min", "share_below", "share_over"):
        if key in rule.when:
            table.number(f"when.{key}", rule.when[key])
    members = rule.when.get("group_members")
    if members is not None:
        if not isinstance(members, Mapping) or set(members) - {"group", "min", "max"} or "group" not in members:
            raise table.fault("when.group_members", "needs a group, and the least or most of its States")
        _known([members["group"]], groups, "when.group_members", table)
    for key in ("cost_over", "cost_up_to", "cost_from", "cost_below"):
        money = rule.when.get(key)
        if money is not None:
            if not isinstance(money, Mapping) or set(money) != {"amount", "currency"}:
                raise table.fault(f"when.{key}", "needs an amount and a currency")
            table.number(f"when.{key}.amount", money["amount"])
            _currency(money["currency"], f"when.{key}.currency", table)


def _currency(code: object, key: str, table: Table) -> None:
    try:
        check_currency(str(code), key)
    except BadPlan as fault:
        raise table.fault(key, f"“{code}” is no currency") from fault


def _points_row(row: object, table: Table, questions: Mapping[str, Question]) -> None:
    if not isinstance(row, Mapping) or set(row) - _ROW_KEYS:
        raise table.fault("rows", f"a row knows only {', '.join(sorted(_ROW_KEYS))}; found {row}")
    if "points" not in row or "element" not in row:
        raise table.fault("rows", "every row needs its element and points")
    table.number("rows.points", row["points"])
    _known(row.get("roles", ()), ROLES, "rows.roles", table)
    _known(row.get("places", ()), PLACES, "rows.places", table)
    if "fact" in row and ("min" not in row or row["fact"] not in questions):
        raise table.fault("rows.fact", "needs a known fact and the least figure")


def _staffing(items: object, table: Table) -> None:
    if not isinstance(items, list) or not items:
        raise table.fault("all", "must be a list of items")
    for item in items:
        if not isinstance(item, Mapping):
            raise table.fault("all", "every item is a table")
        nested = item.get("any") or item.get("all")
        if nested is not None:
            _staffing(nested, table)
        else:
            _known(item.get("roles", ()), ROLES, "all.roles", table)
            if not item.get("roles"):
                raise table.fault("all", "an item needs roles")


def _figures(value: Value, table: Table, questions: Mapping[str, Question], groups: set[str]) -> None:
    data = value.data
    for key in (*_WHOLE, "threshold", "amount"):
        if key in data:
            table.number(key, data[key])
    if "currency" in data:
        _currency(data["currency"], "currency", table)
    if "link" in data and data["link"] not in _LINKS:
        raise table.fault("link", f"must be one of {', '.join(_LINKS)}")
    if isinstance(data.get("groups"), list):
        _known(data["groups"], ("parties", "co_producers", *groups), "groups", table)  # type: ignore[arg-type]
    if "all" in data:
        _staffing(data["all"], table)
    if isinstance(data.get("media"), list):
        _known(data["media"], MEDIA, "media", table)  # type: ignore[arg-type]
    if isinstance(data.get("kinds"), list):
        _known(data["kinds"], KINDS, "kinds", table)  # type: ignore[arg-type]
    raised = data.get("percent_with")
    if raised is not None and (not isinstance(raised, Mapping) or raised.get("fact") not in questions):
        raise table.fault("percent_with", "needs a known fact")
    for key in value.derived:
        if key not in data:
            raise table.fault("derived", f"“{key}” is no figure of this value")
    low, high = data.get("consent_min"), data.get("consent_max")
    if low is not None and high is not None and exact(str(low), "min") > exact(str(high), "max"):
        raise table.fault("consent_min", f"the range {low} to {high} is upside down")
