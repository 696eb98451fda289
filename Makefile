# make demo | test | check — each brings what it needs into .venv by itself.
PY := .venv/bin/python
STAMP := .venv/.ready

$(STAMP): pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(STAMP)

install: $(STAMP)

demo: $(STAMP)
	.venv/bin/offerwatch demo $(ARGS)

test: $(STAMP)
	$(PY) -m pytest $(ARGS)

check: $(STAMP)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest $(ARGS)
	$(PY) -m tests.gate

.PHONY: install demo test check
