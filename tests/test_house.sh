#!/bin/bash
# The house: who may include whom, how long a file may be, how it is laid out, and what never stands in it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

rooms=(include kernels base capture edges device graph layout bundle raster shade overlay output render thumbs bench dist cli)
failed=0

fail() {
    echo "$*"
    failed=1
}

rank() {
    local i
    for i in "${!rooms[@]}"; do
        if [ "${rooms[i]}" = "$1" ]; then
            echo "$i"
            return
        fi
    done
    echo none
}

# A file includes only from its own room and those before it.
for folder in src/*/; do
    room=$(basename "$folder")
    own=$(rank "$room")
    [ "$own" != none ] || fail "src/$room: is no room of the house: name it in tests/test_house.sh and README.md"
    while IFS=: read -r file included; do
        other=$(rank "${included%%/*}")
        if [ "$other" = none ] || [ "$other" -gt "$own" ]; then
            fail "$file: includes $included, of a room after its own"
        elif [ "$room" = cli ] && [ "${included%%/*}" != cli ]; then
            fail "$file: includes $included: the program knows the public header alone"
        fi
    done < <(grep -Hos '^ *# *include "[a-z_]*/[^"]*' "$folder"*.[ch] | sed 's/:.*"/:/')
done

while read -r file; do
    fail "$file: includes CL/: src/device alone knows OpenCL"
done < <(grep -rl '# *include *<CL/' include kernels src tests samples --include=*.[ch] --include=*.cl |
    grep -v '^src/device/')

mapfile -t sources < <(find include kernels src tests samples -type f \
    \( -name '*.[ch]' -o -name '*.cl' -o -name '*.sh' -o -name '*.cmake' \) | sort)
for file in "${sources[@]}"; do
    lines=$(wc -l < "$file")
    [ "$lines" -le 500 ] || fail "$file: has $lines lines, more than 500: give one of its jobs a file of its own"
done

# clang-format sees to the lines of C; tables and commands of README.md are as long as they are.
while read -r found; do
    fail "$found: a line of more than 120 characters"
done < <(awk 'length > 120 {print FILENAME ":" FNR}' kernels/*.cl
    awk 'length > 120 && !/^(\||    )/ {print FILENAME ":" FNR}' README.md)

# Nothing depends on the machine that it was written on.
while read -r found; do
    fail "$found: a path of one machine"
done < <(grep -rnE '/(work|root|home)/[a-z]|/tmp/w[t]/' README.md CMakeLists.txt .ci include kernels src tests samples \
    --binary-files=without-match)

if clang-format --version 2> /dev/null | grep -q 'version 14\.'; then
    mapfile -t formatted < <(printf '%s\n' "${sources[@]}" | grep '\.[ch]$')
    clang-format --dry-run -Werror "${formatted[@]}" || failed=1
else
    echo "skipped: the layout of the sources (needs clang-format 14)"
fi
exit $failed
