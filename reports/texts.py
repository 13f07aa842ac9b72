"""The words of a report as people read them: sections, proposals, the signature (R2)."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from provinces.actions import fingerprint
from reports.enums import SectionKind
from reports.models import Report, SentVersion


@dataclass(frozen=True)
class Words:
    """One section, or one proposal with its addressee; who saved it last, and when.

    `version` as of a cell: 0 when nobody wrote it. `place` is the kind of a section, the position
    of a proposal.
    """

    place: str
    text: str = ""
    addressee: str = ""
    version: int = 0
    saved_by: str = ""
    saved_at: dt.datetime | None = None

    @property
    def label(self) -> str:
        """The name of a section."""
        return str(SectionKind(self.place).label)

    @property
    def mark(self) -> str:
        """What the page sends back as seen: version and fingerprint of the text on it."""
        return f"{self.version}.{fingerprint((self.addressee, self.text))}"

    @property
    def whole(self) -> str:
        """A proposal in one text, as its history keeps it."""
        return f"{self.addressee}: {self.text}" if self.addressee else self.text


@dataclass(frozen=True)
class Signature:
    """Under which number, when and by whom in which office a report was signed."""

    number: str = ""
    on: dt.date | None = None
    signer: str = ""
    office: str = ""

    @classmethod
    def of(cls, report: Report) -> Self:
        """The signature of a report as it stands."""
        return cls(report.signed_number, report.signed_on, report.signer, report.signer_office)

    @property
    def is_complete(self) -> bool:
        """Whether the report may be sent with it."""
        return bool(self.number and self.on and self.signer)

    @property
    def mark(self) -> str:
        """As that of words; a signature counts no versions."""
        return f"0.{fingerprint((self.number, self.on, self.signer, self.office))}"

    @property
    def whole(self) -> str:
        """It in one line, as its history keeps it."""
        day = f"{self.on:%-d/%-m/%Y}" if self.on else ""
        return " · ".join(part for part in (self.number, day, self.signer, self.office) if part)


@dataclass(frozen=True)
class Texts:
    """All the words of a report; sections in their order, those empty or taken out too."""

    sections: list[Words]
    proposals: list[Words]
    signature: Signature


def texts_of(report: Report, *, version: SentVersion | None = None) -> Texts:
    """The words as they stand, two queries; or those of a sent version, none."""
    if version is not None:
        return _sent(version)
    written = {
        one.kind: Words(
            one.kind,
            one.text,
            version=one.version,
            saved_by=str(one.saved_by),
            saved_at=one.saved_at,
        )
        for one in report.sections.select_related("saved_by")
    }
    proposals = [
        Words(
            str(one.position),
            one.text,
            one.addressee,
            one.version,
            str(one.saved_by),
            one.saved_at,
        )
        for one in report.proposals.select_related("saved_by").order_by("position")
    ]
    sections = [written.get(kind, Words(kind)) for kind in SectionKind]
    return Texts(sections, proposals, Signature.of(report))


def _sent(version: SentVersion) -> Texts:
    said = version.texts
    sections = [Words(kind, said.get("sections", {}).get(kind, "")) for kind in SectionKind]
    proposals = [
        Words(str(place), one["text"], one["addressee"])
        for place, one in enumerate(said.get("proposals", []), start=1)
    ]
    signed = said.get("signature", {})
    on = dt.date.fromisoformat(signed["on"]) if signed.get("on") else None
    signature = Signature(
        signed.get("number", ""), on, signed.get("signer", ""), signed.get("office", "")
    )
    return Texts(sections, proposals, signature)
