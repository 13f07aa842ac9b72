"""Nested numbering of rows, rule R1."""

from hypothesis import given
from hypothesis import strategies as st

from reports.numbering import LETTERS, Place, is_tree, number_rows
from vietnamese.roman import to_roman


@st.composite
def trees(draw) -> list[tuple[int, int | None]]:
    """Rows `(key, parent)` of a forest, in any order of positions."""
    size = draw(st.integers(0, 30))
    rows = [
        (key, draw(st.none() | st.integers(0, key - 1)) if key else None) for key in range(size)
    ]
    return draw(st.permutations(rows))


def test_rows_are_numbered_as_in_a_report() -> None:
    rows = [
        ("trade", None),
        ("retail", "trade"),
        ("goods", "retail"),
        ("food", "goods"),
        ("clothes", "goods"),
        ("rice", "food"),
        ("services", "retail"),
        ("export", "trade"),
        ("promotion", None),
    ]
    assert [(key, place.number, place.depth) for key, place in number_rows(rows).items()] == [
        ("trade", "I", 0),
        ("retail", "1", 1),
        ("goods", "1.1", 2),
        ("food", "a", 3),
        ("rice", "–", 4),
        ("clothes", "b", 3),
        ("services", "1.2", 2),
        ("export", "2", 1),
        ("promotion", "II", 0),
    ]


def test_child_follows_its_parent_whatever_its_position() -> None:
    assert number_rows([("b", None), ("child of a", "a"), ("a", None)]) == {
        "b": Place("I", 0),
        "a": Place("II", 0),
        "child of a": Place("1", 1),
    }


def test_letters_go_on_as_in_vietnamese_documents_and_then_end() -> None:
    rows = [("I", None), ("1", "I"), ("1.1", "1"), *((n, "1.1") for n in range(25))]
    placed = number_rows(rows)
    assert "".join(placed[n].number for n in range(25)) == "abcdđeghiklmnopqrstuvxy" + "––"


@given(trees())
def test_every_row_is_placed_once_under_its_parent(rows: list[tuple[int, int | None]]) -> None:
    placed = number_rows(rows)
    order, parents = list(placed), dict(rows)
    assert sorted(order) == sorted(parents)
    for key, parent in rows:
        above = placed[parent].depth if parent is not None else -1
        assert placed[key].depth == above + 1
        assert parent is None or order.index(parent) < order.index(key)


@given(trees())
def test_siblings_keep_their_order_and_count_from_one(rows: list[tuple[int, int | None]]) -> None:
    placed = number_rows(rows)
    for parent in {parent for _, parent in rows}:
        children = [key for key, above in rows if above == parent]
        assert [key for key in placed if key in children] == children
        numbers = [placed[key].number for key in children]
        match placed[children[0]].depth:
            case 0:
                expected = [to_roman(index) for index, _ in enumerate(children, start=1)]
            case 1:
                expected = [str(index) for index, _ in enumerate(children, start=1)]
            case 2:
                above = placed[parent].number
                expected = [f"{above}.{index}" for index, _ in enumerate(children, start=1)]
            case 3:
                expected = list((LETTERS + "–" * 30)[: len(children)])
            case _:
                expected = ["–"] * len(children)
        assert numbers == expected


@given(trees())
def test_forest_is_a_tree(rows: list[tuple[int, int | None]]) -> None:
    assert is_tree(dict(rows)) is True


@given(trees().filter(bool), st.integers(1, 5))
def test_ring_is_none(rows: list[tuple[int, int | None]], length: int) -> None:
    ring = {f"r{n}": f"r{(n + 1) % length}" for n in range(length)}
    assert is_tree(dict(rows) | ring) is False
    assert is_tree({"below": "r0", **ring}) is False
