#include "thumbs/key.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With its length, so that no two lists of texts are alike. */
static void print_text(FILE *file, const char *text) {
    fprintf(file, " %d:%s", text ? (int)strlen(text) : -1, text ? text : "");
}

static void print_read(FILE *file, const pcs_read_options *o) {
    print_text(file, o->filter);
    fprintf(file, " %u %u %u %u %" PRId64 " %" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %a", (unsigned)o->tunnel,
            (unsigned)o->group_by, o->prefix_ipv4, o->prefix_ipv6, o->after_ns, o->before_ns, o->first, o->sample,
            o->max_bytes, o->max_seconds);
}

static void print_select(FILE *file, const pcs_select_options *o) {
    print_text(file, o->focus);
    fprintf(file, " %" PRIu64 " %" PRIu64 " %d %d %" PRIu64 " %" PRIu64 " %u %d", o->min_packets, o->min_bytes,
            o->answered, o->no_broadcast, o->hops, o->top, (unsigned)o->top_by, o->direction);
}

uint64_t pcs_thumbs_key(const pcs_style *style, const pcs_read_options *read, const pcs_select_options *select) {
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    if (!file) {
        return 0;
    }
    fprintf(file, "%s %d %u %d %u %" PRIu64, pcs_version(), PCS_STYLE_VERSION, style->side, style->badge,
            (unsigned)style->layout.kind, style->layout.seed);
    print_text(file, style->colormap);
    print_text(file, style->colors);
    print_text(file, style->background);
    print_read(file, read);
    if (select) {
        print_select(file, select);
    }
    bool broken = ferror(file) != 0;
    uint64_t hash = 0;
    if (fclose(file) == 0 && !broken) {
        hash = pcs_hash_text(text, length);
        hash = hash != 0 ? hash : 1;
    }
    free(text);
    return hash;
}
