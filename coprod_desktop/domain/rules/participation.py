"""Who works where: proportion of work to money, minimum staffing, nationality of participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case, percent
from coprod_desktop.domain.frameworks import Rule, Truth, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.team import ROLES, ROLES_BY_KIND
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Listing, Percent, State, Unit, message


def check_proportionality(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Compare each country's spend with its share of the cost.

    Without a stated tolerance the instrument names no number ("in principle proportional"): a notice, with the
    difference where the spend is known. Not met only where a country that is not finance-only contributes neither a
    person nor spend in a plan whose roles and spend are complete. With ``tolerance`` (percentage points) a test.
    ``party`` narrows it to one country: the Australian authority, for one, applies its five points to its own side only.
    """
    findings = []
    tolerance = percent(value.data, "tolerance")
    for country in case.plan.countries:
        if rule.options.get("party", country) != country:
            continue
        if case.finance_only(country):
            if country == case.majority and not case.majority_open:
                # Art. 9 of both conventions lets a minority take part with money only, never the majority.
                text = message("{country} holds the majority and takes part with money only.", country=Country(country))
                findings.append(case.find(rule, value, State.NOT_MET, text, country=country))
            continue
        share, spend = case.share(country), case.plan.spend_in(country)
        people = any(country in holder.states for holder in case.plan.roles if not holder.none)
        complete = (
            spend is not None
            and spend.exact is not None
            and bool(case.plan.roles)
            and all(h.none or h.states for h in case.plan.roles)
        )
        if complete and not people and spend is not None and spend.high == 0:
            text = message("{country} contributes neither a person nor spend.", country=Country(country))
            findings.append(
                case.find(rule, value, State.NOT_MET, text, country=country, measured=Fraction(0), unit=Unit.PERCENT)
            )
            continue
        if share is None or spend is None or share.exact is None or spend.exact is None:
            text = message("Work of {country} in proportion to its money: not known.", country=Country(country))
            state = State.UNKNOWN if tolerance is not None else State.NOTICE
            findings.append(case.find(rule, value, state, text, country=country, unit=Unit.PERCENT))
            continue
        difference = spend.exact - share.exact
        figures = {
            "country": Country(country),
            "spend": Percent(spend.exact * 100),
            "share": Percent(share.exact * 100),
        }
        if tolerance is None:
            text = message("{country} pays {share} and {spend} is spent there.", **figures)
            findings.append(
                case.find(
                    rule,
                    value,
                    State.NOTICE,
                    text,
                    country=country,
                    measured=spend.exact * 100,
                    unit=Unit.PERCENT,
                    margin=difference * 100,
                )
            )
            continue
        limit = Limit(share.exact - tolerance)
        held = limit.holds(spend.exact)
        text = message("{country} pays {share} and {spend} is spent there.", **figures)
        findings.append(
            case.find(
                rule,
                value,
                State.MET if held else State.NOT_MET,
                text,
                country=country,
                measured=spend.exact * 100,
                limit=Limit((limit.low or Fraction(0)) * 100),
                unit=Unit.PERCENT,
                margin=(spend.exact - (limit.low or 0)) * 100,
            )
        )
    return findings


