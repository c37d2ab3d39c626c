"""Backups as the user meets them: listed, restored, kept while she works."""

from __future__ import annotations

from coprod_desktop.store.backups import Backup, Backups, list_backups, restore

__all__ = ["Backup", "Backups", "list_backups", "restore"]
