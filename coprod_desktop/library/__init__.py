"""From rule files to domain values: read, validated to the letter, indexed. Nothing read is ever executed."""

from __future__ import annotations

from coprod_desktop.library.coverage import coverage
from coprod_desktop.library.loader import load, load_folder

__all__ = ["coverage", "load", "load_folder"]
