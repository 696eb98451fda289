# make demo | test | check — each brings what it needs into .venv by itself.
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

.venv/.base: pyproject.toml
	python3 -m venv .venv
	$(PIP) -e .
	touch $@

.venv/.dev: pyproject.toml
	python3 -m venv .venv
	$(PIP) -e '.[dev]'
	touch $@ .venv/.base

install: .venv/.dev

demo: .venv/.base
	.venv/bin/offerwatch demo $(ARGS)

test: .venv/.dev
	$(PY) -m pytest $(ARGS)

check: .venv/.dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest $(ARGS)
	$(PY) -m tests.gate --table

.PHONY: install demo test check
