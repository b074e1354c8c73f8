#!/bin/bash
# Installs into an empty folder and builds a program of others with it, by pkg-config and by CMake, with the shared and
# the static library: run.sh BUILD_FOLDER LIBRARY_FOLDER [FLAGS]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$1 library_folder=$2 flags=${3:-}
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-install-XXXXXX")
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix

cmake --install "$build" --prefix "$prefix" > "$folder/log"
for file in bin/pcapshade include/pcapshade.h include/pcapshade_{bench,image,layout,marks,text,thumbs}.h \
    "$library_folder/libpcapshade.a" "$library_folder/libpcapshade.so" \
    "$library_folder/pkgconfig/pcapshade.pc" "$library_folder/cmake/pcapshade/pcapshade-config.cmake" \
    share/man/man1/pcapshade.1 share/bash-completion/completions/pcapshade share/zsh/site-functions/_pcapshade \
    share/fish/vendor_completions.d/pcapshade.fish share/thumbnailers/pcapshade.thumbnailer \
    share/mime/packages/pcapshade.xml; do
    [ -s "$prefix/$file" ] || { echo "$file is not installed"; exit 1; }
done

# The library exports its interface and nothing else.
nm -D --defined-only "$prefix/$library_folder/libpcapshade.so" | awk '{ print $3 }' | grep '^pcs_' | sort > "$folder/exported"
grep -o 'pcs_[a-z_]*(' -h "$here"/../../include/*.h | tr -d '(' | sort -u > "$folder/declared"
comm -23 "$folder/exported" "$folder/declared" | tee "$folder/surplus"
[ ! -s "$folder/surplus" ]

"$build/samples/make_capture" pair 100 "$folder/pair.pcap"
try() {
    LD_LIBRARY_PATH=$prefix/$library_folder "$1" "$folder/pair.pcap" "$folder/pair.png" | grep -q '^2 hosts, 1 edges'
}

# pkg-config knows the prefix that was configured; here it is another.
export PKG_CONFIG_PATH=$prefix/$library_folder/pkgconfig
sample=$here/../../samples/from_c.c
read -ra compile <<< "$flags $(pkg-config --define-variable=prefix="$prefix" --cflags --libs pcapshade)"
cc "$sample" "${compile[@]}" -o "$folder/shared"
try "$folder/shared"
# The static library with the shared ones that it needs: what libpcap itself needs is libpcap's to know.
read -ra needed <<< "$(pkg-config --print-requires-private pcapshade | tr '\n' ' ')"
read -ra compile <<< "$flags $(pkg-config --libs "${needed[@]}") -lm -pthread"
cc -I"$prefix/include" "$sample" "$prefix/$library_folder/libpcapshade.a" "${compile[@]}" -o "$folder/static"
try "$folder/static"

cmake -S "$here" -B "$folder/consumer" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="$flags" > "$folder/log"
cmake --build "$folder/consumer" > "$folder/log" || { cat "$folder/log"; exit 1; }
try "$folder/consumer/with_shared"
try "$folder/consumer/with_static"
