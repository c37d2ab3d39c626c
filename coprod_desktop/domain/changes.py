"""What turns the verdicts of a plan: one role given to another country, one day passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coprod_desktop.domain.assessment import Assessment, assess
from coprod_desktop.domain.calendar import months_after
from coprod_desktop.domain.cures import Turn, turns, with_role
from coprod_desktop.domain.frameworks import Day, Framework, Life, RuleBook
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.team import ROLES, ROLES_BY_KIND
from coprod_desktop.domain.verdicts import Country, Message, Outcome, message

_OF_PEOPLE = frozenset(("points_test", "staffing", "nationality", "proportionality"))


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One role, held by one national of ``country`` instead, and the verdicts that turns."""

    role: str
    country: str
    turns: tuple[Turn, ...]


def role_changes(given: Assessment, book: RuleBook) -> tuple[RoleChange, ...]:
    """Return every change of one role to one of the partners' countries that turns a verdict, role by role."""
    plan = given.plan
    names = [
        v.framework
        for v in given.verdicts
        if any(rule.shape in _OF_PEOPLE for rule in book.frameworks[v.framework].rules)
    ]
    asked = Assessment(plan, given.on, given.ground, tuple(v for v in given.verdicts if v.framework in names))
    found = []
    for role in ROLES_BY_KIND.get(plan.work.kind, ROLES):
        holders = [h for h in plan.roles if h.role == role]
        if any(h.none for h in holders):
            continue
        for country in plan.countries:
            if len(holders) == 1 and holders[0].nationality == (country,):
                continue
            turned = turns(asked, with_role(plan, role, country), book)
            if turned:
                found.append(RoleChange(role, country, turned))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day on which verdicts are other than the day before, with what happens then; ``before`` None: newly listed."""

    day: date
    turns: tuple[tuple[str, str, Outcome | None, Outcome | None], ...]
    """(framework, short name, outcome before or None, outcome from this day or None)."""
    reasons: tuple[Message, ...]


def day_changes(plan: Plan, book: RuleBook, start: date, end: date) -> tuple[DayChange, ...]:
    """Return the days after ``start`` up to ``end`` on which any verdict of the plan changes, and why.

    Candidates are the days the library and the plan name (entry, end, accession, a rule's new figure, a letter growing
    too old); between them nothing can change.
    """
    events: dict[date, list[_Event]] = {}
    for event in _events(plan, book):
        if start < event.day <= end:
            events.setdefault(event.day, []).append(event)
    changes = []
    last = assess(plan, book, start)
    for day in sorted(events):
        now = assess(plan, book, day)
        if turned := _turned(last, now):
            changes.append(DayChange(day, turned, _reasons(events[day], [name for name, *_ in turned])))
        last = now
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happens on a day, to one framework or (None) to any that look at it."""

    day: date
    framework: str | None
    reason: Message


def _reasons(events: Sequence[_Event], turned: Sequence[str]) -> tuple[Message, ...]:
    """Return what happened to the frameworks that turned; all that happened where nothing happened to them."""
    near = [e.reason for e in events if e.framework in turned] or [e.reason for e in events]
    kept: list[Message] = []
    for reason in near:
        if reason not in kept:
            kept.append(reason)
    return tuple(kept)


def _turned(last: Assessment, now: Assessment) -> tuple[tuple[str, str, Outcome | None, Outcome | None], ...]:
    before = {v.framework: v for v in last.verdicts}
    after = {v.framework: v for v in now.verdicts}
    turned = []
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        outcomes = (one.outcome if one else None), (other.outcome if other else None)
        governs = (one.governs if one else False), (other.governs if other else False)
        if outcomes[0] is not outcomes[1] or governs[0] is not governs[1]:
            verdict = other or one
            assert verdict is not None
            turned.append((name, verdict.short, *outcomes))
    return tuple(turned)


def _events(plan: Plan, book: RuleBook) -> Iterator[_Event]:
    countries = set(plan.countries)
    people = {state for holder in plan.roles for state in holder.states} | {place.country for place in plan.places}
    for framework in book.frameworks.values():
        if len(countries & framework.parties.keys()) >= (2 if framework.kind.legal_ground else 1):
            for day, reason in _of_framework(framework, countries | people):
                yield _Event(day, framework.id, reason)
            yield from _of_letters(plan, framework)
    for group, members in book.groups.items():
        for code in sorted((countries | people) & members.keys()):
            membership = members[code]
            if membership.start is not None:
                yield _Event(
                    membership.start, None, message("{country} joins {group}.", country=Country(code), group=group)
                )
            if membership.end is not None:
                after = membership.end + timedelta(days=1)
                yield _Event(after, None, message("{country} leaves {group}.", country=Country(code), group=group))
    for source in plan.sources or ():
        if source.letter is not None:
            yield _Event(source.letter, None, message("Letter of {source}.", source=source.name))


def _of_letters(plan: Plan, framework: Framework) -> Iterator[_Event]:
    """Yield the days on which a letter grows too old for a framework that counts confirmed finance."""
    for months in _letter_ages(framework):
        for source in plan.sources or ():
            if source.letter is not None:
                too_old = months_after(source.letter, months) + timedelta(days=1)
                text = message("The letter of {source} is older than {n} months.", source=source.name, n=months)
                yield _Event(too_old, framework.id, text)


def _letter_ages(framework: Framework) -> Iterable[int]:
    ages = (
        value.data.get("letter_months")
        for rule in framework.rules
        if rule.shape == "confirmed_finance"
        for value in rule.values
    )
    return sorted({int(str(months)) for months in ages if months is not None})


def _of_framework(framework: Framework, countries: set[str]) -> Iterator[tuple[date, Message]]:
    name = framework.short
    begun = list(_of_life(framework.life, name, None))
    yield from begun
    for code in sorted(countries & framework.parties.keys()):
        life = framework.parties[code].life
        if life is not None:
            yield from _of_life(life, name, code)
    # A rule that begins with its instrument is no news of its own.
    told = {day for day, _ in begun}
    for rule in framework.rules:
        text = message("{name}: “{rule}” changes.", name=name, rule=rule.title)
        for value in rule.values:
            if value.start is not None and value.start not in told:
                yield value.start, text
            if value.end is not None:
                yield value.end + timedelta(days=1), text


def _of_life(life: Life, name: str, country: str | None) -> Iterator[tuple[date, Message]]:
    """Yield the days of a life: exact ones, and both bounds of those known only within bounds."""
    if country is None:
        told = {
            "signed": message("{name}: signed.", name=name),
            "in_force": message("{name}: in force.", name=name),
            "provisional": message("{name}: applied provisionally.", name=name),
            "suspended": message("{name}: suspended.", name=name),
            "ended": message("{name}: ended.", name=name),
        }
        perhaps = message("{name}: a day known only within bounds may have come.", name=name)
    else:
        state = Country(country)
        told = {
            "in_force": message("{name}: in force for {country}.", name=name, country=state),
            "ended": message("{name}: no longer in force for {country}.", name=name, country=state),
        }
        perhaps = message(
            "{name}: a day of {country} known only within bounds may have come.", name=name, country=state
        )
    for event, text in told.items():
        day = getattr(life, event)
        if isinstance(day, Day):
            if day.by is not None:
                yield day.by, text
            if day.after is not None and day.exact is None:
                yield day.after, perhaps
