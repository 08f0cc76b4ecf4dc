# Solidus: every task of daily work. `make` alone shows this list.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIN := --quiet --upgrade --no-header --no-annotate --python-version 3.11
export PORT CONFIRM

.DEFAULT_GOAL := help
.PHONY: help run stop reset test soak bench screenshots lint types format map messages requirements

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: ## Start everything and show the addresses (PORT=8000); Ctrl-C stops it
	@$(PYTHON) bin/run.py

stop: ## Stop what `make run` started in this folder
	@$(PYTHON) bin/stop.py

reset: ## Remove the database, the search index and all media (asks first)
	@$(PYTHON) bin/reset.py

test: ## Run every check and test on services of their own (ARGS="tests/catalog -k price")
	@$(PYTHON) bin/test.py $(ARGS)

soak: ## Run the long tests whole (SOAK_SEED=N draws other inputs)
	@SOAK=1 $(PYTHON) bin/test.py -n 2 -m soak $(ARGS)

bench: ## Measure speed on services of its own, into bench/results.json
	@$(PYTHON) bin/with_services.py bench python -m bench $(ARGS)

screenshots: ## Make the pictures of the documentation
	@bin/screenshots $(ARGS)

lint: .prepared ## Look for mistakes in style, types and the floors of the house, and dead code
	@.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/lint-imports
	@.venv/bin/python -m tests.system.type_errors
	@.venv/bin/python -m tests.system.dead_code

types: .prepared ## Take the type errors that are mended out of types-baseline.txt
	@.venv/bin/python -m tests.system.type_errors --write

format: .prepared ## Put the code into the house's form
	@.venv/bin/ruff check --fix && .venv/bin/ruff format

map: .prepared ## Write the map of rooms, subjects and registries into docs/map.md
	@.venv/bin/python -m tests.system.architecture_map

messages: .prepared ## Bring the translations up to the texts of the source (locale/)
	@.venv/bin/python bin/messages.py

requirements: .prepared ## Pin the newest allowed packages
	@.venv/bin/uv pip compile $(PIN) requirements.in --output-file requirements.txt
	@.venv/bin/uv pip compile $(PIN) requirements-dev.in --output-file requirements-dev.txt

.PHONY: .prepared
.prepared:
	@$(PYTHON) bin/prepare.py
