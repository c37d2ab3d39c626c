from __future__ import annotations

import pytest

from coprod_desktop.domain.verdicts import Finding, Unit
from tests.domain.builders import film, findings, rule, states, value


def asked(effect: str, answer: object = None, *, expect: object = None) -> Finding:
    facts = {} if answer is None else {"agreed": answer}
    options = {"fact": "agreed"} if expect is None else {"fact": "agreed", "expect": expect}
    (found,) = findings(rule("fact", value(), effect=effect, **options), film(facts=facts))
    return found


@pytest.mark.parametrize(
    "effect, answer, expect, state",
    [
        ("test", None, None, "unknown"),
        ("test", True, None, "met"),
        ("test", False, None, "not_met"),
        ("test", True, False, "not_met"),
        ("test", False, False, "met"),
        ("duty", None, None, "duty"),
        ("duty", True, None, "met"),
        ("duty", False, None, "not_met"),
        ("notice", None, None, "notice"),
        ("notice", True, None, "met"),
        ("notice", False, None, "notice"),
        ("notice", False, False, "met"),
        ("notice", True, False, "notice"),
        ("test", "maybe", None, "unknown"),
        ("duty", "maybe", None, "duty"),
    ],
)
def test_an_answer_is_compared_with_what_the_rule_expects(
    effect: str, answer: object, expect: object, state: str
) -> None:
    found = asked(effect, answer, expect=expect)
    assert found.state == state
    assert found.limit is (expect is not False)
    assert found.measured == (answer if isinstance(answer, bool) else None)
    assert (found.asks, found.unit) == (("agreed",), Unit.YES_NO)


@pytest.mark.parametrize(
    "effect, answer, sentence",
    [
        ("test", None, "The question is not answered yet."),
        ("duty", None, "Text"),
        ("notice", None, "Text"),
        ("test", True, "Answered yes."),
        ("duty", False, "Answered no."),
    ],
)
def test_the_sentence_says_what_is_known_else_what_the_rule_says(effect: str, answer: object, sentence: str) -> None:
    assert asked(effect, answer).message.msgid == sentence


def test_a_notice_repeats_the_answer() -> None:
    assert asked("notice", True).message.parameters == {"answer": "yes"}
    assert asked("notice", False).message.parameters == {"answer": "no"}


@pytest.mark.parametrize("effect, state", [("notice", "notice"), ("duty", "duty"), ("test", "duty")])
def test_a_statement_is_a_duty_or_a_notice(effect: str, state: str) -> None:
    (found,) = findings(rule("statement", effect=effect, items=["contract", "budget"]), film())
    assert (found.state, found.details) == (state, ("contract", "budget"))


def test_a_statement_need_not_list_anything() -> None:
    assert findings(rule("statement", effect="duty"), film())[0].details == ()
    assert states(findings(rule("statement", effect="duty", items=("one",)), film())) == ["duty"]
