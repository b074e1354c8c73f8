#!/bin/bash
# Medians of several results of pcapshade bench --json as one table in Markdown: table.sh RESULT.json...
set -euo pipefail
if [ $# -eq 0 ]; then
    echo "usage: table.sh RESULT.json..." >&2
    exit 2
fi

# pcapshade bench --json writes a line for each device, workload and row.
awk '
function member(line, key,    at, rest) {
    at = index(line, "\"" key "\": ")
    rest = substr(line, at + length(key) + 4)
    if (at == 0) return ""
    if (substr(rest, 1, 1) == "\"") {
        rest = substr(rest, 2)
        return substr(rest, 1, index(rest, "\"") - 1)
    }
    match(rest, /^[^,}\]]*/)
    return substr(rest, 1, RLENGTH)
}
function seconds(ns) {
    ns += 0
    return ns >= 9.995e8 ? sprintf("%.3g s", ns / 1e9) : ns >= 9.995e5 ? sprintf("%.3g ms", ns / 1e6) \
                                                       : sprintf("%.3g µs", ns / 1e3)
}
function print_result(    d, w, i, line) {
    for (d = 0; d < devices; d++) {
        for (w = 0; w < workloads; w++) {
            line = "| " device[d] " | " workload[w]
            for (i = 1; i <= stage_count; i++) line = line " | " time[d, w, stage[i]]
            print line " |"
        }
    }
    delete time
    devices = workloads = 0
}
BEGIN {
    stage_count = split("ingest graph layout raster shade png total", stage, " ")
    print "| device | graph | ingest | graph | layout | raster | shade | PNG | total |"
    print "|---|---|---|---|---|---|---|---|---|"
}
FNR == 1 { print_result(); machine = member($0, "machine"); threads = member($0, "threads") }
/^  \{"index": / {
    name = member($0, "name")
    device[devices++] = member($0, "kind") == "host" ? "host: " machine ", " threads " threads" : name
}
/^  \{"name": / {
    workload[workloads++] = member($0, "name") ", " member($0, "hosts") " / " member($0, "edges")
}
/^  \{"part": "stage"/ {
    time[member($0, "device"), member($0, "workload"), member($0, "stage")] = seconds(member($0, "median"))
}
END { print_result() }
' "$@"
