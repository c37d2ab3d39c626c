"""assess(plan, library, on): every verdict of a plan on a day, in one value that screen, paper and terminal share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Certainty, Framework, Kind, Rule, RuleBook, Standing
from coprod_desktop.domain.governing import Ground, Standpoint, find_ground
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.rules import RULES
from coprod_desktop.domain.verdicts import Finding, Listing, Message, State, Verdict, message, outcome_of


@dataclass(frozen=True)
class Assessment:
    """The answers for one plan on one day."""

    plan: Plan
    on: date
    ground: Ground
    verdicts: tuple[Verdict, ...]

    def verdict(self, framework: str) -> Verdict | None:
        """Return the verdict of one framework, if it was asked for."""
        return next((v for v in self.verdicts if v.framework == framework), None)


def assess(plan: Plan, book: RuleBook, on: date, frameworks: Sequence[str] | None = None) -> Assessment:
    """Answer for ``plan`` on the day ``on``.

    Without ``frameworks``: every treaty and convention in force (certain, presumed or open) for at least two of the
    partners' countries, those signed but not in force, every fund or status test that names a partner's country or
    is open to any of them. With it: exactly those, in that order.
    """
    ground = find_ground(book, plan.countries, on, plan.work.media)
    points = {p.framework.id: p for p in ground.standpoints}
    if frameworks is None:
        chosen = [p.framework for p in ground.standpoints if _listed(p, plan.countries)]
        chosen += [f for f in book.frameworks.values() if f.always and f not in chosen]
    else:
        chosen = [book.frameworks[name] for name in frameworks]
    verdicts = tuple(judge(plan, framework, book, on, ground, points.get(framework.id)) for framework in chosen)
    return Assessment(plan, on, ground, verdicts)


def _listed(point: Standpoint, countries: Sequence[str]) -> bool:
    if point.framework.kind is Kind.AGENCY:
        return False
    if point.governs or point.maybe:
        return True
    if point.framework.kind.legal_ground:
        binding = point.status in (Standing.IN_FORCE, Standing.PROVISIONAL)
        signed_here = sum(c in point.framework.parties for c in countries) >= 2
        return binding or (point.status is Standing.SIGNED and signed_here)
    return True


def judge(
    plan: Plan, framework: Framework, book: RuleBook, on: date, ground: Ground, point: Standpoint | None
) -> Verdict:
    """Return one framework's verdict; one that cannot apply carries the scope finding that excludes it."""
    case = Case(plan, framework, book, on, ground)
    certainty = point.certainty if point else Certainty.CERTAIN
    reason = point.reason if point else message("None of the co-producing countries is bound by it.")
    governs = bool(point and point.governs)
    legal = framework.kind.legal_ground
    excluded = _excluded(case, point)
    if excluded is not None:
        findings: tuple[Finding, ...] = (excluded,)
    else:
        findings = tuple(finding for rule in framework.rules for finding in judge_rule(rule, case))
        other_media = bool(plan.work.media) and not set(plan.work.media) & set(framework.media)
        if legal and point is not None and point.maybe and (certainty is Certainty.OPEN or other_media):
            findings = (_perhaps(framework, point), *findings)
        silent = not any(f.state not in (State.NOTICE, State.DUTY) for f in findings)
        if silent or (legal and not any(f.shape == "share_range" for f in findings)):
            findings = (*findings, _terms_unknown(framework))
    outcome = outcome_of(findings, legal_ground=legal)
    return Verdict(
        framework.id,
        framework.kind.value,
        framework.title,
        framework.short,
        governs,
        certainty.value,
        outcome,
        reason,
        findings,
        framework.caveats,
    )


def _excluded(case: Case, point: Standpoint | None) -> Finding | None:
    """Return the finding that keeps a framework from applying at all, or None when its rules are to be read."""
    framework = case.framework
    if len(case.plan.countries) < 2 and framework.kind.legal_ground:
        return _scope(framework, message("A co-production needs co-producers from at least two countries."))
    if framework.kind is Kind.AGENCY:
        return _scope(
            framework, message("An agreement between institutions; it is no legal ground for official status.")
        )
    if not case.plan.countries:
        return _scope(framework, message("No co-producers are entered yet."))
    if point is None:
        return _scope(framework, message("None of the co-producing countries is bound by it."))
    if point.governs or point.maybe or point.beside:
        return None
    if framework.kind.legal_ground:
        # Why another instrument governs stands in that one's text, or nowhere: no article of this one's entry into force.
        return replace(_scope(framework, point.reason), article=framework.use.article or None, where=None)
    standing = framework.life.standing(case.on)[0]
    if standing in (Standing.ENDED, Standing.NEGOTIATING, Standing.SUSPENDED):
        return _scope(framework, point.reason)
    if not case.inside and not case.open_countries:
        return _scope(framework, message("None of the co-producing countries is bound by it."))
    return None


