"""Which instrument governs a film of these countries on this day, which stand beside it, and why.

The code knows kinds and relations only; names of instruments and countries live in the data. Where a day of entry is
open, the question is answered twice, once taking every open membership as true and once as false: what governs in
both worlds governs, what governs in one only is a "maybe".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coprod_desktop.domain.frameworks import (
    Certainty,
    Day,
    Framework,
    Kind,
    Life,
    RuleBook,
    Standing,
    Truth,
)
from coprod_desktop.domain.verdicts import Country, Listing, Message, message

Bound = Callable[[Framework, str], bool]


@dataclass(frozen=True)
class Standpoint:
    """How one framework stands towards a set of countries on a day."""

    framework: Framework
    status: Standing
    certainty: Certainty
    since: date | None
    until: date | None
    governs: bool
    maybe: bool
    reason: Message
    bound: tuple[str, ...]
    """Those of the countries that are bound (or members), certainly or presumably."""
    beside: bool = False
    """Whether it does not govern, but may be relied on beside what governs."""


@dataclass(frozen=True)
class Ground:
    """The answer: what governs, what may, and every instrument of these countries with its reason."""

    countries: tuple[str, ...]
    on: date
    governing: tuple[str, ...]
    maybe: tuple[str, ...]
    standpoints: tuple[Standpoint, ...]


def find_ground(book: RuleBook, countries: Iterable[str], on: date, media: Sequence[str] = ("cinema",)) -> Ground:
    """Return the legal ground for a film co-produced between ``countries`` (ISO codes) on the day ``on``.

    ``media`` are the film's ways of first exploitation; an empty sequence means not known and excludes nothing.
    """
    states = tuple(dict.fromkeys(countries))
    related = [f for f in book.frameworks.values() if _concerns(f, states)]
    known: dict[tuple[str, str], Truth] = {}

    def truths(framework: Framework, state: str) -> Truth:
        # Both worlds ask the same of every instrument; the answer is worked out once.
        key = framework.id, state
        if key not in known:
            known[key] = framework.bound(state, on)
        return known[key]

    hopeful = _World(book, related, states, on, media, {Truth.YES, Truth.PRESUMED, Truth.OPEN}, truths)
    sober = _World(book, related, states, on, media, {Truth.YES, Truth.PRESUMED}, truths)
    governing = tuple(i for i in sober.governing if i in hopeful.governing)
    maybe = tuple(dict.fromkeys(i for i in (*sober.governing, *hopeful.governing) if i not in governing))
    order = {framework_id: index for index, framework_id in enumerate((*governing, *maybe))}
    points = [_standpoint(f, states, on, governing, maybe, hopeful, sober) for f in related]
    points = [p for p in points if p.status is not Standing.UNKNOWN or p.framework.life.in_force is None]
    points.sort(
        key=lambda p: (
            order.get(p.framework.id, 99),
            not p.framework.kind.legal_ground,
            p.framework.kind,
            p.framework.id,
        )
    )
    return Ground(states, on, governing, maybe, tuple(points))


def _concerns(framework: Framework, states: Sequence[str]) -> bool:
    named = sum(state in framework.parties for state in states)
    if framework.kind is Kind.BILATERAL or framework.kind is Kind.AGENCY:
        return named >= 2
    return named >= 1


def _perhaps_series(framework: Framework, media: Sequence[str]) -> bool:
    """Whether a series may count as the television work a text speaks of; texts of before the streaming age do not say."""
    return "series" in media and "tv" in framework.media


class _World:
    """The question answered under one reading of open days."""

    def __init__(
        self,
        book: RuleBook,
        related: Sequence[Framework],
        states: Sequence[str],
        on: date,
        media: Sequence[str],
        as_bound: set[Truth],
        truths: Callable[[Framework, str], Truth],
    ) -> None:
        self.states, self.on, self.media, self.book = states, on, media, book
        self._as_bound, self._truths = as_bound, truths
        self._hopes = Truth.OPEN in as_bound
        self.reasons: dict[str, Message] = {}
        self._series: set[str] = set()
        self.beside: set[str] = set()
        grounds = [f for f in related if f.kind.legal_ground]
        self.fitting = [
            f for f in grounds if not media or set(media) & set(f.media) or (self._hopes and _perhaps_series(f, media))
        ]
        for framework in grounds:
            if framework in self.fitting and media and not set(media) & set(framework.media):
                self._series.add(framework.id)
            if framework not in self.fitting:
                self.reasons[framework.id] = message(
                    "Covers other works: its media are {media}.", media=Listing(framework.media)
                )
        self.governing: list[str] = []
        if len(states) == 2:
            self._two()
        elif len(states) > 2:
            self._several()

    def bound(self, framework: Framework, state: str) -> bool:
        return self._truths(framework, state) in self._as_bound

    def bound_states(self, framework: Framework) -> list[str]:
        return [state for state in self.states if self.bound(framework, state)]

    def _say(self, framework: Framework, reason: Message, *, governs: bool = False) -> None:
        if framework.id in self._series and governs:
            reason = message("It speaks of television; whether a series counts was not read: check the text.")
        self.reasons[framework.id] = reason
        if governs:
            self.governing.append(framework.id)

    def _replaced(self, candidates: list[Framework]) -> list[Framework]:
        """Drop what a newer convention replaces, and the newer one where a State is bound by the older only.

        Art. 16 of CETS 220: it replaces ETS 147 between its Parties; ETS 147 goes on towards a State bound by it
        alone, which moves the whole film to it.
        """
        kept = list(candidates)
        for newer in candidates:
            for old_id in newer.replaces:
                older = self.book.frameworks.get(old_id)
                if older is None:
                    continue
                old_only = [s for s in self.states if self.bound(older, s) and not self.bound(newer, s)]
                if old_only and older in kept:
                    kept.remove(newer)
                    self._say(
                        newer,
                        message(
                            "{countries} bound by {older} only, which moves the whole film to it.",
                            countries=Listing(tuple(Country(s) for s in old_only)),
                            older=older.short,
                        ),
                    )
                elif older in kept:
                    kept.remove(older)
                    self._say(older, message("Replaced by {newer} between these States.", newer=newer.short))
        return kept

    def _two(self) -> None:
        both = Listing(tuple(Country(s) for s in self.states))
        bilateral = [f for f in self.fitting if f.use.bilateral == "always" and len(self.bound_states(f)) == 2]
        for framework in bilateral:
            open_day = any(framework.bound(s, self.on) is Truth.OPEN for s in self.states)
            text = (
                message("Perhaps in force between {countries}: its day of entry is open.", countries=both)
                if open_day
                else message("The agreement in force between {countries}.", countries=both)
            )
            self._say(framework, text, governs=True)
        conventions = [
            f
            for f in self.fitting
            if len(self.bound_states(f)) == 2
            and f not in bilateral
            and (f.use.bilateral == "where no treaty" or (f.use.parties_min or 9) <= 2)
        ]
        if bilateral:
            names = Listing(tuple(f.short for f in bilateral))
            for framework in conventions:
                self._say(framework, message("Two-country films follow {names}.", names=names))
            return
        open_to_two = []
        for framework in conventions:
            refusing = [s for s in self.states if framework.parties[s].reservation("two_country_use")]
            if refusing:
                self._say(
                    framework,
                    message(
                        "{countries} excluded its use for two-country films by a reservation.",
                        countries=Listing(tuple(Country(s) for s in refusing)),
                    ),
                )
            else:
                open_to_two.append(framework)
        for framework in self._replaced(open_to_two):
            self._say(
                framework,
                message("No bilateral agreement between {countries} governs; both are bound by it.", countries=both),
                governs=True,
            )

    def _several(self) -> None:
        candidates = []
        for framework in self.fitting:
            if framework.use.parties_min is None or framework.use.special:
                continue
            bound = self.bound_states(framework)
            if len(bound) >= framework.use.parties_min:
                candidates.append(framework)
            elif bound:
                self._say(
                    framework,
                    message(
                        "Needs co-producers from {needed} of its Parties; here {count}.",
                        needed=framework.use.parties_min,
                        count=len(bound),
                    ),
                )
        kept = self._replaced(candidates)
        special = [f for f in self.fitting if f.use.special and len(self.bound_states(f)) == len(self.states)]
        for framework in special:
            self._say(framework, message("The special text between all co-producing countries."), governs=True)
        for framework in kept:
            if special:
                self.beside.add(framework.id)
                self._say(
                    framework,
                    message("Stands beside {names}, the special text.", names=Listing(tuple(f.short for f in special))),
                )
            else:
                self._say(
                    framework,
                    message("{count} Parties take part.", count=len(self.bound_states(framework))),
                    governs=True,
                )
        above = special or [f for f in kept if f.use.overrides == "bilateral"]
        for framework in self.fitting:
            if framework.id in self.reasons or framework.kind is not Kind.BILATERAL:
                continue
            if len(self.bound_states(framework)) < 2:
                continue
            if above:
                over = Listing(tuple(f.short for f in above))
                self._say(framework, message("For films of three or more countries {names} overrides it.", names=over))
            else:
                self._third_parties(framework)

    def _third_parties(self, framework: Framework) -> None:
        """Without a convention, an agreement reaches further countries only through its own third-party clause."""
        rule = next((r for r in framework.rules if r.shape == "third_party"), None)
        value = rule.value_on(self.on) if rule else None
        if value is not None and value.data.get("allowed") is False:
            self._say(framework, message("It covers films of its own parties only."))
            return
        link = str(value.data.get("link", "")) if value is not None and not value.unknown else ""
        if not link:
            # Nothing read is not the same as no such clause: it reaches them in the hopeful world only.
            text = message("Whether and how it admits further countries was not read: check the text.")
            self._say(framework, text, governs=self._hopes)
            return
        outside = [s for s in self.states if not self.bound(framework, s)]
        inside = self.bound_states(framework)
        unlinked = [s for s in outside if not linked(self.book, s, inside, link, self.bound, self.media)]
        if unlinked:
            self._say(
                framework,
                message(
                    "Its third-party clause asks for a co-production agreement with {countries}; none is in force.",
                    countries=Listing(tuple(Country(s) for s in unlinked)),
                ),
            )
        else:
            self._say(framework, message("Reaches the further countries by its third-party clause."), governs=True)


def linked(
    book: RuleBook, outsider: str, parties: Sequence[str], link: str, bound: Bound, media: Sequence[str] = ()
) -> bool:
    """Whether ``outsider`` has a co-production instrument in force with one or both of ``parties``.

    ``link`` is ``one``, ``both``, or ``none`` (no such condition). Conventions count like bilateral agreements.
    """
    if link not in ("one", "both"):
        return True
    ties = [
        any(
            framework.kind.legal_ground
            and (not media or set(media) & set(framework.media))
            and bound(framework, outsider)
            and bound(framework, party)
            for framework in book.frameworks.values()
        )
        for party in parties
    ]
    return all(ties) if link == "both" else any(ties)


def _standpoint(
    framework: Framework,
    states: Sequence[str],
    on: date,
    governing: Sequence[str],
    maybe: Sequence[str],
    hopeful: _World,
    sober: _World,
) -> Standpoint:
    truths = {s: framework.bound(s, on) for s in states if s in framework.parties}
    bound = tuple(s for s, truth in truths.items() if truth in (Truth.YES, Truth.PRESUMED))
    possibly = tuple(s for s, truth in truths.items() if truth is not Truth.NO)
    needed = 1 if framework.kind in (Kind.FUND, Kind.STATUS, Kind.INCENTIVE) else 2
    since, until = _span(framework, bound or possibly, on)
    governs = framework.id in governing
    reason = sober.reasons.get(framework.id) or hopeful.reasons.get(framework.id)
    if len(possibly) >= needed:
        standing, certainty = framework.life.standing(on)
        if standing not in (Standing.IN_FORCE, Standing.PROVISIONAL, Standing.UNKNOWN):
            standing = Standing.IN_FORCE
        counted = bound if len(bound) >= needed else possibly
        certainty = _weakest(truths[s] for s in counted)
    else:
        standing, certainty, missing = _why_not(framework, states, on)
        reason = _standing_reason(standing, framework, missing)
    if framework.kind is Kind.AGENCY:
        reason = message("An agreement between institutions; it is no legal ground for official status.")
    elif not framework.kind.legal_ground and hopeful.media and not set(hopeful.media) & set(framework.media):
        reason = message("Covers other works: its media are {media}.", media=Listing(framework.media))
    elif not framework.kind.legal_ground and len(possibly) >= needed:
        reason = message("Open to {countries}.", countries=Listing(tuple(Country(s) for s in (bound or possibly))))
    if reason is None:
        reason = message("Not usable by these countries together.")
    if framework.id in maybe and framework.id in hopeful.reasons and framework.id not in sober.governing:
        reason = hopeful.reasons[framework.id]
    return Standpoint(
        framework,
        standing,
        certainty,
        since,
        until,
        governs,
        framework.id in maybe,
        reason,
        bound,
        framework.id in sober.beside,
    )


def _weakest(truths: Iterable[Truth]) -> Certainty:
    found = set(truths)
    if Truth.OPEN in found:
        return Certainty.OPEN
    return Certainty.PRESUMED if Truth.PRESUMED in found else Certainty.CERTAIN


def _span(framework: Framework, states: Sequence[str], on: date) -> tuple[date | None, date | None]:
    """Return from and until when the instrument binds all of ``states``, where the days are known exactly."""
    lives = [framework.life, *(life for s in states if (life := framework.parties[s].life) is not None)]
    starts = [_start(life, on) for life in lives if life.in_force or life.provisional]
    ends = [day for life in lives if (day := _day(life.ended)) is not None]
    known = [day for day in starts if day is not None]
    return (max(known) if known and len(known) == len(starts) else None, min(ends) if ends else None)


def _start(life: Life, on: date) -> date | None:
    """Return the day from which a life binds as of ``on``: its entry, or its provisional application until then."""
    entry = _day(life.in_force)
    if life.provisional is not None and (entry is None or entry > on):
        return _day(life.provisional)
    return entry


def _day(day: Day | None) -> date | None:
    return None if day is None else day.exact


def _why_not(framework: Framework, states: Sequence[str], on: date) -> tuple[Standing, Certainty, tuple[str, ...]]:
    standing, certainty = framework.life.standing(on)
    if standing not in (Standing.IN_FORCE, Standing.PROVISIONAL):
        return standing, certainty, ()
    outside: list[str] = [s for s in states if s not in framework.parties]
    inside_not_bound = [s for s in states if s in framework.parties and framework.bound(s, on) is Truth.NO]
    for state in inside_not_bound:
        life: Life | None = framework.parties[state].life
        if life is not None:
            own = life.standing(on)[0]
            if own in (Standing.ENDED, Standing.SUSPENDED):
                return own, Certainty.CERTAIN, (state,)
    return Standing.NOT_PARTY, Certainty.CERTAIN, tuple(outside + inside_not_bound)


def _standing_reason(standing: Standing, framework: Framework, missing: Sequence[str]) -> Message:
    who = Listing(tuple(Country(s) for s in missing))
    life = framework.life
    if standing is Standing.NOT_PARTY:
        return message("Not bound by it on that day: {countries}.", countries=who)
    if standing is Standing.ENDED and missing:
        return message("No longer bound by it on that day: {countries}.", countries=who)
    if standing is Standing.ENDED:
        ended = _day(life.ended)
        return message("Ended on {day}.", day=ended) if ended else message("Ended before that day.")
    if standing is Standing.SIGNED:
        signed = _day(life.signed)
        return (
            message("Signed on {day}, not in force on that day.", day=signed)
            if signed
            else message("Signed, not in force on that day.")
        )
    if standing is Standing.NEGOTIATING:
        return message("Only negotiated on that day: not signed, not usable.")
    if standing is Standing.SUSPENDED:
        return message("Suspended on that day.")
    return message("It is not known to be in force: check the text.")
