"""The collector of texts (packaging/texts.py) and what it finds, read once for every test that asks."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
WORDING = ROOT / "resources" / "wording"


def _collector() -> ModuleType:
    spec = importlib.util.spec_from_file_location("texts", ROOT / "packaging" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TEXTS = _collector()
CODE: dict[str, list[str]] = TEXTS.texts_of_code()
LAW: dict[str, list[str]] = TEXTS.texts_of_law()
