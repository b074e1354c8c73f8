#include "layout/force.h"

#include "base/memory.h"
#include "layout/pyramid.h"

#include <stdlib.h>

/* The law, the same for all graphs; lengths are in units of the reach of a pair of bodies without leaves. The speed is
 * limited for the first steps: hubs of many leaves push all at once and throw bodies across the drawing, no two
 * networks alike. */
static const pcs_layout_law LAW = {
    .repulsion = 1.0f,
    .mass = 1.0f,
    .contact = 0.03f,
    .contact_room = 0.04f,
    .attraction = 1.6f,
    .spring = 0.12f,
    .step = 0.9f,
    .step_stiff = 2.88f,
    .stiffness = 0.8f,
    .inertia = 0.9f,
    .speed_most = 4.0f,
};
/* Springs draw a component together so much; its bodies are held at where they started, drawn together as much. */
static const double SPRING_SHRINKS = 0.7;
/* Up to this share of the steps bodies move far, and what distant ones do serves for half as many steps. */
static const float FAR_FROM = 0.5f;

enum { STEPS_MOST = 240, STEPS_LEAST = 100 };
/* The share of a loose component's steps that a tight one takes, and the most it takes. */
static const double STEPS_TIGHT = 0.6, STEPS_TIGHT_MOST = 80.0;
/* So many times bodies move between two ticks. */
enum { MOVES_A_TICK = 1 << 19, STEPS_A_TICK_MOST = 8 };

pcs_schedule pcs_schedule_for(const pcs_system *system) {
    /* Fewer steps for larger components, whose steps are dear, and for tight ones, which soon become what they can. */
    enum { BODY_STEPS = 36000000 };
    uint32_t steps = 0;
    for (uint32_t c = 0; c < system->component_count; c++) {
        uint32_t bodies = system->ends[c] - system->begins[c], own = BODY_STEPS / (bodies > 0 ? bodies : 1);
        own = own > STEPS_MOST ? STEPS_MOST : own;
        own = own < STEPS_LEAST ? STEPS_LEAST : own;
        double tight = STEPS_TIGHT * (double)own < STEPS_TIGHT_MOST ? STEPS_TIGHT * (double)own : STEPS_TIGHT_MOST;
        own -= (uint32_t)(((double)own - tight) * system->tightness[c]);
        steps = own > steps ? own : steps;
    }
    return (pcs_schedule){.law = LAW,
                          .step_last = 0.009f,
                          .pull_last = 0.35f,
                          .hold = 0.002f,
                          .hold_tight = 0.01f,
                          .hold_edge = 0.006f,
                          .far_steps = 2,
                          .steps = steps};
}

/* All that lies on the device. */
typedef struct force_buffers {
    pcs_buffer *bodies, *anchors, *velocities, *pushes, *pulls, *components, *rows, *chunks, *neighbours, *weights;
    pcs_pyramid *pyramid; /* NULL: exact */
} force_buffers;

static void free_buffers(force_buffers *buffers) {
    pcs_pyramid_free(buffers->pyramid);
    pcs_buffer_free(buffers->weights);
    pcs_buffer_free(buffers->neighbours);
    pcs_buffer_free(buffers->chunks);
    pcs_buffer_free(buffers->rows);
    pcs_buffer_free(buffers->components);
    pcs_buffer_free(buffers->pulls);
    pcs_buffer_free(buffers->pushes);
    pcs_buffer_free(buffers->velocities);
    pcs_buffer_free(buffers->anchors);
    pcs_buffer_free(buffers->bodies);
}

static uint32_t row_length(const pcs_system *system, uint32_t body) {
    return system->offsets[body + 1] - system->offsets[body];
}

static uint32_t count_chunks(const pcs_system *system) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < system->body_count; i++) {
        count += (row_length(system, i) + PCS_LAYOUT_CHUNK - 1) / PCS_LAYOUT_CHUNK;
    }
    return count;
}

/* Cuts the rows into chunks: chunks of all bodies one after the other, and which ones are whose. */
static void cut_rows(const pcs_system *system, pcs_layout_chunk *chunks, pcs_layout_range *rows) {
    uint32_t next = 0;
    for (uint32_t body = 0; body < system->body_count; body++) {
        rows[body].begin = next;
        for (uint32_t begin = system->offsets[body]; begin < system->offsets[body + 1];) {
            uint32_t left = system->offsets[body + 1] - begin;
            uint32_t end = begin + (left < PCS_LAYOUT_CHUNK ? left : PCS_LAYOUT_CHUNK);
            chunks[next++] = (pcs_layout_chunk){.body = body, .begin = begin, .end = end};
            begin = end;
        }
        rows[body].end = next;
    }
}

/* A body's neighbours, or their weights. */
static float degree(const pcs_system *system, uint32_t body) {
    float sum = 0.0f;
    for (uint32_t i = system->offsets[body]; system->weights && i < system->offsets[body + 1]; i++) {
        sum += system->weights[i];
    }
    return system->weights ? sum : (float)row_length(system, body);
}

