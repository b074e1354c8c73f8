/* The edges that a model draws: integer arithmetic on hashes alone, the same on every machine. */
#ifndef PCS_BENCH_DRAW_H
#define PCS_BENCH_DRAW_H

#include "pcapshade.h"

typedef struct pcs_pair {
    uint32_t a, b; /* below hosts; equal where the draw gives no edge */
} pcs_pair;

/* Draw number number of a graph of so many hosts, whatever other draws there are. */
pcs_pair pcs_bench_draw(pcs_bench_model model, uint32_t hosts, uint64_t number);

#endif
