/* What a batch knows of one capture: what the sheet shows, and by what a later batch sees that nothing has changed. */
#ifndef PCS_THUMBS_RECORD_H
#define PCS_THUMBS_RECORD_H

#include "pcapshade.h"

enum { PCS_TALKERS = 3 };

/* X(name, text): what became of a file. */
#define PCS_RECORD_TABLE(X)                                                                                            \
    X(PCS_RECORD_WHOLE, "whole")     /* read to its end */                                                             \
    X(PCS_RECORD_LIMITED, "partial") /* read as far as the limits go */                                                \
    X(PCS_RECORD_CUT, "cut")         /* read as far as it can be */                                                    \
    X(PCS_RECORD_BROKEN, "broken")   /* a capture of which nothing can be read */                                      \
    X(PCS_RECORD_NONE, "none")       /* no capture */

typedef enum pcs_record_state {
#define PCS_RECORD_ENUM(name, text) name,
    PCS_RECORD_TABLE(PCS_RECORD_ENUM)
#undef PCS_RECORD_ENUM
        PCS_RECORD_STATES
} pcs_record_state;

const char *pcs_record_state_name(pcs_record_state state);

typedef struct pcs_record {
    char *picture; /* its path in the folder of pictures: the name of the record */
    /* Of the file, and of the options that matter: where they are as they were, the record holds. */
    uint64_t size, mtime_ns, options; /* options 0: it never holds */
    pcs_record_state state;
    uint64_t picture_size, picture_checksum; /* CRC-32 */
    /* Of all that was read, whatever of it was drawn. */
    uint64_t hosts, edges, drawn_hosts;
    uint64_t packets, bytes; /* packets: all; bytes: of those between hosts */
    int64_t first_ns, last_ns;
    uint64_t protocol_bytes[PCS_PROTOCOL_COUNT];
    char *talkers[PCS_TALKERS]; /* the hosts with the most bytes, sent and received; NULL: there are no more */
    uint64_t talker_bytes[PCS_TALKERS];
    char *reason; /* why it is not whole; NULL where it is */
} pcs_record;

/* What of a capture is left to draw may be nothing. */
static inline bool pcs_record_has_picture(const pcs_record *record) {
    return record->drawn_hosts > 0;
}

/* Frees what it holds. */
void pcs_record_clear(pcs_record *record);

/* False: no memory, and there is no copy. */
bool pcs_record_copy(const pcs_record *record, pcs_record *copy);

/* The record as a line of text, its end included. Freed by the caller; NULL: no memory. */
char *pcs_record_write(const pcs_record *record);

/* Takes a line, without its end, which it changes. False: it is no record that pcs_record_write could have written;
 * nothing is to be cleared. */
bool pcs_record_read(char *line, pcs_record *record);

#endif
