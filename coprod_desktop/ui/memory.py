"""What the window remembers between sessions: geometry, columns, recent files; kept per user, never in the document."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from coprod_desktop.assets import user_data

_MOST_RECENT = 10


class Memory:
    """A small JSON file in the user's data folder; one that cannot be read or written is simply forgotten."""

    def __init__(self) -> None:
        self._path = user_data() / "window.json"
        self._data: dict[str, object] = {}
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads(self._path.read_text("utf-8"))
            if isinstance(loaded, dict):
                self._data = loaded

    def get(self, key: str) -> object:
        """Return what is remembered under a key."""
        return self._data.get(key)

    def text(self, key: str) -> str:
        """Return a remembered text, empty where there is none."""
        value = self._data.get(key)
        return value if isinstance(value, str) else ""

    def put(self, key: str, value: object) -> None:
        """Remember a value and write it down."""
        self._data[key] = value
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._data, ensure_ascii=False, indent=1), "utf-8")

    def recent(self) -> list[Path]:
        """Return recently opened documents, newest first."""
        value = self._data.get("recent")
        return [Path(str(p)) for p in value] if isinstance(value, list) else []

    def opened(self, path: Path) -> None:
        """Remember that a document was opened."""
        kept = [str(path.resolve()), *(str(p) for p in self.recent() if p != path.resolve())]
        self.put("recent", kept[:_MOST_RECENT])
