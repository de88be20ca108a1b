#!/usr/bin/env bash
# Build wheel and source archive twice from the same commit, hold them equal and small, and try the
# wheel alone in a fresh environment of each Python named:  bash benchmarks/release/check.sh 3.11 3.12 3.13
set -euo pipefail
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH NO_COLOR=1
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)

git clone -q "$root" "$work/source"
for time in first second; do
  uv build -q --out-dir "$work/$time" "$work/source"
  (cd "$work/$time" && sha256sum -- *.whl *.tar.gz) >"$work/$time.sha256"
done
diff "$work/first.sha256" "$work/second.sha256" && echo "built twice, the same bytes:"
cat "$work/first.sha256"

wheel=$(ls "$work"/first/*.whl)
size=$(stat -c %s "$wheel")
echo "wheel: $size bytes"
((size < 10000000)) || { echo "the wheel is over 10 MB"; exit 1; }

for python in "$@"; do
  env="$work/env-$python"
  uv venv -q --python "$python" "$env"
  uv pip install -q --python "$env/bin/python" "$wheel"
  (
    cd "$work"
    "$env/bin/python" --version
    "$env/bin/fabcast" brief --draws 64 --no-html >/dev/null && echo "brief: fine"
    "$env/bin/fabcast" classify H200 --on 2026-06-01 --to CN >/dev/null && echo "classify: fine"
    "$env/bin/fabcast" serve 2>said && { echo "serve needs its extra and did not say so"; exit 1; }
    cat said
  )
done
