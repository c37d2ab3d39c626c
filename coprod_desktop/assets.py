"""The one module that knows where shipped files and the user's own data live."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

APP_NAME = "CoProd Desktop"


@cache
def resources() -> Path:
    """Return the folder of shipped files: inside the package when installed, else beside it in the repository."""
    inside = Path(str(files("coprod_desktop"))) / "resources"
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "resources"


@cache
def fonts() -> dict[str, Path]:
    """Return the font files used on screen and on paper, by style (``regular``, ``semibold``, ``bold``)."""
    folder = Path(str(files("font_source_sans_pro"))) / "files"
    return {style: folder / f"SourceSansPro-{style.capitalize()}.ttf" for style in ("regular", "semibold", "bold")}


def user_data() -> Path:
    """Return the per-user folder for backups and preferences; it may not exist, and may not be writable."""
    override = os.environ.get("COPROD_DATA")
    if override:
        return Path(override)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / APP_NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / APP_NAME
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "coprod-desktop"
