"""Values to rows: everything an edit may write, inside one labelled step."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from coprod_desktop.domain.budget import Axis, Budget
from coprod_desktop.domain.money import RateSet
from coprod_desktop.domain.plan import FactValue, Plan
from coprod_desktop.domain.shares import Split
from coprod_desktop.store.ranks import between, series
from coprod_desktop.store.reading import fact_row
from coprod_desktop.store.rows import BY_NAME, TABLES, TableSpec


def new_id() -> bytes:
    """Return a global, random identity."""
    return secrets.token_bytes(16)


class Writer:
    """What an edit may do to the document; handed out by ``Document.edit`` only."""

    def __init__(self, db: Database, scenario: int) -> None:
        self._db = db
        self.scenario = scenario

    def insert(self, table: str, **values: object) -> int:
        """Insert a row with a new identity (its origin is itself unless given); returns its local number."""
        spec = BY_NAME[table]
        identity = new_id()
        row: dict[str, object] = {"id": identity, "origin": identity, **values}
        unknown = set(row) - set(spec.columns)
        if unknown:
            raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
        marks = ", ".join("?" for _ in row)
        cursor = self._db.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",
            list(row.values()),
        )
        return int(cursor.lastrowid or 0)

    def update(self, table: str, n: int, **values: object) -> None:
        """Change columns of one row by its local number."""
        spec = BY_NAME[table]
        if set(values) - set(spec.columns):
            raise ValueError(f"{table} has no such column among {', '.join(values)}")
        if not values:
            return
        sets = ", ".join(f"{c} = ?" for c in values)
        self._db.execute(f"UPDATE {table} SET {sets} WHERE n = ?", [*values.values(), n])

    def delete(self, table: str, n: int) -> None:
        """Delete one row and what hangs on it."""
        BY_NAME[table]
        self._db.execute(f"DELETE FROM {table} WHERE n = ?", [n])

    def put(self, table: str, **values: object) -> None:
        """Insert or change a row of a table with a natural key."""
        spec = BY_NAME[table]
        others = [c for c in values if c not in spec.key]
        sets = ", ".join(f"{c} = excluded.{c}" for c in others)
        marks = ", ".join("?" for _ in values)
        self._db.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks}) "
            f"ON CONFLICT ({', '.join(spec.key)}) DO UPDATE SET {sets}",
            list(values.values()),
        )

    def remove(self, table: str, **key: object) -> None:
        """Delete the rows of a table with a natural key that match every given column."""
        BY_NAME[table]
        where = " AND ".join(f"{c} = ?" for c in key)
        self._db.execute(f"DELETE FROM {table} WHERE {where}", list(key.values()))

    def set_split(self, node: int, axis: Axis, split: Split | None) -> None:
        """Replace the whole axis of a budget row; None lets it inherit again."""
        self._db.execute("DELETE FROM split WHERE node = ? AND axis = ?", [node, axis.value])
        if split is not None:
            for position, (key, weight) in enumerate(split.weights):
                self._db.execute("INSERT INTO split VALUES (?, ?, ?, ?, ?)", [node, axis.value, key, position, weight])

    def set_fact(self, key: str, value: FactValue | None) -> None:
        """Store or clear an answer."""
        if value is None:
            self.remove("fact", scenario=self.scenario, key=key)
        else:
            kind, text = fact_row(value)
            self.put("fact", scenario=self.scenario, key=key, type=kind, value=text)

    def keep_blob(self, content: bytes) -> str:
        """Keep a file by its hash and return the hash; the same bytes are kept once."""
        digest = hashlib.sha256(content).hexdigest()
        self._db.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", [digest, content])
        return digest

    def set_rates(self, rates: RateSet) -> None:
        """Replace the rate set of the scenario."""
        self._db.execute("DELETE FROM rate WHERE scenario = ?", [self.scenario])
        for rate in rates.rates:
            self.put(
                "rate",
                scenario=self.scenario,
                currency=rate.currency,
                per=rate.per,
                value=str(rate.value),
                day=rate.day.isoformat() if rate.day else None,
                source=rate.source,
            )

    def copy_scenario(self, title: str) -> int:
        """Copy the whole scenario under another title and make the copy the one written to; returns its number.

        Every row keeps its origin, so that the two can be compared row by row.
        """
        source = self.scenario
        project, currency, asked = self._db.execute(
            "SELECT project, currency, asked_on FROM scenario WHERE n = ?", [source]
        ).fetchone()
        origin = self._db.execute("SELECT origin FROM scenario WHERE n = ?", [source]).fetchone()[0]
        last = self._db.execute("SELECT max(rank) FROM scenario WHERE project = ?", [project]).fetchone()[0]
        self.scenario = self.insert(
            "scenario",
            origin=origin,
            project=project,
            rank=between(last, ""),
            title=title,
            currency=currency,
            asked_on=asked,
        )
        for spec in TABLES:
            if spec.scope == "scenario" and spec.name != "node":
                for row in self._rows(spec, source):
                    kept = {key: value for key, value in row.items() if key not in ("n", "id")}
                    kept["scenario"] = self.scenario
                    if "id" in spec.columns:
                        self.insert(spec.name, **kept)
                    else:
                        self.put(spec.name, **kept)
        self._copy_nodes(source)
        return self.scenario

    def _rows(self, spec: TableSpec, scenario: int) -> list[dict[str, object]]:
        found = self._db.execute(f"SELECT {', '.join(spec.columns)} FROM {spec.name} WHERE scenario = ?", [scenario])
        return [dict(zip(spec.columns, row, strict=True)) for row in found.fetchall()]

    def _copy_nodes(self, source: int) -> None:
        numbers: dict[int, int] = {}
        waiting = self._rows(BY_NAME["node"], source)
        while waiting:
            # A row may stand above one that was made before it: parents first, whatever their numbers.
            ready = [row for row in waiting if row["parent"] is None or row["parent"] in numbers]
            waiting = [row for row in waiting if row not in ready] if len(ready) < len(waiting) else []
            for row in ready:
                kept = {key: value for key, value in row.items() if key not in ("n", "id")}
                parent = row["parent"]
                kept |= {"scenario": self.scenario, "parent": None if parent is None else numbers[int(str(parent))]}
                numbers[int(str(row["n"]))] = self.insert("node", **kept)
        for old, new in numbers.items():
            self._db.execute(
                "INSERT INTO split SELECT ?, axis, key, position, weight FROM split WHERE node = ?", [new, old]
            )

    def drop_budget(self) -> None:
        """Delete every budget row of the scenario."""
        self._db.execute("DELETE FROM node WHERE scenario = ? AND parent IS NULL", [self.scenario])

    def write_budget(self, budget: Budget) -> dict[int, int]:
        """Insert a whole budget tree; returns which local number each node of ``budget`` got."""
        numbers: dict[int, int] = {}
        ordered = list(budget.below(budget.root))
        for node, rank in zip(ordered, series(len(ordered)), strict=True):
            numbers[node.id] = self.insert(
                "node",
                scenario=self.scenario,
                parent=None if node.parent is None else numbers[node.parent],
                rank=rank,
                code=node.code,
                title=node.title,
                minor=node.amount.minor if node.amount else None,
                currency=node.amount.currency if node.amount else None,
                note=node.note,
            )
            for axis in Axis:
                if (split := node.split(axis)) is not None:
                    self.set_split(numbers[node.id], axis, split)
        return numbers

    def write_plan(self, plan: Plan) -> None:
        """Write everything of ``plan`` into the (empty) scenario."""
        work, card, on = plan.work, plan.card, plan.on
        scenario = self.scenario
        project = self._db.execute("SELECT project FROM scenario WHERE n = ?", [scenario]).fetchone()[0]
        self.update(
            "project",
            project,
            title=card.title,
            original_title=card.original_title,
            other_titles=card.other_titles,
            logline=card.logline,
            synopsis_short=card.synopsis_short,
            synopsis_long=card.synopsis_long,
            company=card.company,
            kind=work.kind,
            media=", ".join(work.media),
            minutes=work.minutes,
            languages=", ".join(work.languages),
            genre=work.genre,
        )
        self.update("scenario", scenario, currency=plan.currency, asked_on=on.isoformat() if on else None)
        self.set_rates(plan.rates)
        for partner, rank in zip(plan.partners, series(len(plan.partners)), strict=True):
            self.insert(
                "partner",
                scenario=scenario,
                rank=rank,
                key=partner.key,
                company=partner.company,
                country=partner.country,
                role=partner.role.value,
                contact=partner.contact,
            )
        if plan.budget is not None:
            self.write_budget(plan.budget)
        for contribution, rank in zip(plan.contributions, series(len(plan.contributions)), strict=True):
            amount = contribution.amount
            self.insert(
                "contribution",
                scenario=scenario,
                rank=rank,
                partner=contribution.partner,
                minor=amount.minor,
                currency=amount.currency,
            )
        self._write_rows(plan)
        for key, value in plan.facts.items():
            self.set_fact(key, value)
        if plan.imported is not None:
            record = plan.imported
            self.put(
                "imported",
                scenario=scenario,
                file=record.file,
                sha256=record.sha256,
                sheet=record.sheet,
                total=record.total,
                stated=record.stated,
                skipped=record.skipped,
                mapping=record.mapping,
            )
        for key, day in plan.dates.items():
            self.put("milestone", scenario=scenario, key=key, day=day.isoformat())

    def _write_rows(self, plan: Plan) -> None:
        sources = plan.sources or ()
        for source, rank in zip(sources, series(len(sources)), strict=True):
            self.insert(
                "source",
                scenario=self.scenario,
                rank=rank,
                name=source.name,
                partner=source.partner,
                type=source.type.value,
                minor=source.amount.minor,
                currency=source.amount.currency,
                status=source.status.value,
                country=source.country,
                scheme=source.scheme,
                letter=source.letter.isoformat() if source.letter else None,
                note=source.note,
            )
        counts: dict[str, int] = {}
        for position, holder in enumerate(plan.roles):
            place = counts[holder.role] = counts.get(holder.role, -1) + 1
            self.put(
                "role",
                scenario=self.scenario,
                role=holder.role,
                place=place,
                name=holder.name,
                nationality=", ".join(holder.nationality),
                residence=holder.residence,
                since=holder.since.isoformat() if holder.since else None,
                days=holder.days,
                share=None if holder.share is None else str(holder.share),
                none=int(holder.none),
                contact=holder.contact,
                position=position,
            )
        counts = {}
        for spot in plan.places:
            place = counts[spot.kind] = counts.get(spot.kind, -1) + 1
            self.put(
                "place",
                scenario=self.scenario,
                kind=spot.kind,
                place=place,
                country=spot.country,
                share=None if spot.share is None else str(spot.share),
            )

    def replace_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Replace all rows of the scenario in a table with a natural key."""
        BY_NAME[table]
        self._db.execute(f"DELETE FROM {table} WHERE scenario = ?", [self.scenario])
        for row in rows:
            self.put(table, scenario=self.scenario, **row)
