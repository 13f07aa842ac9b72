# Everything a developer or a server does with the portal. `make help` lists it.
# Needs make and Python 3.11 or later; anything else that is missing is said with its command.

PORT ?= 8000
PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
TEMPLATES := templates

# A developer's machine, unless the caller says otherwise; a server runs gunicorn, not make.
export DEBUG ?= true
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What `manage.py check --deploy` looks at: the settings of a server, with names that lead nowhere.
PRODUCTION := DEBUG=false ALLOWED_HOSTS=hoinghi.example.vn PORTAL_PROXIES=1 \
	DATABASE_URL=postgres://portal@127.0.0.1/portal \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')

.PHONY: help run demo admin test check format messages requirements bench clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

run: .venv/run.stamp ## install, migrate, fill an empty register, serve on PORT (8000)
	@$(BIN)/python -m portal.translations compile
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_records --if-empty
	@echo "The portal:  http://127.0.0.1:$(PORT)/"
	@echo "To sign in:  make demo   makes accounts and reports to try, and prints names and password"
	@echo "             make admin  makes an administrator's account"
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

demo: .venv/run.stamp ## make reports to try, an account for each role, and print how to sign in
	@$(BIN)/python -m portal.translations compile
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_records --if-empty
	@$(MANAGE) create_demo

admin: .venv/run.stamp ## make an administrator's account (after the first make run)
	@$(MANAGE) createsuperuser

test: .venv/dev.stamp ## run every test on SQLite and on PostgreSQL, the browser's included
	@$(BIN)/python -m tests.machine
	@$(BIN)/python -m tests.both $(PYTEST)

check: .venv/dev.stamp ## lint, format, types, settings of production, migrations, translations
	@echo "=== Lint and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint $(TEMPLATES) --lint --quiet
	@echo "=== Types"
	@$(BIN)/mypy
	@echo "=== Settings of production"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@echo "=== Migrations"
	@$(MANAGE) makemigrations --check --dry-run
	@echo "=== Translations"
	@$(BIN)/python -m tests.machine xgettext gettext
	@$(BIN)/python -m portal.translations check
	@echo "=== All checks passed"

format: .venv/dev.stamp ## rewrite the sources as the linters want them
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

messages: .venv/dev.stamp ## gather the messages of the sources into the Vietnamese catalogue
	@$(BIN)/python -m tests.machine xgettext gettext
	@$(MANAGE) makemessages --locale=vi --ignore=tests --no-obsolete --add-location=file
	@$(BIN)/python -m portal.translations compile

requirements: .venv/dev.stamp ## resolve requirements*.in into requirements*.txt, with hashes
	@for name in requirements requirements-dev; do $(BIN)/pip-compile --quiet --upgrade \
		--generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --output-file $$name.txt $$name.in; done

bench: .venv/dev.stamp ## print the cost of pages and reports, and how figures and the search grow
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_reports
	@$(BIN)/python -m tests.bench_figures
	@$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_search

clean: ## remove what make made, but not the database
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis htmlcov .coverage staticfiles
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "The portal needs Python 3.11 or later and there is none." \
		"On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make" \
		"environments. On Debian or Ubuntu: sudo apt-get install" \
		"$$($(PYTHON) -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"; exit 1; }
	@rm -rf .venv
	@echo "Making an environment with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv

# A stamp is as old as the installation, so a second start installs nothing.
.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what the portal runs on ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing what tests and checks need ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@
