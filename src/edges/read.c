/* From inputs to the table of hosts and edges. */
#include "capture/capture.h"
#include "edges/edge_list.h"
#include "edges/table.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { BATCH = 256, BATCHES_A_TICK = 64 };

typedef struct reading {
    pcs_context *context;
    pcs_read_options options;
    pcs_read_summary summary;
    pcs_table table;
    uint64_t inputs_done;
    pcs_status first_error; /* of the inputs that were skipped */
    char first_message[PCS_MESSAGE_SIZE];
} reading;

static pcs_status tick(const reading *in, const pcs_source *source) {
    uint64_t stored = pcs_source_stored(source), size = pcs_source_size(source);
    double here = stored < size ? (double)stored / (double)size : 1.0;
    double done = size == 0 ? -1.0 : ((double)in->inputs_done + here) / (double)in->summary.inputs;
    return pcs_tick(in->context, "read", done, in->summary.input_bytes + stored);
}

/* ---- captures */

static void count_flows(pcs_read_summary *summary, const pcs_flow *flows, size_t count) {
    uint32_t outcomes[PCS_OUTCOME_COUNT] = {0};
    int64_t first = summary->first_ns, last = summary->last_ns;
    for (size_t i = 0; i < count; i++) {
        int64_t time = flows[i].time_ns;
        outcomes[flows[i].outcome]++;
        if (time != 0) { /* else the capture keeps no time for this packet */
            first = first == 0 || time < first ? time : first;
            last = last == 0 || time > last ? time : last;
        }
    }
    summary->first_ns = first;
    summary->last_ns = last;
    summary->packets += count;
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT; i++) {
        summary->outcomes[i] += outcomes[i];
    }
}

static pcs_status read_capture(reading *in, pcs_source *source) {
    pcs_flow flows[BATCH];
    pcs_capture *capture = NULL;
    size_t count = 1;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_capture_open(in->context, source, in->options.filter, &capture));
    for (unsigned batch = 0; count > 0; batch++) {
        if (batch % BATCHES_A_TICK == 0) {
            PCS_TRY(tick(in, source));
        }
        /* Where the capture breaks, what came before is added first; then the break is what counts. */
        pcs_status broken = pcs_capture_read(capture, flows, BATCH, &count);
        count_flows(&in->summary, flows, count);
        if (broken != PCS_OK) {
            char message[PCS_MESSAGE_SIZE];
            snprintf(message, sizeof(message), "%s", pcs_context_message(in->context));
            PCS_TRY(pcs_table_add_flows(in->context, &in->table, flows, count));
            PCS_TRY(pcs_fail(in->context, broken, "%s", message));
        }
        PCS_TRY(pcs_table_add_flows(in->context, &in->table, flows, count));
    }
done:
    pcs_capture_free(capture);
    return status;
}

/* ---- edge lists */

/* A list with a wrong row is refused whole, for its owner can mend it: it has a table of its own until it is read. */
static pcs_status read_edge_list(reading *in, pcs_source *source, pcs_edge_list *list) {
    pcs_table table;
    pcs_table_init(&table);
    pcs_status status = PCS_OK;
    if (in->options.filter) {
        pcs_log(in->context, PCS_LOG_WARNING, "%s: an edge list has no packets to filter: all its rows are taken",
                pcs_source_name(source));
    }
    for (bool end = false; !end;) {
        PCS_TRY(tick(in, source));
        PCS_TRY(pcs_edge_list_read(list, &table, &end));
    }
    PCS_TRY(pcs_table_merge(in->context, &in->table, &table));
done:
    pcs_table_clear(&table);
    return status;
}

/* ---- inputs */

static bool is_text(pcs_bytes bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        uint8_t c = bytes.data[i];
        if ((c < 0x20 && !isspace(c)) || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* Says what an input is that is neither a capture nor an edge list. */
static pcs_status fail_unknown(pcs_context *context, const char *name, pcs_bytes beginning) {
    const char *text = (const char *)beginning.data;
    if (beginning.length == 0) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is empty: name a capture (pcap or pcapng) or an edge list", name);
    }
    if (beginning.length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is text in UTF-16: an edge list must be in UTF-8", name);
    }
    if (beginning.length >= 6 && memcmp(text, "\x93NUMPY", 6) == 0) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is an array of counts: give it to render alone, by its name", name);
    }
    if (is_text(beginning)) {
        int length = 0;
        while (length < 40 && (size_t)length < beginning.length && text[length] != '\n' && text[length] != '\r') {
            length++;
        }
        return pcs_fail(context, PCS_E_FORMAT,
                        "%s: is text, but no edge list (it begins \"%.*s\"): an edge list begins with the header "
                        "source,target[,protocol][,weight]",
                        name, length, text);
    }
    char hex[4 * 3 + 1] = "";
    for (size_t i = 0; i < 4 && i < beginning.length; i++) {
        snprintf(hex + 3 * i, 4, " %02x", beginning.data[i]);
    }
    return pcs_fail(context, PCS_E_FORMAT,
                    "%s: is neither a capture nor an edge list (it begins with the bytes%s): name a pcap or pcapng "
                    "file",
                    name, hex);
}

