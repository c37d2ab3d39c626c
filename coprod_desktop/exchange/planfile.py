"""The plan file: a whole plan that a person can write by hand, TOML or JSON, read to the letter of FORMATS section 1."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from coprod_desktop.domain.budget import DEEPEST, Budget, Node
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import Question
from coprod_desktop.domain.money import Money, Rate, RateSet, check_currency, decimal_text, exact, money
from coprod_desktop.domain.partners import Partner, PartnerRole
from coprod_desktop.domain.plan import KINDS, MEDIA, MILESTONES, Card, Contribution, FactValue, Plan, Work
from coprod_desktop.domain.shares import Split, parse_weight, share_text
from coprod_desktop.domain.team import PLACE_ALIASES, PLACES, ROLES, Place, RoleHolder
from coprod_desktop.errors import BadPlan
from coprod_desktop.wording import is_country, is_currency

LARGEST_FILE = 20_000_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the library lends to reading: questions by key, and successor States of old country codes."""

    questions: Mapping[str, Question]
    successors: Mapping[str, Sequence[str]]


class _Table:
    """One table of the file, read key by key; ``done()`` refuses what nobody asked for."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise BadPlan(f"{place}: expected a table, found {_found(data)}.")
        self._data = dict(data)
        self._known: list[str] = []
        self.place = place

    def where(self, key: str) -> str:
        return f"{self.place}: {key}" if self.place else key

    def take(self, key: str) -> object:
        self._known.append(key)
        return self._data.pop(key, None)

    def text(self, key: str, *, need: bool = False) -> str:
        value = self.take(key)
        if value is None:
            if need:
                raise BadPlan(f"{self.where(key)} is missing.")
            return ""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            exact(_number(value, self.where(key)), self.where(key))
            return str(value)
        if not isinstance(value, str):
            raise BadPlan(f"{self.where(key)}: expected a text, found {_found(value)}.")
        if need and not value.strip():
            raise BadPlan(f"{self.where(key)} is empty.")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise BadPlan(f"{self.where(key)} holds half a character.", "Write the text anew.")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(v, str) for v in items):
            raise BadPlan(f"{self.where(key)}: expected a list of texts, found {_found(value)}.")
        return tuple(items)

    def choice(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        value = self.text(key) or default
        if value and value not in allowed:
            raise BadPlan(f"{self.where(key)}: “{value}” is not known.", f"Use one of {', '.join(allowed)}.")
        return value

    def day(self, key: str) -> date | None:
        value = self.take(key)
        return None if value is None else as_date(value, self.where(key))

    def whole(self, key: str) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        number = exact(_number(value, self.where(key)), self.where(key))
        if number.denominator != 1 or number < 0:
            raise BadPlan(f"{self.where(key)}: expected a whole number, found {value}.")
        return int(number)

    def share(self, key: str) -> Fraction | None:
        value = self.take(key)
        if value is None:
            return None
        share = parse_weight(str(value), self.where(key))
        if share > 1:
            raise BadPlan(f"{self.where(key)}: {value} is more than 100 per cent.")
        return share

    def money(self, key: str, currency: str) -> Money:
        value = self.take(key)
        if value is None:
            raise BadPlan(f"{self.where(key)} is missing.")
        return money(_number(value, self.where(key)), currency, self.where(key))

    def tables(self, key: str) -> list[_Table]:
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise BadPlan(f"{self.where(key)}: expected a list of tables.", f"Write [[{key}]] before each.")
        return [_Table(item, f"{key} {number}") for number, item in enumerate(value, start=1)]

    def done(self) -> None:
        for key in self._data:
            near = difflib.get_close_matches(key, self._known, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known here are {', '.join(sorted(set(self._known)))}."
            raise BadPlan(f"{self.where(key)} is no known key.", hint)


def _huge(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**40


def _found(value: object) -> str:
    """Return what was found in few words, however large it is."""
    if isinstance(value, Mapping | list):
        items = list(value.values()) if isinstance(value, Mapping) else value
        flat = len(items) <= 8 and not any(isinstance(i, Mapping | list | str) or _huge(i) for i in items)
        return repr(value) if flat else "a table" if isinstance(value, Mapping) else "a list"
    if isinstance(value, int) and _huge(value):
        return "a number beyond reason"
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _number(value: object, where: str) -> Decimal | int | str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise BadPlan(f"{where}: expected a number, found {_found(value)}.")
    if isinstance(value, int) and abs(value) >= 10**40:
        raise BadPlan(f"{where}: a number beyond reason.")
    return value


def as_date(value: object, where: str) -> date:
    """Return a TOML date or an ISO date text as a date; raises BadPlan naming ``where``."""
    if isinstance(value, datetime):
        raise BadPlan(f"{where}: expected a day without a time, found {value}.")
    try:
        if not isinstance(value, date) and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)[:20]):
            raise ValueError
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        if day.year < 1850:
            raise BadPlan(f"{where}: the year {day.year} lies outside any film's life.")
        return day
    except ValueError as fault:
        raise BadPlan(f"{where}: “{_found(value)}” is no day.", "Write it like 2011-11-11.") from fault


def looks_like_plan(path: Path) -> bool:
    """Whether the file's name says it is a plan file."""
    return path.suffix.lower() in (".toml", ".json")


