"""The tile map holds every country of the library once."""

from __future__ import annotations

from pathlib import Path

import pytest

from coprod_desktop.errors import LibraryFault
from coprod_desktop.library import load
from coprod_desktop.library import tiles as room


def test_every_country_of_the_library_has_a_place_of_its_own() -> None:
    tiles = room.tiles()
    # The European Union stands as a party of one protocol; it is no place.
    assert load().countries() - tiles.keys() <= {"EU", "SU", "CS", "YU", "DD"}
    assert len(set(tiles.values())) == len(tiles)
    assert tiles["PT"][0] < tiles["FR"][0] < tiles["DE"][0] < tiles["RU"][0] < tiles["JP"][0]
    assert tiles["NO"][1] < tiles["DE"][1] < tiles["IT"][1] < tiles["ZA"][1]


def test_a_country_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "tiles.txt").write_text("FR ..\n.. FR\n")
    monkeypatch.setattr(room, "resources", lambda: tmp_path)
    with pytest.raises(LibraryFault, match="FR stands twice"):
        room.tiles.__wrapped__()
