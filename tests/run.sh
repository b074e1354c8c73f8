#!/bin/bash
# All tests, from a clean clone: installs what they need, builds with sanitisers and with OpenCL (on PoCL) in
# build-tests/, and runs them through CTest. Arguments go to CTest: tests/run.sh -R cli. Each fuzz driver runs for
# PCS_FUZZ_SECONDS, 30 where it is not set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source src/dist/packages.sh

install_packages cmake fonts-dejavu-core gcc libc6-dev libfreetype-dev liblz4-dev liblzma-dev libpcap-dev libpng-dev \
    libssl-dev libzstd-dev ninja-build ocl-icd-opencl-dev opencl-headers pkg-config pocl-opencl-icd zlib1g-dev

# Captures and graphs that do not belong to the repository: tests that need them are skipped by name without.
if [ -z "${PCS_SHARED:-}" ] && [ -d ../shared ]; then
    PCS_SHARED=$(cd ../shared && pwd)
    export PCS_SHARED
fi

cmake -G Ninja -B build-tests -DCMAKE_BUILD_TYPE=RelWithDebInfo -DPCS_SANITIZE=ON \
    -DPCS_FUZZ_SECONDS="${PCS_FUZZ_SECONDS:-30}"
cmake --build build-tests
exec ctest --test-dir build-tests --output-on-failure --parallel "$(nproc)" "$@"