def read_plan(path: Path, words: Vocabulary) -> Plan:
    """Read a plan file; raises BadPlan with one sentence naming the place of the first fault."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadPlan(f"{path.name} is too large for a plan file ({size:,} bytes).")
        raw = path.read_bytes()
    except OSError as fault:
        raise BadPlan(f"{path.name} cannot be read: {fault.strerror}.", "Check the name and the folder.") from fault
    return parse_plan(raw, path.suffix.lower() == ".json", path.name, words)


def parse_plan(raw: bytes, is_json: bool, name: str, words: Vocabulary) -> Plan:
    """Parse the bytes of a plan file called ``name``; raises BadPlan."""
    try:
        text = raw.decode("utf-8-sig")
        data = (
            json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
            if is_json
            else tomllib.loads(text, parse_float=Decimal)
        )
    except UnicodeDecodeError as fault:
        raise BadPlan(f"{name} is not UTF-8 text.", "Save it as UTF-8.") from fault
    except (ValueError, RecursionError, ArithmeticError) as fault:
        kind = "JSON" if is_json else "TOML"
        raise BadPlan(f"{name} is not valid {kind}: {_found(str(fault) or 'nested too deeply')}.") from fault
    if not isinstance(data, Mapping):
        raise BadPlan(f"{name} is no plan file: it holds {_found(data)}, not a table.")
    top = _Table(data, "")
    if top.take("coprod_plan") != 1:
        raise BadPlan(f"{name} is no plan file of this version.", "The first line must be coprod_plan = 1.")
    return _Reader(words).plan(top)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{key[:40]} stands twice")
    return dict(pairs)


def _no_constant(text: str) -> object:
    raise ValueError(f"{text} is no number")


def _or_empty(value: object) -> object:
    return {} if value is None else value


class _Reader:
    def __init__(self, words: Vocabulary) -> None:
        self.words = words

    def plan(self, top: _Table) -> Plan:
        title = top.text("title", need=True)
        currency = check_currency(top.text("currency") or "EUR", "currency")
        if not is_currency(currency):
            raise BadPlan(f"currency: “{currency}” is no currency.", "Use a code such as EUR.")
        on = top.day("on")
        work = self._work(_Table(_or_empty(top.take("work")), "work"))
        dates = self._dates(_Table(_or_empty(top.take("dates")), "dates"))
        facts = self._facts(_or_empty(top.take("facts")), currency)
        rates = self._rates(top.tables("rate"))
        partners = self._partners(top.tables("partner"))
        keys = [p.key for p in partners]
        sections, lines = top.tables("section"), top.tables("line")
        contributions = tuple(self._contribution(t, keys, currency) for t in top.tables("contribution"))
        if contributions and (sections or lines):
            raise BadPlan("The plan has both lines and contributions.", "Keep one of the two.")
        budget = self._budget(sections, lines, keys, currency, rates) if sections or lines else None
        source_tables = top.tables("source")
        sources = tuple(self._source(t, keys, currency) for t in source_tables) if source_tables else None
        roles, role_places = self._roles(top.tables("role"))
        places = (*role_places, *(self._place(t) for t in top.tables("place")))
        top.done()
        return Plan(
            card=Card(title),
            currency=currency,
            on=on,
            work=work,
            dates=dates,
            facts=facts,
            rates=rates,
            partners=partners,
            budget=budget,
            contributions=contributions,
            sources=sources,
            roles=roles,
            places=places,
        )

    def country(self, code: str, where: str) -> str:
        """Return an ISO country code in capitals; a State that ended becomes its successor where it has just one."""
        text = code.strip().upper()
        if len(text) != 2 or not text.isascii() or not text.isalpha():
            raise BadPlan(f"{where}: “{code}” is no country code.", "Use two letters such as FR.")
        after = self.words.successors.get(text)
        if after is not None:
            if len(after) > 1:
                raise BadPlan(f"{where}: {text} has several successor States.", f"Use one of {', '.join(after)}.")
            return after[0]
        if not is_country(text):
            hint = "The United Kingdom is GB." if text == "UK" else "Use two letters of ISO 3166 such as FR."
            raise BadPlan(f"{where}: “{code}” is no country code.", hint)
        return text

    def _work(self, t: _Table) -> Work:
        kind = t.choice("kind", KINDS)
        media = t.texts("medium")
        for medium in media:
            if medium not in MEDIA:
                raise BadPlan(f"work: medium: “{medium}” is not known.", f"Use one of {', '.join(MEDIA)}.")
        work = Work(kind, media, t.whole("minutes"), t.texts("languages"), t.text("genre"))
        t.done()
        return work

    def _dates(self, t: _Table) -> dict[str, date]:
        dates = {key: day for key in MILESTONES if (day := t.day(key)) is not None}
        t.done()
        return dates

    def _facts(self, raw: object, currency: str) -> dict[str, FactValue]:
        if not isinstance(raw, Mapping):
            raise BadPlan("facts: expected a table.")
        facts: dict[str, FactValue] = {}
        for key, value in raw.items():
            question = self.words.questions.get(key)
            if question is None:
                near = difflib.get_close_matches(key, self.words.questions, n=1)
                raise BadPlan(f"facts: {key} is no known fact.", f"Did you mean “{near[0]}”?" if near else "")
            facts[key] = read_fact(question, value, currency)
        return facts

    def _rates(self, tables: Sequence[_Table]) -> RateSet:
        rates: list[Rate] = []
        for t in tables:
            rate = self._rate(t)
            if any({r.currency, r.per} == {rate.currency, rate.per} for r in rates):
                raise BadPlan(f"{t.place}: a second rate between {rate.currency} and {rate.per}.", "Keep one.")
            rates.append(rate)
        return RateSet(rates)

    def _rate(self, t: _Table) -> Rate:
        currency = check_currency(t.text("currency", need=True), t.where("currency"))
        per = check_currency(t.text("per", need=True), t.where("per"))
        value = exact(_number(t.take("value"), t.where("value")), t.where("value"))
        if value <= 0:
            raise BadPlan(f"{t.where('value')}: a rate must be above zero.")
        if currency == per:
            raise BadPlan(f"{t.place}: a rate needs two different currencies.")
        rate = Rate(currency, per, value, t.day("date"), t.text("source"))
        t.done()
        return rate

    def _partners(self, tables: Sequence[_Table]) -> tuple[Partner, ...]:
        partners: list[Partner] = []
        for t in tables:
            key = t.text("id", need=True)
            if key == "rest" or any(p.key == key for p in partners):
                raise BadPlan(f"{t.where('id')}: “{key}” cannot be used twice, and never “rest”.")
            partners.append(
                Partner(
                    key,
                    t.text("company") or key,
                    self.country(t.text("country", need=True), t.where("country")),
                    PartnerRole(t.choice("role", list(PartnerRole), PartnerRole.CO_PRODUCER)),
                )
            )
            t.done()
        return tuple(partners)

    def _contribution(self, t: _Table, keys: Sequence[str], currency: str) -> Contribution:
        partner = self._partner_key(t.text("partner", need=True), keys, t.where("partner"))
        own = check_currency(t.text("currency") or currency, t.where("currency"))
        amount = t.money("amount", own)
        if amount.minor < 0:
            raise BadPlan(f"{t.where('amount')}: a contribution cannot be negative.")
        t.done()
        return Contribution(partner, amount)

    def _partner_key(self, key: str, keys: Sequence[str], where: str) -> str:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Partners are {', '.join(keys) or 'none'}."
            raise BadPlan(f"{where}: “{key}” is no partner of this plan.", hint)
        return key

    def _split(self, t: _Table, key: str, check: Callable[[str, str], str]) -> Split | None:
        value = t.take(key)
        if value is None:
            return None
        where = t.where(key)
        if isinstance(value, str):
            return Split.of(check(value, where), where)
        if not isinstance(value, Mapping) or not value:
            raise BadPlan(f"{where}: expected a name or a table of shares, found {_found(value)}.")
        weights = []
        for name, weight in value.items():
            if isinstance(weight, bool) or not isinstance(weight, str | int | Decimal):
                raise BadPlan(f"{where}, {name}: expected a percentage, found {_found(weight)}.")
            if isinstance(weight, Decimal) and not weight.is_finite():
                exact(str(weight), f"{where}, {name}")
            if not isinstance(weight, str):
                exact(_number(weight, f"{where}, {name}"), f"{where}, {name}")
            weights.append((check(str(name), where), f"{weight:f}" if isinstance(weight, Decimal) else str(weight)))
        return Split(weights, where)

    def _with_axes(self, node: Node, t: _Table, keys: Sequence[str]) -> Node:
        return replace(
            node,
            payer=self._split(t, "split", lambda name, where: self._partner_key(name, keys, where)),
            territory=self._split(t, "spent_in", self.country),
            supplier=self._split(t, "supplier", self.country),
        )

    def _budget(
        self, sections: Sequence[_Table], lines: Sequence[_Table], keys: Sequence[str], currency: str, rates: RateSet
    ) -> Budget:
        nodes = [Node(0, None, "", "")]
        by_code: dict[str, int] = {}
        depth: dict[int, int] = {0: 0}
        parent_codes: list[tuple[int, str, str]] = []
        positions: dict[int, int] = {}

        def place(t: _Table, node_id: int) -> None:
            position = t.whole("position")
            if position is not None:
                positions[node_id] = position

        for t in sections:
            code = t.text("code", need=True)
            if code in by_code:
                raise BadPlan(f"{t.where('code')}: section “{code}” stands twice.")
            by_code[code] = len(nodes)
            parent_codes.append((len(nodes), t.text("section"), t.where("section")))
            place(t, len(nodes))
            nodes.append(self._with_axes(Node(len(nodes), 0, code, t.text("title"), note=t.text("note")), t, keys))
            t.done()
        for index, parent, where in parent_codes:
            if parent:
                nodes[index] = replace(nodes[index], parent=self._section(parent, by_code, where))
        for index in by_code.values():
            seen, current = 0, nodes[index].parent
            while current is not None:
                seen += 1
                if seen > DEEPEST:
                    raise BadPlan(f"section {nodes[index].code}: the budget has more than four levels, or a circle.")
                current = nodes[current].parent
            depth[index] = seen
        for t in lines:
            section = t.text("section")
            parent_id = self._section(section, by_code, t.where("section")) if section else 0
            if depth[parent_id] >= DEEPEST:
                raise BadPlan(f"{t.place}: the budget has more than four levels.")
            own = check_currency(t.text("currency") or currency, t.where("currency"))
            amount = t.money("amount", own)
            converted = rates.convert(amount, currency)
            minor = None if converted is None else converted.minor
            place(t, len(nodes))
            line = Node(len(nodes), parent_id, t.text("code"), t.text("title"), amount, minor, note=t.text("note"))
            nodes.append(self._with_axes(line, t, keys))
            t.done()
        # Sections are read before lines; rows that stand otherwise say their position among those beside them.
        nodes[1:] = sorted(nodes[1:], key=lambda node: positions.get(node.id, len(nodes)))
        return Budget.of(nodes)

    def _section(self, code: str, by_code: Mapping[str, int], where: str) -> int:
        if code not in by_code:
            near = difflib.get_close_matches(code, by_code, n=1)
            raise BadPlan(f"{where}: there is no section “{code}”.", f"Did you mean “{near[0]}”?" if near else "")
        return by_code[code]

    def _source(self, t: _Table, keys: Sequence[str], currency: str) -> Source:
        partner = self._partner_key(t.text("partner", need=True), keys, t.where("partner"))
        own = check_currency(t.text("currency") or currency, t.where("currency"))
        country = t.text("country")
        source = Source(
            name=t.text("name") or t.place,
            partner=partner,
            type=SourceType(t.choice("type", list(SourceType), SourceType.OTHER)),
            amount=t.money("amount", own),
            status=Status(t.choice("status", list(Status), Status.PLANNED)),
            country=self.country(country, t.where("country")) if country else "",
            scheme=t.text("scheme"),
            letter=t.day("letter"),
            note=t.text("note"),
        )
        if source.amount.minor < 0:
            raise BadPlan(f"{t.where('amount')}: a source cannot be negative.")
        t.done()
        return source

    def _roles(self, tables: Sequence[_Table]) -> tuple[tuple[RoleHolder, ...], tuple[Place, ...]]:
        roles: list[RoleHolder] = []
        places: list[Place] = []
        for t in tables:
            role = t.choice("role", (*ROLES, *PLACE_ALIASES), "")
            if not role:
                raise BadPlan(f"{t.where('role')} is missing.")
            name, raw_country, share = t.text("name"), t.text("country"), t.share("share")
            none = (
                self._flag(t, "none") or raw_country.lower() == "none" or (name.lower() == "none" and not raw_country)
            )
            country = self.country(raw_country, t.where("country")) if raw_country and not none else ""
            if role in PLACE_ALIASES:
                if not country and not none:
                    raise BadPlan(
                        f"{t.where('country')} is missing.", 'Write country = "none" if the film has no such place.'
                    )
                places.append(Place(PLACE_ALIASES[role], country, share))
                t.done()
                continue
            nationality = tuple(self.country(c, t.where("nationality")) for c in t.texts("nationality"))
            residence = t.text("residence")
            roles.append(
                RoleHolder(
                    role,
                    "" if none else name,
                    tuple(dict.fromkeys((*nationality, country) if country else nationality)),
                    self.country(residence, t.where("residence")) if residence else "",
                    t.day("since"),
                    t.whole("days"),
                    share,
                    none,
                )
            )
            t.done()
        return tuple(roles), tuple(places)

    @staticmethod
    def _flag(t: _Table, key: str) -> bool:
        value = t.take(key)
        if value is not None and not isinstance(value, bool):
            raise BadPlan(f"{t.where(key)}: expected true or false, found {_found(value)}.")
        return value is True

    def _place(self, t: _Table) -> Place:
        kind = t.choice("for", PLACES)
        if not kind:
            raise BadPlan(f"{t.where('for')} is missing.", f"Use one of {', '.join(PLACES)}.")
        raw = t.text("country", need=True)
        none = self._flag(t, "none") or raw.lower() == "none"
        place = Place(kind, "" if none else self.country(raw, t.where("country")), t.share("share"))
        t.done()
        return place


def read_fact(question: Question, value: object, currency: str) -> FactValue:
    """Return an answer in the question's type; raises BadPlan. Money answers are amounts of ``currency``."""
    where = f"facts: {question.key}"
    if question.type == "yes_no":
        if isinstance(value, bool):
            return value
        answer = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).strip().lower())
        if answer is None:
            raise BadPlan(f"{where}: answer yes or no, not “{value}”.")
        return answer
    if question.type == "number":
        return exact(_number(value, where), where)
    if question.type == "money":
        if isinstance(value, Mapping):
            if set(value) - {"amount", "currency"}:
                raise BadPlan(f"{where}: an amount has only amount and currency.")
            own = check_currency(str(value.get("currency", currency)), where)
            return money(_number(value.get("amount"), where), own, where)
        text, _, own = str(value).strip().partition(" ")
        return money(text, check_currency(own, where) if own else currency, where)
    if question.type == "date":
        return as_date(value, where)
    return str(value)


