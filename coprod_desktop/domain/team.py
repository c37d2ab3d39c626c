"""Key roles and places: who holds them, of which nationality or residence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

ROLES: tuple[str, ...] = (
    "director",
    "screenwriter",
    "composer",
    "first_role",
    "second_role",
    "third_role",
    "cinematographer",
    "sound_recordist",
    "picture_editor",
    "production_designer",
    "costume_designer",
    "researcher",
    "conception",
    "script",
    "character_designer",
    "storyboard_artist",
    "art_director",
    "background_artist",
    "layout_artist",
    "compositor",
)
"""Every role a points test may ask for, in the order of a credit list."""

ROLES_BY_KIND: dict[str, tuple[str, ...]] = {
    "fiction": ROLES[:11],
    "documentary": (
        "director",
        "screenwriter",
        "cinematographer",
        "picture_editor",
        "researcher",
        "composer",
        "sound_recordist",
    ),
    "animation": (
        "conception",
        "script",
        "character_designer",
        "composer",
        "director",
        "storyboard_artist",
        "art_director",
        "background_artist",
        "layout_artist",
        "compositor",
        "picture_editor",
        "sound_recordist",
    ),
}

PLACES: tuple[str, ...] = ("shooting", "studio", "post", "vfx")
PLACE_ALIASES = {"shooting_location": "shooting", "post_production_location": "post", "vfx_location": "vfx"}

PERFORMERS = ("first_role", "second_role", "third_role")


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Who fills a role. ``none`` marks a function the film does not have, which is not the same as missing.

    ``share`` is this holder's part of the role (exact, of 1) where several share it, None for equal parts.
    """

    role: str
    name: str = ""
    nationality: tuple[str, ...] = ()
    residence: str = ""
    since: date | None = None
    days: int | None = None
    share: Fraction | None = None
    none: bool = False
    contact: int | None = None
    id: int = 0

    @property
    def states(self) -> tuple[str, ...]:
        """The countries this person may count for: nationalities, then residence."""
        return tuple(dict.fromkeys((*self.nationality, self.residence) if self.residence else self.nationality))


@dataclass(frozen=True, slots=True)
class Place:
    """A country in which a kind of work is done; ``share`` is its part of that work (exact, of 1)."""

    kind: str
    country: str
    share: Fraction | None = None
    id: int = 0
