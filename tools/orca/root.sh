#!/bin/sh
# Makes another system for `python3 tools/hear.py --root DIR`, with its own Orca, as root on a Debian:
#     tools/orca/root.sh DIR trixie MIRROR
#     tools/orca/root.sh DIR noble MIRROR KEYRING
# The keyring of Ubuntu is in Debian's package ubuntu-archive-keyring (from trixie on). Other packages to add,
# as firefox-esr, are named in MORE; PYTHON names the Python, if it is not python3. Ubuntu 22.04:
#     MORE=python3.11-venv PYTHON=python3.11 tools/orca/root.sh DIR jammy MIRROR KEYRING
# Unmount before the folder is removed: umount -R DIR/dev DIR/proc
set -eu
root=$1 suite=$2 mirror=$3 keyring=${4:-/usr/share/keyrings/debian-archive-keyring.gpg}
case $mirror in *ubuntu*) parts=main,universe ;; *) parts=main ;; esac
debootstrap --variant=minbase --components="$parts" --keyring="$keyring" "$suite" "$root" "$mirror" \
    "/usr/share/debootstrap/scripts/$(case $mirror in *ubuntu*) echo jammy ;; *) echo sid ;; esac)"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666,mode=620,gid=5
# What came after the release, as Ubuntu 22.04's Python 3.11.
case $mirror in *ubuntu*) echo "deb $mirror $suite-updates main universe" >>"$root/etc/apt/sources.list" ;; esac
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get update -q
# shellcheck disable=SC2086  # several packages
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    orca at-spi2-core dbus-x11 speech-dispatcher python3-speechd xvfb xdotool openbox libglib2.0-bin \
    dconf-gsettings-backend gsettings-desktop-schemas gir1.2-wnck-3.0 python3-venv ca-certificates \
    libegl1 libgl1 libdbus-1-3 libfontconfig1 fonts-dejavu-core libxkbcommon-x11-0 libxcb-cursor0 \
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 \
    libxcb-xkb1 ${MORE:-}
# pip asks where this machine does, which may be an index that only this machine trusts.
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
cp "$(dirname "$0")/../../requirements/run.txt" "$root/srv/run.txt"
chroot "$root" "${PYTHON:-python3}" -m venv /srv/venv
chroot "$root" /srv/venv/bin/pip install -q --no-cache-dir -r /srv/run.txt
