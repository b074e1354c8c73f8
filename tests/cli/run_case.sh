#!/bin/bash
# Runs one case: run_case.sh CASE.test FOLDER_OF_PROGRAM FOLDER_OF_MAKE_CAPTURE FOLDER_OF_FIND_HOSTS
#
# A case is a text of sections, each begun by a line "--- NAME":
#   run     a bash script; it runs in an empty folder, with pcapshade, make_capture and find_hosts in
#           its PATH
#   status  the exit status of the script's last command; without: 0
#   stdout, stderr
#           what it must print, line by line; ... stands for any text in a line; without: nothing
# Lines before the first section say what the case is about.
set -uo pipefail

case_file=$(realpath "$1")
PATH=$(realpath "$2"):$(realpath "$3"):$(realpath "$4"):$PATH
export PATH LC_ALL=C TERM=dumb
unset NO_COLOR
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-case-XXXXXX")
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/empty" "$folder/found"

section() {
    awk -v name="$1" '/^--- / { inside = ($2 == name); next } inside' "$case_file"
}

# True if the lines of file $2 are those of file $1, where ... stands for any text.
matches() {
    local expected actual pattern
    exec 3< "$1" 4< "$2"
    while IFS= read -r expected <&3; do
        IFS= read -r actual <&4 || return 1
        pattern=$(sed -e 's/[][\\*?]/\\&/g' -e 's/\.\.\./*/g' <<< "$expected")
        # shellcheck disable=SC2053 # a pattern is meant
        [[ $actual == $pattern ]] || return 1
    done
    ! IFS= read -r actual <&4 && [ -z "$actual" ]
}

section run > "$folder/script"
(cd "$folder/empty" && exec bash "$folder/script") < /dev/null > "$folder/found/stdout" 2> "$folder/found/stderr"
echo $? > "$folder/found/status"

result=0
for name in status stdout stderr; do
    section "$name" > "$folder/$name"
    if [ "$name" = status ] && [ ! -s "$folder/status" ]; then
        echo 0 > "$folder/status"
    fi
    if ! matches "$folder/$name" "$folder/found/$name"; then
        result=1
        echo "$name is not as expected (-), but (+):"
        diff -u --label expected --label found "$folder/$name" "$folder/found/$name"
    fi
done
exit $result
