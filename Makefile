# Everything that people and CI do; each target sets up what it needs. Without make: see the README.
PYTHON ?= python3
BIN := .venv/bin
# The packages are large: without bytecode each start would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test lint bench soak pictures lock clean

setup:
	@$(PYTHON) bootstrap.py

demo: setup
	@$(BIN)/okr-share demo

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	node_modules/.bin/tsc --noEmit

bench: setup
	$(BIN)/python -m tests.benchmarks

# What takes long, in full: 200 cards and 200 replies while processes are killed, thousands of tiny weeks, 1,000
# share meetings booked while Graph throttles and fails, 10,000 notifications at once.
soak: setup
	OKR_SOAK=1 $(BIN)/python -m pytest tests/e2e/test_killed.py tests/e2e/test_booking_storm.py \
		tests/integration/week/answers/test_notifications_door.py tests/unit/planning/test_properties.py

# The pictures of the README, from a walk through the product.
pictures: setup
	$(BIN)/python -m tests.e2e.tour

# After changing dependencies in pyproject.toml.
lock: setup
	$(BIN)/python -m uv pip compile pyproject.toml --group dev --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock

clean:
	rm -rf .venv .okr-data build *.egg-info
