from __future__ import annotations

import pytest

from coprod_desktop.domain.rules import RULES
from coprod_desktop.domain.rules.shape import shape


def test_percentages_are_figures_too() -> None:
    one = shape(lambda *_: (), options=("who",), figures=("months",), percentages=("min",))
    assert (one.options, one.figures, one.percentages) == ({"who"}, {"months", "min"}, {"min"})


@pytest.mark.parametrize("name", RULES)
def test_no_key_of_a_shape_is_option_and_figure_at_once(name: str) -> None:
    assert not RULES[name].options & RULES[name].figures
