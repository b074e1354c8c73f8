#include "bench/work.h"

#include "layout_types.h"
#include "pyramid_types.h"
#include "raster_types.h"
#include "shade_types.h"
#include "sort_types.h"

/* The number or structure of that size that a kernel takes; zeros where it takes none. */
static const void *value_of(const pcs_launch *launch, size_t size) {
    static const uint64_t none[32];
    for (size_t i = 0; i < launch->argument_count; i++) {
        if (!launch->arguments[i].buffer && launch->arguments[i].size == size) {
            return launch->arguments[i].value;
        }
    }
    return none;
}

#define VALUE_OF(launch, type) ((const type *)value_of((launch), sizeof(type)))
/* Bytes of the array that is argument i. */
#define SIZE_OF(launch, i) pcs_buffer_size((launch)->arguments[i].buffer)

/* ---- layout */

static pcs_work layout_attract(const pcs_launch *launch) {
    const pcs_layout_law *law = VALUE_OF(launch, pcs_layout_law);
    uint64_t neighbours = SIZE_OF(launch, 3) / sizeof(uint32_t) - PCS_LAYOUT_AHEAD, chunks = law->chunk_count;
    uint64_t a_neighbour = sizeof(uint32_t) + sizeof(pcs_layout_body);
    uint64_t a_chunk = sizeof(pcs_layout_chunk) + sizeof(pcs_layout_body) + sizeof(pcs_layout_point);
    return (pcs_work){
        .amount = neighbours, .bytes = neighbours * a_neighbour + chunks * a_chunk, .operations = neighbours * 20};
}

static pcs_work layout_move(const pcs_launch *launch) {
    const pcs_layout_law *law = VALUE_OF(launch, pcs_layout_law);
    uint64_t bodies = law->body_count, chunks = law->chunk_count;
    uint64_t a_body = sizeof(pcs_layout_range) + 3 * sizeof(pcs_layout_point) + 2 * sizeof(pcs_layout_body);
    return (pcs_work){.amount = bodies,
                      .bytes = bodies * a_body + chunks * sizeof(pcs_layout_point),
                      .operations = bodies * 20 + chunks * 2};
}

static pcs_work pyramid_of(const pcs_launch *launch, uint64_t a_body) {
    const pcs_pyramid_shape *shape = VALUE_OF(launch, pcs_pyramid_shape);
    return (pcs_work){.amount = shape->body_count, .bytes = shape->body_count * a_body};
}

/* The bodies themselves, once; what pushes them depends on where they are. */
static pcs_work pyramid_far(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_pyramid_body) + sizeof(pcs_sort_pair) + sizeof(pcs_layout_point));
}

static pcs_work pyramid_near(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_pyramid_body) + sizeof(pcs_sort_pair) + 2 * sizeof(pcs_layout_point));
}

static pcs_work pyramid_measure(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_layout_body));
}

static pcs_work pyramid_key(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_layout_body) + sizeof(pcs_sort_pair));
}

static pcs_work pyramid_clear(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_sort_pair) + sizeof(uint32_t));
}

static pcs_work pyramid_collect(const pcs_launch *launch) {
    return pyramid_of(launch, sizeof(pcs_layout_body) + sizeof(pcs_pyramid_body) + sizeof(pcs_sort_pair));
}

/* ---- sort */

static pcs_work sort_count(const pcs_launch *launch) {
    const pcs_sort_pass *pass = VALUE_OF(launch, pcs_sort_pass);
    uint64_t counts = (uint64_t)pass->piece_count * PCS_SORT_DIGITS;
    return (pcs_work){.amount = pass->count, .bytes = pass->count * sizeof(pcs_sort_pair) + counts * sizeof(uint32_t)};
}

static pcs_work sort_sum(const pcs_launch *launch) {
    const pcs_sort_pass *pass = VALUE_OF(launch, pcs_sort_pass);
    uint64_t counts = (uint64_t)pass->piece_count * PCS_SORT_DIGITS;
    return (pcs_work){.amount = counts, .bytes = counts * 2 * sizeof(uint32_t), .operations = counts};
}

static pcs_work sort_move(const pcs_launch *launch) {
    const pcs_sort_pass *pass = VALUE_OF(launch, pcs_sort_pass);
    uint64_t counts = (uint64_t)pass->piece_count * PCS_SORT_DIGITS;
    return (pcs_work){.amount = pass->count,
                      .bytes = pass->count * 2 * sizeof(pcs_sort_pair) + counts * 2 * sizeof(uint32_t)};
}

/* ---- raster */

static pcs_work raster_split(const pcs_launch *launch) {
    const pcs_chunk_parameters *p = VALUE_OF(launch, pcs_chunk_parameters);
    return (pcs_work){.amount = p->chunk_count,
                      .bytes = ((uint64_t)p->segment_count + p->chunk_count) * sizeof(uint32_t)};
}

