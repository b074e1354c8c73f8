/* Text line by line. */
#ifndef PCS_EDGES_LINES_H
#define PCS_EDGES_LINES_H

#include "capture/source.h"

/* The longest line, in bytes. */
enum { PCS_LINE_MAX = 1 << 20 };

typedef struct pcs_lines {
    pcs_context *context;
    pcs_source *source;
    uint64_t number; /* of the line at hand, from 1 */
    pcs_bytes block; /* shown by the source */
    size_t at;
    bool last;         /* nothing follows the block */
    pcs_status broken; /* why the input breaks behind the block */
} pcs_lines;

/* Shows the next block of the borrowed source, with one line at least if there is one left. Of an input that breaks the
 * last block has the lines that are whole. PCS_E_FORMAT: a line is longer than PCS_LINE_MAX. */
pcs_status pcs_lines_begin(pcs_lines *lines);

/* The next line of the block, without its end (LF or CR LF); false: there is none, and the block is taken. */
bool pcs_lines_next(pcs_lines *lines, pcs_bytes *line);

/* Once the block is taken: *end where there is no further one. A failure, with *end, where the input breaks. */
pcs_status pcs_lines_end(pcs_lines *lines, bool *end);

/* For a line that cannot be read, with PCS_E_FORMAT as its status: where the input ends within it, as a log does that
 * is being written, *cut is set, and the failure says so. */
pcs_status pcs_lines_judge(const pcs_lines *lines, pcs_status status, bool *cut);

/* The line that begins at *at, which moves behind it; false: no whole one is left. last as of pcs_lines. */
bool pcs_line_at(pcs_bytes text, bool last, size_t *at, pcs_bytes *line);

#endif
