"""What migrations do that Django has no operation for: finding text (N2), keeping rows (R9, F7)."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.operations import CreateExtension
from django.db.migrations.operations.base import Operation
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from vietnamese.text import fold

TRIGRAMS = CreateExtension("pg_trgm")
"""Lets PostgreSQL index the parts of words; nothing on another database."""


class TrigramIndex(Operation):
    """An index by which PostgreSQL finds a part of a text; other databases read every row.

    Not part of a model's state, so that a model has no index its database cannot make.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, field: str = "folded") -> None:
        self.model_name, self.field = model_name, field

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        """Say how it is written in a migration."""
        return type(self).__name__, [self.model_name, self.field], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the index."""
        if schema_editor.connection.vendor == "postgresql":
            table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
            name, table, column = map(
                schema_editor.quote_name, (self._name(app_label), table, self.field)
            )
            schema_editor.execute(
                f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the index."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(self._name(app_label))}")

    def describe(self) -> str:
        """Say what it does."""
        return f"Index parts of {self.model_name}.{self.field} on PostgreSQL"

    def _name(self, app_label: str) -> str:
        return f"{app_label}_{self.model_name}_{self.field}_trgm"


class _GuardedTable(Operation):
    """A table of which the database itself refuses something, by a trigger."""

    reduces_to_sql = True
    reversible = True
    suffix = ""
    never = ""
    refused: Mapping[str, str] = {}  # by database

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        """Say how it is written in a migration."""
        return type(self).__name__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the triggers."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        name = schema_editor.quote_name(f"{table}_{self.suffix}")
        vendor = schema_editor.connection.vendor
        before = f"BEFORE {self.refused.get(vendor)} ON {schema_editor.quote_name(table)}"
        said = f"'rows of {table} are never {self.never}'"
        if vendor not in self.refused:
            return
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" RAISE EXCEPTION {said}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} {before} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} {before} BEGIN SELECT RAISE(ABORT, {said}); END"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        name = schema_editor.quote_name(f"{table}_{self.suffix}")
        vendor = schema_editor.connection.vendor
        if vendor not in self.refused:
            return
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {schema_editor.quote_name(table)}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.model_name} are never {self.never}"


class AppendOnlyTable(_GuardedTable):
    """A table whose rows the database itself refuses to change, and PostgreSQL to delete (R9).

    SQLite may delete, because emptying a table is how Django clears a test database there.
    """

    suffix, never = "append_only", "changed or deleted"
    refused = {"postgresql": "UPDATE OR DELETE", "sqlite": "UPDATE"}


class KeptTable(_GuardedTable):
    """A table whose rows PostgreSQL itself refuses to delete (F7); SQLite may, as above."""

    suffix, never = "kept", "deleted"
    refused = {"postgresql": "DELETE"}


def pad(*models: str) -> Any:
    """A step of a migration: a space before and after the folded words of these models."""

    def step(apps: Any, schema_editor: Any) -> None:
        for label in models:
            rows = apps.get_model(label).objects.exclude(folded__startswith=" ")
            rows.update(
                folded=Concat(Value(" "), F("folded"), Value(" "), output_field=TextField())
            )

    return step


def refold(model: str, *columns: str) -> Any:
    """A step of a migration: fold the words of these columns, as `Findable` does on saving."""

    def step(apps: Any, schema_editor: Any) -> None:
        for row in apps.get_model(model).objects.all():
            row.folded = f" {fold(' '.join(filter(None, (getattr(row, c) for c in columns))))} "
            row.save(update_fields=["folded"])

    return step
