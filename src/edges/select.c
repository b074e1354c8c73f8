/* What is left of a finished table: by traffic, by kind of host, by nearness, by rank. */
#include "edges/edges.h"
#include "edges/sort.h"

#include "base/context.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Steps from the focus. */
enum { FAR_AWAY = UINT32_MAX };

typedef struct selection {
    pcs_context *context;
    pcs_edges *edges;
    pcs_select_options options;
    bool *keeps; /* for each edge, whether it is left */
    bool *used;  /* for each host, whether an edge that is left has it */
} selection;

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

static uint64_t bytes_of(const pcs_edge *edge) {
    return sum(edge->a_to_b.bytes, edge->b_to_a.bytes);
}

/* ---- each edge by the whole table */

static bool is_kept_alone(const selection *s, const pcs_edge *edge) {
    const pcs_host *hosts = s->edges->hosts;
    if (sum(edge->a_to_b.packets, edge->b_to_a.packets) < s->options.min_packets ||
        bytes_of(edge) < s->options.min_bytes) {
        return false;
    }
    return !s->options.no_broadcast || (!pcs_host_is_group(&hosts[edge->a]) && !pcs_host_is_group(&hosts[edge->b]));
}

/* The end of the edges from begin on that join one pair: one for each protocol. */
static uint32_t end_of_pair(const pcs_edges *edges, uint32_t begin) {
    uint32_t end = begin + 1;
    while (end < edges->edge_count && edges->table[end].a == edges->table[begin].a &&
           edges->table[end].b == edges->table[begin].b) {
        end++;
    }
    return end;
}

/* A host that talks to itself answers itself. */
static bool is_answered(const pcs_edges *edges, uint32_t begin, uint32_t end) {
    bool there = false, back = false;
    for (uint32_t i = begin; i < end; i++) {
        there = there || edges->table[i].a_to_b.packets > 0;
        back = back || edges->table[i].b_to_a.packets > 0;
    }
    return edges->table[begin].a == edges->table[begin].b || (there && back);
}

static void judge_edges(selection *s) {
    for (uint32_t begin = 0, end; begin < s->edges->edge_count; begin = end) {
        end = end_of_pair(s->edges, begin);
        bool pair = !s->options.answered || is_answered(s->edges, begin, end);
        for (uint32_t i = begin; i < end; i++) {
            s->keeps[i] = pair && is_kept_alone(s, &s->edges->table[i]);
        }
    }
}

static void mark_used(selection *s) {
    memset(s->used, 0, s->edges->host_count * sizeof(*s->used));
    for (uint32_t i = 0; i < s->edges->edge_count; i++) {
        if (s->keeps[i]) {
            s->used[s->edges->table[i].a] = true;
            s->used[s->edges->table[i].b] = true;
        }
    }
}

/* Leaves the edges whose two hosts are both among these. */
static void keep_between(selection *s, const bool *hosts) {
    for (uint32_t i = 0; i < s->edges->edge_count; i++) {
        const pcs_edge *edge = &s->edges->table[i];
        s->keeps[i] = s->keeps[i] && hosts[edge->a] && hosts[edge->b];
    }
}

/* ---- nearness */

/* One more step along the edges that are left; false: no host was new. */
static bool step_on(const selection *s, uint32_t *steps, uint32_t done) {
    bool found = false;
    for (uint32_t i = 0; i < s->edges->edge_count; i++) {
        uint32_t a = s->edges->table[i].a, b = s->edges->table[i].b;
        if (s->keeps[i] && (steps[a] == done) != (steps[b] == done)) {
            uint32_t *other = steps[a] == done ? &steps[b] : &steps[a];
            found = found || *other == FAR_AWAY;
            *other = *other == FAR_AWAY ? done + 1 : *other;
        }
    }
    return found;
}

static pcs_status keep_near(selection *s) {
    uint32_t focus = 0, count = s->edges->host_count;
    uint64_t hops = s->options.hops > 0 ? s->options.hops : 1;
    if (!pcs_edges_find_host(s->edges, s->options.focus, &focus) || !s->used[focus]) {
        return pcs_fail(s->context, PCS_E_ARGUMENT, "focus %s: is no host of the table: name one as edges writes it",
                        s->options.focus);
    }
    uint32_t *steps = malloc(count * sizeof(*steps));
    if (!steps) {
        return pcs_fail_memory(s->context, "distances from the focus", count * sizeof(*steps));
    }
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = i == focus ? 0 : FAR_AWAY;
    }
    for (uint32_t done = 0; done < hops && step_on(s, steps, done); done++) {
    }
    for (uint32_t i = 0; i < count; i++) {
        s->used[i] = steps[i] != FAR_AWAY;
    }
    keep_between(s, s->used);
    free(steps);
    return PCS_OK;
}

/* ---- rank */

/* weights[host]: bytes sent and received, or how many others it talks with. */
static void weigh(const selection *s, uint64_t *weights) {
    for (uint32_t begin = 0, end; begin < s->edges->edge_count; begin = end) {
        end = end_of_pair(s->edges, begin);
        uint32_t a = s->edges->table[begin].a, b = s->edges->table[begin].b;
        uint64_t weight = 0;
        for (uint32_t i = begin; i < end; i++) {
            if (s->keeps[i]) {
                weight = s->options.top_by == PCS_TOP_BY_BYTES ? sum(weight, bytes_of(&s->edges->table[i])) : a != b;
            }
        }
        weights[a] = sum(weights[a], weight);
        weights[b] = a == b ? weights[b] : sum(weights[b], weight);
    }
}

