"""Where in which file something is wrong, and what is expected there instead."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

LONGEST_EXCERPT = 80


@dataclass(frozen=True)
class Spot:
    """A place in a file: `conferences/bac-trung-bo/x-2022.json: figures[3].unit`."""

    file: str
    path: str = ""

    def key(self, name: str) -> "Spot":
        return Spot(self.file, f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "Spot":
        return Spot(self.file, f"{self.path}[{index}]")

    def line(self, message: str) -> str:
        """One line of a report."""
        line = ": ".join(filter(None, [self.file, self.path, message]))
        return line.encode(errors="backslashreplace").decode()


@dataclass
class Faults:
    """What makes the files unusable, all of it, in the order of the files."""

    found: list[tuple[Spot, str]] = field(default_factory=list)

    def add(self, spot: Spot, message: object) -> None:
        fault = (spot, str(message))
        if fault not in self.found:  # a validator and `clean()` may say the same
            self.found.append(fault)

    def add_refusal(self, spot: Spot, error: ValidationError, names: dict[str, str]) -> None:
        """What a model said of a record; `names` are the JSON keys of its columns."""
        if not hasattr(error, "error_dict"):
            for message in error.messages:
                self.add(spot, message)
            return
        for column, refusals in error.error_dict.items():
            known = column != NON_FIELD_ERRORS and column in names
            for refusal in refusals:
                where = spot.key(names[column]) if known else spot
                for message in refusal.messages:
                    self.add(where, message)

    def lines(self) -> list[str]:
        """Each fault as a line, those of one file together."""
        files = list(dict.fromkeys(spot.file for spot, _message in self.found))
        ordered = sorted(self.found, key=lambda one: files.index(one[0].file))
        return [spot.line(message) for spot, message in ordered]


def excerpt(value: Any) -> str:
    """A JSON value as it stands in a file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"
