#!/usr/bin/env bash
# Calls an operation with curl and openssl, signed:
#
#   bash docs/examples/call.sh /openapi/account/balance '{"currency":"USD"}'
#
# Prints the result. A refusal goes to stderr, and any failure ends it with a code that is not 0.
set -euo pipefail
path=$1 request=$2
keys=.issuary/keys

# openssl signs 64 bytes at a time: blocks may be cut anywhere
data=$(printf %s "$request" | openssl base64 | tr -d '\n' | fold -w 64 |
  while IFS= read -r part || [ -n "$part" ]; do
    printf %s "$part" | openssl pkeyutl -sign -inkey $keys/merchant-private.pem | od -An -v -tx1 | tr -d ' \n' || exit 1
  done)
body='{"version":"1.0.0","userNo":10000001,"dataType":"JSON","dataContent":"'"$data"'"}'

# the signature: for this method, path and body, and for five minutes
digest="sha-256=:$(printf %s "$body" | openssl dgst -sha256 -binary | openssl base64 -A):"
now=$(date +%s)
parameters="created=$now;expires=$((now + 300));nonce=\"$(openssl rand -hex 16)\";keyid=\"10000001\";alg=\"rsa-pss-sha512\""
input="(\"@method\" \"@path\" \"content-digest\");$parameters"
signature=$(printf '"@method": POST\n"@path": %s\n"content-digest": %s\n"@signature-params": %s' "$path" "$digest" "$input" |
  openssl dgst -sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64 -sign $keys/merchant-private.pem | openssl base64 -A)

answer=$(curl -sS "http://127.0.0.1:8080$path" -H 'content-type: application/json' -H "content-digest: $digest" \
  -H "signature-input: issuary=$input" -H "signature: issuary=:$signature:" -d "$body")
case $answer in *'"success":true'*) ;; *) printf '%s\n' "$answer" >&2; exit 1 ;; esac

bits=$(openssl rsa -pubin -in $keys/platform-public.pem -noout -text | sed -n 's/.*Public-Key: (\([0-9]*\) bit.*/\1/p')
base64=$(printf %s "$answer" | sed 's/.*"result":"\([0-9a-f]*\)".*/\1/' | fold -w $((bits / 4)) |
  while IFS= read -r block || [ -n "$block" ]; do
    printf %s "$block" | perl -ne 'print pack "H*", $_' |
      openssl pkeyutl -verifyrecover -pubin -inkey $keys/platform-public.pem || exit 1
  done)
printf '%s\n' "$base64" | fold -w 64 | openssl base64 -d
