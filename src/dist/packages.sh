# shellcheck shell=bash
# Sourced by samples/quickstart.sh and tests/run.sh: install_packages NAME... installs those Debian packages that are
# not there, and says so before.

install_packages() {
    local missing=() name administrator=()
    for name in "$@"; do
        if ! dpkg-query -W -f '${db:Status-Status}' "$name" 2> /dev/null | grep -qx installed; then
            missing+=("$name")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "All packages that are needed are installed."
        return
    fi
    echo "About to install with apt-get: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo > /dev/null; then
            echo "This needs root: run it as root, install sudo, or install these packages yourself." >&2
            return 1
        fi
        administrator=(sudo)
    fi
    "${administrator[@]}" apt-get update -q
    "${administrator[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
}
