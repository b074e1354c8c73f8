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
    PCS_EACH_ITEM (item, law.body_count / PCS_LANES) {
        float x[PCS_LANES], y[PCS_LANES], room[PCS_LANES];
        uint32_t first = item * PCS_LANES;
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            x[lane] = bodies[first + lane].x;
            y[lane] = bodies[first + lane].y;
            room[lane] = bodies[first + lane].room;
        }
        pcs_lanes all_x, all_y, all_room;
        pcs_lanes_load(&all_x, x);
        pcs_lanes_load(&all_y, y);
        pcs_lanes_load(&all_room, room);
        pcs_lanes sum_x = all_x * 0.0f, sum_y = sum_x;
        pcs_layout_component others = components[first / PCS_LAYOUT_BLOCK];
        for (uint32_t j = others.begin; j < others.end; j++) {
            pcs_layout_body other = bodies[j];
            float far = law.spread * (law.mass + law.mass_degree * other.degree);
            pcs_lanes dx = all_x - other.x, dy = all_y - other.y, w = all_room + other.room;
            pcs_lanes squared = dx * dx + dy * dy;
            pcs_lanes a = w + squared, b = squared + law.contact_room;
            pcs_lanes ab = a * b;
            pcs_lanes both = law.repulsion * (w * w) + far * a;
            pcs_lanes force = (both * (b * b) + law.contact * (a * a)) / (ab * ab);
            sum_x += dx * force;
            sum_y += dy * force;
        }
        pcs_lanes_store(&sum_x, x);
        pcs_lanes_store(&sum_y, y);
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            float mass = law.mass + law.mass_degree * bodies[first + lane].degree;
            pushes[first + lane].x = x[lane] * mass;
            pushes[first + lane].y = y[lane] * mass;
        }
    }
}

/* The pull of one chunk of neighbours: d * (attraction / (1 + d^2 / w) + spring + stretch * |d|), the last two shared
 * out so that the end with the higher degree feels less of them, or felt by both ends alike. */
PCS_KERNEL7(pcs_layout_attract, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_layout_component), components,
            PCS_IN(pcs_layout_chunk), chunks, PCS_IN(uint32_t), neighbours, PCS_IN(float), weights,
            PCS_OUT(pcs_layout_point), pulls, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM (item, law.chunk_count) {
        pcs_layout_chunk chunk = chunks[item];
        pcs_layout_body body = bodies[chunk.body];
        float own_spring = law.spring * components[chunk.body / PCS_LAYOUT_BLOCK].spring;
        float sum_x = 0.0f, sum_y = 0.0f;
        for (uint32_t i = chunk.begin; i < chunk.end; i++) {
            PCS_PREFETCH(&bodies[neighbours[i + PCS_LAYOUT_AHEAD]]);
            pcs_layout_body other = bodies[neighbours[i]];
            float dx = other.x - body.x, dy = other.y - body.y;
            float w = body.room + other.room, a = w + (dx * dx + dy * dy);
            float degrees = body.degree + other.degree, felt = other.degree + law.even * body.degree;
            float length = law.stretch > 0.0f ? PCS_SQRT(dx * dx + dy * dy) : 0.0f;
            float spring = own_spring + law.stretch * length;
            float force = (law.attraction * w * degrees + spring * felt * a) / (a * degrees);
            force *= law.weighted ? weights[i] : 1.0f;
            sum_x += dx * force;
            sum_y += dy * force;
        }
        pulls[item].x = sum_x;
        pulls[item].y = sum_y;
    }
}

/* Adds up the forces on each body, that of its anchor too, and moves it. */
PCS_KERNEL8(pcs_layout_move, PCS_IN(pcs_layout_point), pushes, PCS_IN(pcs_layout_range), rows, PCS_IN(pcs_layout_point),
            pulls, PCS_IN(pcs_layout_component), components, PCS_IN(pcs_layout_point), anchors,
            PCS_OUT(pcs_layout_body), bodies, PCS_OUT(pcs_layout_point), velocities, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM (i, law.body_count) {
        float x = pushes[i].x, y = pushes[i].y;
        for (uint32_t chunk = rows[i].begin; chunk < rows[i].end; chunk++) {
            x += pulls[chunk].x;
            y += pulls[chunk].y;
        }
        pcs_layout_component component = components[i / PCS_LAYOUT_BLOCK];
        float hold = component.hold + component.hold_edge * bodies[i].degree;
        x += hold * (anchors[i].x - bodies[i].x);
        y += hold * (anchors[i].y - bodies[i].y);
        float stiff = law.step_stiff / (1.0f + law.stiffness * bodies[i].degree);
        float step = stiff < law.step ? stiff : law.step;
        x = velocities[i].x * law.inertia + x * step;
        y = velocities[i].y * law.inertia + y * step;
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
