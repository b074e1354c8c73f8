/* Flow logs with one JSON object a line: Zeek's conn.log, and of Suricata's eve.json the records flow and netflow. */
#include "edges/door.h"
#include "edges/protocol.h"
#include "edges/zeek.h"

#include "base/json_scan.h"

#include <stdlib.h>

enum eve_cell {
    SOURCE,
    DESTINATION,
    PROTOCOL,
    EVENT,
    TIME,
    FLOW_THERE_PACKETS,
    FLOW_THERE_BYTES,
    FLOW_BACK_PACKETS,
    FLOW_BACK_BYTES,
    FLOW_START,
    FLOW_END,
    NETFLOW_PACKETS,
    NETFLOW_BYTES,
    NETFLOW_START,
    NETFLOW_END
};

static const pcs_cell_name eve_names[] = {{NULL, "src_ip", SOURCE},
                                          {NULL, "dest_ip", DESTINATION},
                                          {NULL, "proto", PROTOCOL},
                                          {NULL, "event_type", EVENT},
                                          {NULL, "timestamp", TIME},
                                          {"flow", "pkts_toserver", FLOW_THERE_PACKETS},
                                          {"flow", "bytes_toserver", FLOW_THERE_BYTES},
                                          {"flow", "pkts_toclient", FLOW_BACK_PACKETS},
                                          {"flow", "bytes_toclient", FLOW_BACK_BYTES},
                                          {"flow", "start", FLOW_START},
                                          {"flow", "end", FLOW_END},
                                          {"netflow", "pkts", NETFLOW_PACKETS},
                                          {"netflow", "bytes", NETFLOW_BYTES},
                                          {"netflow", "start", NETFLOW_START},
                                          {"netflow", "end", NETFLOW_END}};

typedef struct json_log {
    pcs_lines lines;
    pcs_record record;
    bool eve;
    uint64_t flows, netflows; /* records of eve.json */
    pcs_table netflow_table;  /* held back: flow records tell of the same traffic, and both ways at once */
    bool begun;
} json_log;

/* ---- records */

static pcs_status read_times(const pcs_record *record, unsigned start, unsigned end, pcs_edge_times *times) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_record_moment(record, pcs_record_has(record, start) ? start : TIME, &times->first_ns));
    PCS_TRY(pcs_record_moment(record, pcs_record_has(record, end) ? end : TIME, &times->last_ns));
done:
    return status;
}

/* Bytes are those of packets; of payload the records say nothing. */
static pcs_status read_flow(const pcs_record *record, pcs_exchange *exchange) {
    pcs_status status = PCS_OK;
    if (!pcs_record_has(record, FLOW_THERE_PACKETS)) {
        PCS_TRY(pcs_record_fail(record, FLOW_THERE_PACKETS, "a number of packets"));
    }
    PCS_TRY(pcs_record_amount(record, FLOW_THERE_PACKETS, &exchange->there.packets));
    PCS_TRY(pcs_record_amount(record, FLOW_THERE_BYTES, &exchange->there.bytes));
    PCS_TRY(pcs_record_amount(record, FLOW_BACK_PACKETS, &exchange->back.packets));
    PCS_TRY(pcs_record_amount(record, FLOW_BACK_BYTES, &exchange->back.bytes));
    PCS_TRY(read_times(record, FLOW_START, FLOW_END, &exchange->times));
done:
    return status;
}

static pcs_status read_netflow(const pcs_record *record, pcs_exchange *exchange) {
    pcs_status status = PCS_OK;
    if (!pcs_record_has(record, NETFLOW_PACKETS)) {
        PCS_TRY(pcs_record_fail(record, NETFLOW_PACKETS, "a number of packets"));
    }
    PCS_TRY(pcs_record_amount(record, NETFLOW_PACKETS, &exchange->there.packets));
    PCS_TRY(pcs_record_amount(record, NETFLOW_BYTES, &exchange->there.bytes));
    PCS_TRY(read_times(record, NETFLOW_START, NETFLOW_END, &exchange->times));
done:
    return status;
}

static pcs_status add_eve(json_log *in, pcs_table *table) {
    const pcs_record *record = &in->record;
    const pcs_cell *protocol = &record->cells[PROTOCOL];
    pcs_exchange exchange = {.protocol = PCS_OTHER};
    bool flow = pcs_record_is(record, EVENT, "flow");
    pcs_status status = PCS_OK;
    if (!pcs_record_has(record, EVENT)) {
        PCS_TRY(pcs_record_fail(record, EVENT, "the type of the record, such as flow"));
    }
    if (!flow && !pcs_record_is(record, EVENT, "netflow")) {
        goto done;
    }
    if (protocol->text) {
        exchange.protocol = pcs_protocol_parse(protocol->text, protocol->length);
    }
    PCS_TRY(pcs_record_address(record, SOURCE, &exchange.pair[0]));
    PCS_TRY(pcs_record_address(record, DESTINATION, &exchange.pair[1]));
    PCS_TRY(flow ? read_flow(record, &exchange) : read_netflow(record, &exchange));
    PCS_TRY(pcs_table_add_exchanges(in->lines.context, flow ? table : &in->netflow_table, &exchange, 1));
    in->flows += flow;
    in->netflows += !flow;
done:
    return status;
}

