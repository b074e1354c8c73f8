#include "layout/force.h"

#include "base/memory.h"
#include "layout_types.h"

#include <inttypes.h>
#include <stdlib.h>

/* The law, the same for all graphs; lengths are in units of the reach of a pair of bodies without leaves. */
static const pcs_layout_law LAW = {
    .contact = 0.016f,
    .contact_room = 0.04f,
    .attraction = 0.8f,
    .spring = 0.1f,
    .step_stiff = 3.2f,
    .inertia = 0.9f,
    .speed_most = 2.0f,
};
/* Repulsion of components whose steps leave room for all, and what is added as they leave less and less (crowding,
 * start.h): hubs of a crowded component get out of each other's way, and a repulsion over all distances gives it a
 * shape. Where there is room both would only blur what the steps say. */
static const float REPULSION = 1.0f, REPULSION_CROWDED = 3.0f, SPREAD_CROWDED = 0.05f;
/* The share of the steps in which the repulsion over all distances fades away. */
static const float SPREAD_UNTIL = 0.5f;
static const float STEP_FIRST = 1.0f, STEP_LAST = 0.01f;

enum { STEPS_MOST = 300, STEPS_LEAST = 100, STEPS_A_TICK = 8 };

/* Above this many bodies in one component the user hears what it costs. */
enum { BODIES_WARNED = 50000 };

double pcs_force_room(uint32_t leaf_count) {
    return 0.5 + 0.5 * (double)leaf_count;
}

/* All that lies on the device. */
typedef struct force_buffers {
    pcs_buffer *bodies, *velocities, *pushes, *pulls, *components, *rows, *chunks, *neighbours;
} force_buffers;

static void free_buffers(force_buffers *buffers) {
    pcs_buffer_free(buffers->neighbours);
    pcs_buffer_free(buffers->chunks);
    pcs_buffer_free(buffers->rows);
    pcs_buffer_free(buffers->components);
    pcs_buffer_free(buffers->pulls);
    pcs_buffer_free(buffers->pushes);
    pcs_buffer_free(buffers->velocities);
    pcs_buffer_free(buffers->bodies);
}

static uint32_t row_chunks(const pcs_core *core, uint32_t body) {
    uint32_t degree = core->offsets[body + 1] - core->offsets[body];
    return degree / PCS_LAYOUT_CHUNK + (degree % PCS_LAYOUT_CHUNK != 0);
}

/* Cuts the rows into chunks: chunks of all bodies one after the other, and which ones are whose. */
static void cut_rows(const pcs_core *core, pcs_layout_chunk *chunks, pcs_layout_range *rows) {
    uint32_t next = 0;
    for (uint32_t body = 0; body < core->moving_count; body++) {
        rows[body].begin = next;
        for (uint32_t begin = core->offsets[body]; begin < core->offsets[body + 1];) {
            uint32_t left = core->offsets[body + 1] - begin;
            uint32_t end = begin + (left < PCS_LAYOUT_CHUNK ? left : PCS_LAYOUT_CHUNK);
            chunks[next++] = (pcs_layout_chunk){.body = body, .begin = begin, .end = end};
            begin = end;
        }
        rows[body].end = next;
    }
}

static void fill_bodies(const pcs_core *core, const double *x, const double *y, pcs_layout_body *bodies) {
    for (uint32_t i = 0; i < core->moving_count; i++) {
        uint32_t leaves = core->leaf_offsets[i + 1] - core->leaf_offsets[i];
        uint32_t neighbours = core->offsets[i + 1] - core->offsets[i];
        bodies[i] = (pcs_layout_body){
            .x = (float)x[i], .y = (float)y[i], .room = (float)pcs_force_room(leaves), .degree = (float)neighbours};
    }
}

