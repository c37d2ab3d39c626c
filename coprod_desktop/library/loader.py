"""Loading rule files into a RuleBook, refusing everything that LIBRARY forbids.

Refused: a figure without source or day checked, confidence T without an article, confidence U, a range upside down, an
unknown key, a day in the future, an unknown shape or condition, a source or fact that nobody defines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import overload

from coprod_desktop.assets import resources
from coprod_desktop.domain.case import CONDITIONS
from coprod_desktop.domain.frameworks import (
    Day,
    Evidence,
    Framework,
    Kind,
    Life,
    Membership,
    Party,
    Question,
    Reservation,
    Rule,
    RuleBook,
    Source,
    Use,
    Value,
)
from coprod_desktop.domain.money import exact
from coprod_desktop.domain.plan import MEDIA
from coprod_desktop.domain.rules import RULES
from coprod_desktop.domain.rules.share_range import WHO
from coprod_desktop.errors import LibraryFault
from coprod_desktop.library import pack
from coprod_desktop.library.checks import check_rule
from coprod_desktop.library.fields import TODAY_OF_FACTS, Table, read_toml

_CONFIDENCES = ("T", "A", "S", "C")
_EFFECTS = ("test", "notice", "duty")
_TYPES = ("yes_no", "number", "money", "date", "text")


@cache
def load() -> RuleBook:
    """Return the shipped library, read once."""
    return load_folder(resources())


def load_folder(root: Path) -> RuleBook:
    """Read every rule file below ``root``; raises LibraryFault naming file and key at the first fault.

    Where a pack built from the very same files lies beside them, it is read instead: heads now, rules on demand.
    """
    questions = _questions(root / "facts.toml")
    groups, successors = _countries(root / "countries.toml")
    packed = pack.read(root)
    frameworks: dict[str, Framework] = {}
    if packed is not None:
        for name, head, text in packed:
            rules = _Unread(text, name, questions, groups)
            frameworks[str(head["id"])] = read_framework(head, name, questions, groups, rules)
    else:
        for path, data in _parsed(root):
            framework = read_framework(data, path.name, questions, groups)
            if framework.id != path.stem:
                raise LibraryFault(f"{path.name}: id: must be the file's name, found “{framework.id}”")
            if framework.id in frameworks:
                raise LibraryFault(f"{path.name}: id: stands twice in the library")
            frameworks[framework.id] = framework
        _check_relations(frameworks)
    return RuleBook(_with_successors(frameworks), questions, groups, successors, TODAY_OF_FACTS)


def _parsed(root: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    for path in pack.rule_files(root):
        yield path, read_toml(path)


def build_pack(root: Path) -> Path:
    """Validate every rule file and write the pack beside them; raises LibraryFault."""
    (root / pack.PACK).unlink(missing_ok=True)
    load_folder(root)
    return pack.write(root, [(path.name, data) for path, data in _parsed(root)])


class _Unread(Sequence[Rule]):
    """The rules of one instrument of the pack, parsed when first looked at. They were found valid when it was built."""

    def __init__(self, text: str, file: str, questions: Mapping[str, Question], groups: Iterable[str]) -> None:
        self._text, self._file, self._questions, self._groups = text, file, questions, groups
        self._head: tuple[Mapping[str, Source], Iterable[str]] = ({}, ())

    def belong_to(self, sources: Mapping[str, Source], parties: Iterable[str]) -> _Unread:
        """Say which sources and parties the rules may name."""
        self._head = (sources, parties)
        return self

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        sources, parties = self._head
        tables = pack.rules_of(self._text)
        return tuple(_rule(raw, self._file, sources, self._questions, self._groups, parties) for raw in tables)

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        return self._rules[index]

    def __len__(self) -> int:
        return len(self._rules)


def read_framework(
    data: Mapping[str, object],
    file: str,
    questions: Mapping[str, Question],
    groups: Iterable[str] = (),
    unread: _Unread | None = None,
) -> Framework:
    """Turn one parsed file into a Framework; raises LibraryFault.

    ``unread`` stands for the rules of a head that comes from the pack; without it they are read from ``data``.
    """
    top = Table(data, file)
    framework_id = top.text("id", need=True)
    try:
        kind = Kind(top.text("kind", need=True))
    except ValueError as fault:
        raise top.fault("kind", f"must be one of {', '.join(Kind)}") from fault
    sources = {s.id: s for s in (_source(raw, file) for raw in top.tables("source"))}
    if not sources:
        raise top.fault("source", "an instrument without a source is not shipped")
    title = top.text("title", need=True)
    life_table = Table(top.table("life"), f"{file}: life")
    life = _life(life_table, sources)
    life_table.done()
    parties = {
        code: _party(code, raw, f"{file}: parties.{code}", sources) for code, raw in top.table("parties").items()
    }
    rules: Sequence[Rule] = (
        tuple(_rule(raw, file, sources, questions, groups, parties) for raw in top.tables("rule"))
        if unread is None
        else unread.belong_to(sources, parties)
    )
    ids = [rule.id for rule in rules] if unread is None else []
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise top.fault("rule", f"“{rule_id}” stands twice")
    media = top.texts("media")
    for medium in media:
        if medium not in MEDIA:
            raise top.fault("media", f"“{medium}” is not known")
    framework = Framework(
        id=framework_id,
        kind=kind,
        title=title,
        short=top.text("short") or title,
        media=media,
        life=life,
        parties=parties,
        rules=rules,
        sources=sources,
        use=_use(Table(top.table("use"), f"{file}: use")),
        reference=top.text("reference"),
        supersedes=top.texts("supersedes"),
        replaces=top.texts("replaces"),
        beside=top.pairs("beside"),
        apart=top.pairs("apart"),
        excludes=top.texts("excludes"),
        authorities=top.pairs("authorities"),
        caveats=top.texts("caveats"),
        always=top.flag("always"),
    )
    top.done()
    return framework


def _source(raw: Mapping[str, object], file: str) -> Source:
    table = Table(raw, f"{file}: source")
    source = Source(
        table.text("id", need=True), table.text("title"), table.text("url", need=True), table.text("kind", need=True)
    )
    table.text("note")
    if not source.url.strip():
        raise table.fault("url", "is empty")
    if source.kind not in _CONFIDENCES:
        raise table.fault("kind", f"must be one of {', '.join(_CONFIDENCES)}, found “{source.kind}”")
    table.done()
    return source


def _evidence(table: Table, sources: Mapping[str, Source], article: str | None) -> Evidence:
    """Read source, confidence and day checked, and hold them to LIBRARY section 1."""
    source, confidence = table.text("source", need=True), table.text("confidence", need=True)
    checked, where = table.day("checked"), table.text("where") or None
    own_article = table.text("article") or article
    if source not in sources:
        raise table.fault("source", f"“{source}” is not defined in this file")
    if confidence not in _CONFIDENCES:
        raise table.fault("confidence", f"must be one of {', '.join(_CONFIDENCES)}, found “{confidence}”")
    if checked is None:
        raise table.fault("checked", "is missing: every figure says on which day it was checked")
    if checked > TODAY_OF_FACTS:
        raise table.fault("checked", f"{checked} lies in the future")
    return Evidence(source, confidence, checked, own_article, where, table.text("note"))


def _life(table: Table, sources: Mapping[str, Source], *, required: bool = True) -> Life:
    raw = table.left()
    if not raw:
        if required:
            raise LibraryFault(f"{table.place}: is missing")
        return Life()
    if isinstance(raw.get("negotiating"), bool):
        negotiating: Day | bool = table.flag("negotiating")
    else:
        negotiating = table.bounds("negotiating") or False
    return Life(
        signed=table.bounds("signed"),
        in_force=table.bounds("in_force"),
        provisional=table.bounds("provisional"),
        suspended=table.bounds("suspended"),
        ended=table.bounds("ended"),
        negotiating=negotiating,
        evidence=_evidence(table, sources, None),
    )


def _party(code: str, raw: object, place: str, sources: Mapping[str, Source]) -> Party:
    if not isinstance(raw, Mapping):
        raise LibraryFault(f"{place}: must be a table")
    if len(code) != 2 or not code.isascii() or not code.isalpha() or not code.isupper():
        raise LibraryFault(f"{place}: “{code}” is no ISO country code")
    table = Table(raw, place)
    associate = table.flag("associate")
    reservations = tuple(_reservation(r, place, sources) for r in table.tables("reservations"))
    note = str(table.left().get("note", ""))
    dated = set(table.left()) - {"note"}
    life = _life(table, sources) if dated else None
    if not dated:
        table.text("note")
    table.done()
    return Party(code, life, reservations, associate, note)


def _reservation(raw: Mapping[str, object], place: str, sources: Mapping[str, Source]) -> Reservation:
    table = Table(raw, f"{place}: reservations")
    topic, article, text = table.text("topic", need=True), table.text("article") or None, table.text("text")
    if topic not in ("two_country_use", "finance_only_max"):
        raise table.fault("topic", f"“{topic}” is not known")
    maximum = table.text("max") or None
    if maximum is not None:
        table.number("max", maximum)
    sides, scope = table.texts("sides"), table.text("scope") or "own"
    reservation = Reservation(topic, article, text, _evidence(table, sources, article), maximum, sides, scope)
    table.done()
    return reservation


def _use(table: Table) -> Use:
    several = Table(table.table("multilateral"), f"{table.place}: multilateral")
    use = Use(
        bilateral=table.text("bilateral"),
        parties_min=several.whole("parties_min"),
        overrides=several.text("overrides"),
        special=several.flag("special"),
        outsiders_max=table.text("outsiders_max") or None,
        article=table.text("article"),
    )
    if use.bilateral not in ("", "always", "where no treaty"):
        raise table.fault("bilateral", f"“{use.bilateral}” is not known")
    several.done()
    table.done()
    return use


def _rule(
    raw: Mapping[str, object],
    file: str,
    sources: Mapping[str, Source],
    questions: Mapping[str, Question],
    groups: Iterable[str],
    parties: Iterable[str],
) -> Rule:
    name = raw.get("id", "?")
    table = Table(raw, f"{file}: rule {name}")
    rule_id, shape_name = table.text("id", need=True), table.text("shape", need=True)
    shape = RULES.get(shape_name)
    if shape is None:
        raise table.fault("shape", f"“{shape_name}” is not known; known are {', '.join(RULES)}")
    effect = table.text("effect", need=True)
    if effect not in _EFFECTS:
        raise table.fault("effect", f"must be one of {', '.join(_EFFECTS)}, found “{effect}”")
    article = table.text("article") or None
    title, text = table.text("title", need=True), table.text("text")
    when = table.table("when")
    for key in when:
        if key not in CONDITIONS:
            raise table.fault("when", f"“{key}” is no condition; known are {', '.join(sorted(CONDITIONS))}")
    values = tuple(
        _value(v, f"{file}: rule {rule_id}", sources, article, shape.figures, shape.percentages)
        for v in table.tables("values")
    )
    if not values:
        raise table.fault("values", "a rule needs at least one dated value with its source")
    options = {key: table.take(key) for key in shape.options if key in table.left()}
    rule = Rule(rule_id, shape_name, title, text, effect, article, when, options, values)
    table.done()
    _check_facts(rule, table, questions)
    check_rule(rule, table, questions, groups, parties)
    return rule


def _check_facts(rule: Rule, table: Table, questions: Mapping[str, Question]) -> None:
    if rule.shape == "share_range" and str(rule.options.get("who", WHO[0])) not in WHO:
        raise table.fault("who", f"must be one of {', '.join(WHO)}")
    asked = [str(rule.options["fact"])] if "fact" in rule.options else []
    if rule.shape == "fact" and not asked:
        raise table.fault("fact", "is missing")
    if "fact" in rule.when:
        asked.append(str(rule.when["fact"]))
    rows = rule.options.get("rows")
    if rule.shape == "points_test" and not rows:
        raise table.fault("rows", "is missing")
    asked.extend(str(row["fact"]) for row in (rows if isinstance(rows, list) else []) if "fact" in row)
    for key in asked:
        if key not in questions:
            raise table.fault("fact", f"“{key}” is not defined in facts.toml")


def _value(
    raw: Mapping[str, object],
    place: str,
    sources: Mapping[str, Source],
    article: str | None,
    figures: Iterable[str],
    percentages: Iterable[str],
) -> Value:
    table = Table(raw, f"{place}: values")
    start, end = table.day("from"), table.day("to")
    if start and end and start > end:
        raise table.fault("from", f"{start} lies behind “to” {end}")
    unknown, conflict, derived = table.flag("unknown"), table.text("conflict"), table.texts("derived")
    evidence = _evidence(table, sources, article)
    if evidence.confidence == "T" and not (article or evidence.article):
        raise table.fault("confidence", "a figure read in the text (T) needs its article")
    data = {key: table.take(key) for key in figures if key in table.left()}
    for key in percentages:
        if key in data:
            table.number(key, data[key])
            if not 0 <= exact(str(data[key]), key) <= 100:
                raise table.fault(key, f"{data[key]} is no percentage")
    low, high = data.get("min"), data.get("max")
    if low is not None and high is not None and exact(str(low), "min") > exact(str(high), "max"):
        raise table.fault("min", f"the range {low} to {high} is upside down")
    table.done()
    return Value(start, end, data, evidence, unknown, conflict, derived)


def _questions(path: Path) -> dict[str, Question]:
    if not path.exists():
        return {}
    questions = {}
    for key, raw in read_toml(path).items():
        if not isinstance(raw, Mapping):
            raise LibraryFault(f"{path.name}: {key}: must be a table")
        table = Table(raw, f"{path.name}: {key}")
        question = Question(
            key, table.text("ask", need=True), table.text("type", need=True), table.text("hint"), table.text("about")
        )
        if question.type not in _TYPES:
            raise table.fault("type", f"must be one of {', '.join(_TYPES)}")
        table.done()
        questions[key] = question
    return questions


def _countries(
    path: Path,
) -> tuple[dict[str, dict[str, Membership]], dict[str, tuple[str, ...]]]:
    if not path.exists():
        return {}, {}
    top = Table(read_toml(path), path.name)
    successors = {}
    for old, new in top.table("successor").items():
        successors[old] = (new,) if isinstance(new, str) else tuple(str(n) for n in new)  # type: ignore[attr-defined]
    groups: dict[str, dict[str, Membership]] = {}
    for name, raw in top.table("groups").items():
        table = Table(raw, f"{path.name}: groups.{name}")  # type: ignore[arg-type]
        table.text("source"), table.text("note")
        members = {code: Membership() for code in table.texts("states")}
        for code in list(table.left()):
            span = Table(table.table(code), f"{path.name}: groups.{name}.{code}")
            members[code] = Membership(span.day("from"), span.day("to"))
            span.done()
        groups[name] = members
    top.done()
    return groups, successors


def _with_successors(frameworks: Mapping[str, Framework]) -> dict[str, Framework]:
    """End every superseded instrument on the day its successor enters into force."""
    result = dict(frameworks)
    for newer in frameworks.values():
        for old_id in newer.supersedes:
            older = result[old_id]
            if older.life.ended is None and newer.life.in_force is not None:
                result[old_id] = replace(older, life=replace(older.life, ended=newer.life.in_force))
    return result


def _check_relations(frameworks: Mapping[str, Framework]) -> None:
    """Refuse relations to unknown instruments, and two living treaties of the same parties that ignore each other."""
    for framework in frameworks.values():
        named = (*framework.supersedes, *framework.replaces, *framework.beside, *framework.apart, *framework.excludes)
        for name in named:
            if name not in frameworks:
                raise LibraryFault(f"{framework.id}.toml: names “{name}”, which is not in the library")
    for framework in frameworks.values():
        for rule in framework.rules:
            for key in ("under", "not_under"):
                names = rule.when.get(key, [])
                for wanted in names if isinstance(names, list) else [names]:
                    if wanted not in frameworks:
                        raise LibraryFault(f"{framework.id}.toml: rule {rule.id}: when: “{wanted}” is no instrument")
    living = [f for f in frameworks.values() if f.kind is Kind.BILATERAL and f.life.ended is None]
    related = {(f.id, o) for f in frameworks.values() for o in (*f.supersedes, *f.beside, *f.apart)}
    for index, one in enumerate(living):
        for other in living[index + 1 :]:
            if (
                set(one.parties) == set(other.parties)
                and (one.id, other.id) not in related
                and (
                    other.id,
                    one.id,
                )
                not in related
            ):
                raise LibraryFault(
                    f"{one.id}.toml: the same parties as {other.id}, but neither says how they relate",
                    "Name the other under supersedes, beside or apart.",
                )
