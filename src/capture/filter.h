/* BPF filters (pcap-filter(7)), compiled by libpcap once for each link type. */
#ifndef PCS_CAPTURE_FILTER_H
#define PCS_CAPTURE_FILTER_H

#include "capture/format.h"
#include "capture/linktype.h"

typedef struct pcs_filter pcs_filter;

/* PCS_E_ARGUMENT if the expression has a host or network name in it, or is valid for no link type. */
pcs_status pcs_filter_open(pcs_context *context, const char *expression, pcs_filter **out);
/* Accepts NULL. */
void pcs_filter_free(pcs_filter *filter);

/* *matches: whether the packet is to be kept. None is where the expression has no meaning for the link type, with one
 * warning. PCS_E_MEMORY. */
pcs_status pcs_filter_match(pcs_filter *filter, const pcs_linktype *link_type, const pcs_packet *packet, bool *matches);

/* filter_names.c: finds a word that libpcap would ask the system's resolver for. Returns where it begins and sets
 * *length; NULL: there is none. */
const char *pcs_filter_find_name(const char *expression, size_t *length);
/* The words that it takes for libpcap's own, a space before and after each; a test asks libpcap. */
extern const char pcs_filter_keywords[];

/* filter_parts.c: the length of the first part of a long list of terms with "or" between, and in *next where the second
 * begins, which may have parts too; NULL: there is but one. */
size_t pcs_filter_part(const char *expression, const char **next);

#endif
