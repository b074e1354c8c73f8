#!/bin/bash
# Every way to look at one network: gallery.sh [FOLDER [SIZE [PACKETS [POSTER]]]]
#
# Makes a capture of PACKETS (100000) and draws it into FOLDER (gallery/ of the build) with SIZE (800) pixels a side,
# and a poster of POSTER (7250x5793) pixels with the name of each host that has room. BUILD is the folder of the build,
# build-release where it is not set, as samples/quickstart.sh makes it. The pictures of README.md are those of
#
#   samples/gallery.sh samples/gallery 220 100000 none
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${BUILD:-build-release}
folder=${1:-$build/gallery} size=${2:-800} packets=${3:-100000} poster=${4:-7250x5793}

mkdir -p "$folder"
work=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-gallery-XXXXXX")
trap 'rm -rf "$work"' EXIT
"$build/samples/make_capture" network "$packets" "$work/network.pcapng"
draw() { # PICTURE [OPTION...]
    "$build/pcapshade" render "$work/network.pcapng" --no-metadata --size "$size" -o "$folder/$1" "${@:2}"
    echo "$folder/$1"
}

draw circular.png --layout circular --bundle
draw random.png --layout random --bundle
draw force.png --save-positions "$work/positions.csv"
# The same places in all the others.
draw nodes.png --positions "$work/positions.csv" --nodes under --node-by degree --node-color steelblue
draw active.png --positions "$work/positions.csv" --highlight 'payload>10000'
draw tcp-and-udp.png --positions "$work/positions.csv" --highlight 'orange: proto=tcp' --highlight 'deepskyblue: proto=udp'
draw protocols.png --positions "$work/positions.csv" --color-by protocol
draw targets.png --positions "$work/positions.csv" --highlight 'top=20 by in-degree' --node-by degree
if [ "$poster" != none ]; then
    size=$poster
    draw poster.png --nodes under --node-color steelblue --labels all
fi
