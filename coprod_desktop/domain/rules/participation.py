"""Who works where: proportion of work to money, minimum staffing, nationality of participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case, percent
from coprod_desktop.domain.frameworks import Rule, Truth, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Listing, Percent, State, Unit, message


def check_proportionality(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Compare each country's spend with its share of the cost.

    Without a stated tolerance the instrument names no number ("in principle proportional"): a notice, with the
    difference where the spend is known. Not met only where a country that is not finance-only contributes neither a
    person nor spend in a plan whose roles and spend are complete. With ``tolerance`` (percentage points) a test.
    """
    findings = []
    tolerance = percent(value.data, "tolerance")
    for country in case.plan.countries:
        if case.finance_only(country):
            continue
        share, spend = case.share(country), case.plan.spend_in(country)
        people = any(country in holder.states for holder in case.plan.roles if not holder.none)
        complete = (
            spend is not None and spend.exact is not None and bool(case.plan.roles) and all(h.none or h.states for h in case.plan.roles)
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
                    rule, value, State.NOTICE, text, country=country, measured=spend.exact * 100, unit=Unit.PERCENT,
                    margin=difference * 100,
                )  # fmt: skip
            )
            continue
        limit = Limit(share.exact - tolerance)
        held = limit.holds(spend.exact)
        text = message("{country} pays {share} and {spend} is spent there.", **figures)
        findings.append(
            case.find(
                rule, value, State.MET if held else State.NOT_MET, text, country=country, measured=spend.exact * 100,
                limit=Limit((limit.low or Fraction(0)) * 100), unit=Unit.PERCENT, margin=(spend.exact - (limit.low or 0)) * 100,
            )  # fmt: skip
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
        missing = [item for item in wanted if _filled(item, case, country) is not True]
        unsure = any(_filled(item, case, country) is None for item in missing)
        titles = ", ".join(_title(item) for item in missing)
        waiver: str | None = None
        if not missing:
            state, text = State.MET, message("{country} fills the roles asked for.", country=Country(country))
        elif unsure:
            state = State.UNKNOWN
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
        if state is State.UNKNOWN and rule.effect == "notice":
            state = State.NOTICE
        findings.append(
            case.find(
                rule, value, state, text, country=country, measured=Fraction(len(wanted) - len(missing)),
                limit=Limit(Fraction(len(wanted))), unit=Unit.COUNT, margin=Fraction(-len(missing)), waiver_by=waiver,
            )  # fmt: skip
        )
    return findings


def _filled(item: object, case: Case, country: str) -> bool | None:
    """Whether a staffing item is filled by people of ``country``; None when open roles could still fill it."""
    assert isinstance(item, Mapping)
    for key, combine in (("any", any), ("all", all)):
        nested = item.get(key)
        if isinstance(nested, list | tuple):
            answers = [_filled(one, case, country) for one in nested]
            if combine(answer is True for answer in answers):
                return True
            decisive = all(a is False for a in answers) if key == "any" else any(a is False for a in answers)
            return False if decisive else None
    roles = [str(role) for role in item.get("roles", ())]
    needed = int(str(item.get("count", 1)))
    count = open_roles = 0
    for role in roles:
        holders = [h for h in case.plan.roles if h.role == role]
        count += sum(country in h.states for h in holders if not h.none)
        open_roles += sum(not h.none and not h.states for h in holders) + (0 if holders else 1)
    if count >= needed:
        return True
    return None if count + open_roles >= needed else False


def _title(item: object) -> str:
    assert isinstance(item, Mapping)
    if "title" in item:
        return str(item["title"])
    nested = item.get("any") or item.get("all") or ()
    return " / ".join(_title(one) for one in nested) or ", ".join(str(r) for r in item.get("roles", ()))


def check_nationality(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test that participants are nationals (or residents) of the Parties or of the groups named.

    Groups are dated (a State counts while it is a member). Participants from elsewhere lie at discretion where the
    instrument lets the authorities agree; people whose nationality is not entered leave it unknown.
    """
    raw = value.data.get("groups", ["parties"])
    groups = [str(g) for g in raw] if isinstance(raw, list | tuple) else [str(raw)]
    roles = rule.options.get("roles", "all")
    people = [h for h in case.plan.roles if not h.none and (roles == "all" or (isinstance(roles, list | tuple) and h.role in roles))]
    strangers = []
    unsure = not people
    for person in people:
        states = person.states if value.data.get("residents", True) else person.nationality
        if not states:
            unsure = True
        elif not any(_belongs(state, groups, case) for state in states):
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
            rule, value, state, text, measured=None if unsure and not strangers else Fraction(len(strangers)), limit=limit,
            unit=Unit.COUNT, waiver_by=waiver,
        )
    ]  # fmt: skip


def _belongs(state: str, groups: Sequence[str], case: Case) -> bool:
    for group in groups:
        if group == "parties" and (
            state in case.inside or case.counts_as_party(state) in (Truth.YES, Truth.PRESUMED)
        ):
            return True
        if case.book.in_group(state, group, case.on):
            return True
    return False


def check_third_party(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test co-producers from countries outside the agreement: allowed at all, their cap, case by case."""
    if not case.outside:
        return ()
    listed = Listing(tuple(Country(c) for c in case.outside))
    if value.data.get("allowed") is False:
        return [case.find(rule, value, State.NOT_MET, message("Co-producers from outside are not admitted: {countries}.", countries=listed))]
    cap, floor = percent(value.data, "cap"), percent(value.data, "min")
    findings = []
    if cap is not None or floor is not None:
        limit = Limit(floor, cap)
        shares = [case.share(c) for c in case.outside]
        if any(s is None or s.exact is None for s in shares):
            findings.append(case.find(rule, value, State.UNKNOWN, message("The share of {countries} is not known.", countries=listed), unit=Unit.PERCENT))
        else:
            total = sum((s.low for s in shares if s), Fraction(0))
            margin = limit.margin(total)
            findings.append(
                case.find(
                    rule, value, State.MET if limit.holds(total) else State.NOT_MET,
                    message("Co-producers from outside hold {measured} together.", measured=Percent(total * 100)),
                    measured=total * 100, limit=Limit(None if floor is None else floor * 100, None if cap is None else cap * 100),
                    unit=Unit.PERCENT, margin=None if margin is None else margin * 100,
                    margin_money=None if margin is None else case.money_of(margin),
                )  # fmt: skip
            )
    if value.data.get("case_by_case") is True:
        findings.append(
            case.find(
                rule, value, State.DISCRETION, message("Co-producers from {countries} are admitted case by case.", countries=listed),
                waiver_by=case.authority() or "the competent authorities",
            )  # fmt: skip
        )
    if not findings:
        findings.append(case.find(rule, value, State.MET, message("Co-producers from {countries} are admitted.", countries=listed)))
    return findings


PROPORTIONALITY = shape(check_proportionality, percentages=("tolerance",))
STAFFING = shape(check_staffing, options=("who",), figures=("all", "consent", "consent_by"))
NATIONALITY = shape(check_nationality, options=("roles",), figures=("groups", "residents", "consent", "consent_by"))
THIRD_PARTY = shape(
    check_third_party, figures=("allowed", "link", "case_by_case"), percentages=("cap", "min")
)
