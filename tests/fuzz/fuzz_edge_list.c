/* Edge lists from any bytes: read to the end, finished, and written. */
#include "fuzz_driver.h"

#include "base/context.h"
#include "edges/edge_list.h"
#include "edges/lines.h"

#include <string.h>

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
    pcs_bytes beginning;
    if (context && pcs_source_from_memory(context, "fuzz", data, size, &source) == PCS_OK &&
        pcs_source_peek(source, PCS_LINE_MAX, &beginning) == PCS_OK &&
        pcs_edge_list_open(context, source, beginning, &list) == PCS_OK && list) {
        read_list(context, list);
    }
    pcs_edge_list_free(list);
    pcs_source_free(source);
    pcs_context_free(context);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char *const lists[] = {
        "source,target\n10.0.0.1,10.0.0.2\n",
        "source,target,protocol,weight\r\n::1,fe80::2,tcp,12\r\n7,\"a,\"\"b\",igmp,0.5\r\n",
        "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,a_to_b_payload_bytes,b_to_a_packets,"
        "b_to_a_bytes,b_to_a_payload_bytes\n10.0.0.1,'=x,udp,3,300,200,1,100,50,2,200,150\n",
    };
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        add(lists[i], strlen(lists[i]));
    }
}
