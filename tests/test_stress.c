/* The start of the layout: steps from pivots against a plain search, rounds of stress against the same in double, the
 * same bits on every device. */
#include "base/hash.h"
#include "layout/pivot_weights.h"
#include "layout/stress.h"

#include "device_check.h"

#include <math.h>
#include <stdbool.h>

enum { RING = 392, SPOKES = 40, PATH = 5, BODIES = 448, ROUNDS = 30 };

static uint32_t begins[] = {0, RING + SPOKES}, ends[] = {RING + SPOKES, RING + SPOKES + PATH};
static uint32_t offsets[BODIES + 1], neighbours[4 * BODIES];
static float rooms[BODIES];
static uint64_t hashes[BODIES];
static double tightness[2], x[BODIES], y[BODIES], start_x[BODIES], start_y[BODIES];
static bool linked[BODIES][BODIES];

static void link_bodies(uint32_t a, uint32_t b) {
    linked[a][b] = linked[b][a] = true;
}

/* A ring of which the bodies at the first places are hubs of one body more each, and a path. hub: one of the ring knows
 * most of it too, and bodies have leaves. */
static pcs_system make_system(bool hub) {
    memset(linked, 0, sizeof(linked));
    for (uint32_t i = 10; hub && i < RING; i++) {
        link_bodies(3, i);
    }
    for (uint32_t i = 0; i < RING; i++) {
        link_bodies(i, (i + 1) % RING);
    }
    for (uint32_t i = 0; i < SPOKES; i++) {
        link_bodies(i % 7, RING + i);
    }
    for (uint32_t i = 0; i + 1 < PATH; i++) {
        link_bodies(begins[1] + i, begins[1] + i + 1);
    }
    uint32_t row = 0;
    for (uint32_t i = 0; i < BODIES; i++) {
        for (uint32_t j = 0; j < BODIES; j++) {
            if (linked[i][j]) {
                neighbours[row++] = j;
            }
        }
        offsets[i + 1] = row;
        rooms[i] = 0.5f * (float)(1 + (hub && i % 5 == 3 ? i : 0));
        hashes[i] = pcs_hash_mix(i);
        start_x[i] = (double)((i * 37) % 50) * 0.3;
        start_y[i] = (double)((i * 23) % 41) * 0.2;
    }
    return (pcs_system){.component_count = 2,
                        .body_count = BODIES,
                        .begins = begins,
                        .ends = ends,
                        .offsets = offsets,
                        .neighbours = neighbours,
                        .rooms = rooms,
                        .hashes = hashes,
                        .tightness = tightness,
                        .x = x,
                        .y = y};
}

/* All distances, by relaxing every link until nothing changes. */
static void find_steps(uint32_t from, float *steps) {
    for (uint32_t i = 0; i < BODIES; i++) {
        steps[i] = i == from ? 0.0f : 1e6f;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < BODIES; i++) {
            for (uint32_t e = offsets[i]; e < offsets[i + 1]; e++) {
                if (steps[neighbours[e]] > steps[i] + 1.0f) {
                    steps[neighbours[e]] = steps[i] + 1.0f;
                    changed = true;
                }
            }
        }
    }
}

/* Bodies and their leaves. */
static double hosts_of(uint32_t body) {
    return 2.0 * (double)rooms[body];
}

static void check_distances(const pcs_distances *distances, bool hub) {
    float steps[BODIES];
    for (uint32_t c = 0; c < 2; c++) {
        const pcs_stress_component *component = &distances->components[c];
        uint32_t count = ends[c] - begins[c];
        float weights = 0.0f;
        CHECK(component->begin == begins[c] && component->end == ends[c] && component->pivot_count <= count);
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            const pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
            const uint16_t *row = pcs_distances_row(distances, component, k);
            find_steps(pivots[k].body, steps);
            for (uint32_t i = 0; i < count; i++) {
                CHECK_CASE((float)row[i] == steps[begins[c] + i], "component %u, pivot %u, body %u", c, k, i);
            }
            for (uint32_t other = 0; other < k; other++) {
                CHECK_CASE(pivots[k].body != pivots[other].body, "body %u is a pivot twice", pivots[k].body);
            }
            weights += pivots[k].weight;
        }
        CHECK_CASE(fabs((double)weights - count) < 1e-3, "the weights of component %u are %g", c, (double)weights);
    }
    CHECK(distances->components[1].pivot_count == PATH);
    for (uint32_t i = 0; i < ends[1]; i++) {
        bool swayed = hub && i < ends[0];
        double wanted = swayed ? 1.0 - 1.0 / hosts_of(i) : 0.0;
        CHECK_CASE(fabs((double)distances->leaf_steps[i] - wanted) < 1e-6, "body %u: %g, not %g", i,
                   (double)distances->leaf_steps[i], wanted);
    }
}

typedef struct wish {
    double weight, x, y;
} wish;

static void add(wish *sum, const pcs_distances *distances, double weight, double steps, uint32_t body, uint32_t other) {
    steps += (double)distances->leaf_steps[body] + (double)distances->leaf_steps[other];
    weight /= steps * steps;
    double dx = x[body] - x[other], dy = y[body] - y[other], length = sqrt(dx * dx + dy * dy);
    double scale = length > 1e-9 ? steps / length : 0.0;
    sum->weight += weight;
    sum->x += weight * (x[other] + dx * scale);
    sum->y += weight * (y[other] + dy * scale);
}

