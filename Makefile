# Everything that is done to this project, by name. `make` alone lists it.
# Needs make and Python 3.11 or newer; PYTHON=python3.12 chooses another one than python3.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/ready
BENCH := .venv-bench
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock"

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help demo test lint format types graph check unit bench fuzz docs api lock clean

help:  ## list what can be made
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

demo: $(READY)  ## make the environment, build the graph, print Russia's positions today with their reasons
	@echo "== what the law of Russia treats as non-binding today, body by body"
	@$(BIN)/kg assess RUS --kind body
	@echo
	@echo "== why, for the International Criminal Court, under one of the four readings of the law"
	@$(BIN)/kg why RUS icc --reading rus-limb-b-per-body-all-matters
	@echo
	@echo "== what to try next"
	@echo "  $(BIN)/kg conflicts RUS                   bound, and treated as non-binding all the same"
	@echo "  $(BIN)/kg timeline RUS ecthr              since when, until when, and what changed it"
	@echo "  $(BIN)/kg assess RUS --on 2020-06-01      the same question on another day"
	@echo "  $(BIN)/kg find tribunal                   look for a body, treaty, ruling or person by name"
	@echo "  $(BIN)/kg --help                          all commands;  docs/adding.md: how to add a law or a court"

test: lint types graph check unit  ## make the environment and run everything

lint: $(READY)  ## ruff: style and common mistakes
	@echo "== lint: ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "make: not formatted; run 'make format'" >&2; exit 1; }

format: $(READY)  ## rewrite the Python files as ruff formats them
	@$(BIN)/ruff check --quiet --fix --select I .
	@$(BIN)/ruff format .

types: $(READY)  ## mypy, strict, for kg/, tests/ and benchmarks/
	@echo "== types: mypy"
	@$(BIN)/mypy

graph: $(READY)  ## build the graph, unless it is there
	@echo "== graph: rules over facts"
	@$(BIN)/kg find --format json court > /dev/null

check: $(READY)  ## style of the ontology, shapes, checks on the facts, HermiT
	@echo "== check: ontology style, shapes, data checks, OWL reasoning"
	@$(BIN)/kg check

unit: $(READY)  ## legal cases, unit tests, layers, documentation, packaging
	@sh tests/browser.sh
	@sh tests/jena.sh
	@echo "== tests: legal cases, unit tests, layers, documentation, packaging"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: $(BENCH)/ready  ## compare with other engines, write docs/performance.md; takes ten minutes; SIZE=x10 or x100 for one large graph
	@$(BENCH)/bin/python -m benchmarks $(if $(SIZE),--size $(SIZE))

fuzz: $(READY)  ## send a hundred thousand queries and requests that nobody meant to a server, for at most eight minutes
	@$(BIN)/python tests/fuzz.py 100000 480

docs: $(READY)  ## run the commands and notebooks of the documentation and write their output anew
	@$(BIN)/python tests/test_docs.py --write
	@$(BIN)/python tests/test_notebooks.py --write

api: $(READY)  ## write the reference of the Python interface into build/api
	@$(BIN)/python tests/test_reference.py --write build/api
	@echo "written: build/api/index.html"

lock: $(READY)  ## renew the three lock files
	@$(LOCK) --upgrade --group build --output-file requirements-build.lock
	@$(LOCK) --upgrade --extra dev --output-file requirements.lock pyproject.toml
	@$(LOCK) --upgrade --constraint requirements.lock --extra draw --extra serve \
		--output-file benchmarks/requirements.lock pyproject.toml benchmarks/requirements.in
	@echo "renewed: requirements-build.lock, requirements.lock, benchmarks/requirements.lock"

clean:  ## remove the environment and what tools left behind
	@rm -rf .venv $(BENCH) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The build tools are installed first, from their own lock, so that nothing unlocked takes part.
# Bytecode is compiled where a module is imported: of most libraries only parts ever are.
$(READY): requirements-build.lock requirements.lock pyproject.toml
	@echo "== environment: $(PYTHON), the locked libraries, kg"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv \
		|| { echo "make: '$(PYTHON) -m venv' failed; on Debian and Ubuntu the package python3-venv provides it" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --no-compile --require-hashes --no-deps -r requirements-build.lock
	@$(BIN)/python -m pip install -qq --no-compile --require-hashes --no-deps --no-build-isolation -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $(READY)

# The engines that benchmarks compare with have an environment of their own, beside the package and what it needs.
$(BENCH)/ready: requirements-build.lock benchmarks/requirements.lock pyproject.toml
	@echo "== environment of the benchmarks: $(PYTHON), the locked peers, kg"
	@rm -rf $(BENCH)
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install -qq --no-compile --require-hashes --no-deps -r requirements-build.lock
	@$(BENCH)/bin/python -m pip install -qq --no-compile --require-hashes --no-deps --no-build-isolation \
		-r benchmarks/requirements.lock
	@$(BENCH)/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $(BENCH)/ready
