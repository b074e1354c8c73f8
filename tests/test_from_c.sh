#!/bin/bash
# The sample that uses the library from C: test_from_c.sh FOLDER_OF_SAMPLES
set -euo pipefail
samples=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-from-c-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$samples/make_capture" pair 1000 pair.pcap
"$samples/from_c" pair.pcap pair.png > found
grep -qx '2 hosts, 1 edges; busiest: 10.1.0.1 and 10.1.0.2, tcp, [0-9]* bytes' found || { cat found; exit 1; }
[ "$(head -c 4 pair.png | tail -c 3)" = PNG ]

status=0
"$samples/from_c" gone.pcap gone.png 2> found || status=$?
grep -q '^from_c: gone.pcap: ' found
[ $status -eq 3 ] && [ ! -e gone.png ]
