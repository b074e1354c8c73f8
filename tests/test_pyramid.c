/* The pyramid's repulsion against all pairs in double, sorting against a plain sort; the same bits on every device. */
#include "layout/pyramid.h"

#include "device/sort.h"
#include "sort_types.h"

#include "device_check.h"

#include <math.h>
#include <stdbool.h>

enum { BODIES = 6000, PAIRS = 20000, BITS = 19 };

static const pcs_layout_law LAW = {
    .repulsion = 2.0f, .spread = 0.03f, .mass = 0.5f, .mass_degree = 0.25f, .contact = 0.016f, .contact_room = 0.04f};

static uint64_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static float uniform(uint64_t *state) {
    return (float)(next_random(state) % 65536) / 65536.0f;
}

/* A disc, a dense spot in it, a thin arm, and some that need much room; the places of the first two are one. */
static void make_bodies(pcs_layout_body *bodies) {
    uint64_t state = 5;
    for (uint32_t i = 0; i < BODIES; i++) {
        float x = uniform(&state) - 0.5f, y = uniform(&state) - 0.5f, scale = i % 4 == 0 ? 12.0f : 70.0f;
        bodies[i] = (pcs_layout_body){.x = x * scale,
                                      .y = i % 5 == 0 ? y * 0.5f : y * scale,
                                      .room = i % 100 == 7 ? 40.0f : 0.5f + uniform(&state),
                                      .degree = (float)(i % 7)};
        bodies[i].x += i % 5 == 0 ? 60.0f + x * 100.0f : 0.0f;
    }
    bodies[1] = bodies[0];
}

static double mass_of(const pcs_layout_body *body) {
    return (double)LAW.mass + (double)LAW.mass_degree * (double)body->degree;
}

static void push_exactly(const pcs_layout_body *bodies, uint32_t i, double *x, double *y) {
    *x = *y = 0.0;
    for (uint32_t j = 0; j < BODIES; j++) {
        double dx = (double)bodies[i].x - (double)bodies[j].x, dy = (double)bodies[i].y - (double)bodies[j].y;
        double squared = dx * dx + dy * dy, w = (double)bodies[i].room + (double)bodies[j].room;
        double near = w / (w + squared), contact = 1.0 / ((double)LAW.contact_room + squared);
        double force = (double)LAW.repulsion * near * near + (double)LAW.spread * mass_of(&bodies[j]) / (w + squared) +
                       (double)LAW.contact * contact * contact;
        *x += dx * force * mass_of(&bodies[i]);
        *y += dy * force * mass_of(&bodies[i]);
    }
}

/* Builds the pyramid on other bodies, then on built, and lets those at bodies push. */
static pcs_status repel(pcs_context *context, pcs_device *device, const pcs_layout_body *built,
                        const pcs_layout_body *bodies, pcs_layout_point *pushes) {
    pcs_status status = PCS_OK;
    static pcs_layout_body others[BODIES];
    pcs_pyramid *pyramid = NULL;
    pcs_buffer *placed = NULL, *pushed = NULL;
    for (uint32_t i = 0; i < BODIES; i++) {
        others[i] = bodies[BODIES - 1 - i];
        others[i].x *= i % 2 == 0 ? 3.0f : -1.0f;
    }
    PCS_TRY(pcs_pyramid_new(context, device, BODIES, &pyramid));
    PCS_TRY(pcs_buffer_new_from(device, "bodies", others, sizeof(others), &placed));
    PCS_TRY(pcs_buffer_new(device, "pushes", BODIES * sizeof(*pushes), &pushed));
    PCS_TRY(pcs_pyramid_build(pyramid, placed, &LAW));
    PCS_TRY(pcs_buffer_write(placed, 0, built, BODIES * sizeof(*built)));
    PCS_TRY(pcs_pyramid_build(pyramid, placed, &LAW));
    PCS_TRY(pcs_buffer_write(placed, 0, bodies, BODIES * sizeof(*bodies)));
    PCS_TRY(pcs_pyramid_repel(pyramid, placed, pushed, &LAW));
    PCS_TRY(pcs_buffer_read(pushed, 0, pushes, BODIES * sizeof(*pushes)));
done:
    pcs_buffer_free(pushed);
    pcs_buffer_free(placed);
    pcs_pyramid_free(pyramid);
    return status;
}