static pcs_status add_zeek(json_log *in, pcs_table *table) {
    const pcs_record *record = &in->record;
    pcs_exchange exchange = {.protocol = PCS_OTHER};
    pcs_status status = PCS_OK;
    if (pcs_record_has(record, PCS_ZEEK_PATH) && !pcs_record_is(record, PCS_ZEEK_PATH, "conn")) {
        goto done; /* a stream of several logs */
    }
    if (!pcs_record_has(record, PCS_ZEEK_PATH) && !pcs_record_has(record, PCS_ZEEK_STATE)) {
        PCS_TRY(pcs_record_fail(record, PCS_ZEEK_STATE, "the keys of a conn.log"));
    }
    PCS_TRY(pcs_zeek_exchange(record, &exchange));
    PCS_TRY(pcs_table_add_exchanges(in->lines.context, table, &exchange, 1));
done:
    return status;
}

/* The log is read: flow records are taken, and netflow records where there are no others. */
static pcs_status end_eve(json_log *in, pcs_table *table) {
    const char *name = pcs_source_name(in->lines.source);
    if (in->flows + in->netflows == 0) {
        pcs_log(in->lines.context, PCS_LOG_WARNING, "%s: has no flow and no netflow records: enable them in Suricata",
                name);
    }
    if (in->flows > 0 && in->netflows > 0) {
        pcs_log(in->lines.context, PCS_LOG_WARNING,
                "%s: flow and netflow records tell of the same traffic: the %llu of netflow are left out", name,
                (unsigned long long)in->netflows);
        return PCS_OK;
    }
    return pcs_table_merge(in->lines.context, table, &in->netflow_table);
}

/* ---- the door */

static void set_kind(json_log *in, bool eve) {
    in->eve = eve;
    in->record.lines = &in->lines;
    in->record.names = eve ? eve_names : pcs_zeek_names;
    in->record.name_count = eve ? sizeof(eve_names) / sizeof(eve_names[0]) : pcs_zeek_name_count;
}

/* The first line is an object with the keys that every record of one of the logs has. */
static bool recognise(json_log *in, pcs_bytes line) {
    set_kind(in, true);
    if (pcs_record_scan(&in->record, line) == PCS_OK && pcs_record_has(&in->record, EVENT) &&
        pcs_record_has(&in->record, TIME)) {
        return true;
    }
    set_kind(in, false);
    return pcs_record_scan(&in->record, line) == PCS_OK &&
           (pcs_record_has(&in->record, PCS_ZEEK_PATH) ||
            (pcs_record_has(&in->record, PCS_ZEEK_ORIGIN) && pcs_record_has(&in->record, PCS_ZEEK_RESPONDER)));
}

static void free_json(void *state) {
    json_log *in = state;
    if (in) {
        pcs_table_clear(&in->netflow_table);
        free(in);
    }
}

static pcs_status open_json(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state) {
    pcs_bytes line;
    size_t at = 0;
    *state = NULL;
    if (beginning.length == 0 || beginning.data[0] != '{' ||
        !pcs_line_at(beginning, beginning.length < PCS_LINE_MAX, &at, &line)) {
        return PCS_OK;
    }
    json_log *in = calloc(1, sizeof(*in));
    if (!in) {
        return pcs_fail_memory(context, "a JSON log", sizeof(*in));
    }
    in->lines = (pcs_lines){.context = context, .source = source};
    if (!recognise(in, line)) {
        free_json(in);
        return PCS_OK;
    }
    *state = in;
    return PCS_OK;
}

static pcs_status read_json(void *state, pcs_table *table, pcs_read_summary *summary, bool *end) {
    json_log *in = state;
    pcs_bytes line;
    pcs_status status = PCS_OK, cut = PCS_OK;
    (void)summary; /* records are no packets */
    if (!in->begun) {
        in->begun = true;
        pcs_table_init(&in->netflow_table, &table->grouping);
        in->netflow_table.addresses.timed = in->netflow_table.others.timed = table->addresses.timed;
    }
    PCS_TRY(pcs_lines_begin(&in->lines));
    while (pcs_lines_next(&in->lines, &line)) {
        if (line.length > 0) {
            cut = pcs_lines_judge(&in->lines, pcs_record_scan(&in->record, line), end);
            if (*end) {
                break;
            }
            PCS_TRY(cut);
            PCS_TRY(in->eve ? add_eve(in, table) : add_zeek(in, table));
        }
    }
    if (!*end) {
        cut = pcs_lines_end(&in->lines, end);
    }
    if (*end && in->eve) {
        PCS_TRY(end_eve(in, table));
    }
    status = cut;
done:
    return status;
}

const pcs_door pcs_door_json = {"a JSON log", open_json, read_json, free_json};
