"""The Vietnamese catalogues: compiled without gettext's programs, and checked for holes.

`python -m portal.translations compile` writes the .mo files that are not newer than their .po;
`python -m portal.translations check` names every message that has no good translation, and every
one that the sources and the catalogue do not agree on (for that, gettext's xgettext is needed).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")

# %(name)s, %s, %d, %% and {name}: what a translation must carry over unchanged.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def compile_catalogues() -> list[Path]:
    """Write the .mo beside each .po that is newer; return the .po files that were compiled."""
    compiled = []
    for source in sorted(LOCALE.glob("**/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        scratch = target.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(source)).save_as_mofile(str(scratch))
        scratch.replace(target)  # another process never reads half a file
        compiled.append(source)
    return compiled


def problems(source: Path) -> list[str]:
    """Return what is wrong with the catalogue `source`, a sentence each; [] when complete."""
    return [
        f"{source.name}:{entry.linenum}: {entry.msgid!r} {fault}"
        for entry in polib.pofile(str(source))
        if not entry.obsolete
        for fault in _faults(entry)
    ]


def drift() -> list[str]:
    """Return how the catalogue differs from the messages in the sources, [] when it does not.

    The messages are gathered in a copy of the project, so the catalogue itself is left alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portal"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".*", "*.sqlite3*", "staticfiles")
        )
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "--locale=vi", "--ignore=tests"],
            cwd=copy,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        wanted, present = _messages(copy / CATALOGUE), _messages(ROOT / CATALOGUE)
    return [
        *(f"{message!r} is missing from the catalogue" for message in sorted(wanted - present)),
        *(f"{message!r} is in no source any more" for message in sorted(present - wanted)),
    ]


def _faults(entry: polib.POEntry) -> list[str]:
    # Vietnamese has no plural: its one form serves both of the English.
    original = entry.msgid_plural or entry.msgid
    translation = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    if not translation.strip():
        return ["has no translation"]
    faults = []
    if entry.fuzzy:
        faults.append("is marked fuzzy")
    if set(PLACEHOLDER.findall(translation)) != set(PLACEHOLDER.findall(original)):
        faults.append("is translated with other placeholders")
    if unicodedata.normalize("NFC", translation) != translation:
        faults.append("has a translation that is not NFC")
    return faults


def _messages(source: Path) -> set[str]:
    return {
        f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid
        for entry in polib.pofile(str(source))
        if not entry.obsolete
    }


def main() -> int:
    """Do what the one argument says; return 1 when something is wrong."""
    if sys.argv[1:] == ["compile"]:
        compile_catalogues()
        return 0
    if sys.argv[1:] == ["check"]:
        found = [line for source in sorted(LOCALE.glob("**/*.po")) for line in problems(source)]
        found += drift()
        sys.stderr.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
