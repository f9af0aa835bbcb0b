#!/bin/sh
# The two steps of MirrorType=sha256sums.
set -eu

# The list comes from outside: a line that is not a digest and a plain name ends the step.
entries() {
    awk '{
        digest = substr($0, 1, 64); path = substr($0, 67)
        if (length(digest) != 64 || digest ~ /[^0-9a-f]/ || substr($0, 65, 2) !~ /^ [ *]$/ || path !~ /^[A-Za-z0-9][A-Za-z0-9._+~\/-]*$/) {
            print "sha256sums.sh: line " NR " of the list is not a digest and a name" > "/dev/stderr"
            exit 1
        }
        printf "{\"path\":\"%s\",\"sha256\":\"%s\",\"role\":\"file\"}\n", path, digest
    }' "$LIST"
}

case $1 in
fetch)
    curl --fail --silent --show-error --location --max-filesize 10M --output "$LIST.new" "$UPSTREAM/$LIST_NAME"
    if cmp -s "$LIST.new" "$LIST"; then
        rm "$LIST.new"
    else
        # The plan goes before the list that it is made of: after a kill, it is made again.
        rm -f "$PLAN"
        mv "$LIST.new" "$LIST"
    fi
    ;;
plan)
    printf '{"format":"chantal-plan","version":1,"type":"sha256sums","upstreams":["%s/"]}\n' "$UPSTREAM" > "$PLAN.new"
    entries > "$PLAN.entries"
    LC_ALL=C sort "$PLAN.entries" >> "$PLAN.new"
    rm "$PLAN.entries"
    mv "$PLAN.new" "$PLAN"
    ;;
esac
