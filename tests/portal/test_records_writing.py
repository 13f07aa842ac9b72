"""`dump_records`: the same bytes for the same records, and nothing that left the register."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from conferences.models import Appearance, Conference, Person, Proposal, Source
from metrics.actions import correct_figure
from metrics.models import Figure
from portal.records.loading import load
from portal.records.writing import contents, dump
from provinces.actions import keep, retire
from tests.portal.records_sample import ARTICLE, IN_2024, X_2022, Files, loaded, write_files
from tests.register import registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path) -> Files:
    """The sample, in files and in the register."""
    files = write_files(tmp_path / "given")
    loaded(files)
    return files


def bytes_under(path: Path) -> dict[str, bytes]:
    files = sorted(path.rglob("*.json"))
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def test_dump_writes_the_bytes_that_were_loaded(files, tmp_path):
    dump(tmp_path / "taken")
    assert bytes_under(tmp_path / "taken") == bytes_under(files.path)


def test_records_of_the_project_come_back_byte_for_byte(tmp_path):
    records = settings.BASE_DIR / "records"
    outcome = load(records)
    dump(tmp_path)
    assert (outcome.faults, bytes_under(tmp_path)) == ([], bytes_under(records))


def test_dump_orders_what_has_no_printed_order(files):
    with files.edited(X_2022) as conference:
        expected = list(conference["attestations"])
        conference["attestations"].reverse()
    loaded(files)
    assert dict(contents())[X_2022]["attestations"] == expected


def test_dump_leaves_out_what_is_retired(files):
    retire(record=Conference.objects.get(slug="2024"), by=registrar(), reason="Trùng hồ sơ.")
    retire(record=Source.objects.get(key=ARTICLE), by=registrar(), reason="Trang không còn.")
    retire(record=Proposal.objects.get(), by=registrar(), reason="Ghi nhầm.")
    dumped = dict(contents())
    assert (
        IN_2024 in dumped,
        [source["key"] for source in dumped["sources.json"]],
        dumped[X_2022].get("proposals"),
    ) == (False, ["vietnam-vn-2024-en"], None)


def test_dump_has_the_correction_and_not_what_it_corrects(files):
    figure = Figure.objects.get(number="11.28")
    correct_figure(
        figure=figure, by=registrar(), reason="Đọc nhầm.", number="11.29", printed="11,29 tỷ USD"
    )
    numbers = [figure["number"] for figure in dict(contents())[X_2022]["figures"]]
    assert numbers == ["370461", "11.29", "105091", "7.97", "1.318"]


def hide(name: str) -> None:
    person = Person.objects.get(name=name)
    person.hidden_at, person.hidden_by, person.hidden_reason = (
        timezone.now(),
        registrar(),
        "Yêu cầu",
    )
    keep(record=person, by=registrar())


def test_dump_has_no_hidden_name(files):
    Appearance.objects.filter(role="concluded").update(printed_name="Đặng Hoài An")
    hide("Đặng Hoàng An")
    dumped = dict(contents())[X_2022]
    assert dumped["appearances"][1] == {
        "office": "Thứ trưởng",
        "role": "concluded",
        "source": ARTICLE,
    }
    assert [part.get("speaker") for part in dumped["points"]] == [None, None]


def test_dump_leaves_out_a_hidden_person_without_office(files):
    Appearance.objects.filter(role="concluded").update(office="")
    hide("Đặng Hoàng An")
    roles = [part["role"] for part in dict(contents())[X_2022]["appearances"]]
    assert roles == ["attended"]


def test_dump_with_a_hidden_name_can_be_loaded_again(files, tmp_path):
    hide("Đặng Hoàng An")
    dump(tmp_path / "taken")
    outcome = load(tmp_path / "taken")
    assert outcome.tallies["conferences"] == {"same": 2}


def test_dump_touches_only_what_changed(files):
    conference = Conference.objects.get(slug="2024")
    conference.venue = "Đồng Hới"
    keep(record=conference, by=registrar())
    written = dump(files.path)
    assert (written.changed, len(written.same)) == ([IN_2024], 12)


def test_command_names_files_of_no_conference_and_keeps_them(files, capsys):
    files.write("conferences/phia-bac/vi-2019.json", {})
    with translation.override("en"):
        call_command("dump_records", files.path)
    assert capsys.readouterr().out.splitlines() == [
        "conferences/phia-bac/vi-2019.json: the register has no such conference; --prune deletes "
        "the file",
        "Files written: 0; as before: 13.",
    ]
    assert files.read("conferences/phia-bac/vi-2019.json") == {}


def test_command_prunes_files_of_no_conference(files, capsys):
    files.write("conferences/phia-bac/vi-2019.json", {})
    with translation.override("en"):
        call_command("dump_records", files.path, prune=True)
    assert capsys.readouterr().out.splitlines()[0] == "conferences/phia-bac/vi-2019.json: deleted"
    assert sorted(bytes_under(files.path / "conferences")) == [
        "bac-trung-bo/2024.json",
        "bac-trung-bo/x-2022.json",
    ]
