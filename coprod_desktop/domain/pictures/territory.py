"""The territory map: one tile a country, large and small alike, coloured by what binds it to the chosen one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coprod_desktop.domain.pictures.drawing import Item, Picture, Rect, Text
from coprod_desktop.domain.ties import Tie

Tiles = Mapping[str, tuple[int, int]]
"""Country code -> column and row on the map."""

_GAP = 2.0
_STYLES: Mapping[str, Mapping[str, str | None]] = {
    "chosen": {"fill": "text", "ink": "surface"},
    "both": {"fill": "accent", "ink": "accent-ink"},
    "convention": {"fill": "selection", "ink": "text"},
    "agreement": {"fill": "surface", "ink": "text", "hatch": "stripes", "stroke": "accent"},
    "several": {"fill": "surface", "ink": "text", "stroke": "accent"},
    "perhaps": {"fill": "surface", "ink": "text", "stroke": "control", "dash": "yes"},
    "none": {"fill": "sunken", "ink": "faint"},
}
KINDS = ("chosen", "both", "agreement", "convention", "several", "perhaps", "none")


def tile_size(tiles: Tiles, width: float) -> float:
    """Return the edge of one tile, gap included."""
    return width / (1 + max(column for column, _ in tiles.values()))


def territory(tiles: Tiles, ties: Mapping[str, Tie], chosen: Collection[str], width: float) -> Picture:
    """Draw the map; ``ties`` are those of the first chosen country."""
    size = tile_size(tiles, width)
    items: list[Item] = []
    for code, (column, row) in tiles.items():
        kind = "chosen" if code in chosen else ties[code].kind if code in ties else "none"
        items += _tile(column * size, row * size, size - _GAP, kind, code)
    return Picture(width, size * (1 + max(row for _, row in tiles.values())), tuple(items))


def swatch(kind: str) -> Picture:
    """Return the sign of a kind for the legend."""
    return Picture(16, 16, tuple(_tile(0, 0, 15, kind, "")))


def country_at(tiles: Tiles, width: float, x: float, y: float) -> str | None:
    """Return the country whose tile holds a point of the map."""
    size = tile_size(tiles, width)
    place = int(x // size), int(y // size)
    return next((code for code, at in tiles.items() if at == place), None)


def _tile(x: float, y: float, size: float, kind: str, code: str) -> list[Item]:
    style = _STYLES[kind]
    items: list[Item] = [
        Rect(
            x,
            y,
            size,
            size,
            fill=style["fill"],
            stroke=style.get("stroke"),
            hatch=style.get("hatch") or "solid",
            hatch_colour="accent-soft" if style.get("hatch") else None,
            dash="dash" in style,
        )
    ]
    if code and size >= 14:
        text = min(size * 0.42, 12)
        items.append(
            Text(x + size / 2, y + size / 2 + text * 0.36, code, text, kind != "none", str(style["ink"]), "middle")
        )
    return items
