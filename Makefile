# Everything that is done to this project is done from here, in CI as well.
# Needed on the machine: Python 3.11 or later, git, make. Each target sets up the rest in
# $(VENV), from the hashed locks in requirements/.

.DEFAULT_GOAL := help
.SUFFIXES:
# No .DELETE_ON_ERROR: artefacts are moved into place whole, and a failure leaves the last one.

VENV ?= .venv
OUTPUT ?= output
# Options for pytest, such as: make test TESTS="tests/reader -k table"
TESTS ?=
# How many tests run at the same time.
JOBS ?= auto

# The first Python that is new enough; `make PYTHON=/path/to/python3` says which.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

SOURCES := $(wildcard source/*.html)
STEMS := $(basename $(notdir $(SOURCES)))
artefacts = $(foreach stem,$(STEMS),$(OUTPUT)/$(stem).$(1))

# What an artefact is made of beside its source: the package, less what only looks at
# artefacts afterwards, and the pictures that sources show.
PACKAGE := $(shell find pipeline -type f -not -path 'pipeline/verify/*' -not -path '*/__pycache__/*')
PICTURES := $(filter-out $(SOURCES),$(shell find source -type f))
RUN := $(VENV)/bin/python -m pipeline

# Environments: each stamp is renewed when its lock is, and holds what the one before holds.
CONVERT := $(VENV)/.convert
VERIFY := $(VENV)/.verify
DEVELOP := $(VENV)/.develop
CLUSTER := $(VENV)/.cluster
CLIENTS := tests/clients/node_modules/.installed
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check -qq
INSTALL := $(PIP) install --require-hashes

.PHONY: help
help: ## Print this list.
	@echo "Targets:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1	\2/p' $(firstword $(MAKEFILE_LIST)) \
	| while IFS="$$(printf '\t')" read -r target text; do printf '  %-15s %s\n' "$$target" "$$text"; done

# ------------------------------------------------------------------ the artefacts

.PHONY: all pdf docx epub text
all: pdf docx epub text ## Write every source/*.html as PDF, DOCX, EPUB and text to output/.
pdf: $(call artefacts,pdf) ## Write the tagged PDF alone.
docx: $(call artefacts,docx) ## Write the Word document alone.
epub: $(call artefacts,epub) ## Write the EPUB alone.
text: $(call artefacts,txt) ## Write the plain text alone.

MADE_OF = source/%.html $(PACKAGE) $(PICTURES) $(CONVERT) | $(OUTPUT)

.PHONY: editions
EDITIONS ?= large-print,a4
editions: all ## Write further PDFs as well: EDITIONS=large-print,a4.
	@$(RUN) all $(SOURCES) -o $(OUTPUT) --editions $(EDITIONS)

ifneq (,$(filter all editions verify verify-clients,$(MAKECMDGOALS)))
# One run reads the source once and writes all of them: Word and EPUB name the PDF's pages.
# Forced, because make goes by times: what it asks for must be newer than the source afterwards.
$(OUTPUT)/%.pdf $(OUTPUT)/%.docx $(OUTPUT)/%.epub $(OUTPUT)/%.txt: $(MADE_OF)
	@$(RUN) all $< -o $(OUTPUT) --force
else
$(OUTPUT)/%.pdf: $(MADE_OF)
	@$(RUN) pdf $< -o $@
$(OUTPUT)/%.docx: $(MADE_OF)
	@$(RUN) docx $< -o $@
$(OUTPUT)/%.epub: $(MADE_OF)
	@$(RUN) epub $< -o $@
$(OUTPUT)/%.txt: $(MADE_OF)
	@$(RUN) text $< -o $@
endif

$(OUTPUT):
	@mkdir -p $@

# ------------------------------------------------------------------ the proof

.PHONY: verify verify-clients test test-cluster test-pythons check
verify: all $(VERIFY) ## Compare the artefacts with their source; write statement and release page.
	$(RUN) verify $(SOURCES) -o $(OUTPUT) --statement
	$(RUN) page $(SOURCES) -o $(OUTPUT)

verify-clients: $(CLIENTS) verify ## The same, with the judges from npm as well (Ace, Open XML SDK).

test: $(DEVELOP) ## Run the tests.
	$(VENV)/bin/python -m pytest --numprocesses $(JOBS) --dist loadfile $(TESTS)

test-cluster: $(CLUSTER) ## Run the tests on a Dask cluster and an S3 store, both of this machine.
	$(VENV)/bin/python -m pytest tests/batch

# Each Python gets an environment of its own; one that is not on the machine is told.
test-pythons: $(DEVELOP) ## Compare the bytes that the Pythons of this machine make.
	@found=; for version in 3.11 3.12 3.13 3.14; do \
	  case $$($(VENV)/bin/python --version) in *\ $$version.*) continue;; esac; \
	  for python in python$$version "$$HOME"/.pyenv/versions/$$version.*/bin/python; do \
	    $$python -c '' 2>/dev/null && break; python=; done; \
	  test -n "$$python" || { echo "Python $$version is not on this machine"; continue; }; \
	  own=$(abspath $(VENV))-$$version; \
	  test -e $$own/.done -a $$own/.done -nt requirements/convert.txt || { \
	    $$python -m venv $$own && $$own/bin/python -m pip --disable-pip-version-check -qq \
	      install --require-hashes -r requirements/convert.txt && touch $$own/.done; } || exit; \
	  found="$$found:$$own/bin/python"; done; \
	PIPELINE_PYTHONS="$$found" $(VENV)/bin/python -m pytest -ra tests/batch/test_identity.py

check: $(DEVELOP) ## Check format, style and types.
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

.PHONY: fuzz
SECONDS ?= 60
SEED ?= 0
FUZZED ?= pdf docx epub text
fuzz: $(DEVELOP) ## Change pages at random, try all that is made of them: SECONDS=60 SEED=N FUZZED=text.
	$(VENV)/bin/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED) --formats $(FUZZED)

