# The manual of the project: `make` alone lists what can be done.
# Settings: HOST=127.0.0.1 PORT=8000 VAR=var CLOCK=2026-12-01T10:00 SITEURL=https://…

SHELL := /bin/sh
PY := .venv/bin/python
# A process a core, up to four; the tests of one file stay together, the long files come first (tests/conftest.py).
PYTEST := $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
.DEFAULT_GOAL := help
.PHONY: help serve agent test test-all bench site publish paper jour check lint rollback clean

help: ## Liste ce qu’on peut faire ici
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):[^#]*## /make \1|/' | awk -F'|' '{ printf "  %-15s %s\n", $$1, $$2 }'

serve: .venv/run .venv/paper ## Installe, construit et sert site et formulaires sur http://127.0.0.1:8000 (HOST= PORT= VAR=)
	@exec $(PY) -m deploy.serve

agent: .venv/run ## Ajoute un agent et donne son mot de passe (LOGIN=lucie ROLE=agenda, VAR= comme pour serve)
	@LOGIN="$(LOGIN)" ROLE="$(ROLE)" $(PY) -m deploy.agent

test: .venv/test ## Tous les essais en Python et au navigateur, accessibilité comprise
	@$(PYTEST) -m "not heavy"

test-all: .venv/test .venv/heavy ## Les mêmes, plus ceux qui veulent LibreOffice, nginx et Java
	@$(PYTEST)

bench: .venv/test ## Mesure le magasin, une foule sur le vrai serveur, répète 300 idées, 3 000 réponses, 2 000 votes, 3 000 inscriptions (1 heure)
	@$(PY) -m benchmarks.store
	@$(PY) -m benchmarks.load
	@$(PY) -m benchmarks.count
	@REHEARSAL_STORES=both REHEARSAL=300 $(PY) -m pytest -q -s tests/rehearsal/test_ideas.py
	@REHEARSAL_STORES=both REHEARSAL_ANSWERS=1000 $(PY) -m pytest -q -s tests/rehearsal/test_asking.py
	@REHEARSAL_STORES=both REHEARSAL_VOTES=2000 $(PY) -m pytest -q -s tests/rehearsal/test_votes.py
	@REHEARSAL_STORES=both REHEARSAL_REGISTRATIONS=3000 $(PY) -m pytest -q -s tests/rehearsal/test_demand.py

site: .venv/run ## Construit le site ici : output/ devient la nouvelle version
	@$(PY) -m deploy.release build

publish: .venv/run .venv/paper ## Construit le site pour la mise en ligne : adresse réelle (SITEURL=), fichiers compressés
	@$(PY) -m deploy.release build --conf publishconf.py --precompress

paper: .venv/run .venv/paper ## Imprime en PDF, dans paper/, le programme de l’agenda, les feuilles de vote et les formulaires, aussi en grands caractères
	@$(PY) -m plugins.paper paper

jour: .venv/run .venv/paper ## Imprime en un PDF, dans var/jour/, la journée de demain : listes, feuilles à signer, appels (DAY= TO= VAR=)
	@DAY="$(DAY)" TO="$(TO)" $(PY) -m deploy.jour

check: .venv/run ## Contenu : chaque erreur, avec le fichier, la ligne et ce qu’il faut écrire
	@$(PY) -m plugins.check content --expiry
	@$(PY) -m deploy.release build --stage .venv/checked

lint: .venv/test ## Style et types du code, et qui peut importer qui
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy formservice plugins deploy
	@.venv/bin/lint-imports
	@$(PY) -m djlint --lint --quiet theme/templates

rollback: .venv/run ## Remet en ligne la version précédente
	@$(PY) -m deploy.release rollback

clean: ## Efface tout ce qui se refait ; jamais les données de var/
	@rm -rf .venv output releases paper build node_modules screenshots *.egg-info \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

# What is installed, each with a stamp: the second run starts at once.
.venv/run: requirements/run.txt pyproject.toml
	@deploy/need venv >/dev/null
	@echo "Installation (une minute la première fois)…"
	@$(PY) -m pip install -q --require-hashes -r requirements/run.txt
	@$(PY) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/paper: .venv/run requirements/paper.txt
	@echo "Installation de ce qui imprime…"
	@$(PY) -m pip install -q --require-hashes -r requirements/paper.txt
	@touch $@

.venv/test: .venv/run .venv/paper requirements/test.txt deploy/need
	@echo "Installation de ce qu’il faut aux tests…"
	@$(PY) -m pip install -q --require-hashes -r requirements/test.txt
	@deploy/need chromium >/dev/null
	@touch $@

.venv/heavy: .venv/test requirements/java.txt deploy/vnu/package-lock.json
	@for tool in libreoffice nginx java vnu; do deploy/need $$tool >/dev/null || exit 1; done
	@touch $@