static void fill_components(const pcs_core *core, const double *crowding, pcs_layout_component *components) {
    for (uint32_t c = 0; c < core->component_count; c++) {
        float crowded = (float)(1.0 - 1.0 / crowding[c]);
        pcs_layout_component component = {.begin = core->begins[c],
                                          .end = core->ends[c],
                                          .repulsion = REPULSION + REPULSION_CROWDED * crowded,
                                          .spread = SPREAD_CROWDED * crowded};
        for (uint32_t i = core->begins[c]; i < core->ends[c] && i < core->moving_count; i += PCS_LAYOUT_BLOCK) {
            components[i / PCS_LAYOUT_BLOCK] = component;
        }
    }
}

static pcs_status make_buffers(pcs_context *context, pcs_device *device, const pcs_core *core, const double *crowding,
                               uint32_t chunk_count, const pcs_layout_body *bodies, force_buffers *buffers) {
    pcs_status status = PCS_OK;
    uint32_t count = core->moving_count, blocks = count / PCS_LAYOUT_BLOCK;
    pcs_layout_chunk *chunks = pcs_memory_new(chunk_count, sizeof(*chunks));
    pcs_layout_range *rows = pcs_memory_new(count, sizeof(*rows));
    pcs_layout_component *components = pcs_memory_new(blocks, sizeof(*components));
    if (!chunks || !rows || !components) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)count * sizeof(*rows)));
    }
    cut_rows(core, chunks, rows);
    fill_components(core, crowding, components);
    PCS_TRY(pcs_buffer_new_from(device, "the bodies", bodies, count * sizeof(*bodies), &buffers->bodies));
    PCS_TRY(pcs_buffer_new(device, "the velocities", count * sizeof(pcs_layout_point), &buffers->velocities));
    PCS_TRY(pcs_buffer_zero(buffers->velocities));
    PCS_TRY(pcs_buffer_new(device, "the repulsion", count * sizeof(pcs_layout_point), &buffers->pushes));
    PCS_TRY(pcs_buffer_new(device, "the attraction", chunk_count * sizeof(pcs_layout_point), &buffers->pulls));
    PCS_TRY(
        pcs_buffer_new_from(device, "the components", components, blocks * sizeof(*components), &buffers->components));
    PCS_TRY(pcs_buffer_new_from(device, "the rows", rows, count * sizeof(*rows), &buffers->rows));
    PCS_TRY(pcs_buffer_new_from(device, "the rows", chunks, chunk_count * sizeof(*chunks), &buffers->chunks));
    PCS_TRY(pcs_buffer_new_from(device, "the neighbours", core->neighbours, core->offsets[count] * sizeof(uint32_t),
                                &buffers->neighbours));
done:
    free(components);
    free(rows);
    free(chunks);
    return status;
}

static pcs_status step(pcs_device *device, const force_buffers *buffers, const pcs_layout_law *law) {
    pcs_status status = PCS_OK;
    uint32_t lanes = pcs_device_get_abilities(device)->lanes;
    PCS_TRY(PCS_RUN(device, pcs_layout_repel, law->body_count / lanes, 0, PCS_ARRAY(buffers->bodies),
                    PCS_ARRAY(buffers->components), PCS_ARRAY(buffers->pushes), PCS_BY_VALUE(*law)));
    PCS_TRY(PCS_RUN(device, pcs_layout_attract, law->chunk_count, 0, PCS_ARRAY(buffers->bodies),
                    PCS_ARRAY(buffers->chunks), PCS_ARRAY(buffers->neighbours), PCS_ARRAY(buffers->pulls),
                    PCS_BY_VALUE(*law)));
    PCS_TRY(PCS_RUN(device, pcs_layout_move, law->body_count, 0, PCS_ARRAY(buffers->pushes), PCS_ARRAY(buffers->rows),
                    PCS_ARRAY(buffers->pulls), PCS_ARRAY(buffers->bodies), PCS_ARRAY(buffers->velocities),
                    PCS_BY_VALUE(*law)));
done:
    return status;
}

