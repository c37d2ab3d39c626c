"""Rules that rest on a person's answer, and plain statements: duties, notices, lists of documents."""

from __future__ import annotations

from collections.abc import Sequence

from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Finding, Message, State, Unit, message


def check_fact(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Compare a yes/no answer with what the rule expects (``expect``, yes by default).

    Answered, a test or a duty becomes met or not met. Unanswered, a test is unknown, a duty stays a duty, a notice a
    notice; a notice never turns into anything else.
    """
    key = str(rule.options["fact"])
    expected = rule.options.get("expect", True) is True
    answer = case.fact(key)
    if rule.effect == "notice":
        state = State.MET if answer is expected else State.NOTICE
        text = (
            message("Answered: {answer}.", answer="yes" if answer else "no")
            if answer is not None
            else Message(rule.text)
        )
    elif not isinstance(answer, bool):
        state = State.UNKNOWN if rule.effect == "test" else State.DUTY
        text = message("The question is not answered yet.") if rule.effect == "test" else Message(rule.text)
    else:
        state = State.MET if answer is expected else State.NOT_MET
        text = message("Answered yes.") if answer else message("Answered no.")
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=answer if isinstance(answer, bool) else None,
            limit=expected,
            unit=Unit.YES_NO,
            asks=(key,),
        )
    ]


def check_statement(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """State a duty or a notice that no figure of the plan can settle."""
    items = rule.options.get("items")
    listed = tuple(str(item) for item in items) if isinstance(items, list | tuple) else ()
    state = State.NOTICE if rule.effect == "notice" else State.DUTY
    return [case.find(rule, value, state, Message(rule.text), details=listed)]


FACT = shape(check_fact, options=("fact", "expect"))
STATEMENT = shape(check_statement, options=("items",))
