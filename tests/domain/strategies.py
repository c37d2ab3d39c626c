"""Random budgets, splits and plans for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.shares import Split
from tests.domain.builders import line, root, section

KEYS = ("fr", "it", "de", "es")
COUNTRIES = ("FR", "IT", "DE", "ES")


@st.composite
def splits(draw: st.DrawFn, keys: tuple[str, ...] = KEYS, *, whole: bool = False, least: int = 1) -> Split:
    """Return a split typed as fractions, as percentages, or with a rest; ``whole`` leaves nothing over."""
    names = draw(st.lists(st.sampled_from(keys), min_size=least, max_size=len(keys), unique=True))
    parts = draw(st.lists(st.integers(1, 60), min_size=len(names), max_size=len(names)))
    slack = 0 if whole else draw(st.sampled_from((0, 0, 1, 17)))
    total = sum(parts) + slack
    form = draw(st.sampled_from(("fractions", "rest") if whole else ("fractions", "percent", "rest")))
    if form == "fractions":
        return Split((name, f"{part}/{total}") for name, part in zip(names, parts, strict=True))
    typed = [(name, f"{part * 100_000 // total / 1000:.3f}") for name, part in zip(names, parts, strict=True)]
    if form == "rest":
        typed[-1] = (typed[-1][0], "rest")
    return Split(typed)


def axis_splits(axis: Axis) -> st.SearchStrategy[Split]:
    """Return splits whose keys fit an axis."""
    return splits(KEYS if axis is Axis.PAYER else COUNTRIES)


minors = st.one_of(st.integers(-5_000, 5_000), st.integers(-(10**9), 10**9))


@st.composite
def budgets(
    draw: st.DrawFn,
    *,
    amounts: st.SearchStrategy[int | None] = minors,
    with_root_split: bool = True,
    least_lines: int = 0,
) -> Budget:
    """Return a tree of up to four levels with splits set here and there on every axis."""
    maybe = {axis: st.one_of(st.none(), axis_splits(axis)) for axis in Axis}

    def axes() -> dict[str, Split | None]:
        return {axis.value: draw(maybe[axis]) for axis in Axis}

    nodes: list[Node] = [root(**(axes() if with_root_split else {}))]
    depth = {0: 0}
    for index in range(1, draw(st.integers(0, 4)) + 1):
        parent = draw(st.sampled_from([i for i, deep in depth.items() if deep < 3]))
        depth[index] = depth[parent] + 1
        nodes.append(section(index, parent, **axes()))
    for index in range(10, 10 + draw(st.integers(least_lines, 9))):
        minor = draw(amounts)
        parent = draw(st.sampled_from(sorted(depth)))
        nodes.append(line(index, minor, parent, "EUR" if minor is not None else "XAF", **axes()))
    return Budget.of(nodes)
