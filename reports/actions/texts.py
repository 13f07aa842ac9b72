"""The words of a report, saved as they are typed (R2, R7).

Each text carries the version that its writer saw: what a colleague changed meanwhile is left alone
and told, both texts in hand. Saving the same again changes nothing, so a post may come twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.entering import Outcome
from reports.actions.history import event, note_down
from reports.actions.locking import locked_report, require_right
from reports.enums import Act, SectionKind, Via
from reports.models import Event, Report, ReportProposal, Section
from reports.permissions import (
    Officer,
    may_sign,
    may_write_texts,
    why_not_write,
    writes_texts,
)
from reports.texts import Signature, Words
from vietnamese.text import storable


@dataclass(frozen=True)
class Written:
    """What became of a text, and how it stands now: of a conflict it is the colleague's.

    `message` says why it was denied.
    """

    outcome: Outcome
    now: Words
    message: str = ""


@dataclass(frozen=True)
class Signed:
    """What became of a signature, and how it stands now; of a conflict with who wrote it, when."""

    outcome: Outcome
    now: Signature
    words: Words
    message: str = ""


def tidy(text: str) -> str:
    """A text as it is stored: NFC, its lines ended alike, nothing around it."""
    return storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()


@transaction.atomic
def save_section(
    *,
    report: Report,
    kind: SectionKind,
    text: str,
    seen: int,
    by: Officer,
    via: Via = Via.SCREEN,
) -> Written:
    """A section is written. `seen` is the version of it that stood on the page, 0 for none."""
    row = _begin(report, by)
    section = row.sections.select_related("saved_by").filter(kind=kind).first()
    section = section or Section(report=row, kind=kind, version=0)
    text, before = tidy(text), section.text
    if text == before:
        return Written(Outcome.UNCHANGED, _words(section))
    if not may_write_texts(by, row):
        return Written(Outcome.DENIED, _words(section), why_not_write(by, row))
    if seen != section.version:
        return Written(Outcome.CONFLICT, _words(section))
    _sign(section, by)
    section.text = text
    section.save()
    told = event(act=Act.SECTION, by=by, report=row, via=via, part=kind, before=before, after=text)
    note_down([told])
    return Written(Outcome.SAVED, _words(section))


@dataclass(frozen=True)
class Proposed:
    """A proposal as typed at a place of the list; `seen` as of a section. Empty: taken out."""

    position: int
    addressee: str
    text: str
    seen: int


@transaction.atomic
def save_proposals(
    *, report: Report, proposals: Iterable[Proposed], by: Officer, via: Via = Via.SCREEN
) -> list[Written]:
    """Proposals are written, each at its place: added, changed, emptied, or moved by exchange.

    One that is added where a colleague added theirs a moment ago goes to the end of the list:
    `now.place` tells where. Results in the order given; five statements whatever their number.
    """
    row = _begin(report, by)
    stored = {one.position: one for one in row.proposals.select_related("saved_by")}
    changed: dict[int, ReportProposal] = {}
    events: list[Event] = []
    results: list[Written] = []
    for one in proposals:
        proposal = stored.get(one.position) or _new(row, one.position)
        said = (tidy(one.addressee), tidy(one.text))
        if said == (proposal.addressee, proposal.text):
            results.append(Written(Outcome.UNCHANGED, _words(proposal)))
            continue
        if not may_write_texts(by, row):
            results.append(Written(Outcome.DENIED, _words(proposal), why_not_write(by, row)))
            continue
        if one.seen == 0 and proposal.version and proposal.saved_by_id != by.user.pk:
            proposal = _new(row, max(stored) + 1)
        if one.seen != proposal.version:
            results.append(Written(Outcome.CONFLICT, _words(proposal)))
            continue
        before = _words(proposal).whole
        _sign(proposal, by)
        proposal.addressee, proposal.text = said
        proposal.clean_fields(exclude=["report", "saved_by"])
        stored[proposal.position] = changed[proposal.position] = proposal
        told = _words(proposal)
        results.append(Written(Outcome.SAVED, told))
        events.append(
            event(
                act=Act.PROPOSAL,
                by=by,
                report=row,
                via=via,
                part=told.place,
                before=before,
                after=told.whole,
            )
        )
    ReportProposal.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["report", "position"],
        update_fields=["addressee", "text", "version", "saved_at", "saved_by"],
    )
    note_down(events)
    return results


@transaction.atomic
def save_signature(
    *, report: Report, signature: Signature, seen: str, by: Officer, via: Via = Via.SCREEN
) -> Signed:
    """Number, date, signer and office are entered, also while the report awaits its signature.

    `seen` is the `mark` of the signature that stood on the page. Raises ValidationError by field
    for a date without a number, and for a day to come.
    """
    row = _begin(report, by)
    now = Signature.of(row)
    signature = Signature(
        tidy(signature.number), signature.on, tidy(signature.signer), tidy(signature.office)
    )
    if signature == now:
        return Signed(Outcome.UNCHANGED, now, Words("signature"))
    if not may_sign(by, row):
        return Signed(Outcome.DENIED, now, Words("signature"), why_not_write(by, row))
    if seen != now.mark:
        return Signed(Outcome.CONFLICT, now, _signed_last(row, now))
    refuse_odd(signature)
    row.signed_number, row.signed_on = signature.number, signature.on
    row.signer, row.signer_office = signature.signer, signature.office
    row.save(update_fields=["signed_number", "signed_on", "signer", "signer_office"])
    told = event(
        act=Act.SIGNATURE,
        by=by,
        report=row,
        via=via,
        before=now.whole,
        after=signature.whole,
    )
    note_down([told])
    return Signed(Outcome.SAVED, signature, Words("signature", signature.whole))


def refuse_odd(signature: Signature) -> None:
    """Refuse a date without a number, and a day that is still to come."""
    if signature.on and not signature.number:
        raise ValidationError({"number": _("Give the number of the report, e.g. 123/BC-SCT.")})
    if signature.on and signature.on > timezone.localdate():
        raise ValidationError(
            {"on": _("This day is still to come: write the day on which the report was signed.")}
        )


def _begin(report: Report, by: Officer) -> Report:
    row = locked_report(report)
    require_right(writes_texts(by, row))
    return row


def _sign(row: Section | ReportProposal, by: Officer) -> None:
    row.version += 1
    row.saved_at, row.saved_by = timezone.now(), by.user


def _new(report: Report, position: int) -> ReportProposal:
    return ReportProposal(report=report, position=position, version=0)


def _words(row: Section | ReportProposal) -> Words:
    place = row.kind if isinstance(row, Section) else str(row.position)
    addressee = "" if isinstance(row, Section) else row.addressee
    if not row.version:
        return Words(place)
    return Words(place, row.text, addressee, row.version, str(row.saved_by), row.saved_at)


def _signed_last(report: Report, now: Signature) -> Words:
    last = report.events.filter(act=Act.SIGNATURE).select_related("by").order_by("-pk").first()
    if last is None:
        return Words("signature", now.whole)
    return Words("signature", now.whole, saved_by=str(last.by), saved_at=last.happened)
