/* From inputs to the table of hosts and edges. */
#include "edges/read.h"
#include "base/jobs.h"
#include "capture/capture.h"
#include "capture/files.h"
#include "edges/adder.h"
#include "edges/door.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES_A_TICK = 16 };

/* What was read of some of the inputs, by one thread. */
typedef struct reading {
    pcs_context *context; /* of that thread */
    const pcs_files *files;
    bool *ignored; /* of each file; shared, but a file is one thread's */
    pcs_read_options options;
    pcs_read_summary summary;
    pcs_table table;
    uint64_t done_size;     /* of the files that are done */
    bool kept;              /* of the file at hand something counts, even if it breaks */
    size_t first_skipped;   /* the first file that was skipped, */
    pcs_status first_error; /* why, PCS_OK where none was, and in words */
    char first_message[PCS_MESSAGE_SIZE];
} reading;

static void init_table(const reading *in, pcs_table *table, const pcs_grouping *grouping) {
    pcs_table_init(table, grouping);
    if (in->options.times) {
        pcs_table_keep_times(table);
    }
}

static pcs_status tick(const reading *in, const pcs_source *source) {
    uint64_t stored = pcs_source_stored(source), size = pcs_source_size(source);
    double here = (double)in->done_size + (double)(stored < size ? stored : size);
    double done = in->files->sized && in->files->size > 0 ? here / (double)in->files->size : -1.0;
    return pcs_tick(in->context, "read", done, in->summary.input_bytes + stored);
}

/* ---- captures */

static pcs_status read_capture(reading *in, pcs_source *source) {
    pcs_capture *capture = NULL;
    pcs_adder *adder = NULL;
    size_t count = 1;
    uint64_t packets = in->summary.packets;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_capture_open(in->context, source, &in->options, &capture));
    PCS_TRY(pcs_adder_start(in->context, &in->table, &in->summary, &adder));
    for (unsigned batch = 0; count > 0; batch++) {
        if (batch % BATCHES_A_TICK == 0) {
            PCS_TRY(tick(in, source));
        }
        pcs_status broken = pcs_capture_read(capture, pcs_adder_room(adder), PCS_ADDER_BATCH, &count);
        if (broken != PCS_OK) {
            /* What came before is added; then the break is what counts. */
            char message[PCS_MESSAGE_SIZE];
            snprintf(message, sizeof(message), "%s", pcs_context_message(in->context));
            PCS_TRY(pcs_adder_give(adder, count));
            PCS_TRY(pcs_adder_finish(adder));
            in->kept = in->summary.packets > packets;
            PCS_TRY(pcs_fail(in->context, broken, "%s", message));
        }
        PCS_TRY(pcs_adder_give(adder, count));
    }
    PCS_TRY(pcs_adder_finish(adder));
    in->summary.inputs_limited += pcs_capture_is_limited(capture);
done:
    pcs_adder_free(adder);
    pcs_capture_free(capture);
    return status;
}

/* ---- other inputs */

/* What is wrong somewhere is refused whole, for its owner can mend it: it has a table of its own until it is read. What
 * breaks off at its end counts up to there. */
static pcs_status read_door(reading *in, pcs_source *source, const pcs_door *door, void *state) {
    pcs_table table;
    pcs_read_summary summary = {.inputs = 0};
    init_table(in, &table, &in->table.grouping);
    pcs_status status = PCS_OK, broken = PCS_OK;
    char message[PCS_MESSAGE_SIZE];
    if (in->options.filter) {
        pcs_log(in->context, PCS_LOG_WARNING, "%s: %s has no packets to filter: all of it is taken",
                pcs_source_name(source), door->name);
    }
    for (bool end = false; !end;) {
        PCS_TRY(tick(in, source));
        broken = door->read(state, &table, &summary, &end);
        PCS_TRY(pcs_source_is_break(broken) && end ? PCS_OK : broken);
    }
    snprintf(message, sizeof(message), "%s", pcs_context_message(in->context));
    in->kept = pcs_table_edges(&table) > 0;
    PCS_TRY(pcs_table_merge(in->context, &in->table, &table));
    pcs_door_add_summary(&in->summary, &summary);
    PCS_TRY(broken == PCS_OK ? PCS_OK : pcs_fail(in->context, broken, "%s", message));
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
                        "source,target[,protocol][,weight]; other texts that are read are Zeek's conn.log, Suricata's "
                        "eve.json and what tcpdump -qn prints",
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

/* Tells by content what the input is. In a directory only captures count: what else lies there need not be meant, and a
 * table of the very captures may be among it. */
static pcs_status read_source(reading *in, pcs_source *source, const pcs_file *file) {
    const pcs_door *door = NULL;
    void *state = NULL;
    pcs_bytes beginning;
    pcs_status status = pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning);
    if (pcs_capture_recognise(beginning)) {
        return read_capture(in, source); /* which meets again what broke, if anything */
    }
    PCS_TRY(status);
    if (file->directory != PCS_FILE_NAMED) {
        in->ignored[file - in->files->files] = true;
        goto done;
    }
    PCS_TRY(pcs_door_open(in->context, source, &door, &state));
    if (door) {
        PCS_TRY(read_door(in, source, door, state));
    } else {
        PCS_TRY(pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning));
        PCS_TRY(fail_unknown(in->context, pcs_source_name(source), pcs_bytes_first(beginning, PCS_CAPTURE_MAGIC)));
    }
