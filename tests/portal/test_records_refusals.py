"""Files that `load_records` refuses: each fault with file, path and what is expected (S3)."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from conferences.models import Source
from portal.records.writing import as_text
from provinces.actions import retire
from provinces.models import Province
from tests.portal.records_sample import (
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


def faults_of(files: Files) -> list[str]:
    """Why the files are refused; and nothing of them is written, not even an author."""
    faults = load_in_english(files).faults
    assert (Province.objects.count(), User.objects.count()) == (0, 0)
    return faults


# Files


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(
            '[\n  {"key": "ha" "name": "ha"}\n]',
            'No JSON: line 2, column 16, at “{"key": "ha" "name": "ha"}”. A comma, colon, '
            "quotation mark or bracket is missing there or too many.",
            id="broken",
        ),
        pytest.param(
            "",
            "No JSON: line 1, column 1, at “”. A comma, colon, quotation mark or bracket is "
            "missing there or too many.",
            id="empty",
        ),
        pytest.param(
            "[" * 50_000,
            "Too many brackets within each other: no record looks like this.",
            id="endless",
        ),
        pytest.param(
            "null", "Expected an array of objects, [{…}, {…}]; found null.", id="no array"
        ),
    ],
)
def test_file_that_is_no_array_of_json_is_refused(files, text, fault):
    files.write_text("units.json", text)
    assert faults_of(files) == [f"units.json: {fault}"]


def test_file_that_is_not_utf8_is_refused(files):
    (files.path / "units.json").write_bytes('["tỷ"]'.encode("utf-16-le"))
    assert faults_of(files)[0] == "units.json: The file is not UTF-8: byte 7."


def test_file_that_no_name_calls_for_is_refused(files):
    files.write("conferences/x-2022.json", {})
    assert faults_of(files) == [
        "conferences/x-2022.json: No such file is known; expected provinces.json, maps.json, "
        "regions.json, units.json, indicators.json, series.json, organisations.json, "
        "sources.json, proposals.json, figures.json, omissions.json, "
        "conferences/<series>/<slug>.json."
    ]


def test_conference_at_another_path_than_it_says_is_refused(files):
    conference = files.read(X_2022)
    files.remove(X_2022)
    files.write("conferences/phia-bac/10-2022.json", conference)
    assert faults_of(files) == [
        "conferences/phia-bac/10-2022.json: series: Expected “phia-bac”, where the file stands; "
        "found “bac-trung-bo”.",
        "conferences/phia-bac/10-2022.json: slug: Expected “10-2022”, where the file stands; "
        "found “x-2022”.",
    ]


# Values of JSON


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        pytest.param("11.28", 'Write this number as text: "11.28".', id="float"),
        pytest.param("1e3", 'Write this number as text: "1e3".', id="exponent"),
        pytest.param("9" * 20, f'Write this number as text: "{"9" * 20}".', id="huge"),
        pytest.param("NaN", "NaN is no number.", id="not a number"),
        pytest.param(
            "1128",
            'Expected a number as text, with a decimal point and no grouping, e.g. "11.28"; '
            "found 1128.",
            id="integer",
        ),
    ],
)
def test_number_that_is_not_text_is_refused(files, value, fault):
    text = as_text(files.read(X_2022)).replace('"number": "11.28"', f'"number": {value}')
    files.write_text(X_2022, text)
    assert faults_of(files) == [f"{X_2022}: figures[1].number: {fault}"]


def test_key_that_stands_twice_is_refused(files):
    text = as_text(files.read(X_2022)).replace('"edition": 10', '"edition": 9, "edition": 10')
    files.write_text(X_2022, text)
    assert faults_of(files) == [
        f"{X_2022}: edition: This key stands twice in one object: keep one."
    ]


@pytest.mark.parametrize(
    ("venue", "fault"),
    [
        pytest.param(
            unicodedata.normalize("NFD", "Huế"),
            f"“{unicodedata.normalize('NFD', 'Huế')}” is not composed Unicode (NFC): type it anew.",
            id="not composed",
        ),
        pytest.param(
            "Sầm\x00Sơn", "The character U+0000 belongs in no text: take it out.", id="control"
        ),
        pytest.param(
            "\ud800", "The character U+D800 belongs in no text: take it out.", id="surrogate"
        ),
        pytest.param(
            " Huế", "The text begins or ends with a blank: take it out.", id="outer blank"
        ),
    ],
)
def test_text_that_is_oddly_spelled_is_refused(files, venue, fault):
    with files.edited(IN_2024) as conference:
        conference["venue"] = "@"
    text = as_text(files.read(IN_2024)).replace("@", venue.encode("unicode_escape").decode())
    files.write_text(IN_2024, text.replace("\\x00", "\\u0000"))
    assert faults_of(files) == [f"{IN_2024}: venue: {fault}"]


# Keys and types

Edit = Callable[[Any], None]


def refused(edit: Edit, *faults: str, id: str) -> Any:
    return pytest.param(edit, list(faults), id=id)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        refused(
            lambda one: one.update(editon=10),
            "editon: There is no such key; perhaps “edition”.",
            id="unknown key",
        ),
        refused(
            lambda one: one["figures"][0].update(xyz=1),
            "figures[0].xyz: There is no such key; known are: indicator, scope, region, province, "
            "from, until, basis, measure, against, whole, change_in, criterion, out_of, number, "
            "upper, unit, qualifier, printed, problem, note, is_headline, source.",
            id="unknown key of a figure",
        ),
        refused(
            lambda one: one.pop("title"),
            "title: Missing; expected text in quotation marks.",
            id="missing key",
        ),
        refused(
            lambda one: one.update(starts_on=None),
            'starts_on: Missing; expected a day as "2022-05-13".',
            id="null",
        ),
        refused(
            lambda one: one["figures"][0].pop("unit"),
            'figures[0].unit: Missing; expected a key, e.g. "thanh-hoa".',
            id="missing key of a figure",
        ),
        refused(
            lambda one: one.update(title=10),
            "title: Expected text in quotation marks; found 10.",
            id="no text",
        ),
        refused(
            lambda one: one.update(edition="X"),
            'edition: Expected a whole number without quotation marks, e.g. 13; found "X".',
            id="no whole number",
        ),
        refused(
            lambda one: one.update(edition=True),
            "edition: Expected a whole number without quotation marks, e.g. 13; found true.",
            id="yes is no number",
        ),
        refused(
            lambda one: one.update(edition=40_000),
            "edition: Expected a whole number without quotation marks, e.g. 13; found 40000.",
            id="larger than a column",
        ),
        refused(
            lambda one: one.update(draft="có"),
            'draft: Expected true or false; found "có".',
            id="no flag",
        ),
        refused(
            lambda one: one.update(starts_on="13/5/2022"),
            'starts_on: Expected a day as "2022-05-13"; found "13/5/2022".',
            id="no day",
        ),
        refused(
            lambda one: one.update(starts_on="2022-02-31"),
            'starts_on: Expected a day as "2022-05-13"; found "2022-02-31".',
            id="a day of no calendar",
        ),
        refused(
            lambda one: one.update(status="done"),
            'status: Expected one of "planned", "held", "postponed", "cancelled"; found "done".',
            id="unknown choice",
        ),
        refused(
            lambda one: one.update(status=["held"]),
            'status: Expected one of "planned", "held", "postponed", "cancelled"; found ["held"].',
            id="choice of another type",
        ),
        refused(
            lambda one: one.update(former_slugs="10-2022"),
            'former_slugs: Expected a list of texts, e.g. ["TP.HCM", "Sài Gòn"]; found "10-2022".',
            id="no list of texts",
        ),
        refused(
            lambda one: one.update(points={"kind": "result"}),
            'points: Expected a list of objects, e.g. [{"source": "…"}]; found {"kind": "result"}.',
            id="no list of objects",
        ),
        refused(
            lambda one: one.update(points=["Bán lẻ tăng."]),
            'points[0]: Expected an object, {…}; found "Bán lẻ tăng.".',
            id="no object",
        ),
        refused(
            lambda one: one.update(handover=[]),
            "handover: Expected an object, {…}; found [].",
            id="handover is one object",
        ),
    ],
)
def test_key_or_type_that_no_record_has_is_refused(files, edit, expected):
    with files.edited(X_2022) as conference:
        edit(conference)
    assert faults_of(files) == [f"{X_2022}: {fault}" for fault in expected]


def test_factor_that_is_no_number_is_refused(files):
    with files.record("units.json", "ty-usd") as unit:
        unit["factor"] = "1,000"
    assert faults_of(files) == [
        "units.json: [3].factor: Expected a number as text, with a decimal point and no grouping, "
        'e.g. "11.28"; found "1,000".'
    ]


def test_plausible_range_that_falls_is_refused(files):
    with files.record("indicators.json", "export") as indicator:
        indicator |= {"plausible_low": "10", "plausible_high": "9"}
    place = files.read("indicators.json").index(indicator)
    assert faults_of(files) == [
        f"indicators.json: [{place}]: The highest plausible value is not below the lowest, "
        "e.g. 20 and 460."
    ]


# References


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        refused(
            lambda one: one["points"][0].update(source="bao-thanh-hoa"),
            "points[0].source: There is no source “bao-thanh-hoa”; the nearest is "
            "“bao-thanh-hoa-2022”.",
            id="source",
        ),
        refused(
            lambda one: one["figures"][0].update(indicator="retail"),
            "figures[0].indicator: There is no indicator “retail”; the nearest is “retail_goods”.",
            id="indicator",
        ),
        refused(
            lambda one: one.update(host="Thăng Long"),
            "host: No province is called “Thăng Long”. Write a name, e.g. Thanh Hóa, or a key, "
            "e.g. thanh-hoa.",
            id="unknown province",
        ),
        refused(
            lambda one: one.update(host="hue"),
            "host: “hue” did not exist on 13/5/2022; known: Hue [hue].",
            id="province of another time by key",
        ),
        refused(
            lambda one: one.update(host="Hà Tây"),
            "host: “Hà Tây” did not exist on 13/5/2022; known: Ha Tay (until 31 "
            "July 2008) [ha-tay].",
            id="province of another time by name",
        ),
        refused(
            lambda one: one.update(host="Bình Trị Thiên"),
            "host: “Bình Trị Thiên” may mean Quang Binh (until 30 June 2025) "
            "[quang-binh], Quang Tri "
            "(until 30 June 2025) [quang-tri-1989]: write the key.",
            id="ambiguous name",
        ),
        refused(
            lambda one: one["participations"][0].update(province="quang-tri-2025"),
            "participations[0].province: “quang-tri-2025” did not exist on 13/5/2022; known: Quang "
            "Tri [quang-tri-2025].",
            id="participant of another time",
        ),
        refused(
            lambda one: one["handover"].update(receiver="hue"),
            "handover.receiver: “hue” did not exist on 13/5/2022; known: Hue [hue].",
            id="receiver of another time",
        ),
        refused(
            lambda one: one["figures"][0].update(scope="province", region=None, province="ha-tay"),
            "figures[0].province: “ha-tay” did not exist on 1/1/2021; known: Ha Tay (until "
            "31 July 2008) [ha-tay].",
            id="figure of a province that is no more",
        ),
    ],
)
def test_reference_to_what_is_not_there_is_refused(files, edit, expected):
    for key in ("quang-binh", "quang-tri-1989"):
        with files.record("provinces.json", key) as unit:
            unit["aliases"] = ["Bình Trị Thiên"]
    with files.edited(X_2022) as conference:
        edit(conference)
    assert faults_of(files) == [f"{X_2022}: {fault}" for fault in expected]


def test_reference_to_a_record_that_is_faulted_itself_is_no_second_fault(files):
    with files.record("provinces.json", "thanh-hoa") as unit:
        unit["code"] = "388"
    assert faults_of(files) == [
        "provinces.json: [2].code: Write two digits, e.g. 38.",
        "provinces.json: [2].code: Ensure this value has at most 2 characters (it has 3).",
    ]


def test_reference_to_a_file_that_cannot_be_read_is_no_second_fault(files):
    files.write_text("sources.json", "[")
    assert [fault.partition(":")[0] for fault in faults_of(files)] == ["sources.json"]


def test_reference_to_a_retired_record_is_refused(files):
    loaded(files)
    english = Source.objects.get(key="vietnam-vn-2024-en")
    retire(record=english, by=registrar(), reason="Trang không còn.")
    files.remove("sources.json")
    with files.edited(IN_2024) as conference:
        conference["attestations"] = conference["attestations"][:1]
    today = timezone.localdate()
    assert load_in_english(files).faults == [
        f"{IN_2024}: attestations[0].source: “{english}” was retired on "
        f"{today.day}/{today.month}/{today.year}: Trang không còn."
    ]


def test_successor_that_leads_back_is_refused(files):
    with files.record("regions.json", "bac-trung-bo-5") as region:
        region |= {"until": "2026-01-01", "successor": "bac-trung-bo-6"}
    assert faults_of(files) == [
        "regions.json: [1].successor: “bac-trung-bo-5” leads back to this record."
    ]


def test_key_of_two_records_is_refused(files):
    with files.edited("series.json") as series:
        series.append(series[0])
    assert faults_of(files) == ["series.json: [1].key: “bac-trung-bo” stands in [0] already."]


# What records say together


def test_edition_of_two_files_is_refused(files):
    with files.edited(IN_2024) as conference:
        conference["edition"] = 10
    title = files.read(IN_2024)["title"]
    assert faults_of(files) == [
        f"{X_2022}: edition: Edition X of this series is {IN_2024} already, “{title}”: one of the "
        "two has another number or was cancelled."
    ]


def test_edition_of_a_conference_in_the_register_is_refused(files):
    loaded(files)
    conference = files.read(IN_2024) | {"slug": "x-2024", "edition": 10}
    files.write("conferences/bac-trung-bo/x-2024.json", conference)
    title = files.read(X_2022)["title"]
    assert load_in_english(files).faults == [
        f"conferences/bac-trung-bo/x-2024.json: edition: Edition X of this series is {X_2022} "
        f"already, “{title}”: one of the two has another number or was cancelled."
    ]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        refused(
            lambda one: one["figures"][0].update(unit="ty-usd"),
            "figures[0].unit: billion USD cannot be read as Vietnamese đồng: say the problem.",
            id="unit that does not belong",
        ),
        refused(
            lambda one: one["figures"][0].update(number="370.461,5"),
            "figures[0].number: Write digits with a decimal point and no grouping, e.g. 11.28.",
            id="number as printed",
        ),
        refused(
            lambda one: one["figures"][0].update(until="2020-12-31"),
            "figures[0]: The period ends after it begins.",
            id="period backwards",
        ),
        refused(
            lambda one: one["figures"][0].update(region=None),
            "figures[0]: Choose the region, province or conference that the figure is about, no "
            "other.",
            id="place that the scope does not name",
        ),
        refused(
            lambda one: one["figures"].append(one["figures"][0]),
            "figures[5]: This source's number is recorded already.",
            id="figure twice",
        ),
        refused(
            lambda one: [
                one["figures"][0].update(is_headline=True),
                one["figures"].append(
                    one["figures"][0] | {"number": "370462", "is_headline": True}
                ),
            ],
            "figures[5]: Another figure is the headline of this question.",
            id="two headlines",
        ),
        refused(
            lambda one: one["handover"].update(receiver="thanh-hoa"),
            "handover.receiver: The receiver is the host: give the reason, or correct the "
            "receiver.",
            id="receiver is the host",
        ),
        refused(
            lambda one: one["handover"].update(edition=10),
            "handover.edition: Edition X does not follow edition X.",
            id="edition goes back",
        ),
        refused(
            lambda one: one.update(ends_on="2022-05-12"),
            "The last day is later than the first.",
            id="conference ends before it starts",
        ),
        refused(
            lambda one: one["attestations"][1].update(value="X"),
            'attestations[1].value: Expected an edition in digits, e.g. "13"; found “X”.',
            id="edition printed",
        ),
        refused(
            lambda one: one["attestations"][2].update(value="2022-02-30"),
            'attestations[2].value: Expected "2022-08-19", "2022-08" or "2022", a date that '
            "exists; found “2022-02-30”.",
            id="date printed",
        ),
        refused(
            lambda one: one["attestations"][3].update(value="hue"),
            "attestations[3].value: “hue” did not exist on 13/5/2022; known: Hue [hue].",
            id="host printed",
        ),
        refused(
            lambda one: one["attestations"][3].pop("value"),
            "attestations[3]: Say what the wording comes to, e.g. 13 or 2022-08-19.",
            id="wording that comes to nothing",
        ),
    ],
)
def test_statement_that_contradicts_itself_is_refused(files, edit, expected):
    with files.edited(X_2022) as conference:
        edit(conference)
    assert faults_of(files) == [f"{X_2022}: {fault}" for fault in expected]


def test_membership_beyond_its_region_is_refused(files):
    with files.record("regions.json", "bac-trung-bo-6") as region:
        region["members"][0]["from"] = "2004-01-01"
    assert faults_of(files) == [
        "regions.json: [1].members[0]: Six North Central provinces does not exist on all days of "
        "this membership."
    ]


def test_faults_of_all_files_are_told_at_once(files):
    with files.record("provinces.json", "ha-tay") as unit:
        unit["ending"] = "lost"
    with files.edited(X_2022) as conference:
        conference["status"] = "done"
        conference["figures"][0]["unit"] = "ty-usd"
        conference["figures"][1]["number"] = "11,28"
    with files.edited(IN_2024) as conference:
        conference["host"] = "Bắc Kỳ"
    assert faults_of(files) == [
        'provinces.json: [1].ending: Expected one of "merged", "absorbed", "status_change", '
        '"rename_and_status_change"; found "lost".',
        f'{X_2022}: status: Expected one of "planned", "held", "postponed", "cancelled"; found '
        '"done".',
        f"{X_2022}: figures[0].unit: billion USD cannot be read as Vietnamese đồng: say the "
        "problem.",
        f"{X_2022}: figures[1].number: Write digits with a decimal point and no grouping, e.g. "
        "11.28.",
        f"{IN_2024}: host: No province is called “Bắc Kỳ”. Write a name, e.g. Thanh Hóa, or a key, "
        "e.g. thanh-hoa.",
    ]