static void fill_bodies(const pcs_system *system, pcs_layout_body *bodies) {
    for (uint32_t i = 0; i < system->body_count; i++) {
        bodies[i] = (pcs_layout_body){
            .x = (float)system->x[i], .y = (float)system->y[i], .room = system->rooms[i], .degree = degree(system, i)};
    }
}

/* In tight components (start.h) springs along the edges would draw all into the middle: bodies have none, and are held
 * the harder where the start put them. */
static void fill_components(const pcs_system *system, const pcs_schedule *schedule, pcs_layout_component *components) {
    for (uint32_t c = 0; c < system->component_count; c++) {
        float tight = (float)system->tightness[c];
        pcs_layout_component component = {.begin = system->begins[c],
                                          .end = system->ends[c],
                                          .spring = 1.0f - tight,
                                          .hold = schedule->hold + schedule->hold_tight * tight,
                                          .hold_edge = schedule->hold_edge * tight};
        for (uint32_t i = component.begin; i < component.end; i += PCS_LAYOUT_BLOCK) {
            components[i / PCS_LAYOUT_BLOCK] = component;
        }
    }
}

static void fill_anchors(const pcs_system *system, pcs_layout_point *anchors) {
    for (uint32_t c = 0; c < system->component_count; c++) {
        double scale = SPRING_SHRINKS + (1.0 - SPRING_SHRINKS) * system->tightness[c];
        for (uint32_t i = system->begins[c]; i < system->ends[c]; i++) {
            anchors[i] = (pcs_layout_point){.x = (float)(system->x[i] * scale), .y = (float)(system->y[i] * scale)};
        }
    }
}

static pcs_status make_buffers(pcs_context *context, pcs_device *device, const pcs_system *system,
                               const pcs_schedule *schedule, uint32_t chunk_count, const pcs_layout_body *bodies,
                               force_buffers *buffers) {
    pcs_status status = PCS_OK;
    uint32_t count = system->body_count, blocks = count / PCS_LAYOUT_BLOCK;
    pcs_layout_chunk *chunks = pcs_memory_new(chunk_count, sizeof(*chunks));
    pcs_layout_range *rows = pcs_memory_new(count, sizeof(*rows));
    pcs_layout_component *components = pcs_memory_new(blocks, sizeof(*components));
    pcs_layout_point *anchors = pcs_memory_new(count, sizeof(*anchors));
    if (!chunks || !rows || !components || !anchors) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)count * sizeof(*rows)));
    }
    cut_rows(system, chunks, rows);
    fill_components(system, schedule, components);
    fill_anchors(system, anchors);
    PCS_TRY(pcs_buffer_new_from(device, "the bodies", bodies, count * sizeof(*bodies), &buffers->bodies));
    PCS_TRY(pcs_buffer_new_from(device, "the anchors", anchors, count * sizeof(*anchors), &buffers->anchors));
    PCS_TRY(pcs_buffer_new(device, "the velocities", count * sizeof(pcs_layout_point), &buffers->velocities));
    PCS_TRY(pcs_buffer_zero(buffers->velocities));
    PCS_TRY(pcs_buffer_new(device, "the repulsion", count * sizeof(pcs_layout_point), &buffers->pushes));
    PCS_TRY(pcs_buffer_zero(buffers->pushes));
    PCS_TRY(pcs_buffer_new(device, "the attraction", chunk_count * sizeof(pcs_layout_point), &buffers->pulls));
    PCS_TRY(
        pcs_buffer_new_from(device, "the components", components, blocks * sizeof(*components), &buffers->components));
    PCS_TRY(pcs_buffer_new_from(device, "the rows", rows, count * sizeof(*rows), &buffers->rows));
    PCS_TRY(pcs_buffer_new_from(device, "the rows", chunks, chunk_count * sizeof(*chunks), &buffers->chunks));
    PCS_TRY(pcs_buffer_new(device, "the neighbours",
                           ((size_t)system->offsets[count] + PCS_LAYOUT_AHEAD) * sizeof(uint32_t),
                           &buffers->neighbours));
    PCS_TRY(pcs_buffer_zero(buffers->neighbours));
    PCS_TRY(pcs_buffer_write(buffers->neighbours, 0, system->neighbours, system->offsets[count] * sizeof(uint32_t)));
    PCS_TRY(pcs_buffer_new_from(device, "the weights", system->weights,
                                system->weights ? system->offsets[count] * sizeof(float) : 0, &buffers->weights));
done:
    free(anchors);
    free(components);
    free(rows);
    free(chunks);
    return status;
}

