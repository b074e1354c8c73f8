#!/bin/bash
# The gallery draws all its pictures, in the sizes that are asked for: test_gallery.sh BUILD_FOLDER
set -uo pipefail
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-gallery-XXXXXX")
trap 'rm -rf "$folder"' EXIT
failed=0

BUILD=$1 bash "$(dirname "${BASH_SOURCE[0]}")/../samples/gallery.sh" "$folder" 90 2000 400x300 > "$folder/list" || exit 1
for picture in circular random force nodes active tcp-and-udp protocols targets poster; do
    wanted='0 0 0 90 0 0 0 90'
    [ $picture = poster ] && wanted='0 0 1 144 0 0 1 44'
    found=$(head -c 24 "$folder/$picture.png" | tail -c 8 | od -An -tu1 | xargs)
    if [ "$found" != "$wanted" ] || ! grep -qx "$folder/$picture.png" "$folder/list"; then
        echo "$picture.png: its size is '$found', expected '$wanted'"
        failed=1
    fi
done
# Each is another picture.
if [ "$(cksum "$folder"/*.png | cut -d' ' -f1,2 | sort -u | wc -l)" -ne 9 ]; then
    echo "some pictures are the same"
    failed=1
fi
exit $failed
