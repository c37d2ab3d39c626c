"""The colours of the house, by role, light and dark; nowhere else stands a literal colour. Paper uses the light ones."""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, tuple[str, str]] = {
    "background": ("#F3F5F4", "#131716"),
    "surface": ("#FFFFFF", "#1A1F1E"),
    "sunken": ("#EBEFED", "#232A28"),
    "hairline": ("#DBE1DF", "#2F3836"),
    "hairline-strong": ("#C2CBC8", "#46514E"),
    "control": ("#7C8884", "#7F8C88"),
    "text": ("#17201E", "#E7ECEA"),
    "muted": ("#54605C", "#A6B2AE"),
    "faint": ("#606C68", "#95A19D"),
    "accent": ("#0B6468", "#63C2C0"),
    "accent-ink": ("#FFFFFF", "#06211F"),
    "accent-soft": ("#DCECEB", "#17393A"),
    "selection": ("#D3E7E6", "#1C4546"),
    "interval": ("#E4E9E7", "#2A3230"),
    "met": ("#17693A", "#7DD09A"),
    "met-bg": ("#E2F1E7", "#14321F"),
    "consent": ("#7A4F00", "#EFBF5F"),
    "consent-bg": ("#FBEED2", "#392B0C"),
    "not-met": ("#A62018", "#FF9C8F"),
    "not-met-bg": ("#FBE5E2", "#43201C"),
    "unknown": ("#46586B", "#AFC2D4"),
    "unknown-bg": ("#E6EBF1", "#25323F"),
    "on-state": ("#FFFFFF", "#12201C"),
    "toast-undo": ("#7FD4D1", "#0B6468"),
    "costs": ("#7C8884", "#7F8C88"),
    "paper-text": ("#000000", "#000000"),
    "paper-muted": ("#4A5457", "#4A5457"),
    "paper-rule": ("#C3CACB", "#C3CACB"),
    "paper-frame": ("#8A9496", "#8A9496"),
}

_PARTNERS = (
    ("#2E4A7D", "#2E4A7D", "#4F74BC", "#96B2EC"),
    ("#D3B26B", "#7A5C14", "#DDBF7C", "#DDBF7C"),
    ("#A8689F", "#86467D", "#C283B8", "#D69CCD"),
    ("#6FAEDB", "#22648F", "#9CCDEB", "#9CCDEB"),
    ("#6B4B2A", "#6B4B2A", "#96714A", "#CBA57C"),
    ("#E3D3EA", "#705585", "#F6EEF9", "#D9C6E4"),
)
PATTERNS = ("solid", "diagonal", "dots", "vertical", "horizontal", "crossed")


def colour(role: str, *, dark: bool = False) -> str:
    """Return the ``#RRGGBB`` of a role; ``partner-N-fill`` and ``partner-N-ink`` count partners from 0."""
    if role.startswith("partner-"):
        _, number, part = role.split("-")
        fill_light, ink_light, fill_dark, ink_dark = _PARTNERS[int(number) % len(_PARTNERS)]
        if part == "fill":
            return fill_dark if dark else fill_light
        return ink_dark if dark else ink_light
    return ROLES[role][1 if dark else 0]


def pattern_of(partner: int) -> str:
    """Return the print pattern of a partner; from the seventh on fills repeat with the next pattern."""
    return PATTERNS[(partner + partner // len(PATTERNS)) % len(PATTERNS)]
