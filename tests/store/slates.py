"""A small slate to edit, random edits of it, and the eyes that look at the file from outside."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

import coprod_desktop
from coprod_desktop.actions import budget, contacts, documents, project
from coprod_desktop.domain.budget import Axis, Node
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.money import Money, Rate
from coprod_desktop.domain.partners import PartnerRole
from coprod_desktop.domain.plan import MILESTONES, Plan
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.errors import CoprodError
from coprod_desktop.store import Document, verify
from coprod_desktop.store.rows import TABLES
from coprod_desktop.store.writing import Writer

T = TypeVar("T")
TOGETHER = (
    "_with_changed_rows looks for a row number in every touched table: KeyError after the commit when one step touches "
    "the budget and a table without n (undo of an import); skip what is not in _BUDGET_TABLES"
)
TITLE = 'Зимняя «гавань» d\'Œuvre "x"; --'
Rows = dict[str, list[tuple[object, ...]]]

# --- a slate to work on --------------------------------------------------------------------------------------


def film(path: Path, *, durable: bool = False) -> Document:
    """Return a new document at ``path`` with one film in it, open and without history."""
    path.write_bytes(_film_bytes())
    return opened(path, durable=durable)


def opened(path: Path, *, durable: bool = False) -> Document:
    """Open a document; unless ``durable``, do not wait for the disk (a test that kills needs it, no other)."""
    document = Document.open(path)
    if not durable:
        document.connection().execute("PRAGMA synchronous = OFF")
    return document


def reopened(document: Document) -> Document:
    """Close a document and open it again."""
    document.close()
    return opened(document.path)


@cache
def _film_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with Document.new(Path(folder) / "built.coprod") as document:
            document.connection().execute("PRAGMA synchronous = OFF")
            _fill(document)
            document.save_copy(Path(folder) / "film.coprod")
        return (Path(folder) / "film.coprod").read_bytes()


def _fill(document: Document) -> None:
    documents.add_empty_project(document, documents.NewProject(TITLE))
    project.add_partner(document, "Écran d'or", "FR", PartnerRole.DELEGATE)
    project.add_partner(document, "Lanterna", "IT")
    project.add_partner(document, "Северный «свет»", "RU")
    project.set_rate(document, Rate("USD", "EUR", Fraction(5, 4), date(2020, 1, 2), "ЦБ"))
    for code, title in (("1", "Сценарий"), ("2", 'Cast "A"')):
        section = budget.add_row(document, None, code=code, title=title)
        budget.add_row(document, section, code=f"{code}1", title="Line", amount="100.01")
        budget.add_row(document, section, code=f"{code}2", title="O'Line", amount="33.33")
    root = plan(document).budget.root  # type: ignore[union-attr]
    budget.set_axis(document, [root], Axis.PAYER, Split.of({"fr": "1/3", "it": "40", "ru": "rest"}))
    first = sections(document)[0]
    budget.set_axis(document, [first.id], Axis.TERRITORY, Split.of({"FR": "60", "IT": "40"}))
    company = contacts.add(document, "company", "Lanterna Film", country="IT", tags="копродюсер")
    person = contacts.add(document, "person", "Вера Соколова", company=company)
    project.change_partner(document, "it", contact=company)
    project.set_team(
        document,
        [RoleHolder("screenwriter", "Ы", ("RU", "FR")), RoleHolder("director", "Вера", ("RU",), contact=person)],
        [Place("shooting", "IT", Fraction(2, 3)), Place("shooting", "RU", Fraction(1, 3))],
    )
    project.put_source(document, Source("Fondo «А»", "it", SourceType.PUBLIC, Money(5000, "EUR")))
    project.set_fact(document, "credits_agreed", True)
    project.set_day(document, "shooting", date(2020, 6, 1))


def plan(document: Document) -> Plan:
    """Return the plan worked on."""
    assert document.plan is not None
    return document.plan


def nodes(document: Document) -> list[Node]:
    """Return the budget rows in order."""
    tree = plan(document).budget
    return [] if tree is None else list(tree.below(tree.root))


def lines(document: Document) -> list[Node]:
    """Return the lines in order."""
    return [n for n in nodes(document) if n.is_line]


def sections(document: Document) -> list[Node]:
    """Return the rows that are sums, without the film itself."""
    return [n for n in nodes(document) if not n.is_line and n.parent is not None]


def root_of(document: Document) -> int:
    """Return the film's own row."""
    tree = plan(document).budget
    assert tree is not None
    return tree.root


# --- the file seen from outside ------------------------------------------------------------------------------


