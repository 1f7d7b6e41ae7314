#!/usr/bin/env bash
# Pins every set of requirements with hashes, for all systems and Python 3.11 or later (needs uv).
# Takes uv's own options: `requirements/pin.sh --upgrade`, `requirements/pin.sh --upgrade-package plotly`.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    local output=requirements/$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file "$output" "$@"
}

pin() {
    compile "$@" --constraint requirements/constraints.txt pyproject.toml requirements/build.in
}

lean=(--excludes requirements/excludes.in)
pin base.txt "$@" "${lean[@]}"
pin dev.txt "$@" "${lean[@]}" --constraint requirements/base.txt --group dev
for extra in pack gis forms spark; do
    pin "$extra.txt" "$@" "${lean[@]}" --constraint requirements/base.txt --extra "$extra"
done
pin auth.txt "$@" --constraint requirements/base.txt --extra auth
compile duckdb2.txt "$@" requirements/duckdb2.in
