#include "layout/positions.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/outfile.h"
#include "edges/csv.h"
#include "edges/csv_write.h"
#include "edges/edge_list.h"
#include "layout/layout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BLOCK = 1 << 20, SHOWN = 40, ROWS_A_TICK = 1 << 16 };

/* The most that a coordinate may be: far from where squares of differences overflow. */
static const double coordinate_max = 1e100;
/* How far a host without a row is from the middle of its neighbours, at most, in sides of the box around all rows. */
static const double beside = 0.02;

enum column { ID, X, Y, COLUMN_COUNT };
static const char *const column_names[COLUMN_COUNT] = {"id", "x", "y"};

typedef struct position_file {
    pcs_context *context;
    pcs_source *source;
    uint64_t line;
    size_t fields[COLUMN_COUNT], field_count; /* field_count 0: the header is still to come */
    pcs_layout_problem *problem;
    uint32_t *rounds; /* of each host: 0 is in the file, UINT32_MAX is not placed yet */
    uint32_t known;   /* hosts with a row */
    uint32_t last;    /* of which a row was read */
    pcs_csv_row row;
} position_file;

static pcs_status fail_at(const position_file *in, const char *what) {
    return pcs_fail(in->context, PCS_E_FORMAT, "%s: line %llu: %s", pcs_source_name(in->source),
                    (unsigned long long)in->line, what);
}

static pcs_status fail_field(const position_file *in, enum column column, const char *expected) {
    const pcs_csv_field *field = &in->row.fields[in->fields[column]];
    int length = field->length > SHOWN ? SHOWN : (int)field->length;
    return pcs_fail(in->context, PCS_E_FORMAT, "%s: line %llu, column %zu (%s): found \"%.*s%s\", expected %s",
                    pcs_source_name(in->source), (unsigned long long)in->line, in->fields[column] + 1,
                    column_names[column], length, field->text, field->length > SHOWN ? "..." : "", expected);
}

static pcs_status read_header(position_file *in) {
    for (int c = 0; c < COLUMN_COUNT; c++) {
        size_t found = 0;
        for (size_t i = 0; i < in->row.count; i++) {
            const pcs_csv_field *field = &in->row.fields[i];
            if (field->length == strlen(column_names[c]) &&
                strncasecmp(field->text, column_names[c], field->length) == 0) {
                in->fields[c] = i;
                found++;
            }
        }
        if (found != 1) {
            return fail_at(in, "is no header of positions: it must name each of the columns id, x and y once");
        }
    }
    in->field_count = in->row.count;
    return PCS_OK;
}