# --- writing -----------------------------------------------------------------------------------------------


def write_plan(plan: Plan) -> str:
    """Return ``plan`` as a plan file that ``parse_plan`` reads back to the same figures.

    The film's own splits are written on the top sections, since the format knows no film row; inheritance below them
    stays as it is.
    """
    out: list[str] = ["coprod_plan = 1", f"title = {_q(plan.card.title)}", f"currency = {_q(plan.currency)}"]
    if plan.on:
        out.append(f"on = {plan.on.isoformat()}")
    work = plan.work
    out += ["", "[work]"]
    if work.kind:
        out.append(f"kind = {_q(work.kind)}")
    if work.media:
        out.append(f"medium = {_list(work.media)}")
    if work.minutes is not None:
        out.append(f"minutes = {work.minutes}")
    if work.languages:
        out.append(f"languages = {_list(work.languages)}")
    if work.genre:
        out.append(f"genre = {_q(work.genre)}")
    if plan.dates:
        out += ["", "[dates]", *(f"{key} = {day.isoformat()}" for key, day in plan.dates.items())]
    if plan.facts:
        out += ["", "[facts]", *(f"{key} = {_fact(value)}" for key, value in plan.facts.items())]
    for rate in plan.rates.rates:
        out += [
            "",
            "[[rate]]",
            f"currency = {_q(rate.currency)}",
            f"per = {_q(rate.per)}",
            f"value = {_q(_plain(rate.value))}",
        ]
        if rate.day:
            out.append(f"date = {rate.day.isoformat()}")
        if rate.source:
            out.append(f"source = {_q(rate.source)}")
    for partner in plan.partners:
        out += ["", "[[partner]]", f"id = {_q(partner.key)}", f"company = {_q(partner.company)}"]
        out += [f"country = {_q(partner.country)}", f"role = {_q(partner.role)}"]
    if plan.budget is not None:
        out += _write_budget(plan.budget)
    for contribution in plan.contributions:
        out += ["", "[[contribution]]", f"partner = {_q(contribution.partner)}", *_amount(contribution.amount)]
    for source in plan.sources or ():
        out += [
            "",
            "[[source]]",
            f"partner = {_q(source.partner)}",
            f"type = {_q(source.type)}",
            f"name = {_q(source.name)}",
        ]
        out += [*_amount(source.amount), f"status = {_q(source.status)}"]
        out += [
            f"{key} = {_q(value)}"
            for key, value in (("scheme", source.scheme), ("country", source.country), ("note", source.note))
            if value
        ]
        if source.letter:
            out.append(f"letter = {source.letter.isoformat()}")
    for holder in plan.roles:
        out += ["", "[[role]]", f"role = {_q(holder.role)}"]
        if holder.none:
            out.append("none = true")
            continue
        out += [f"name = {_q(holder.name)}"] if holder.name else []
        out += [f"nationality = {_list(holder.nationality)}"] if holder.nationality else []
        out += [f"residence = {_q(holder.residence)}"] if holder.residence else []
        out += [f"since = {holder.since.isoformat()}"] if holder.since else []
        out += [f"days = {holder.days}"] if holder.days is not None else []
        out += [f"share = {_q(_share(holder.share))}"] if holder.share is not None else []
    for place in plan.places:
        out += ["", "[[place]]", f"for = {_q(place.kind)}", f"country = {_q(place.country or 'none')}"]
        out += [f"share = {_q(_share(place.share))}"] if place.share is not None else []
    return "\n".join(out) + "\n"


