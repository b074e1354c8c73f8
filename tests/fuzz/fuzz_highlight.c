/* Highlights from any bytes: what parses is asked of a table, what does not is told where. */
#include "fuzz_driver.h"

#include "overlay/highlight.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static pcs_highlight highlight;
    pcs_host hosts[] = {{.kind = PCS_HOST_IPV4, .low = 0x0a000001},
                        {.kind = PCS_HOST_NAME, .name_length = 1, .name = "x"}};
    pcs_edge edge = {.a = 0, .b = 1, .protocol = PCS_UDP, .a_to_b = {1, 100, 60}};
    const pcs_edges edges = {.hosts = hosts, .table = &edge, .host_count = 2, .edge_count = 1};
    pcs_context *context = pcs_context_new(NULL);
    char *text = malloc(size + 1);
    pcs_host_totals *totals = NULL;
    size_t place;
    if (!context || !text || pcs_host_totals_new(context, &edges, &totals) != PCS_OK) {
        goto done;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    if (pcs_highlight_parse(context, text, 0, &highlight, &place) != PCS_OK) {
        if (place > strlen(text) || pcs_context_message(context)[0] == '\0') {
            abort();
        }
    } else if (pcs_expression_prepare(context, &highlight.expression, totals, edges.host_count) == PCS_OK) {
        if (highlight.expression.of_edges) {
            pcs_expression_takes_edge(&highlight.expression, &edges, totals, 0);
        } else {
            pcs_expression_takes_host(&highlight.expression, &edges, totals, 1);
        }
    }
done:
    free(totals);
    free(text);
    pcs_context_free(context);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char *const texts[] = {
        "red: payload>10000",
        "#0a0: proto=udp and bytes>=1e4 or not (host=10.0.0.0/8 and packets<3)",
        "top=20 by in-degree",
        "host=\"a b\" or host!=::1 or host=00:11:22:33:44:55 or degree!=1.50e1",
        "edges and host-bytes<=18446744073709551615",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        add(texts[i], strlen(texts[i]));
    }
}
