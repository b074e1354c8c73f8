#!/bin/bash
# Completions as the shell would ask for them: test_completions.sh BUILD_FOLDER
set -uo pipefail
build=$1
failed=0

# shellcheck disable=SC1091 # made by the build
source "$build/pcapshade.bash"
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcapshade-completions-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit
touch trace.pcap

# The last word is the one to complete.
expect() {
    local expected=$1
    shift
    COMP_WORDS=(pcapshade "$@")
    COMP_CWORD=$#
    _pcapshade
    if [ "${COMPREPLY[*]}" != "$expected" ]; then
        echo "pcapshade $*: completed to '${COMPREPLY[*]}', expected '$expected'"
        failed=1
    fi
}

expect 'render' ren
expect 'trace.pcap' tra
expect 'trace.pcap render thumbs thumbnail edges devices bench' ''
expect '--layout' --lay
expect '--layout' render --lay
expect '' edges --lay
expect '--json' devices --js
expect 'force circular random fr fa2' --layout ''
expect 'circular' --layout = ci
expect 'force circular random fr fa2' --layout =
expect 'fire' --colormap fir
expect '256' --work-group 25
expect 'trace.pcap' -o tr
expect '' --title tr
expect 'trace.pcap' --anonymize tr
expect 'prefix' --anonymize = pr
expect 'off random prefix' --anonymize =
expect 'trace.pcap' --strict tr

bash -n "$build/pcapshade.bash" || failed=1
if command -v zsh > /dev/null; then
    zsh -n "$build/_pcapshade" || failed=1
else
    echo "skipped: syntax of the completions for zsh (needs zsh)"
fi
if command -v fish > /dev/null; then
    fish --no-execute "$build/pcapshade.fish" || failed=1
else
    echo "skipped: syntax of the completions for fish (needs fish)"
fi
exit $failed