static pcs_work chunks_of(const pcs_chunk_parameters *p, uint64_t segment_size) {
    return (pcs_work){.bytes = p->segment_count * segment_size + (uint64_t)p->chunk_count * sizeof(uint32_t)};
}

static pcs_work raster_chunks(const pcs_launch *launch) {
    return chunks_of(VALUE_OF(launch, pcs_chunk_parameters), sizeof(pcs_segment) + 2 * sizeof(uint32_t));
}

static pcs_work raster_weigh_chunks(const pcs_launch *launch) {
    return chunks_of(VALUE_OF(launch, pcs_chunk_parameters),
                     sizeof(pcs_segment) + sizeof(uint64_t) + 2 * sizeof(uint32_t));
}

/* A task clears its tile, sums it up, which reads and writes it, and adds it to the image. */
static pcs_work tiles_of(const pcs_tile_parameters *p, uint64_t tile_element, uint64_t image_element) {
    return (pcs_work){.bytes = (uint64_t)p->task_count * PCS_TILE_PIXELS * (4 * tile_element + 2 * image_element)};
}

static pcs_work raster_tiles(const pcs_launch *launch) {
    return tiles_of(VALUE_OF(launch, pcs_tile_parameters), sizeof(uint16_t), sizeof(uint32_t));
}

static pcs_work raster_weigh_tiles(const pcs_launch *launch) {
    return tiles_of(VALUE_OF(launch, pcs_tile_parameters), sizeof(uint64_t), sizeof(uint64_t));
}

static pcs_work values_of(const pcs_value_parameters *p, uint64_t bytes) {
    return (pcs_work){.amount = p->pixel_count, .bytes = p->pixel_count * bytes, .operations = p->pixel_count};
}

static pcs_work raster_any(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, pcs_value_parameters), 2 * sizeof(uint32_t));
}

static pcs_work raster_rank(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, pcs_value_parameters), 2 * sizeof(uint64_t));
}

static pcs_work raster_mean(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, pcs_value_parameters), 2 * sizeof(uint64_t) + sizeof(uint32_t));
}

static pcs_work raster_pack(const pcs_launch *launch) {
    const pcs_pack_parameters *p = VALUE_OF(launch, pcs_pack_parameters);
    return (pcs_work){.amount = p->pixel_count, .bytes = p->pixel_count * p->words * 2 * sizeof(uint32_t)};
}

static pcs_work stroke_unpack(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, pcs_value_parameters), 2 * sizeof(uint64_t));
}

static pcs_work stroke_mean(const pcs_launch *launch) {
    return values_of(VALUE_OF(launch, pcs_value_parameters), 3 * sizeof(uint64_t));
}

/* ---- shade */

static uint64_t count_size(uint32_t wide) {
    return wide ? sizeof(uint64_t) : sizeof(uint32_t);
}

/* Each number of a pixel is read, and some operations done with it. */
static pcs_work pixels_of(uint64_t pixels, uint32_t parts, uint32_t wide, uint64_t operations) {
    return (pcs_work){
        .amount = pixels, .bytes = pixels * parts * count_size(wide), .operations = pixels * parts * operations};
}

static pcs_work shade_range(const pcs_launch *launch) {
    const pcs_shade_pixels *p = VALUE_OF(launch, pcs_shade_pixels);
    return pixels_of(p->pixel_count, p->parts, p->wide, 3);
}

static pcs_work shade_tally(const pcs_launch *launch) {
    const pcs_shade_pixels *p = VALUE_OF(launch, pcs_shade_pixels);
    return pixels_of(p->pixel_count, p->parts, p->wide, 4);
}

static pcs_work shade_base(const pcs_launch *launch) {
    const pcs_shade_pixels *p = VALUE_OF(launch, pcs_shade_pixels);
    return pixels_of(p->pixel_count, p->parts, p->wide, 1);
}

static pcs_work shade_histogram(const pcs_launch *launch) {
    const pcs_shade_scale *p = VALUE_OF(launch, pcs_shade_scale);
    return pixels_of(p->pixel_count, p->parts, p->wide, 2);
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
    return map_of(VALUE_OF(launch, pcs_shade_parameters), 1);
}

static pcs_work shade_map_words(const pcs_launch *launch) {
    return map_of(VALUE_OF(launch, pcs_shade_parameters), sizeof(uint32_t));
}

static pcs_work shade_map_pairs(const pcs_launch *launch) {
    return map_of(VALUE_OF(launch, pcs_shade_parameters), sizeof(uint16_t));
}

