#include "bench/fingerprint.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A sum of hashes of words and their places: one that does not wait for the one before. */
typedef struct fingerprint {
    uint64_t sum, place;
} fingerprint;

static inline void take(fingerprint *f, uint64_t word) {
    f->place += 0x9e3779b97f4a7c15U;
    f->sum += pcs_hash_mix(word ^ f->place);
}

static void take_array(fingerprint *f, const uint32_t *words, size_t count) {
    take(f, count);
    for (size_t i = 0; i < count; i++) {
        take(f, words[i]);
    }
}

static uint64_t end(const fingerprint *f) {
    return f->sum == 0 ? 1 : f->sum;
}

static void take_traffic(fingerprint *f, const pcs_traffic *traffic) {
    take(f, traffic->packets);
    take(f, traffic->bytes);
    take(f, traffic->payload_bytes);
}

uint64_t pcs_fingerprint_edges(const pcs_edges *edges) {
    fingerprint f = {0, 0};
    for (uint32_t i = 0; i < edges->host_count; i++) {
        const pcs_host *host = &edges->hosts[i];
        take(&f, host->kind);
        take(&f, host->high);
        take(&f, host->low);
    }
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        take(&f, (uint64_t)edge->a << 32 | edge->b);
        take(&f, edge->protocol);
        take_traffic(&f, &edge->a_to_b);
        take_traffic(&f, &edge->b_to_a);
    }
    return end(&f);
}

uint64_t pcs_fingerprint_graph(const pcs_graph *graph, const pcs_components *components) {
    fingerprint f = {0, 0};
    take_array(&f, graph->offsets, (size_t)graph->node_count + 1);
    take_array(&f, graph->neighbours, (size_t)graph->pair_count * 2);
    take_array(&f, components->offsets, (size_t)components->count + 1);
    take_array(&f, components->nodes, graph->node_count);
    return end(&f);
}

static void take_number(fingerprint *f, double number) {
    uint64_t word;
    memcpy(&word, &number, sizeof(word));
    take(f, word);
}

uint64_t pcs_fingerprint_layout(const pcs_layout *layout) {
    fingerprint f = {0, 0};
    for (uint32_t i = 0; i < layout->host_count; i++) {
        take_number(&f, layout->x[i]);
        take_number(&f, layout->y[i]);
    }
    return end(&f);
}

pcs_status pcs_fingerprint_counts(pcs_context *context, const pcs_counts *counts, uint64_t *hash, uint64_t *sum) {
    size_t words = (size_t)counts->width * counts->height;
    uint32_t *values = malloc(words * sizeof(*values));
    fingerprint f = {0, 0};
    *hash = *sum = 0;
    if (pcs_counts_strip_count(counts) > 1) {
        free(values);
        return pcs_fail(context, PCS_E_MEMORY,
                        "the device cannot hold the counts of %" PRIu32 "x%" PRIu32 " pixels: "
                        "choose a smaller size",
                        counts->width, counts->height);
    }
    if (!values) {
        return pcs_fail_memory(context, "the counts", words * sizeof(*values));
    }
    pcs_status status = pcs_buffer_read(counts->buffer, 0, values, words * sizeof(*values));
    if (status == PCS_OK) {
        take_array(&f, values, words);
        for (size_t i = 0; i < words; i++) {
            *sum += values[i];
        }
        *hash = end(&f);
    }
    free(values);
    return status;
}

uint64_t pcs_fingerprint_image(const pcs_image *image) {
    fingerprint f = {0, 0};
    size_t count = (size_t)image->width * image->height;
    take(&f, (uint64_t)image->width << 32 | image->height);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *rgba =
            image->format == PCS_IMAGE_INDEXED ? image->palette[image->pixels[i]] : image->pixels + 4 * i;
        take(&f, (uint64_t)rgba[0] | (uint64_t)rgba[1] << 8 | (uint64_t)rgba[2] << 16 | (uint64_t)rgba[3] << 24);
    }
    return end(&f);
}
