/* layout: the same bits on every device, with every number of threads and every work-group size, and those that were
 * seen once. A hash that changes is a change of every user's pictures; each is printed beside the one that was
 * expected, in the order and the form of the table. */
#include "device/device.h"
#include "graph_shapes.h"

#include <inttypes.h>

/* Each host but those of the last level has two below it. */
static pcs_edges make_tree(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, hosts);
    for (uint32_t i = 1; i < hosts; i++) {
        table_add(&edges, i, (i - 1) / 2, PCS_TCP);
    }
    table_finish(&edges);
    return edges;
}

static pcs_edges make_ring(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, hosts);
    for (uint32_t i = 0; i < hosts; i++) {
        table_add(&edges, i, (i + 1) % hosts, PCS_TCP);
    }
    table_finish(&edges);
    return edges;
}

/* A path, each of whose hosts has some leaves. */
static pcs_edges make_caterpillar(uint32_t spine, uint32_t leaves) {
    pcs_edges edges = table_new(spine * (leaves + 1), spine * (leaves + 1));
    for (uint32_t i = 0; i < spine; i++) {
        if (i + 1 < spine) {
            table_add(&edges, i, i + 1, PCS_TCP);
        }
        for (uint32_t leaf = 0; leaf < leaves; leaf++) {
            table_add(&edges, i, spine + i * leaves + leaf, PCS_UDP);
        }
    }
    table_finish(&edges);
    return edges;
}

/* One host asks all others, of which some speak to a server too. */
static pcs_edges make_scan(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, 2 * hosts);
    for (uint32_t i = 1; i < hosts; i++) {
        table_add(&edges, 0, i, PCS_ICMP);
        if (i > 3 && i % 20 == 0) {
            table_add(&edges, 1 + i % 3, i, PCS_TCP);
        }
    }
    table_finish(&edges);
    return edges;
}

/* Each host speaks to two that came before it, those rather that many speak to. */
static pcs_edges make_scale_free(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, 2 * hosts);
    uint64_t state = 17;
    for (uint32_t i = 2; i < hosts; i++) {
        for (uint32_t k = 0; k < 2; k++) {
            pcs_edge end = edges.table[table_random(&state) % (edges.edge_count + 1)];
            table_add(&edges, i, table_random(&state) % 2 ? end.a : end.b, PCS_TCP);
        }
    }
    table_finish(&edges);
    return edges;
}

/* The grid has more bodies than all-pairs repulsion takes. */
static const struct {
    const char *name;
    uint64_t hash;
} golden[] = {
    {"star", UINT64_C(0x8ed1501f3eae0760)},        {"path", UINT64_C(0x63623127e5f0c604)},
    {"grid", UINT64_C(0x230cd4efc57b6a2c)},        {"complete", UINT64_C(0x208454eac724d3de)},
    {"tree", UINT64_C(0x7f12c794a6226a2c)},        {"pairs", UINT64_C(0x4eda89f4f6239ec9)},
    {"ring", UINT64_C(0xb1614c3a5caee947)},        {"gateways", UINT64_C(0x2b2f511d667eb83c)},
    {"scan", UINT64_C(0x6d0781e3352a7323)},        {"scale-free", UINT64_C(0xf4ce3c5f3f0b56dd)},
    {"caterpillar", UINT64_C(0xc5e97d22ed3e3dcf)}, {"mixture", UINT64_C(0xd8812467ef695116)},
};

enum { GRAPHS = sizeof(golden) / sizeof(golden[0]), STEPS = 40 };

static void on_device(pcs_context *context, const pcs_device_info *info, size_t number, uint32_t group,
                      pcs_edges graphs[GRAPHS]) {
    pcs_device_options device_options = PCS_OPTIONS(device_options);
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_device *device = NULL;
    char which[24];
    snprintf(which, sizeof(which), "%zu", number);
    device_options.work_group = group;
    options.seed = 1;
    options.iterations = STEPS;
    CHECK_CASE(pcs_device_open(context, which, &device_options, &device) == PCS_OK, "%s: %s", info->name,
               pcs_context_message(context));
    for (uint32_t i = 0; device && i < GRAPHS; i++) {
        pcs_layout *layout = NULL;
        CHECK_CASE(pcs_layout_compute(context, device, &graphs[i], &options, &layout) == PCS_OK, "%s: %s",
                   golden[i].name, pcs_context_message(context));
        uint64_t hash = layout ? hash_layout(layout) : 0;
        CHECK_CASE(hash == golden[i].hash,
                   "{\"%s\", UINT64_C(0x%016" PRIx64 ")}, not 0x%016" PRIx64 ": %s, work-groups of %u", golden[i].name,
                   hash, golden[i].hash, info->name, group);
        pcs_layout_free(layout);
    }
    pcs_device_free(device);
}

int main(void) {
    pcs_edges graphs[GRAPHS] = {make_star(3000), make_path(400),       make_grid(48),           make_complete(60),
                                make_tree(1023), make_pairs(300),      make_ring(500),          make_twins(4, 200),
                                make_scan(2000), make_scale_free(900), make_caterpillar(60, 7), make_network(1500, 9)};
    for (uint32_t threads = 1; threads <= 4; threads *= 2) {
        pcs_context_options options = PCS_OPTIONS(options);
        pcs_device_info *list = NULL;
        size_t count = 0;
        options.threads = threads;
        pcs_context *context = pcs_context_new(&options);
        CHECK(context && pcs_device_list(context, &list, &count) == PCS_OK);
        for (size_t i = 0; i < count; i++) {
            for (uint32_t group = 32; list[i].problem[0] == '\0' && group <= 256; group *= 2) {
                on_device(context, &list[i], i, group, graphs);
            }
        }
        pcs_device_list_free(list);
        pcs_context_free(context);
    }
    for (uint32_t i = 0; i < GRAPHS; i++) {
        table_free(&graphs[i]);
    }
    return check_result();
}
