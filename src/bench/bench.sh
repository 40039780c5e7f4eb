#!/usr/bin/env bash
#
# Measures posthog-doctor beside a Java Hello World, in one hyperfine run, and writes Markdown to stdout.
# Usage: src/bench/bench.sh [CHECKOUT]       CHECKOUT: by default the last of fixtures/checkouts
# RUNS=30 sets how often each is run. What matters are the ratios: times belong to the machine.

set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
doctor=$root/posthog-doctor
runs=${RUNS:-30}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac

checkout=${1:-}
if [[ -z $checkout ]]; then
  for folder in "$root"/fixtures/checkouts/*/; do checkout=${folder%/}; done
fi
cd "$checkout"

for program in hyperfine "$java" "$javac" awk; do
  command -v "$program" >/dev/null || {
    echo "bench.sh needs $program" >&2
    exit 78
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/HelloWorld.java" <<'JAVA'
class HelloWorld {
  public static void main(String[] args) {
    System.out.println("Hello, world");
  }
}
JAVA
"$javac" -d "$work" "$work/HelloWorld.java"
"$doctor" --version >/dev/null || true # builds, when that is still to be done

# A hundred cards of somebody else, for what one more of them costs.
mkdir -p "$work/config/posthog-doctor/checks"
for number in {100..199}; do
  cat >"$work/config/posthog-doctor/checks/card-$number.yaml" <<YAML
id: bench.card-$number
title: Card $number has its file
warning: { "file(manage.py).kind": { is: file } }
failing: "manage.py is \${file(manage.py).kind}; a file is needed"
why: What a card of somebody else costs is measured with it.
docs: https://example.com/bench
YAML
done

hyperfine -N -i --warmup 3 --runs "$runs" --export-csv "$work/times.csv" \
  -n "java HelloWorld" "$java -XX:TieredStopAtLevel=1 -Xshare:auto -cp '$work' HelloWorld" \
  -n "posthog-doctor --version" "'$doctor' --version" \
  -n "posthog-doctor check --profile quick" "'$doctor' check --profile quick" \
  -n "posthog-doctor check" "'$doctor' check" \
  -n "posthog-doctor check with 100 more cards" "env XDG_CONFIG_HOME='$work/config' '$doctor' check" >/dev/null

# Peak resident memory in MiB: by GNU time on Linux, by BSD time on macOS.
peak() {
  if [[ $OSTYPE == darwin* ]]; then
    /usr/bin/time -l "$@" 2>&1 >/dev/null | awk '/maximum resident set size/ { printf "%.0f", $1 / 1048576 }'
  elif [[ -x /usr/bin/time ]]; then
    { /usr/bin/time -f 'peak %M' "$@" 2>&1 >/dev/null || true; } | awk '/^peak / { printf "%.0f", $2 / 1024 }'
  else
    printf '?'
  fi
}

{
  peak "$java" -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$work" HelloWorld && echo
  peak "$doctor" --version && echo
  peak "$doctor" check --profile quick && echo
  peak "$doctor" check && echo
  peak env XDG_CONFIG_HOME="$work/config" "$doctor" check && echo
} >"$work/peaks"

# How many checks a command judged.
judged() {
  "$doctor" "$@" --format json 2>/dev/null | grep -o '"check": *"[^"]*"' | sort -u | wc -l
}

echo "$("$java" -version 2>&1 | head -n 1); $(uname -sm); $(getconf _NPROCESSORS_ONLN) processors; $runs runs each; checkout ${checkout##*/}."
echo
echo "| command | median | fastest | of HelloWorld | CPU | peak memory |"
echo "|---|---:|---:|---:|---:|---:|"
awk -F, -v peaks="$work/peaks" '
  NR == 1 { next }
  {
    getline peak < peaks
    if (NR == 2) base = $4
    printf "| `%s` | %.0f ms | %.0f ms | %.1f | %.0f ms | %s MiB |\n", $1, $4 * 1000, $7 * 1000, $4 / base, ($5 + $6) * 1000, peak
  }' "$work/times.csv"
echo
echo "Checks judged: $(judged check --profile quick) with \`--profile quick\`, $(judged check) with everything, $(
  XDG_CONFIG_HOME=$work/config judged check
) with the hundred."
echo
echo "Outside programs that \`check\` asked, with the time of each:"
echo
"$doctor" check -v 2>/dev/null | awk '/^Programs that were asked:/ { on = 1; next } on && NF == 0 { exit } on { print "   " $0 }'
