# しるべ: 二つの命令で足ります。 make demo（動かす） / make test（確かめる）。どちらも準備を含みます。
SHELL := /bin/bash
PY := .venv/bin/python
SHARED ?= ../shared
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help docs docs-check demo demo-real test test-all coverage lint setup setup-test templates samples pictures clean bench-grid bench-tidy bench-join bench-crosstab bench-check bench-forms bench-policy bench-udf sim-policy bench-m slides

help: ## この一覧を表示する
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: setup ## 実データで主な仕事を一通り動かし、out/ に4つの成果物を作る
	@$(PY) -m shirube_cli demo --out out

demo-real: setup ## ../shared の実ブックすべてを整然化し、結果の一覧を出す
	@$(PY) -m shirube_cli tidy $(SHARED)/data/corpus/files --all-sheets --out out/real --replace

test: setup-test ## 規約・型・層・例・試験をすべて通す
	@$(PY) tools/check.py

test-all: setup-test ## 長い試験も含めて通す
	@$(PY) tools/check.py --all

coverage: setup-test ## 試験が python/ のどこまで通ったかを測る
	@$(PY) -m pytest -q --cov --cov-report=term-missing:skip-covered

lint: setup-test ## 書式・規約・型・層だけを確かめる
	@$(PY) tools/check.py --static

setup: .venv/.demo-ready
setup-test: .venv/.test-ready

.venv/.demo-ready: pyproject.toml tools/setup.sh
	@bash tools/setup.sh demo

.venv/.test-ready: pyproject.toml tools/setup.sh tools/ooxml/package.json tools/powerquery/package.json
	@bash tools/setup.sh test

templates: setup ## ひな型ブックを作り直す（workbooks/templates/）
	@$(PY) -m shirube_cli build --templates

samples: setup ## 見本ブックを作り直す（../shared が要る）
	@$(PY) -m shirube_workbooks.samples
	@$(PY) -m shirube_workbooks.mihon

pictures: setup-test demo ## 成果物を画像にする（docs/gallery/）
	@$(PY) tools/gallery.py
	@$(PY) tools/forms_pictures.py
	@$(PY) -m shirube_workbooks.slides

slides: setup ## 講義のスライドを作り直す（docs/slides/）
	@$(PY) -m shirube_workbooks.slides

bench-grid: setup-test ## 200万セルの読み取りと走査の時間とメモリー
	@$(PY) bench/read_grid.py

bench-forms: setup-test ## 調査票のとりまとめを採点する（生成した500件と正解）
	@$(PY) bench/forms.py

bench-tidy: setup-test ## 整然化を採点する（実ブック・公開ベンチマーク・速さ）
	@$(PY) bench/tidy.py

bench-join: setup-test ## 突合を採点する（答えの分かる一覧、10万行の速さ）
	@$(PY) bench/join.py

bench-udf: setup-test ## セルの関数の速さ（1つの値、表、控えた表への100の式）
	@$(PY) bench/udf.py

bench-crosstab: setup-test ## クロス集計の速さ（pandas と並べて）・照合値・秘匿の安全さを測る
	@$(PY) bench/crosstab.py

bench-check: setup-test ## 機械可読性の点検を採点する（規則の数・実ブック・修復・速さ）
	@$(PY) bench/check.py

bench-m: setup-test ## Power Query のクエリを Python の結果と照らし、動詞・実ブックの割合と速さを測る
	@$(PY) bench/powerquery.py

.venv/.peers-ready: .venv/.test-ready pyproject.toml
	@.venv/bin/python -m pip install --quiet --editable '.[peers]' && touch $@ || echo '比べる相手の部品を入れられませんでした。前に測った値と比べます。'

bench-policy: setup-test .venv/.peers-ready ## 政策評価の速さ（比べる相手も同じ回に測る）と、公表値との一致
	@$(PY) bench/policy.py

sim-policy: setup-test ## 政策評価の誤りの割合を、効果のない模擬データで測る（1区画 2,000回）
	@$(PY) bench/sim_policy.py

docs: .venv/.docs-ready ## 説明のサイトを build/site に作る（切れたリンクがあれば止まる）
	@$(PY) -m mkdocs build --strict --quiet && echo "作りました: build/site/index.html"

docs-check: docs ## 説明のサイトを本物の Chromium で開いて確かめる（検索、画像、携帯の幅）
	@$(PY) tools/check_site.py

.venv/.docs-ready: .venv/.demo-ready pyproject.toml
	@$(PY) -m pip install --quiet --editable '.[docs]' && touch $@

clean: ## 作ったものを消す（.venv は残す）
	rm -rf out build .pytest_cache .mypy_cache .ruff_cache
