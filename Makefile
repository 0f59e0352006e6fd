# Every command. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
UV := $(shell command -v uv || echo .tools/bin/uv)
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: help setup run train check test lint types unit browser-tools fuzz audit sbom evaluate bench lock clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: .venv/.installed ## Install uv if missing, Python 3.10 and the locked dependencies into .venv

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock $(if $(shell command -v uv),,.tools/bin/uv)
	test -x $(PYTHON) || $(UV) venv --quiet --python 3.10 .venv
	$(UV) pip sync --python $(PYTHON) --require-hashes requirements.lock
	touch $@

train: setup ## Compile what is taught and train Rasa, unless nothing changed
	$(PYTHON) -m bot train

run: train ## Start everything with a demonstration agenda on http://localhost:8080
	REPERE_DEMO=1 $(PYTHON) -m bot run

check: setup ## Tell the authors of knowledge/, in French, what is missing
	$(PYTHON) -m bot check

test: train lint types check browser-tools audit sbom unit ## Everything CI runs

lint: setup ## Style
	$(PYTHON) -m ruff check .

types: setup ## Types
	$(PYTHON) -m mypy

unit: setup ## All tests, domain to browser, on every core
	$(PYTHON) -m pytest -n auto --dist loadfile

browser-tools: ## In CI, install Chromium, PostgreSQL and Redis where they are missing
	@bash tests/install_tools.sh

.tools/security/.installed: security/tools.lock $(if $(shell command -v uv),,.tools/bin/uv)
	test -x .tools/security/bin/python || $(UV) venv --quiet --python '>=3.10' .tools/security
	$(UV) pip sync --quiet --python .tools/security/bin/python --require-hashes security/tools.lock
	touch $@

audit: .tools/security/.installed ## Look up what is known against the locked packages; security/accepted.toml says what is accepted and why
	.tools/security/bin/python security/audit.py

.tools/fuzz/.installed: tests/fuzz/tools.lock $(if $(shell command -v uv),,.tools/bin/uv)
	test -x .tools/fuzz/bin/python || $(UV) venv --quiet --python '>=3.10' .tools/fuzz
	$(UV) pip sync --quiet --python .tools/fuzz/bin/python --require-hashes tests/fuzz/tools.lock
	touch $@

fuzz: export FUZZ_EXAMPLES ?= 10000
fuzz: setup .tools/fuzz/.installed ## Ten thousand examples at each entry point, drawn anew each time (hours); FUZZ_EXAMPLES=n: as many
	$(PYTHON) -m pytest tests/fuzz -n auto --timeout 0
	$(PYTHON) -m tests.fuzz.api

sbom: setup .tools/security/.installed ## List what is installed, as CycloneDX 1.5, in var/sbom.json
	mkdir -p var
	.tools/security/bin/cyclonedx-py environment --of JSON --sv 1.5 --validate -o var/sbom.json $(PYTHON)

evaluate: train ## Measure what is understood; writes docs/evaluation.md
	$(PYTHON) -m bot evaluate

BENCH := against_stock understanding directory appointments widget fiches endurance
bench: train ## Measure beside stock Rasa and plain searches (two hours), write docs/performance.md; BENCH=part, NLU=path: only that
	$(if $(NLU),$(PYTHON) bench/understanding.py $(NLU))
	$(if $(NLU),,set -e; for part in $(BENCH); do $(PYTHON) bench/$$part.py; done; $(PYTHON) bench/report.py)

lock: ## Write requirements.lock again from pyproject.toml
	$(UV) pip compile --quiet --python 3.10 --extra dev --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock

clean: ## Remove everything that was made here, appointments included
	rm -rf .venv .tools .rasa var models results nlu_data/generated
