"""How a search is read, compared, marked and scored, rule N2; without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.reading import LONGEST, MOST_TERMS, Catalogue, Kind, Name, Query, nearest, read
from portal.search.scoring import BODY, BY_NAME, NAME, Text, score
from portal.search.words import excerpt, marked, phrase, words
from vietnamese.text import fold

HUE, TTH, QUANG_BINH, QUANG_TRI = 1, 2, 3, 4
CATALOGUE = Catalogue(
    [
        Name(Kind.PROVINCE, HUE, "Huế"),
        Name(Kind.PROVINCE, TTH, "Thừa Thiên Huế"),
        Name(Kind.PROVINCE, TTH, "TT-Huế"),
        Name(Kind.PROVINCE, QUANG_BINH, "Quảng Bình"),
        Name(Kind.PROVINCE, QUANG_TRI, "Quảng Trị"),
        Name(Kind.PROVINCE, QUANG_TRI, "Thủ phủ Quảng Trị"),
        Name(Kind.REGION, 7, "15 tỉnh, thành phố khu vực miền Trung - Tây Nguyên"),
        Name(Kind.REGION, 7, "miền Trung - Tây Nguyên"),
        Name(Kind.REGION, 8, "Tây Nguyên"),
        Name(Kind.SERIES, 5, "Hội nghị khuyến công các tỉnh, thành phố khu vực phía Nam"),
        Name(Kind.INDICATOR, 6, "Tổng mức bán lẻ"),
        Name(Kind.INDICATOR, 6, "bán lẻ"),
        Name(Kind.INDICATOR, 9, "Chợ"),
        Name(Kind.NATION, 0, "cả nước"),
    ],
    {
        HUE: frozenset({HUE, TTH}),
        TTH: frozenset({HUE, TTH}),
        QUANG_BINH: frozenset({QUANG_BINH, QUANG_TRI}),
        QUANG_TRI: frozenset({QUANG_BINH, QUANG_TRI}),
    },
)


def asked(text: str) -> Query:
    return read(text, CATALOGUE)


def terms(text: str) -> list[str]:
    """The terms, those that only rank in brackets."""
    return [f"({one.text})" if one.optional else one.text for one in asked(text).terms]


# Terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quang binh 2024", ["quang binh", "2024"]),
        ("Quảng Bình, Quảng Trị", ["Quảng Bình", "Quảng Trị"]),
        ("khuyen cong tay nguyen 2020", ["khuyen cong", "tay nguyen", "2020"]),
        ("miền trung tây nguyên", ["miền trung tây nguyên"]),
        ("tỉnh Quảng Bình", ["(tỉnh)", "Quảng Bình"]),
        ("thành phố Huế", ["(thành phố)", "Huế"]),
        ("hội nghị ở Huế năm 2024", ["hội nghị", "(ở)", "Huế", "năm 2024"]),
        ("khuyen cong nam 2020", ["khuyen cong", "(nam)", "2020"]),
        ("phia nam 2020", ["phia nam", "2020"]),
        ("tài chính", ["tài", "chính"]),
        ("Lotte Mart", ["Lotte", "Mart"]),
        ("huế lần thứ 10", ["huế", "lần thứ 10"]),
        ("lần thứ mười một 2022", ["lần thứ mười một", "2022"]),
        ("lần 11 Huế", ["Huế", "lần 11"]),
        ("X", ["X"]),
        (" ,.; ", []),
        ("", []),
    ],
)
def test_search_is_read_as_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize("text", ["TT-Huế", "tt huế", "thua thien hue", "Thừa Thiên Huế"])
def test_unit_is_recognised_by_any_spelling(text: str) -> None:
    (term,) = asked(text).terms
    assert (term.provinces, term.kindred, term.named) == ({TTH}, {HUE, TTH}, {Kind.PROVINCE})


def test_texts_are_asked_for_every_spelling_of_a_unit_once() -> None:
    (term,) = asked("tt hue").terms
    assert [one.folded for one in term.phrases] == [" tt hue ", " thua thien hue "]


def test_words_of_a_name_find_all_that_is_called_so() -> None:
    (term,) = asked("quang").terms
    assert (term.provinces, term.named) == ({QUANG_BINH, QUANG_TRI}, frozenset())


def test_last_word_may_be_unfinished() -> None:
    (term,) = asked("quảng b").terms
    assert ([one.folded for one in term.phrases], term.provinces) == ([" quang b"], {QUANG_BINH})


def test_word_before_a_space_is_finished() -> None:
    assert [one.phrases[0].folded for one in asked("quảng b ").terms] == [" quang ", " b "]


def test_name_with_other_accents_is_not_meant() -> None:
    assert asked("thứ").terms[0].provinces == set()
    assert asked("thủ").terms[0].provinces == {QUANG_TRI}


@pytest.mark.parametrize(("text", "is_named"), [("chợ", True), ("cho", False), ("bán lẻ", True)])
def test_short_common_word_is_an_indicator_only_with_its_accents(text: str, is_named: bool) -> None:
    assert (Kind.INDICATOR in asked(text).terms[0].named) is is_named


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", [(dt.date(2024, 1, 1), dt.date(2025, 1, 1))]),
        ("năm 2024", [(dt.date(2024, 1, 1), dt.date(2025, 1, 1))]),
        ("2019-2020", [(dt.date(2019, 1, 1), dt.date(2021, 1, 1))]),
        ("2020 đến 2019", [(dt.date(2019, 1, 1), dt.date(2021, 1, 1))]),
        ("12/2022", [(dt.date(2022, 12, 1), dt.date(2023, 1, 1))]),
        ("thang 5 nam 2022", [(dt.date(2022, 5, 1), dt.date(2022, 6, 1))]),
        ("13/5/2022", [(dt.date(2022, 5, 13), dt.date(2022, 5, 14))]),
        ("13-5-2022 2024", [(dt.date(2022, 5, 13), dt.date(2022, 5, 14)),
                            (dt.date(2024, 1, 1), dt.date(2025, 1, 1))]),
        ("31/2/2022", []),
        ("0/2022", []),
        ("12022", []),
        ("45/2012/NĐ-CP", []),
    ],
)  # fmt: skip
def test_days_are_half_open(text: str, days: list) -> None:
    assert [day for term in asked(text).terms for day in term.days] == days


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("lần thứ 10", 10),
        ("lan thu x", 10),
        ("X", 10),
        ("tenth", 10),
        ("CM", None),
        ("Hà Lan", None),
    ],
)
def test_edition_is_read_in_any_spelling(text: str, edition: int | None) -> None:
    found = [term.edition for term in asked(text).terms if term.edition]
    assert found == ([edition] if edition else [])


def test_endless_search_is_cut() -> None:
    many, long = asked("từ " * 40), asked("a" * (LONGEST + 1))
    assert (many.is_cut, len(many.terms), long.is_cut) == (True, MOST_TERMS, True)
    assert asked("Huế").is_cut is False


def test_search_of_small_words_alone_looks_for_them() -> None:
    assert [one.text for one in asked("các tỉnh").required] == ["các", "tỉnh"]


@given(st.text(max_size=60))
def test_anything_can_be_read(text: str) -> None:
    query = asked(text)
    assert all(one.folded == fold(one.folded).join("  ") for one in query.phrases if not one.prefix)


# When nothing is found


def test_shorter_searches_leave_out_what_was_recognised_or_all_plain_words() -> None:
    assert asked("chè xanh Huế 2024").shorter() == ["Huế 2024", "chè xanh 2024", "chè xanh Huế"]
    assert asked("chè xanh Huế").shorter() == ["Huế"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("quang bnh 2024", "Quảng Bình 2024"), ("chè xanh", ""), ("Huế", ""), ("2024", "")],
)
def test_unknown_words_are_put_right_by_a_near_name(text: str, expected: str) -> None:
    assert nearest(asked(text), CATALOGUE) == expected


# Marks


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("hoa binh", "tỉnh Hoà Bình", "tỉnh <mark>Hoà Bình</mark>"),
        ("Hòa Bình", "tỉnh Hoà Bình", "tỉnh <mark>Hoà Bình</mark>"),
        ("dak nong", "Đắk-Nông!", "<mark>Đắk-Nông</mark>!"),
        ("thứ", "Thứ trưởng, Thu", "<mark>Thứ</mark> trưởng, <mark>Thu</mark>"),
        ("thứ", "Thủ đô", "Thủ đô"),
        ("b", "a < b & c", "a &lt; <mark>b</mark> &amp; c"),
        ("hue", "TP. Hue\u0302\u0301", "TP. <mark>Hue\u0302\u0301</mark>"),
    ],
)
def test_found_words_are_marked_where_they_stand(typed: str, text: str, expected: str) -> None:
    assert marked(text, [phrase(typed)]) == expected


def test_marks_of_neighbours_are_one() -> None:
    wanted = [phrase("thứ"), phrase("trưởng")]
    assert marked("Thứ trưởng Bộ", wanted) == "<mark>Thứ trưởng</mark> Bộ"


@given(st.text(max_size=40), st.text(max_size=10))
def test_marked_text_is_the_text(text: str, typed: str) -> None:
    from html import unescape

    plain = marked(text, [phrase(typed, prefix=True)]).replace("<mark>", "").replace("</mark>", "")
    assert unescape(plain) == text


def test_long_text_is_quoted_around_its_match() -> None:
    text = "một hai ba bốn năm " * 30 + "khuyến công " + "sáu bảy tám " * 30
    quoted = excerpt(text, [phrase("khuyen cong")])
    assert (quoted[0], quoted[-1], "khuyến công" in quoted, len(quoted) <= 242) == (
        "…",
        "…",
        True,
        True,
    )


def test_short_text_is_quoted_whole() -> None:
    assert excerpt("Lập đề án", [phrase("de an")]) == "Lập đề án"


# Scores


def ranked(typed: str, *texts: str) -> list[str]:
    """Names in the order of their scores."""
    query = asked(typed)
    scores = {text: score(query, [], names=[Text(text, NAME)]) for text in texts}
    return sorted((text for text in texts if scores[text]), key=lambda text: -scores[text])


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("hóa", ["hóa", "hoa", "hỏa"]),
        ("hoa", ["hoa", "hóa"]),
        ("Lotte", ["Lotte", "Lotte Mart", "Siêu thị Lotte", "Lotteria"]),
        ("chè xanh", ["chè xanh", "chè xanh Thái Nguyên", "cây chè xanh", "xanh như chè"]),
    ],
)
def test_exact_accents_whole_words_and_names_come_first(typed: str, texts: list[str]) -> None:
    assert ranked(typed, *reversed(texts)) == texts


def test_record_that_lacks_a_term_is_no_result() -> None:
    assert score(asked("chè xanh"), [Text("chè đen", NAME)]) == 0


def test_small_words_may_be_missing() -> None:
    assert score(asked("chè ở Huế"), [Text("chè Huế", NAME)]) > 0


def test_fact_answers_for_words_that_are_missing() -> None:
    query = asked("chè 2024")
    year = query.required[1]
    assert score(query, [Text("chè", NAME)], lambda term: [1] if term is year else []) == 1


def test_other_facts_add_a_little() -> None:
    query, text = asked("chè"), [Text("chè", NAME)]
    assert score(query, text, lambda term: [BODY, BODY]) == pytest.approx(1.1)


def test_only_a_whole_name_is_called_by_its_name() -> None:
    whole = score(asked("hue"), [], names=[Text("Huế", NAME)])
    part = score(asked("thừa thiên"), [], names=[Text("Thừa Thiên Huế", NAME)])
    assert (whole >= BY_NAME, part >= BY_NAME) == (True, False)


def test_words_know_where_they_stand() -> None:
    assert [(one.folded, one.start, one.end) for one in words("TP. Huế")] == [
        ("tp", 0, 2),
        ("hue", 4, 7),
    ]
