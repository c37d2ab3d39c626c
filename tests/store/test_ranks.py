from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.store.ranks import between, series


@given(st.lists(st.integers(0, 10**6), max_size=80))
def test_rows_put_anywhere_keep_their_order_and_room(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        index = place % (len(ranks) + 1)
        ranks.insert(index, between(ranks[index - 1] if index else "", ranks[index] if index < len(ranks) else ""))
    assert ranks == sorted(set(ranks))
    # Before a rank that ends in 0 nothing could be put.
    assert not any(rank.endswith("0") for rank in ranks)


@given(st.integers(0, 300), st.integers(0, 2000), st.data())
def test_a_series_is_in_order_with_room_between(count: int, start: int, data: st.DataObject) -> None:
    ranks = series(count, start)
    assert len(ranks) == count
    assert ranks == sorted(set(ranks))
    for before, after in zip(["", *ranks], [*ranks, ""], strict=True):
        rank = between(before, after)
        assert before < rank
        assert not after or rank < after


def test_a_series_goes_on_where_an_earlier_one_stopped() -> None:
    assert series(3) + series(4, 3) == series(7)
    assert max(series(20_000)) == series(1, 19_999)[0]


def test_a_rank_between_the_closest_neighbours_exists() -> None:
    for before, after in (
        ("a", "b"),
        ("a", "a1"),
        ("a", "a01"),
        ("az", "b"),
        ("azz", "b"),
        ("", "01"),
        ("", "0001"),
        ("z", ""),
        ("zzz", ""),
    ):
        assert before < (rank := between(before, after)), (before, after)
        assert not after or rank < after, (before, after)