.PHONY: hostile
hostile: $(DEVELOP) ## Measure what hostile inputs take; write the table of docs/hostile.md.
	rm -f build/hostile.json
	$(VENV)/bin/python -m tests.hostile

.PHONY: golden docs bench bench-report
golden: $(DEVELOP) ## Accept what the case tests now produce as the expected result.
	$(VENV)/bin/python -m pytest tests/cases --accept
	@git --no-pager diff --stat -- tests/cases

docs: $(DEVELOP) ## Renew the generated pages of docs/.
	$(VENV)/bin/python -m docs.generate

bench: $(DEVELOP) ## Measure time and memory beside other tools and of each step; print the tables.
	$(VENV)/bin/python -m benchmarks

bench-report: $(DEVELOP) ## Measure everything, and renew docs/performance.md.
	$(VENV)/bin/python -m benchmarks --all --report docs/performance.md

# ------------------------------------------------------------------ the environment

.PHONY: lock clean distclean
$(CONVERT): requirements/build.txt requirements/convert.txt
	@test -n "$(PYTHON)" || { \
	  echo "No Python 3.11 or later found. Install one, or say which: make PYTHON=/path/to/python3" >&2; \
	  exit 2; }
	@echo "Setting up $(VENV) for conversion ($$($(PYTHON) --version))"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "Python could not make a virtual environment (on Debian: install python3-venv)." >&2; \
	  exit 2; }
	@$(INSTALL) -r requirements/build.txt
	@$(INSTALL) -r requirements/convert.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VERIFY): requirements/verify.txt $(CONVERT)
	@echo "Adding the validators to $(VENV)"
	@$(INSTALL) -r requirements/verify.txt
	@touch $@

$(DEVELOP): requirements/dev.txt $(VERIFY)
	@echo "Adding the tests' tools to $(VENV)"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(CLUSTER): requirements/cluster.txt $(DEVELOP)
	@echo "Adding Dask and an S3 store to $(VENV)"
	@$(INSTALL) -r requirements/cluster.txt
	@touch $@

$(CLIENTS): tests/clients/package-lock.json tests/clients/package.json
	@command -v npm >/dev/null || { echo "npm not found: install Node.js 20 or later" >&2; exit 2; }
	@echo "Installing the judges from npm"
	@cd tests/clients && npm ci --loglevel=error
	@touch $@

COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/pip-compile --quiet --upgrade \
	--generate-hashes --strip-extras --allow-unsafe --no-emit-options \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: ## Renew the hashed locks in requirements/ to the newest versions allowed.
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --upgrade pip pip-tools
	$(COMPILE) -o requirements/build.txt requirements/build.in
	$(COMPILE) -o requirements/convert.txt pyproject.toml
	$(COMPILE) --extra verify -c requirements/convert.txt -o requirements/verify.txt pyproject.toml
	$(COMPILE) --extra verify --extra dev -c requirements/verify.txt -o requirements/dev.txt pyproject.toml
	$(COMPILE) --extra cluster --extra store -c requirements/dev.txt -o requirements/cluster.txt pyproject.toml
	rm -rf $(VENV)-lock

clean: ## Remove what was made: artefacts and caches.
	rm -rf $(OUTPUT) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## Remove the environment as well.
	rm -rf $(VENV) $(VENV)-lock $(VENV)-3.1? *.egg-info tests/clients/node_modules
