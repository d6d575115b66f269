# Everything that a person does with this repository, one word each. `make` lists the words.
# Needs Python 3.11 or newer with pip, and make; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
TROCHLEA_SHARED ?= ../shared
LOCK_FLAGS ?=
FUZZ_MUTANTS ?= 1000000
FUZZ_SECONDS ?= 600
KILLS ?= 200
SAFETY_EXAMPLES ?= 1000000
FROM ?= HEAD
TO ?=

# Written last, so that a set-up that was cut off is done again.
READY_TO_RUN := $(VENV)/.ready-to-run
READY_TO_WORK := $(VENV)/.ready-to-work
READY_TO_BENCH := $(VENV)/.ready-to-bench
READY_TO_TELL := $(VENV)/.ready-to-tell

# Handed over through the environment, so that a path may hold spaces and quotes.
export RUNS ANSWERS TROCHLEA_SHARED

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check check-real docs cases worlds safety advice-diff bench fuzz torture format index lock clean distclean

help: ## List these words
	@echo 'make demo                           try it on a simulated runner'
	@echo 'make demo RUNS=path ANSWERS=file    try it on your own files and answers'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r word what; \
		do printf 'make %-12s %s\n' "$$word" "$$what"; done

$(READY_TO_RUN): requirements/runtime.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Trochlea needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ": call make with PYTHON=path/to/python3.11.")'
	@rm -f $(READY_TO_RUN) $(READY_TO_WORK)
	@echo 'Setting up in $(VENV) (once; about a minute) ...' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install -qq --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	@$(PIP) install -qq --no-build-isolation --no-deps --editable .
	@touch $@

$(READY_TO_WORK): $(READY_TO_RUN) requirements/dev.txt
	@rm -f $@
	@echo 'Adding the tools for tests and checks ...' >&2
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@touch $@

$(READY_TO_BENCH): $(READY_TO_WORK) requirements/heavy.txt
	@rm -f $@
	@echo 'Adding what only benches and fuzzing need ...' >&2
	@$(PIP) install -qq --require-hashes -r requirements/heavy.txt
	@touch $@

$(READY_TO_TELL): $(READY_TO_WORK) requirements/docs.txt
	@rm -f $@
	@echo 'Adding what only the site needs ...' >&2
	@$(PIP) install -qq --require-hashes -r requirements/docs.txt
	@touch $@

setup: $(READY_TO_WORK) ## Make .venv with trochlea and the tools, once
	@echo 'Ready: $(BIN)/trochlea'

demo: $(READY_TO_RUN) ## Run the demonstration; writes build/demo/report.html
	@set -- demo --out build/demo; \
		if [ -n "$$RUNS" ]; then set -- "$$@" --runs "$$RUNS"; fi; \
		if [ -n "$$ANSWERS" ]; then set -- "$$@" --answers "$$ANSWERS"; fi; \
		exec $(BIN)/trochlea "$$@"

test: $(READY_TO_WORK) ## Run the tests; those on real files are skipped where there are none
	$(BIN)/python -m pytest -n auto

check: $(READY_TO_WORK) ## Style, types, layers, house rules, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python -m pytest tests/house

check-real: $(READY_TO_WORK) ## Run the walk on real files under TROCHLEA_SHARED
	@[ -d "$$TROCHLEA_SHARED/data" ] || { echo "There are no real files at $$TROCHLEA_SHARED/data: set TROCHLEA_SHARED to the shared folder." >&2; exit 1; }
	TROCHLEA_REQUIRE_SHARED=1 $(BIN)/python -m pytest -m real tests/real

cases: $(READY_TO_WORK) ## Hold the engine against the published patients, with baselines
	$(BIN)/python -m tools.cases

worlds: $(READY_TO_WORK) ## Hold it against 10,000 drawn patients and 200 worlds that are off (minutes)
	$(BIN)/python -m tools.cases.worlds

safety: $(READY_TO_WORK) ## A million examples for each pure safety property (SAFETY_EXAMPLES=)
	TROCHLEA_SAFETY_EXAMPLES=$(SAFETY_EXAMPLES) $(BIN)/python -m pytest -n auto tests/safety

advice-diff: $(READY_TO_WORK) ## Name each case whose advice moved (FROM=revision, TO=revision)
	@$(BIN)/python -m tools.advice_diff --from $(FROM) $(if $(TO),--to $(TO))

# Never --quiet: it swallows the warnings that --strict counts, and a broken link would pass.
docs: $(READY_TO_TELL) ## Build the site in build/docs
	@rm -rf docs/reference/knowledge
	@$(BIN)/trochlea knowledge pages -o docs/reference/knowledge
	@$(BIN)/mkdocs build --strict
	@echo 'The site: build/docs/index.html'

bench: $(READY_TO_BENCH) ## Measure reading and importing beside others, as ratios (15 minutes)
	$(BIN)/python -m benchmarks.bench_fit
	$(BIN)/python -m benchmarks.bench_xml
	$(BIN)/python -m benchmarks.bench_archive
	$(BIN)/python -m benchmarks.bench_journal
	$(BIN)/python -m benchmarks.bench_apple
	$(BIN)/python -m benchmarks.bench_assess
	$(BIN)/python -m benchmarks.bench_loads

fuzz: $(READY_TO_BENCH) ## Read a million broken files (FUZZ_MUTANTS=, FUZZ_SECONDS= of Atheris)
	$(BIN)/python -m tools.fuzz --mutants $(FUZZ_MUTANTS) --atheris $(FUZZ_SECONDS)

torture: $(READY_TO_WORK) ## Kill 200 imports at random moments (KILLS=) and look at what is left
	$(BIN)/python -m tools.torture --kills $(KILLS)

format: $(READY_TO_WORK) ## Put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

index: $(READY_TO_RUN) ## List the knowledge files anew, after one was added
	@$(BIN)/python -c 'from trochlea.knowledge.loader import DATA, INDEX, index_lines; (DATA / INDEX).write_text("\n".join(index_lines(DATA)) + "\n")'

# The order matters: each file is held to the versions of the one before it.
UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --python-version 3.11 $(LOCK_FLAGS)

lock: $(READY_TO_WORK) ## Pin the requirements anew (LOCK_FLAGS=--upgrade for newer versions)
	@$(PIP) install -qq --require-hashes -r requirements/lock.txt
	$(UV_COMPILE) pyproject.toml --output-file requirements/runtime.txt
	$(UV_COMPILE) pyproject.toml requirements/dev.in --constraint requirements/runtime.txt --output-file requirements/dev.txt
	$(UV_COMPILE) requirements/build.in --constraint requirements/dev.txt --output-file requirements/build.txt
	$(UV_COMPILE) requirements/lock.in --output-file requirements/lock.txt
	$(UV_COMPILE) requirements/heavy.in --constraint requirements/dev.txt --output-file requirements/heavy.txt
	$(UV_COMPILE) requirements/docs.in --constraint requirements/dev.txt --output-file requirements/docs.txt

clean: ## Remove what was built, and the caches
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -type d -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## Remove .venv too
	rm -rf $(VENV)
