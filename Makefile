# Thin: each line is a command one could type. Everything is installed into .venv from requirements.lock.
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint cover cover-reader lock servers soak

demo: $(VENV)/ready
	$(BIN)/mailbot demo

# The tests wait for servers most of the time: more of them at once than there are processors. They start mailbot some
# hundred times, so its byte code is kept, whatever the surroundings say.
test: $(VENV)/ready servers
	$(BIN)/python -m compileall -q mailbot
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 6 --dist worksteal

# Steady mail with a fault every minute; make soak MINUTES=2 for a short one. Not part of the gate.
MINUTES := 30
soak: $(VENV)/ready servers
	$(BIN)/python -m tests.soak --minutes $(MINUTES)

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

cover: $(VENV)/ready servers
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine
	$(BIN)/coverage report

# The reader alone, in a minute or two: every branch of it is covered, or this fails.
cover-reader: $(VENV)/ready
	$(BIN)/coverage erase
	$(BIN)/coverage run --source=mailbot.parse -m pytest tests/parse tests/test_golden.py tests/test_reading.py
	$(BIN)/coverage combine
	$(BIN)/coverage report --include='mailbot/parse/*' --fail-under=100

lock: $(VENV)/ready
	$(BIN)/uv pip compile setup.cfg --all-extras --generate-hashes --python-version 3.11 -q -o requirements.lock
	$(BIN)/uv pip compile setup.cfg --extra build --generate-hashes --python-version 3.11 -c requirements.lock -q -o requirements-run.lock

# Dovecot and Postfix for the tests: installed where that is possible, asked for in a sentence where not.
servers:
	@sh tests/servers/install.sh

$(VENV)/ready: requirements.lock setup.cfg
	python3 -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