def _write_budget(budget: Budget) -> list[str]:
    out: list[str] = []
    root = budget.nodes[budget.root]
    codes: dict[int, str] = {}
    used: set[str] = set()
    for node in budget.below(budget.root):
        if node.id == budget.root or node.is_line:
            continue
        code = node.code.strip() or str(node.id)
        while code in used:
            code += "'"
        used.add(code)
        codes[node.id] = code
        out += ["", "[[section]]", f"code = {_q(code)}", f"title = {_q(node.title)}", *_position(node, budget)]
        if node.parent != budget.root and node.parent is not None:
            out.append(f"section = {_q(codes[node.parent])}")
        out += _write_axes(node, root if node.parent == budget.root else None, node.note)
    for node in budget.lines():
        out += ["", "[[line]]"]
        if node.parent is not None and node.parent in codes:
            out.append(f"section = {_q(codes[node.parent])}")
        out += [f"code = {_q(node.code)}", f"title = {_q(node.title)}", *_position(node, budget)]
        assert node.amount is not None
        out += [*_amount(node.amount), *_write_axes(node, root if node.parent == budget.root else None, node.note)]
    return out


def _position(node: Node, budget: Budget) -> list[str]:
    """Where a line stands before a section beside it, the file's own order (sections, then lines) would move them."""
    assert node.parent is not None
    beside = [budget.nodes[child] for child in budget.children[node.parent]]
    kinds = [other.is_line for other in beside]
    if kinds == sorted(kinds):
        return []
    return [f"position = {1 + [other.id for other in beside].index(node.id)}"]


