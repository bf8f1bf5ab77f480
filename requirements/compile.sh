#!/bin/sh
# Compile every requirement set from pyproject.toml. One universal file each, hashes in, index addresses out.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
compile() {
  .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header "$@"
}
compile pyproject.toml -o requirements/base.txt
compile pyproject.toml -c requirements/base.txt --extra demo -o requirements/demo.txt
compile pyproject.toml -c requirements/demo.txt --extra demo --extra dev -o requirements/dev.txt
compile pyproject.toml -c requirements/dev.txt --extra demo --extra dev --extra e2e -o requirements/e2e.txt
echo uv | compile - -o requirements/uv.txt
