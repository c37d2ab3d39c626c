"""The rules of the house that no linter knows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from coprod_desktop.assets import resources
from coprod_desktop.cli import _parser
from coprod_desktop.domain.pictures.palette import colour

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "coprod_desktop"


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_only_the_one_helper_makes_paragraphs() -> None:
    makers = [p.name for p in sources() if re.search(r"\bParagraph\(", p.read_text("utf-8"))]
    assert makers == ["type.py"]


def test_colours_stand_in_the_palette_only() -> None:
    guilty = [
        p.name for p in sources() if p.name != "palette.py" and re.search(r"#[0-9A-Fa-f]{6}\b", p.read_text("utf-8"))
    ]
    assert guilty == []


def test_the_domain_names_no_country_treaty_or_fund() -> None:
    names = re.compile(r"\"(?:FR|DE|IT|RU|GB|ES|coe-1992|coe-2017|eurimages)\"")
    guilty = [p.name for p in sources() if "domain" in p.parts and names.search(p.read_text("utf-8"))]
    assert guilty == []


def test_sql_is_spoken_in_the_store_only() -> None:
    guilty = [
        p.name
        for p in sources()
        if "store" not in p.parts
        and re.search(r"\b(sqlite3|sqlite_utils)\b", re.sub(r'""".*?"""', "", p.read_text("utf-8"), flags=re.S))
    ]
    assert guilty == []


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = next(
        a
        for a in _parser()._actions
        if a.dest == "==SUPPRESS==" or (hasattr(a, "choices") and isinstance(a.choices, dict))
    )
    missing = [name for name in commands.choices if f"coprod {name}" not in readme]  # type: ignore[union-attr]
    assert missing == []


def test_starting_the_command_line_loads_neither_qt_nor_the_slow_libraries() -> None:
    code = "import sys, coprod_desktop.cli; print([m for m in ('PySide6','openpyxl','reportlab','sqlite_utils') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_every_icon_the_window_asks_for_is_there() -> None:
    asked = set()
    for path in (PACKAGE / "ui").rglob("*.py"):
        asked |= set(re.findall(r'(?:image=|icon\(|pixmap\(|flat\([^,]+, )"([a-z-]+)"', path.read_text("utf-8")))
    assert asked
    assert [name for name in asked if not (resources() / "icons" / f"{name}.svg").exists()] == []


def test_text_and_states_keep_their_contrast() -> None:
    def luminance(code: str) -> float:
        parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    pairs = [
        ("text", "surface"),
        ("muted", "surface"),
        ("faint", "sunken"),
        ("muted", "selection"),
        ("accent", "surface"),
    ]
    pairs += [(s, f"{s}-bg") for s in ("met", "consent", "not-met", "unknown")] + [("accent-ink", "accent")]
    for dark in (False, True):
        for front, ground in pairs:
            high, low = sorted(
                (luminance(colour(front, dark=dark)), luminance(colour(ground, dark=dark))), reverse=True
            )
            assert (high + 0.05) / (low + 0.05) >= 4.5, (front, ground, dark)
