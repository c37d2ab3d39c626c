"""The library in one file: what start-up reads instead of hundreds of rule files, built with the wheel.

``library.json`` holds, for each instrument, its head (names, life, parties, relations, sources) as JSON and its rules as
a JSON text that is parsed when somebody asks for them. It is trusted only while its stamp is that of the rule files
beside it; a file changed by hand makes the loader read them all again. It is data only: nothing in it is executed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

PACK = "library.json"
FOLDERS = ("conventions", "treaties", "funds", "incentives", "status")


def rule_files(root: Path) -> list[Path]:
    """Return every rule file below ``root``, folder by folder, in the order of names."""
    return [path for folder in FOLDERS for path in sorted((root / folder).glob("*.toml"))]


def stamp(root: Path) -> str:
    """Return a fingerprint of the names and bytes of all rule files, questions and countries."""
    digest = hashlib.sha256()
    for path in (root / "facts.toml", root / "countries.toml", *rule_files(root)):
        if path.exists():
            data = path.read_bytes()
            digest.update(f"{path.parent.name}/{path.name} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()


def write(root: Path, parsed: Sequence[tuple[str, Mapping[str, object]]]) -> Path:
    """Write the pack of files that were read and found valid: (file name, parsed table)."""
    entries = [
        {
            "file": name,
            "head": {key: value for key, value in data.items() if key != "rule"},
            "rules": json.dumps(data.get("rule", []), default=_plain, ensure_ascii=False),
        }
        for name, data in parsed
    ]
    path = root / PACK
    text = json.dumps({"stamp": stamp(root), "instruments": entries}, default=_plain, ensure_ascii=False)
    path.write_text(text, "utf-8", newline="\n")
    return path


def read(root: Path) -> Iterator[tuple[str, Mapping[str, object], str]] | None:
    """Return (file name, head, rules as JSON text) of every instrument; None where no pack fits the rule files."""
    path = root / PACK
    try:
        # The stamp stands first: a pack that is stale is told without parsing it.
        with path.open(encoding="utf-8") as stream:
            if stamp(root) not in stream.read(100):
                return None
            stream.seek(0)
            entries = json.load(stream, object_hook=_dated)["instruments"]
        return ((str(e["file"]), e["head"], str(e["rules"])) for e in entries)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rules_of(text: str) -> list[Mapping[str, object]]:
    """Return the rule tables of one instrument."""
    rules: list[Mapping[str, object]] = json.loads(text, object_hook=_dated)
    return rules


def _plain(value: object) -> object:
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$number": str(value)}
    raise TypeError(f"no rule file holds a {type(value).__name__}")


def _dated(table: dict[str, object]) -> object:
    if len(table) == 1:
        if "$day" in table:
            return date.fromisoformat(str(table["$day"]))
        if "$number" in table:
            return Decimal(str(table["$number"]))
    return table