done:
    if (state) {
        door->free_state(state);
    }
    return status;
}

/* Counts an input that failed; a failure where the call cannot go on. */
static pcs_status judge(reading *in, size_t file, pcs_status error, bool kept) {
    if (error != PCS_E_READ && error != PCS_E_FORMAT) {
        return error;
    }
    char message[PCS_MESSAGE_SIZE];
    snprintf(message, sizeof(message), "%s", pcs_context_message(in->context));
    if (in->options.strict) {
        return pcs_fail(in->context, PCS_E_FORMAT, "%s", message);
    }
    if (kept) {
        in->summary.inputs_cut++;
        pcs_log(in->context, PCS_LOG_WARNING, "%s: the rest of the file is left out", message);
        return PCS_OK;
    }
    if (in->summary.inputs_skipped++ == 0) {
        in->first_skipped = file;
        in->first_error = error;
        memcpy(in->first_message, message, sizeof(message));
    }
    if (in->files->count + in->files->directory_count > 1) {
        pcs_log(in->context, PCS_LOG_WARNING, "%s (skipped)", message);
    }
    return PCS_OK;
}

static pcs_status read_file(void *state, pcs_context *context, size_t number) {
    reading *in = state;
    const pcs_file *file = &in->files->files[number];
    pcs_source *source;
    in->kept = false;
    in->context = context;
    pcs_status status = file->directory == PCS_FILE_NAMED ? pcs_source_open(context, file->path, &source)
                                                          : pcs_source_open_regular(context, file->path, &source);
    if (status == PCS_OK) {
        status = read_source(in, source, file);
        in->summary.input_bytes += pcs_source_stored(source);
        pcs_source_free(source);
    }
    in->done_size += file->size;
    return status == PCS_OK ? PCS_OK : judge(in, number, status, in->kept);
}

/* Adds what another thread read. */
static pcs_status join(reading *in, reading *other) {
    pcs_read_summary *sum = &in->summary, *more = &other->summary;
    sum->inputs_skipped += more->inputs_skipped;
    sum->inputs_cut += more->inputs_cut;
    sum->inputs_limited += more->inputs_limited;
    sum->input_bytes += more->input_bytes;
    sum->packets += more->packets;
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT; i++) {
        sum->outcomes[i] += more->outcomes[i];
    }
    if (more->first_ns != 0) {
        sum->first_ns = sum->first_ns == 0 || more->first_ns < sum->first_ns ? more->first_ns : sum->first_ns;
        sum->last_ns = sum->last_ns == 0 || more->last_ns > sum->last_ns ? more->last_ns : sum->last_ns;
    }
    if (other->first_error != PCS_OK && (in->first_error == PCS_OK || other->first_skipped < in->first_skipped)) {
        in->first_skipped = other->first_skipped;
        in->first_error = other->first_error;
        memcpy(in->first_message, other->first_message, sizeof(in->first_message));
    }
    return pcs_table_merge(in->context, &in->table, &other->table);
}

/* Says how much of a directory is no capture. One that holds none at all counts as an input that was skipped. */
static pcs_status judge_directory(reading *in, size_t number) {
    const pcs_directory *directory = &in->files->directories[number];
    uint64_t found = directory->others, ignored = directory->others;
    for (size_t i = 0; i < in->files->count; i++) {
        if (in->files->files[i].directory == (int64_t)number) {
            found++;
            ignored += in->ignored[i];
        }
    }
    in->summary.inputs_ignored += ignored;
    if (ignored < found && ignored > 0) {
        pcs_log(in->context, PCS_LOG_WARNING, "%s: %llu of %llu files are no captures, and are left out",
                directory->path, (unsigned long long)ignored, (unsigned long long)found);
    }
    if (ignored < found) {
        return PCS_OK;
    }
    in->summary.inputs++;
    pcs_status error = pcs_fail(in->context, PCS_E_FORMAT, "%s: holds no capture, of %llu files", directory->path,
                                (unsigned long long)found);
    return judge(in, in->files->count + number, error, false);
}