/* *number is the host of the row before, or any: files are often in the order of hosts. */
static bool find_host(const pcs_edges *edges, const pcs_host *host, uint32_t *number) {
    uint32_t low = 0, high = edges->host_count;
    if (++*number < high && pcs_host_compare(&edges->hosts[*number], host) == 0) {
        return true;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = pcs_host_compare(&edges->hosts[middle], host);
        if (order == 0) {
            *number = middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

static pcs_status read_number(const position_file *in, enum column column, double *number) {
    const pcs_csv_field *field = &in->row.fields[in->fields[column]];
    return pcs_number_parse(field->text, field->length, number) && *number >= -coordinate_max &&
                   *number <= coordinate_max
               ? PCS_OK
               : fail_field(in, column, "a number from -1e100 to 1e100");
}

static pcs_status read_row(position_file *in) {
    pcs_status status = PCS_OK;
    pcs_host host;
    double x, y;
    if (in->row.count == 1 && in->row.fields[0].length == 0) {
        goto done;
    }
    if (in->field_count == 0) {
        PCS_TRY(read_header(in));
        goto done;
    }
    if (in->row.count != in->field_count) {
        PCS_TRY(fail_at(in, "has not as many columns as the header"));
    }
    const pcs_csv_field *id = &in->row.fields[in->fields[ID]];
    if (!pcs_edge_list_parse_host(id->text, id->length, &host)) {
        PCS_TRY(fail_field(in, ID, "an address, a number or a name of 1 to 255 bytes"));
    }
    PCS_TRY(read_number(in, X, &x));
    PCS_TRY(read_number(in, Y, &y));
    if (find_host(in->problem->edges, &host, &in->last)) {
        if (in->rounds[in->last] == 0) {
            PCS_TRY(fail_field(in, ID, "a host that has no position yet"));
        }
        in->problem->x[in->last] = x;
        in->problem->y[in->last] = y;
        in->rounds[in->last] = 0;
        in->known++;
    }
done:
    return status;
}

static pcs_status read_rows(position_file *in) {
    for (bool last = false; !last;) {
        pcs_bytes bytes;
        pcs_status status = pcs_source_peek(in->source, BLOCK, &bytes);
        if (status == PCS_OK) {
            status = pcs_tick(in->context, "layout", -1.0, pcs_source_stored(in->source));
        }
        last = bytes.length < BLOCK;
        size_t at = in->line == 1 && pcs_bytes_has(bytes, 0, 3) && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        while (status == PCS_OK && at < bytes.length) {
            pcs_csv_result result = pcs_csv_row_read(pcs_bytes_from(bytes, at), last, &in->row);
            if (result == PCS_CSV_UNFINISHED) {
                break;
            }
            status = result == PCS_CSV_ROW ? read_row(in) : fail_at(in, "is no row of comma-separated values");
            at += in->row.size;
            in->line += in->row.lines;
        }
        if (status != PCS_OK) {
            return status;
        }
        pcs_source_take(in->source, at);
    }
    return in->field_count > 0 ? PCS_OK : fail_at(in, "there is no header: it must be id,x,y");
}

/* ---- hosts without a row */

typedef struct box {
    double x, y, width, height;
} box;

static box box_of(const position_file *in) {
    const double *x = in->problem->x, *y = in->problem->y;
    double low[2] = {0.0, 0.0}, high[2] = {1.0, 1.0};
    bool first = true;
    for (uint32_t host = 0; host < in->problem->edges->host_count; host++) {
        if (in->rounds[host] == 0) {
            low[0] = first || x[host] < low[0] ? x[host] : low[0];
            low[1] = first || y[host] < low[1] ? y[host] : low[1];
            high[0] = first || x[host] > high[0] ? x[host] : high[0];
            high[1] = first || y[host] > high[1] ? y[host] : high[1];
            first = false;
        }
    }
    return (box){low[0], low[1], high[0] - low[0], high[1] - low[1]};
}

/* Near the mean of those neighbours that were placed in rounds before; sums run in the order of hosts. */
static void place_beside(const position_file *in, uint32_t host, const box *all) {
    const pcs_graph *graph = in->problem->graph;
    double side = all->width > all->height ? all->width : all->height, x = 0.0, y = 0.0, count = 0.0;
    side = side > 0.0 ? side : 1.0;
    for (uint32_t i = graph->offsets[host]; i < graph->offsets[host + 1]; i++) {
        uint32_t other = graph->neighbours[i];
        if (in->rounds[other] < in->rounds[host]) {
            x += in->problem->x[other];
            y += in->problem->y[other];
            count += 1.0;
        }
    }
    uint64_t hash = in->problem->hashes[host];
    in->problem->x[host] = x / count + ((double)(hash >> 32) * 0x1p-31 - 1.0) * beside * side;
    in->problem->y[host] = y / count + ((double)(hash & UINT32_MAX) * 0x1p-31 - 1.0) * beside * side;
}

/* hosts[begin] to hosts[end - 1] were placed in the round before; *end moves past those placed now. */
static uint32_t next_round(const position_file *in, uint32_t *hosts, uint32_t begin, uint32_t end, const box *all) {
    const pcs_graph *graph = in->problem->graph;
    uint32_t last = end;
    for (uint32_t h = begin; h < end; h++) {
        for (uint32_t i = graph->offsets[hosts[h]]; i < graph->offsets[hosts[h] + 1]; i++) {
            uint32_t other = graph->neighbours[i];
            if (in->rounds[other] == UINT32_MAX) {
                in->rounds[other] = in->rounds[hosts[h]] + 1;
                hosts[last++] = other;
            }
        }
    }
    for (uint32_t h = end; h < last; h++) {
        place_beside(in, hosts[h], all);
    }
    return last;
}

static pcs_status place_missing(const position_file *in) {
    const pcs_layout_problem *problem = in->problem;
    uint32_t count = problem->edges->host_count, begin = 0, end = 0;
    uint32_t *hosts = pcs_memory_new(count, sizeof(*hosts));
    if (!hosts) {
        return pcs_fail_memory(in->context, "the layout", (uint64_t)count * sizeof(*hosts));
    }
    box all = box_of(in);
    for (uint32_t host = 0; host < count; host++) {
        if (in->rounds[host] == 0) {
            hosts[end++] = host;
        }
    }
    while (begin < end) {
        uint32_t next = next_round(in, hosts, begin, end, &all);
        begin = end;
        end = next;
    }
    for (uint32_t host = 0; host < count; host++) {
        if (in->rounds[host] == UINT32_MAX) {
            problem->x[host] = all.x + (double)(problem->hashes[host] >> 32) * 0x1p-32 * all.width;
            problem->y[host] = all.y + (double)(problem->hashes[host] & UINT32_MAX) * 0x1p-32 * all.height;
        }
    }
    free(hosts);
    return PCS_OK;
}

pcs_status pcs_layout_read(pcs_context *context, const char *path, pcs_layout_problem *problem) {
    pcs_status status = PCS_OK;
    uint32_t count = problem->edges->host_count;
    position_file *in = calloc(1, sizeof(*in));
    if (!in) {
        return pcs_fail_memory(context, "positions", sizeof(*in));
    }
    in->context = context;
    in->problem = problem;
    in->line = 1;
    in->rounds = pcs_memory_new(count, sizeof(*in->rounds));
    if (!in->rounds) {
        PCS_TRY(pcs_fail_memory(context, "positions", (uint64_t)count * sizeof(*in->rounds)));
    }
    memset(in->rounds, 0xff, count * sizeof(*in->rounds));
    PCS_TRY(pcs_source_open(context, path, &in->source));
    PCS_TRY(read_rows(in));
    if (in->known == 0 && count > 0) {
        pcs_log(context, PCS_LOG_WARNING, "%s: has none of the %u hosts: they are put anywhere", path, count);
    } else if (in->known < count) {
        pcs_log(context, PCS_LOG_INFO, "%s: has %u of the %u hosts: the others are put beside their neighbours", path,
                in->known, count);
    }
    PCS_TRY(place_missing(in));
done:
    pcs_source_free(in->source);
    free(in->rounds);
    free(in);
    return status;
}

/* ---- the other way */

pcs_status pcs_layout_write_csv(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                                const char *path) {
    pcs_status status = PCS_OK;
    pcs_outfile *file = NULL;
    char row[PCS_CSV_HOST_SIZE + 2 * PCS_NUMBER_SIZE + 4];
    static const char header[] = "id,x,y\n";
    if (layout->host_count != edges->host_count) {
        return pcs_fail(context, PCS_E_ARGUMENT, "a layout of %u hosts is not one of these edges", layout->host_count);
    }
    PCS_TRY(pcs_outfile_open(context, path, &file));
    PCS_TRY(pcs_outfile_write(file, header, sizeof(header) - 1));
    for (uint32_t host = 0; host < layout->host_count; host++) {
        if (host % ROWS_A_TICK == 0) {
            PCS_TRY(pcs_tick(context, "write", (double)host / layout->host_count, pcs_outfile_size(file)));
        }
        char *end = pcs_csv_write_host(row, &edges->hosts[host]);
        *end++ = ',';
        end += pcs_number_write(end, layout->x[host]);
        *end++ = ',';
        end += pcs_number_write(end, layout->y[host]);
        *end++ = '\n';
        PCS_TRY(pcs_outfile_write(file, row, (size_t)(end - row)));
    }
    PCS_TRY(pcs_outfile_commit(file));
done:
    pcs_outfile_free(file);
    return status;
}