def _scope(framework: Framework, reason: Message) -> Finding:
    evidence = framework.life.evidence
    return Finding(
        rule="scope",
        shape="scope",
        state=State.NOT_MET,
        message=reason,
        title="Scope",
        text="Whether the instrument applies to this film at all.",
        where=evidence.where if evidence else None,
        article=evidence.article if evidence else None,
        confidence=evidence.confidence if evidence else None,
        source=evidence.source if evidence else None,
        excludes=True,
    )


def _perhaps(framework: Framework, point: Standpoint) -> Finding:
    """The finding of an instrument that perhaps binds these countries on that day: unknown never becomes yes."""
    evidence = framework.life.evidence
    return Finding(
        rule="in_force",
        shape="statement",
        state=State.UNKNOWN,
        message=point.reason,
        title="In force on that day",
        text="Whether the instrument binds all these countries on that day is not known.",
        where=evidence.where if evidence else None,
        confidence=evidence.confidence if evidence else None,
        source=evidence.source if evidence else None,
    )


def _terms_unknown(framework: Framework) -> Finding:
    """The finding of an instrument of which only the existence is known: unknown never becomes yes."""
    first = next(iter(framework.sources.values()), None)
    return Finding(
        rule="terms",
        shape="statement",
        state=State.UNKNOWN,
        message=(
            message("The shares it asks for are not known here: check the text.")
            if framework.kind.legal_ground
            else message("What it asks for is not known here: check the text.")
        ),
        title="Terms not known",
        text="The decisive terms of this instrument were not read for this library.",
        source=first.id if first else None,
        confidence=first.kind if first else None,
    )


def judge_rule(rule: Rule, case: Case) -> tuple[Finding, ...]:
    """Return what one rule finds; nothing where it does not apply or holds no value on the day."""
    held = case.applies(rule)
    value = rule.value_on(case.on)
    if held is False or value is None:
        return ()
    if value.unknown:
        text = message("A figure applies from this day on, but it is not known: check the text.")
        return (case.find(rule, value, State.UNKNOWN, text),)
    findings = tuple(RULES[rule.shape].check(rule, value, case))
    if rule.effect == "notice" and rule.shape != "proportionality":
        # A notice never changes the outcome; proportionality alone may fail a partner who brings nothing (reading 6).
        failing = (State.NOT_MET, State.UNKNOWN, State.DISCRETION)
        findings = tuple(replace(f, state=State.NOTICE) if f.state in failing else f for f in findings)
    if held is None:
        # Whether the rule applies is itself not known: what would fail under it is unknown, what is met stays met.
        text = message("Whether this rule applies is not known yet: a datum of the plan is missing.")
        findings = tuple(
            replace(f, state=State.UNKNOWN, message=text) if f.state in (State.NOT_MET, State.DISCRETION) else f
            for f in findings
        )
    return findings


def questions_that_matter(assessment: Assessment) -> tuple[str, ...]:
    """Return the keys of the facts whose answer can change a verdict of this plan on this day, most decisive first."""
    keys: dict[str, int] = {}
    for verdict in assessment.verdicts:
        for finding in verdict.findings:
            weight = {State.UNKNOWN: 0, State.DUTY: 1, State.DISCRETION: 1}.get(finding.state, 2)
            for key in finding.asks:
                keys[key] = min(keys.get(key, 9), weight)
    return tuple(sorted(keys, key=lambda key: (keys[key], key)))


def asked_by(assessment: Assessment, key: str) -> tuple[str, ...]:
    """Return the frameworks (ids) whose findings wait for the answer to a question."""
    return tuple(v.framework for v in assessment.verdicts if any(key in f.asks for f in v.findings))


def legal_summary(assessment: Assessment) -> Message:
    """Return one sentence on the legal ground of the film."""
    ground, countries = assessment.ground, assessment.plan.countries
    if not countries:
        return message("No co-producers are entered yet: no treaty can be found.")
    if len(countries) < 2:
        return message("A co-production needs co-producers from at least two countries.")
    shorts = {p.framework.id: p.framework.short for p in ground.standpoints}
    if ground.governing:
        return message("Governed by {names}.", names=Listing(tuple(shorts[name] for name in ground.governing)))
    if ground.maybe:
        return message("Perhaps governed by {names}.", names=Listing(tuple(shorts[name] for name in ground.maybe)))
    return message("No treaty between these countries governs this film on that day.")
