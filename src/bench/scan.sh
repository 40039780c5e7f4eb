#!/usr/bin/env bash
#
# Measures how fast diagnose scans a log of 500 MB, beside `rg -c -F -f` with the same literals on the same file in the
# same run, and writes Markdown to stdout. Usage: src/bench/scan.sh       RUNS=5 sets how often each is run.
# The log is made in a temporary folder and removed again; its symptoms are rare. What matters are the ratios.
# MEGABYTES=500 GIGABYTES=10 are the sizes of the file and of what is sent through a pipe, which is never stored.

set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
classes=${CLASSES:-$root/target/posthog-doctor.jar:$root/target/lib/*}
runs=${RUNS:-5}
megabytes=${MEGABYTES:-500}
gigabytes=${GIGABYTES:-10}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac

for program in hyperfine rg awk "$java" "$javac"; do
  command -v "$program" >/dev/null || {
    echo "scan.sh needs $program" >&2
    exit 78
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$javac" -cp "$classes" -d "$work" "$root/src/bench/Scan.java"
"$java" -cp "$work:$classes" Scan | sort -u | awk 'NR % 9 < 4' >"$work/some"
head -n 40 "$work/some" >"$work/40"
head -n 400 "$work/some" >"$work/400"
"$java" -cp "$work:$classes" Scan loaded | sort -u >"$work/loaded"

awk -v bytes=$((megabytes * 100000)) '
  BEGIN {
    srand(7)
    while (size < bytes) {
      time = sprintf("2026-03-%02dT%02d:%02d:%02d.%03dZ", 1 + rand() * 28, rand() * 24, rand() * 60, rand() * 60, rand() * 1000)
      kind = int(rand() * 5)
      if (kind == 0) line = "db-1         | " time " UTC [" int(rand() * 900) "] LOG:  duration: " rand() * 10 " ms  statement: SELECT \"posthog_team\".\"id\" FROM \"posthog_team\" WHERE id = " int(rand() * 1000)
      else if (kind == 1) line = "clickhouse-1 | " time " [ " int(rand() * 900) " ] <Debug> executeQuery: (from 172.18.0." int(rand() * 20) ":" int(rand() * 60000) ") SELECT event, count() FROM events WHERE team_id = " int(rand() * 90) " GROUP BY event"
      else if (kind == 2) line = "kafka-1      | [" time "] INFO [GroupCoordinator 1]: Stabilized group clickhouse-ingestion generation " int(rand() * 99) " with " int(rand() * 9) " members"
      else if (kind == 3) line = "web-1        | {\"event\": \"request_finished\", \"code\": 200, \"request\": \"GET /api/projects/" int(rand() * 99) "/insights/?limit=" int(rand() * 500) "\", \"timestamp\": \"" time "\", \"level\": \"info\"}"
      else line = "worker-1     | " time " [info     ] Task posthog.tasks.tasks.calculate_cohort[" int(rand() * 1e9) "] succeeded in " rand() "s: None"
      print line
      size += length(line) + 1
    }
  }' >"$work/part"
for part in 1 2 3 4 5 6 7 8 9 10; do
  cat "$work/part"
  awk -v part=$part 'NR % 10 == part % 10 { print "db-1         | " $0 }' "$work/40" # a few symptoms, everywhere
done >"$work/log"

# as the launcher starts it: with an archive of its classes
jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
(cd "$work" && "$jar" cf scan.jar Scan*.class)
path=$work/scan.jar:$(printf '%s:' "$root"/target/posthog-doctor.jar "$root"/target/lib/*.jar)
options=(-XX:+UseG1GC -XX:ParallelGCThreads=1 -XX:ConcGCThreads=1 -Xms32m -Xmx256m -XX:-UsePerfData)
head -c 20000000 "$work/log" >"$work/start"
"$java" "${options[@]}" "-XX:ArchiveClassesAtExit=$work/scan.jsa" -cp "$path" Scan "$work/400" "$work/start" 1 >/dev/null 2>&1
options+=("-XX:SharedArchiveFile=$work/scan.jsa")
"$root/posthog-doctor" --version >/dev/null # so that it is built

echo "$("$java" -version 2>&1 | head -n 1); $(uname -sm); $(getconf _NPROCESSORS_ONLN) processors; $runs runs each; $(wc -c <"$work/log") bytes."
echo
echo "| literals | run | fastest | median | of rg (fastest) | processor time of rg |"
echo "|---:|---|---:|---:|---:|---:|"
table() {
  awk -F, -v literals="$1" '
    NR == 2 { rg = $7; cpu = $5 + $6 }
    NR > 1 { printf "| %d | %s | %.0f ms | %.0f ms | %.2f | %.2f |\n", literals, $1, $7 * 1000, $4 * 1000, rg / $7, cpu / ($5 + $6) }' "$work/times"
}
for literals in 40 400; do
  hyperfine -N -i --warmup 1 --runs "$runs" --export-csv "$work/times" \
    -n "rg -c -F -f" "rg -c -F -f $work/$literals $work/log" \
    -n "one thread" "$java ${options[*]} -cp $path Scan $work/$literals $work/log 1" \
    -n "two threads" "$java ${options[*]} -cp $path Scan $work/$literals $work/log 2" >/dev/null 2>&1
  table "$(wc -l <"$work/$literals")"
done
hyperfine -N -i --warmup 1 --runs "$runs" --export-csv "$work/times" \
  -n "rg -c -F -f" "rg -c -F -f $work/loaded $work/log" \
  -n "the whole tool on one thread" "$root/posthog-doctor diagnose --no-confirm --threads 1 $work/log" \
  -n "the whole tool on two threads" "$root/posthog-doctor diagnose --no-confirm --threads 2 $work/log" >/dev/null 2>&1
table "$(wc -l <"$work/loaded")"
echo
echo "A ratio above 1 is faster than rg. The last rows are the whole tool with all symptoms of the cards, rg with the"
echo "literals that it looks for."

peak() { /usr/bin/time -o "$work/peak" -f '%M' "$root/posthog-doctor" diagnose --no-confirm "$@" >/dev/null 2>&1 || :; }
row() { awk -v what="$1" '/^[0-9]+$/ { printf "| %s | %.0f MiB |\n", what, $1 / 1024 }' "$work/peak"; }
echo
echo "| input | peak memory |"
echo "|---|---:|"
head -c 10000000 "$work/log" >"$work/small"
peak "$work/small"
row "a file of 10 MB"
peak "$work/log"
row "a file of $megabytes MB"
peak - < <(for _ in $(seq $((gigabytes * 1000 / megabytes))); do cat "$work/log"; done)
row "$gigabytes GB through a pipe"
peak - < <(head -c 1000000000 /dev/zero | tr '\0' a)
row "one line of 1 GB through a pipe"
