# make run    start the agency (PORT, DATELINE_DATA, DEMO=0 are obeyed)
# make test   every test, the browser's too
# make check  everything that can be checked without running it
# make setup  only the environment

PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev browser run test check screenshots clean

help:
	@sed -n 's/^# //p' Makefile

# Each stamp is newer than the list it was installed from; a changed list is installed again.
.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or later; set PYTHON=python3.12, for example.")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/run.stamp
setup-dev: .venv/dev.stamp

run: setup
	@$(BIN)/dateline run

browser: setup-dev
	@sh tests/install_browser

test: setup-dev browser
	$(BIN)/python -m pytest -n 2 --dist loadscope

check: setup-dev
	sh tests/check

screenshots: setup-dev browser
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .hypothesis
