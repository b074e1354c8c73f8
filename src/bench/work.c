#include "bench/work.h"

#include "layout_types.h"
#include "raster_types.h"
#include "shade_types.h"

/* Argument i of a launch: a number or structure, or the size of an array in bytes. */
#define VALUE_OF(launch, i) ((launch)->arguments[i].value)
#define SIZE_OF(launch, i) pcs_buffer_size((launch)->arguments[i].buffer)

/* ---- layout */

static pcs_work layout_attract(const pcs_launch *launch) {
    const pcs_layout_law *law = VALUE_OF(launch, 4);
    uint64_t neighbours = SIZE_OF(launch, 2) / sizeof(uint32_t), chunks = law->chunk_count;
    uint64_t a_neighbour = sizeof(uint32_t) + sizeof(pcs_layout_body);
    uint64_t a_chunk = sizeof(pcs_layout_chunk) + sizeof(pcs_layout_body) + sizeof(pcs_layout_point);
    return (pcs_work){
        .amount = neighbours, .bytes = neighbours * a_neighbour + chunks * a_chunk, .operations = neighbours * 20};
}

static pcs_work layout_move(const pcs_launch *launch) {
    const pcs_layout_law *law = VALUE_OF(launch, 5);
    uint64_t bodies = law->body_count, chunks = law->chunk_count;
    uint64_t a_body = sizeof(pcs_layout_range) + 3 * sizeof(pcs_layout_point) + 2 * sizeof(pcs_layout_body);
    return (pcs_work){.amount = bodies,
                      .bytes = bodies * a_body + chunks * sizeof(pcs_layout_point),
                      .operations = bodies * 20 + chunks * 2};
}

/* ---- raster */

static pcs_work raster_split(const pcs_launch *launch) {
    const pcs_chunk_parameters *p = VALUE_OF(launch, 2);
    return (pcs_work){.amount = p->chunk_count,
                      .bytes = ((uint64_t)p->segment_count + p->chunk_count) * sizeof(uint32_t)};
}

static pcs_work chunks_of(const pcs_chunk_parameters *p, uint64_t segment_size) {
    return (pcs_work){.bytes = p->segment_count * segment_size + (uint64_t)p->chunk_count * sizeof(uint32_t)};
}

static pcs_work raster_chunks(const pcs_launch *launch) {
    return chunks_of(VALUE_OF(launch, 5), sizeof(pcs_segment) + 2 * sizeof(uint32_t));
}

static pcs_work raster_weigh_chunks(const pcs_launch *launch) {
    return chunks_of(VALUE_OF(launch, 6), sizeof(pcs_segment) + sizeof(uint64_t) + 2 * sizeof(uint32_t));
}

/* A tile is added to the image at the end of each task, and cleared. */
static pcs_work tiles_of(const pcs_tile_parameters *p, uint64_t tile_element, uint64_t image_element) {
    return (pcs_work){.bytes = (uint64_t)p->task_count * PCS_TILE_PIXELS * 2 * (tile_element + image_element)};
}

static pcs_work raster_tiles(const pcs_launch *launch) {
    return tiles_of(VALUE_OF(launch, 4), sizeof(uint16_t), sizeof(uint32_t));
}

static pcs_work raster_weigh_tiles(const pcs_launch *launch) {
    return tiles_of(VALUE_OF(launch, 5), sizeof(uint64_t), sizeof(uint64_t));
}

static pcs_work values_of(const pcs_value_parameters *p, uint64_t bytes) {
    return (pcs_work){.amount = p->pixel_count, .bytes = p->pixel_count * bytes, .operations = p->pixel_count};
}

static pcs_work raster_any(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, 1), 2 * sizeof(uint32_t));
}

static pcs_work raster_rank(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, 2), 2 * sizeof(uint64_t));
}

static pcs_work raster_mean(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, 2), 2 * sizeof(uint64_t) + sizeof(uint32_t));
}

/* ---- shade */

static uint64_t count_size(uint32_t wide) {
    return wide ? sizeof(uint64_t) : sizeof(uint32_t);
}

static pcs_work shade_range(const pcs_launch *launch) {
    const pcs_shade_pixels *p = VALUE_OF(launch, 2);
    uint64_t pixels = p->pixel_count;
    return (pcs_work){.amount = pixels, .bytes = pixels * count_size(p->wide), .operations = pixels * 3};
}

