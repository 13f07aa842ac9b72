"""`load_records`: what is missing is created, what differs is refused, or applied (S3)."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone, translation

from accounts.models import User
from conferences.enums import Theme
from conferences.models import (
    Appearance,
    Attestation,
    Conference,
    FormerSlug,
    Handover,
    Organisation,
    Point,
    Series,
)
from metrics.models import Figure, Indicator
from portal.records.writing import contents, dump
from provinces.actions import keep, retire
from provinces.models import Province, Region, RegionMembership
from tests.portal.records_sample import (
    ARTICLE,
    IN_2024,
    X_2022,
    Files,
    load_in_english,
    loaded,
    write_files,
)
from tests.register import registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path) -> Files:
    return write_files(tmp_path)


def said(files: Files) -> dict:
    """What the files say, by name."""
    names = (file.relative_to(files.path).as_posix() for file in files.path.rglob("*.json"))
    return {name: files.read(name) for name in names}


def x_2022() -> Conference:
    return Conference.objects.get(slug="x-2022")


# Creating


def test_load_fills_an_empty_register(files):
    loaded(files)
    assert dict(contents()) == said(files)


def test_load_counts_what_it_made(files):
    outcome = loaded(files)
    assert outcome.tallies["conferences"] == Counter(created=2)


def test_load_says_in_the_history_who_wrote(files):
    loaded(files)
    assert x_2022().history.earliest().history_user == User.objects.registrar()


def test_load_publishes_what_is_no_draft(files):
    loaded(files)
    assert x_2022().published_by == User.objects.registrar()


def test_load_keeps_a_draft_unpublished(files):
    with files.edited(X_2022) as conference:
        conference["draft"] = True
    loaded(files)
    assert x_2022().published_at is None


def test_load_reads_the_name_of_a_province_as_of_the_day(files):
    with files.edited(IN_2024) as conference:
        conference["host"] = "tỉnh Quảng Trị"
        conference["note"] = "Thử tên gọi."
    loaded(files)
    assert Conference.objects.get(slug="2024").host.key == "quang-tri-1989"


def test_load_lets_a_merged_unit_tell_of_the_years_before_its_birth(files):
    with files.edited("figures.json") as figures:
        figures.append(
            files.read(X_2022)["figures"][0]
            | {"scope": "province", "region": None, "province": "quang-tri-2025"}
        )
    loaded(files)
    assert Figure.objects.get(reported_at=None).province.key == "quang-tri-2025"


def test_load_finds_a_person_named_twice_once(files):
    loaded(files)
    assert (
        Point.objects.get(kind="directive").speaker
        == Appearance.objects.get(role="concluded").person
    )


def test_load_makes_the_count_of_a_conference_its_own(files):
    delegates = {
        "indicator": "delegates",
        "scope": "conference",
        "from": "2022-05-13",
        "until": "2022-05-14",
        "basis": "actual",
        "number": "150",
        "unit": "dai-bieu",
        "printed": "150 đại biểu",
        "source": ARTICLE,
    }
    with files.edited("units.json") as units:
        units.append(
            {"key": "dai-bieu", "name": "đại biểu", "name_en": "delegates", "quantity": "count"}
        )
    with files.edited("indicators.json") as indicators:
        indicators.append(
            {
                "key": "delegates",
                "name": "Đại biểu dự hội nghị",
                "topic": "event",
                "kind": "count",
                "unit": "dai-bieu",
                "aggregation": "none",
            }
        )
    with files.edited(X_2022) as conference:
        conference["figures"].append(delegates)
    loaded(files)
    assert Figure.objects.get(scope="conference").conference == x_2022()


def test_load_chooses_the_headline(files):
    with files.edited(X_2022) as conference:
        conference["figures"][1]["is_headline"] = True
    loaded(files)
    assert Figure.objects.get(is_headline=True).number == "11.28"


def test_load_a_second_time_changes_nothing(files):
    loaded(files)
    rows = x_2022().history.count()
    outcome = loaded(files)
    assert (outcome.tallies["conferences"], x_2022().history.count()) == (Counter(same=2), rows)


def test_load_adds_a_file_to_a_filled_register(files):
    later = files.read(IN_2024)
    files.remove(IN_2024)
    loaded(files)
    files.write(IN_2024, later)
    outcome = loaded(files)
    assert outcome.tallies["conferences"] == Counter(created=1, same=1)


def test_load_needs_only_the_files_that_say_something_new(files):
    loaded(files)
    for name in said(files):
        if name != "series.json":
            files.remove(name)
    with files.edited("series.json") as series:
        series.append({"key": "phia-bac", "name": "Hội nghị phía Bắc", "theme": "industry_trade"})
    outcome = loaded(files)
    assert outcome.tallies == {"series.json": Counter(same=1, created=1)}


def test_dry_run_writes_nothing(files):
    outcome = loaded(files, dry_run=True)
    assert (outcome.tallies["provinces.json"]["created"], Province.objects.count()) == (14, 0)


# Differences


def test_load_refuses_what_differs_and_writes_nothing(files):
    loaded(files)
    before = dict(contents())
    with files.edited(X_2022) as conference:
        conference["venue"] = "Sầm Sơn"
    with files.edited("series.json") as series:
        series.append({"key": "phia-bac", "name": "Hội nghị phía Bắc", "theme": "industry_trade"})
    outcome = load_in_english(files)
    assert outcome.differences == [
        f'{X_2022}: venue: the register has nothing, the file has "Sầm Sơn".'
    ]
    assert dict(contents()) == before


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        pytest.param(
            lambda one: one.update(edition=11),
            "edition: the register has 10, the file has 11.",
            id="a column",
        ),
        pytest.param(
            lambda one: one["figures"][1].update(number="11.29"),
            'figures[1].number: the register has "11.28", the file has "11.29".',
            id="a part",
        ),
        pytest.param(
            lambda one: one.update(points=one["points"][:1]),
            'points: the register has {"kind": "directive", "text": "Mở rộng thị trường.", '
            '"speaker": "Đặng Hoàng An",…, the file has nothing.',
            id="a part too many",
        ),
        pytest.param(
            lambda one: one["pacts"].append({"parties": "Các Sở", "source": ARTICLE}),
            'pacts[1]: the register has nothing, the file has {"parties": "Các Sở", "source": '
            '"bao-thanh-hoa-2022"}.',
            id="a part missing",
        ),
        pytest.param(
            lambda one: one["participations"].reverse(),
            "participations: the register has another order.",
            id="the order",
        ),
        pytest.param(
            lambda one: one.update(draft=True),
            "draft: the register has false, the file has true.",
            id="publication",
        ),
        pytest.param(
            lambda one: one.update(former_slugs=["10-2022"]),
            'former_slugs: the register has nothing, the file has ["10-2022"].',
            id="a former address",
        ),
    ],
)
def test_load_names_each_difference(files, edit, line):
    loaded(files)
    with files.edited(X_2022) as conference:
        edit(conference)
    outcome = load_in_english(files)
    assert (outcome.differences, outcome.faults) == ([f"{X_2022}: {line}"], [])


def test_load_reports_what_only_the_register_has(files):
    loaded(files)
    files.remove(IN_2024)
    with files.edited("sources.json") as sources:
        sources[:] = [one for one in sources if one["key"] == ARTICLE]
    outcome = loaded(files)
    assert outcome.leftovers == [
        "sources.json: the register also has “vietnam-vn-2024-en, Ngành Công Thương 6 tỉnh Bắc "
        "Trung Bộ tiếp tục phục hồi và tăng trưởng”, the files have not.",
        f"{IN_2024}: the register also has “Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm "
        "2024”, the files have not.",
    ]


def test_load_refuses_what_the_register_retired(files):
    loaded(files)
    retire(record=Conference.objects.get(slug="2024"), by=registrar(), reason="Trùng hồ sơ.")
    day = timezone.localdate()
    outcome = load_in_english(files, update=True)
    assert outcome.faults == [
        f"{IN_2024}: “Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024” was retired on "
        f"{day.day}/{day.month}/{day.year}: Trùng hồ sơ."
    ]


# Updating


def updated(files: Files) -> None:
    """The register is brought into line, and says then what the files say."""
    loaded(files, update=True)
    assert dict(contents()) == said(files)


def test_update_changes_a_column_and_says_why(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        conference["venue"] = "Sầm Sơn"
        ordered = {key: conference.pop(key) for key in list(conference)}
        ordered["venue"] = ordered.pop("venue")
        conference.update(ordered)
    loaded(files, update=True)
    latest = x_2022().history.latest()
    assert (latest.venue, latest.history_change_reason) == (
        "Sầm Sơn",
        "Brought into line with the files of the register.",
    )


def test_update_leaves_unchanged_parts_alone(files):
    loaded(files)
    kept = Point.objects.get(kind="directive").pk
    with files.edited(X_2022) as conference:
        conference["points"].insert(
            0, {"kind": "task", "text": "Phát triển chợ.", "source": ARTICLE}
        )
        conference["points"][1]["text"] = "Bán lẻ tăng."
    updated(files)
    assert Point.objects.get(kind="directive").pk == kept


def test_update_puts_parts_into_the_order_of_the_file(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        conference["participations"].reverse()
    updated(files)


def test_update_removes_a_part_and_its_history_keeps_it(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        del conference["pacts"]
    updated(files)
    removed = x_2022().pacts.model.history.latest()
    assert (removed.history_type, removed.parties) == ("-", "Sở Công thương 6 tỉnh Bắc Trung Bộ")


def test_update_retires_a_handover_that_the_file_does_not_have(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        del conference["handover"]
    updated(files)
    assert Handover.objects.get().retired_by == User.objects.registrar()


def test_update_corrects_a_published_figure(files):
    loaded(files)
    old = Figure.objects.get(number="11.28")
    with files.edited(X_2022) as conference:
        conference["figures"][1] |= {"number": "11.29", "printed": "11,29 tỷ USD"}
    updated(files)
    old.refresh_from_db()
    assert (old.number, old.corrected_by.number, old.superseded_by) == (
        "11.28",
        "11.29",
        User.objects.registrar(),
    )


def test_update_edits_the_figure_of_a_draft(files):
    with files.edited(X_2022) as conference:
        conference["draft"] = True
    loaded(files)
    old = Figure.objects.get(number="11.28")
    with files.edited(X_2022) as conference:
        conference["figures"][1] |= {"number": "11.29", "printed": "11,29 tỷ USD"}
    loaded(files, update=True)
    old.refresh_from_db()
    assert (old.number, old.superseded_at) == ("11.29", None)


def test_update_corrects_what_was_public_before_it_becomes_a_draft(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        conference["figures"][1] |= {"number": "11.29", "printed": "11,29 tỷ USD"}
        conference["draft"] = True
    loaded(files, update=True)
    assert Figure.objects.get(number="11.28").corrected_by.number == "11.29"


def test_update_retires_a_figure_that_the_file_does_not_have(files):
    loaded(files)
    with files.edited(X_2022) as conference:
        del conference["figures"][1]
    updated(files)
    assert Figure.objects.get(number="11.28").is_retired is True


def test_update_moves_the_headline(files):
    with files.edited(X_2022) as conference:
        conference["figures"].insert(
            1, conference["figures"][0] | {"number": "370462", "printed": "370.462 tỷ đồng"}
        )
        conference["figures"][0]["is_headline"] = True
    loaded(files)
    with files.edited(X_2022) as conference:
        figures = conference["figures"]
        del figures[0]["is_headline"]
        source = figures[1].pop("source")
        figures[1] |= {"is_headline": True, "source": source}
    updated(files)


def test_update_lets_two_conferences_change_numbers(files):
    with files.edited(IN_2024) as conference:
        conference |= {"edition": 11, "note": "Số lần do hồ sơ suy ra."}
    loaded(files)
    for name, edition in ((X_2022, 11), (IN_2024, 10)):
        with files.edited(name) as conference:
            conference["edition"] = edition
            conference.get("handover", {})["edition"] = 12
    loaded(files, update=True)
    assert list(Conference.objects.order_by("slug").values_list("edition", flat=True)) == [10, 11]


def test_update_moves_a_conference_and_keeps_its_old_address(files):
    loaded(files)
    conference = files.read(IN_2024)
    files.remove(IN_2024)
    moved = conference | {"slug": "xii-2024", "former_slugs": ["2024"]}
    files.write("conferences/bac-trung-bo/xii-2024.json", moved)
    loaded(files, update=True)
    row = Conference.objects.get(slug="xii-2024")
    assert (row.former_slugs.get().slug, Conference.objects.count()) == ("2024", 2)


def test_update_never_forgets_a_former_address(files):
    loaded(files)
    x_2022().former_slugs.create(series=x_2022().series, slug="10-2022")
    loaded(files, update=True)
    assert x_2022().former_slugs.get().slug == "10-2022"


def test_former_address_in_another_series_is_written_and_read_again(files):
    loaded(files)
    other = keep(
        record=Series(key="phia-bac", name="Phía Bắc", theme=Theme.INDUSTRY_TRADE), by=registrar()
    )
    x_2022().former_slugs.create(series=other, slug="10-2022")
    dump(files.path)
    written = files.read(X_2022)["former_slugs"]
    FormerSlug.objects.all().delete()
    loaded(files, update=True)
    former = FormerSlug.objects.get()
    assert (written, former.series, former.slug) == (["phia-bac/10-2022"], other, "10-2022")


def test_load_knows_a_conference_by_its_former_address(files):
    loaded(files)
    row = x_2022()
    with translation.override("en"):
        row.former_slugs.create(series=row.series, slug="10-2022")
    conference = files.read(X_2022)
    files.remove(X_2022)
    files.write("conferences/bac-trung-bo/10-2022.json", conference | {"slug": "10-2022"})
    assert load_in_english(files).differences == [
        'conferences/bac-trung-bo/10-2022.json: slug: the register has "x-2022", the file has '
        '"10-2022".'
    ]


def test_update_changes_other_names(files):
    loaded(files)
    with files.record("organisations.json", "bo-cong-thuong") as ministry:
        ministry["aliases"] = ["Bộ CT", "Bộ Công thương"]
    updated(files)
    assert Organisation.objects.get(key="bo-cong-thuong").folded == " bo cong thuong "


def test_update_ends_a_region_and_the_memberships_that_follow_it(files):
    with files.record("regions.json", "bac-trung-bo-5") as region:
        region["until"] = "2026-01-01"
    loaded(files)
    with files.record("regions.json", "bac-trung-bo-5") as region:
        del region["until"]
    updated(files)
    assert RegionMembership.objects.filter(valid_until="2026-01-01").count() == 0


def test_update_publishes_a_draft(files):
    with files.edited(X_2022) as conference:
        conference["draft"] = True
    loaded(files)
    with files.edited(X_2022) as conference:
        del conference["draft"]
    updated(files)


def test_update_puts_catalogues_into_the_order_of_the_file(files):
    loaded(files)
    with files.edited("indicators.json") as indicators:
        indicators.reverse()
    updated(files)


def test_update_writes_nothing_when_one_file_is_wrong(files):
    loaded(files)
    before = dict(contents())
    with files.edited(X_2022) as conference:
        conference["venue"] = "Sầm Sơn"
    with files.edited(IN_2024) as conference:
        conference["region"] = "bac-trung-bo"
    load_in_english(files, update=True)
    assert dict(contents()) == before


def test_new_indicator_between_others_needs_no_update(files):
    loaded(files)
    with files.edited("indicators.json") as indicators:
        indicators.insert(1, indicators[0] | {"key": "import", "name": "Kim ngạch nhập khẩu"})
        keys = [one["key"] for one in indicators]
    loaded(files)
    assert list(Indicator.objects.order_by("position").values_list("key", flat=True)) == keys


@pytest.mark.parametrize("ends", [{"low": "0.3", "high": "20"}, {"low": "0"}, {"high": "1600000"}])
def test_update_brings_and_takes_the_plausible_range_of_an_indicator(files, ends):
    loaded(files)
    said = {f"plausible_{end}": number for end, number in ends.items()}
    with files.record("indicators.json", "export") as export:
        export |= said
    updated(files)
    exports = Indicator.objects.get(key="export")
    assert (exports.plausible_low, exports.plausible_high) == (
        *(end and Decimal(end) for end in (ends.get("low"), ends.get("high"))),
    )
    with files.record("indicators.json", "export") as export:
        for name in said:
            del export[name]
    updated(files)
    exports.refresh_from_db()
    assert (exports.plausible_low, exports.plausible_high) == (None, None)


# The command


def test_command_says_what_it_did(files, capsys):
    with translation.override("en"):
        call_command("load_records", files.path)
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "sources.json: 2 created, 0 changed, 0 as before",
        "conferences: 2 created, 0 changed, 0 as before",
        "The register is loaded.",
    ]


def test_command_tries_without_writing(files, capsys):
    with translation.override("en"):
        call_command("load_records", files.path, dry_run=True)
    last = capsys.readouterr().out.splitlines()[-1]
    assert (last, Region.objects.count()) == ("Only tried: nothing was written.", 0)


def test_command_refuses_faults_with_each_on_a_line(files, capsys):
    files.write_text("series.json", "[")
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("load_records", files.path)
    assert (str(refusal.value), capsys.readouterr().err.splitlines()) == (
        "Nothing was written: faults in the files: 1.",
        [
            "series.json: No JSON: line 1, column 2, at “[”. A comma, colon, quotation mark or "
            "bracket is missing there or too many."
        ],
    )


def test_command_refuses_differences_and_says_what_to_do(files):
    loaded(files)
    Attestation.objects.filter(value="10").update(printed="lần thứ 10")
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("load_records", files.path)
    assert str(refusal.value) == (
        "Nothing was written: the register differs from the files: 1. To make it like the files, "
        "add --update; to make the files like it, dump_records."
    )


def test_command_leaves_a_filled_register_alone(files, capsys):
    loaded(files)
    files.write_text("series.json", "[")
    with translation.override("en"):
        call_command("load_records", files.path, if_empty=True)
    assert capsys.readouterr().out == "The register has records already: nothing to load.\n"


def test_command_says_that_a_folder_is_missing(tmp_path):
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("load_records", tmp_path / "no")
    assert str(refusal.value) == (
        f"There is no folder “{tmp_path / 'no'}”: expected one with provinces.json, conferences/…"
    )
