# Entrances for people and CI. What a target needs installs itself (deploy/setup.sh); python3, git and make are enough.

.DEFAULT_GOAL := help
# One after the other even under make -j: on two cores the timing tests would measure each other.
.NOTPARALLEL:
.PHONY: help setup run test lint check unit coverage bench faults soak pictures lock

BIN := .venv/bin
# One more than cores: most tests wait for windows, devices and people.
WORKERS := $(shell expr $$(nproc) + 1)

help:  ## show this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

setup:  ## install what is missing: Debian packages (as root) and the locked Python environment
	@deploy/setup.sh dev

# A display counts only if it answers: a variable left over from a closed session must not end in a stack trace.
# X only, because SDL in Kivy's wheel speaks no Wayland; every Wayland desktop offers X as well.
run: setup  ## start the demonstration; without a display play a first visit and keep its evidence
	@if $(BIN)/python -c 'from Xlib.display import Display; Display()' 2>/dev/null; then \
	    exec $(BIN)/buergerterminal demo; \
	else \
	    echo 'No display: playing a first visit headless.'; \
	    $(BIN)/buergerterminal rehearse tests/journeys/wartenummer.yaml --evidence build/first-visit && \
	    echo 'Evidence of the visit (pages, paper, what the portal received): build/first-visit/'; \
	fi

test: lint check unit  ## everything once: lint, configuration, all tests

lint: setup  ## style, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: setup  ## check the configuration that ships
	@$(BIN)/buergerterminal check

unit: setup  ## all tests
	@$(BIN)/pytest -n $(WORKERS)

# Apart from `test`: counting lines and branches takes the sweeps over pages and states two to three times as long.
# The report is wanted above all when a test failed; pytest's verdict stays the verdict.
coverage: setup  ## all tests, with a report of the lines and branches that they reach
	@mkdir -p build
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(WORKERS); status=$$?; \
	    $(BIN)/coverage combine -q && $(BIN)/coverage xml -q && $(BIN)/coverage report; exit $$status

bench: setup  ## measure start, memory, idle load, touch, print; results in build/bench
	@$(BIN)/python tests/bench/bench.py --out build/bench

faults: setup  ## device contracts, fault and privacy tests with full counts instead of samples
	@BT_FULL=1 $(BIN)/pytest tests/contract tests/faults tests/privacy

pictures: setup  ## every page in every look (build/looks), and every journey (build/pictures), with a picture of each page
	@$(BIN)/python tests/screens/pictures.py --out build/looks
	@$(BIN)/buergerterminal rehearse $(wildcard tests/journeys/*.yaml) --evidence build/pictures

VISITS := 1500
soak: setup  ## many visits at one terminal (VISITS=1500): whether memory, threads, files or disk grow; table in build/soak
	@$(BIN)/python tests/soak/soak.py --visits $(VISITS) --out build/soak

# The licences of the libraries are read from what is installed, so that comes in between.
lock:  ## resolve dependencies anew after a change in pyproject.toml; UPGRADE=1 takes newer versions
	@UPGRADE=$(UPGRADE) deploy/setup.sh lock
	@deploy/setup.sh dev
	@$(BIN)/python deploy/licences.py
