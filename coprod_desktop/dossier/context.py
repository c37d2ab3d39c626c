"""What every section of a dossier is built from: one assessment, one language, one typesetter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, Spacer

from coprod_desktop.domain.assessment import Assessment
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.pictures.charts import ShareRow
from coprod_desktop.domain.pictures.drawing import Item, Rect
from coprod_desktop.domain.pictures.palette import pattern_of
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.dossier.type import Typesetter, styles
from coprod_desktop.wording import Words

LEFT, RIGHT, TOP, BOTTOM = 71.0, 51.0, 66.0, 52.0
WIDTH = A4[0] - LEFT - RIGHT


class Heading(Flowable):
    """A section title that enters contents and bookmarks where it is drawn."""

    def __init__(self, text: str, key: str, level: int, setter: Typesetter) -> None:
        super().__init__()
        self.text, self.key, self.level, self.setter = setter.clean(text), key, level, setter
        self._paragraph = setter.text(text, styles()["title" if level == 0 else "h2"])

    def __deepcopy__(self, memo: object) -> Heading:
        # Nothing in it changes; KeepTogether's copies need not copy fonts.
        return self

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        width, height = self._paragraph.wrap(available_width, available_height)
        style = self._paragraph.style
        return width, height + style.spaceAfter + (style.spaceBefore if self.level else 0)

    def draw(self) -> None:
        style = self._paragraph.style
        self._paragraph.drawOn(self.canv, 0, style.spaceAfter)


@dataclass(frozen=True)
class Context:
    """The inputs of a dossier and the small helpers all sections share."""

    assessment: Assessment
    book: RuleBook
    words: Words
    setter: Typesetter
    printed: date | None

    @property
    def plan(self) -> Plan:
        """The plan that is printed."""
        return self.assessment.plan

    def heading(self, text: str, key: str, level: int = 0) -> Heading:
        """Return a section title."""
        return Heading(text, key, level, self.setter)

    def text(self, text: str, style: str = "text") -> Flowable:
        """Return plain text in a style."""
        return self.setter.text(text, styles()[style])

    def gap(self, points: float) -> Flowable:
        """Return vertical room."""
        return Spacer(1, points)

    def money(self, minor: int) -> str:
        """Return minor units of the plan's currency as figures; nothing is an en dash."""
        return self.words.decimal(Money(minor, self.plan.currency).decimal) if minor else "–"

    def percent(self, share: Fraction) -> str:
        """Return a share of 1 as per cent without the sign."""
        return self.words.decimal(percent_digits(share * 100))

    def percent_of(self, part: int, whole: int) -> str:
        """Return a part of a whole, both in minor units, as per cent without the sign."""
        return self.percent(Fraction(part, whole)) if whole else "–"

    def percent_sign(self, share: Fraction | None) -> str:
        """Return a share of 1 as per cent with the sign, an en dash where it is not known."""
        return "–" if share is None else self.words.percent(percent_digits(share * 100))

    def colour_of(self, partner_key: str) -> int:
        """Return a partner's colour number: its place among the partners."""
        return next((i for i, p in enumerate(self.plan.partners) if p.key == partner_key), 0)

    def swatch(self, colour: int) -> tuple[Item, ...]:
        """Return a partner's 16 by 16 square with its print pattern."""
        hatch = pattern_of(colour)
        light = hatch in ("dots", "horizontal")
        return (
            Rect(
                0,
                0,
                16,
                16,
                f"partner-{colour}-fill",
                f"partner-{colour}-ink",
                1.2,
                hatch,
                "surface" if light else f"partner-{colour}-ink",
            ),
        )

    def share_rows(self) -> list[ShareRow]:
        """Return the partners as rows of the shares chart."""
        rows = []
        for index, partner in enumerate(self.plan.partners):
            share = self.plan.share(partner.key)
            low = None if share is None else share.low
            rows.append(ShareRow(partner.company, partner.country, low, self.percent_sign(low), "", index))
        return rows

    def rate_note(self) -> str:
        """Return the sentence under every table: currency, rates and their day."""
        said = self.words
        parts = [said("Amounts in {currency}.", currency=self.plan.currency)]
        for rate in self.plan.rates.rates:
            value = said.number(rate.value)
            text = f"1 {rate.per} = {value} {rate.currency}"
            if rate.day:
                text += f", {said.day(rate.day)}"
            if rate.source:
                text += f" ({rate.source})"
            parts.append(text + ".")
        return " ".join(parts)
