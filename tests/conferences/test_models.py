"""Conferences and what sources say of them: rules C1-C6, H1, H4, S2, S4."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from conferences.actions import change_slug, publish
from conferences.enums import Fact, Form, HandoverForm, OrganisationKind, Precision, Role, Status
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    Handover,
    Organisation,
    Person,
    Point,
    Presence,
    Proposal,
    Series,
    Source,
)
from provinces.actions import retire
from tests import register
from tests.register import MERGER, refused, unsavable

pytestmark = pytest.mark.django_db

DAY_OF_X = dt.date(2022, 5, 13)


@pytest.fixture
def series() -> Series:
    return register.series()


@pytest.fixture
def x_2022(series: Series) -> Conference:
    return register.conference(series, DAY_OF_X, edition=10)


def unsaved(series: Series, **said) -> Conference:
    """Another conference of the series, one year later."""
    defaults = {"slug": "2023", "starts_on": dt.date(2023, 5, 13), "status": Status.HELD}
    return Conference(series=series, title="Hội nghị", **defaults | said)


# Drafts, C6


@pytest.fixture
def draft(series: Series, x_2022: Conference) -> Conference:
    return register.conference(series, dt.date(2023, 5, 13), draft=True)


def test_draft_is_not_public(x_2022, draft) -> None:
    assert list(Conference.objects.public()) == [x_2022]


@pytest.mark.parametrize(
    ("visitor", "number"),
    [
        (AnonymousUser, 1),
        (register.clerk_thanh_hoa, 1),
        (register.ministry_reader, 2),
        (register.administrator, 2),
    ],
)
def test_draft_exists_only_for_those_who_may_see_it(draft, visitor, number: int) -> None:
    assert Conference.objects.visible_to(visitor()).count() == number


def test_draft_does_not_exist_for_an_account_that_was_closed(x_2022, draft) -> None:
    reader = register.ministry_reader()
    reader.is_active = False
    assert list(Conference.objects.visible_to(reader)) == [x_2022]


@pytest.mark.parametrize("visitor", [AnonymousUser, register.ministry_reader])
def test_retired_conference_exists_for_nobody(x_2022, visitor) -> None:
    retire(record=x_2022, by=register.registrar(), reason="Ghi trùng")
    assert list(Conference.objects.visible_to(visitor())) == []


def test_published_conference_says_so(x_2022, draft) -> None:
    assert (x_2022.is_published, draft.is_published) == (True, False)


def test_proposal_is_as_public_as_its_conference(x_2022, draft) -> None:
    bodies = bodies_of_a_proposal()
    public = register.proposal("Nâng cấp chợ", conference=x_2022, **bodies)
    register.proposal("Hỗ trợ hạ tầng", conference=draft, **bodies)
    assert list(Proposal.objects.visible_to(AnonymousUser())) == [public]


def test_proposal_of_no_conference_is_public(db) -> None:
    alone = register.proposal(
        "Bố trí kinh phí",
        region=register.region("phia-bac-28"),
        theme="cooperation",
        **bodies_of_a_proposal(),
    )
    assert list(Proposal.objects.visible_to(AnonymousUser())) == [alone]


def test_proposal_of_a_draft_exists_for_the_ministry(draft) -> None:
    hidden = register.proposal("Hỗ trợ hạ tầng", conference=draft, **bodies_of_a_proposal())
    assert list(Proposal.objects.visible_to(register.ministry_reader())) == [hidden]


@pytest.mark.parametrize("visitor", [AnonymousUser, register.ministry_reader])
def test_proposal_of_a_retired_conference_exists_for_nobody(x_2022, visitor) -> None:
    register.proposal("Nâng cấp chợ", conference=x_2022, **bodies_of_a_proposal())
    retire(record=x_2022, by=register.registrar(), reason="Ghi trùng")
    assert list(Proposal.objects.visible_to(visitor())) == []


def bodies_of_a_proposal() -> dict[str, Organisation]:
    return {
        "asked_by": register.organisation("so-cong-thuong-nghe-an", "Sở Công Thương Nghệ An"),
        "addressed_to": register.organisation("bo-cong-thuong", "Bộ Công Thương"),
    }


# What it is called, C2 and C3


def test_edition_is_shown_in_roman_numerals(x_2022) -> None:
    assert x_2022.edition_label == "X"


def test_unnumbered_conference_has_no_edition_label(series) -> None:
    assert unsaved(series).edition_label == ""


def test_editions_sort_as_numbers(series) -> None:
    for edition, year in ((9, 2021), (5, 2017), (10, 2022)):
        register.conference(series, dt.date(year, 5, 1), edition=edition)
    in_order = Conference.objects.order_by("edition")
    assert [one.edition_label for one in in_order] == ["V", "IX", "X"]


@translation.override("en")
def test_short_label_names_edition_and_year(series, x_2022) -> None:
    assert (x_2022.short_label, unsaved(series).short_label) == ("Edition X (2022)", "Year 2023")


def test_headline_is_the_title_as_printed(x_2022) -> None:
    assert x_2022.headline == x_2022.title


@translation.override("en")
@pytest.mark.parametrize(("edition", "end"), [(10, ", edition X (2023)"), (None, " (2023)")])
def test_headline_in_english_is_made_of_the_series(series, edition, end: str) -> None:
    assert unsaved(series, edition=edition).headline == series.name_en + end


@pytest.mark.parametrize(
    ("said", "vietnamese", "english"),
    [
        ({}, "13/5/2023", "13 May 2023"),
        ({"ends_on": dt.date(2023, 5, 14)}, "13–14/5/2023", "13–14 May 2023"),
        (
            {"starts_on": dt.date(2023, 5, 1), "precision": Precision.MONTH},
            "tháng 5/2023",
            "May 2023",
        ),
        ({"starts_on": dt.date(2023, 1, 1), "precision": Precision.YEAR}, "năm 2023", "2023"),
    ],
)
def test_date_is_shown_as_exactly_as_it_is_known(series, said, vietnamese, english) -> None:
    conference = unsaved(series, **said)
    with translation.override("en"):
        in_english = conference.date_label
    assert (conference.date_label, in_english) == (vietnamese, english)


def test_address_is_series_and_slug(x_2022) -> None:
    assert x_2022.get_absolute_url() == "/conferences/bac-trung-bo/x-2022/"


def test_conference_is_found_by_either_spelling_of_its_edition(series) -> None:
    row = register.conference(
        series, DAY_OF_X, edition=10, title="Hội nghị Bắc Trung Bộ", venue="Thành phố Huế"
    )
    words = set(row.folded.split())
    assert {"hoi", "bac", "hue", "lan", "thu", "x", "10", "2022"} - words == set()


# Its address, C2


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ({"edition": 10}, "x-2023"),
        ({}, "2023"),
        ({"edition": 1, "starts_on": dt.date(2013, 1, 1)}, "i-2013"),
    ],
)
def test_slug_is_proposed_from_edition_and_year(series, said: dict, slug: str) -> None:
    assert unsaved(series, **said).propose_slug() == slug


def test_slug_that_is_taken_is_numbered(series) -> None:
    for _time in range(2):
        register.conference(series, dt.date(2023, 5, 13))
    assert unsaved(series).propose_slug() == "2023-3"


def test_slug_of_another_series_is_free(series) -> None:
    register.conference(register.series("phia-bac"), dt.date(2023, 5, 13))
    assert unsaved(series).propose_slug() == "2023"


def test_slug_that_leads_to_another_conference_is_not_proposed(series) -> None:
    other = register.conference(series, dt.date(2023, 5, 13))
    change_slug(conference=other, slug="ix-2023", by=register.registrar())
    assert unsaved(series).propose_slug() == "2023-2"


def test_own_slug_may_be_kept(series) -> None:
    assert register.conference(series, dt.date(2023, 5, 13)).propose_slug() == "2023"


def test_own_former_slug_may_be_taken_back(series) -> None:
    conference = register.conference(series, dt.date(2023, 5, 13))
    change_slug(conference=conference, slug="ix-2023", by=register.registrar())
    assert conference.propose_slug() == "2023"


def test_slug_is_refused_twice_in_a_series(series, x_2022) -> None:
    assert refused(unsaved(series, slug="x-2022")) == {
        "__all__": ["Conference with this Conference series and Address already exists."]
    }


def test_slug_cannot_be_saved_twice_in_a_series(series, x_2022) -> None:
    assert "unique" in unsavable(unsaved(series, slug="x-2022")).lower()


# Editions, C2


def test_edition_is_refused_twice_in_a_series(series, x_2022) -> None:
    assert refused(unsaved(series, edition=10)) == {
        "__all__": ["This series has a conference of this edition already."]
    }


def test_edition_cannot_be_saved_twice_in_a_series(series, x_2022) -> None:
    assert "unique" in unsavable(unsaved(series, edition=10)).lower()


def test_edition_of_another_series_is_accepted(x_2022) -> None:
    assert refused(unsaved(register.series("phia-bac"), edition=10)) == {}


def test_edition_of_a_cancelled_conference_is_free(series, x_2022) -> None:
    Conference.objects.update(status=Status.CANCELLED)
    unsaved(series, edition=10).save()
    assert Conference.objects.filter(edition=10).count() == 2


def test_edition_of_a_retired_conference_is_free(series, x_2022) -> None:
    retire(record=x_2022, by=register.registrar(), reason="Ghi trùng")
    unsaved(series, edition=10).save()
    assert Conference.objects.filter(edition=10).count() == 2


def test_edition_of_a_postponed_conference_is_taken(series, x_2022) -> None:
    Conference.objects.update(status=Status.POSTPONED)
    assert refused(unsaved(series, edition=10)) == {
        "__all__": ["This series has a conference of this edition already."]
    }


def test_unnumbered_conferences_stand_beside_each_other(series) -> None:
    for _time in range(2):
        register.conference(series, dt.date(2023, 5, 13))
    assert Conference.objects.filter(edition=None).count() == 2


# Dates and host, C3 and P3


@pytest.mark.parametrize(
    ("precision", "day"),
    [
        (Precision.MONTH, dt.date(2023, 5, 13)),
        (Precision.YEAR, dt.date(2023, 5, 1)),
        (Precision.YEAR, dt.date(2023, 1, 2)),
    ],
)
def test_inexact_date_that_is_not_the_first_day_is_refused(series, precision, day) -> None:
    conference = unsaved(series, precision=precision, starts_on=day)
    sentence = "Of a month or a year, write the first day: 1/5/2022, 1/1/2022."
    assert refused(conference) == {"__all__": [sentence]}
    assert "conferences_conference_first_possible_day" in unsavable(conference)


@pytest.mark.parametrize("last", [dt.date(2023, 5, 12), dt.date(2023, 5, 13)])
def test_last_day_that_is_not_later_is_refused(series, last: dt.date) -> None:
    conference = unsaved(series, ends_on=last)
    assert refused(conference) == {"__all__": ["The last day is later than the first."]}
    assert "conferences_conference_ends_after_start" in unsavable(conference)


def test_last_day_of_an_inexact_date_is_refused(series) -> None:
    conference = unsaved(
        series,
        starts_on=dt.date(2023, 5, 1),
        precision=Precision.MONTH,
        ends_on=dt.date(2023, 5, 31),
    )
    assert refused(conference) == {"__all__": ["The last day is later than the first."]}


@pytest.fixture
def quang_tri(db) -> dict:
    return register.provinces("quang-tri-2025", "quang-binh")


@pytest.mark.parametrize(
    ("starts_on", "precision", "host", "accepted"),
    [
        (dt.date(2025, 6, 30), Precision.DAY, "quang-binh", True),
        (dt.date(2025, 7, 1), Precision.DAY, "quang-binh", False),
        (dt.date(2025, 6, 30), Precision.DAY, "quang-tri-2025", False),
        (dt.date(2025, 7, 1), Precision.DAY, "quang-tri-2025", True),
        (dt.date(2025, 6, 1), Precision.MONTH, "quang-binh", True),
        (dt.date(2025, 7, 1), Precision.MONTH, "quang-binh", False),
        (dt.date(2025, 6, 1), Precision.MONTH, "quang-tri-2025", False),
        (dt.date(2025, 7, 1), Precision.MONTH, "quang-tri-2025", True),
        (dt.date(2025, 1, 1), Precision.YEAR, "quang-binh", True),
        (dt.date(2025, 1, 1), Precision.YEAR, "quang-tri-2025", True),
        (dt.date(2024, 1, 1), Precision.YEAR, "quang-tri-2025", False),
        (dt.date(2026, 1, 1), Precision.YEAR, "quang-binh", False),
    ],
)
def test_host_existed_when_it_may_have_been(
    series, quang_tri, starts_on, precision, host: str, accepted: bool
) -> None:
    conference = unsaved(series, starts_on=starts_on, precision=precision, host=quang_tri[host])
    assert (refused(conference) == {}) is accepted


def test_host_in_the_course_of_a_month_existed(series) -> None:
    mid_month = register.province("quang-tri-2025", valid_from=dt.date(2025, 7, 15))
    conference = unsaved(
        series, starts_on=dt.date(2025, 7, 1), precision=Precision.MONTH, host=mid_month
    )
    assert refused(conference) == {}


def test_host_of_another_time_is_refused_in_words(series, quang_tri) -> None:
    conference = unsaved(series, starts_on=MERGER, host=quang_tri["quang-binh"])
    assert refused(conference) == {
        "host": ["Quang Binh (until 30 June 2025) was not a unit of its own on 1/7/2025."]
    }


def test_host_that_no_source_names_is_accepted(series) -> None:
    assert refused(unsaved(series, host=None)) == {}


# What the database holds a conference to


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"edition": 0}, "edition_positive"),
        ({"status": "forgotten"}, "status_known"),
        ({"form": "by_letter"}, "form_known"),
        ({"published_by": None}, "published_by_someone"),
        ({"published_at": None}, "published_by_someone"),
        ({"retired_at": timezone.now()}, "retired_with_reason"),
        ({"retired_reason": "Ghi trùng"}, "retired_with_reason"),
    ],
)
def test_impossible_conference_cannot_be_saved(x_2022, columns: dict, constraint: str) -> None:
    assert f"conferences_conference_{constraint}" in unsavable(x_2022, **columns)


def test_conference_of_unknown_precision_cannot_be_saved(x_2022) -> None:
    """Two rules are broken at once; each database names another first."""
    message = unsavable(x_2022, precision="week")
    named = {"precision_known", "first_possible_day"}
    assert any(f"conferences_conference_{name}" in message for name in named)


@pytest.mark.parametrize("form", ["", *Form.values])
def test_form_may_be_untold(series, form: str) -> None:
    assert refused(unsaved(series, form=form)) == {}


def test_conference_that_is_attested_cannot_be_deleted(x_2022) -> None:
    register.attest(x_2022, Fact.EDITION, "lần thứ X", "10")
    with pytest.raises(ProtectedError):
        x_2022.delete()


# Attestations, C5


def attestation(conference: Conference, field: str, printed: str, value: str = "") -> Attestation:
    return Attestation(
        conference=conference, field=field, printed=printed, value=value, source=register.source()
    )


@pytest.mark.parametrize("field", [Fact.NAME, Fact.VENUE])
def test_attested_name_needs_no_value(x_2022, field: str) -> None:
    assert refused(attestation(x_2022, field, "Hội nghị ngành Công thương")) == {}


@pytest.mark.parametrize("field", [one for one in Fact if one not in (Fact.NAME, Fact.VENUE)])
def test_attested_fact_comes_to_something(x_2022, field: str) -> None:
    row = attestation(x_2022, field, "lần thứ X")
    sentence = "Say what the wording comes to, e.g. 13 or 2022-08-19."
    assert refused(row) == {"__all__": [sentence]}
    assert "conferences_attestation_comes_to_something" in unsavable(row)


def test_attestation_of_an_unknown_headline_cannot_be_saved(x_2022) -> None:
    row = attestation(x_2022, "weather", "nắng", "1")
    assert "conferences_attestation_field_known" in unsavable(row)


def test_attestation_is_recorded_once(x_2022) -> None:
    register.attest(x_2022, Fact.EDITION, "lần thứ X", "10")
    assert "unique" in unsavable(attestation(x_2022, Fact.EDITION, "lần thứ X", "10")).lower()


def test_source_may_print_a_fact_in_two_ways(x_2022) -> None:
    register.attest(x_2022, Fact.EDITION, "lần thứ X", "10")
    assert refused(attestation(x_2022, Fact.EDITION, "lần thứ 11", "11")) == {}


# Handovers, H1 and H4


@pytest.fixture
def hosted(series) -> Conference:
    """X/2022, hosted by Thanh Hóa."""
    host = register.province("thanh-hoa")
    return register.conference(series, DAY_OF_X, edition=10, host=host)


def passed_on(conference: Conference, **said) -> Handover:
    defaults = {"form": HandoverForm.FLAG, "source": register.source()}
    return Handover(conference=conference, **defaults | said)


def test_handover_may_leave_receiver_edition_and_year_untold(hosted) -> None:
    assert refused(passed_on(hosted)) == {}


def test_second_handover_from_a_conference_is_refused(hosted) -> None:
    register.handover(hosted, None)
    again = passed_on(hosted)
    sentence = "A handover from this conference is recorded already."
    assert refused(again) == {"__all__": [sentence]}
    assert "unique" in unsavable(again).lower()


def test_handover_after_a_retired_one_is_accepted(hosted) -> None:
    wrong = register.handover(hosted, None)
    retire(record=wrong, by=register.registrar(), reason="Cờ thi đua, không phải cờ đăng cai")
    passed_on(hosted).save()
    assert hosted.handovers.count() == 2


@pytest.mark.parametrize(("edition", "roman"), [(10, "X"), (9, "IX")])
def test_edition_that_goes_back_is_refused(hosted, edition: int, roman: str) -> None:
    assert refused(passed_on(hosted, edition=edition)) == {
        "edition": [f"Edition {roman} does not follow edition X."]
    }


def test_year_that_goes_back_is_refused(hosted) -> None:
    assert refused(passed_on(hosted, year=2021)) == {
        "year": ["The year 2021 lies before the conference of 2022."]
    }


def test_year_of_the_conference_itself_is_accepted(hosted) -> None:
    assert refused(passed_on(hosted, year=2022)) == {}


def test_receiver_that_is_the_host_is_refused(hosted) -> None:
    assert refused(passed_on(hosted, receiver=hosted.host)) == {
        "receiver": ["The receiver is the host: give the reason, or correct the receiver."]
    }


def test_receiver_that_is_the_host_is_accepted_with_a_reason(hosted) -> None:
    row = passed_on(hosted, receiver=hosted.host, reason="Hoãn hội nghị vì dịch bệnh")
    assert refused(row) == {}


def test_receiver_that_did_not_exist_yet_is_refused(hosted) -> None:
    hue = register.province("hue")
    assert refused(passed_on(hosted, receiver=hue)) == {
        "receiver": ["Hue was not a unit of its own on 13/5/2022."]
    }


def test_receiver_existed_on_the_day_of_the_handover(hosted) -> None:
    hue = register.province("hue")
    assert refused(passed_on(hosted, receiver=hue, handed_on=dt.date(2025, 1, 1))) == {}


def test_receiver_existed_on_the_last_day_of_the_conference(series) -> None:
    new = register.province("quang-tri-2025")
    conference = register.conference(series, dt.date(2025, 6, 30), ends_on=MERGER)
    assert refused(passed_on(conference, receiver=new)) == {}


def test_receiver_existed_in_the_year_of_a_conference_without_a_day(series) -> None:
    new = register.province("quang-tri-2025")
    conference = register.conference(series, dt.date(2025, 1, 1), precision=Precision.YEAR)
    assert refused(passed_on(conference, receiver=new)) == {}


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"form": "handshake"}, "form_known"),
        ({"edition": 1}, "edition_follows_one"),
        ({"retired_at": timezone.now()}, "retired_with_reason"),
    ],
)
def test_impossible_handover_cannot_be_saved(hosted, columns: dict, constraint: str) -> None:
    row = passed_on(hosted)
    assert f"conferences_handover_{constraint}" in unsavable(row, **columns)


@translation.override("en")
def test_handover_is_named_after_giver_receiver_and_edition(hosted) -> None:
    row = passed_on(hosted, receiver=register.province("nghe-an"), edition=11)
    assert str(row) == f"{hosted.title} → Nghe An XI"


@translation.override("en")
def test_handover_to_nobody_known_says_so(hosted) -> None:
    assert str(passed_on(hosted)) == f"{hosted.title} → receiver not known"


# Proposals, C4


def asked(**said) -> Proposal:
    columns = bodies_of_a_proposal() | {"text": "Nâng cấp chợ", "source": register.source()}
    return Proposal(**columns | said)


BELONGS = "Name the conference; where the source names none, the region and the theme."


def test_proposal_of_a_conference_is_accepted(x_2022) -> None:
    assert refused(asked(conference=x_2022)) == {}


def test_proposal_of_a_region_and_a_theme_is_accepted() -> None:
    region = register.region("phia-bac-28")
    assert refused(asked(region=region, theme="industrial_promotion")) == {}


def test_proposal_of_nothing_is_refused() -> None:
    row = asked()
    assert refused(row) == {"__all__": [BELONGS]}
    assert "conferences_proposal_belongs_somewhere" in unsavable(row)


def test_proposal_of_a_region_without_a_theme_is_refused() -> None:
    row = asked(region=register.region("phia-bac-28"))
    assert refused(row) == {"__all__": [BELONGS]}


def test_proposal_of_a_theme_without_a_region_is_refused() -> None:
    assert refused(asked(theme="cooperation")) == {"__all__": [BELONGS]}


def test_proposal_of_a_conference_has_no_region_of_its_own(x_2022) -> None:
    row = asked(conference=x_2022, region=register.region("bac-trung-bo-6"))
    assert refused(row) == {"__all__": [BELONGS]}


def test_responder_without_a_response_cannot_be_saved(x_2022) -> None:
    row = asked(conference=x_2022)
    message = unsavable(row, responded_by=row.addressed_to)
    assert "conferences_proposal_responder_says_something" in message


def test_proposal_of_an_unknown_theme_cannot_be_saved(x_2022) -> None:
    row = asked(region=register.region("phia-bac-28"))
    assert "conferences_proposal_theme_known" in unsavable(row, theme="football")


def test_answered_proposals_are_those_with_a_response(x_2022) -> None:
    asked(conference=x_2022, text="Chờ trả lời").save()
    answered = register.proposal(
        "Nâng cấp chợ",
        asked_by=Organisation.objects.get(key="so-cong-thuong-nghe-an"),
        addressed_to=Organisation.objects.get(key="bo-cong-thuong"),
        conference=x_2022,
        response="Bộ ghi nhận",
    )
    assert list(Proposal.objects.answered()) == [answered]


# People, organisations and the other parts, C4 and S4


def test_person_is_recorded_once() -> None:
    Person.objects.create(name="Họ và tên")
    assert refused(Person(name="Họ và tên")) == {
        "__all__": ["This name is recorded already; tell the two people apart."]
    }


def test_people_of_one_name_are_told_apart() -> None:
    Person.objects.create(name="Họ và tên")
    other = Person(name="Họ và tên", distinction="Sở Công Thương Hà Tĩnh")
    assert (refused(other), str(other)) == ({}, "Họ và tên (Sở Công Thương Hà Tĩnh)")


def test_name_hidden_by_nobody_cannot_be_saved() -> None:
    message = unsavable(Person(name="Họ và tên"), hidden_at=timezone.now())
    assert "conferences_person_hidden_by_someone" in message


def appearance(conference: Conference, **said) -> Appearance:
    columns = {"role": Role.CHAIRED, "source": register.source()} | said
    return Appearance(conference=conference, **columns)


def test_unnamed_person_appears_by_office(x_2022) -> None:
    office = "Đại diện lãnh đạo Sở Công thương 6 tỉnh Bắc Trung Bộ"
    row = appearance(x_2022, office=office)
    assert (refused(row), str(row)) == ({}, office)


def test_appearance_of_nobody_is_refused(x_2022) -> None:
    row = appearance(x_2022)
    assert refused(row) == {"__all__": ["Name the person, or the office."]}
    assert "conferences_appearance_of_someone" in unsavable(row)


def test_hidden_name_is_not_shown(x_2022) -> None:
    person = Person(name="Họ và tên", hidden_at=timezone.now(), hidden_by=register.registrar())
    row = appearance(x_2022, person=person, office="Giám đốc Sở")
    assert (row.shown_name, str(row)) == ("", "Giám đốc Sở")


@pytest.mark.parametrize(
    ("model", "columns", "constraint"),
    [
        (Appearance, {"office": "Giám đốc", "role": "slept"}, "appearance_role_known"),
        (Presence, {"printed": "Sở", "kind": "sponsored"}, "presence_kind_known"),
        (Point, {"text": "Kết quả", "kind": "joke"}, "point_kind_known"),
        (Commendation, {"recipients": "Sở", "kind": "medal_of_honour"}, "commendation_kind_known"),
        (Document, {"abstract": "Kế hoạch", "kind": "poem"}, "document_kind_known"),
    ],
)
def test_part_of_an_unknown_kind_cannot_be_saved(x_2022, model, columns, constraint) -> None:
    row = model(conference=x_2022, source=register.source(), **columns)
    assert f"conferences_{constraint}" in unsavable(row)


def test_participation_is_recorded_once_for_each_source(x_2022) -> None:
    member = register.province("ha-tinh")
    row = register.participation(x_2022, member)
    register.participation(x_2022, member, source=register.source("vietnam-vn-2024-en"))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert x_2022.participations.count() == 2


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "club"}, "kind_known"),
        (
            {"valid_from": dt.date(2025, 3, 1), "valid_until": dt.date(2025, 3, 1)},
            "interval_in_order",
        ),
    ],
)
def test_impossible_organisation_cannot_be_saved(columns: dict, constraint: str) -> None:
    row = Organisation(key="cuc", name="Cục", kind=OrganisationKind.AGENCY)
    assert f"conferences_organisation_{constraint}" in unsavable(row, **columns)


def test_organisation_cannot_follow_itself() -> None:
    row = register.organisation("cuc-cong-thuong-dia-phuong", "Cục Công Thương địa phương")
    assert "conferences_organisation_not_own_successor" in unsavable(row, successor=row)


# Series and sources, C1 and C6


def test_series_cannot_continue_itself(series) -> None:
    assert "conferences_series_not_own_successor" in unsavable(series, successor=series)


def test_series_of_an_unknown_theme_cannot_be_saved(series) -> None:
    assert "conferences_series_theme_known" in unsavable(series, theme="football")


def test_source_that_says_nothing_of_itself_is_refused() -> None:
    row = Source(key="bao", rank="press")
    assert refused(row) == {"__all__": ["Give a title, a publisher or a note."]}
    assert "conferences_source_says_what_it_is" in unsavable(row)


@pytest.mark.parametrize("field", ["title", "publisher", "note"])
def test_source_may_be_known_by_any_of_three(field: str) -> None:
    assert refused(Source(key="bao", rank="press", **{field: "Báo Thanh Hóa"})) == {}


def test_source_of_an_unknown_rank_cannot_be_saved() -> None:
    message = unsavable(Source(key="bao", title="Báo", rank="hearsay"))
    assert "conferences_source_rank_known" in message


def test_sources_without_a_day_come_last() -> None:
    for key, day in (("bao-a", None), ("bao-b", DAY_OF_X), ("bao-c", MERGER)):
        register.source(key, published_on=day)
    assert [source.key for source in Source.objects.all()] == ["bao-c", "bao-b", "bao-a"]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"title": "Hội nghị", "publisher": "Báo Thanh Hóa"}, "Hội nghị"),
        ({"publisher": "Báo Thanh Hóa"}, "Báo Thanh Hóa"),
        ({"note": "Bản sao"}, "bao"),
    ],
)
def test_source_is_called_by_what_is_known(columns: dict, name: str) -> None:
    assert str(Source(key="bao", **columns)) == name


def test_publishing_names_who_and_when(series) -> None:
    row = register.conference(series, DAY_OF_X, draft=True)
    keeper = register.administrator()
    publish(conference=row, by=keeper)
    assert (row.is_published, row.published_by) == (True, keeper)