/* Pairs of bodies that repel each other, and the bodies of the largest component. */
static uint64_t count_pairs(const pcs_core *core, uint32_t *largest) {
    uint64_t pairs = 0;
    *largest = 0;
    for (uint32_t c = 0; c < core->component_count; c++) {
        uint32_t bodies = core->ends[c] - core->begins[c];
        pairs += (uint64_t)bodies * bodies;
        *largest = bodies > *largest ? bodies : *largest;
    }
    return pairs;
}

/* Fewer steps for larger components: a large one begins near its end and each step is dear. */
static uint32_t choose_steps(pcs_context *context, const pcs_core *core) {
    enum { BODY_STEPS = 800000 };
    uint32_t largest;
    uint64_t pairs = count_pairs(core, &largest);
    uint32_t steps = BODY_STEPS / (largest > 0 ? largest : 1);
    steps = steps > STEPS_MOST ? STEPS_MOST : steps;
    steps = steps < STEPS_LEAST ? STEPS_LEAST : steps;
    if (largest > BODIES_WARNED) {
        pcs_log(context, PCS_LOG_WARNING,
                "layout: the largest component has %" PRIu32 " hosts with several neighbours: some %.0f billion "
                "forces, minutes to hours; the circular layout takes a moment",
                largest, (double)pairs * steps * 1e-9);
    }
    return steps;
}

static pcs_status cool(pcs_context *context, pcs_device *device, const force_buffers *buffers, pcs_layout_law law,
                       uint32_t steps) {
    pcs_status status = PCS_OK;
    law.step = STEP_FIRST;
    /* The factor that takes the first step to the last: by bisection, for want of a root that is the same everywhere.
     */
    float low = 0.0f, high = 1.0f;
    for (uint32_t i = 0; i < 40; i++) {
        float middle = (low + high) * 0.5f, product = 1.0f;
        for (uint32_t k = 0; k < steps; k++) {
            product *= middle;
        }
        if (product > STEP_LAST / STEP_FIRST) {
            high = middle;
        } else {
            low = middle;
        }
    }
    for (uint32_t i = 0; i < steps; i++) {
        float progress = (float)i / (float)steps;
        law.spread = progress < SPREAD_UNTIL ? 1.0f - progress / SPREAD_UNTIL : 0.0f;
        PCS_TRY(step(device, buffers, &law));
        law.step *= high;
        if ((i + 1) % STEPS_A_TICK == 0) {
            PCS_TRY(pcs_device_finish(device));
            PCS_TRY(pcs_tick(context, "layout", (double)(i + 1) / steps, 0));
        }
    }
done:
    return status;
}

pcs_status pcs_force_run(pcs_context *context, pcs_device *device, const pcs_core *core, const double *crowding,
                         double *x, double *y) {
    pcs_status status = PCS_OK;
    force_buffers buffers = {0};
    if (core->moving_count == 0) {
        return PCS_OK;
    }
    pcs_layout_body *bodies = pcs_memory_new(core->moving_count, sizeof(*bodies));
    if (!bodies) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)core->moving_count * sizeof(*bodies)));
    }
    pcs_layout_law law = LAW;
    law.body_count = core->moving_count;
    for (uint32_t i = 0; i < core->moving_count; i++) {
        law.chunk_count += row_chunks(core, i);
    }
    fill_bodies(core, x, y, bodies);
    PCS_TRY(make_buffers(context, device, core, crowding, law.chunk_count, bodies, &buffers));
    PCS_TRY(cool(context, device, &buffers, law, choose_steps(context, core)));
    PCS_TRY(pcs_buffer_read(buffers.bodies, 0, bodies, core->moving_count * sizeof(*bodies)));
    for (uint32_t i = 0; i < core->moving_count; i++) {
        x[i] = (double)bodies[i].x;
        y[i] = (double)bodies[i].y;
    }
done:
    free_buffers(&buffers);
    free(bodies);
    return status;
}
