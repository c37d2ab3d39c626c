"""Run CoProd Desktop from a clone: ``python3 packaging/run.py`` (Windows: ``py packaging\\run.py``).

Makes the environment once, builds the sample slate from its Excel budget, prints the reconciliation and the verdicts,
writes the dossier, and opens the window if there is a display. ``--no-window`` stops before the window.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import bootstrap
from bootstrap import ROOT, Stop, say


def job() -> int:
    """Do the main job; returns the exit code."""
    bootstrap.prepare()
    document = _free_name()
    document.parent.mkdir(parents=True, exist_ok=True)
    dossier = document.with_suffix(".pdf")
    _coprod("sample", str(document))
    say()
    _coprod(
        "import-budget",
        str(document),
        str(ROOT / "resources/sample/winter-harbour-budget.xlsx"),
        "--dry-run",
        "--language",
        "en",
    )
    say()
    _coprod("check", str(document), "--framework", "coe-1992", "eurimages", "--language", "en")
    say()
    _coprod("dossier", str(document), "-o", str(dossier), "--language", "en")
    say(f"\nThe sample document: {document}\nIts dossier:         {dossier}")
    if "--no-window" in sys.argv[1:]:
        return 0
    if sys.platform.startswith("linux") and not any(
        os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        say(
            f'\nThere is no display, so no window opens. Go on in the terminal, for example:\n    {_script("coprod")} check "{document}"'
        )
        return 0
    bootstrap.need_window_libraries()
    return subprocess.run([str(_script("coprod-desktop")), str(document)], check=False).returncode


def _free_name() -> Path:
    """Return a name for a new sample: an earlier one may hold the user's own tries and is kept."""
    folder = ROOT / "build" / "sample"
    number = 1
    while (document := folder / ("sample.coprod" if number == 1 else f"sample-{number}.coprod")).exists():
        number += 1
    return document


def _script(name: str) -> Path:
    return bootstrap.python().with_name(f"{name}.exe" if os.name == "nt" else name)


def _coprod(*arguments: str) -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([str(bootstrap.python()), "-m", "coprod_desktop", *arguments], env=environment, check=False)
    if done.returncode:
        raise Stop(f"coprod {arguments[0]} ended with code {done.returncode}.")


if __name__ == "__main__":
    sys.exit(bootstrap.main(job))
