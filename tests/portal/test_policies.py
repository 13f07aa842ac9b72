"""What must be true of all the code: the sweeping tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver
from simple_history.models import HistoricalChanges

from accounts.access import is_public

ROOT = Path(settings.BASE_DIR)

# Design §4: each app may import itself and those before it; portal may import all.
APPS = ("vietnamese", "provinces", "accounts", "conferences", "metrics", "reports", "portal")

# Inside an app each layer imports those before it; modules without a layer are free.
LAYERS = {
    "enums": 0,
    "permissions": 0,
    "models": 1,
    "queries": 2,
    "actions": 3,
    "forms": 4,
    "filters": 4,
    "views": 5,
}

# S1: what anybody may read while the register is open. Adding a line here opens a page.
PUBLIC = {
    "home",
    "conference_list",
    "conference_detail",
    "series_list",
    "series_detail",
    "province_list",
    "province_detail",
    "region_list",
    "region_detail",
    "indicator_list",
    "indicator_detail",
    "compare",
    "compare_table",
    "check_table",
    "correction_table",
    "correction_list",
    "check_list",
    "proposal_list",
    "source_list",
    "source_detail",
    "glossary",
    "search",
    "search_table",
    "search_suggest",
    "calendar",
    "calendar_file",
    "series_calendar_file",
    "feed",
    "series_feed",
    "conference_table",
    "series_table",
    "chain_table",
    "proposal_table",
    "organisation_table",
    "source_table",
    "province_table",
    "region_table",
    "member_table",
    "indicator_table",
    "figure_table",
    "indicator_figures",
    "conference_figures",
    "province_figures",
    "region_figures",
    "source_figures",
    "province_sums",
    "region_sums",
    "organisation_list",
    "organisation_detail",
}

# What stays open in a closed register too.
ALWAYS_OPEN = {
    "admin:login",
    "admin_logout",
    "health",
    "login",
    "login_in_place",
    "logout",
    "password_reset",
    "password_reset_complete",
    "password_reset_confirm",
    "password_reset_done",
    "set_language",
}

# R7: a post after the session expired is asked to sign in on the spot, and then goes on.
RESUMING = {
    "report_accept",
    "report_cells",
    "report_close",
    "report_file_add",
    "report_file_retire",
    "report_paper",
    "report_part",
    "report_paste",
    "report_present",
    "report_receipt",
    "report_reopen",
    "report_return",
    "report_submit",
    "report_take_back",
    "report_texts",
    "report_upload",
    "round_edit",
    "round_extend",
    "round_new",
    "round_publish",
    "round_row",
    "round_withdraw",
}

# S2: PROTECT is the norm; these rows have no life of their own.
CASCADES = {
    "provinces.ProvinceAlias.province",
    "provinces.Tile.layout",
    "conferences.FormerSlug.conference",
    "conferences.OrganisationAlias.organisation",
}


# Imports


def python_files(*folders: str) -> list[Path]:
    """The project's own sources; migrations are written by a machine."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that a source imports when it runs, wherever in it; not those for types only."""
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: list[str]) -> int | None:
    return LAYERS.get(module[1]) if len(module) > 1 else None


def may_import(importer: str, imported: str) -> bool:
    """Whether the architecture lets the module `importer` import `imported`."""
    source, target = importer.split("."), imported.split(".")
    if target[0] not in APPS:
        return True
    if "views" in target[1:]:
        # The addresses of an app name its views, nobody else's; the project lists the pages.
        return source[-1] == "urls" and source[0] in (target[0], "portal")
    if source[0] != target[0]:
        reads = source[1] == "views" and "queries" in target[1:2]
        marks = source[1] == "urls" and target[:2] == ["accounts", "access"]
        return reads or marks or APPS.index(target[0]) < APPS.index(source[0])
    lower, upper = layer(target), layer(source)
    return lower is None or upper is None or lower <= upper


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("metrics.models", "conferences.models", True),
        ("conferences.models", "metrics.models", False),
        ("conferences.views", "metrics.queries.for_conference", True),
        ("conferences.views", "metrics.actions.publish", False),
        ("conferences.queries", "metrics.queries.for_conference", False),
        ("conferences.models.series", "conferences.queries", False),
        ("conferences.forms", "conferences.models.Series", True),
        ("conferences.urls", "conferences.views", True),
        ("provinces.urls", "accounts.access.public", True),
        ("provinces.models", "accounts.models.User", False),
        ("portal.home", "conferences.views", False),
        ("vietnamese.forms", "django.forms", True),
    ],
)
def test_may_import_knows_the_architecture(importer, imported, allowed) -> None:
    assert may_import(importer, imported) is allowed


def test_imports_go_one_way() -> None:
    forbidden = [
        f"{module} imports {imported}"
        for path in python_files(*APPS)
        for module in [".".join(path.relative_to(ROOT).with_suffix("").parts)]
        for imported in imports(ast.parse(path.read_text()))
        if not may_import(module, imported)
    ]
    assert forbidden == []


