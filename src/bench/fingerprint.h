/* Hashes of what stages give, by which results are compared. */
#ifndef PCS_BENCH_FINGERPRINT_H
#define PCS_BENCH_FINGERPRINT_H

#include "graph/graph.h"
#include "raster/raster.h"
#include "shade/shade.h"

/* Never 0. Hosts with names that are not addresses, numbers or the like count by their order alone. */
uint64_t pcs_fingerprint_edges(const pcs_edges *edges);
uint64_t pcs_fingerprint_graph(const pcs_graph *graph, const pcs_components *components);
uint64_t pcs_fingerprint_layout(const pcs_layout *layout);
uint64_t pcs_fingerprint_image(const pcs_image *image);

/* *sum: of all counts, which is the number of pixels that lines have. The counts are held whole. */
pcs_status pcs_fingerprint_counts(pcs_context *context, const pcs_counts *counts, uint64_t *hash, uint64_t *sum);

#endif
