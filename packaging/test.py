"""Run every test: ``python3 packaging/test.py`` (Windows: ``py packaging\\test.py``).

Style, types, import contracts, then unit, property, data, end-to-end and window tests. Arguments go to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap
from bootstrap import ROOT, say

# A folder with a test may not be forgotten: what is not listed in [tool.mypy] packages of pyproject.toml is Qt's.
CHECKS = (
    ("Style", ["-m", "ruff", "check", "."]),
    ("Types", ["-m", "mypy"]),
    ("Import contracts", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
)


def job() -> int:
    """Run the checks, then the tests; returns 0 only if all hold."""
    bootstrap.prepare()
    bootstrap.need_window_libraries()
    python = str(bootstrap.python())
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    failed = []
    for title, command in CHECKS:
        say(f"--- {title}")
        if subprocess.run([python, *command], cwd=ROOT, env=environment, check=False).returncode:
            failed.append(title)
    say("--- Tests")
    tests = [python, "-m", "pytest", "-q", "-n", str(min(os.cpu_count() or 1, 8)), *sys.argv[1:]]
    if subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode:
        failed.append("Tests")
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(bootstrap.main(job))
