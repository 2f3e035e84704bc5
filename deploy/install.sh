#!/bin/sh
# Installs Fieldmarshal from a release file on a machine that has neither Node nor a network:
#   sh install.sh FILE.release --key release.pem --to /opt/fieldmarshal
# The program that installs is in the release itself, so the signature is looked at first, by openssl; then the program looks again, at
# everything. Needs tar, gzip, sha256sum, openssl (3 or later).
set -eu

release=${1:?Name the release file.}
key=
for word in "$@"; do
  [ "${last:-}" = --key ] && key=$word
  case $word in --key=*) key=${word#--key=} ;; esac
  last=$word
done
[ -n "$key" ] || { echo 'Name the public key that signed it: --key release.pem' >&2; exit 1; }
command -v openssl >/dev/null || { echo 'openssl is needed to look at the signature before anything of the release is run.' >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tar -xf "$release" -C "$work" release.json release.json.sig || { echo "$release is not a release of Fieldmarshal, or it is cut off." >&2; exit 1; }
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/release.json" -sigfile "$work/release.json.sig" >/dev/null 2>&1 ||
  { echo "$release was altered, or signed by another key than $key." >&2; exit 1; }
said=$(tr -d ' \n' <"$work/release.json" | sed -n 's/.*"payload\.tar\.gz":{"size":[0-9]*,"sha256":"\([0-9a-f]\{64\}\)"}.*/\1/p')
is=$(tar -xOf "$release" payload.tar.gz | sha256sum | cut -d ' ' -f 1)
[ -n "$said" ] && [ "$said" = "$is" ] || { echo "$release was altered or cut off: the checksum of what it holds does not fit." >&2; exit 1; }

tar -xOf "$release" payload.tar.gz | tar -xzf - -C "$work" --wildcards 'cli/*' 'node_modules/node-*/bin/node'
for node in "$work"/node_modules/node-*/bin/node; do
  "$node" "$work/cli/bin/fieldmarshal.js" install "$@"
done
