#!/usr/bin/env bash
# Pins every set of requirements with hashes, for all systems and Python 3.11 or later (needs uv).
# Takes uv's own options: `requirements/pin.sh --upgrade`, `requirements/pin.sh --upgrade-package plotly`.
set -euo pipefail
cd "$(dirname "$0")/.."

pin() {
    local output=requirements/$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --constraint requirements/constraints.txt --output-file "$output" "$@"
}

pin base.txt "$@" pyproject.toml requirements/build.in
for group in dev; do
    pin "$group.txt" "$@" --constraint requirements/base.txt --group "$group" pyproject.toml requirements/build.in
done
for extra in pack gis spark auth; do
    pin "$extra.txt" "$@" --constraint requirements/base.txt --extra "$extra" pyproject.toml requirements/build.in
done