static pcs_work shade_histogram(const pcs_launch *launch) {
    const pcs_shade_scale *p = VALUE_OF(launch, 2);
    uint64_t pixels = p->pixel_count;
    return (pcs_work){.amount = pixels, .bytes = pixels * count_size(p->wide), .operations = pixels * 2};
}

static pcs_work shade_sum(const pcs_launch *launch) {
    uint64_t bins = SIZE_OF(launch, 0) / sizeof(uint32_t);
    return (pcs_work){.amount = bins, .bytes = bins * sizeof(uint32_t), .operations = bins};
}

static pcs_work map_of(const pcs_shade_parameters *p, uint64_t pixel_size) {
    uint64_t pixels = (uint64_t)p->width * p->row_count;
    return (pcs_work){.amount = pixels, .bytes = pixels * (count_size(p->wide) + pixel_size)};
}

static pcs_work shade_map(const pcs_launch *launch) {
    return map_of(VALUE_OF(launch, 5), 1);
}

static pcs_work shade_map_words(const pcs_launch *launch) {
    return map_of(VALUE_OF(launch, 5), sizeof(uint32_t));
}

/* ---- all */

#define NONE(why)                                                                                                      \
    { .reason = (why) }
#define FORMULA(text, function)                                                                                        \
    { .unit = (text), .of_launch = (function) }
/* A pixel of a line in the memory of an item: its place, the count, the next place. */
#define OWN_PIXEL                                                                                                      \
    { .amount = 1, .operations = 3 }
/* The same where items share memory: place and division for each pixel, and an atomic addition. */
#define SHARED_PIXEL                                                                                                   \
    { .amount = 1, .operations = 12, .adds = 1 }

const pcs_formula *pcs_formula_of(pcs_kernel kernel) {
    static const pcs_formula formulas[PCS_KERNEL_COUNT] = {
        [PCS_KERNEL_pcs_probe_arithmetic] = NONE("it tests a device as it is opened"),
        [PCS_KERNEL_pcs_bench_nothing] = NONE("it is a ceiling"),
        [PCS_KERNEL_pcs_bench_copy] = NONE("it is a ceiling"),
        [PCS_KERNEL_pcs_bench_add] = NONE("it is a ceiling"),
        [PCS_KERNEL_pcs_bench_multiply_add] = NONE("it is a ceiling"),
        [PCS_KERNEL_pcs_layout_repel] = NONE("what it does depends on the sizes of components"),
        [PCS_KERNEL_pcs_layout_attract] = FORMULA("interactions", layout_attract),
        [PCS_KERNEL_pcs_layout_move] = FORMULA("bodies", layout_move),
        [PCS_KERNEL_pcs_raster_split] = FORMULA("chunks", raster_split),
        [PCS_KERNEL_pcs_raster_chunks] = {"pixels", NULL, raster_chunks, SHARED_PIXEL},
        [PCS_KERNEL_pcs_raster_tiles] = {"pixels", NULL, raster_tiles, OWN_PIXEL},
        [PCS_KERNEL_pcs_raster_weigh_chunks] = {"pixels", NULL, raster_weigh_chunks, SHARED_PIXEL},
        [PCS_KERNEL_pcs_raster_weigh_tiles] = {"pixels", NULL, raster_weigh_tiles, OWN_PIXEL},
        [PCS_KERNEL_pcs_raster_any] = FORMULA("pixels", raster_any),
        [PCS_KERNEL_pcs_raster_rank] = FORMULA("pixels", raster_rank),
        [PCS_KERNEL_pcs_raster_mean] = FORMULA("pixels", raster_mean),
        [PCS_KERNEL_pcs_shade_range] = FORMULA("pixels", shade_range),
        [PCS_KERNEL_pcs_shade_histogram] = FORMULA("pixels", shade_histogram),
        [PCS_KERNEL_pcs_shade_sum] = FORMULA("bins", shade_sum),
        [PCS_KERNEL_pcs_shade_map] = FORMULA("pixels", shade_map),
        [PCS_KERNEL_pcs_shade_map_words] = FORMULA("pixels", shade_map_words),
    };
    return &formulas[kernel];
}

const char *pcs_kernel_name(pcs_kernel kernel) {
    static const char *const names[] = {
#define KERNEL_NAME(file, name) #name,
        PCS_KERNEL_TABLE(KERNEL_NAME)
#undef KERNEL_NAME
    };
    return names[kernel];
}
