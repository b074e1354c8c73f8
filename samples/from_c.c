/* The library from C: a capture becomes a picture, and its busiest pair of hosts is named.
 *
 *   cc from_c.c $(pkg-config --cflags --libs pcapshade) -o from_c
 *   ./from_c trace.pcap trace.png */
#include <inttypes.h>
#include <pcapshade.h>
#include <stdio.h>

static void print_busiest(const pcs_edges *edges) {
    const pcs_edge *table = pcs_edges_table(edges), *busiest = NULL;
    uint64_t most = 0;
    for (uint32_t i = 0; i < pcs_edges_edge_count(edges); i++) {
        uint64_t bytes = table[i].a_to_b.bytes + table[i].b_to_a.bytes;
        if (!busiest || bytes > most) {
            busiest = &table[i];
            most = bytes;
        }
    }
    if (busiest) {
        char a[64], b[64];
        pcs_edges_host_text(edges, busiest->a, a, sizeof(a));
        pcs_edges_host_text(edges, busiest->b, b, sizeof(b));
        printf("%" PRIu32 " hosts, %" PRIu32 " edges; busiest: %s and %s, %s, %" PRIu64 " bytes\n",
               pcs_edges_host_count(edges), pcs_edges_edge_count(edges), a, b, pcs_protocol_name(busiest->protocol),
               most);
    }
}

int main(int argument_count, char **arguments) {
    if (argument_count != 3) {
        fprintf(stderr, "usage: from_c CAPTURE OUT.png\n");
        return 2;
    }
    pcs_context *context = pcs_context_new(NULL);
    if (!context) {
        return 7;
    }
    /* Each step takes what the one before gave; pcs_render() takes them all at once. */
    const char *inputs[] = {arguments[1]};
    pcs_image_options options = PCS_OPTIONS(options);
    options.width = options.height = 800;
    pcs_edges *edges = NULL;
    pcs_device *device = NULL;
    pcs_layout *layout = NULL;
    pcs_image *image = NULL;
    pcs_status status = pcs_edges_read(context, inputs, 1, NULL, &edges);
    if (status == PCS_OK) {
        print_busiest(edges);
        status = pcs_device_open(context, "auto", NULL, &device);
    }
    if (status == PCS_OK) {
        status = pcs_layout_compute(context, device, edges, NULL, &layout);
    }
    if (status == PCS_OK) {
        status = pcs_image_draw(context, device, edges, layout, &options, &image);
    }
    if (status == PCS_OK) {
        status = pcs_image_write_png(context, image, arguments[2], NULL, 0);
    }
    if (status != PCS_OK) {
        fprintf(stderr, "from_c: %s\n", pcs_context_message(context));
    }
    pcs_image_free(image);
    pcs_layout_free(layout);
    pcs_device_free(device);
    pcs_edges_free(edges);
    pcs_context_free(context);
    return (int)status;
}
