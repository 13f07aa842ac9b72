"""What people type of a report's words: each part is saved by itself (R2, R7)."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from reports.actions.entering import Outcome
from reports.actions.texts import (
    Proposed,
    Signed,
    Written,
    save_proposals,
    save_section,
    save_signature,
    tidy,
)
from reports.enums import SectionKind, Via
from reports.loading import Loaded
from reports.models import Report
from reports.permissions import Officer, Sight, may_sign, may_write_texts
from reports.queries import latest_version
from reports.texts import Signature, Texts, Words, texts_of
from vietnamese.forms import VietnameseDateField

LONGEST = 20_000  # characters of one text
MINE, THEIRS = "mine", "theirs"
PLACE = re.compile(r"[1-9][0-9]?")  # of a proposal: 1 to 99


def nothing_to_report() -> str:
    """The answer of who has nothing to report, in the language of the document (R2)."""
    with override("vi"):
        return gettext("Nothing to report.")


class Part(forms.Form):
    """A part of the words, with what its writer saw of it.

    `seen` is the mark of the text that stood on the page: what is still as it was seen is not
    written, so that an old page never stands against a colleague's newer text. Of two texts
    `choose` says which one counts.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    disputed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    choose = forms.ChoiceField(
        required=False,
        choices=[(MINE, _("Save what I wrote")), (THEIRS, _("Keep what my colleague wrote"))],
    )

    content: ClassVar[tuple[str, ...]]  # the fields that people see

    def __init__(self, data: QueryDict | None, *, now: Words | Signature, prefix: str) -> None:
        initial = {name: getattr(now, name) for name in self.content}
        super().__init__(data, prefix=prefix, initial=initial)
        for name in self.content:  # a browser would cut what is pasted, without a word
            self.fields[name].widget.attrs.pop("maxlength", None)
        self.now = now
        self.outcome: Outcome | None = None
        self.theirs: Words | None = None
        self.message = ""
        self.goes_to = ""  # another place than the one it was typed at
        self.mark = str(self["seen"].value() or "") if self.is_bound else now.mark

    @property
    def said(self) -> Words | Signature:
        """What was typed."""
        raise NotImplementedError

    @property
    def is_to_write(self) -> bool:
        """Whether something else than what stood on the page was typed, and can be written."""
        if not self.is_valid() or self.takes_theirs:
            return False
        seen = self.cleaned_data["seen"].partition(".")[2]
        return self.cleaned_data["disputed"] or self.said.mark.partition(".")[2] != seen

    @property
    def takes_theirs(self) -> bool:
        """Whether of two texts the colleague's was chosen."""
        if not self.is_valid():
            return False
        return self.cleaned_data["disputed"] and self.cleaned_data["choose"] == THEIRS

    @property
    def stored(self) -> dict[str, str]:
        """What stands in the register, by the names of the inputs it belongs in."""
        return {
            self.add_prefix(name): self.fields[name].prepare_value(getattr(self.now, name)) or ""
            for name in self.content
        }

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is left to be done: no error, no dispute, no refusal."""
        return self.is_valid() and self.outcome not in (Outcome.CONFLICT, Outcome.DENIED)

    @property
    def version(self) -> int:
        """The version that was seen."""
        number = self.cleaned_data["seen"].partition(".")[0]
        return int(number) if re.fullmatch(r"[0-9]{1,8}", number) else 0

    def clean(self) -> dict[str, Any]:
        """Of two texts one has to be chosen."""
        if self.cleaned_data.get("disputed") and not self.cleaned_data.get("choose"):
            self.add_error("choose", _("Choose one of the two texts."))
            self.outcome, self.mark = Outcome.CONFLICT, self.now.mark
            now = self.now
            self.theirs = now if isinstance(now, Words) else Words("signature", now.whole)
        return self.cleaned_data

    def take(self, written: Written | Signed) -> None:
        """Note what became of it; of a conflict both texts stand on the page."""
        self.outcome, self.message, self.now = written.outcome, written.message, written.now
        if self.outcome != Outcome.DENIED:
            self.mark = self.now.mark
        if self.outcome == Outcome.CONFLICT:
            self.theirs = written.words if isinstance(written, Signed) else written.now


class SectionPart(Part):
    """One section. `nil` answers that there is nothing to report."""

    text = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7})
    )
    nil = forms.BooleanField(label=_("Nothing to report"), required=False)

    content = ("text",)

    @property
    def said(self) -> Words:
        """What was typed."""
        typed = self.cleaned_data
        nil = nothing_to_report() if typed["nil"] else ""
        return Words(self.prefix or "", tidy(typed["text"]) or nil)


class ProposalPart(Part):
    """One proposal; emptied it is taken out. Its place is the prefix: "p3"."""

    addressee = forms.CharField(label=_("Addressed to"), required=False, max_length=200)
    text = forms.CharField(
        label=_("Proposal"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    content = ("addressee", "text")

    @property
    def place(self) -> int:
        """Its position in the list."""
        return int((self.prefix or "")[1:])

    @property
    def said(self) -> Words:
        """What was typed."""
        typed = self.cleaned_data
        return Words(str(self.place), tidy(typed["text"]), tidy(typed["addressee"]))

    def take(self, written: Written | Signed) -> None:
        """Note what became of it, and where it stands now."""
        super().take(written)
        if isinstance(written, Written) and written.now.place != str(self.place):
            self.goes_to = written.now.place


class SignaturePart(Part):
    """The signature as data."""

    number = forms.CharField(
        label=_("Number of the report"), required=False, max_length=40, help_text="123/BC-SCT"
    )
    on = VietnameseDateField(label=_("Signed on"), required=False, help_text="13/5/2022")
    signer = forms.CharField(label=_("Signed by"), required=False, max_length=120)
    office = forms.CharField(
        label=_("Office of the signer"),
        required=False,
        max_length=160,
        help_text=_("As it stands above the signature."),
    )

    content = ("number", "on", "signer", "office")

    @property
    def said(self) -> Signature:
        """What was typed."""
        typed = self.cleaned_data
        return Signature(
            tidy(typed["number"]), typed["on"], tidy(typed["signer"]), tidy(typed["office"])
        )


class TextsForm:
    """All parts of the words on a page; of a post those that it brings."""

    def __init__(self, texts: Texts, data: QueryDict | None = None) -> None:
        self.data = data
        self.sections = [
            SectionPart(data, now=one, prefix=one.place)
            for one in texts.sections
            if self._brings(one.place)
        ]
        self.proposals = [
            ProposalPart(data, now=one, prefix=f"p{one.place}") for one in self._proposed(texts)
        ]
        self.signature = SignaturePart(data, now=texts.signature, prefix="signature")

    def _brings(self, prefix: str) -> bool:
        return self.data is None or f"{prefix}-seen" in self.data

    def _proposed(self, texts: Texts) -> list[Words]:
        """Those written, and a place for one more; of a post those that it names."""
        stored = {one.place: one for one in texts.proposals}
        if self.data is None:
            after = str(max(map(int, stored), default=0) + 1)
            return [one for one in texts.proposals if one.text or one.addressee] + [Words(after)]
        named = [place for place in self.data.getlist("proposal") if PLACE.fullmatch(place)]
        return [stored.get(place, Words(place)) for place in dict.fromkeys(named)]

    @property
    def blank(self) -> str:
        """What a page sends back as seen of a proposal that nobody wrote yet."""
        return Words("").mark

    @property
    def nothing(self) -> str:
        """What a section says when there is nothing to report."""
        return nothing_to_report()

    @property
    def parts(self) -> list[Part]:
        """All of them, in the order of the page."""
        signature = [self.signature] if self._brings("signature") else []
        return [*self.sections, *self.proposals, *signature]

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return all(part.is_settled for part in self.parts)

    @transaction.atomic
    def save(self, *, report: Report, by: Officer, via: Via) -> None:
        """Write each part that can be written; the others keep what was typed, and say why."""
        for part in self.parts:
            if part.takes_theirs:
                part.mark = part.now.mark
        for part in self.sections:
            if part.is_to_write:
                part.take(
                    save_section(
                        report=report,
                        kind=SectionKind(part.prefix or ""),
                        text=part.said.text,
                        seen=part.version,
                        by=by,
                        via=via,
                    )
                )
        self._save_proposals(report, by, via)
        if self._brings("signature") and self.signature.is_to_write:
            self._save_signature(report, by, via)

    def _save_proposals(self, report: Report, by: Officer, via: Via) -> None:
        parts = [part for part in self.proposals if part.is_valid()]
        said = {part.place: part.said for part in parts if not part.takes_theirs}
        wanted = {part.place for part in parts if part.is_to_write}
        wanted |= self._exchange(said)
        chosen = [part for part in parts if part.place in wanted]
        typed = [
            Proposed(part.place, said[part.place].addressee, said[part.place].text, part.version)
            for part in chosen
        ]
        written = save_proposals(report=report, proposals=typed, by=by, via=via) if typed else []
        for part, result in zip(chosen, written, strict=True):
            part.take(result)

    def _exchange(self, said: dict[int, Words]) -> set[int]:
        """Exchange the proposal that is to move up with the one above; their places."""
        up = str(self.data.get("up", "")) if self.data else ""
        places = sorted(said)
        if not PLACE.fullmatch(up) or int(up) not in places[1:]:
            return set()
        above, below = places[places.index(int(up)) - 1], int(up)
        said[above], said[below] = said[below], said[above]
        return {above, below}

    def _save_signature(self, report: Report, by: Officer, via: Via) -> None:
        part = self.signature
        seen = part.cleaned_data["seen"]
        try:
            part.take(save_signature(report=report, signature=part.said, seen=seen, by=by, via=via))
        except ValidationError as refused:
            part.add_error(None, refused)


@dataclass(frozen=True)
class Panel:
    """The words of a report on its page: what they say, and what of them may be changed now."""

    said: Texts
    form: TextsForm | None = None
    may_write: bool = False
    may_sign: bool = False


def texts_panel(loaded: Loaded, *, form: TextsForm | None = None) -> Panel | None:
    """The words for `reports/_texts.html`: as they stand, or as they were sent; two queries.

    None for another department, which reads accepted figures and nothing else (R4).
    """
    report, officer = loaded.report, loaded.officer
    if loaded.sight < Sight.SENT:
        return None
    if loaded.sight == Sight.SENT:
        return Panel(texts_of(report, version=latest_version(report)))
    said = texts_of(report)
    writes, signs = may_write_texts(officer, report), may_sign(officer, report)
    if not signs and form is None:
        return Panel(said)
    return Panel(said, form or TextsForm(said), writes, signs)
