"""Builds the library's pack before the project is built or installed; hatchling calls it (pyproject.toml)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes resources/library.json, which start-up reads instead of every rule file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Validate every rule file and pack them; a broken one stops the build, named."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            # Standard library only: the project is not installed yet.
            from coprod_desktop.library.loader import build_pack

            build_pack(root / "resources")
        finally:
            sys.path.remove(str(root))
