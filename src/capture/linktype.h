/* The link types that lead to IP. */
#ifndef PCS_CAPTURE_LINKTYPE_H
#define PCS_CAPTURE_LINKTYPE_H

#include "capture/decode.h"

typedef struct pcs_linktype {
    uint16_t number; /* LINKTYPE_, as captures say it (tcpdump.org/linktypes.html) */
    uint16_t dlt;    /* DLT_, as libpcap's filters know it on this system */
    uint8_t skipped; /* bytes taken off before a filter of that DLT_ sees the packet */
    pcs_layer layer; /* where the walk begins */
} pcs_linktype;

/* NULL: a link type that is not understood. */
const pcs_linktype *pcs_linktype_find(uint16_t number);

/* libpcap's name of a link type, understood or not; "unknown" where it has none. */
const char *pcs_linktype_name(uint16_t number);

#endif
