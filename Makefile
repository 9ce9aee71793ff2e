# The chores of this repository; `make help` lists them.
PYTHON ?= .venv/bin/python
SECONDS ?= 600

.DEFAULT_GOAL := help
.PHONY: help docs fuzz rebuild

help:  ## List the targets.
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

# a Python that was named is used as it is; the default one is made where it is missing
docs: | $(filter .venv/%,$(PYTHON))  ## Build the reference of modules and commands into build/docs.
	$(PYTHON) -m pip install -q -e '.[docs]'
	$(PYTHON) .ci/docs.py build/docs

fuzz: | $(filter .venv/%,$(PYTHON))  ## Fuzz each target ten minutes, or for SECONDS=60.
	$(PYTHON) -m pip install -q -e '.[dev]'
	for target in documents marks model; do \
	  $(PYTHON) -m tests.fuzz.fuzz $$target $(SECONDS) || exit 1; \
	done

rebuild: | $(filter .venv/%,$(PYTHON))  ## Build the models again from REAL=file.jsonl and compare.
	$(PYTHON) -m pip install -q -e '.[dev]'
	$(PYTHON) -m training.build --real $(REAL) --check

.venv/bin/python:
	python3 -m venv .venv
