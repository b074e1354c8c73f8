/* Protocol classes by the names and numbers that people and programs write. */
#ifndef PCS_EDGES_PROTOCOL_H
#define PCS_EDGES_PROTOCOL_H

#include "pcapshade.h"

/* In any case of letters; PCS_OTHER for what is none of the other classes. */
pcs_protocol pcs_protocol_parse(const char *text, size_t length);

#endif
