"""The checks of the catalogues find what they are for."""

from pathlib import Path

import polib
import pytest

from portal import translations
from portal.translations import LOCALE, compile_catalogues, problems

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ('msgid "Host"\nmsgstr "Đơn vị đăng cai"', []),
        ('msgid "Host"\nmsgstr ""', ["django.po:4: 'Host' has no translation"]),
        (
            '#, fuzzy\nmsgid "Host"\nmsgstr "Nguồn"',
            ["django.po:4: 'Host' is marked fuzzy"],
        ),
        (
            'msgid "Off by %(d)s"\nmsgstr "Chênh lệch"',
            ["django.po:4: 'Off by %(d)s' is translated with other placeholders"],
        ),
        (
            'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s ngày"',
            [],
        ),
        (
            'msgid "Host"\nmsgstr "Nguo\u0302\u0300n"',
            ["django.po:4: 'Host' has a translation that is not NFC"],
        ),
        ('#~ msgid "Host"\n#~ msgstr ""', []),
    ],
)
def test_problems_of_a_message(tmp_path: Path, message: str, found: list[str]) -> None:
    source = tmp_path / "django.po"
    source.write_text(f"{HEADER}{message}\n")
    assert problems(source) == found


def test_compile_writes_what_the_source_says(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(f'{HEADER}msgid "Host"\nmsgstr "Đơn vị đăng cai"\n')
    assert compile_catalogues() == [source]
    compiled = polib.mofile(str(source.with_suffix(".mo")))
    assert [(entry.msgid, entry.msgstr) for entry in compiled] == [("Host", "Đơn vị đăng cai")]


def test_compile_of_an_unchanged_catalogue_does_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER)
    compile_catalogues()
    assert compile_catalogues() == []


def test_catalogues_are_complete() -> None:
    sources = sorted(LOCALE.glob("**/*.po"))
    assert LOCALE / "vi" / "LC_MESSAGES" / "django.po" in sources
    assert [line for source in sources for line in problems(source)] == []
