"""Reading one TOML table key by key, so that every fault names its file and key and no key is passed over."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from coprod_desktop.domain.frameworks import Day
from coprod_desktop.domain.money import exact
from coprod_desktop.errors import BadPlan, LibraryFault

TODAY_OF_FACTS = date(2026, 11, 22)
"""The day the shipped facts were last checked; no figure may claim a later one."""


def read_toml(path: Path) -> Mapping[str, object]:
    """Return the parsed file; raises LibraryFault naming it."""
    try:
        with path.open("rb") as stream:
            return cast("Mapping[str, object]", tomllib.load(stream, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LibraryFault(f"{path.name}: not a readable TOML file ({fault}).") from fault
    except OSError as fault:
        raise LibraryFault(f"{path.name}: cannot be read ({fault.strerror}).") from fault


class Table:
    """One table of a file: take what is known, then ``done()`` refuses what is left."""

    def __init__(self, data: Mapping[str, object], place: str) -> None:
        self._data = dict(data)
        self._known: list[str] = []
        self.place = place

    def fault(self, key: str, what: str) -> LibraryFault:
        """Return the fault for ``key``, to be raised."""
        return LibraryFault(f"{self.place}: {key}: {what}")

    def take(self, key: str) -> object:
        """Return and cross off a value, None when absent."""
        self._known.append(key)
        return self._data.pop(key, None)

    def text(self, key: str, *, need: bool = False) -> str:
        """Return a text, empty when absent and not needed."""
        value = self.take(key)
        if value is None:
            if need:
                raise self.fault(key, "is missing")
            return ""
        if not isinstance(value, str):
            raise self.fault(key, f"must be a text, found {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.fault(key, "must be a list of texts")
        return tuple(cast("list[str]", value))

    def flag(self, key: str) -> bool:
        """Return true or false, false when absent."""
        value = self.take(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.fault(key, "must be true or false")
        return value

    def whole(self, key: str) -> int | None:
        """Return a whole number or None."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(key, f"must be a whole number, found {value!r}")
        return value

    def table(self, key: str) -> Mapping[str, object]:
        """Return a nested table, empty when absent."""
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.fault(key, "must be a table")
        return cast("Mapping[str, object]", value)

    def tables(self, key: str) -> Sequence[Mapping[str, object]]:
        """Return a list of tables, empty when absent."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            raise self.fault(key, "must be a list of tables")
        return cast("list[Mapping[str, object]]", value)

    def pairs(self, key: str) -> Mapping[str, str]:
        """Return a table of texts."""
        value = self.table(key)
        for name, text in value.items():
            if not isinstance(text, str):
                raise self.fault(f"{key}.{name}", "must be a text")
        return cast("Mapping[str, str]", value)

    def day(self, key: str) -> date | None:
        """Return an exact day or None."""
        value = self.take(key)
        if value is None:
            return None
        return self._date(key, value)

    def bounds(self, key: str) -> Day | None:
        """Return a day known exactly or within bounds, or None when absent."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            inner = Table(value, f"{self.place}: {key}")
            after, by = inner.day("after"), inner.day("by")
            inner.done()
            if after and by and after > by:
                raise self.fault(key, f"“after” {after} lies behind “by” {by}")
            return Day(after, by)
        return Day.on(self._date(key, value))

    def number(self, key: str, value: object) -> None:
        """Refuse a figure that is no exact number written as text or whole number."""
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self.fault(key, f"must be a number, found {value!r}")
        try:
            exact(value, key)
        except BadPlan as fault:
            raise self.fault(key, f"must be a plain number, found {value!r}") from fault

    def _date(self, key: str, value: object) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(key, f"must be a date, found {value!r}")
        return value

    def left(self) -> Mapping[str, object]:
        """Return what was not taken yet."""
        return dict(self._data)

    def done(self) -> None:
        """Refuse keys that nobody asked for, naming the nearest known one."""
        for key in self._data:
            near = difflib.get_close_matches(key, self._known, n=1)
            raise self.fault(key, "is no known key" + (f"; perhaps “{near[0]}”" if near else ""))
