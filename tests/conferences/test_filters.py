"""The filters of the lists, rules N2, P3 and C6; each state stands in the address."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import translation

from conferences.enums import Fact, Status
from conferences.filters import ConferenceFilter, ProposalFilter, chips
from conferences.models import Conference
from conferences.queries import conference_list, proposal_list
from tests import register
from tests.register import NorthCentral

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(db) -> NorthCentral:
    """The North Central conferences, and one of the northern provinces with an XI edition."""
    north = register.north_central()
    northern = register.series(
        "phia-bac",
        name="Hội nghị ngành Công Thương các tỉnh, thành phố khu vực phía Bắc",
        name_en="Industry and trade conference of the northern provinces and cities",
        position=1,
        theme="industrial_promotion",
    )
    register.conference(
        northern, dt.date(2010, 10, 10), edition=11, host=north.units["ha-noi"], venue="Hà Nội"
    )
    return north


def asked(address: str, visitor=None) -> QueryDict | ConferenceFilter:
    rows = conference_list(visitor or AnonymousUser())
    return ConferenceFilter(QueryDict(address), rows)


def found(address: str, visitor=None) -> list[str]:
    return [one.slug for one in asked(address, visitor).qs]


def test_nothing_asked_finds_all_latest_first(held) -> None:
    assert found("") == ["2024", "x-2022", "xi-2010"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("hoi nghi", ["2024", "x-2022", "xi-2010"]),
        ("Thanh Hóa", ["x-2022"]),
        ("Thanh Hoá", ["x-2022"]),
        ("thanh hoa", ["x-2022"]),
        ("HÓA thanh", ["x-2022"]),
        ("bắc trung bộ 2024", ["2024"]),
        ("phía bắc", ["xi-2010"]),
        ("northern", ["xi-2010"]),
        ("quang binh", ["2024"]),
        ("Quảng Trị", ["2024"]),
        ("Hà Tây", ["xi-2010"]),
        ("ha noi", ["xi-2010"]),
        ("huế", []),
        ("thanh hoa nghe an", []),
        ("hà tĩnh", []),
        ("quảng bì", ["2024"]),
        ("than hoa", []),
        ("bo 2024", ["2024"]),
        ("oi nghi", []),
        (",.;", ["2024", "x-2022", "xi-2010"]),
    ],
)
def test_words_are_found_in_any_order_without_accents(held, text: str, slugs: list[str]) -> None:
    assert found(QueryDict(mutable=True).urlencode() + f"q={text}") == slugs


@pytest.mark.parametrize("text", ["hue", "Huế", "TT-Huế", "tt huế", "Thừa Thiên Huế"])
def test_host_is_found_under_any_of_its_names(held, text: str) -> None:
    register.conference(held.series, dt.date(2015, 6, 1), host=held.units["thua-thien-hue"])
    assert found(f"q={text}") == ["2015"]


@pytest.mark.parametrize("text", ["tt huế", "thua thien"])
def test_conference_of_a_successor_is_found_under_an_older_name(held, text: str) -> None:
    register.conference(held.series, dt.date(2025, 6, 1), host=held.units["hue"])
    assert found(f"q={text}") == ["2025"]


@pytest.mark.parametrize(
    "text",
    [
        "lan thu 10",
        "lần thứ X",
        "Lần thứ 10",
        "X",
        "edition X",
        "edition 10",
        "lần thứ x thanh hóa",
    ],
)
def test_edition_is_found_in_either_spelling(held, text: str) -> None:
    assert found(f"q={text}") == ["x-2022"]


def test_edition_that_one_source_prints_is_found(held) -> None:
    register.attest(held.in_2024, Fact.EDITION, "lần thứ XII", "12")
    assert found("q=lần thứ 12") == ["2024"]


def test_edition_of_no_record_finds_nothing(held) -> None:
    assert found("q=lần thứ XII") == []


@translation.override("en")
def test_endless_text_is_refused_in_words(held) -> None:
    form = asked("q=" + "a " * 2000).form
    sentence = "Ensure this value has at most 200 characters (it has 3999)."
    assert (form.is_valid(), form.errors["q"]) == (False, [sentence])


def test_words_of_a_whole_sentence_are_looked_for(held) -> None:
    assert found("q=" + "hoi " * 49 + "nghi") == ["2024", "x-2022", "xi-2010"]


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("series=phia-bac", ["xi-2010"]),
        ("series=bac-trung-bo", ["2024", "x-2022"]),
        ("theme=industrial_promotion", ["xi-2010"]),
        ("region=bac-trung-bo-6", ["2024", "x-2022"]),
        ("year_from=2022", ["2024", "x-2022"]),
        ("year_to=2022", ["x-2022", "xi-2010"]),
        ("year_from=2022&year_to=2022", ["x-2022"]),
        ("year_from=2024&year_to=2022", []),
        ("status=held", ["2024", "x-2022", "xi-2010"]),
        ("status=planned", []),
        ("series=bac-trung-bo&year_from=2023&q=hoi", ["2024"]),
    ],
)
def test_filters_narrow_the_list(held, address: str, slugs: list[str]) -> None:
    assert found(address) == slugs


@pytest.mark.parametrize(
    ("host", "slugs"),
    [
        ("quang-binh", ["2024"]),
        ("quang-tri-2025", ["2024"]),
        ("quang-tri-1989", []),
        ("ha-tay", ["xi-2010"]),
        ("thanh-hoa", ["x-2022"]),
    ],
)
def test_host_is_found_with_its_lineage(held, host: str, slugs: list[str]) -> None:
    assert found(f"host={host}") == slugs


def test_status_finds_what_was_cancelled(held) -> None:
    Conference.objects.filter(slug="xi-2010").update(status=Status.CANCELLED)
    assert found("status=cancelled") == ["xi-2010"]


@translation.override("en")
@pytest.mark.parametrize("year", ["22", "20222", "2.022", "năm ngoái"])
def test_year_that_is_none_is_refused_in_words(held, year: str) -> None:
    form = asked(f"year_from={year}").form
    assert (form.is_valid(), form.errors) == (
        False,
        {"year_from": ["Write a year of four digits, e.g. 2022."]},
    )


@pytest.mark.parametrize("address", ["series=none", "host=none", "region=none", "status=none"])
def test_choice_that_does_not_exist_is_refused(held, address: str) -> None:
    assert asked(address).form.is_valid() is False


@pytest.mark.parametrize(
    ("visitor", "slugs"), [(AnonymousUser, []), (register.ministry_reader, ["2025"])]
)
def test_draft_is_found_only_by_those_who_may_see_it(held, visitor, slugs: list[str]) -> None:
    register.conference(held.series, dt.date(2025, 5, 13), host=held.units["nghe-an"], draft=True)
    assert found("q=nghe an", visitor()) == slugs


def test_region_of_drafts_alone_is_no_choice(held) -> None:
    register.conference(held.series, dt.date(2025, 9, 1), region=held.region_today, draft=True)
    regions = asked("").form.fields["region"].queryset
    assert [region.key for region in regions] == ["bac-trung-bo-6"]


@translation.override("en")
def test_host_of_the_past_is_offered_with_its_last_day(held) -> None:
    field = asked("").form.fields["host"]
    assert field.label_from_instance(held.units["quang-binh"]) == "Quang Binh (until 30 June 2025)"


def test_list_of_one_search_is_read_in_three_queries(held, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):  # all units, their other spellings, the conferences
        found("q=bac trung bo thanh hoa")


# Chips


def shown(address: str) -> list[tuple[str, str]]:
    return chips(asked(address), QueryDict(address))


@translation.override("en")
def test_chip_names_each_filter_that_is_set(held) -> None:
    address = "q=hue&series=phia-bac&host=quang-binh&year_from=2015&status=held"
    assert [words for words, _address in shown(address)] == [
        "Words: hue",
        "Conference series: Industry and trade conference of the northern provinces and cities",
        "Host: Quang Binh (until 30 June 2025)",
        "From year: 2015",
        "Status: Held",
    ]


def test_chip_leads_to_the_list_without_its_filter(held) -> None:
    addresses = [address for _words, address in shown("q=hue&status=held&sort=series")]
    assert addresses == ["?status=held&sort=series", "?q=hue&sort=series"]


def test_chip_begins_the_list_anew(held) -> None:
    assert shown("q=hue&after=2022-05-13~1")[0][1] == "?"


def test_chips_of_no_filter_are_none(held) -> None:
    assert shown("sort=series&q=+") == []


@translation.override("en")
def test_filter_that_is_refused_has_no_chip(held) -> None:
    assert [words for words, _address in shown("year_from=22&q=hue")] == ["Words: hue"]


# Proposals


@pytest.fixture
def proposals(north: NorthCentral) -> dict:
    """Two proposals of X/2022, one of them answered, and one of a region alone."""
    department = register.organisation(
        "so-cong-thuong-nghe-an", "Sở Công Thương Nghệ An", kind="department"
    )
    ministry = register.organisation("bo-cong-thuong", "Bộ Công Thương", kind="ministry")
    agency = register.organisation("cuc-cong-thuong-dia-phuong", "Cục Công Thương địa phương")
    return {
        "answered": register.proposal(
            "Nâng cấp chợ hạng I",
            asked_by=department,
            addressed_to=ministry,
            conference=north.x_2022,
            response="Bộ ghi nhận",
            responded_by=ministry,
        ),
        "open": register.proposal(
            "Hỗ trợ cụm công nghiệp",
            asked_by=department,
            addressed_to=agency,
            conference=north.x_2022,
        ),
        "alone": register.proposal(
            "Bố trí kinh phí khuyến công",
            asked_by=ministry,
            addressed_to=agency,
            region=north.region,
            theme="industrial_promotion",
        ),
    }


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", ["answered", "open", "alone"]),
        ("asked_by=so-cong-thuong-nghe-an", ["answered", "open"]),
        ("addressed_to=cuc-cong-thuong-dia-phuong", ["open", "alone"]),
        ("answered=yes", ["answered"]),
        ("answered=no", ["open", "alone"]),
        ("q=cum cong nghiep", ["open"]),
        ("q=ghi nhan", ["answered"]),
        ("q=nghe an cho", ["answered"]),
        ("q=dia phuong kinh phi", ["alone"]),
        ("q=dia phuong kinh ph", ["alone"]),
        ("q=di phuong", []),
        ("q=khuyen cong&answered=yes", []),
    ],
)
def test_proposals_are_filtered(proposals, address: str, names: list[str]) -> None:
    rows = ProposalFilter(QueryDict(address), proposal_list(AnonymousUser())).qs
    assert [name for name, row in proposals.items() if row in rows] == names
