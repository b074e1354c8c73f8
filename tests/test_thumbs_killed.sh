#!/bin/bash
# A batch that is killed at any moment, again and again, goes on where it was: test_thumbs_killed.sh BUILD_FOLDER
set -uo pipefail
PATH=$(realpath "$1"):$(realpath "$1/samples"):$PATH
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-killed-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit

mkdir -p in/sub
for i in $(seq 40); do
    make_capture office $((20 * i)) "in/$i.pcap" --seed "$i"
done
cp in/*7.pcap in/sub
head -c 900 in/40.pcap > in/cut.pcap
batch=(pcapshade thumbs in -q --json --jobs 2 --device host --layout circular -o)

# The pictures that have their places, each with the number of its file: one that is made anew has another.
list_pictures() {
    [ ! -d out/pictures ] || find out/pictures -type f -printf '%i %p\n' | sort
}

begin=$(date +%s%N)
"${batch[@]}" whole
took=$((($(date +%s%N) - begin) / 1000)) # microseconds
total=$(find whole/pictures -type f | wc -l)
RANDOM=1
kills=0 midway=0
: > complete
for attempt in $(seq 400); do
    "${batch[@]}" out &
    pause=$((took * (RANDOM % 100) / 100))
    sleep "$((pause / 1000000)).$(printf %06d $((pause % 1000000)))"
    kill -KILL $! 2> /dev/null
    wait $! 2> /dev/null
    status=$?
    list_pictures > found
    lost=$(comm -23 complete found | wc -l)
    [ "$lost" -eq 0 ] || { echo "$lost of $(wc -l < complete) complete pictures were made again"; exit 1; }
    mv found complete
    while read -r picture; do
        cmp "out/pictures/$picture" "whole/pictures/$picture" || exit 1
    done < <([ ! -d out/pictures ] || (cd out/pictures && find . -type f))
    if [ $status -eq 137 ]; then
        kills=$((kills + 1))
        pictures=$(wc -l < complete)
        midway=$((midway + (pictures > 0 && pictures < total)))
    else
        diff -r whole out || exit 1
        rm -rf out
        : > complete
    fi
    if [ $kills -ge 20 ] && [ $midway -ge 5 ]; then
        break
    fi
done
[ $kills -ge 20 ] && [ $midway -ge 5 ] || { echo "killed $kills times, $midway midway, in $attempt batches"; exit 1; }
"${batch[@]}" out
diff -r whole out
