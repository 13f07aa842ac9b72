"""Texts of a sheet, and what reading them gives: unsaved rows, faults, what is missing (C5).

A text may say more than its wording: "chiều 13-5 = 13/5/2022" is printed so and means that day;
"= Thanh Hóa" is no wording of the source but inferred, and then asks for a note.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from conferences.models import Attestation, Conference, Source
from vietnamese.language import Language

SHOWN = 6  # how many candidates are offered beside a text that may mean several
SAID = re.compile(r"(.*?)\s*=\s*(.+)", re.DOTALL)


@dataclass(frozen=True)
class Choice:
    """What a text may mean: words to choose by, and the text that says it without doubt."""

    label: str
    field: str
    text: str


@dataclass(frozen=True)
class Fault:
    """Why a text is refused, and what it may mean."""

    message: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Worded:
    """A wording of the source, and what it says; `printed` is empty for what is inferred."""

    printed: str
    said: str

    @classmethod
    def of(cls, typed: str) -> "Worded":
        match = SAID.fullmatch(typed)
        return cls(match[1], match[2]) if match else cls(typed, typed)

    def meaning(self, said: str) -> str:
        """How the same wording is typed with what it is to mean."""
        return f"{self.printed} = {said}".strip()


class Texts(dict[str, str]):
    """The texts of a sheet by field; what was not typed is empty."""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> "Texts":
        return cls({name: text.strip() for name, text in typed.items()})

    def __missing__(self, name: str) -> str:
        return ""

    def lines(self, name: str) -> list[str]:
        return [line.strip() for line in self[name].splitlines() if line.strip()]

    @property
    def language(self) -> Language:
        """The notation of the article's numbers and dates."""
        return "en" if self["source_language"] == "en" else "vi"


@dataclass
class Reading:
    """A sheet as read: the source, the conference, and all other rows, none of them saved.

    `parts` are rows with the field each was typed in; they still lack the conference and the
    source, which every one of them rests on. `told` is what is read back, field → sentences;
    `missing` what is to be typed before the sheet can be entered.
    """

    source: Source | None = None
    conference: Conference | None = None
    parts: list[tuple[str, models.Model]] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def tell(self, name: str, *said: str) -> None:
        self.told.setdefault(name, []).extend(said)

    def refuse(self, name: str, message: str, *choices: Choice) -> None:
        self.faults.setdefault(name, []).append(Fault(message, choices))

    def judge(
        self, row: models.Model, name: str, columns: Mapping[str, str], *unasked: str
    ) -> bool:
        """Whether a row keeps its own rules; else each message where its column was typed.

        `columns` maps columns to fields; what belongs to none of them is said at `name`. Other
        records that a row refers to come from the register and are not asked for again.
        """
        related = {column.name for column in row._meta.fields if column.is_relation}
        try:
            row.clean_fields(exclude={*related, *unasked})
            row.clean()
        except ValidationError as refusal:
            by_column = getattr(refusal, "error_dict", None) or {"": refusal.error_list}
            for column, errors in by_column.items():
                for message in ValidationError(errors).messages:
                    self.refuse(columns.get(column, name), message)
            return False
        return True

    def attest(self, name: str, fact: str, printed: str, value: str = "") -> None:
        """What the source prints for a headline, if it prints anything (C5)."""
        if printed:
            self.parts.append((name, Attestation(field=fact, printed=printed, value=value)))

    @property
    def can_be_entered(self) -> bool:
        """Whether all of it can be read and nothing is missing."""
        return not self.faults and not self.missing
