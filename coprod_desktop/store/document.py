"""Document: open, edit in labelled steps, undo, listen; everything else of the store hangs on it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from coprod_desktop.domain.partners import Contact
from coprod_desktop.domain.plan import Plan
from coprod_desktop.errors import DiskTrouble, DocumentDamaged, NotFound, Refused
from coprod_desktop.store import opening
from coprod_desktop.store import undo as history
from coprod_desktop.store.reading import Splits, read_budget, read_contacts, read_nodes, read_plan, read_rest
from coprod_desktop.store.schema import migrations
from coprod_desktop.store.writing import Writer

Listener = Callable[[Plan | None, Plan | None], None]
_BUDGET_TABLES = {"node", "split"}


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project of the slate as the switcher shows it."""

    n: int
    key: str
    title: str
    scenarios: tuple[tuple[int, str], ...]


class Document:
    """One open slate. ``plan`` is the frozen snapshot of the project last worked on; None while there is none.

    Every write happens inside ``edit``; leaving it commits, records one undo step, renews ``plan`` and tells the
    listeners once. Reading values needs no transaction: they are snapshots.
    """

    def __init__(self, path: Path, db: Database, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.listeners: list[Listener] = []
        self.plan: Plan | None = None
        self.damage: tuple[str, ...] = ()
        self.notices: list[str] = []
        self.after_commit: Callable[[Document], None] | None = None
        self._db = db
        self._splits = Splits()
        self._version = 0
        self._scenario = 0
        self._checker: threading.Thread | None = None

    # --- opening and closing ---------------------------------------------------------------------------------

    @classmethod
    def new(cls, path: Path) -> Document:
        """Make a new, empty document; raises Refused when the file exists, DiskTrouble when it cannot be made."""
        if not path.parent.is_dir():
            raise DiskTrouble(f"The folder {path.parent} does not exist.", "Make it first, or choose another.")
        try:
            path.open("xb").close()
        except FileExistsError:
            raise Refused(f"{path.name} exists already.", "Choose another name, or open it.") from None
        except OSError as fault:
            raise DiskTrouble(
                f"{path.name} cannot be made: {fault.strerror or fault}.", "Check the folder and your rights."
            ) from fault
        try:
            with opening.told(path.name):
                db = _connect(str(path), writable=True)
                try:
                    migrations.apply(db)
                finally:
                    db.conn.close()
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Document:
        """Open a document; raises NotFound, NotADocument, DocumentTooNew, DocumentDamaged, DocumentBusy, DiskTrouble."""
        path = path.resolve()
        opening.check_header(path)
        if read_only:
            opening.roll_back(path)
        unclean = False
        if not read_only:
            unclean = opening.take_lock(path)
        try:
            with opening.told(path.name):
                document = cls._opened(path, read_only=read_only, unclean=unclean)
        except BaseException:
            if not read_only:
                opening.release_lock(path)
            raise
        if not read_only:
            opening.hold(path)
        return document

    @classmethod
    def _opened(cls, path: Path, *, read_only: bool, unclean: bool) -> Document:
        target = f"{path.resolve().as_uri()}?mode=ro" if read_only else str(path)
        db = _connect(target, writable=not read_only)
        document = cls(path, db, read_only=read_only)
        if path.stat().st_size < opening.SMALL or unclean:
            problems = [row[0] for row in db.execute("PRAGMA quick_check(5)").fetchall()]
            if problems != ["ok"]:
                db.conn.close()
                raise DocumentDamaged(
                    f"{path.name} is damaged: {opening.in_one_line(problems[0])}.",
                    "Open a backup: coprod rescue FILE lists them.",
                )
        else:
            document._check_in_background()
        if not read_only:
            if migrations.pending(db):
                migrations.apply(db)
                history.forget_all(db)
                document.notices.append("The document was brought to the present format; its undo history starts anew.")
            history.install(db)
        document._version = document._data_version()
        try:
            document._scenario = document._remembered_scenario()
            document._reload()
        except (ValueError, KeyError, ArithmeticError) as fault:
            db.conn.close()
            raise DocumentDamaged(
                f"{path.name} is damaged: a value in it cannot be read ({fault}).",
                "Open a backup: coprod rescue FILE lists them.",
            ) from fault
        return document

    def _check_in_background(self) -> None:
        uri = f"{self.path.resolve().as_uri()}?mode=ro"

        def run() -> None:
            with (
                contextlib.suppress(sqlite3.DatabaseError),
                contextlib.closing(sqlite3.connect(uri, uri=True)) as connection,
            ):
                rows = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
                self.damage = () if rows == ["ok"] else tuple(rows)

        self._checker = threading.Thread(target=run, name="quick-check", daemon=True)
        self._checker.start()

    def close(self) -> None:
        """Close the file and take the lock note away; a second call does nothing."""
        if self._checker is not None:
            self._checker.join(timeout=30)
        with contextlib.suppress(sqlite3.ProgrammingError):
            self._db.conn.close()
        if not self.read_only:
            opening.release_lock(self.path)

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reading -----------------------------------------------------------------------------------------------

    def projects(self) -> tuple[ProjectEntry, ...]:
        """Return the slate in order, each project with its scenarios."""
        rows = self._db.execute("SELECT n, hex(id), title FROM project ORDER BY rank, n").fetchall()
        scenarios: dict[int, list[tuple[int, str]]] = {}
        for n, project, title in self._db.execute("SELECT n, project, title FROM scenario ORDER BY rank, n").fetchall():
            scenarios.setdefault(project, []).append((n, title))
        return tuple(ProjectEntry(n, key.lower(), title, tuple(scenarios.get(n, ()))) for n, key, title in rows)

    def plan_of(self, scenario: int) -> Plan:
        """Return the plan of any scenario without switching to it."""
        return read_plan(self._db, scenario, self._splits)

    def contacts(self) -> tuple[Contact, ...]:
        """Return the whole address book."""
        return read_contacts(self._db)

    def blob(self, sha256: str) -> bytes:
        """Return a kept file by its hash; raises NotFound."""
        row = self._db.execute("SELECT bytes FROM blob WHERE sha256 = ?", [sha256]).fetchone()
        if row is None:
            raise NotFound("The attached file is missing from the document.")
        return bytes(row[0])

    def connection(self) -> sqlite3.Connection:
        """Return the connection, for the store's own rooms only."""
        return self._db.conn

    def setting(self, key: str) -> str | None:
        """Return a remembered setting of the document."""
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", [key]).fetchone()
        return None if row is None else str(row[0])

    # --- choosing the project ------------------------------------------------------------------------------------

    def select(self, scenario: int) -> None:
        """Make a scenario the one worked on, remembered in the document; no undo step."""
        if self._db.execute("SELECT 1 FROM scenario WHERE n = ?", [scenario]).fetchone() is None:
            raise NotFound("That scenario is not in the document any more.")
        before = self.plan
        if not self.read_only:
            with opening.told(self.path.name), self._db.atomic():
                self._remember("scenario", str(scenario))
        self._scenario = scenario
        self._reload()
        self._tell(before)

    def _remember(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value]
        )

    def _remembered_scenario(self) -> int:
        wanted = self.setting("scenario")
        if wanted is not None and self._db.execute("SELECT 1 FROM scenario WHERE n = ?", [int(wanted)]).fetchone():
            return int(wanted)
        row = self._db.execute(
            "SELECT s.n FROM scenario s JOIN project p ON p.n = s.project ORDER BY p.rank, s.rank LIMIT 1"
        ).fetchone()
        return 0 if row is None else int(row[0])

    # --- editing ---------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def edit(self, label: str) -> Iterator[Writer]:
        """Write inside one transaction and one undo step called ``label``.

        Raises Refused on a read-only document, DiskTrouble or DocumentBusy when the commit fails; then nothing changed.
        """
        if self.read_only:
            raise Refused(f"{self.path.name} is open read-only.", "Save a copy and go on there.")
        if self._db.conn.in_transaction:
            raise RuntimeError(f"edit “{label}” inside another edit")
        touched: history.Touched = []
        with opening.told(self.path.name):
            self._catch_up()
            before = self.plan
            with self._db.atomic():
                step = history.begin(self._db, label)
                writer = Writer(self._db, self._scenario)
                yield writer
                touched = history.end(self._db, step)
                if touched:
                    history.forget_undone(self._db)
                    history.trim(self._db)
                if writer.scenario != self._scenario:
                    self._remember("scenario", str(writer.scenario))
        self._scenario = writer.scenario
        self._version = self._data_version()
        self._renew(touched)
        self._tell(before)
        if self.after_commit is not None and touched:
            self.after_commit(self)

    def undo(self) -> str | None:
        """Take back the last step; returns its label, None when there is none."""
        return self._travel("done", "undone")

    def redo(self) -> str | None:
        """Do the last undone step again; returns its label, None when there is none."""
        return self._travel("undone", "done")

    @property
    def undo_label(self) -> str | None:
        """The label of the step that undo would take back."""
        step = history.newest(self._db, "done")
        return None if step is None else step[1]

    @property
    def redo_label(self) -> str | None:
        """The label of the step that redo would do again."""
        step = history.newest(self._db, "undone")
        return None if step is None else step[1]

    def _travel(self, kind: str, back: str) -> str | None:
        if self.read_only:
            raise Refused(f"{self.path.name} is open read-only.", "Save a copy and go on there.")
        with opening.told(self.path.name):
            self._catch_up()
            before = self.plan
            found = history.newest(self._db, kind)
            if found is None:
                return None
            with self._db.atomic():
                touched = history.replay(self._db, found[0], found[1], back)
        self._version = self._data_version()
        self._renew(touched)
        self._tell(before)
        if self.after_commit is not None and touched:
            self.after_commit(self)
        return found[1]

    def forget_history(self) -> None:
        """Drop what could be undone or redone: a sample, or a copy for somebody else, starts without a past."""
        with opening.told(self.path.name), self._db.atomic():
            history.forget_all(self._db)
        self._version = self._data_version()

    def _catch_up(self) -> None:
        """If another program changed the file since the last look, read it again and forget what could be redone."""
        if self._data_version() != self._version:
            before = self.plan
            with self._db.atomic():
                # The images of the steps may not fit what the other program left.
                history.forget_all(self._db)
            self._version = self._data_version()
            self._reload()
            self.notices.append("The document was changed by another program and read again.")
            self._tell(before)

    def _data_version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    # --- renewing the snapshot -----------------------------------------------------------------------------------------

    def _reload(self) -> None:
        self._scenario = self._scenario if self._exists(self._scenario) else self._remembered_scenario()
        self.plan = read_plan(self._db, self._scenario, self._splits) if self._scenario else None

    def _exists(self, scenario: int) -> bool:
        return self._db.execute("SELECT 1 FROM scenario WHERE n = ?", [scenario]).fetchone() is not None

    def _renew(self, touched: history.Touched) -> None:
        """Read again just what a step touched: single budget rows, or all but the budget, or everything."""
        tables = {table for table, _, _ in touched}
        plan = self.plan
        if plan is None or plan.scenario_id != self._scenario or tables & {"scenario", "project"} or "rate" in tables:
            if (
                plan is not None
                and tables == {"project"}
                and plan.scenario_id == self._scenario
                and self._exists(self._scenario)
            ):
                self.plan = self._around(plan)
                return
            self._reload()
            return
        if tables - _BUDGET_TABLES:
            plan = self._around(plan)
        if tables & _BUDGET_TABLES:
            plan = self._with_changed_rows(plan, touched)
        self.plan = plan

    def _around(self, plan: Plan) -> Plan:
        """Read everything but the budget, and keep the budget's sums."""
        fresh = replace(read_rest(self._db, self._scenario), budget=plan.budget)
        if "totals" in plan.__dict__:
            fresh.__dict__["totals"] = plan.__dict__["totals"]
        if "sheet" in plan.__dict__:
            fresh.__dict__["sheet"] = plan.__dict__["sheet"]
        return fresh

    def _with_changed_rows(self, plan: Plan, touched: history.Touched) -> Plan:
        rows: dict[int, None] = {}
        for table, operation, image in touched:
            if table not in _BUDGET_TABLES:
                continue
            number = int(str(image["node" if table == "split" else "n"]))
            if table == "node" and (operation != "update" or plan.budget is None or self._moved(number, image)):
                return replace(
                    plan, budget=read_budget(self._db, self._scenario, plan.rates, plan.currency, self._splits)
                )
            rows[number] = None
        if plan.budget is None:
            return plan
        mine = [n for n in rows if n in plan.budget.nodes]
        changed = read_nodes(self._db, mine, plan.rates, plan.currency, self._splits)
        return plan.with_budget(plan.budget.replaced(changed), tuple(node.id for node in changed))

    def _moved(self, number: int, image: dict[str, object]) -> bool:
        row = self._db.execute("SELECT parent, rank, minor IS NULL FROM node WHERE n = ?", [number]).fetchone()
        return (
            row is None
            or row[0] != image["parent"]
            or row[1] != image["rank"]
            or bool(row[2]) != (image["minor"] is None)
        )

    def _tell(self, before: Plan | None) -> None:
        for listener in list(self.listeners):
            listener(before, self.plan)

    # --- projects ------------------------------------------------------------------------------------------------------

    def add_project(self, plan: Plan, label: str, scenario_title: str = "Base plan") -> int:
        """Add a project with one scenario holding ``plan``, and make it the one worked on; returns the scenario."""
        with self.edit(label) as writer:
            last = self._db.execute("SELECT max(rank) FROM project").fetchone()[0] or ""
            project = writer.insert("project", rank=last + "i", title=plan.card.title)
            scenario = writer.insert(
                "scenario", project=project, rank="i", title=scenario_title, currency=plan.currency
            )
            writer.scenario = scenario
            writer.write_plan(plan)
        return scenario

    def copy_scenario(self, title: str) -> int:
        """Copy the scenario worked on under another title, and work on the copy; returns it."""
        with self.edit(f"Scenario {title}") as writer:
            return writer.copy_scenario(title)

    # --- copies ----------------------------------------------------------------------------------------------------------

    def save_copy(self, target: Path) -> None:
        """Write a whole copy without history under ``target``; raises Refused onto this very file."""
        if target.resolve() == self.path.resolve():
            raise Refused("The copy would replace the document that is open.", "Choose another name.")
        if not target.parent.is_dir():
            raise DiskTrouble(f"The folder {target.parent} does not exist.", "Choose another.")
        opening.refuse_if_open(target)
        handle, name = tempfile.mkstemp(prefix=".coprod-", suffix=".part", dir=target.parent)
        os.close(handle)
        part = Path(name)
        try:
            with opening.told(target.name):
                part.unlink()
                self._db.conn.execute("PRAGMA query_only = OFF")
                try:
                    self._db.conn.execute("VACUUM INTO ?", [str(part)])
                finally:
                    self._db.conn.execute(f"PRAGMA query_only = {int(self.read_only)}")
                copy = _connect(str(part), writable=True)
                try:
                    history.forget_all(copy)
                    copy.conn.execute("VACUUM")
                finally:
                    copy.conn.close()
            if opening.verify(part).status != 0:
                raise DiskTrouble(f"The copy {target.name} came out damaged and was thrown away.", "Try another disk.")
            _to_disk(part)
            part.replace(target)
        except OSError as fault:
            raise DiskTrouble(
                f"The copy {target.name} cannot be written: {fault.strerror or fault}.",
                "Check the folder and your rights.",
            ) from fault
        finally:
            with contextlib.suppress(OSError):
                part.unlink()


def _connect(target: str, *, writable: bool) -> Database:
    connection = sqlite3.connect(target, uri=not writable, isolation_level=None, timeout=3)
    db = Database(connection, execute_plugins=False, strict=True)
    try:
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        if writable:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
        else:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return db


def _to_disk(path: Path) -> None:
    """Have the system write a file out; a file system that cannot says nothing worth stopping for."""
    with contextlib.suppress(OSError), path.open("rb+") as stream:
        os.fsync(stream.fileno())
