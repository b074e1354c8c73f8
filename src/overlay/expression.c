/* What an expression means. */
#include "overlay/expression.h"

#include "base/memory.h"
#include "edges/sort.h"

#include <stdlib.h>

/* What is asked: of an edge, or of a host where edge is NULL. */
typedef struct subject {
    const pcs_edges *edges;
    const pcs_host_totals *totals;
    const pcs_edge *edge;
    uint32_t host;
} subject;

static uint64_t host_amount(const pcs_host_totals *of, pcs_amount amount) {
    switch (amount) {
    case PCS_AMOUNT_HOST_BYTES:
        return pcs_host_totals_sum(of->sent.bytes, of->received.bytes);
    case PCS_AMOUNT_HOST_PACKETS:
        return pcs_host_totals_sum(of->sent.packets, of->received.packets);
    case PCS_AMOUNT_HOST_PAYLOAD:
        return pcs_host_totals_sum(of->sent.payload_bytes, of->received.payload_bytes);
    case PCS_AMOUNT_IN_DEGREE:
        return of->in_degree;
    case PCS_AMOUNT_OUT_DEGREE:
        return of->out_degree;
    default:
        return of->degree;
    }
}

static uint64_t edge_amount(const pcs_edge *of, pcs_amount amount) {
    const pcs_traffic *there = &of->a_to_b, *back = &of->b_to_a;
    return amount == PCS_AMOUNT_BYTES     ? pcs_host_totals_sum(there->bytes, back->bytes)
           : amount == PCS_AMOUNT_PACKETS ? pcs_host_totals_sum(there->packets, back->packets)
                                          : pcs_host_totals_sum(there->payload_bytes, back->payload_bytes);
}

static bool compare(uint64_t value, pcs_comparison comparison, uint64_t number) {
    switch (comparison) {
    case PCS_EQUAL:
        return value == number;
    case PCS_UNEQUAL:
        return value != number;
    case PCS_LESS:
        return value < number;
    case PCS_LESS_OR_EQUAL:
        return value <= number;
    case PCS_GREATER:
        return value > number;
    default:
        return value >= number;
    }
}

/* The address of a host that is one, or a service at one, or a range of them: bits of the address count. */
static bool take_address(const pcs_host *host, pcs_host *address, uint32_t *bits) {
    bool ipv4 =
        host->kind == PCS_HOST_IPV4 || host->kind == PCS_HOST_IPV4_SERVICE || host->kind == PCS_HOST_IPV4_PREFIX;
    bool range = host->kind == PCS_HOST_IPV4_PREFIX || host->kind == PCS_HOST_IPV6_PREFIX;
    *address = (pcs_host){.kind = ipv4 ? PCS_HOST_IPV4 : PCS_HOST_IPV6, .high = host->high, .low = host->low};
    *bits = range ? host->suffix : ipv4 ? 32 : 128;
    return ipv4 || range || host->kind == PCS_HOST_IPV6 || host->kind == PCS_HOST_IPV6_SERVICE;
}

/* The same, or an address means its services too, and a range all that lies in it. */
static bool is_host(const pcs_host *wanted, const pcs_host *host) {
    pcs_host range, address;
    uint32_t range_bits, bits;
    bool service = wanted->kind == PCS_HOST_IPV4_SERVICE || wanted->kind == PCS_HOST_IPV6_SERVICE;
    if (service || !take_address(wanted, &range, &range_bits) || !take_address(host, &address, &bits)) {
        return pcs_host_compare(wanted, host) == 0;
    }
    if (range.kind != address.kind || bits < range_bits) {
        return false;
    }
    pcs_host around = pcs_host_prefix(&address, range_bits);
    return around.high == range.high && around.low == range.low;
}

/* The terms of hosts. */
static bool holds_of_host(const pcs_expression_step *step, const subject *of, uint32_t host) {
    if (step->kind == PCS_STEP_HOST) {
        return is_host(&step->host, &of->edges->hosts[host]);
    }
    uint64_t value = host_amount(&of->totals[host], step->amount);
    if (step->kind == PCS_STEP_TOP) {
        return value > step->least || (value == step->least && host <= step->last && value > 0);
    }
    return compare(value, step->comparison, step->number);
}

static bool term_holds(const pcs_expression_step *step, const subject *of) {
    if (step->kind == PCS_STEP_EDGES) {
        return true;
    }
    if (step->kind == PCS_STEP_PROTOCOL) {
        return (of->edge->protocol == step->protocol) == (step->comparison == PCS_EQUAL);
    }
    if (step->kind == PCS_STEP_AMOUNT && step->amount < PCS_AMOUNT_HOST_BYTES) {
        return compare(edge_amount(of->edge, step->amount), step->comparison, step->number);
    }
    bool holds = of->edge ? holds_of_host(step, of, of->edge->a) || holds_of_host(step, of, of->edge->b)
                          : holds_of_host(step, of, of->host);
    return holds != (step->kind == PCS_STEP_HOST && step->comparison == PCS_UNEQUAL);
}

static bool evaluate(const pcs_expression *expression, const subject *of) {
    bool stack[PCS_EXPRESSION_STEPS];
    uint32_t height = 0;
    for (uint32_t i = 0; i < expression->count; i++) {
        const pcs_expression_step *step = &expression->steps[i];
        if (step->kind == PCS_STEP_NOT) {
            stack[height - 1] = !stack[height - 1];
        } else if (step->kind == PCS_STEP_AND || step->kind == PCS_STEP_OR) {
            bool right = stack[--height], left = stack[height - 1];
            stack[height - 1] = step->kind == PCS_STEP_AND ? left && right : left || right;
        } else {
            stack[height++] = term_holds(step, of);
        }
    }
    return stack[0];
}

bool pcs_expression_takes_edge(const pcs_expression *expression, const pcs_edges *edges, const pcs_host_totals *totals,
                               uint32_t edge) {
    return evaluate(expression, &(subject){.edges = edges, .totals = totals, .edge = &edges->table[edge]});
}

bool pcs_expression_takes_host(const pcs_expression *expression, const pcs_edges *edges, const pcs_host_totals *totals,
                               uint32_t host) {
    return evaluate(expression, &(subject){.edges = edges, .totals = totals, .host = host});
}

/* The last host at the top, and its amount: of equal ones the lower are first. */
static void find_last(pcs_expression_step *step, const pcs_host_totals *totals, uint32_t host_count,
                      pcs_sort_item *items) {
    for (uint32_t i = 0; i < host_count; i++) {
        items[i] = (pcs_sort_item){UINT64_MAX - host_amount(&totals[i], step->amount), i};
    }
    pcs_sort_items(NULL, items, items + host_count, host_count);
    uint64_t place = step->number < host_count ? step->number : host_count;
    step->least = place > 0 ? UINT64_MAX - items[place - 1].key : UINT64_MAX;
    step->last = place > 0 ? items[place - 1].value : 0;
}

pcs_status pcs_expression_prepare(pcs_context *context, pcs_expression *expression, const pcs_host_totals *totals,
                                  uint32_t host_count) {
    pcs_sort_item *items = malloc(((size_t)host_count + 1) * 2 * sizeof(*items));
    if (!items) {
        return pcs_fail_memory(context, "ranking hosts", (uint64_t)host_count * 2 * sizeof(*items));
    }
    for (uint32_t i = 0; i < expression->count; i++) {
        if (expression->steps[i].kind == PCS_STEP_TOP) {
            find_last(&expression->steps[i], totals, host_count, items);
        }
    }
    free(items);
    return PCS_OK;
}
