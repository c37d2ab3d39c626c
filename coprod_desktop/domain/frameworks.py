"""Frameworks: treaties, conventions, funds and status tests as dated data, and their life in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an instrument is; only conventions and bilateral agreements are legal ground for official status."""

    CONVENTION = "convention"
    BILATERAL = "bilateral"
    FUND = "fund"
    STATUS = "status"
    INCENTIVE = "incentive"
    AGENCY = "agency-agreement"

    @property
    def legal_ground(self) -> bool:
        """Whether an instrument of this kind can make a film an official co-production."""
        return self in (Kind.CONVENTION, Kind.BILATERAL)


class Certainty(StrEnum):
    """How sure it is that something is in force on a day."""

    CERTAIN = "certain"
    PRESUMED = "presumed"
    """A source says it entered into force; only the day is missing."""
    OPEN = "open"
    """Known only as signed, ratified or existing."""


class Standing(StrEnum):
    """Where an instrument stands on a day."""

    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    PROVISIONAL = "provisional"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    NOT_PARTY = "not_party"
    UNKNOWN = "unknown"


class Truth(StrEnum):
    """A three-and-a-half-valued answer about a day."""

    YES = "yes"
    NO = "no"
    PRESUMED = "presumed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Day:
    """A day known exactly (``after == by``) or within bounds: not before ``after``, shown by ``by``."""

    after: date | None = None
    by: date | None = None

    @classmethod
    def on(cls, day: date) -> Day:
        """Return an exactly known day."""
        return cls(day, day)

    @property
    def exact(self) -> date | None:
        """The day itself where it is known exactly."""
        return self.after if self.after is not None and self.after == self.by else None

    def reached(self, day: date) -> Truth:
        """Whether the event had happened by ``day``.

        Certain yes at or after ``by``, certain no before ``after``; in between presumed where a source shows that it
        happened (``by`` is known), open where it is known only that it had not happened before ``after``.
        """
        if self.by is not None and day >= self.by:
            return Truth.YES
        if self.after is not None and day < self.after:
            return Truth.NO
        return Truth.PRESUMED if self.by is not None else Truth.OPEN


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure or a day comes from: source id, confidence (T, A, S or C), the day it was checked."""

    source: str
    confidence: str
    checked: date
    article: str | None = None
    where: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read."""

    id: str
    title: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Life:
    """The life of an instrument or of a membership, event by event."""

    signed: Day | None = None
    in_force: Day | None = None
    provisional: Day | None = None
    suspended: Day | None = None
    ended: Day | None = None
    negotiating: Day | bool = False
    evidence: Evidence | None = None
    note: str = ""

    def standing(self, day: date) -> tuple[Standing, Certainty]:
        """Return where the instrument stands on ``day``, and how sure that is."""
        began = self.in_force is None or self.in_force.reached(day) is not Truth.NO
        if self.ended is not None and began and (over := self.ended.reached(day)) is not Truth.NO:
            return (Standing.ENDED, Certainty.CERTAIN) if over is Truth.YES else (Standing.ENDED, _weaker(over))
        if self.suspended is not None and self.suspended.reached(day) is Truth.YES:
            return Standing.SUSPENDED, Certainty.CERTAIN
        running = Truth.NO if self.in_force is None else self.in_force.reached(day)
        if running is Truth.YES:
            return Standing.IN_FORCE, Certainty.CERTAIN
        if self.provisional is not None and self.provisional.reached(day) is Truth.YES:
            return Standing.PROVISIONAL, Certainty.CERTAIN
        if running in (Truth.PRESUMED, Truth.OPEN):
            return Standing.IN_FORCE, _weaker(running)
        if self.signed is not None:
            done = self.signed.reached(day)
            if done is not Truth.NO:
                return Standing.SIGNED, Certainty.CERTAIN if done is Truth.YES else _weaker(done)
        if self.negotiating is True or (
            isinstance(self.negotiating, Day) and self.negotiating.reached(day) is not Truth.NO
        ):
            return Standing.NEGOTIATING, Certainty.CERTAIN
        known = self.signed or self.in_force or self.provisional or self.ended
        return Standing.UNKNOWN, Certainty.OPEN if known is None else Certainty.CERTAIN

    def existed(self, day: date) -> bool:
        """Whether there is anything to tell about the instrument on ``day``: talks, a signature, a life."""
        return self.standing(day)[0] is not Standing.UNKNOWN or not (self.signed or self.in_force or self.negotiating)


