# Two commands do everything: `make run` (set up, index, serve) and `make test` (set up and run every check).
.PHONY: run test setup system-packages lock
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

run: setup
	$(BIN)/samspil index || true
	$(BIN)/samspil serve

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Samspil needs Python 3.11 or newer: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || $(MAKE) --no-print-directory venv-package
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: venv-package
venv-package:
	@if [ "$$(id -u)" = 0 ]; then rm -rf .venv; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; \
	else echo "Python's venv is missing. Install it with: sudo apt-get install python3-venv"; exit 1; fi

system-packages:
	@command -v chromium >/dev/null || { \
	if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "The browser tests need Chromium. Install it with: sudo apt-get install chromium"; exit 1; fi; }

test: setup system-packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samspil check
	$(BIN)/python -m pytest -n auto

# Needs uv; pins every dependency with hashes and without addresses.
lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 --no-header \
		--no-annotate --quiet -o requirements.lock
	uv pip compile --group peers --constraints requirements.lock --generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --quiet -o requirements-peers.lock

# Retrieval beside other search engines; the test sets are kept beside the project.
EVAL ?= ../shared/eval
.PHONY: benchmark
benchmark: setup .venv/.peers-ready
	@if [ -d "$(EVAL)" ]; then $(BIN)/python -m benchmarks.retrieval "$(EVAL)"/*/; \
	else echo "There are no test sets in $(EVAL); name their folder: make benchmark EVAL=/path/to/eval"; fi

.venv/.peers-ready: requirements-peers.lock .venv/.ready
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-peers.lock
	@touch $@
