/* An output that is complete or not there at all. */
#ifndef PCS_BASE_OUTFILE_H
#define PCS_BASE_OUTFILE_H

#include "base/context.h"

#include <stdio.h>

typedef struct pcs_outfile pcs_outfile;

/* What pcs_outfile_open would fail for, as far as can be seen without opening anything: to be asked before long work.
 */
pcs_status pcs_outfile_check(pcs_context *context, const char *path);

/* path "-" is standard output. A target that is a regular file, or is not there yet, is written beside itself and
 * renamed by pcs_outfile_commit, its access rights kept; any other (a device, a pipe) is written to directly. */
pcs_status pcs_outfile_open(pcs_context *context, const char *path, pcs_outfile **out);

/* Fails with the system's reason; the outfile is still to be freed. */
pcs_status pcs_outfile_write(pcs_outfile *outfile, const void *data, size_t length);

/* Makes what was written the target. */
pcs_status pcs_outfile_commit(pcs_outfile *outfile);

/* Bytes written so far. */
uint64_t pcs_outfile_size(const pcs_outfile *outfile);

/* Without a commit before, the target is as it was. Accepts NULL. */
void pcs_outfile_free(pcs_outfile *outfile);

#endif
