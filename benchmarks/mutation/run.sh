#!/usr/bin/env bash
# Change the code a little in every place and count how often the tests notice:
#   bash benchmarks/mutation/run.sh rules|yield [MUTANT…]
# Works on a copy; `yield` takes 12 minutes of one core, `rules` half an hour of two. RESULTS.md holds what it said.
set -euo pipefail
part=$1
shift
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
copy=$(mktemp -d)
git clone -q "$root" "$copy"
cat "$root/benchmarks/mutation/$part.toml" >>"$copy/pyproject.toml"
cd "$copy"
uv venv -q .venv
uv pip install -q --python .venv/bin/python -e '.[dev]' 'mutmut==3.8.1'
OPENBLAS_NUM_THREADS=1 .venv/bin/mutmut run --max-children 2 "$@"
.venv/bin/mutmut results
echo "mutants are in $copy/mutants; 'mutmut show NAME' there shows one"
