"""What the texts of a sheet come to: read back, refused with what is meant, or still missing."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from conferences.enums import HandoverForm, OrganisationKind, Rank, Status
from conferences.models import (
    Appearance,
    Attestation,
    Handover,
    Person,
    Presence,
    Proposal,
    Series,
)
from metrics.enums import Basis, Measure, Scope
from metrics.models import Figure
from portal.keeping.recording.beside import beside
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.reading import read
from portal.keeping.recording.texts import Reading, Worded
from provinces.actions import keep
from provinces.models import Province
from tests import register
from tests.portal.recording_sample import ARTICLE, TITLE, TODAY, before_the_article
from vietnamese.numbers import NBSP

pytestmark = pytest.mark.django_db

ARTICLE_FIGURES = [
    "370,461 billion đồng · Retail sales of goods · Six North Central provinces · 2021 · Actual",
    "11.28 billion USD = 11,280 million USD · Export turnover · Six North Central provinces · "
    "2021 · Actual",
    "105,091 billion đồng · Retail sales of goods · Six North Central provinces · Q1 2022 · "
    "Estimate",
    "7.97% · Retail sales of goods · share of the whole country · Six North Central provinces · "
    "Q1 2022 · Estimate",
    "1.318 quadrillion đồng = 1,318,000 billion đồng · Retail sales of goods · whole country · "
    "Q1 2022 · Estimate",
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def _register(django_db_setup, django_db_blocker) -> Iterator[Series]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield before_the_article()
        transaction.set_rollback(True)


@pytest.fixture
def north(_register, db) -> Series:
    """Bắc Trung Bộ with its conference of 2024; that of 2022 is not recorded yet."""
    return _register


def of(typed: dict[str, str], *gone: str, **more: str) -> Reading:
    said = {name: text for name, text in (typed | more).items() if name not in gone}
    return read(said, Catalogue.load(), today=TODAY)


def row(**said: str) -> Reading:
    """The conference with one figure."""
    headlines = {n: t for n, t in ARTICLE.items() if not n.startswith("figures")}
    defaults = {"indicator": "export", "number": "11,28 tỷ USD", "period": "năm 2021"}
    return of(headlines | {f"figures-0-{name}": text for name, text in (defaults | said).items()})


def messages(reading: Reading) -> dict[str, list[str]]:
    return {name: [one.message for one in faults] for name, faults in reading.faults.items()}


def parts(reading: Reading, model: type) -> list[Any]:
    return [part for _name, part in reading.parts if isinstance(part, model)]


def test_wording_may_say_what_it_means() -> None:
    assert Worded.of("chiều 13-5 = 13/5/2022") == Worded("chiều 13-5", "13/5/2022")
    assert Worded.of("= Thanh Hóa") == Worded("", "Thanh Hóa")
    assert Worded.of("lần thứ X") == Worded("lần thứ X", "lần thứ X")
    assert Worded.of("chiều 13-5 = 1").meaning("13/5/2022") == "chiều 13-5 = 13/5/2022"


def test_article_is_read_back_field_by_field(north) -> None:
    reading = of(ARTICLE)
    assert (messages(reading), reading.missing, reading.can_be_entered) == ({}, {}, True)
    figures = {f"figures-{index}": [text] for index, text in enumerate(ARTICLE_FIGURES)}
    told = {name: [text.replace(NBSP, " ") for text in said] for name, said in reading.told.items()}
    assert told == figures | {
        "source_rank": ["press"],
        "status": ["Held"],
        "date": ["13 May 2022"],
        "edition": ["edition X"],
        "host": ["Thanh Hoa province"],
        "region": ["Six North Central provinces"],
        "receiver": ["Thua Thien Hue province"],
        "receiver_edition": ["edition XI"],
        "people_attended": ["no name: Đại diện Bộ Công thương"],
        "provinces": ["3 provinces: Thanh Hoa, Nghe An, Ha Tinh"],
    }


def test_headlines_are_attested_in_the_words_of_the_article(north) -> None:
    said = [(one.field, one.printed, one.value) for one in parts(of(ARTICLE), Attestation)]
    assert said == [
        ("name", TITLE, ""),
        ("edition", TITLE, "10"),
        ("date", "chiều 13-5", "2022-05-13"),
        ("host", "Sở Công thương Thanh Hóa đã đăng cai tổ chức", "thanh-hoa"),
        ("receiver", "cho tỉnh Thừa Thiên Huế", "thua-thien-hue"),
        ("receiver_edition", "lần thứ XI", "11"),
        ("receiver_year", "năm 2023", "2023"),
    ]


def test_conference_and_handover_take_what_is_not_said_from_the_rest(north) -> None:
    reading = of(ARTICLE)
    conference, (handover,) = reading.conference, parts(reading, Handover)
    assert conference is not None
    assert (conference.status, conference.edition) == (Status.HELD, 10)
    assert conference.region is not None
    assert conference.region.key == "bac-trung-bo-6"
    assert (handover.form, handover.edition, handover.year) == (HandoverForm.FLAG, 11, 2023)


def test_region_is_not_proposed_where_meetings_stand_each_for_itself(north) -> None:
    north.has_flag = False
    keep(record=north, by=register.registrar())
    conference = of({name: ARTICLE[name] for name in ("series", "title", "date")}).conference
    assert conference is not None
    assert conference.region is None


def test_headline_that_no_source_prints_is_not_attested_and_asks_for_a_note(north) -> None:
    reading = of(ARTICLE, host="= Thanh Hóa")
    assert [one for one in parts(reading, Attestation) if one.field == "host"] == []
    assert reading.conference is not None
    assert reading.conference.host is not None
    assert reading.conference.host.key == "thanh-hoa"
    assert list(reading.missing) == ["note"]
    assert of(ARTICLE, host="= Thanh Hóa", note="Theo bài năm 2023.").missing == {}


@pytest.mark.parametrize(
    ("gone", "due"),
    [
        ("series", ["series"]),
        ("title", ["title"]),
        ("date", ["date"]),
    ],
)
def test_what_is_missing_is_said(north, gone, due) -> None:
    assert list(of(ARTICLE, gone).missing) == due


def test_nothing_typed_lacks_the_source_and_the_headlines(north) -> None:
    assert list(of({}).missing) == ["source_url", "series", "title", "date"]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("date", "chiều thứ sáu", "“chiều thứ sáu” tells no day"),
        ("date", "31/2/2022", "31/2/2022 does not exist."),
        ("edition", "thứ bao nhiêu", "“thứ bao nhiêu” names no edition"),
        ("host", "Atlantis", "No province is called “Atlantis”"),
        ("host", "da-nang-2025", "“da-nang-2025” did not exist on 13/5/2022"),
        ("region", "bac-trung-bo-5", "Its region Five North Central provinces and cities did not"),
        ("receiver_year", "sang năm", "Write the year with four digits"),
        ("receiver_edition", "X", "Edition X does not follow edition X."),
        ("receiver", "Thanh Hóa", "The receiver is the host: give the reason"),
        ("source_published", "5/2022", "Write day/month/year"),
        ("source_url", "báo Thanh Hóa", "Enter a valid URL."),
        ("provinces", "Thanh Hóa, Atlantis", "No province is called “Atlantis”"),
    ],
)
def test_text_that_cannot_be_read_says_why_at_its_field(north, field, typed, expected) -> None:
    found = messages(of(ARTICLE, **{field: typed}))
    assert list(found) == [field]
    assert [message[: len(expected)] for message in found[field]] == [expected]


def test_place_that_may_be_several_offers_those_of_the_day_with_the_wording_kept(north) -> None:
    (fault,) = of(ARTICLE, host="tại Quảng = Quảng").faults["host"]
    assert {(one.label, one.field, one.text) for one in fault.choices} == {
        ("Quang Binh", "host", "tại Quảng = quang-binh"),
        ("Quang Tri", "host", "tại Quảng = quang-tri-1989"),
    }
    (fault,) = of(ARTICLE, host="thành phố Huế").faults["host"]
    assert fault.choices == ()


# The source


def test_source_recorded_before_is_found_by_its_words(north) -> None:
    register.source("bao-thanh-hoa-2022")
    reading = of(ARTICLE, source="6 tinh bac trung bo lan thu x")
    assert reading.source is not None
    assert reading.source.key == "bao-thanh-hoa-2022"
    assert reading.told["source"] == [
        "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022 · "
        "Báo Thanh Hóa (baothanhhoa.vn)"
    ]


def test_words_of_several_sources_offer_them(north) -> None:
    register.source("mot", title="Hội nghị tại Quảng Bình")
    register.source("hai", title="Hội nghị tại Quảng Trị")
    (fault,) = of(ARTICLE, source="hội nghị tại").faults["source"]
    assert {(one.label, one.text) for one in fault.choices} == {
        ("Hội nghị tại Quảng Bình", "mot"),
        ("Hội nghị tại Quảng Trị", "hai"),
    }
    assert list(messages(of(ARTICLE, source="không có"))) == ["source"]


def test_address_that_is_recorded_offers_its_source(north) -> None:
    register.source("bao-thanh-hoa-2022", url=ARTICLE["source_url"])
    (fault,) = of(ARTICLE).faults["source_url"]
    assert [(one.field, one.text) for one in fault.choices] == [("source", "bao-thanh-hoa-2022")]


def test_new_source_takes_from_its_site_what_all_articles_share(north) -> None:
    register.source("mot", publisher="Báo Thanh Hóa", url="https://baothanhhoa.vn/1", language="en")
    source = of(ARTICLE, "source_publisher").source
    assert source is not None
    assert (source.publisher, source.language, source.rank) == ("Báo Thanh Hóa", "en", Rank.PRESS)
    state = of(ARTICLE, source_url="https://arit.gov.vn/tin").source
    assert state is not None
    assert (state.rank, state.looked_at) == (Rank.STATE, TODAY)


# People, bodies, proposals


def test_people_recorded_before_are_recognised(north) -> None:
    known = keep(record=Person(name="Ngô Quang Trung"), by=register.registrar())
    lines = "Ông Ngô Quang Trung - Cục trưởng Cục Công Thương địa phương\nNgô Quang Trung, Đại biểu"
    reading = of(ARTICLE, people_chaired=lines, people_spoke="Hồ Thị Kim Thoa - Thứ trưởng")
    rows = [one for one in parts(reading, Appearance) if one.person]
    assert [(one.person.pk, one.office, one.role, one.position) for one in rows] == [
        (known.pk, "Cục trưởng Cục Công Thương địa phương", "chaired", 1),
        (known.pk, "Đại biểu", "chaired", 2),
        (None, "Thứ trưởng", "spoke", 3),
    ]
    assert reading.told["people_spoke"] == ["new: Hồ Thị Kim Thoa · Thứ trưởng"]


def test_name_of_several_people_is_not_guessed(north) -> None:
    for distinction in ("Quảng Bình", "Nghệ An"):
        person = Person(name="Ngô Quang Trung", distinction=distinction)
        keep(record=person, by=register.registrar())
    found = messages(of(ARTICLE, people_chaired="Ngô Quang Trung - Cục trưởng"))
    assert list(found) == ["people_chaired"]
    assert "Ngô Quang Trung (Nghệ An), Ngô Quang Trung (Quảng Bình)" in found["people_chaired"][0]


def test_bodies_recorded_before_are_recognised_others_stay_words(north) -> None:
    body = register.organisation("bo-cong-thuong", "Bộ Công Thương", aliases=["Bộ CT"])
    reading = of(ARTICLE, bodies_organised="Bộ CT\nSở Công Thương Hà Tĩnh")
    assert [(one.organisation, one.printed) for one in parts(reading, Presence)] == [
        (body, "Bộ CT"),
        (None, "Sở Công Thương Hà Tĩnh"),
    ]


def test_proposals_take_the_bodies_of_the_row_above_and_make_new_ones_once(north) -> None:
    ministry = register.organisation("bo-cong-thuong", "Bộ Công Thương")
    typed = {
        "proposals-0-asked_by": "Sở Công Thương Thanh Hóa",
        "proposals-0-addressed_to": "bộ công thương",
        "proposals-0-text": "Hỗ trợ hạ tầng cụm công nghiệp.",
        "proposals-1-text": "Sửa quy định về chợ.",
    }
    first, second = parts(of(ARTICLE | typed), Proposal)
    assert (first.addressed_to, first.addressed_to_printed) == (ministry, "bộ công thương")
    assert first.asked_by.kind == OrganisationKind.DEPARTMENT
    assert second.asked_by is first.asked_by
    assert list(of(ARTICLE | {"proposals-0-text": "Hỗ trợ."}).missing) == [
        "proposals-0-asked_by",
        "proposals-0-addressed_to",
    ]


# Figures


def test_figure_keeps_the_print_and_its_value(north) -> None:
    figures = parts(of(ARTICLE), Figure)
    said = [(one.number, one.unit.key, one.printed, one.value, one.position) for one in figures]
    assert said == [
        ("370461", "ty-dong", "370.461 tỷ đồng", Decimal("370461"), 1),
        ("11.28", "ty-usd", "11,28 tỷ USD", Decimal("11280"), 2),
        ("105091", "ty-dong", "ước đạt 105.091 tỷ đồng", Decimal("105091"), 3),
        ("7.97", "phan-tram", "chiếm 7,97%", Decimal("7.97"), 4),
        ("1.318", "trieu-ty-dong", "1,318 triệu tỷ đồng", Decimal("1318000"), 5),
    ]


def test_count_of_the_event_is_of_the_conference_and_its_day(north) -> None:
    register.indicator("delegates")
    reading = row(indicator="đại biểu", number="trên 150 đại biểu", period="")
    (figure,) = parts(reading, Figure)
    assert (figure.scope, figure.conference) == (Scope.CONFERENCE, reading.conference)
    assert figure.period.label("vi") == "ngày 13/5/2022"


def test_count_of_the_event_proposes_no_place_for_the_next_row(north) -> None:
    register.indicator("delegates")
    counted = {"figures-9-indicator": "đại biểu", "figures-9-number": "150 đại biểu"}
    after = {"figures-10-indicator": "xuất khẩu", "figures-10-number": "12 tỷ USD"}
    figure = parts(of(ARTICLE | counted | after), Figure)[-1]
    assert (figure.scope, figure.period.label("vi")) == (Scope.NATION, "quý I/2022")


def test_basis_is_that_of_the_row_above_only_for_the_same_period(north) -> None:
    more = {"figures-5-number": "12 tỷ USD", "figures-5-indicator": "xuất khẩu"}
    same = parts(of(ARTICLE | more), Figure)[-1]
    other = parts(of(ARTICLE | more, **{"figures-5-period": "năm 2021"}), Figure)[-1]
    assert (same.basis, other.basis) == (Basis.ESTIMATE, Basis.ACTUAL)


def test_indicator_of_several_is_chosen_by_the_unit_of_the_number_or_offered(north) -> None:
    register.indicator("clusters")
    area = register.indicator("retail_goods")
    area.pk, area.key, area.name, area.name_en = None, "area", "Diện tích cụm công nghiệp", ""
    keep(record=area, by=register.registrar())
    by_unit = row(indicator="cụm công", number="48 cụm công nghiệp", period="31/12/2021")
    assert [one.indicator.key for one in parts(by_unit, Figure)] == ["clusters"]
    (fault,) = row(indicator="cụm công", number="tăng 5%").faults["figures-0-indicator"]
    assert {(one.label, one.text) for one in fault.choices} == {
        ("Industrial clusters", "Industrial clusters"),
        ("Diện tích cụm công nghiệp", "Diện tích cụm công nghiệp"),
    }


@pytest.mark.parametrize(
    ("said", "field", "expected"),
    [
        ({"indicator": ""}, "indicator", "Which indicator?"),
        ({"indicator": "thủy sản"}, "indicator", "No indicator has these words."),
        ({"number": ""}, "number", "The number as printed, e.g."),
        ({"number": "11.28 tỷ USD"}, "number", "“11.28” is unclear: write 11,28"),
        ({"number": "11,28 tỷ sao"}, "number", "The unit of “11,28 tỷ sao” is not known"),
        ({"number": "11,28%"}, "measure", "A percentage of what?"),
        ({"number": "5 tỷ đồng"}, "number", "billion đồng cannot be read as US dollars"),
        ({"number": "25/28 tỉnh"}, "of", "What do they have in common?"),
        ({"period": ""}, "period", "Of when?"),
        ({"period": "dạo này"}, "period", "“dạo này” names no period"),
        ({"about": "Atlantis"}, "about", "No province is called “Atlantis”"),
    ],
)
def test_figure_that_cannot_be_read_says_why_at_its_field(north, said, field, expected) -> None:
    register.unit("tinh")
    found = messages(row(**said))
    assert list(found) == [f"figures-0-{field}"]
    assert [text[: len(expected)] for text in found[f"figures-0-{field}"]] == [expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"number": "tăng 12,3%"}, (Measure.GROWTH, "not_stated", "12.3")),
        (
            {"number": "tăng 12,3% so với cùng kỳ"},
            (Measure.GROWTH, "same_period", "12.3"),
        ),
        ({"number": "12,3%", "measure": "growth:plan"}, (Measure.GROWTH, "plan", "12.3")),
        ({"number": "đạt 95,27% kế hoạch"}, (Measure.COMPLETION, "", "95.27")),
        ({"number": "giảm 3,2%"}, (Measure.GROWTH, "not_stated", "-3.2")),
        (
            {"number": "12,92%", "measure": "rate_change:not_stated"},
            (Measure.RATE_CHANGE, "not_stated", "12.92"),
        ),
    ],
)
def test_measure_is_chosen_or_said_by_the_number(north, said, expected) -> None:
    (figure,) = parts(row(**said), Figure)
    assert (figure.measure, figure.against, figure.number) == expected


def test_number_in_another_quantity_is_kept_with_its_problem(north) -> None:
    (figure,) = parts(row(number="5 tỷ đồng", note="Nguồn ghi xuất khẩu bằng đồng."), Figure)
    assert (figure.value, figure.problem, figure.note) == (
        None,
        "Nguồn ghi xuất khẩu bằng đồng.",
        "",
    )


def test_share_of_another_indicator_and_provinces_of_all(north) -> None:
    (share,) = parts(row(number="chiếm 43,2%", of="bán lẻ hàng hóa"), Figure)
    assert share.whole == register.indicator("retail_goods")
    register.unit("tinh")
    (count,) = parts(row(number="25/28 tỉnh", of="xuất khẩu tăng"), Figure)
    assert (count.number, count.out_of, count.criterion) == ("25", 28, "xuất khẩu tăng")


def test_unit_cut_short_is_that_of_the_indicator(north) -> None:
    register.indicator("clusters")
    (figure,) = parts(row(indicator="clusters", number="48 cụm"), Figure)
    assert (figure.unit.key, figure.printed) == ("cum-cong-nghiep", "48 cụm")


def test_places_of_figures_are_named_as_on_the_day(north) -> None:
    for typed, scope, key in (
        ("cả nước", Scope.NATION, None),
        ("khu vực", Scope.REGION, "bac-trung-bo-6"),
        ("6 tỉnh Bắc Trung Bộ", Scope.REGION, "bac-trung-bo-6"),
        ("Quảng Trị", Scope.PROVINCE, "quang-tri-1989"),
    ):
        (figure,) = parts(row(about=typed), Figure)
        place = figure.region or figure.province
        assert (figure.scope, place and place.key) == (scope, key)


# Beside the form


def test_chain_is_shown_with_the_conference_in_it(north) -> None:
    shown = beside(of(ARTICLE), register.administrator(), today=TODAY)
    assert [
        (step["kind"], step["edition_label"], step["host_label"], step["current"])
        for step in shown.steps
    ] == [
        ("meeting", "X", "Thanh Hoa", True),
        ("missing", "XI", "Thua Thien Hue", False),
        ("meeting", "", "Quang Binh", False),
    ]
    assert (shown.problems, shown.alike) == ([], [])


def test_edition_that_is_taken_or_goes_back_is_said(north) -> None:
    year = {"date": "13/5/2022", "receiver_edition": "XII"}
    typed = ARTICLE | year
    register.conference(north, dt.date(2021, 5, 1), edition=10)
    keeper = register.administrator()
    shown = beside(of(typed, edition="X"), keeper, today=TODAY)
    assert shown.problems == ["Its edition is recorded already: Edition X (2021)."]
    shown = beside(of(typed, edition="IX"), keeper, today=TODAY)
    assert shown.problems == [
        "Its edition is lower than that of Edition X (2021), which came before."
    ]


def test_records_it_may_repeat_are_named(north) -> None:
    same_year = register.conference(north, dt.date(2022, 9, 1))
    other = register.series("khuyen-cong", name="Hội nghị khuyến công")
    same_host = register.conference(
        other, dt.date(2022, 5, 20), host=Province.objects.get(key="thanh-hoa")
    )
    shown = beside(of(ARTICLE), register.administrator(), today=TODAY)
    assert set(shown.alike) == {same_year, same_host}