def check_staffing(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test minimum staffing: nested ``all`` / ``any`` lists of roles to be filled by nationals or residents.

    ``who`` is each co-producing country (bound by the instrument, not finance-only) or the minority ones. Unfilled roles
    leave the answer unknown when they could satisfy it.
    """
    countries = [c for c in case.plan.countries if case.truths.get(c) is not Truth.NO and not case.finance_only(c)]
    if rule.options.get("who") == "minority":
        countries = [c for c in countries if c != case.majority]
    wanted = value.data.get("all")
    assert isinstance(wanted, list | tuple)
    findings = []
    for country in countries:
        sure, possible = _posts(case, country)
        missing = _unmet(wanted, sure)
        titles = Listing(tuple(_title(item) for item in missing))
        waiver: str | None = None
        if not missing:
            state, text = State.MET, message("{country} fills the roles asked for.", country=Country(country))
        elif not _unmet(wanted, possible):
            state = State.NOTICE if rule.effect == "notice" else State.UNKNOWN
            text = message("{country}: not known yet: {missing}.", country=Country(country), missing=titles)
        else:
            text = message("{country} lacks: {missing}.", country=Country(country), missing=titles)
            if rule.effect == "notice":
                state = State.NOTICE
            elif value.data.get("consent") is True:
                state = State.DISCRETION
                waiver = str(value.data.get("consent_by") or "") or case.authority() or "the competent authorities"
            else:
                state = State.NOT_MET
        findings.append(
            case.find(
                rule,
                value,
                state,
                text,
                country=country,
                measured=Fraction(len(wanted) - len(missing)),
                limit=Limit(Fraction(len(wanted))),
                unit=Unit.COUNT,
                margin=Fraction(-len(missing)),
                waiver_by=waiver,
            )
        )
    return findings


def _posts(case: Case, country: str) -> tuple[list[str], list[str]]:
    """Return the roles that people of ``country`` hold, and those they hold or may turn out to hold."""
    sure = [h.role for h in case.plan.roles if not h.none and country in h.states]
    unclear = [h.role for h in case.plan.roles if not h.none and not h.states]
    vacant = [
        role
        for role in ROLES_BY_KIND.get(case.plan.work.kind, ROLES)
        if not any(h.role == role for h in case.plan.roles)
    ]
    return sure, [*sure, *unclear, *vacant]


def _unmet(items: Sequence[object], posts: Sequence[str]) -> list[object]:
    """Return the items that cannot be filled, each person counted once; as many items as possible are filled."""
    if _fits(list(items), list(posts)):
        return []
    kept: list[object] = []
    missing: list[object] = []
    for item in items:
        if _fits([*kept, item], list(posts)):
            kept.append(item)
        else:
            missing.append(item)
    return missing


def _fits(items: list[object], posts: list[str]) -> bool:
    """Whether all items can be filled at once from ``posts``, no post serving two items."""
    if not items:
        return True
    item, rest = items[0], items[1:]
    assert isinstance(item, Mapping)
    nested = item.get("any")
    if isinstance(nested, list | tuple):
        return any(_fits([one, *rest], posts) for one in nested)
    nested = item.get("all")
    if isinstance(nested, list | tuple):
        return _fits([*nested, *rest], posts)
    needed = int(str(item.get("count", 1)))
    if needed == 0:
        return _fits(rest, posts)
    fewer = {**item, "count": needed - 1}
    for role in dict.fromkeys(posts):
        if role in item.get("roles", ()):
            left = list(posts)
            left.remove(role)
            if _fits([fewer, *rest], left):
                return True
    return False


def _title(item: object) -> str:
    assert isinstance(item, Mapping)
    if "title" in item:
        return str(item["title"])
    nested = item.get("any") or item.get("all") or ()
    return " / ".join(_title(one) for one in nested) or ", ".join(str(r) for r in item.get("roles", ()))


def check_nationality(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test that participants are nationals (or residents) of the Parties or of the groups named.

    Groups are dated (a State counts while it is a member); ``co_producers`` are the film's own countries, third ones too. Participants from elsewhere lie at discretion where the
    instrument lets the authorities agree; people whose nationality is not entered leave it unknown.
    """
    raw = value.data.get("groups", ["parties"])
    groups = [str(g) for g in raw] if isinstance(raw, list | tuple) else [str(raw)]
    roles = rule.options.get("roles", "all")
    people = [
        h
        for h in case.plan.roles
        if not h.none and (roles == "all" or (isinstance(roles, list | tuple) and h.role in roles))
    ]
    strangers = []
    unsure = not people
    for person in people:
        states = person.states if value.data.get("residents", True) else person.nationality
        if not states:
            unsure = True
        elif any(_belongs(state, groups, case) for state in states):
            continue
        elif "parties" in groups and any(case.counts_as_party(state) is Truth.OPEN for state in states):
            unsure = True
        else:
            strangers.append(person.name or person.role)
    waiver: str | None = None
    if strangers:
        text = message("From elsewhere: {people}.", people=", ".join(strangers))
        if rule.effect == "notice":
            state = State.NOTICE
        elif value.data.get("consent") is True:
            state = State.DISCRETION
            waiver = str(value.data.get("consent_by") or "") or case.authority() or "the competent authorities"
        else:
            state = State.NOT_MET
    elif unsure:
        text = message("Nationality or residence is not entered for all key roles.")
        state = State.NOTICE if rule.effect == "notice" else State.UNKNOWN
    else:
        state, text = State.MET, message("All key roles are held by nationals or residents.")
    limit = Limit(None, Fraction(0))
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=None if unsure and not strangers else Fraction(len(strangers)),
            limit=limit,
            unit=Unit.COUNT,
            waiver_by=waiver,
        )
    ]


def _belongs(state: str, groups: Sequence[str], case: Case) -> bool:
    for group in groups:
        if group == "parties" and (state in case.inside or case.counts_as_party(state) in (Truth.YES, Truth.PRESUMED)):
            return True
        if group == "co_producers" and state in case.plan.countries:
            return True
        if case.book.in_group(state, group, case.on):
            return True
    return False


PROPORTIONALITY = shape(check_proportionality, options=("party",), percentages=("tolerance",))
STAFFING = shape(check_staffing, options=("who",), figures=("all", "consent", "consent_by"))
NATIONALITY = shape(check_nationality, options=("roles",), figures=("groups", "residents", "consent", "consent_by"))
