"""What the database refuses though it gets past clean(), rules R1–R9 and S3: by the shell."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from accounts.enums import DepartmentUnit
from metrics.enums import Basis, Topic
from metrics.periods import year
from reports.enums import Act, ComparisonKind, EntryState, SectionKind, State
from reports.models import (
    Entry,
    Event,
    Invitation,
    OneTimeKey,
    PartDone,
    Report,
    ReportingRound,
    ReportProposal,
    ReviewerTopic,
    RoundColumn,
    RoundComparison,
    RoundRow,
    Section,
    SentVersion,
    SignedFile,
    Upload,
)
from reports.models.history import AppendOnly
from tests.register import indicator, refused, registrar, unit, unsavable
from tests.reporting import Reporting, reporting, sent

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def built() -> Reporting:
    return reporting()


def who():
    return registrar()


def is_refused(constraint: str, row: models.Model, **columns) -> None:
    """The database refuses the row, by the constraint of that name."""
    told = unsavable(row, **columns)
    # SQLite names the columns of a unique constraint, not the constraint.
    fields = next(
        getattr(one, "fields", ()) for one in row._meta.constraints if one.name == constraint
    )
    if connection.vendor == "sqlite" and fields:
        table = row._meta.db_table
        names = [f"{table}.{row._meta.get_field(field).column}" for field in fields]
        assert told == f"UNIQUE constraint failed: {', '.join(names)}"
    else:
        assert constraint in told


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("reports_report_state_known", {"state": "lost"}),
        ("reports_report_paper_by_someone", {"paper_at": NOW}),
        ("reports_report_presented_by_someone", {"presented_at": NOW}),
        ("reports_report_submitted_by_someone", {"submitted_at": NOW}),
        ("reports_report_returned_with_reason", {"returned_at": NOW, "returned_by": who}),
        ("reports_report_returned_with_reason", {"returned_reason": "Rà soát"}),
        ("reports_report_reopened_with_reason", {"reopened_reason": "Điều chỉnh"}),
        (
            "reports_report_reopened_with_reason",
            {"reopened_at": NOW, "reopened_by": who, "reopened_reason": "Điều chỉnh"},
        ),
        ("reports_report_accepted_by_someone", {"accepted_by": who}),
        ("reports_report_sent_before_judged", {"state": State.SUBMITTED}),
        ("reports_report_sent_before_judged", {"state": State.RETURNED}),
        (
            "reports_report_accepted_before_reopened",
            {"state": State.ACCEPTED, "submitted_at": NOW, "submitted_by": who},
        ),
        ("reports_report_accepted_before_reopened", {"state": State.REOPENED}),
        ("reports_report_accepted_before_published", {"published_at": NOW, "published_by": who}),
        ("reports_report_signature_has_number", {"signed_on": TODAY}),
    ],
)
def test_report_that_contradicts_itself(built: Reporting, constraint: str, columns: dict) -> None:
    said = {name: value() if value is who else value for name, value in columns.items()}
    is_refused(constraint, built.thanh_hoa, **said)


def test_second_report_of_a_province(built: Reporting) -> None:
    again = Report(round=built.round, province=built.units["thanh-hoa"], opened_at=NOW)
    is_refused("reports_report_one_a_province", again, opened_by=who())


def cell(built: Reporting, **said) -> Entry:
    columns = {"typed": "12", "state": EntryState.NUMBER, "number": "12", "value": Decimal(12)}
    return Entry(
        report=built.thanh_hoa,
        row=built.rows["retail"],
        column=built.columns[0],
        saved_at=NOW,
        saved_by=who(),
        **columns | said,
    )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("reports_entry_state_known", {"state": "odd", "number": "", "value": None}),
        ("reports_entry_number_has_value", {"value": None}),
        ("reports_entry_number_has_value", {"number": ""}),
        ("reports_entry_number_has_value", {"state": EntryState.NIL}),
        ("reports_entry_number_has_value", {"state": EntryState.UNREADABLE, "number": ""}),
        ("reports_entry_empty_is_blank", {"typed": ""}),
        (
            "reports_entry_empty_is_blank",
            {"state": EntryState.EMPTY, "number": "", "value": None},
        ),
        ("reports_entry_returned_with_reason", {"returned_reason": "Rà soát"}),
        ("reports_entry_returned_by_someone", {"returned_at": NOW, "returned_reason": "Rà soát"}),
    ],
)
def test_cell_that_contradicts_itself(built: Reporting, constraint: str, columns: dict) -> None:
    is_refused(constraint, cell(built), **columns)


def test_second_cell_at_one_place(built: Reporting) -> None:
    cell(built).save()
    is_refused("reports_entry_one_a_cell", cell(built))


def test_round_that_contradicts_itself(built: Reporting) -> None:
    prepared = ReportingRound(
        key="moi", title="Đợt mới", due_on=TODAY, created_at=NOW, created_by=who()
    )
    prepared.save()
    for constraint, columns in [
        ("reports_reportinground_opened_by_someone", {"opened_at": NOW}),
        ("reports_reportinground_published_by_someone", {"published_by": who()}),
        (
            "reports_reportinground_opened_before_published",
            {"published_at": NOW, "published_by": who()},
        ),
        ("reports_reportinground_letter_has_number", {"letter_on": TODAY}),
        ("reports_reportinground_not_after_itself", {"previous": prepared}),
        ("reports_reportinground_retired_with_reason", {"retired_at": NOW}),
    ]:
        is_refused(constraint, ReportingRound.objects.get(pk=prepared.pk), **columns)


def test_rows_that_contradict_themselves(built: Reporting) -> None:
    for constraint, columns in [
        ("reports_roundrow_owner_known", {"owner": "kitchen"}),
        ("reports_roundrow_indicator_with_unit", {"unit": None}),
        ("reports_roundrow_not_under_itself", {"parent": built.rows["retail"]}),
        ("reports_roundrow_one_place", {"position": 1}),
        ("reports_roundrow_indicator_once", {"indicator": indicator("export")}),
    ]:
        is_refused(constraint, RoundRow.objects.get(pk=built.rows["retail"].pk), **columns)


def test_row_is_typed_in_a_unit_of_its_indicator(built: Reporting) -> None:
    row = built.rows["retail"]
    row.unit = unit("trieu-usd")
    assert refused(row)["unit"] == [
        "Retail sales of goods is not measured in million USD: choose for example billion đồng."
    ]


def test_columns_that_contradict_themselves(built: Reporting) -> None:
    same, first = built.columns[1], built.columns[0]
    for constraint, columns in [
        ("reports_roundcolumn_basis_known", {"basis": "guess"}),
        ("reports_roundcolumn_period_in_order", {"period_end": first.period_start}),
        ("reports_roundcolumn_one_place", {"position": 2}),
        (
            "reports_roundcolumn_asked_once",
            {
                "period_start": same.period_start,
                "period_end": same.period_end,
                "basis": same.basis,
            },
        ),
    ]:
        is_refused(constraint, RoundColumn.objects.get(pk=first.pk), **columns)


def test_comparisons_that_contradict_themselves(built: Reporting) -> None:
    one = built.round.comparisons.first()
    for constraint, columns in [
        ("reports_roundcomparison_kind_known", {"kind": "sum"}),
        ("reports_roundcomparison_two_columns", {"against_id": one.of_id}),
    ]:
        is_refused(constraint, RoundComparison.objects.get(pk=one.pk), **columns)
    again = RoundComparison(round=one.round, position=9, kind=one.kind, of=one.of)
    is_refused("reports_roundcomparison_once", again, against=one.against)


def test_comparison_is_of_columns_of_its_round(built: Reporting) -> None:
    other = ReportingRound.objects.create(
        key="khac", title="Khác", due_on=TODAY, created_at=NOW, created_by=who()
    )
    column = RoundColumn.objects.create(
        round=other,
        position=1,
        period_start=year(2025).start,
        period_end=year(2025).end,
        basis=Basis.ACTUAL,
    )
    odd = RoundComparison(
        round=built.round,
        position=9,
        kind=ComparisonKind.GROWTH,
        of=built.columns[0],
        against=column,
    )
    assert refused(odd)["__all__"] == ["Choose columns of the same round."]


def test_invitations_that_contradict_themselves(built: Reporting) -> None:
    one = built.round.invitations.get(province__key="thanh-hoa")
    for constraint, columns in [
        ("reports_invitation_extended_by_someone", {"extended_to": TODAY}),
        ("reports_invitation_extended_with_reason", {"extended_reason": "Bão số 3"}),
        ("reports_invitation_once", {"province": built.units["nghe-an"]}),
    ]:
        is_refused(constraint, Invitation.objects.get(pk=one.pk), **columns)


def test_deadline_is_the_later_of_its_own_and_the_rounds(built: Reporting) -> None:
    due, day = built.round.due_on, dt.timedelta(days=1)
    one = built.round.invitations.get(province__key="thanh-hoa")
    found = []
    for extended in (None, due - day, due + day):
        one.extended_to = extended
        found.append((one.due_on, one.days_late(due), one.days_late(due + 3 * day)))
    assert found == [(due, 0, 3), (due, 0, 3), (due + day, 0, 2)]


def test_words_and_parts_that_contradict_themselves(built: Reporting) -> None:
    report, by = built.thanh_hoa, who()
    saved = {"report": report, "saved_at": NOW, "saved_by": by}
    Section.objects.create(kind=SectionKind.RESULTS, **saved)
    ReportProposal.objects.create(position=1, **saved)
    done = {"report": report, "done_at": NOW, "done_by": by}
    PartDone.objects.create(owner=DepartmentUnit.OFFICE, **done)
    for constraint, row in [
        ("reports_section_once", Section(kind=SectionKind.RESULTS, **saved)),
        ("reports_section_kind_known", Section(kind="poem", **saved)),
        ("reports_reportproposal_one_place", ReportProposal(position=1, **saved)),
        ("reports_partdone_once", PartDone(owner=DepartmentUnit.OFFICE, **done)),
        ("reports_partdone_owner_known", PartDone(owner="kitchen", **done)),
    ]:
        is_refused(constraint, row)


def test_sent_versions_that_contradict_themselves(built: Reporting) -> None:
    version = sent(built).sent_versions.get()
    for constraint, columns in [
        ("reports_sentversion_accepted_by_someone", {"accepted_at": NOW}),
        ("reports_sentversion_published_by_someone", {"published_by": who()}),
        (
            "reports_sentversion_accepted_before_published",
            {"published_at": NOW, "published_by": who()},
        ),
    ]:
        is_refused(constraint, SentVersion.objects.get(pk=version.pk), **columns)
    again = SentVersion(report=version.report, number=1, sent_at=NOW, sent_by=who())
    is_refused("reports_sentversion_one_a_number", again)
    entry = version.entries.first()
    for constraint, columns in [
        ("reports_sententry_state_known", {"state": "odd", "number": "", "value": None}),
        ("reports_sententry_number_has_value", {"value": None}),
        ("reports_sententry_one_a_cell", {"pk": None, "_state": models.base.ModelState()}),
    ]:
        is_refused(constraint, version.entries.get(pk=entry.pk), **columns)


def test_files_and_keys_that_contradict_themselves(built: Reporting) -> None:
    scan = SignedFile(
        report=built.thanh_hoa, name="scan.pdf", size=1, uploaded_at=NOW, uploaded_by=who()
    )
    is_refused("reports_signedfile_kind_known", scan, kind="poem")
    is_refused(
        "reports_upload_confirmed_by_someone",
        Upload(report=built.thanh_hoa, name="a.xlsx", uploaded_at=NOW, uploaded_by=who()),
        confirmed_at=NOW,
    )
    first = OneTimeKey.objects.create(key="0" * 32, used_at=NOW, used_by=who())
    with pytest.raises(DatabaseError), transaction.atomic():
        OneTimeKey.objects.create(key=first.key, used_at=NOW, used_by=who())


def test_group_of_a_reviewer_once(built: Reporting) -> None:
    office = built.people.ministry_reviewer.memberships.get()
    ReviewerTopic.objects.create(membership=office, topic=Topic.TRADE)
    is_refused("reports_reviewertopic_once", ReviewerTopic(membership=office, topic=Topic.TRADE))
    is_refused("reports_reviewertopic_topic_known", ReviewerTopic(membership=office, topic="x"))


@pytest.mark.parametrize(
    "column", ["opened_at", "opened_by_id", "round_id", "province_id", "version"]
)
def test_report_has_always_been_begun_by_someone(built: Reporting, column: str) -> None:
    is_null = unsavable(built.thanh_hoa, **{column: None})
    assert column in is_null


def test_reports_and_what_they_hold_do_not_vanish_with_another_row(built: Reporting) -> None:
    report = sent(built)
    for row in (report, built.round, built.rows["retail"], built.columns[0], report.province):
        with pytest.raises(ProtectedError):
            row.delete()


# History


def test_history_is_not_changed_by_the_shell(built: Reporting) -> None:
    event = Event.objects.filter(act=Act.OPENED).first()
    event.after = "khác"
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(after="khác"),
        lambda: Event.objects.bulk_update([event], ["after"]),
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            change()
    assert Event.objects.filter(after="khác").count() == 0


def test_database_itself_refuses_to_change_history(built: Reporting) -> None:
    count = Event.objects.count()
    commands = ["UPDATE reports_event SET after = 'x'"]
    if connection.vendor == "postgresql":
        commands += ["DELETE FROM reports_event"]
    for command in commands:
        with (
            pytest.raises(DatabaseError, match="rows of reports_event are never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(command)
    assert (Event.objects.filter(after="x").count(), Event.objects.count()) == (0, count)


def test_history_is_not_changed_around_its_manager(built: Reporting) -> None:
    around = models.QuerySet(Event)
    with pytest.raises(DatabaseError), transaction.atomic():
        around.update(reason=F("after"))


def test_row_of_another_round_is_no_parent(built: Reporting) -> None:
    other = ReportingRound.objects.create(
        key="khac", title="Khác", due_on=TODAY, created_at=NOW, created_by=who()
    )
    stray = RoundRow(round=other, position=1, label="Dòng", parent=built.rows["trade"])
    with pytest.raises(ValidationError):
        stray.full_clean()
    assert refused(stray)["parent"] == ["Choose a row of the same round."]
