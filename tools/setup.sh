#!/usr/bin/env bash
# Prepares .venv (demo) and, for tests, LibreOffice, fonts and the Open XML validator. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-demo}

say() { printf '準備: %s\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
  say "管理者権限が要ります: $*"; return 1; fi; }
apt_install() {
  say "Debian のパッケージを入れています: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

python=${PYTHON:-python3}
command -v python3.11 >/dev/null && python=${PYTHON:-python3.11}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "Python 3.11 以上が要ります"; exit 1; }
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  say "仮想環境 .venv を作っています"
  "$python" -m venv --clear .venv 2>/dev/null || { apt_install python3-venv; "$python" -m venv --clear .venv; }
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
if [ "$what" = demo ]; then
  say "部品を入れています（初回は数分）"
  .venv/bin/python -m pip install --quiet --editable .
else
  say "部品と試験の道具を入れています（初回は数分）"
  .venv/bin/python -m pip install --quiet --editable '.[dev]'
  missing=()
  command -v soffice >/dev/null || missing+=(libreoffice-calc)
  /usr/bin/python3 -c 'import uno' 2>/dev/null || missing+=(python3-uno)
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
  fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fontconfig fonts-noto-cjk)
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
  say "Open XML と Power Query の検査器を入れています"
  .venv/bin/python tools/validate.py --install
  touch .venv/.test-ready
fi
touch .venv/.demo-ready
