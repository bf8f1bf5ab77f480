#!/bin/sh
# A fourth implementation of the draw, for comparison only: a shell and openssl, written from docs/draws.md.
# stdin, one line a draw: draw-id secret-hex randomness-hex places key:weight key:weight ... ("-" is nothing)
# stdout, one line a draw: root seed place place ...
# Keys are ASCII, weights sum up to less than 2^58 (a shell counts in 64 bits).
set -eu
LC_ALL=C
export LC_ALL

raw() { # hexadecimal digits in, bytes out
  hex=$1
  while [ -n "$hex" ]; do
    rest=${hex#??}
    printf "\\$(printf '%03o' "0x${hex%"$rest"}")"
    hex=$rest
  done
}
sha() { # bytes in, hexadecimal digits out
  answer=$(openssl dgst -sha256 -r)
  echo "${answer%% *}"
}
root_of() { # hashes of one level, as arguments
  while [ $# -gt 1 ]; do
    level=
    while [ $# -gt 0 ]; do
      if [ $# -eq 1 ]; then
        level="$level $1"
        shift
      else
        level="$level $({ raw 01; raw "$1$2"; } | sha)"
        shift 2
      fi
    done
    set -- $level
  done
  echo "$1"
}
remainder() { # number in hexadecimal digits, bound
  digits=$1
  left=0
  while [ -n "$digits" ]; do
    after=${digits#?}
    left=$(((left * 16 + 0x${digits%"$after"}) % $2))
    digits=$after
  done
  echo "$left"
}
is_thrown_away() { # number in hexadecimal digits, bound: at or above the largest multiple of it below 2^256
  case $1 in fffffffffffffffffffffffffffffffffffffffffffffffff*) ;; *) return 1 ;; esac
  over=$(remainder 10000000000000000000000000000000000000000000000000000000000000000 "$2")
  [ $((0x${1#fffffffffffffffffffffffffffffffffffffffffffffffff})) -ge $((0x1000000000000000 - over)) ]
}

while read -r draw secret randomness places entries; do
  entries=$(printf '%s\n' $entries | sort -t : -k 1,1)
  leaves=
  total=0
  for entry in $entries; do
    leaves="$leaves $(printf '\000%s\037%s' "${entry%:*}" "${entry#*:}" | sha)"
    total=$((total + ${entry#*:}))
  done
  root=$(root_of $leaves)
  seed=$({ printf 'guanxi-draw-v1%s' "$draw"; raw "$root"; raw "${secret#-}"; raw "${randomness#-}"; } | sha)
  answer="$root $seed"
  counter=0
  while [ "$total" -gt 0 ] && [ "$places" -gt 0 ]; do
    number=$(raw "$(printf '%016x' "$counter")" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$seed" -r)
    number=${number%% *}
    counter=$((counter + 1))
    if is_thrown_away "$number" "$total"; then continue; fi
    at=$(remainder "$number" "$total")
    drum=
    for entry in $entries; do
      weight=${entry#*:}
      if [ "$at" -ge 0 ] && [ "$at" -lt "$weight" ]; then
        answer="$answer ${entry%:*}"
        total=$((total - weight))
        at=-1
      else
        drum="$drum $entry"
        [ "$at" -lt 0 ] || at=$((at - weight))
      fi
    done
    entries=$drum
    places=$((places - 1))
  done
  echo "$answer"
done
