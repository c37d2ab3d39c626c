"""Opening whatever the user names: a document or a plan file, a project by title or id."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.plan import Card, Plan
from coprod_desktop.errors import NotFound, Refused
from coprod_desktop.exchange.planfile import Vocabulary, looks_like_plan, read_plan
from coprod_desktop.store import Document, ProjectEntry


def vocabulary(book: RuleBook) -> Vocabulary:
    """Return what the library lends to reading plan files."""
    return Vocabulary(book.questions, book.successors)


def plan_from(path: Path, book: RuleBook, project: str | None = None, scenario: str | None = None) -> Plan:
    """Return the plan in a plan file, or of a project of a document; raises CoprodError."""
    if looks_like_plan(path):
        return read_plan(path, vocabulary(book))
    with Document.open(path, read_only=True) as document:
        return document.plan_of(find_scenario(document, project, scenario))


def find_scenario(document: Document, project: str | None, scenario: str | None = None) -> int:
    """Return the scenario meant: of the project named by title or id, else the one last worked on.

    Raises NotFound when nothing fits, or when a title fits two, naming both.
    """
    entries = document.projects()
    if not entries:
        raise NotFound(f"{document.path.name} holds no project yet.", "Import a budget, or make one in the window.")
    if project is None:
        current = document.plan
        assert current is not None
        entry = next(e for e in entries if e.n == current.project_id)
        if scenario is None:
            return current.scenario_id
    else:
        entry = _named(entries, project)
    if scenario is None:
        return entry.scenarios[0][0]
    fitting = [n for n, title in entry.scenarios if title.casefold() == scenario.casefold()]
    if not fitting:
        names = ", ".join(title for _, title in entry.scenarios)
        raise NotFound(f"{entry.title} has no scenario “{scenario}”.", f"It has {names}.")
    return fitting[0]


def _named(entries: tuple[ProjectEntry, ...], name: str) -> ProjectEntry:
    by_key = [e for e in entries if e.key.startswith(name.lower()) and len(name) >= 6]
    by_title = [e for e in entries if e.title.casefold() == name.casefold()]
    fitting = by_title or by_key or [e for e in entries if name.casefold() in e.title.casefold()]
    if not fitting:
        raise NotFound(f"There is no project “{name}”.", f"Projects are {', '.join(e.title for e in entries)}.")
    if len(fitting) > 1:
        both = " and ".join(f"{e.title} ({e.key[:8]})" for e in fitting)
        raise NotFound(f"“{name}” fits more than one project: {both}.", "Name it by its id.")
    return fitting[0]


@dataclass(frozen=True, slots=True)
class NewProject:
    """What a new project starts with."""

    title: str
    currency: str = "EUR"


def add_empty_project(document: Document, new: NewProject) -> int:
    """Add a project with an empty base plan; returns its scenario."""
    return document.add_project(Plan(Card(new.title), new.currency), f"New project {new.title}")


def copy_scenario(document: Document, title: str) -> int:
    """Copy the scenario worked on under a new title and work on the copy; raises Refused for an empty or taken title."""
    title = title.strip()
    plan = document.plan
    if plan is None:
        raise Refused("There is no project yet.", "Make one first.")
    if not title:
        raise Refused("A scenario needs a title.", "Type one, such as “With a German partner”.")
    entry = next(e for e in document.projects() if any(n == plan.scenario_id for n, _ in e.scenarios))
    if any(title.casefold() == other.casefold() for _, other in entry.scenarios):
        raise Refused(f"{entry.title} has a scenario “{title}” already.", "Choose another title.")
    return document.copy_scenario(title)


def delete_scenario(document: Document) -> None:
    """Delete the scenario worked on, one undo step; raises Refused for a project's only one."""
    plan = document.plan
    if plan is None:
        raise Refused("There is no project yet.", "Make one first.")
    entry = next(e for e in document.projects() if any(n == plan.scenario_id for n, _ in e.scenarios))
    if len(entry.scenarios) < 2:
        raise Refused(f"“{plan.scenario}” is the only scenario of {entry.title}.", "Copy it first.")
    rest = [n for n, _ in entry.scenarios if n != plan.scenario_id]
    with document.edit(f"Delete scenario {plan.scenario}") as writer:
        writer.delete("scenario", plan.scenario_id)
        writer.scenario = rest[0]
