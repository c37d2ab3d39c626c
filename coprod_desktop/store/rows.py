"""The tables of the document, named once: columns, keys, what belongs to a project, what undo follows."""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x43505244
"""``CPRD`` in bytes 68 to 71 of the file."""
MAJOR, MINOR = 1, 0
USER_VERSION = MAJOR << 16 | MINOR


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its columns in order, its key, and the column that ties it to a scenario (or ``project``)."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("n",)
    scope: str = "scenario"
    blobs: tuple[str, ...] = ()
    """Columns that hold bytes; undo images carry them as hexadecimal text."""


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "project",
        (
            "n",
            "id",
            "origin",
            "rank",
            "title",
            "original_title",
            "other_titles",
            "logline",
            "synopsis_short",
            "synopsis_long",
            "company",
            "kind",
            "media",
            "minutes",
            "languages",
            "genre",
        ),
        scope="project",
        blobs=("id", "origin"),
    ),
    TableSpec(
        "scenario",
        ("n", "id", "origin", "project", "rank", "title", "currency", "asked_on"),
        scope="project",
        blobs=("id", "origin"),
    ),
    TableSpec(
        "contact",
        (
            "n",
            "id",
            "origin",
            "kind",
            "name",
            "latin",
            "role",
            "country",
            "city",
            "address",
            "email",
            "phone",
            "job",
            "nationality",
            "tags",
            "note",
            "company",
        ),
        scope="slate",
        blobs=("id", "origin"),
    ),
    TableSpec(
        "partner",
        ("n", "id", "origin", "scenario", "rank", "key", "company", "country", "role", "contact"),
        blobs=("id", "origin"),
    ),
    TableSpec(
        "node",
        ("n", "id", "origin", "scenario", "parent", "rank", "code", "title", "minor", "currency", "note"),
        blobs=("id", "origin"),
    ),
    TableSpec("split", ("node", "axis", "key", "position", "weight"), key=("node", "axis", "key"), scope="node"),
    TableSpec(
        "contribution",
        ("n", "id", "origin", "scenario", "rank", "partner", "minor", "currency"),
        blobs=("id", "origin"),
    ),
    TableSpec(
        "source",
        (
            "n",
            "id",
            "origin",
            "scenario",
            "rank",
            "name",
            "partner",
            "type",
            "minor",
            "currency",
            "status",
            "country",
            "scheme",
            "letter",
            "note",
        ),
        blobs=("id", "origin"),
    ),
    TableSpec(
        "role",
        (
            "scenario",
            "role",
            "place",
            "name",
            "nationality",
            "residence",
            "since",
            "days",
            "share",
            "none",
            "contact",
            "position",
        ),
        key=("scenario", "role", "place"),
    ),
    TableSpec("place", ("scenario", "kind", "place", "country", "share"), key=("scenario", "kind", "place")),
    TableSpec("fact", ("scenario", "key", "type", "value"), key=("scenario", "key")),
    TableSpec("milestone", ("scenario", "key", "day"), key=("scenario", "key")),
    TableSpec("rate", ("scenario", "currency", "per", "value", "day", "source"), key=("scenario", "currency", "per")),
    TableSpec(
        "imported", ("scenario", "file", "sha256", "sheet", "total", "stated", "skipped", "mapping"), key=("scenario",)
    ),
    TableSpec("attachment", ("n", "id", "origin", "scenario", "rank", "title", "sha256"), blobs=("id", "origin")),
)

BY_NAME = {table.name: table for table in TABLES}