/* One round in double, from x and y to moved. */
static void lower_once(const pcs_distances *distances, wish *moved) {
    for (uint32_t c = 0; c < 2; c++) {
        const pcs_stress_component *component = &distances->components[c];
        for (uint32_t i = begins[c]; i < ends[c]; i++) {
            wish sum = {0};
            for (uint32_t k = 0; k < component->pivot_count; k++) {
                pcs_stress_pivot pivot = distances->pivots[component->pivots_begin + k];
                double steps = pcs_distances_row(distances, component, k)[i - begins[c]];
                if (pivot.body != i) {
                    add(&sum, distances, (double)pivot.weight, steps, i, pivot.body);
                }
            }
            for (uint32_t e = offsets[i]; e < offsets[i + 1]; e++) {
                add(&sum, distances, 1.0, 1.0, i, neighbours[e]);
            }
            moved[i] = (wish){1.0, sum.x / sum.weight, sum.y / sum.weight};
        }
    }
}

static void lower(const pcs_distances *distances) {
    static wish moved[BODIES];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        lower_once(distances, moved);
        for (uint32_t c = 0; c < 2; c++) {
            for (uint32_t i = begins[c]; i < ends[c]; i++) {
                x[i] = moved[i].x;
                y[i] = moved[i].y;
            }
        }
    }
}

static void begin_again(void) {
    memcpy(x, start_x, sizeof(x));
    memcpy(y, start_y, sizeof(y));
}

/* What drawn pivots stand for is right in the mean: in many drawings, the hosts of any bodies. */
static void check_draw(pcs_system system) {
    enum { DRAWINGS = 4000, DRAWN = 20, PART = 50 };
    const pcs_stress_component component = {.begin = begins[0], .end = ends[0]};
    uint64_t drawing_hashes[BODIES];
    double part = 0.0, all = 0.0, found_part = 0.0, found_all = 0.0;
    system.hashes = drawing_hashes;
    for (uint32_t drawing = 0; drawing < DRAWINGS; drawing++) {
        pcs_stress_pivot drawn[DRAWN];
        for (uint32_t i = 0; i < BODIES; i++) {
            drawing_hashes[i] = pcs_hash_mix(hashes[i] ^ pcs_hash_mix(drawing + 1));
        }
        pcs_pivots_draw(&system, &component, drawn, DRAWN);
        for (uint32_t k = 0; k < DRAWN; k++) {
            found_all += (double)drawn[k].weight / DRAWINGS;
            found_part += drawn[k].body < PART ? (double)drawn[k].weight / DRAWINGS : 0.0;
        }
    }
    for (uint32_t i = component.begin; i < component.end; i++) {
        all += hosts_of(i);
        part += i < PART ? hosts_of(i) : 0.0;
    }
    CHECK_CASE(fabs(found_all / all - 1.0) < 0.02, "%g hosts drawn of %g", found_all, all);
    CHECK_CASE(fabs(found_part / part - 1.0) < 0.04, "%g hosts drawn of %g", found_part, part);
}

static void check_stress(pcs_context *context, const pcs_device_info *list, size_t count, bool hub) {
    static double wanted_x[BODIES], wanted_y[BODIES], host_x[BODIES], host_y[BODIES];
    pcs_distances *distances = NULL;
    pcs_device *host = NULL;
    pcs_system system = make_system(hub);
    CHECK(pcs_device_open(context, "host", NULL, &host) == PCS_OK);
    CHECK(pcs_distances_new(pcs_phase_whole(context, "layout"), host, &system, &distances) == PCS_OK);
    pcs_pivot_weights_fill(&system, distances);
    check_distances(distances, hub);
    check_draw(system);
    begin_again();
    lower(distances);
    memcpy(wanted_x, x, sizeof(x));
    memcpy(wanted_y, y, sizeof(y));
    for (size_t d = 0; d < count; d++) {
        pcs_device *device = check_device_open(context, &list[d]);
        if (!device) {
            continue;
        }
        begin_again();
        CHECK(pcs_stress_lower(pcs_phase_whole(context, "layout"), device, distances, &system) == PCS_OK);
        for (uint32_t c = 0; c < 2; c++) {
            for (uint32_t i = begins[c]; i < ends[c]; i++) {
                CHECK_CASE(fabs(x[i] - wanted_x[i]) < 1e-3 && fabs(y[i] - wanted_y[i]) < 1e-3,
                           "body %u on %s: %g %g, not %g %g", i, list[d].name, x[i], y[i], wanted_x[i], wanted_y[i]);
            }
        }
        if (list[d].kind == PCS_DEVICE_HOST) {
            memcpy(host_x, x, sizeof(x));
            memcpy(host_y, y, sizeof(y));
        }
        CHECK_CASE(memcmp(x, host_x, sizeof(x)) == 0 && memcmp(y, host_y, sizeof(y)) == 0, "%s", list[d].name);
        pcs_device_free(device);
    }
    pcs_distances_free(distances);
    pcs_device_free(host);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_device_info *list = NULL;
    size_t count = 0;
    CHECK(context && pcs_device_list(context, &list, &count) == PCS_OK);
    check_stress(context, list, count, false);
    check_stress(context, list, count, true);
    pcs_device_list_free(list);
    pcs_context_free(context);
    return check_result();
}
