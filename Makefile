# `make help` lists what there is. Everything builds into one folder, .build, where debug and release lie side by side.
SWIFT ?= swift
SOURCES := Package.swift Sources Tests Schema Benchmarks
RELEASE := .build/release
# What `make run` passes to `mentord dev`, such as ARGS="--port 9000 --no-demo".
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run build man test ci lint lint-deploy check-imports test-restore contract bench \
    bench-deliveries bench-postgres bench-report bench-slow format clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## Install what is missing on this machine (PostgreSQL, libpq, …)
	@deploy/setup.sh

setup-tests: setup ## Install what only tests need, too: shells for completions, and programs of others that check our output
	@deploy/setup.sh tests

run: build ## Run the service with a demo on a private PostgreSQL: http://127.0.0.1:8080 (options: ARGS="…")
	@exec $(RELEASE)/mentord dev $(ARGS)

build: setup ## Build mentord and mentorctl for use
	@$(SWIFT) build -c release --product mentord
	@$(SWIFT) build -c release --product mentorctl

man: ## Write mentorctl's manual pages to .build/man/man1
	@$(SWIFT) build -c release --product mentorctl
	@$(RELEASE)/mentorctl manual --into .build/man/man1

test: setup-tests ## Run every test, on a private PostgreSQL that is removed afterwards
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# One debug build serves the check and the tests: the check scans the sources and changes no flag of the compiler.
ci: setup-tests lint lint-deploy check-imports ## What CI runs: format, deploy/, imports, build, tests, a restore
	deploy/test-restore.sh
	$(SWIFT) test --skip-build

lint: ## Check the format of the sources
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

lint-deploy: ## Check deploy/: scripts, units and their score, container, compose, proxies
	@deploy/lint.sh

# Refuses an import of a target that is no dependency, directly or through another. Its status counts: it may print
# "Build complete!" and exit with 1.
check-imports: setup ## Build with tests, and check that targets import only what they depend on
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

test-restore: setup ## Back up and restore a migrated database, for real, on a private PostgreSQL
	$(SWIFT) build --product mentord
	$(SWIFT) build --product with-private-postgres
	deploy/test-restore.sh

contract: setup ## Hold the running service against its OpenAPI document, as each role (options: ARGS="--examples 50")
	$(SWIFT) build --product mentord
	Tests/Contract/run.sh $(ARGS)

# One run on one machine, about ten minutes after the builds: ARGS="--only reads,races" takes parts of it.
bench: setup ## The service beside its yardsticks, in one table (options: ARGS="…")
	@Benchmarks/service/tools.sh .build/bench-python
	@for product in mentord with-private-postgres postgres-benchmark slots-benchmark yardsticks; do \
	    $(SWIFT) build -c release --product $$product || exit 1; done
	@$(RELEASE)/with-private-postgres Benchmarks/service/bench.py @url --python .build/bench-python/bin/python $(ARGS)

bench-postgres: setup ## The PostgreSQL client beside pgbench and a blocking pool, on a private PostgreSQL
	$(SWIFT) build -c release --product with-private-postgres
	$(SWIFT) build -c release --product postgres-benchmark
	BENCHMARK=$(RELEASE)/postgres-benchmark $(RELEASE)/with-private-postgres Benchmarks/postgres.sh @url $(ARGS)

bench-deliveries: setup ## Kill the service twenty times in the middle of deliveries; fails when anything is lost
	$(SWIFT) build --product mentord
	$(SWIFT) build --product with-private-postgres
	.build/debug/with-private-postgres python3 Benchmarks/deliveries.py @url $(ARGS)

bench-slow: setup ## What five hundred slow clients cost the others; fails above twice
	$(SWIFT) build -c release --product mentord
	Benchmarks/slow_clients.py --mentord $(RELEASE)/mentord $(ARGS)

bench-report: setup ## A year of 1,000,000 consultations and one week's report, on a private PostgreSQL
	$(SWIFT) build -c release --product with-private-postgres
	$(SWIFT) build -c release --product report-benchmark
	$(RELEASE)/with-private-postgres $(RELEASE)/report-benchmark @url $(ARGS)

format: ## Format the sources
	$(SWIFT) format format --in-place --parallel --recursive $(SOURCES)

clean: ## Remove what was built; data in .mentord stay
	$(SWIFT) package clean
