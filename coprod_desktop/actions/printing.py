"""Printing: the dossier as a file, and texts written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.plan import Plan
from coprod_desktop.dossier.build import Dossier, build
from coprod_desktop.dossier.factsheet import fact_sheet
from coprod_desktop.errors import DiskTrouble


def print_dossier(
    plan: Plan,
    book: RuleBook,
    on: date,
    target: Path,
    *,
    template: str = "generic",
    language: str = "en",
    printed: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Dossier:
    """Assess ``plan`` on a day and write the pack to ``target``; raises CoprodError, then no file is left behind."""
    dossier = build(
        assess(plan, book, on), book, template=template, language=language, printed=printed, progress=progress
    )
    write_bytes(target, dossier.pdf)
    return dossier


def print_fact_sheet(
    countries: Sequence[str],
    book: RuleBook,
    on: date,
    target: Path,
    *,
    medium: str = "cinema",
    language: str = "en",
    progress: Callable[[int, int], None] | None = None,
) -> Dossier:
    """Write the fact sheet of some countries to ``target``; raises CoprodError, then no file is left behind."""
    sheet = fact_sheet(countries, on, book, medium=medium, language=language, progress=progress)
    write_bytes(target, sheet.pdf)
    return sheet


def write_text(target: Path, text: str) -> None:
    """Write a UTF-8 text file whole or not at all; raises DiskTrouble."""
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, content: bytes) -> None:
    """Write a file whole or not at all, through a temporary name beside it; raises DiskTrouble."""
    if target.is_dir():
        raise DiskTrouble(f"{target} is a folder.", "Name a file in it.")
    if not target.parent.is_dir():
        raise DiskTrouble(f"The folder {target.parent} does not exist.", "Make it first, or choose another.")
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".coprod-", suffix=".part", dir=target.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        part.replace(target)
    except OSError as fault:
        raise DiskTrouble(
            f"{target.name} cannot be written: {fault.strerror or fault}.",
            "Close it elsewhere, or choose another name.",
        ) from fault
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()