static pcs_status keep_top(selection *s) {
    uint32_t count = s->edges->host_count;
    size_t used = 0;
    pcs_status status = PCS_OK;
    uint64_t *weights = calloc((size_t)count + 1, sizeof(*weights));
    pcs_sort_item *items = calloc((size_t)count + 1, 2 * sizeof(*items));
    if (!weights || !items) {
        status =
            pcs_fail_memory(s->context, "ranking hosts", (uint64_t)count * (2 * sizeof(*items) + sizeof(*weights)));
        goto done;
    }
    weigh(s, weights);
    for (uint32_t i = 0; i < count; i++) {
        if (s->used[i]) {
            items[used++] = (pcs_sort_item){UINT64_MAX - weights[i], i};
        }
    }
    pcs_sort_items(NULL, items, items + count, used);
    for (size_t i = (size_t)s->options.top; i < used; i++) {
        s->used[items[i].value] = false;
    }
    keep_between(s, s->used);
done:
    free(items);
    free(weights);
    return status;
}

/* ---- the table that is left */

/* ranks: room for a number a host. */
static void compact(selection *s, uint32_t *ranks) {
    pcs_edges *edges = s->edges;
    uint32_t hosts = 0, kept = 0;
    for (uint32_t i = 0; i < edges->host_count; i++) {
        ranks[i] = hosts;
        edges->hosts[hosts] = edges->hosts[i];
        hosts += s->used[i];
    }
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        if (s->keeps[i]) {
            pcs_edge edge = edges->table[i];
            edge.a = ranks[edge.a];
            edge.b = ranks[edge.b];
            if (edges->times) {
                edges->times[kept] = edges->times[i];
            }
            edges->table[kept++] = edge;
        }
    }
    edges->host_count = hosts;
    edges->edge_count = kept;
}

static bool goes(const pcs_traffic *traffic) {
    return (traffic->packets | traffic->bytes | traffic->payload_bytes) != 0;
}

static bool goes_both_ways(const pcs_edge *edge) {
    return goes(&edge->a_to_b) && goes(&edge->b_to_a);
}

/* Room for the edges that are left with their directions apart. */
static pcs_status reserve_directions(selection *s) {
    uint64_t count = s->edges->edge_count;
    for (uint32_t i = 0; i < s->edges->edge_count; i++) {
        count += s->keeps[i] && goes_both_ways(&s->edges->table[i]);
    }
    if (count > UINT32_MAX) {
        return pcs_fail(s->context, PCS_E_MEMORY, "more than %u edges with directions apart: leave some out",
                        UINT32_MAX);
    }
    void *table = realloc(s->edges->table, ((size_t)count + 1) * sizeof(*s->edges->table));
    if (!table) {
        return pcs_fail_memory(s->context, "the edge table", count * sizeof(*s->edges->table));
    }
    s->edges->table = table;
    if (s->edges->times) {
        void *times = realloc(s->edges->times, ((size_t)count + 1) * sizeof(*s->edges->times));
        if (!times) {
            return pcs_fail_memory(s->context, "the times of edges", count * sizeof(*s->edges->times));
        }
        s->edges->times = times;
    }
    return PCS_OK;
}

/* The times stand where they were, at from, until both directions are put. */
static void put_edge(pcs_edges *edges, uint32_t place, const pcs_edge *edge, uint32_t from) {
    edges->table[place] = *edge;
    if (edges->times) {
        edges->times[place] = edges->times[from];
    }
}

/* From the last edge on, so that none is overwritten before it is moved; both directions have the times of the edge. */
static void split_directions(pcs_edges *edges) {
    uint32_t from = edges->edge_count, to = from;
    for (uint32_t i = 0; i < from; i++) {
        to += goes_both_ways(&edges->table[i]);
    }
    edges->edge_count = to;
    edges->directed = true;
    while (from > 0) {
        pcs_edge edge = edges->table[--from];
        if (goes_both_ways(&edge)) {
            pcs_edge back = edge;
            back.a_to_b = (pcs_traffic){0};
            edge.b_to_a = (pcs_traffic){0};
            put_edge(edges, --to, &back, from);
        }
        put_edge(edges, --to, &edge, from);
    }
}

pcs_status pcs_edges_select(pcs_context *context, pcs_edges *edges, const pcs_select_options *options) {
    selection s = {.context = context, .edges = edges};
    pcs_status status = PCS_OK;
    uint32_t *ranks = NULL;
    pcs_options_copy(&s.options, sizeof(s.options), options, options->size);
    if ((unsigned)s.options.top_by >= PCS_TOP_BY_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "top by %u: there is none of this number", (unsigned)s.options.top_by);
    }
    s.keeps = pcs_memory_new(edges->edge_count, sizeof(*s.keeps));
    s.used = pcs_memory_new(edges->host_count, sizeof(*s.used));
    ranks = pcs_memory_new(edges->host_count, sizeof(*ranks));
    if (!s.keeps || !s.used || !ranks) {
        status = pcs_fail_memory(context, "selecting edges", (uint64_t)edges->edge_count + 5U * edges->host_count);
        goto done;
    }
    judge_edges(&s);
    mark_used(&s);
    if (s.options.focus) {
        PCS_TRY(keep_near(&s));
        mark_used(&s);
    }
    if (s.options.top > 0) {
        PCS_TRY(keep_top(&s));
        mark_used(&s);
    }
    if (s.options.direction && !edges->directed) {
        PCS_TRY(reserve_directions(&s));
    }
    compact(&s, ranks);
    if (s.options.direction && !edges->directed) {
        split_directions(edges);
    }
done:
    free(ranks);
    free(s.used);
    free(s.keeps);
    return status;
}
