"""The settings of the tests: those of development, on the database that DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

os.environ["DEBUG"] = "true"
for name in ("ALLOWED_HOSTS", "PORTAL_REQUIRE_LOGIN", "PORTAL_REPORT_ADDRESS", "PORTAL_PROXIES"):
    os.environ.pop(name, None)

from portal.translations import compile_catalogues  # noqa: E402

compile_catalogues()  # before Django reads them, which it does once

from portal.settings import *  # noqa: E402, F403  -- the lines above decide what it reads
from portal.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in use: in memory all threads of the live server would share one connection.
    file = Path(tempfile.gettempdir()) / f"portal-tests-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(file)}

# As pytest-django sets it, but from the beginning: whoever asks for an address while tests are
# gathered would otherwise find the addresses of a developer's machine.
DEBUG = False

# A thread of the live server leaves no session behind that would hold the database at the end.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Scans lie in a folder of their own, which goes when the tests end.
_scans = tempfile.TemporaryDirectory(prefix="portal-tests-files-")
PORTAL_FILES = Path(_scans.name)

# The real hasher takes a quarter of a second for each login, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are looked up when asked for: nothing is collected for a test.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
