/* Edge lists from any bytes: read to the end, finished, and written. */
#include "base/context.h"
#include "edges/edge_list.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_list(pcs_context *context, pcs_edge_list *list) {
    pcs_table table;
    pcs_edges *edges = NULL;
    bool end = false;
    pcs_status status = PCS_OK;
    pcs_table_init(&table, NULL);
    while (status == PCS_OK && !end) {
        status = pcs_edge_list_read(list, &table, &end);
    }
    if (status == PCS_OK && pcs_table_finish(context, &table, &edges) == PCS_OK) {
        pcs_edges_write_csv(context, edges, "/dev/null");
    }
    pcs_edges_free(edges);
    pcs_table_clear(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_source *source = NULL;
    pcs_edge_list *list = NULL;
    if (context && pcs_source_from_memory(context, "fuzz", data, size, &source) == PCS_OK &&
        pcs_edge_list_open(context, source, &list) == PCS_OK && list) {
        read_list(context, list);
    }
    pcs_edge_list_free(list);
    pcs_source_free(source);
    pcs_context_free(context);
    return 0;
}
