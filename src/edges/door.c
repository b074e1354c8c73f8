#include "edges/door.h"

#include "edges/edge_list.h"
#include "edges/lines.h"
#include "edges/partial.h"

static pcs_status open_edge_list(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state) {
    pcs_edge_list *list;
    pcs_status status = pcs_edge_list_open(context, source, beginning, &list);
    *state = list;
    return status;
}

static pcs_status read_edge_list(void *state, pcs_table *table, pcs_read_summary *summary, bool *end) {
    (void)summary; /* rows are no packets */
    return pcs_edge_list_read(state, table, end);
}

static void free_edge_list(void *state) {
    pcs_edge_list_free(state);
}

static const pcs_door door_edge_list = {"an edge list", open_edge_list, read_edge_list, free_edge_list};

pcs_status pcs_door_open(pcs_context *context, pcs_source *source, const pcs_door **door, void **state) {
    static const pcs_door *const doors[] = {&pcs_door_partial, &pcs_door_zeek, &pcs_door_json, &door_edge_list,
                                            &pcs_door_tcpdump};
    pcs_status status = PCS_OK;
    pcs_bytes beginning;
    *state = NULL;
    *door = NULL;
    for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]) && !*door; i++) {
        status = pcs_source_peek(source, PCS_LINE_MAX, &beginning);
        PCS_TRY(pcs_source_is_break(status) ? PCS_OK : status);
        PCS_TRY(doors[i]->open(context, source, beginning, state));
        *door = *state ? doors[i] : NULL;
    }
    status = *door ? PCS_OK : pcs_source_peek(source, PCS_LINE_MAX, &beginning);
done:
    return status;
}

void pcs_door_add_summary(pcs_read_summary *summary, const pcs_read_summary *more) {
    pcs_edge_times times = {summary->first_ns, summary->last_ns};
    pcs_edge_times_widen(&times, &(pcs_edge_times){more->first_ns, more->last_ns});
    summary->first_ns = times.first_ns;
    summary->last_ns = times.last_ns;
    summary->packets += more->packets;
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT; i++) {
        summary->outcomes[i] += more->outcomes[i];
    }
}