/* Tells by content what the input is. */
static pcs_status read_source(reading *in, pcs_source *source) {
    pcs_edge_list *list = NULL;
    pcs_bytes beginning;
    pcs_status status = pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning);
    if (pcs_capture_recognise(beginning)) {
        return read_capture(in, source); /* which meets again what broke, if anything */
    }
    PCS_TRY(status);
    PCS_TRY(pcs_edge_list_open(in->context, source, &list));
    if (list) {
        PCS_TRY(read_edge_list(in, source, list));
    } else {
        PCS_TRY(pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning));
        PCS_TRY(fail_unknown(in->context, pcs_source_name(source), pcs_bytes_first(beginning, PCS_CAPTURE_MAGIC)));
    }
done:
    pcs_edge_list_free(list);
    return status;
}

/* Counts an input that failed; a failure where the call cannot go on. */
static pcs_status judge(reading *in, pcs_status error, bool gave_packets) {
    if (error != PCS_E_READ && error != PCS_E_FORMAT) {
        return error;
    }
    char message[PCS_MESSAGE_SIZE];
    snprintf(message, sizeof(message), "%s", pcs_context_message(in->context));
    if (in->options.strict) {
        return pcs_fail(in->context, PCS_E_FORMAT, "%s", message);
    }
    if (gave_packets) {
        in->summary.inputs_cut++;
        pcs_log(in->context, PCS_LOG_WARNING, "%s", message);
        return PCS_OK;
    }
    if (in->summary.inputs_skipped++ == 0) {
        in->first_error = error;
        memcpy(in->first_message, message, sizeof(message));
    }
    if (in->summary.inputs > 1) {
        pcs_log(in->context, PCS_LOG_WARNING, "%s (skipped)", message);
    }
    return PCS_OK;
}

static pcs_status read_input(reading *in, const char *path) {
    pcs_source *source;
    uint64_t packets = in->summary.packets;
    pcs_status status = pcs_source_open(in->context, path, &source);
    if (status == PCS_OK) {
        status = read_source(in, source);
        in->summary.input_bytes += pcs_source_stored(source);
        pcs_source_free(source);
    }
    in->inputs_done++;
    return status == PCS_OK ? PCS_OK : judge(in, status, in->summary.packets > packets);
}

static pcs_status read_all(reading *in, const char *const *inputs, pcs_edges **out) {
    pcs_status status = PCS_OK;
    for (uint64_t i = 0; i < in->summary.inputs; i++) {
        PCS_TRY(read_input(in, inputs[i]));
    }
    if (in->summary.inputs_skipped == in->summary.inputs) {
        PCS_TRY(pcs_fail(in->context, in->first_error, "%s", in->first_message));
    }
    if (pcs_table_saturated(&in->table)) {
        pcs_log(in->context, PCS_LOG_WARNING, "a counter passed 18446744073709551615, where it stays");
    }
    PCS_TRY(pcs_table_finish(in->context, &in->table, out));
    (*out)->summary = in->summary;
    in->context->message[0] = '\0'; /* of inputs that were skipped: the call did not fail */
done:
    return status;
}

pcs_status pcs_edges_read(pcs_context *context, const char *const *inputs, size_t input_count,
                          const pcs_read_options *options, pcs_edges **out) {
    *out = NULL;
    if (input_count == 0) {
        return pcs_fail(context, PCS_E_ARGUMENT, "no input: name a capture or an edge list");
    }
    reading in = {.context = context, .summary = {.inputs = input_count}};
    if (options) {
        pcs_options_copy(&in.options, sizeof(in.options), options, options->size);
    }
    pcs_table_init(&in.table);
    pcs_status status = read_all(&in, inputs, out);
    pcs_table_clear(&in.table);
    return status;
}
