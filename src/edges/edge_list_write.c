#include "edges/csv_write.h"
#include "edges/edges.h"

#include "base/outfile.h"

#include <stdlib.h>
#include <string.h>

static const char header[] = "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,"
                             "a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,b_to_a_payload_bytes\n";

/* Of a table with directions apart. */
static const char directed_header[] = "source,target,protocol,packets,bytes,payload_bytes\n";

enum { ROW_SIZE = 2 * PCS_CSV_HOST_SIZE + 16 + 3 * PCS_CSV_TRAFFIC_SIZE };

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

static size_t write_directed_row(char row[ROW_SIZE], const pcs_edges *edges, const pcs_edge *edge) {
    bool back = (edge->b_to_a.packets | edge->b_to_a.bytes | edge->b_to_a.payload_bytes) != 0;
    char *out = pcs_csv_write_host(row, &edges->hosts[back ? edge->b : edge->a]);
    *out++ = ',';
    out = pcs_csv_write_host(out, &edges->hosts[back ? edge->a : edge->b]);
    *out++ = ',';
    for (const char *name = pcs_protocol_name(edge->protocol); *name; name++) {
        *out++ = *name;
    }
    out = pcs_csv_write_traffic(out, back ? &edge->b_to_a : &edge->a_to_b);
    *out++ = '\n';
    return (size_t)(out - row);
}

static size_t write_row(char row[ROW_SIZE], const pcs_edges *edges, const pcs_edge *edge) {
    const pcs_traffic *there = &edge->a_to_b, *back = &edge->b_to_a;
    const pcs_traffic both = {sum(there->packets, back->packets), sum(there->bytes, back->bytes),
                              sum(there->payload_bytes, back->payload_bytes)};
    char *out = pcs_csv_write_host(row, &edges->hosts[edge->a]);
    *out++ = ',';
    out = pcs_csv_write_host(out, &edges->hosts[edge->b]);
    *out++ = ',';
    for (const char *name = pcs_protocol_name(edge->protocol); *name; name++) {
        *out++ = *name;
    }
    out = pcs_csv_write_traffic(out, &both);
    out = pcs_csv_write_traffic(out, there);
    out = pcs_csv_write_traffic(out, back);
    *out++ = '\n';
    return (size_t)(out - row);
}

/* Rows that are made at the same time, a block a thread at a time, and written in order. */
enum { BLOCK_ROWS = 512, BLOCKS_A_THREAD = 4 };

typedef struct blocks {
    const pcs_edges *edges;
    uint32_t first_edge; /* of block 0 */
    char *text;          /* BLOCK_ROWS * ROW_SIZE bytes a block */
    size_t *lengths;     /* of the text of each block */
} blocks;

static void write_block(void *argument, uint64_t block) {
    blocks *all = argument;
    const pcs_edges *edges = all->edges;
    char *text = all->text + block * BLOCK_ROWS * ROW_SIZE;
    uint64_t first = all->first_edge + block * BLOCK_ROWS, end = first + BLOCK_ROWS;
    size_t length = 0;
    for (uint64_t i = first; i < end && i < edges->edge_count; i++) {
        length += edges->directed ? write_directed_row(text + length, edges, &edges->table[i])
                                  : write_row(text + length, edges, &edges->table[i]);
    }
    all->lengths[block] = length;
}

static pcs_status write_rows(pcs_context *context, const pcs_edges *edges, pcs_outfile *outfile) {
    pcs_status status = PCS_OK;
    pcs_pool *pool = pcs_context_pool(context);
    uint32_t block_count = (pool ? pcs_pool_threads(pool) : 1) * BLOCKS_A_THREAD;
    uint32_t needed = edges->edge_count / BLOCK_ROWS + 1;
    block_count = block_count < needed ? block_count : needed;
    blocks all = {.edges = edges,
                  .text = malloc((size_t)block_count * BLOCK_ROWS * ROW_SIZE),
                  .lengths = malloc(block_count * sizeof(*all.lengths))};
    if (!pool || !all.text || !all.lengths) {
        status = pcs_fail_memory(context, "rows of the table", (uint64_t)block_count * BLOCK_ROWS * ROW_SIZE);
        goto done;
    }
    for (uint64_t first = 0; first < edges->edge_count; first += (uint64_t)block_count * BLOCK_ROWS) {
        PCS_TRY(pcs_tick(context, "write", (double)first / edges->edge_count, 0));
        all.first_edge = (uint32_t)first;
        pcs_pool_run(pool, block_count, write_block, &all);
        for (uint32_t i = 0; i < block_count; i++) {
            PCS_TRY(pcs_outfile_write(outfile, all.text + (size_t)i * BLOCK_ROWS * ROW_SIZE, all.lengths[i]));
        }
    }
done:
    free(all.lengths);
    free(all.text);
    return status;
}

pcs_status pcs_edges_write_csv(pcs_context *context, const pcs_edges *edges, const char *path) {
    pcs_outfile *outfile = NULL;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_outfile_open(context, path, &outfile));
    const char *first = edges->directed ? directed_header : header;
    PCS_TRY(pcs_outfile_write(outfile, first, strlen(first)));
    PCS_TRY(write_rows(context, edges, outfile));
    PCS_TRY(pcs_outfile_commit(outfile));
done:
    pcs_outfile_free(outfile);
    return status;
}