@contextlib.contextmanager
def beside(path: Path) -> Iterator[sqlite3.Connection]:
    """Give another connection to the file, which commits each statement at once."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        yield connection


def rows(path: Path) -> Rows:
    """Return what the file holds on disk, table by table."""
    with beside(path) as connection:
        return {
            t.name: connection.execute(
                f"SELECT {', '.join(t.columns)} FROM {t.name} ORDER BY {', '.join(t.key)}"
            ).fetchall()
            for t in TABLES
        }


def steps(path: Path) -> list[tuple[str, str]]:
    """Return the kept steps (kind, label), oldest first."""
    with beside(path) as connection:
        return connection.execute("SELECT kind, label FROM undo_step ORDER BY step").fetchall()


def counted(path: Path, table: str) -> int:
    """Return how many rows a table of the file holds."""
    with beside(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def assert_whole(path: Path) -> None:
    """Assert that pages, indexes and foreign keys of the file are in order."""
    assert verify(path).problems == ()


def assert_same_plan(one: Plan | None, other: Plan | None) -> None:
    """Assert that two snapshots agree in every field and every figure derived from them."""
    if one is None or other is None:
        assert one is other
        return
    for field in fields(Plan):
        if field.name != "budget":
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    for figure in ("missing_rates", "total", "unallocated", "financing"):
        assert getattr(one, figure) == getattr(other, figure), figure
    assert (one.budget is None) == (other.budget is None)
    for partner in one.partners:
        assert one.share(partner.key) == other.share(partner.key)
    for country in (*one.countries, "XX"):
        assert one.spend_in(country) == other.spend_in(country)
    if one.budget is None or other.budget is None:
        return
    assert (one.budget.nodes, one.budget.children, one.budget.root) == (
        other.budget.nodes,
        other.budget.children,
        other.budget.root,
    )
    assert one.totals is not None
    assert other.totals is not None
    assert (one.totals.total, one.totals.unconverted) == (other.totals.total, other.totals.unconverted)
    for axis in Axis:
        mine, fresh = one.totals.axis(axis), other.totals.axis(axis)
        # A group whose lines have all gone elsewhere may stay behind with nothing in it.
        assert {k: v for k, v in mine.by_key.items() if v} == {k: v for k, v in fresh.by_key.items() if v}, axis
        assert mine.unallocated == fresh.unallocated, axis
    assert (one.sheet.totals, one.sheet.cells) == (other.sheet.totals, other.sheet.cells)


def assert_faithful(document: Document) -> None:
    """Assert that the snapshot, renewed in part, equals one read anew."""
    if document.plan is not None:
        assert_same_plan(document.plan, document.plan_of(document.plan.scenario_id))


# --- random edits --------------------------------------------------------------------------------------------

Draw = Callable[[st.SearchStrategy[Any]], Any]
NAMES = (
    "Ёлка «О'Нил»",
    "'; DROP TABLE node; --",
    'a "b" \\ {c} %s ?',
    "日本 🎬",
    "nul\x00inside",
    "line\nbreak\t",
    "e\u0301\u202e",
    "1e5",
    "null",
)
names = st.one_of(st.sampled_from(NAMES), st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
weights = st.sampled_from(("0", "10", "33.5", "1/3", "rest", "50 %", "100", ""))
amounts = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(("EUR", "EUR", "USD", "XAF")))
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))
facts = st.one_of(st.none(), st.booleans(), names, st.fractions(), amounts, days)
axes = st.sampled_from(list(Axis))
COUNTRIES = ("FR", "IT", "RU", "XX")


def splits_of(keys: Sequence[str]) -> st.SearchStrategy[Split]:
    """Return splits that never exceed the whole."""
    chosen = st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True)
    return chosen.flatmap(
        lambda ks: st.tuples(*(st.sampled_from(("0", "10", "1/3", "33.3", "rest")) for _ in ks)).map(
            lambda ws: Split(
                (k, w if w != "rest" or "rest" not in ws[:i] else "5")
                for i, (k, w) in enumerate(zip(ks, ws, strict=True))
            )
        )
    )


def _some(draw: Draw, items: Sequence[T], least: int = 1) -> list[T]:
    return draw(st.lists(st.sampled_from(items), min_size=least, max_size=3, unique=True)) if items else []


def _one(draw: Draw, items: Sequence[T]) -> T:
    return draw(st.sampled_from(items))  # type: ignore[no-any-return]


def _share(document: Document, draw: Draw) -> None:
    node, partner = _one(draw, nodes(document)), _one(draw, plan(document).partners)
    if draw(st.booleans()):
        budget.set_share(document, node.id, partner.key, draw(weights))
    else:
        cells = [(n.id, _one(draw, plan(document).partners).key, draw(weights)) for n in _some(draw, nodes(document))]
        budget.set_shares(document, cells)


def _share_as_amount(document: Document, draw: Draw) -> None:
    node, partner = _one(draw, nodes(document)), _one(draw, plan(document).partners)
    total = plan(document).sheet.totals.get(node.id, 0)
    wanted = Money(draw(st.integers(min(0, total), max(0, total))), plan(document).currency)
    budget.set_share(document, node.id, partner.key, wanted.plain(), as_amount=True)


def _axis(document: Document, draw: Draw) -> None:
    axis = draw(axes)
    keys = [p.key for p in plan(document).partners] if axis is Axis.PAYER else COUNTRIES
    budget.set_axis(document, [n.id for n in _some(draw, nodes(document))], axis, draw(splits_of(keys)))


def _inherit(document: Document, draw: Draw) -> None:
    budget.inherit(document, [n.id for n in _some(draw, nodes(document))], draw(axes))


def _amount(document: Document, draw: Draw) -> None:
    budget.set_amount(document, _one(draw, nodes(document)).id, draw(amounts))


def _text(document: Document, draw: Draw) -> None:
    budget.set_text(document, _one(draw, nodes(document)).id, code=draw(names), title=draw(names), note=draw(names))


def _add_row(document: Document, draw: Draw) -> None:
    parent = None if not nodes(document) else _one(draw, [None, *(n.id for n in nodes(document))])
    budget.add_row(
        document, parent, code=draw(names), title=draw(names), amount=draw(st.sampled_from((None, "0", "12.34", "-5")))
    )


def _delete_rows(document: Document, draw: Draw) -> None:
    budget.delete_rows(document, [n.id for n in _some(draw, nodes(document))])


def _new_budget(document: Document, draw: Draw) -> None:
    tree = plan(document).budget
    assert tree is not None
    with document.edit("Import") as writer:
        writer.drop_budget()
        if draw(st.booleans()):
            writer.write_budget(tree)


def _partner(document: Document, draw: Draw) -> None:
    if draw(st.booleans()):
        project.add_partner(document, draw(names), _one(draw, COUNTRIES))
    else:
        key = _one(draw, plan(document).partners).key
        project.change_partner(
            document, key, company=draw(names), country=_one(draw, COUNTRIES), role=_one(draw, list(PartnerRole))
        )


def _remove_partner(document: Document, draw: Draw) -> None:
    project.remove_partner(document, _one(draw, plan(document).partners).key)


def _answers(document: Document, draw: Draw) -> None:
    if draw(st.booleans()):
        project.set_fact(document, draw(names), draw(facts))
    else:
        project.set_day(document, _one(draw, MILESTONES), draw(st.one_of(st.none(), days)))


def _source(document: Document, draw: Draw) -> None:
    known = plan(document).sources or ()
    number = _one(draw, [0, *(s.id for s in known)])
    partner = _one(draw, plan(document).partners).key
    source = Source(
        draw(names), partner, _one(draw, list(SourceType)), draw(amounts), _one(draw, list(Status)), id=number
    )
    project.put_source(document, source)


def _remove_source(document: Document, draw: Draw) -> None:
    project.remove_source(document, _one(draw, [0, *(s.id for s in plan(document).sources or ())]))


def _team(document: Document, draw: Draw) -> None:
    linked = [None, *(c.id for c in document.contacts())]
    holders = [
        RoleHolder(
            _one(draw, ("director", "composer", "ю'ю")),
            draw(names),
            ("FR", "RU"),
            "IT",
            draw(days),
            share=Fraction(1, 3),
            contact=_one(draw, linked),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    project.set_team(document, holders, [Place("studio", "FR")] * draw(st.integers(0, 2)))


def _contact(document: Document, draw: Draw) -> None:
    known = document.contacts()
    companies = [None, *(c.id for c in known if c.kind == "company")]
    if not known or draw(st.booleans()):
        contacts.add(document, _one(draw, ("company", "person")), draw(names), company=_one(draw, companies))
    else:
        contacts.change(document, _one(draw, known), name=draw(names), note=draw(names), company=_one(draw, companies))


def _remove_contact(document: Document, draw: Draw) -> None:
    if document.contacts():
        contacts.remove(document, _one(draw, document.contacts()))


def _link(document: Document, draw: Draw) -> None:
    if document.contacts():
        contacts.link_partner(document, _one(draw, plan(document).partners).id, _one(draw, document.contacts()))


def _rate(document: Document, draw: Draw) -> None:
    project.set_rate(document, Rate(_one(draw, ("USD", "XAF")), "EUR", Fraction(draw(st.integers(1, 9)), 7)))


def _currency(document: Document, draw: Draw) -> None:
    project.set_currency(document, _one(draw, ("EUR", "USD", "JPY")))


def _card(document: Document, draw: Draw) -> None:
    project.set_card(document, title=draw(names), synopsis_long=draw(names))
    project.set_work(document, minutes=draw(st.one_of(st.none(), st.integers(0, 300))), media=["cinema", "tv"])
    project.set_asked_on(document, draw(st.one_of(st.none(), days)))


def _project(document: Document, draw: Draw) -> None:
    known = document.projects()
    kind = draw(st.sampled_from(("add", "copy", "remove", "select")))
    if kind == "add":
        documents.add_empty_project(document, documents.NewProject(draw(names)))
    elif kind == "copy":
        document.add_project(plan(document), "Copy")
    elif kind == "remove" and len(known) > 1:
        project.remove_project(document, _one(draw, known).n)
    else:
        document.select(_one(draw, known).scenarios[0][0])


def _together(document: Document, draw: Draw) -> None:
    """Change many tables in one step, as an import or a merge does."""
    with document.edit("Together") as writer:
        for node in _some(draw, lines(document)):
            writer.set_split(node.id, draw(axes), draw(st.one_of(st.none(), splits_of(("fr", "it")))))
            writer.update("node", node.id, minor=draw(st.integers(-100, 100)), currency="EUR")
        _write_around(writer, document, draw)


def _write_around(writer: Writer, document: Document, draw: Draw) -> None:
    writer.set_fact(draw(names), draw(facts))
    if draw(st.booleans()):
        writer.update("project", plan(document).project_id, genre=draw(names))
    if draw(st.booleans()):
        writer.insert("contribution", scenario=writer.scenario, rank="i", partner="fr", minor=5, currency="EUR")


EDITS: tuple[Callable[[Document, Draw], None], ...] = (
    _share, _share, _share_as_amount, _axis, _axis, _inherit, _amount, _amount, _text, _add_row, _add_row, _delete_rows, _new_budget,
    _partner, _remove_partner, _answers, _source, _remove_source, _team, _contact, _remove_contact, _link, _rate, _currency, _card,
    _project, _together,
)  # fmt: skip


def random_edit(document: Document, draw: Draw) -> bool:
    """Do something to the document as the window would; return whether it was refused."""
    if document.plan is None or not document.plan.partners:
        edit: Callable[[Document, Draw], None] = _empty_handed
    elif document.plan.budget is None:
        edit = draw(st.sampled_from((_add_row, *EDITS[13:26])))
    else:
        edit = draw(st.sampled_from(EDITS))
    try:
        edit(document, draw)
    except CoprodError:
        return True
    return False


def _empty_handed(document: Document, draw: Draw) -> None:
    if document.plan is None:
        documents.add_empty_project(document, documents.NewProject(draw(names)))
    else:
        project.add_partner(document, draw(names), "FR")


# --- other programs ------------------------------------------------------------------------------------------

HOLD_OPEN = """
import sys
from pathlib import Path
from coprod_desktop.store import Document
document = Document.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""
EDIT_FOREVER = """
import sys
from pathlib import Path
from coprod_desktop.store import Document
document = Document.open(Path(sys.argv[1]))
for number in range(1, 10_000):
    with document.edit(f"Edit {number}") as writer:
        writer.set_fact("count", str(number))
        writer.insert("contact", kind="person", name=f"Человек {number}")
    print("committed", number, flush=True)
"""
STOP_HALF_WAY = """
import sys
from pathlib import Path
from coprod_desktop.store import Document
document = Document.open(Path(sys.argv[1]))
# A small cache makes SQLite write changed pages into the file before the commit.
document.connection().execute("PRAGMA cache_size = 4")
with document.edit("Never finished") as writer:
    for number in range(3000):
        writer.set_fact(f"half {number:05}", "x" * 60)
    print("half way", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def other_program(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``code`` in a Python of its own; it is killed at the end if it still runs."""
    environment = {**os.environ, "PYTHONPATH": str(Path(coprod_desktop.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line the other program prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def leave_half_an_edit(path: Path) -> None:
    """Leave a document as a program killed in the middle of an edit leaves it: pages changed, journal beside."""
    with other_program(STOP_HALF_WAY, path) as process:
        assert said(process) == "half way"
    assert path.with_name(path.name + "-journal").stat().st_size > 512