def _weaker(truth: Truth) -> Certainty:
    return Certainty.PRESUMED if truth is Truth.PRESUMED else Certainty.OPEN


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a State excepted when it joined: the topic, its figure if it named one, and whose shares it concerns."""

    topic: str
    article: str | None
    text: str
    evidence: Evidence
    maximum: str | None = None
    sides: tuple[str, ...] = ()
    scope: str = "own"


@dataclass(frozen=True, slots=True)
class Party:
    """A State bound by an instrument (or a member of a fund)."""

    country: str
    life: Life | None = None
    reservations: tuple[Reservation, ...] = ()
    associate: bool = False
    note: str = ""

    def reservation(self, topic: str) -> Reservation | None:
        """Return the State's reservation on ``topic``, if it made one."""
        return next((r for r in self.reservations if r.topic == topic), None)


@dataclass(frozen=True, slots=True)
class Value:
    """The figures of a rule from a day on. ``data`` holds the shape's own keys; ``unknown`` means a figure exists."""

    start: date | None
    end: date | None
    data: Mapping[str, object]
    evidence: Evidence
    unknown: bool = False
    conflict: str = ""
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an instrument: its shape names the function that reads it, its values are dated."""

    id: str
    shape: str
    title: str
    text: str
    effect: str
    article: str | None
    when: Mapping[str, object]
    options: Mapping[str, object]
    values: tuple[Value, ...]

    def value_on(self, day: date) -> Value | None:
        """Return the newest value that holds on ``day``, or None before the first and after the last."""
        fitting = [v for v in self.values if (v.start is None or v.start <= day) and (v.end is None or day <= v.end)]
        return max(fitting, key=lambda v: v.start or date.min, default=None)


@dataclass(frozen=True, slots=True)
class Use:
    """How an instrument may be used: for two countries, for more, over which others, and with which outsiders."""

    bilateral: str = ""
    """``always``, ``where no treaty`` or empty."""
    parties_min: int | None = None
    overrides: str = ""
    special: bool = False
    outsiders_max: str | None = None
    article: str = ""
    """Where the text says when it may be used and what goes before it."""


@dataclass(frozen=True)
class Framework:
    """A treaty, convention, fund, status test or pact, with its parties, rules and sources."""

    id: str
    kind: Kind
    title: str
    short: str
    media: tuple[str, ...]
    life: Life
    parties: Mapping[str, Party]
    rules: Sequence[Rule]
    sources: Mapping[str, Source]
    use: Use = field(default_factory=Use)
    reference: str = ""
    supersedes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)
    excludes: tuple[str, ...] = ()
    authorities: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    always: bool = False
    """Whether every plan is told how it stands to it, members or not."""

    def bound(self, country: str, day: date) -> Truth:
        """Whether ``country`` is bound by the instrument on ``day`` (for a fund: is a member)."""
        party = self.parties.get(country)
        if party is None:
            return Truth.NO
        own = _as_truth(*self.life.standing(day))
        begun, signed = self.life.in_force, self.life.signed
        if own is Truth.PRESUMED and begun is not None and begun.after is None:
            # Nothing but the day of a list: before it, only after a signature is entry presumed.
            own = Truth.OPEN if signed is None else Truth.NO if signed.reached(day) is Truth.NO else own
        truths = [own]
        if party.life is not None:
            truths.append(_as_truth(*party.life.standing(day)))
        for weakest in (Truth.NO, Truth.OPEN, Truth.PRESUMED):
            if weakest in truths:
                return weakest
        return Truth.YES


def _as_truth(standing: Standing, certainty: Certainty) -> Truth:
    if standing in (Standing.IN_FORCE, Standing.PROVISIONAL):
        return {Certainty.CERTAIN: Truth.YES, Certainty.PRESUMED: Truth.PRESUMED, Certainty.OPEN: Truth.OPEN}[certainty]
    if certainty is Certainty.OPEN or (standing is Standing.ENDED and certainty is Certainty.PRESUMED):
        # Known only to exist, or perhaps ended already: bound perhaps.
        return Truth.OPEN
    return Truth.NO


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that only a person can give: its key, the question in words, the type of the answer."""

    key: str
    ask: str
    type: str
    hint: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A State's time in a group of States such as the EU; open ends are None."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class RuleBook:
    """The whole library as values: every framework, every question, groups of States, successor States."""

    frameworks: Mapping[str, Framework]
    questions: Mapping[str, Question] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Membership]] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checked: date | None = None

    def in_group(self, country: str, group: str, day: date) -> bool:
        """Whether ``country`` belongs to ``group`` on ``day``."""
        membership = self.groups.get(group, {}).get(country)
        if membership is None:
            return False
        return (membership.start is None or membership.start <= day) and (
            membership.end is None or day <= membership.end
        )

    def countries(self) -> frozenset[str]:
        """Every country that is named as a party or member somewhere."""
        named = {code for framework in self.frameworks.values() for code in framework.parties}
        return frozenset(named | {code for group in self.groups.values() for code in group})
