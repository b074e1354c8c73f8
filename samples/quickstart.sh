#!/bin/bash
# From a fresh Debian 12 to the first pictures: installs what the build needs, builds a release in build-release/, makes
# sample captures and draws them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source src/dist/packages.sh

install_packages cmake fonts-dejavu-core gcc libc6-dev libfreetype-dev liblz4-dev liblzma-dev libpcap-dev libpng-dev \
    libssl-dev libzstd-dev ninja-build ocl-icd-opencl-dev opencl-headers pkg-config zlib1g-dev

cmake -G Ninja -B build-release -DCMAKE_BUILD_TYPE=Release -DPCS_SANITIZE=OFF -DBUILD_TESTING=OFF
cmake --build build-release

pictures=build-release/pictures
mkdir -p "$pictures"
draw() { # CAPTURE PICTURE [OPTION...]
    build-release/pcapshade render "$pictures/$1" -o "$pictures/$2" "${@:3}"
    echo "  $PWD/$pictures/$2"
}
capture() { # SHAPE PACKETS CAPTURE
    build-release/samples/make_capture "$1" "$2" "$pictures/$3"
}

capture network 100000 network.pcapng
capture office 50000 office.pcap
capture peers 20000 peers.pcap
capture islands 5000 islands.pcap
echo
echo "The pictures:"
draw network.pcapng network.png
draw network.pcapng network-circular.png --layout circular
draw office.pcap office-white.png --background white --colormap fire_r
draw peers.pcap peers.png --size 1000
draw islands.pcap islands-seed-7.png --seed 7 --size 1200x800
draw office.pcap office-names.png --labels 40 --label-by degree
echo
echo "Now your own: $PWD/build-release/pcapshade CAPTURE"
