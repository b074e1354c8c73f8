/* layout: the kernels against the force law written out in double, on every device, and the same bits on all. */
#include "layout_types.h"

#include "device_check.h"

#include <math.h>
#include <stdbool.h>

enum { BODIES = 48, FIRST = 21, CHUNKS = 3, ROW = 300 };

/* Two components, of 21 bodies and of 16, in blocks of 16, and padding. */
typedef struct scene {
    pcs_layout_body bodies[BODIES];
    pcs_layout_component components[BODIES / PCS_LAYOUT_BLOCK];
    pcs_layout_chunk chunks[CHUNKS];
    pcs_layout_range rows[BODIES];
    pcs_layout_point anchors[BODIES];
    uint32_t neighbours[2 * ROW];
    float weights[2 * ROW];
    pcs_layout_law law;
} scene;

typedef struct result {
    pcs_layout_point pushes[BODIES], pulls[CHUNKS], velocities[BODIES];
    pcs_layout_body bodies[BODIES];
} result;

static scene make_scene(bool even) {
    scene made = {.law = {.body_count = BODIES,
                          .chunk_count = CHUNKS,
                          .repulsion = 1.5f,
                          .spread = 0.1f,
                          .mass = 0.5f,
                          .mass_degree = 0.25f,
                          .contact = 0.016f,
                          .contact_room = 0.04f,
                          .attraction = 0.8f,
                          .spring = 0.1f,
                          .stretch = even ? 0.05f : 0.0f,
                          .even = even ? 1.0f : 0.25f,
                          .weighted = even,
                          .step = 0.5f,
                          .step_stiff = 3.2f,
                          .stiffness = 0.6f,
                          .inertia = 0.9f,
                          .speed_most = 2.0f}};
    for (uint32_t i = 0; i < BODIES; i++) {
        made.bodies[i] = (pcs_layout_body){.x = (float)((i * 37) % 50) * 0.31f,
                                           .y = (float)((i * 23) % 41) * 0.17f,
                                           .room = 0.5f + (float)(i % 5),
                                           .degree = (float)(1 + i % 7)};
        made.anchors[i] = (pcs_layout_point){(float)((i * 11) % 29) * 0.23f, (float)((i * 5) % 17) * 0.41f};
    }
    for (uint32_t i = 0; i < 2 * ROW; i++) {
        made.neighbours[i] = (i * 7) % FIRST;
        made.weights[i] = 0.5f + (float)(i % 3);
    }
    made.components[0] = made.components[1] = (pcs_layout_component){.end = FIRST, .spring = 0.75f, .hold = 0.02f};
    made.components[2] =
        (pcs_layout_component){.begin = 32, .end = 48, .spring = 1.0f, .hold = 0.125f, .hold_edge = 0.0625f};
    made.chunks[0] = (pcs_layout_chunk){.body = 3, .begin = 0, .end = 256};
    made.chunks[1] = (pcs_layout_chunk){.body = 3, .begin = 256, .end = ROW};
    made.chunks[2] = (pcs_layout_chunk){.body = 20, .begin = ROW, .end = ROW + 5};
    made.rows[3] = (pcs_layout_range){0, 2};
    made.rows[20] = (pcs_layout_range){2, 3};
    return made;
}

static double square(double v) {
    return v * v;
}

static bool is_near(double value, double wanted) {
    return fabs(value - wanted) <= 1e-4 * (fabs(wanted) + 0.01);
}

static double mass_of(const scene *given, const pcs_layout_body *body) {
    return (double)given->law.mass + (double)given->law.mass_degree * (double)body->degree;
}

static void check_push(const scene *given, const result *got, uint32_t i) {
    const pcs_layout_body *body = &given->bodies[i];
    const pcs_layout_component *component = &given->components[i / PCS_LAYOUT_BLOCK];
    double x = 0, y = 0, mass = mass_of(given, body);
    for (uint32_t j = component->begin; j < component->end; j++) {
        const pcs_layout_body *other = &given->bodies[j];
        double dx = (double)body->x - (double)other->x, dy = (double)body->y - (double)other->y;
        double squared = dx * dx + dy * dy, w = (double)body->room + (double)other->room;
        double force = (double)given->law.repulsion * square(w / (w + squared)) +
                       (double)given->law.spread * mass_of(given, other) / (w + squared) +
                       (double)given->law.contact * square(1 / ((double)given->law.contact_room + squared));
        x += dx * force * mass;
        y += dy * force * mass;
    }
    CHECK_CASE(is_near((double)got->pushes[i].x, x) && is_near((double)got->pushes[i].y, y),
               "body %u: %g %g, not %g %g", i, (double)got->pushes[i].x, (double)got->pushes[i].y, x, y);
}

