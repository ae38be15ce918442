#!/bin/sh
# Makes sure that the mail servers of the tests are there.
set -e
missing=""
for program in dovecot postfix; do
    PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing="$missing $program"
done
for library in /usr/lib/dovecot/lmtp /usr/lib/dovecot/submission; do
    [ -e "$library" ] || missing="$missing $(basename "$library")"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd dovecot-submissiond postfix openssl >/dev/null
    exit 0
fi
echo "The tests need$missing: as root, apt-get install dovecot-imapd dovecot-lmtpd dovecot-submissiond postfix openssl" >&2
exit 1
