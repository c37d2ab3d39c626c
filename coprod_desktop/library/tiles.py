"""The places of countries on the tile map: a text drawing of the world, two letters a country."""

from __future__ import annotations

from functools import cache

from coprod_desktop.assets import resources
from coprod_desktop.domain.pictures.territory import Tiles
from coprod_desktop.errors import LibraryFault


@cache
def tiles() -> Tiles:
    """Return the column and row of every country's tile; raises LibraryFault where one stands twice."""
    path = resources() / "map" / "tiles.txt"
    found: dict[str, tuple[int, int]] = {}
    for row, line in enumerate(path.read_text("utf-8").splitlines()):
        for column, code in enumerate(line.split()):
            if code in found:
                raise LibraryFault(f"{path.name}: {code} stands twice on the map.")
            if code != "..":
                found[code] = (column, row)
    return found
