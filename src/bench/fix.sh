#!/usr/bin/env bash
#
# Measures what `fix` (the dry run) costs beside `check` of the same selection, and what a step on a file costs inside
# the doctor, and writes Markdown to stdout. Usage: src/bench/fix.sh       RUNS=20 sets how often each is run.
# The checkout is a fixture in a temporary folder with a fault of its settings. What matters are the differences.

set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
doctor=${DOCTOR:-$root/posthog-doctor}
runs=${RUNS:-20}

classes=${CLASSES:-$root/target/posthog-doctor.jar:$root/target/lib/*}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac

for program in hyperfine git awk "$java" "$javac"; do
  command -v "$program" >/dev/null || {
    echo "fix.sh needs $program" >&2
    exit 78
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$root/fixtures/checkouts/layered" "$work/posthog"
git -C "$work/posthog" init -q -b master
git -C "$work/posthog" add -A
git -C "$work/posthog" -c user.name=b -c user.email=b@example.com commit -q -m all
printf 'DEBUG=0\nexport A=1\n' >"$work/posthog/.env.local"
mkdir "$work/home"
export HOME=$work/home SHELL=/bin/zsh
unset DEBUG XDG_STATE_HOME

echo "$(uname -sm); $(getconf _NPROCESSORS_ONLN) processors; $runs runs each."
echo
echo "| selection | check (median) | fix (median) | difference |"
echo "|---|---:|---:|---:|"
for selection in env "checkout env" setup; do
  if [[ $selection == setup ]]; then arguments="--profile setup"; else arguments=$selection; fi
  hyperfine -N -i --warmup 3 --runs "$runs" --export-csv "$work/times" \
    "'$doctor' check --repo '$work/posthog' $arguments" "'$doctor' fix --repo '$work/posthog' $arguments" \
    >"$work/hyperfine.log" 2>&1 || {
    cat "$work/hyperfine.log" >&2
    exit 1
  }
  awk -F, -v name="$selection" '
    NR == 2 { check = $4 * 1000 }
    NR == 3 { fix = $4 * 1000; printf "| %s | %.0f ms | %.0f ms | %+.0f ms |\n", name, check, fix, fix - check }' "$work/times"
done

"$javac" -cp "$classes" -d "$work" "$root/src/bench/FileStep.java"
mkdir "$work/step"
echo
echo "Working out one step on a file: $("$java" -XX:TieredStopAtLevel=1 -cp "$work:$classes" FileStep "$work/step") ms."
