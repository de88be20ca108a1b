#!/usr/bin/env bash
# Count the lines that tests reach in the rooms that decide what is said, and fail below 95 in a hundred for any:
#   bash benchmarks/coverage/run.sh [rules facts scenario analysis]
# Each room is tried by its own tests and doctests alone. About ten minutes of one core; RESULTS.md holds what it said.
set -uo pipefail
cd "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)" || exit 2
rooms=("$@")
[ $# -gt 0 ] || rooms=(rules facts scenario analysis)
low=0
for room in "${rooms[@]}"; do
  export COVERAGE_FILE="${TMPDIR:-/tmp}/coverage-$room"
  uv run --no-sync --with coverage python -m coverage run --source="fabcast.$room" -m pytest -n 0 -q -p no:cacheprovider \
    "tests/$room" "src/fabcast/$room" || low=1
  echo "== $room"
  uv run --no-sync --with coverage python -m coverage report --fail-under=95 --skip-covered | tail -n 15 || low=1
done
exit "$low"
