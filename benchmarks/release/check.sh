#!/usr/bin/env bash
# Build wheel and source archive twice from the same commit, hold them equal and small, try the wheel alone in
# a fresh environment of each Python named, and list what comes along with its licences:
#   bash benchmarks/release/check.sh 3.11 3.12 3.13
# Each Python is one that this machine has, on the path or with pyenv. RESULTS.md holds what it said.
set -euo pipefail
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH NO_COLOR=1
export UV_PYTHON_DOWNLOADS=never
for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin; do PATH="$PATH:$folder"; done
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
echo "wheel: $size bytes; source archive: $(stat -c %s "$work"/first/*.tar.gz) bytes"
((size < 10000000)) || { echo "the wheel is over 10 MB"; exit 1; }

for python in "$@"; do
  env="$work/env-$python"
  started=$SECONDS
  export XDG_CACHE_HOME=$work/cache-$python # nothing that another Python compiled
  uv venv -q --python "$python" "$env"
  uv pip install -q --link-mode copy --python "$env/bin/python" "$wheel"
  (
    cd "$work"
    "$env/bin/python" --version
    echo "base install: $(du -sm "$env" | cut -f1) MB"
    "$env/bin/fabcast" --version
    "$env/bin/fabcast" brief --draws 64 --no-html >/dev/null && echo "brief: fine"
    "$env/bin/fabcast" classify H200 --on 2026-06-01 --to CN >/dev/null && echo "classify: fine"
    "$env/bin/python" -c "import fabcast, pathlib as p; assert p.Path(fabcast.__file__).with_name('py.typed').exists()"
    "$env/bin/fabcast" serve 2>said && { echo "serve needs its extra and did not say so"; exit 1; }
    cat said
  )
  echo "seconds: $((SECONDS - started))"
done

env="$work/env-all"
uv venv -q --python "${1:-3.11}" "$env"
uv pip install -q --python "$env/bin/python" "$wheel[web,report,screening]"
uvx -q --from cyclonedx-bom cyclonedx-py environment --output-reproducible --of JSON "$env/bin/python" >"$work/bom.json"
python3 -c "
import json, sys
bom = json.load(open(sys.argv[1]))
print('bill of materials:', bom['bomFormat'], bom['specVersion'] + ',', len(bom['components']), 'components')
" "$work/bom.json"
# pip-audit ends well, and says that it found nothing, also where it could ask of no package: so those are counted
uvx -q pip-audit --path "$(echo "$env"/lib/python*/site-packages)" --format json --progress-spinner off \
  >"$work/audit.json" 2>"$work/audit.txt" || true
python3 - "$work/audit.json" <<'END'
import json
import sys

text = open(sys.argv[1]).read()
rows = [row for row in json.loads(text)["dependencies"] if row["name"] != "fabcast"] if text else []
asked = [row for row in rows if "skip_reason" not in row]
bad = [f"{row['name']} {row['version']}: {found['id']}" for row in asked for found in row["vulns"]]
print(f"vulnerabilities: {len(asked)} of {len(rows)} packages audited, {len(bad)} found")
if not asked:
    print("no package was audited: try again where pypi.org answers, or with pip-audit -s osv")
if bad:
    raise SystemExit("\n".join(bad))
END
uv pip install -q --python "$env/bin/python" packaging
PYTHONPATH="$root/docs/_hooks" "$env/bin/python" - <<'END'
from licences import LIBRARY, OPEN, bundled, licence

found = {name: licence(package) for name, package in bundled(["web", "report", "screening"]).items()}
words = {name: set(told.replace("(", "").replace(")", "").split()) - {"AND", "OR", "WITH"} for name, told in found.items()}
closed = {name: found[name] for name, told in words.items() if not told <= OPEN | set(LIBRARY)}
print(f"licences: {len(found)} packages, {len(closed)} not on the list of open ones")
if closed:
    raise SystemExit(str(closed))
END
