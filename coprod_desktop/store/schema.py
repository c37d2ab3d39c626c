"""The document's tables and their migrations."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from coprod_desktop.store.rows import APPLICATION_ID, USER_VERSION

migrations = Migrations("coprod")

_IDENTITY = "n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), origin BLOB NOT NULL CHECK (length(origin) = 16)"
_SCENARIO = "scenario INTEGER NOT NULL REFERENCES scenario(n) ON DELETE CASCADE"

_FIRST = (
    f"""CREATE TABLE project ({_IDENTITY}, rank TEXT NOT NULL, title TEXT NOT NULL, original_title TEXT NOT NULL DEFAULT '',
        other_titles TEXT NOT NULL DEFAULT '', logline TEXT NOT NULL DEFAULT '', synopsis_short TEXT NOT NULL DEFAULT '',
        synopsis_long TEXT NOT NULL DEFAULT '', company TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
        media TEXT NOT NULL DEFAULT '', minutes INTEGER CHECK (minutes >= 0), languages TEXT NOT NULL DEFAULT '',
        genre TEXT NOT NULL DEFAULT '') STRICT""",
    f"""CREATE TABLE scenario ({_IDENTITY}, project INTEGER NOT NULL REFERENCES project(n) ON DELETE CASCADE, rank TEXT NOT NULL,
        title TEXT NOT NULL, currency TEXT NOT NULL CHECK (length(currency) = 3), asked_on TEXT) STRICT""",
    f"""CREATE TABLE contact ({_IDENTITY}, kind TEXT NOT NULL CHECK (kind IN ('company', 'person')), name TEXT NOT NULL,
        latin TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
        city TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '', job TEXT NOT NULL DEFAULT '', nationality TEXT NOT NULL DEFAULT '',
        tags TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
        company INTEGER REFERENCES contact(n) ON DELETE SET NULL) STRICT""",
    f"""CREATE TABLE partner ({_IDENTITY}, {_SCENARIO}, rank TEXT NOT NULL, key TEXT NOT NULL, company TEXT NOT NULL,
        country TEXT NOT NULL, role TEXT NOT NULL, contact INTEGER REFERENCES contact(n) ON DELETE SET NULL,
        UNIQUE (scenario, key)) STRICT""",
    f"""CREATE TABLE node ({_IDENTITY}, {_SCENARIO}, parent INTEGER REFERENCES node(n) ON DELETE CASCADE, rank TEXT NOT NULL,
        code TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', minor INTEGER, currency TEXT,
        note TEXT NOT NULL DEFAULT '', CHECK ((minor IS NULL) = (currency IS NULL))) STRICT""",
    """CREATE TABLE split (node INTEGER NOT NULL REFERENCES node(n) ON DELETE CASCADE,
        axis TEXT NOT NULL CHECK (axis IN ('payer', 'territory', 'supplier')), key TEXT NOT NULL, position INTEGER NOT NULL,
        weight TEXT NOT NULL, PRIMARY KEY (node, axis, key)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE contribution ({_IDENTITY}, {_SCENARIO}, rank TEXT NOT NULL, partner TEXT NOT NULL, minor INTEGER NOT NULL,
        currency TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE source ({_IDENTITY}, {_SCENARIO}, rank TEXT NOT NULL, name TEXT NOT NULL, partner TEXT NOT NULL,
        type TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL, country TEXT NOT NULL DEFAULT '',
        scheme TEXT NOT NULL DEFAULT '', letter TEXT, note TEXT NOT NULL DEFAULT '') STRICT""",
    f"""CREATE TABLE role ({_SCENARIO}, role TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL DEFAULT '',
        nationality TEXT NOT NULL DEFAULT '', residence TEXT NOT NULL DEFAULT '', since TEXT, days INTEGER, share TEXT,
        none INTEGER NOT NULL DEFAULT 0, contact INTEGER REFERENCES contact(n) ON DELETE SET NULL,
        position INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (scenario, role, place)) STRICT""",
    f"""CREATE TABLE place ({_SCENARIO}, kind TEXT NOT NULL, place INTEGER NOT NULL, country TEXT NOT NULL, share TEXT,
        PRIMARY KEY (scenario, kind, place)) STRICT""",
    f"""CREATE TABLE fact ({_SCENARIO}, key TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (scenario, key)) STRICT""",
    f"CREATE TABLE milestone ({_SCENARIO}, key TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (scenario, key)) STRICT",
    f"""CREATE TABLE rate ({_SCENARIO}, currency TEXT NOT NULL, per TEXT NOT NULL, value TEXT NOT NULL, day TEXT,
        source TEXT NOT NULL DEFAULT '', PRIMARY KEY (scenario, currency, per)) STRICT""",
    """CREATE TABLE imported (scenario INTEGER PRIMARY KEY REFERENCES scenario(n) ON DELETE CASCADE, file TEXT NOT NULL,
        sha256 TEXT NOT NULL, sheet TEXT NOT NULL, total INTEGER NOT NULL, stated INTEGER, skipped INTEGER NOT NULL,
        mapping TEXT NOT NULL DEFAULT '') STRICT""",
    f"""CREATE TABLE attachment ({_IDENTITY}, {_SCENARIO}, rank TEXT NOT NULL, title TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blob(sha256)) STRICT""",
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), bytes BLOB NOT NULL) STRICT",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE undo_step (step INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('done', 'undone')),
        label TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE undo_log (n INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES undo_step(step) ON DELETE CASCADE,
        tbl TEXT NOT NULL, op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')), old TEXT NOT NULL) STRICT""",
    "CREATE INDEX scenario_project ON scenario(project)",
    "CREATE INDEX partner_scenario ON partner(scenario)",
    "CREATE INDEX node_scenario ON node(scenario, parent, rank)",
    "CREATE INDEX node_parent ON node(parent)",
    "CREATE INDEX source_scenario ON source(scenario)",
    "CREATE INDEX contribution_scenario ON contribution(scenario)",
    "CREATE INDEX attachment_scenario ON attachment(scenario)",
    "CREATE INDEX contact_name ON contact(name)",
    "CREATE INDEX undo_log_step ON undo_log(step)",
)


@migrations()
def first_tables(db: Database) -> None:
    """Version 1.0: the first road."""
    for statement in _FIRST:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {USER_VERSION}")
