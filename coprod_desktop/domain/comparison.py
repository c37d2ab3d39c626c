"""Instruments side by side: what each says on the same topic on the same day, as short as a cell wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coprod_desktop.domain.case import figure
from coprod_desktop.domain.frameworks import Framework, Rule, Value
from coprod_desktop.domain.money import Money, digits_of, exact
from coprod_desktop.domain.verdicts import Listing, Message, message

TOPIC_WORDS = {
    "two": "Share, two countries",
    "several": "Share, three or more",
    "finance": "Finance only",
    "outside": "Further countries",
    "people": "People",
    "points": "Points",
    "language": "Language and versions",
    "filing": "Filing",
    "documents": "Documents",
}
"""The rows of a comparison, in their order."""
COST_WORDS = {
    "cost_over": "cost over {amount}",
    "cost_from": "cost of {amount} or more",
    "cost_up_to": "cost up to {amount}",
    "cost_below": "cost below {amount}",
}
FILING_WORDS = {
    "months": "months before shooting: {n}",
    "weeks": "weeks before shooting: {n}",
    "days": "days before shooting: {n}",
}
GROUP_WORDS = {
    "parties": "the parties",
    "co_producers": "the co-producing countries",
    "EU": "the European Union",
    "EEA": "the European Economic Area",
    "europe": "Europe",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in a cell: the text, the article (None: not read), the confidence of its source."""

    text: Message
    article: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One topic: what each instrument says, in the order asked; an empty cell means that nothing is known."""

    topic: str
    cells: tuple[tuple[Said, ...], ...]


def compare(frameworks: Sequence[Framework], on: date) -> tuple[ComparisonRow, ...]:
    """Return the topics on which any of ``frameworks`` says something on the day, side by side."""
    columns = [_by_topic(framework, on) for framework in frameworks]
    rows = (ComparisonRow(topic, tuple(tuple(column.get(topic, ())) for column in columns)) for topic in TOPIC_WORDS)
    return tuple(row for row in rows if any(row.cells))


def _by_topic(framework: Framework, on: date) -> Mapping[str, Sequence[Said]]:
    told: dict[str, list[Said]] = {}
    for rule in framework.rules:
        value = rule.value_on(on)
        if value is None:
            continue
        for topic in _topics(rule):
            text = message("not read") if value.unknown else _TEXTS.get(rule.shape, _plain)(rule, value)
            condition = _condition(rule)
            if condition is not None:
                text = message("{condition}: {text}", condition=condition, text=text)
            told.setdefault(topic, []).append(
                Said(text, value.evidence.article or rule.article, value.evidence.confidence)
            )
    return told


def _topics(rule: Rule) -> tuple[str, ...]:
    if rule.shape == "share_range":
        if rule.options.get("who") == "finance_only" or rule.when.get("finance_only") is True:
            return ("finance",)
        if rule.options.get("who") == "outsiders":
            return ("outside",)
        least = int(str(rule.when.get("countries_min", rule.when.get("parties_min", 2))))
        most = int(str(rule.when.get("countries_max", rule.when.get("countries", 99))))
        exactly = int(str(rule.when.get("countries", 0)))
        two, several = exactly in (0, 2) and least <= 2, exactly != 2 and most > 2
        return tuple(topic for topic, holds in (("two", two), ("several", several)) if holds)
    shapes = {
        "third_party": "outside",
        "nationality": "people",
        "staffing": "people",
        "points_test": "points",
        "lead_time": "filing",
    }
    if rule.shape in shapes:
        return (shapes[rule.shape],)
    if rule.shape == "statement" and rule.id.partition(".")[0] in ("language", "languages", "version", "versions"):
        return ("language",)
    return ("documents",) if rule.shape == "statement" and rule.id == "documents" else ()


def _condition(rule: Rule) -> Message | None:
    for key, text in COST_WORDS.items():
        money = rule.when.get(key)
        if isinstance(money, Mapping):
            amount = exact(str(money["amount"]), key) * 10 ** digits_of(str(money["currency"]))
            return Message(text, {"amount": Money(round(amount), str(money["currency"]))})
    return None


def _range(value: Value, low_key: str, high_key: str) -> Message | None:
    low, high = figure(value.data, low_key), figure(value.data, high_key)
    if low is not None and high is not None:
        return message("{low} to {high} %", low=low, high=high)
    if low is not None:
        return message("at least {figure} %", figure=low)
    return None if high is None else message("at most {figure} %", figure=high)


def _share(rule: Rule, value: Value) -> Message:
    text = _range(value, "min", "max") or message("no figure")
    if value.data.get("max") == "0":
        text = message("excluded")
    wider = _range(value, "consent_min", "consent_max")
    if wider is not None:
        text = message("{text}; by consent {wider}", text=text, wider=wider)
    if "party" in rule.options:
        text = message("{party}: {text}", party=str(rule.options["party"]), text=text)
    return message("{text} (a warning only)", text=text) if rule.effect == "notice" else text


def _third(_rule: Rule, value: Value) -> Message:
    data = value.data
    if data.get("allowed") is False:
        return message("not admitted")
    links = {
        "one": message("linked to one of the parties by a treaty"),
        "both": message("linked to both parties by a treaty"),
        "none": message("no treaty link asked"),
    }
    parts: list[Message] = [links[str(data["link"])]] if data.get("link") in links else []
    together, each = _range(value, "min", "cap"), _range(value, "each_min", "each_max")
    if together is not None:
        parts.append(message("together {range}", range=together))
    if each is not None:
        parts.append(message("each {range}", range=each))
    if data.get("cap_smallest") is True:
        parts.append(message("none above the smallest share of a party"))
    if data.get("case_by_case") is True:
        parts.append(message("case by case"))
    return message("admitted: {parts}", parts=Listing(tuple(parts))) if parts else message("admitted")


def _nationality(_rule: Rule, value: Value) -> Message:
    raw = value.data.get("groups", ["parties"])
    groups = Listing(tuple(GROUP_WORDS.get(str(g), str(g)) for g in (raw if isinstance(raw, list | tuple) else [raw])))
    text = (
        message("nationals of {groups}", groups=groups)
        if value.data.get("residents") is False
        else message("nationals or residents of {groups}", groups=groups)
    )
    return message("{text}; others by consent", text=text) if value.data.get("consent") is True else text


def _points(rule: Rule, value: Value) -> Message:
    threshold = exact(str(value.data.get("threshold", 0)), "threshold")
    if value.data.get("basis") == "percent_of_applicable":
        return message("{rule}: {figure} % of the points that apply", rule=rule.title, figure=threshold)
    return message("{rule}: at least {figure}", rule=rule.title, figure=threshold)


def _filing(_rule: Rule, value: Value) -> Message:
    for key, text in FILING_WORDS.items():
        if key in value.data:
            return Message(text, {"n": int(str(value.data[key]))})
    return message("before shooting")


def _plain(rule: Rule, _value: Value) -> Message:
    return Message(rule.text or rule.title)


_TEXTS: Mapping[str, Callable[[Rule, Value], Message]] = {
    "share_range": _share,
    "third_party": _third,
    "nationality": _nationality,
    "points_test": _points,
    "lead_time": _filing,
}
