/* What the drivers of single doors share: any bytes, read to the end, finished, and written in every way. */
#ifndef PCS_TESTS_FUZZ_DOORS_H
#define PCS_TESTS_FUZZ_DOORS_H

#include "fuzz_driver.h"

#include "edges/door.h"
#include "edges/lines.h"

#include <string.h>

/* A seed that is a text. */
#define FUZZ_SEED(add, text) (add)((text), sizeof(text) - 1)

static inline void fuzz_finish(pcs_context *context, pcs_table *table) {
    pcs_edges *edges = NULL;
    if (pcs_table_finish(context, table, &edges) == PCS_OK) {
        pcs_edges_write_csv(context, edges, "/dev/null");
        pcs_edges_write_hosts(context, edges, "/dev/null");
        pcs_edges_write_partial(context, edges, "/dev/null");
    }
    pcs_edges_free(edges);
}

static inline void fuzz_door(const pcs_door *door, const uint8_t *data, size_t size) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_source *source = NULL;
    void *state = NULL;
    pcs_bytes beginning;
    pcs_table table;
    pcs_read_summary summary = {.inputs = 0};
    pcs_table_init(&table, NULL);
    pcs_table_keep_times(&table);
    if (context && pcs_source_from_memory(context, "fuzz", data, size, &source) == PCS_OK &&
        pcs_source_peek(source, PCS_LINE_MAX, &beginning) == PCS_OK &&
        door->open(context, source, beginning, &state) == PCS_OK && state) {
        pcs_status status = PCS_OK;
        for (bool end = false; status == PCS_OK && !end;) {
            status = door->read(state, &table, &summary, &end);
        }
        if (status == PCS_OK) {
            fuzz_finish(context, &table);
        }
    }
    if (state) {
        door->free_state(state);
    }
    pcs_table_clear(&table);
    pcs_source_free(source);
    pcs_context_free(context);
}

#endif