/* What all inputs gave, once all are read. */
static pcs_status finish(reading *in, pcs_edges **out) {
    pcs_status status = PCS_OK;
    in->summary.inputs = in->files->count;
    for (size_t i = 0; i < in->files->directory_count; i++) {
        PCS_TRY(judge_directory(in, i));
        in->summary.inputs += in->files->directories[i].others;
    }
    if (in->summary.inputs_skipped + in->summary.inputs_ignored == in->summary.inputs) {
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

/* Each thread reads into a table of its own; they add up to the same whatever each of them read. */
static pcs_status read_files(pcs_context *context, reading *readings, void **states, size_t jobs, pcs_edges **out) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_jobs_run(context, readings->files->count, states, jobs, read_file));
    readings->context = context;
    for (size_t i = 1; i < jobs; i++) {
        PCS_TRY(join(readings, &readings[i]));
    }
    PCS_TRY(finish(readings, out));
done:
    return status;
}

/* ignored: as of a reading, all false. */
static pcs_status read_inputs(pcs_context *context, const pcs_files *files, bool *ignored,
                              const pcs_read_options *options, pcs_edges **out) {
    const pcs_grouping grouping = {options->group_by, options->prefix_ipv4, options->prefix_ipv6};
    size_t jobs = options->jobs > 0 ? options->jobs : context->threads;
    jobs = jobs < files->count ? jobs : files->count > 0 ? files->count : 1;
    reading *readings = calloc(jobs, sizeof(*readings));
    void **states = calloc(jobs, sizeof(*states));
    pcs_status status;
    if (readings && states) {
        for (size_t i = 0; i < jobs; i++) {
            readings[i] = (reading){.files = files, .ignored = ignored, .options = *options};
            init_table(&readings[i], &readings[i].table, &grouping);
            states[i] = &readings[i];
        }
        status = read_files(context, readings, states, jobs, out);
        for (size_t i = 0; i < jobs; i++) {
            pcs_table_clear(&readings[i].table);
        }
    } else {
        status = pcs_fail_memory(context, "the inputs", jobs * sizeof(*readings));
    }
    free(states);
    free(readings);
    return status;
}

static pcs_status check_options(pcs_context *context, const pcs_read_options *options) {
    if ((unsigned)options->tunnel >= PCS_TUNNEL_COUNT || (unsigned)options->group_by > PCS_GROUP_BY_PREFIX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "tunnel %u, grouping %u: one of them is none there is",
                        (unsigned)options->tunnel, (unsigned)options->group_by);
    }
    if (options->prefix_ipv4 > 32 || options->prefix_ipv6 > 128) {
        return pcs_fail(context, PCS_E_ARGUMENT, "prefixes of %u and %u bits: at most 32 (IPv4) and 128 (IPv6)",
                        options->prefix_ipv4, options->prefix_ipv6);
    }
    return PCS_OK;
}

pcs_status pcs_edges_read(pcs_context *context, const char *const *inputs, size_t input_count,
                          const pcs_read_options *given, pcs_edges **out) {
    *out = NULL;
    if (input_count == 0) {
        return pcs_fail(context, PCS_E_ARGUMENT, "no input: name a capture or an edge list");
    }
    pcs_read_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    pcs_status status = check_options(context, &options);
    if (status != PCS_OK) {
        return status;
    }
    pcs_files files;
    bool *ignored = NULL;
    PCS_TRY(pcs_files_find(context, inputs, input_count, &files));
    ignored = calloc(files.count + 1, sizeof(*ignored));
    PCS_TRY(ignored ? PCS_OK : pcs_fail_memory(context, "the inputs", files.count));
    PCS_TRY(read_inputs(context, &files, ignored, &options, out));
done:
    free(ignored);
    pcs_files_free(&files);
    return status;
}

pcs_status pcs_edges_read_found(pcs_context *context, const char *path, const pcs_read_options *options,
                                pcs_edges **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    bool ignored = false;
    pcs_file file = {.path = strdup(path)};
    const pcs_files files = {.files = &file, .count = 1};
    PCS_TRY(file.path ? check_options(context, options) : pcs_fail_memory(context, "a file name", strlen(path)));
    PCS_TRY(read_inputs(context, &files, &ignored, options, out));
    if (ignored) {
        pcs_edges_free(*out);
        *out = NULL;
    }
done:
    free(file.path);
    return status;
}
