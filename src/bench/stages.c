#include "bench/stages.h"

#include "output/png.h"

void pcs_products_clear(pcs_products *products) {
    pcs_image_free(products->image);
    pcs_counts_free(products->counts);
    pcs_layout_free(products->layout);
    pcs_components_free(products->components);
    pcs_graph_free(products->graph);
    pcs_edges_free(products->edges);
    *products = (pcs_products){.edges = NULL};
}

static pcs_status ingest(const pcs_place *place, pcs_products *out) {
    return pcs_workload_ingest(place->context, place->workload, &out->edges);
}

static pcs_status build_graph(const pcs_place *place, pcs_products *out) {
    pcs_phase phase = pcs_phase_whole(place->context, "layout");
    pcs_status status = pcs_graph_new(pcs_phase_part(phase, 0.0, 0.5), place->edges, &out->graph);
    return status == PCS_OK ? pcs_components_new(pcs_phase_part(phase, 0.5, 1.0), out->graph, &out->components)
                            : status;
}

static pcs_status lay_out(const pcs_place *place, pcs_products *out) {
    return pcs_layout_compute(place->context, place->device, place->edges, place->layout, &out->layout);
}

static pcs_status draw(const pcs_place *place, pcs_products *out) {
    return pcs_counts_draw(place->context, place->device, place->edges, place->made.layout, place->image, &out->counts);
}

static pcs_status shade(const pcs_place *place, pcs_products *out) {
    return pcs_counts_shade(place->context, place->device, place->made.counts, place->image, &out->image);
}

/* To a device that takes everything: the disk is not what is measured. */
static pcs_status compress(const pcs_place *place, pcs_products *out) {
    uint64_t size;
    (void)out;
    return pcs_png_write(place->context, place->made.image, "/dev/null", NULL, 0, &size);
}

/* The whole way, each step with what the one before made. */
static pcs_status go_all_the_way(const pcs_place *place, pcs_products *out) {
    pcs_status status = PCS_OK;
    PCS_TRY(ingest(place, out));
    pcs_place here = *place;
    here.edges = out->edges;
    PCS_TRY(lay_out(&here, out));
    here.made.layout = out->layout;
    PCS_TRY(draw(&here, out));
    here.made.counts = out->counts;
    PCS_TRY(shade(&here, out));
    here.made.image = out->image;
    PCS_TRY(compress(&here, out));
done:
    return status;
}

pcs_status pcs_stage_run(const pcs_place *place, pcs_bench_stage stage, pcs_products *out) {
    static pcs_status (*const stages[PCS_BENCH_STAGE_COUNT])(const pcs_place *, pcs_products *) = {
        [PCS_BENCH_INGEST] = ingest,        [PCS_BENCH_GRAPH] = build_graph, [PCS_BENCH_LAYOUT] = lay_out,
        [PCS_BENCH_RASTER] = draw,          [PCS_BENCH_SHADE] = shade,       [PCS_BENCH_PNG] = compress,
        [PCS_BENCH_TOTAL] = go_all_the_way,
    };
    pcs_status status = stages[stage](place, out);
    return status == PCS_OK ? pcs_device_finish(place->device) : status;
}

pcs_status pcs_stage_check(const pcs_place *place, pcs_bench_stage stage, const pcs_products *out, uint64_t *hash,
                           uint64_t *amount) {
    const pcs_bench_workload *workload = &place->workload->info;
    *amount = workload->edges;
    *hash = 0;
    switch (stage) {
    case PCS_BENCH_INGEST:
        *hash = pcs_fingerprint_edges(out->edges);
        *amount = workload->packets > 0 ? workload->packets : workload->edges;
        break;
    case PCS_BENCH_GRAPH:
        *hash = pcs_fingerprint_graph(out->graph, out->components);
        break;
    case PCS_BENCH_LAYOUT:
        *hash = pcs_fingerprint_layout(out->layout);
        break;
    case PCS_BENCH_RASTER:
        return pcs_fingerprint_counts(place->context, out->counts, hash, amount);
    case PCS_BENCH_SHADE:
        *hash = pcs_fingerprint_image(out->image);
        *amount = (uint64_t)out->image->width * out->image->height;
        break;
    case PCS_BENCH_PNG:
        *amount = (uint64_t)place->made.image->width * place->made.image->height;
        break;
    case PCS_BENCH_TOTAL:
        *hash = pcs_fingerprint_image(out->image);
        break;
    case PCS_BENCH_STAGE_COUNT:
        break;
    }
    return PCS_OK;
}

#define KEEP(member)                                                                                                   \
    if (out->member) {                                                                                                 \
        place->made.member = out->member;                                                                              \
        out->member = NULL;                                                                                            \
    }

void pcs_place_keep(pcs_place *place, pcs_products *out) {
    KEEP(layout)
    KEEP(counts)
    KEEP(image)
}
