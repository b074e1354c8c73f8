#!/bin/bash
# The man page: every option and exit status is in it, and mandoc has nothing to say: test_manual.sh BUILD_FOLDER
set -uo pipefail
build=$1
failed=0

for command in render edges devices bench; do
    while read -r option; do
        if ! sed -n "/^.Ss pcapshade $command/,/^.El/p" "$build/pcapshade.1" | grep -e "Fl .-$option\\b" > /dev/null; then
            echo "--$option of $command is not in the man page"
            failed=1
        fi
    done < <("$build/pcapshade" "$command" --help | sed -n 's/^  .* --\([a-z-]*\).*/\1/p')
done
for status in 0 1 2 3 4 5 6 7 8 130; do
    if ! sed -n '/^.Sh EXIT STATUS/,/^.El/p' "$build/pcapshade.1" | grep -x ".It $status" > /dev/null; then
        echo "exit status $status is not in the man page"
        failed=1
    fi
done

if command -v mandoc > /dev/null; then
    # Other manuals need not be installed here.
    found=$(mandoc -Tlint "$build/pcapshade.1" 2> /dev/null | grep -v 'referenced manual not found')
    if [ -n "$found" ]; then
        echo "$found"
        failed=1
    fi
else
    echo "skipped: lint of the man page (needs mandoc)"
fi
exit $failed
