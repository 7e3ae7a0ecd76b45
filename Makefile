# `make` lists the recipes; they are the only documented commands.
# A fresh machine needs python3 (3.11 or later); everything else is fetched on first use.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --custom-compile-command "make lock" --python-version 3.11 \
	pyproject.toml

APT_VENV := echo "  installing python3-venv"; { apt-get -qq update && \
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes python3-venv; } > /dev/null 2>&1

LOCAL_STAMP := $(VENV)/.installed-local
ALL_STAMP   := $(VENV)/.installed-all

.PHONY: help run doctor build test test-fast soak fuzz lint types catalogue openapi manifests bench screenshots \
	clean lock

help: ## List the recipes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(LOCAL_STAMP) ## Bring the whole system up; Ctrl-C stops it (PARLEY_PORT=, REPLICAS=2 of each)
	@exec $(BIN)/python -m deploy.local --replicas $(or $(REPLICAS),1)

doctor: $(LOCAL_STAMP) ## Chat through a running system and name the hop that fails (URL= of another)
	@$(BIN)/python -m deploy.doctor $(URL)

build: $(LOCAL_STAMP) ## Build the web clients, and say how large they are
	@$(BIN)/python -m deploy.local.web

test: $(ALL_STAMP) ## Everything: lint, types, contracts, unit, web, integration, system, isolation, fuzz, resilience
	@$(BIN)/python -m tests.checks all

test-fast: $(ALL_STAMP) ## Unit and contract tests and those of the web, in seconds
	@$(BIN)/python -m tests.checks fast

soak: $(ALL_STAMP) ## Use a whole system while faults hit it, and check what is left (SECONDS=1200, SEED=, MEMBERS=3)
	@$(BIN)/python -m tests.resilience.soak --seconds $(or $(SECONDS),1200) $(if $(SEED),--seed $(SEED)) \
		--members $(or $(MEMBERS),3)

fuzz: $(ALL_STAMP) ## Try what nobody expects, TIMES=20 times as much as in make test, and other things each time
	@PARLEY_FUZZ=$(or $(TIMES),20) $(BIN)/python -m tests.checks fuzz

lint: $(ALL_STAMP) ## ruff, mypy, the import contracts and the checks of the web
	@$(BIN)/python -m tests.checks lint

types: $(ALL_STAMP) ## Write the web's types anew from the contracts
	@$(BIN)/python -m deploy.local.web types

catalogue: $(ALL_STAMP) ## Write docs/events anew; refuses what would break a reader of an event
	@$(BIN)/python -m deploy.catalogue

openapi: $(ALL_STAMP) ## Write docs/api/openapi.json anew from the routes
	@$(BIN)/python -m deploy.openapi

manifests: $(ALL_STAMP) ## Write compose.yaml and the Kubernetes base anew from the list of processes
	@$(BIN)/python -m deploy.manifests

bench: $(ALL_STAMP) ## Measure a running system beside its floor; a table and a JSON file (ROWS=idle,storm)
	@$(BIN)/python -m tests.load $(if $(ROWS),--rows $(ROWS))

screenshots: $(ALL_STAMP) ## Take the README's pictures anew
	@$(BIN)/python -m tests.system.screenshots

clean: ## Forget the data of `make run`, and everything that was built
	@rm -rf .run gateway/web/dist gateway/web/build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

lock: $(ALL_STAMP) ## Compile requirements/*.txt anew from pyproject.toml
	@$(COMPILE) --extra local --extra test --extra dev --output-file requirements/all.txt
	@$(COMPILE) --extra local --constraint requirements/all.txt --output-file requirements/local.txt
	@$(COMPILE) --constraint requirements/all.txt --output-file requirements/runtime.txt

$(BIN)/python:
	@echo "  making $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Parley needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT_VENV); } || \
		{ echo "please install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(LOCAL_STAMP): requirements/local.txt | $(BIN)/python
	@echo "  installing what make run needs"
	@$(PIP) install --require-hashes -r requirements/local.txt
	@touch $@

$(ALL_STAMP): requirements/all.txt | $(BIN)/python
	@echo "  installing what the checks need"
	@$(PIP) install --require-hashes -r requirements/all.txt
	@touch $@
