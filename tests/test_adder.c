/* Packets that are added while others are read: the same table with every number of threads, and no failure lost. */
#include "check.h"
#include "edges/adder.h"

enum { BATCH_COUNT = 200, HOSTS = 900 };

static uint64_t state;

static uint32_t any(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static void fill(pcs_flow *flows, size_t count, uint32_t hosts) {
    memset(flows, 0, count * sizeof(*flows));
    for (size_t i = 0; i < count; i++) {
        uint32_t source = any(hosts), destination = any(hosts);
        flows[i] = (pcs_flow){.ip_version = 4,
                              .outcome = any(10) == 0 ? PCS_OUTCOME_NOT_IP : PCS_OUTCOME_EDGE,
                              .protocol = (uint8_t)any(PCS_PROTOCOL_COUNT),
                              .time_ns = 1 + any(1000),
                              .bytes = any(1500)};
        memcpy(flows[i].source, (uint8_t[]){10, 0, (uint8_t)(source >> 8), (uint8_t)source}, 4);
        memcpy(flows[i].destination, (uint8_t[]){10, 0, (uint8_t)(destination >> 8), (uint8_t)destination}, 4);
    }
}

/* The status of the first call that fails. */
static pcs_status add_all(pcs_context *context, pcs_table *table, pcs_read_summary *summary, uint32_t hosts,
                          size_t batches) {
    pcs_status status;
    pcs_adder *adder = NULL;
    state = 7;
    PCS_TRY(pcs_adder_start(context, table, summary, &adder));
    for (size_t batch = 0; batch < batches; batch++) {
        size_t count = batch % 5 == 4 ? any(PCS_ADDER_BATCH) : PCS_ADDER_BATCH;
        fill(pcs_adder_room(adder), count, hosts);
        PCS_TRY(pcs_adder_give(adder, count));
    }
    PCS_TRY(pcs_adder_finish(adder));
done:
    pcs_adder_free(adder);
    return status;
}

static pcs_edges *table_of(uint32_t threads, pcs_read_summary *summary, size_t batches) {
    pcs_context_options options = PCS_OPTIONS(options);
    pcs_table table;
    pcs_edges *edges = NULL;
    options.threads = threads;
    pcs_context *context = pcs_context_new(&options);
    pcs_table_init(&table, NULL);
    CHECK(add_all(context, &table, summary, HOSTS, batches) == PCS_OK);
    CHECK(pcs_table_finish(context, &table, &edges) == PCS_OK);
    pcs_context_free(context);
    return edges;
}

static void threads_leave_no_trace(size_t batches) {
    pcs_read_summary alone = {.inputs = 0}, with_others = {.inputs = 0};
    pcs_edges *one = table_of(1, &alone, batches), *four = table_of(4, &with_others, batches);
    CHECK(alone.packets > batches * PCS_ADDER_BATCH / 2 && alone.outcomes[PCS_OUTCOME_NOT_IP] > 0 &&
          alone.first_ns > 0);
    CHECK(memcmp(&alone, &with_others, sizeof(alone)) == 0);
    CHECK(one->host_count <= HOSTS && one->host_count == four->host_count && one->edge_count == four->edge_count);
    CHECK(memcmp(one->table, four->table, one->edge_count * sizeof(*one->table)) == 0);
    pcs_edges_free(one);
    pcs_edges_free(four);
}

static void a_full_table_is_reported(uint32_t threads) {
    pcs_context_options options = PCS_OPTIONS(options);
    pcs_table table;
    pcs_read_summary summary = {.inputs = 0};
    options.threads = threads;
    options.max_memory = 1 << 20;
    pcs_context *context = pcs_context_new(&options);
    pcs_table_init(&table, NULL);
    CHECK(add_all(context, &table, &summary, 60000, BATCH_COUNT) == PCS_E_MEMORY);
    CHECK_CASE(strstr(pcs_context_message(context), "edge table") != NULL, "%s", pcs_context_message(context));
    pcs_table_clear(&table);
    pcs_context_free(context);
}

int main(void) {
    /* From less than is worth a waking to more than the ring holds. */
    threads_leave_no_trace(1);
    threads_leave_no_trace(20);
    threads_leave_no_trace(BATCH_COUNT);
    a_full_table_is_reported(1);
    a_full_table_is_reported(4);
    return check_result();
}
