#!/bin/bash
# thumbnail where a file manager runs it: no home, no cache, no /dev, no network, nothing to write but one folder.
# test_sandbox.sh BUILD_FOLDER
set -uo pipefail
build=$(realpath "$1")
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-sandbox-XXXXXX")
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/out"

sandbox() {
    bwrap --unshare-all --die-with-parent --clearenv --setenv ASAN_OPTIONS detect_leaks=0:exitcode=99 --ro-bind /usr /usr \
        --symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --ro-bind "$build/pcapshade" /program \
        --ro-bind "$folder" /in --bind "$folder/out" /out --chdir / "$@"
}
if ! command -v bwrap > /dev/null || ! sandbox /usr/bin/true 2> /dev/null; then
    echo "skipped: the sandbox (needs bubblewrap, and a system that lets it make namespaces)"
    exit 77
fi

"$build/samples/make_capture" network 3000 "$folder/a.pcapng"
head -c 10 "$folder/a.pcapng" > "$folder/broken"
sandbox /program thumbnail --size 256 /in/a.pcapng /out/a.png || exit 1
[ "$(od -An -tx1 -N8 "$folder/out/a.png")" = " 89 50 4e 47 0d 0a 1a 0a" ] || exit 1
sandbox /program thumbnail --size 256 /in/broken /out/broken.png 2> "$folder/said"
[ $? -eq 4 ] || { cat "$folder/said"; exit 1; }
[ "$(ls -A "$folder/out")" = a.png ]