# Addresses


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every address by its name, with the view it leads to."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from views(entry, inner)
        else:
            assert isinstance(entry, URLPattern)
            yield f"{prefix}{entry.name or entry.pattern}", entry.callback


def test_public_addresses_are_exactly_those_listed() -> None:
    assert {name for name, view in views(get_resolver()) if is_public(view)} == PUBLIC


def test_always_open_addresses_are_exactly_those_listed() -> None:
    open_to_all = {
        name
        for name, view in views(get_resolver())
        if getattr(view, "login_required", True) is False
    }
    assert open_to_all - RESUMING == ALWAYS_OPEN


def test_addresses_that_ask_to_sign_in_on_the_spot_are_exactly_those_listed() -> None:
    found = {name for name, view in views(get_resolver()) if getattr(view, "resumes", False)}
    assert found == RESUMING


def test_every_address_of_our_own_has_a_name() -> None:
    unnamed = [name for name, _view in views(get_resolver()) if not re.fullmatch(r"[\w:-]+", name)]
    assert [name for name in unnamed if not name.startswith("admin:")] == []


NEXT = re.compile(r"""(?:GET|POST)(?:\.get\(|\[)\s*["']next["']|REDIRECT_FIELD_NAME""")


def test_next_is_never_followed_unchecked() -> None:
    unchecked = [
        str(path.relative_to(ROOT))
        for path in python_files(*APPS)
        for source in [path.read_text()]
        if NEXT.search(source) and "url_has_allowed_host_and_scheme(" not in source
    ]
    assert unchecked == []


# Models


def own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS and not issubclass(model, HistoricalChanges)
    ]


def constraints_of(model: type[models.Model]) -> list[models.BaseConstraint]:
    return list(model._meta.constraints)


def conditions(model: type[models.Model]) -> list[Q]:
    return [
        constraint.condition
        for constraint in constraints_of(model)
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
    ]


def leaves(condition: Q) -> Iterator[tuple[str, object]]:
    """The comparisons that a condition is made of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        elif isinstance(child, tuple):
            yield child


def test_every_model_says_what_a_row_means() -> None:
    undocumented = [
        model._meta.label
        for model in own_models()
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]
    assert undocumented == []


def test_every_model_has_words_for_a_row() -> None:
    speechless = [
        model._meta.label
        for model in own_models()
        if not any(
            "__str__" in vars(ancestor)
            for ancestor in model.__mro__
            if ancestor.__module__.split(".")[0] in APPS
        )
    ]
    assert speechless == []


def test_every_constraint_is_named_after_its_model() -> None:
    misnamed = [
        constraint.name
        for model in own_models()
        for constraint in constraints_of(model)
        if not constraint.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
    ]
    assert misnamed == []


def test_no_model_has_invariants_without_a_name() -> None:
    nameless = [model._meta.label for model in own_models() if model._meta.unique_together]
    assert nameless == []


def test_every_foreign_key_says_on_delete_in_words() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files(*APPS)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"models.ForeignKey", "models.OneToOneField"}
        and not re.search(r"\bmodels\.(PROTECT|CASCADE|SET_NULL|RESTRICT)\b", ast.unparse(call))
    ]
    assert silent == []


def test_rows_that_vanish_with_another_are_exactly_those_listed() -> None:
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
    }
    assert cascading == CASCADES


def test_every_choice_is_bound_in_the_database() -> None:
    unbound = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field.choices
        and not any(
            name == f"{field.name}__in"
            and set(values) - {""} == {value for value, _label in field.flatchoices} - {""}
            for condition in conditions(model)
            for name, values in leaves(condition)
        )
    ]
    assert unbound == []


def test_every_moment_of_an_act_is_tied_to_who_did_it() -> None:
    """Both columns are NOT NULL, or a constraint keeps them together."""
    untied = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if isinstance(field, models.DateTimeField) and field.name.endswith("_at")
        for by in [f"{field.name.removesuffix('_at')}_by"]
        if field.null or model._meta.get_field(by).null
        if not any(
            {f"{field.name}__isnull", f"{by}__isnull"}
            <= {name for name, _value in leaves(condition)}
            for condition in conditions(model)
        )
    ]
    assert untied == []


def test_tests_name_one_thing_each() -> None:
    """A test twice named in a file runs once: the second hides the first."""
    hidden = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files("tests")
        for names in [
            [
                node.name
                for node in ast.parse(path.read_text()).body
                if isinstance(node, ast.FunctionDef)
            ]
        ]
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    assert hidden == []


# Templates


def template_files() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.*"))


INLINE = re.compile(
    r"""<style\b|<script\b(?![^>]*\bsrc=)|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=""", re.IGNORECASE
)


def test_templates_have_no_inline_script_or_style() -> None:
    offending = [
        str(path.relative_to(ROOT)) for path in template_files() if INLINE.search(path.read_text())
    ]
    assert offending == []


@pytest.mark.after_all_others
def test_every_template_is_rendered_by_some_test(all_rendered_templates: set[str]) -> None:
    own = {path.relative_to(ROOT / "templates").as_posix() for path in template_files()}
    assert own - all_rendered_templates == set()
