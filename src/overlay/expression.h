/* Which edges or hosts are meant: a condition on traffic, degrees, protocols and addresses.
 *
 *   or    = and { "or" and }
 *   and   = not { "and" not }
 *   not   = "not" not | "(" or ")" | term
 *   term  = amount ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) number
 *         | "proto" ( "=" | "!=" ) protocol
 *         | "host" ( "=" | "!=" ) ( address | address "/" bits | name )
 *         | "top" "=" number "by" amount of hosts
 *         | "edges"
 *
 * bytes, packets, payload, proto and edges (any edge at all) are of edges, all others of hosts; an expression of the
 * latter alone means hosts, any other edges, of which what is said of a host is true where it is of either end. */
#ifndef PCS_OVERLAY_EXPRESSION_H
#define PCS_OVERLAY_EXPRESSION_H

#include "edges/host_totals.h"

enum { PCS_EXPRESSION_STEPS = 256, PCS_EXPRESSION_DEPTH = 64 };

/* X(name, text, of edges, text after "by" or NULL) */
#define PCS_AMOUNT_TABLE(X)                                                                                            \
    X(PCS_AMOUNT_BYTES, "bytes", true, NULL)                                                                           \
    X(PCS_AMOUNT_PACKETS, "packets", true, NULL)                                                                       \
    X(PCS_AMOUNT_PAYLOAD, "payload", true, NULL)                                                                       \
    X(PCS_AMOUNT_HOST_BYTES, "host-bytes", false, "bytes")                                                             \
    X(PCS_AMOUNT_HOST_PACKETS, "host-packets", false, "packets")                                                       \
    X(PCS_AMOUNT_HOST_PAYLOAD, "host-payload", false, "payload")                                                       \
    X(PCS_AMOUNT_DEGREE, "degree", false, "degree")                                                                    \
    X(PCS_AMOUNT_IN_DEGREE, "in-degree", false, "in-degree")                                                           \
    X(PCS_AMOUNT_OUT_DEGREE, "out-degree", false, "out-degree")

typedef enum pcs_amount {
#define PCS_AMOUNT_ENUM(name, text, of_edges, by) name,
    PCS_AMOUNT_TABLE(PCS_AMOUNT_ENUM)
#undef PCS_AMOUNT_ENUM
        PCS_AMOUNT_COUNT
} pcs_amount;

typedef enum pcs_comparison {
    PCS_EQUAL,
    PCS_UNEQUAL,
    PCS_LESS,
    PCS_LESS_OR_EQUAL,
    PCS_GREATER,
    PCS_GREATER_OR_EQUAL
} pcs_comparison;

typedef enum pcs_step_kind {
    PCS_STEP_AMOUNT,
    PCS_STEP_PROTOCOL,
    PCS_STEP_HOST,
    PCS_STEP_TOP,
    PCS_STEP_EDGES,
    PCS_STEP_NOT,
    PCS_STEP_AND,
    PCS_STEP_OR
} pcs_step_kind;

/* A term, or what is done with the results of those before. */
typedef struct pcs_expression_step {
    pcs_step_kind kind;
    pcs_amount amount;         /* of PCS_STEP_AMOUNT and PCS_STEP_TOP */
    pcs_comparison comparison; /* of PCS_STEP_AMOUNT; PCS_EQUAL or PCS_UNEQUAL of protocol and host */
    uint64_t number;           /* to compare with, or how many are at the top */
    uint64_t least;            /* of PCS_STEP_TOP, once prepared: those above least are, and of those that equal it */
    uint32_t last;             /* the ones up to this number */
    pcs_protocol protocol;
    pcs_host host; /* its name points into the text that was parsed */
} pcs_expression_step;

/* In postfix order. */
typedef struct pcs_expression {
    uint32_t count;
    bool of_edges;
    pcs_expression_step steps[PCS_EXPRESSION_STEPS];
} pcs_expression;

/* text stays the caller's and is used as long as the expression. PCS_E_ARGUMENT says what is wrong; *place: the byte of
 * text where it is. */
pcs_status pcs_expression_parse(pcs_context *context, const char *text, pcs_expression *expression, size_t *place);

/* Finds who is at the top; before anything is asked. */
pcs_status pcs_expression_prepare(pcs_context *context, pcs_expression *expression, const pcs_host_totals *totals,
                                  uint32_t host_count);

/* Whether an edge, or a host, is meant. */
bool pcs_expression_takes_edge(const pcs_expression *expression, const pcs_edges *edges, const pcs_host_totals *totals,
                               uint32_t edge);
bool pcs_expression_takes_host(const pcs_expression *expression, const pcs_edges *edges, const pcs_host_totals *totals,
                               uint32_t host);

#endif