static void add_pull(const scene *given, const pcs_layout_chunk *chunk, double *x, double *y) {
    const pcs_layout_body *body = &given->bodies[chunk->body];
    double share = (double)given->components[chunk->body / PCS_LAYOUT_BLOCK].spring;
    for (uint32_t e = chunk->begin; e < chunk->end; e++) {
        const pcs_layout_body *other = &given->bodies[given->neighbours[e]];
        double dx = (double)other->x - (double)body->x, dy = (double)other->y - (double)body->y;
        double w = (double)body->room + (double)other->room;
        double degrees = (double)other->degree + (double)body->degree;
        double felt = ((double)other->degree + (double)given->law.even * (double)body->degree) / degrees;
        double squared = dx * dx + dy * dy;
        double spring = (double)given->law.spring * share + (double)given->law.stretch * sqrt(squared);
        double force = (double)given->law.attraction / (1 + squared / w) + spring * felt;
        force *= given->law.weighted ? (double)given->weights[e] : 1;
        *x += dx * force;
        *y += dy * force;
    }
}

static void check_move(const scene *given, const result *got, uint32_t i) {
    double x = (double)got->pushes[i].x, y = (double)got->pushes[i].y;
    for (uint32_t c = given->rows[i].begin; c < given->rows[i].end; c++) {
        add_pull(given, &given->chunks[c], &x, &y);
    }
    const pcs_layout_component *component = &given->components[i / PCS_LAYOUT_BLOCK];
    double hold = (double)component->hold + (double)component->hold_edge * (double)given->bodies[i].degree;
    x += hold * ((double)given->anchors[i].x - (double)given->bodies[i].x);
    y += hold * ((double)given->anchors[i].y - (double)given->bodies[i].y);
    double step = (double)given->law.step_stiff / (1 + (double)given->law.stiffness * (double)given->bodies[i].degree);
    step = step < (double)given->law.step ? step : (double)given->law.step;
    double speed = sqrt(x * x + y * y) * step;
    double scale = speed > (double)given->law.speed_most ? (double)given->law.speed_most / speed : 1;
    CHECK_CASE(is_near((double)got->velocities[i].x, x * step * scale) &&
                   is_near((double)got->velocities[i].y, y * step * scale),
               "body %u: velocity %g %g, not %g %g", i, (double)got->velocities[i].x, (double)got->velocities[i].y,
               x * step * scale, y * step * scale);
    CHECK(got->bodies[i].x == given->bodies[i].x + got->velocities[i].x);
    CHECK(got->bodies[i].y == given->bodies[i].y + got->velocities[i].y);
}

