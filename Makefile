# Everything here works in a fresh clone with Python 3.11 or newer and make.
#   make demo            the demonstration; PORT=8001 elsewhere, RESET=1 from nothing
#   make check test      what CI runs
#   make bench soak      how fast, and for how long

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
BUILT := csas/web/static/built

.PHONY: demo test check bench soak ready lock

demo: ready
	@CSAS_PORT=$(PORT) $(BIN)/csas demo $(if $(RESET),--reset)

# On two cores a third worker uses the time in which the others wait for a browser or for what they killed.
test: ready
	$(BIN)/python -m pytest --numprocesses 3 --dist loadscope --no-loadscope-reorder

# Of the tests those that ask whether the parts agree; what the parts do is for `make test`.
check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/csas workflow check
	$(BIN)/csas catalogue-check
	$(BIN)/python -m pytest --quiet tests/house/test_source.py tests/house/test_tables.py tests/house/test_words.py tests/docs

bench: ready
	$(BIN)/python -m tests.bench

soak: ready
	$(BIN)/python -m tests.bench.soak
	$(BIN)/python -m tests.cards.killing 150
	CSAS_TEST_EXAMPLES=300 $(BIN)/python -m pytest tests/api
	CSAS_TEST_RACES=500 $(BIN)/python -m pytest tests/races/test_ending_against_granting.py

ready: .venv/ready $(BUILT)/govuk.css

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("csas needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "Installing csas and what it needs in .venv (once, a few minutes) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BUILT)/govuk.css: package-lock.json csas/assets.py .venv/ready
	@echo "Fetching styles and fonts ..."
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --require-hashes -r requirements-node.lock
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@$(BIN)/csas assets

# Needs pip-tools; run it with no local package sources configured.
lock:
	$(PYTHON) tools/lock.py
