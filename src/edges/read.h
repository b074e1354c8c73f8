/* Reading what was found in a directory. */
#ifndef PCS_EDGES_READ_H
#define PCS_EDGES_READ_H

#include "pcapshade.h"

/* As pcs_edges_read for one file: a regular one, no link, of which only a capture counts. *out NULL with PCS_OK: it is
 * none. */
pcs_status pcs_edges_read_found(pcs_context *context, const char *path, const pcs_read_options *options,
                                pcs_edges **out);

#endif
