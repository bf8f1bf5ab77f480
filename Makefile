# Everything people type. `make` alone lists it.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
  $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))) python3)
PORT ?= 8000
JOBS ?= 2
BIN := .venv/bin
RUN := $(BIN)/python
INSTALL := $(PYTHON) config/stack/install.py
# Values that only satisfy the checks of production settings; nothing is ever served with them.
AS_PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production ALLOWED_HOSTS=guanxi.example \
  SITE_URL=https://guanxi.example DATABASE_URL=postgres://guanxi@127.0.0.1/guanxi \
  SECRET_KEY=check-only-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ \
  MASTER_KEYS=check:$(shell printf 'ab%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32) \
  INDEX_PEPPER=$(shell printf 'cd%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32)
TEMPLATES = $(wildcard */templates)
# A test database need not survive a power cut; without the waiting its creation is several times faster.
FORGETFUL := --set fsync=off --set synchronous_commit=off --set full_page_writes=off
MARKED := browser or chaos or broker

.DEFAULT_GOAL := help
.PHONY: help demo demo-clean test test-embedded test-postgres test-services check check-format check-lint \
  check-imports check-types check-django check-deploy check-migrations check-templates check-docs format \
  figures bench chaos security lock messages install install-e2e

help: ## List what can be typed
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Run the product with a demo community (PORT=8000); needs python3 and nothing else
	@since=$$(date +%s); $(INSTALL) demo --since $$since && \
	  exec $(RUN) -m config.stack.demo --port $(PORT) --since $$since --with-parent

demo-clean: ## Forget the demo's data
	rm -rf var/demo

install: ## Install the development tools into .venv
	@$(INSTALL) dev

install-e2e:
	@$(INSTALL) e2e

test: install ## The whole suite on the embedded stack, then what touches the database on PostgreSQL; no browser
	@$(MAKE) --no-print-directory test-embedded
	@$(MAKE) --no-print-directory test-postgres

# What takes minutes and asks nothing of the engine runs once where PostgreSQL is certain to come after it.
test-embedded: install
	$(RUN) -m config.stack.embedded -- $(RUN) -m pytest -q -n $(JOBS) --dist worksteal -m "not browser and not chaos and not postgres$(if $(REQUIRE_POSTGRES), and not once)" $(ARGS)

test-postgres: install
	$(RUN) -m config.stack.postgres run $(if $(REQUIRE_POSTGRES),--required) $(FORGETFUL) -- \
	  $(RUN) -m pytest -q -n $(JOBS) --dist worksteal -p tests.stack.database_only -m "not browser and not chaos and not broker" $(ARGS)

test-services: install-e2e ## The suite, browser journeys, races, kills and broker faults on PostgreSQL, Redis, RabbitMQ
	$(if $(MARKED_ONLY),,$(RUN) -m config.stack.services run -- $(RUN) -m pytest -q -n $(JOBS) -m "not ($(MARKED) or race)" $(ARGS))
	$(RUN) -m config.stack.services run -- $(RUN) -m pytest -q -n $(JOBS) --dist loadgroup -m "$(MARKED)$(if $(MARKED_ONLY),, or race)" $(ARGS)
	$(RUN) -m config.stack.services --rabbitmq run -- $(RUN) -m pytest -q -m "broker" $(ARGS)

check: install check-format check-lint check-imports check-types check-django check-deploy check-migrations check-templates check-docs ## Style, import contracts, types, Django's own checks, migrations, templates, docs
	@echo "check: clean"

check-format: install
	$(BIN)/ruff format --check .

check-lint: install
	$(BIN)/ruff check .

check-imports: install
	$(BIN)/lint-imports

check-types: install
	$(BIN)/mypy .

check-django: install
	$(RUN) manage.py check --fail-level WARNING

check-deploy: install
	$(AS_PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING

check-migrations: install
	$(RUN) manage.py makemigrations --check --dry-run

check-templates: install
	$(if $(TEMPLATES),$(BIN)/djlint --lint --quiet $(TEMPLATES))

check-docs: install
	$(RUN) -m pytest -q -n $(JOBS) --dist worksteal -p no:randomly tests/architecture $(ARGS)

format: install ## Write the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

figures: install ## Count what the product promises: AREA=bench|chaos|security|... (FULL=1 for the long form)
	$(RUN) manage.py figures $(AREA) $(if $(FULL),--full)

bench chaos security: install
	@$(MAKE) --no-print-directory figures AREA=$@

lock: install ## Compile requirements/*.txt from pyproject.toml, with hashes and without an index address
	sh requirements/compile.sh

messages: install ## Collect the texts to translate and compile the translations (needs gettext)
	for app in $(dir $(wildcard */locale)); do \
	  (cd $$app && ../$(RUN) ../manage.py makemessages --locale zh_Hans --no-obsolete --no-location) || exit 1; done
	$(RUN) manage.py compilemessages --ignore .venv
