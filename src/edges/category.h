/* Edges sorted into categories, each to have a colour of its own. */
#ifndef PCS_EDGES_CATEGORY_H
#define PCS_EDGES_CATEGORY_H

#include "base/context.h"
#include "edges/edges.h"

/* Which colour a category gets by default: one of the first seven, or a grey. */
enum {
    PCS_CATEGORY_RANKS = 7,                     /* those that come first, by bytes */
    PCS_CATEGORY_APART = PCS_CATEGORY_RANKS,    /* edges that a rule says nothing of */
    PCS_CATEGORY_REST = PCS_CATEGORY_RANKS + 1, /* all others */
    PCS_CATEGORY_PLACES = PCS_CATEGORY_RANKS + 2,
};
_Static_assert(PCS_CATEGORY_PLACES <= PCS_CATEGORY_MAX, "an image cannot have so many categories");

typedef struct pcs_categories {
    uint32_t count;                         /* of those that have edges */
    pcs_category list[PCS_CATEGORY_PLACES]; /* by place; name and edges are set */
    uint8_t places[PCS_CATEGORY_PLACES];    /* of each its place */
    uint8_t *of_edges;                      /* of each edge its number in the list */
} pcs_categories;

/* PCS_E_ARGUMENT: there is no such rule. Bits of a subnet as of pcs_host_prefix. */
pcs_status pcs_categories_new(pcs_context *context, const pcs_edges *edges, pcs_color_by rule, uint32_t subnet_ipv4,
                              uint32_t subnet_ipv6, pcs_categories *categories);
void pcs_categories_clear(pcs_categories *categories);

#endif