/* anew: what distant bodies do is worked out anew; else it is what it was. */
static pcs_status repel(pcs_device *device, const force_buffers *buffers, const pcs_layout_law *law, bool anew) {
    if (buffers->pyramid) {
        pcs_status status = anew ? pcs_pyramid_build(buffers->pyramid, buffers->bodies, law) : PCS_OK;
        return status == PCS_OK ? pcs_pyramid_repel(buffers->pyramid, buffers->bodies, buffers->pushes, law) : status;
    }
    uint32_t lanes = pcs_device_get_abilities(device)->lanes;
    return PCS_RUN(device, pcs_layout_repel, law->body_count / lanes, 0, PCS_ARRAY(buffers->bodies),
                   PCS_ARRAY(buffers->components), PCS_ARRAY(buffers->pushes), PCS_BY_VALUE(*law));
}

static pcs_status step(pcs_device *device, const force_buffers *buffers, const pcs_layout_law *law, bool anew) {
    pcs_status status = PCS_OK;
    PCS_TRY(repel(device, buffers, law, anew));
    PCS_TRY(PCS_RUN(device, pcs_layout_attract, law->chunk_count, 0, PCS_ARRAY(buffers->bodies),
                    PCS_ARRAY(buffers->components), PCS_ARRAY(buffers->chunks), PCS_ARRAY(buffers->neighbours),
                    PCS_ARRAY(buffers->weights), PCS_ARRAY(buffers->pulls), PCS_BY_VALUE(*law)));
    PCS_TRY(PCS_RUN(device, pcs_layout_move, law->body_count, 0, PCS_ARRAY(buffers->pushes), PCS_ARRAY(buffers->rows),
                    PCS_ARRAY(buffers->pulls), PCS_ARRAY(buffers->components), PCS_ARRAY(buffers->anchors),
                    PCS_ARRAY(buffers->bodies), PCS_ARRAY(buffers->velocities), PCS_BY_VALUE(*law)));
done:
    return status;
}

/* The factor that in so many steps makes ratio of 1: by bisection, for want of a root that is the same everywhere. */
static float cooling(float ratio, uint32_t steps) {
    float low = 0.0f, high = 1.0f;
    for (uint32_t i = 0; i < 40; i++) {
        float middle = (low + high) * 0.5f, product = 1.0f;
        for (uint32_t k = 0; k < steps; k++) {
            product *= middle;
        }
        if (product > ratio) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static pcs_status cool(pcs_phase phase, pcs_device *device, const force_buffers *buffers, const pcs_schedule *schedule,
                       pcs_layout_law law) {
    pcs_status status = PCS_OK;
    uint32_t steps_a_tick = MOVES_A_TICK / law.body_count;
    steps_a_tick = steps_a_tick < 1 ? 1 : steps_a_tick > STEPS_A_TICK_MOST ? STEPS_A_TICK_MOST : steps_a_tick;
    float factor = cooling(schedule->step_last / law.step, schedule->steps);
    float fading = schedule->pull_last > 0.0f ? cooling(schedule->pull_last, schedule->steps) : 1.0f;
    float brake = schedule->speed_last > 0.0f ? cooling(schedule->speed_last / law.speed_most, schedule->steps) : 1.0f;
    for (uint32_t i = 0; i < schedule->steps; i++) {
        float progress = (float)i / (float)schedule->steps;
        uint32_t far_steps = progress < FAR_FROM ? (schedule->far_steps + 1) / 2 : schedule->far_steps;
        PCS_TRY(step(device, buffers, &law, i % far_steps == 0));
        law.step *= factor;
        law.speed_most *= brake;
        law.attraction *= fading;
        law.spring *= fading;
        if ((i + 1) % steps_a_tick == 0) {
            PCS_TRY(pcs_device_finish(device));
            PCS_TRY(pcs_phase_tick(phase, (double)(i + 1) / schedule->steps));
        }
    }
done:
    return status;
}

pcs_status pcs_force_run(pcs_phase phase, pcs_device *device, pcs_system *system, const pcs_schedule *schedule,
                         bool exact) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    force_buffers buffers = {0};
    uint32_t count = system->body_count;
    if (count == 0) {
        return PCS_OK;
    }
    pcs_layout_body *bodies = pcs_memory_new(count, sizeof(*bodies));
    if (!bodies) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)count * sizeof(*bodies)));
    }
    pcs_layout_law law = schedule->law;
    law.body_count = count;
    law.chunk_count = count_chunks(system);
    law.weighted = system->weights != NULL;
    fill_bodies(system, bodies);
    PCS_TRY(make_buffers(context, device, system, schedule, law.chunk_count, bodies, &buffers));
    if (!exact) {
        PCS_TRY(pcs_pyramid_new(context, device, system->ends[0], &buffers.pyramid));
    }
    PCS_TRY(cool(phase, device, &buffers, schedule, law));
    PCS_TRY(pcs_buffer_read(buffers.bodies, 0, bodies, count * sizeof(*bodies)));
    for (uint32_t i = 0; i < count; i++) {
        system->x[i] = (double)bodies[i].x;
        system->y[i] = (double)bodies[i].y;
    }
done:
    free_buffers(&buffers);
    free(bodies);
    return status;
}