static pcs_status run(pcs_device *device, const scene *given, result *got) {
    pcs_status status = PCS_OK;
    pcs_buffer *buffers[10] = {0};
    memset(got, 0, sizeof(*got));
    uint32_t lanes = pcs_device_get_abilities(device)->lanes;
    PCS_TRY(pcs_buffer_new_from(device, "bodies", given->bodies, sizeof(given->bodies), &buffers[0]));
    PCS_TRY(pcs_buffer_new_from(device, "components", given->components, sizeof(given->components), &buffers[1]));
    PCS_TRY(pcs_buffer_new_from(device, "pushes", got->pushes, sizeof(got->pushes), &buffers[2]));
    PCS_TRY(pcs_buffer_new_from(device, "chunks", given->chunks, sizeof(given->chunks), &buffers[3]));
    PCS_TRY(pcs_buffer_new_from(device, "neighbours", given->neighbours, sizeof(given->neighbours), &buffers[4]));
    PCS_TRY(pcs_buffer_new_from(device, "pulls", got->pulls, sizeof(got->pulls), &buffers[5]));
    PCS_TRY(pcs_buffer_new_from(device, "rows", given->rows, sizeof(given->rows), &buffers[6]));
    PCS_TRY(pcs_buffer_new_from(device, "velocities", got->velocities, sizeof(got->velocities), &buffers[7]));
    PCS_TRY(pcs_buffer_new_from(device, "weights", given->weights, sizeof(given->weights), &buffers[8]));
    PCS_TRY(pcs_buffer_new_from(device, "anchors", given->anchors, sizeof(given->anchors), &buffers[9]));
    PCS_TRY(PCS_RUN(device, pcs_layout_repel, BODIES / lanes, 0, PCS_ARRAY(buffers[0]), PCS_ARRAY(buffers[1]),
                    PCS_ARRAY(buffers[2]), PCS_BY_VALUE(given->law)));
    PCS_TRY(PCS_RUN(device, pcs_layout_attract, CHUNKS, 0, PCS_ARRAY(buffers[0]), PCS_ARRAY(buffers[1]),
                    PCS_ARRAY(buffers[3]), PCS_ARRAY(buffers[4]), PCS_ARRAY(buffers[8]), PCS_ARRAY(buffers[5]),
                    PCS_BY_VALUE(given->law)));
    PCS_TRY(PCS_RUN(device, pcs_layout_move, BODIES, 0, PCS_ARRAY(buffers[2]), PCS_ARRAY(buffers[6]),
                    PCS_ARRAY(buffers[5]), PCS_ARRAY(buffers[1]), PCS_ARRAY(buffers[9]), PCS_ARRAY(buffers[0]),
                    PCS_ARRAY(buffers[7]), PCS_BY_VALUE(given->law)));
    PCS_TRY(pcs_buffer_read(buffers[0], 0, got->bodies, sizeof(got->bodies)));
    PCS_TRY(pcs_buffer_read(buffers[2], 0, got->pushes, sizeof(got->pushes)));
    PCS_TRY(pcs_buffer_read(buffers[5], 0, got->pulls, sizeof(got->pulls)));
    PCS_TRY(pcs_buffer_read(buffers[7], 0, got->velocities, sizeof(got->velocities)));
done:
    for (size_t i = 0; i < 10; i++) {
        pcs_buffer_free(buffers[i]);
    }
    return status;
}

/* Bodies that forces act on; padding may become anything. */
static bool is_body(uint32_t i) {
    return i < FIRST || i >= 32;
}

static void check_device(pcs_context *context, const pcs_device_info *info, const pcs_device_build *build,
                         const scene *given, result *reference) {
    char which[16];
    pcs_device *device = NULL;
    result found;
    unsigned before = check_failed;
    snprintf(which, sizeof(which), "%u", info->index);
    CHECK_CASE(pcs_device_open_as(context, which, NULL, build, &device) == PCS_OK, "%s", pcs_context_message(context));
    CHECK_CASE(run(device, given, &found) == PCS_OK, "%s", pcs_context_message(context));
    for (uint32_t i = 0; i < BODIES; i++) {
        if (is_body(i)) {
            check_push(given, &found, i);
            check_move(given, &found, i);
        }
    }
    if (info->kind == PCS_DEVICE_HOST) {
        *reference = found;
    }
    for (uint32_t i = 0; i < BODIES; i++) {
        CHECK_CASE(!is_body(i) || memcmp(&found.bodies[i], &reference->bodies[i], sizeof(found.bodies[i])) == 0,
                   "body %u is not where the host device puts it", i);
    }
    CHECK_CASE(check_failed == before, "device %s, %u lanes", info->name, build ? build->lanes : 0);
    pcs_device_free(device);
}

/* Against the first device's results, in both scenes. */
static void check_builds(pcs_context *context, const pcs_device_info *info) {
    static result reference[2];
    for (size_t s = 0; s < 2; s++) {
        scene given = make_scene(s == 1);
        check_device(context, info, NULL, &given, &reference[s]);
        for (uint32_t lanes = 1; info->kind != PCS_DEVICE_HOST && lanes <= 16; lanes *= 4) {
            pcs_device_build build = {.lanes = lanes, .owned = lanes > 1};
            check_device(context, info, &build, &given, &reference[s]);
        }
    }
}

int main(void) {
    check_each_device(check_builds);
    return check_result();
}
