#!/bin/sh
# Makes a fresh clone ready to run: Debian packages, a pinned installer, the locked Python environment.
#
#   deploy/setup.sh             sandbox and test tools too: a developer's machine, CI, a demonstration
#   deploy/setup.sh terminal    only what a terminal in a town hall needs
#   deploy/setup.sh lock        rewrites deploy/lock/ after pyproject.toml changed; UPGRADE=1 takes newer versions
#
# Needs only Debian's python3. Safe to repeat: when nothing changed it ends after a few hundredths of a second.
# Exit codes: 0 ready; 1 a step failed (its own output stands above); 2 wrong call; 3 this machine lacks what is named.
set -eu

die() {  # die CODE WHAT WHY REMEDY
    printf 'setup: %s\n  why:    %s\n  remedy: %s\n' "$2" "$3" "$4" >&2
    exit "$1"
}

say() { printf 'setup: %s\n' "$1"; }

profile=${1:-dev}
case $profile in
    dev)      lists='deploy/apt.txt deploy/apt-test.txt'; lock=deploy/lock/dev.txt ;;
    terminal) lists='deploy/apt.txt';                     lock=deploy/lock/terminal.txt ;;
    lock)     lists='deploy/apt.txt';                     lock= ;;
    *) die 2 "unknown profile '$profile'" 'there are three' 'deploy/setup.sh [dev|terminal|lock]' ;;
esac

cd "$(dirname "$0")/.."
root=$(pwd -P)
python=/usr/bin/python3
tools_lock=deploy/lock/tools.txt

# An activated environment must not leak into ours. Mirrors, proxies and certificates are the machine's: a town's own
# mirror has a certificate of the town's own authority, which only the system's store knows.
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true PIP_DISABLE_PIP_VERSION_CHECK=1

# --- 1. Debian packages -----------------------------------------------------------------------------------------------

debian_release() {
    # shellcheck source=/dev/null
    [ -r /etc/os-release ] && . /etc/os-release
    case "${ID:-unknown} ${VERSION_ID:-}" in
        'debian 12' | 'debian 13') echo "$VERSION_ID" ;;
        *) die 3 "this machine runs ${PRETTY_NAME:-an unknown system}" \
               'packages, interpreter and units are chosen and tested for Debian 12 and 13' 'use Debian 12 or 13' ;;
    esac
}

# Names on the lists ($2...) that hold for release $1: bare ones and those marked with it.
wanted_packages() {
    release=$1; shift
    sed -nE "s/^([a-z0-9][a-z0-9.+-]*)[[:space:]]*(# $release)?[[:space:]]*\$/\1/p" "$@"
}

missing_packages() {
    # dpkg-query exits 1 for names it never heard of; exactly those are what we look for.
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || :; } |
        sed -n 's/^installed //p' > "$scratch/installed"
    printf '%s\n' "$@" | grep -vxF -f "$scratch/installed" || :
}

install_packages() {  # install_packages NAME...
    if [ "$(id -u)" -ne 0 ]; then
        die 3 "Debian packages are missing: $*" 'only root may install them' \
            "sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    fi
    say "installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || say 'the package lists could not be refreshed; going on with those at hand'
    # Confold: a question about a configuration file would wait for ever on a machine without a keyboard.
    # Lock::Timeout: on a fresh Debian the nightly upgrade may just be running.
    apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold \
        -o DPkg::Lock::Timeout=600 "$@" ||
        die 1 'apt-get failed' 'see its message above: no network, no such package, another installation running' \
            "put that right, then call this again; by hand: apt-get install --no-install-recommends $*"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP

release=$(debian_release)
# shellcheck disable=SC2046,SC2086  # names and lists are single words by construction
set -- $(missing_packages $(wanted_packages "$release" $lists))
[ $# -eq 0 ] || install_packages "$@"

# --- 2. Is the environment still the one that these files describe? ---------------------------------------------------

# Two calls at once, a test run and a demonstration say, would install into each other: the second waits for the first.
exec 9< deploy/setup.sh
flock 9

# The path is part of it because the scripts in .venv/bin name their interpreter by it: a moved checkout is made anew.
fingerprint() {
    printf '%s\n' "$profile" "$root" "$(readlink -f "$python")"
    cat deploy/setup.sh "$tools_lock" "$lock" pyproject.toml
}

stamp=.venv/.ready
if [ -n "$lock" ]; then
    print=$(fingerprint | sha256sum)
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$print" ]; then
        exit 0
    fi
fi

# --- 3. Installer: uv in its own folder, pinned by hash ---------------------------------------------------------------

tools_print=$( { printf '%s\n' "$root" "$(readlink -f "$python")"; cat "$tools_lock"; } | sha256sum)
if [ ! -x .tools/bin/uv ] || [ "$(cat .tools/.ready 2>/dev/null)" != "$tools_print" ]; then
    say 'installing the installer (.tools)'
    rm -rf .tools
    "$python" -m venv .tools
    .tools/bin/python -m pip install -q --require-hashes --only-binary :all: -r "$tools_lock" ||
        die 1 'the installer could not be fetched' 'see the message of pip above' \
            'check the network and the package mirror of this machine (pip config list), then call this again'
    echo "$tools_print" > .tools/.ready
fi

# --- 4a. Locks --------------------------------------------------------------------------------------------------------

# One resolution for both interpreters, Debian 12's 3.11 and 13's 3.13. No header, no index address: docs/adr/0001.
compile_lock() {  # compile_lock TARGET OPTION...
    target=$1; shift
    .tools/bin/uv pip compile -q --python "$python" --universal --python-version 3.11 --generate-hashes \
        --no-header ${UPGRADE:+--upgrade} -o "$target" "$@"
}

if [ "$profile" = lock ]; then
    say 'resolving (deploy/lock)'
    compile_lock deploy/lock/dev.txt pyproject.toml --extra sandbox --extra usb --group dev
    # Constrained by the first, so that tests run with the very versions that a terminal gets.
    compile_lock deploy/lock/terminal.txt pyproject.toml --extra usb --constraint deploy/lock/dev.txt
    compile_lock "$tools_lock" --group tools
    exit 0
fi

# --- 4b. Project environment ------------------------------------------------------------------------------------------

say "installing Python packages (.venv, $lock)"
rm -f "$stamp"
# A base that moved (other checkout, other Python) cannot be repaired in place.
if [ "$(cat .venv/.base 2>/dev/null)" != "$tools_print" ] || [ ! -x .venv/bin/python ]; then
    rm -rf .venv
    .tools/bin/uv venv -q --python "$python" .venv
    echo "$tools_print" > .venv/.base
fi
# Build constraints: pyscard is compiled here, and its build tool has to be the locked one too.
.tools/bin/uv pip sync -q --python .venv/bin/python --require-hashes --compile-bytecode \
    --build-constraints "$lock" "$lock" ||
    die 1 'the Python packages could not be installed' 'see the message of uv above' \
        'check the network and the package mirror of this machine, then call this again: what is already here is kept'
.tools/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation --no-index -e .
# Written last: whatever was interrupted before this line is done again.
echo "$print" > "$stamp"
say 'ready'