/* The error of all pushes together, and that of the worst, both beside the root mean square of the pushes. */
static void check_pushes(const pcs_layout_body *bodies, const pcs_layout_point *pushes, double worst_allowed) {
    double error = 0.0, worst = 0.0, all = 0.0;
    for (uint32_t i = 0; i < BODIES; i++) {
        double x, y;
        push_exactly(bodies, i, &x, &y);
        double dx = (double)pushes[i].x - x, dy = (double)pushes[i].y - y;
        error += dx * dx + dy * dy;
        worst = fmax(worst, dx * dx + dy * dy);
        all += x * x + y * y;
    }
    CHECK_CASE(sqrt(error / all) < 0.08, "error %g", sqrt(error / all));
    CHECK_CASE(sqrt(worst / (all / BODIES)) < worst_allowed, "worst error %g", sqrt(worst / (all / BODIES)));
}

static pcs_status sort(pcs_context *context, pcs_device *device, const pcs_sort_pair *given, pcs_sort_pair *sorted) {
    pcs_status status = PCS_OK;
    pcs_sorter *sorter = NULL;
    PCS_TRY(pcs_sorter_new(context, device, PAIRS, &sorter));
    PCS_TRY(pcs_buffer_write(pcs_sorter_pairs(sorter), 0, given, PAIRS * sizeof(*given)));
    PCS_TRY(pcs_sorter_run(sorter, PAIRS, BITS));
    PCS_TRY(pcs_buffer_read(pcs_sorter_pairs(sorter), 0, sorted, PAIRS * sizeof(*sorted)));
done:
    pcs_sorter_free(sorter);
    return status;
}

/* Values are the places before sorting: pairs of the same key keep their order. */
static int compare_pairs(const void *left, const void *right) {
    const pcs_sort_pair *a = left, *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

static void check_sort(pcs_context *context, pcs_device *device) {
    static pcs_sort_pair given[PAIRS], sorted[PAIRS];
    uint64_t state = 9;
    for (uint32_t i = 0; i < PAIRS; i++) {
        given[i] = (pcs_sort_pair){.key = (uint32_t)next_random(&state) % (i % 3 == 0 ? 50 : 1u << BITS), .value = i};
    }
    CHECK_CASE(sort(context, device, given, sorted) == PCS_OK, "%s", pcs_context_message(context));
    qsort(given, PAIRS, sizeof(*given), compare_pairs);
    CHECK(memcmp(given, sorted, sizeof(given)) == 0);
}

static void check_device(pcs_context *context, const pcs_device_info *info, const pcs_device_build *build,
                         const pcs_layout_body *built, const pcs_layout_body *bodies, pcs_layout_point *reference) {
    static pcs_layout_point pushes[BODIES];
    char which[16];
    pcs_device *device = NULL;
    unsigned before = check_failed;
    snprintf(which, sizeof(which), "%u", info->index);
    CHECK_CASE(pcs_device_open_as(context, which, NULL, build, &device) == PCS_OK, "%s", pcs_context_message(context));
    check_sort(context, device);
    CHECK_CASE(repel(context, device, built, bodies, pushes) == PCS_OK, "%s", pcs_context_message(context));
    if (info->kind == PCS_DEVICE_HOST) {
        check_pushes(bodies, pushes, built == bodies ? 2.5 : 3.5);
        memcpy(reference, pushes, sizeof(pushes));
    }
    CHECK(memcmp(reference, pushes, sizeof(pushes)) == 0);
    CHECK_CASE(check_failed == before, "device %s, %u lanes", info->name, build ? build->lanes : 0);
    pcs_device_free(device);
}

static void check_builds(pcs_context *context, const pcs_device_info *info) {
    static pcs_layout_body bodies[BODIES], moved[BODIES];
    static pcs_layout_point reference[BODIES], moved_reference[BODIES];
    make_bodies(bodies);
    make_bodies(moved);
    for (uint32_t i = 0; i < BODIES; i++) {
        moved[i].x += i % 3 == 0 ? 0.3f : -0.1f;
    }
    check_device(context, info, NULL, bodies, bodies, reference);
    check_device(context, info, NULL, bodies, moved, moved_reference);
    for (uint32_t lanes = 1; info->kind != PCS_DEVICE_HOST && lanes <= 16; lanes *= 4) {
        pcs_device_build build = {.lanes = lanes, .owned = lanes > 1};
        check_device(context, info, &build, bodies, bodies, reference);
    }
}

int main(void) {
    check_each_device(check_builds);
    return check_result();
}
