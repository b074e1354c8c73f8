/* The bytes of an input as they are stored: a file, a pipe, or memory. Reading waits for a short while at most, so that
 * whoever reads can be stopped. */
#ifndef PCS_CAPTURE_SOURCE_INPUT_H
#define PCS_CAPTURE_SOURCE_INPUT_H

#include "base/bytes.h"
#include "base/context.h"

typedef struct pcs_input {
    int descriptor;   /* -1: the input is memory */
    bool owned;       /* the descriptor is ours to close */
    bool waits;       /* no regular file: its bytes may be long in coming */
    pcs_bytes memory; /* what is still to be read of it */
    uint64_t size;    /* 0: not known */
} pcs_input;

/* path "-" is standard input. regular: anything but a regular file is refused, and no link is followed. PCS_E_READ. The
 * input is to be closed also after a failure. */
pcs_status pcs_input_open(pcs_context *context, const char *path, bool regular, pcs_input *input);
void pcs_input_close(pcs_input *input);

typedef enum pcs_input_result {
    PCS_INPUT_READ,   /* *count bytes; 0 is the end */
    PCS_INPUT_WAITS,  /* nothing yet: see whether to go on, and ask again */
    PCS_INPUT_FAILED, /* errno says why */
} pcs_input_result;

/* On any thread. */
pcs_input_result pcs_input_read(pcs_input *input, uint8_t *data, size_t capacity, size_t *count);

#endif