def _write_axes(node: Node, above: Node | None, note: str) -> list[str]:
    out = []
    for key, own, inherited in (
        ("split", node.payer, above.payer if above else None),
        ("spent_in", node.territory, above.territory if above else None),
        ("supplier", node.supplier, above.supplier if above else None),
    ):
        split = own if own is not None else inherited
        if split is not None and split.weights:
            inner = ", ".join(f"{_q(name)} = {_q(weight)}" for name, weight in split.weights)
            out.append(f"{key} = {{{inner}}}")
    if note:
        out.append(f"note = {_q(note)}")
    return out


def _amount(amount: Money) -> list[str]:
    return [f"amount = {_q(amount.plain())}", f"currency = {_q(amount.currency)}"]


def _plain(value: Fraction) -> str:
    return decimal_text(value) or f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _share(share: Fraction) -> str:
    return share_text(share)


def _fact(value: FactValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Money):
        return _q(f"{value.plain()} {value.currency}")
    if isinstance(value, date):
        return value.isoformat()
    return _q(_plain(value)) if isinstance(value, Fraction) else _q(str(value))


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(_q(v) for v in values) + "]"


def _q(text: str) -> str:
    """Return ``text`` as a TOML basic string."""
    # JSON's escapes are a subset of TOML's but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
