/* The forces between the bodies of a layout, and one step of their motion.
 *
 * Repulsion and attraction of the t-distribution (Zhong, Xue, Zhang, Zhang, Ban, Deussen, Wang: Force-directed graph
 * layouts revisited: a new force based on the t-distribution, IEEE TVCG 2023), each pair of bodies scaled by the room
 * they need. Every sum runs over ascending numbers in one item, so that all devices get the same bits. */
#include "dialect.h"
#include "layout_types.h"

/* PCS_LANES neighbouring bodies are pushed away by all bodies of their component. With w the room of a pair:
 * d * (repulsion * (w / (w + d^2))^2 + spread / (w + d^2) + contact * (1 / (contact_room + d^2))^2), over one
 * denominator. */
PCS_KERNEL4(pcs_layout_repel, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_layout_component), components,
            PCS_OUT(pcs_layout_point), pushes, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM(item, law.body_count / PCS_LANES) {
        float x[PCS_LANES], y[PCS_LANES], room[PCS_LANES], sum_x[PCS_LANES], sum_y[PCS_LANES];
        uint32_t first = item * PCS_LANES;
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            x[lane] = bodies[first + lane].x;
            y[lane] = bodies[first + lane].y;
            room[lane] = bodies[first + lane].room;
            sum_x[lane] = 0.0f;
            sum_y[lane] = 0.0f;
        }
        pcs_layout_component others = components[first / PCS_LAYOUT_BLOCK];
        float spread = law.spread * others.spread;
        for (uint32_t j = others.begin; j < others.end; j++) {
            float other_x = bodies[j].x, other_y = bodies[j].y, other_room = bodies[j].room;
            for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
                float dx = x[lane] - other_x, dy = y[lane] - other_y;
                float squared = dx * dx + dy * dy;
                float w = room[lane] + other_room;
                float a = w + squared, b = law.contact_room + squared;
                float ab = a * b;
                float far = others.repulsion * (w * w) + spread * a;
                float force = (far * (b * b) + law.contact * (a * a)) / (ab * ab);
                sum_x[lane] += dx * force;
                sum_y[lane] += dy * force;
            }
        }
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            pushes[first + lane].x = sum_x[lane];
            pushes[first + lane].y = sum_y[lane];
        }
    }
}

/* The pull of one chunk of neighbours: d * attraction / (1 + d^2 / w), and a spring, of which the end with the higher
 * degree feels the smaller share. */
PCS_KERNEL5(pcs_layout_attract, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_layout_chunk), chunks, PCS_IN(uint32_t),
            neighbours, PCS_OUT(pcs_layout_point), pulls, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM(item, law.chunk_count) {
        pcs_layout_chunk chunk = chunks[item];
        pcs_layout_body body = bodies[chunk.body];
        float sum_x = 0.0f, sum_y = 0.0f;
        for (uint32_t i = chunk.begin; i < chunk.end; i++) {
            pcs_layout_body other = bodies[neighbours[i]];
            float dx = other.x - body.x, dy = other.y - body.y;
            float w = body.room + other.room, a = w + (dx * dx + dy * dy);
            float degrees = body.degree + other.degree;
            float force = (law.attraction * w * degrees + law.spring * other.degree * a) / (a * degrees);
            sum_x += dx * force;
            sum_y += dy * force;
        }
        pulls[item].x = sum_x;
        pulls[item].y = sum_y;
    }
}

/* Adds up the forces on each body and moves it. */
PCS_KERNEL6(pcs_layout_move, PCS_IN(pcs_layout_point), pushes, PCS_IN(pcs_layout_range), rows,
            PCS_IN(pcs_layout_point), pulls, PCS_OUT(pcs_layout_body), bodies, PCS_OUT(pcs_layout_point), velocities,
            PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM(i, law.body_count) {
        float x = pushes[i].x, y = pushes[i].y;
        for (uint32_t chunk = rows[i].begin; chunk < rows[i].end; chunk++) {
            x += pulls[chunk].x;
            y += pulls[chunk].y;
        }
        float stiff = law.step_stiff / (1.0f + law.attraction * bodies[i].degree);
        float step = stiff < law.step ? stiff : law.step;
        x = (velocities[i].x + x * step) * law.inertia;
        y = (velocities[i].y + y * step) * law.inertia;
        float speed = PCS_SQRT(x * x + y * y);
        if (speed > law.speed_most) {
            x *= law.speed_most / speed;
            y *= law.speed_most / speed;
        }
        /* Velocities that die out become zero before they become denormal, which not every device has. */
        x = x > -1e-18f && x < 1e-18f ? 0.0f : x;
        y = y > -1e-18f && y < 1e-18f ? 0.0f : y;
        velocities[i].x = x;
        velocities[i].y = y;
        bodies[i].x += x;
        bodies[i].y += y;
    }
}
