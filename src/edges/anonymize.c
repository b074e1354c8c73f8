/* Pseudonyms for all hosts of a finished table. */
#include "edges/pseudonym.h"
#include "edges/table.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { KEY_DIGITS = 2 * PCS_PSEUDONYM_KEY, SOME = 64 };

const char *pcs_anonymity_name(pcs_anonymity anonymity) {
    static const char *const names[] = {
#define ANONYMITY_NAME(name, text) text,
        PCS_ANONYMITY_TABLE(ANONYMITY_NAME)
#undef ANONYMITY_NAME
    };
    return (unsigned)anonymity < PCS_ANONYMITY_COUNT ? names[anonymity] : "";
}

/* ---- keys */

static bool parse_key(const char *text, size_t length, uint8_t key[PCS_PSEUDONYM_KEY]) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    if (length == PCS_PSEUDONYM_KEY) {
        memcpy(key, text, PCS_PSEUDONYM_KEY);
        return true;
    }
    while (length > 0 && strchr(" \t\r\n", text[length - 1])) {
        length--;
    }
    for (size_t i = 0; i < length && length == KEY_DIGITS; i++) {
        const char *found = text[i] ? strchr(digits, text[i]) : NULL;
        if (!found) {
            return false;
        }
        key[i / 2] = (uint8_t)(key[i / 2] << 4 | (found - digits) % 16);
    }
    return length == KEY_DIGITS;
}

static pcs_status read_key(pcs_context *context, const char *path, uint8_t key[PCS_PSEUDONYM_KEY]) {
    char text[KEY_DIGITS + 16];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, sizeof(text), file) : 0;
    if (!file || ferror(file)) {
        pcs_status status = pcs_fail(context, PCS_E_READ, "%s: the key cannot be read: %s", path, strerror(errno));
        if (file) {
            fclose(file);
        }
        return status;
    }
    fclose(file);
    bool valid = parse_key(text, length, key);
    explicit_bzero(text, sizeof(text));
    return valid ? PCS_OK
                 : pcs_fail(context, PCS_E_FORMAT,
                            "%s: is no key: it holds 32 bytes or 64 hexadecimal digits, as "
                            "head -c 32 /dev/urandom > FILE makes them",
                            path);
}

/* NULL with PCS_OK: nothing is asked for. */
static pcs_status open_pseudonyms(pcs_context *context, const pcs_anonymize_options *given, pcs_pseudonyms **out) {
    uint8_t key[PCS_PSEUDONYM_KEY] = {0};
    pcs_anonymize_options options = PCS_OPTIONS(options);
    pcs_status status = PCS_OK;
    *out = NULL;
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    if ((unsigned)options.anonymity >= PCS_ANONYMITY_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "pseudonyms %d: there are none of that number",
                        (int)options.anonymity);
    }
    if (options.anonymity == PCS_ANONYMITY_OFF) {
        return PCS_OK;
    }
    if (options.key_file) {
        PCS_TRY(read_key(context, options.key_file, key));
    } else if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key)) {
        PCS_TRY(pcs_fail(context, PCS_E_READ, "pseudonyms: the system gives no random key: %s", strerror(errno)));
    }
    PCS_TRY(pcs_pseudonyms_new(context, options.anonymity, key, out));
done:
    explicit_bzero(key, sizeof(key));
    return status;
}

pcs_status pcs_anonymize_check(pcs_context *context, const pcs_anonymize_options *options) {
    pcs_pseudonyms *pseudonyms;
    pcs_status status = open_pseudonyms(context, options, &pseudonyms);
    pcs_pseudonyms_free(pseudonyms);
    return status;
}

/* ---- tables */

typedef struct renaming {
    pcs_host *hosts;
    char *names;
} renaming;

static pcs_status rename_hosts(pcs_context *context, const pcs_edges *edges, pcs_pseudonyms *pseudonyms, renaming *to) {
    size_t named = 0;
    for (uint32_t i = 0; i < edges->host_count; i++) {
        named += edges->hosts[i].kind == PCS_HOST_NAME;
    }
    to->hosts = pcs_memory_new(edges->host_count, sizeof(*to->hosts));
    to->names = pcs_memory_new(named + 1, PCS_PSEUDONYM_NAME);
    if (!to->hosts || !to->names) {
        return pcs_fail_memory(context, "pseudonyms",
                               edges->host_count * sizeof(*to->hosts) + named * PCS_PSEUDONYM_NAME);
    }
    char *name = to->names;
    for (uint32_t i = 0; i < edges->host_count; i++) {
        pcs_status status = pcs_pseudonyms_make(pseudonyms, &edges->hosts[i], name, &to->hosts[i]);
        if (status != PCS_OK) {
            return status;
        }
        name += edges->hosts[i].kind == PCS_HOST_NAME ? PCS_PSEUDONYM_NAME : 0;
    }
    return PCS_OK;
}

static pcs_status add_edges(pcs_context *context, const pcs_edges *edges, const pcs_host *hosts, pcs_table *table) {
    pcs_exchange exchanges[SOME];
    pcs_status status = PCS_OK;
    for (uint32_t begin = 0; begin < edges->edge_count && status == PCS_OK; begin += SOME) {
        uint32_t some = edges->edge_count - begin < SOME ? edges->edge_count - begin : SOME;
        for (uint32_t i = 0; i < some; i++) {
            const pcs_edge *edge = &edges->table[begin + i];
            exchanges[i] = (pcs_exchange){.pair = {hosts[edge->a], hosts[edge->b]},
                                          .protocol = edge->protocol,
                                          .there = edge->a_to_b,
                                          .back = edge->b_to_a};
            if (edges->times) {
                exchanges[i].times = edges->times[begin + i];
            }
        }
        status = pcs_table_add_exchanges(context, table, exchanges, some);
    }
    return status;
}

/* A table is made anew, for pseudonyms stand in another order; then the two change places. */
pcs_status pcs_edges_anonymize(pcs_context *context, pcs_edges *edges, const pcs_anonymize_options *options) {
    pcs_status status = PCS_OK;
    pcs_pseudonyms *pseudonyms = NULL;
    pcs_edges *made = NULL;
    renaming to = {.hosts = NULL};
    pcs_table table;
    pcs_table_init(&table, NULL);
    PCS_TRY(open_pseudonyms(context, options, &pseudonyms));
    if (!pseudonyms) {
        goto done;
    }
    if (edges->times) {
        pcs_table_keep_times(&table);
    }
    PCS_TRY(rename_hosts(context, edges, pseudonyms, &to));
    PCS_TRY(add_edges(context, edges, to.hosts, &table));
    PCS_TRY(pcs_table_finish(context, &table, &made));
    if (made->host_count != edges->host_count) {
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT, "pseudonyms: two names would be one: use another key"));
    }
    if (edges->directed) {
        pcs_select_options apart = PCS_OPTIONS(apart);
        apart.direction = true;
        PCS_TRY(pcs_edges_select(context, made, &apart));
    }
    made->summary = edges->summary;
    made->saturated = edges->saturated;
    pcs_edges original = *edges;
    *edges = *made;
    *made = original;
done:
    pcs_edges_free(made);
    pcs_table_clear(&table);
    free(to.names);
    free(to.hosts);
    pcs_pseudonyms_free(pseudonyms);
    return status;
}
