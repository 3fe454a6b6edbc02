# One verb a job. Needs Python 3.11 or newer and make; everything else goes into .venv.
# Another Python: PYTHON=python3.12 make test

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/made-with-$(subst /,-,$(PYTHON))
PIP := -m pip --disable-pip-version-check --quiet

OTHER := Another one: PYTHON=python3.12 make test
define new-enough
command -v '$(PYTHON)' >/dev/null || { echo "attache needs Python 3.11 or newer; there is no '$(PYTHON)' here. $(OTHER)" >&2; exit 1; }; \
'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "attache needs Python 3.11 or newer; '$(PYTHON)' is older. $(OTHER)" >&2; exit 1; }
endef

.DEFAULT_GOAL := help
.PHONY: help demo test check bench torture generate lock clean

help: ## Show the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## Show attache at work on invented data
	@$(BIN)/attache demo

test: $(READY) ## Run the tests; ARGS='-k nik' is handed to pytest
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY) ## Lint, types, import rule, and whether all that is generated is current
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.generate --check

bench: $(READY) ## Measure speed and memory; ARGS='-n 15 import' takes more pairs of some rows
	@$(BIN)/python -m tests.benchmarks $(ARGS)

torture: $(READY) ## Kill, cut, fill and tamper with a vault; ARGS='R1 R6' takes some
	@$(BIN)/python -m tests.faults $(ARGS)

generate: $(READY) ## Write everything that is derived from the declarations
	@$(BIN)/python -m tools.generate

# Settings of the machine at hand must not reach the lock file, so uv is told of none.
lock: ## Choose dependency versions anew and write requirements.lock
	@$(new-enough)
	@rm -rf .lock-venv
	@$(PYTHON) -m venv .lock-venv
	@.lock-venv/bin/python $(PIP) install 'uv>=0.13'
	@env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	  UV_CUSTOM_COMPILE_COMMAND='make lock' \
	  .lock-venv/bin/uv --no-config --system-certs pip compile pyproject.toml --group dev --upgrade \
	  --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock
	@rm -rf .lock-venv
	@echo "requirements.lock is written"

clean: ## Remove what the other verbs made
	rm -rf .venv .lock-venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find attache tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

# Made again when the lock file, the project file or the name of the Python changes.
$(READY): requirements.lock pyproject.toml
	@$(new-enough)
	@echo "Making .venv with $(PYTHON) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python $(PIP) install --require-hashes -r requirements.lock
	@$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