static pcs_work shade_mix(const pcs_launch *launch) {
    const pcs_shade_parameters *p = VALUE_OF(launch, pcs_shade_parameters);
    const pcs_shade_mixing *mixing = VALUE_OF(launch, pcs_shade_mixing);
    uint64_t pixels = (uint64_t)p->width * p->row_count;
    uint64_t a_pixel = mixing->category_count * count_size(p->wide) + sizeof(uint32_t);
    return (pcs_work){.amount = pixels, .bytes = pixels * a_pixel};
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
        [PCS_KERNEL_pcs_search_advance] = NONE("what it does depends on what was reached before"),
        [PCS_KERNEL_pcs_mds_multiply] = NONE("what it does depends on the sizes of components"),
        [PCS_KERNEL_pcs_mds_project] = NONE("what it does depends on the sizes of components"),
        [PCS_KERNEL_pcs_stress_lower] = NONE("what it does depends on the sizes of components"),
        [PCS_KERNEL_pcs_pyramid_measure] = FORMULA("bodies", pyramid_measure),
        [PCS_KERNEL_pcs_pyramid_fit] = NONE("it is one item"),
        [PCS_KERNEL_pcs_pyramid_key] = FORMULA("bodies", pyramid_key),
        [PCS_KERNEL_pcs_pyramid_clear] = FORMULA("bodies", pyramid_clear),
        [PCS_KERNEL_pcs_pyramid_collect] = FORMULA("bodies", pyramid_collect),
        [PCS_KERNEL_pcs_pyramid_sum] = NONE("what it does depends on where the bodies are"),
        [PCS_KERNEL_pcs_pyramid_merge] = NONE("what it does depends on where the bodies are"),
        [PCS_KERNEL_pcs_pyramid_far] = FORMULA("bodies", pyramid_far),
        [PCS_KERNEL_pcs_pyramid_near] = FORMULA("bodies", pyramid_near),
        [PCS_KERNEL_pcs_sort_count] = FORMULA("pairs", sort_count),
        [PCS_KERNEL_pcs_sort_sum] = FORMULA("counts", sort_sum),
        [PCS_KERNEL_pcs_sort_move] = FORMULA("pairs", sort_move),
        [PCS_KERNEL_pcs_layout_attract] = FORMULA("interactions", layout_attract),
        [PCS_KERNEL_pcs_layout_move] = FORMULA("bodies", layout_move),
        [PCS_KERNEL_pcs_bundle_count] = NONE("how many points paths have changes while they gather"),
        [PCS_KERNEL_pcs_bundle_number] = NONE("it is of a grid of one size"),
        [PCS_KERNEL_pcs_bundle_blur] = NONE("it is of a grid of one size"),
        [PCS_KERNEL_pcs_bundle_climb] = NONE("it is of a grid of one size"),
        [PCS_KERNEL_pcs_bundle_gather] = NONE("how many points paths have changes while they gather"),
        [PCS_KERNEL_pcs_bundle_smooth] = NONE("how many points paths have changes while they gather"),
        [PCS_KERNEL_pcs_raster_split] = FORMULA("chunks", raster_split),
        [PCS_KERNEL_pcs_raster_chunks] = {"pixels", NULL, raster_chunks, SHARED_PIXEL},
        [PCS_KERNEL_pcs_raster_tiles] = {"pixels", NULL, raster_tiles, OWN_PIXEL},
        [PCS_KERNEL_pcs_raster_weigh_chunks] = {"pixels", NULL, raster_weigh_chunks, SHARED_PIXEL},
        [PCS_KERNEL_pcs_raster_weigh_tiles] = {"pixels", NULL, raster_weigh_tiles, OWN_PIXEL},
        [PCS_KERNEL_pcs_raster_any] = FORMULA("pixels", raster_any),
        [PCS_KERNEL_pcs_raster_rank] = FORMULA("pixels", raster_rank),
        [PCS_KERNEL_pcs_raster_mean] = FORMULA("pixels", raster_mean),
        [PCS_KERNEL_pcs_raster_pack] = FORMULA("pixels", raster_pack),
        [PCS_KERNEL_pcs_stroke_tiles] = NONE("how many pixels lines cover depends on their width"),
        [PCS_KERNEL_pcs_stroke_weigh_tiles] = NONE("how many pixels lines cover depends on their width"),
        [PCS_KERNEL_pcs_stroke_chunks] = NONE("how many pixels lines cover depends on their width"),
        [PCS_KERNEL_pcs_stroke_unpack] = FORMULA("pixels", stroke_unpack),
        [PCS_KERNEL_pcs_stroke_mean] = FORMULA("pixels", stroke_mean),
        [PCS_KERNEL_pcs_shade_base] = FORMULA("pixels", shade_base),
        [PCS_KERNEL_pcs_shade_mix] = FORMULA("pixels", shade_mix),
        [PCS_KERNEL_pcs_shade_range] = FORMULA("pixels", shade_range),
        [PCS_KERNEL_pcs_shade_tally] = FORMULA("pixels", shade_tally),
        [PCS_KERNEL_pcs_shade_histogram] = FORMULA("pixels", shade_histogram),
        [PCS_KERNEL_pcs_shade_sum] = FORMULA("bins", shade_sum),
        [PCS_KERNEL_pcs_shade_map] = FORMULA("pixels", shade_map),
        [PCS_KERNEL_pcs_shade_map_words] = FORMULA("pixels", shade_map_words),
        [PCS_KERNEL_pcs_shade_map_pairs] = FORMULA("pixels", shade_map_pairs),
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
