/* What the tables of options are written with. */
#ifndef PCS_CLI_OPTION_TABLE_H
#define PCS_CLI_OPTION_TABLE_H

#include "cli/options.h"

/* Bits of commands. */
enum {
    RENDER = 1,
    EDGES = 2,
    DEVICES = 4,
    THUMBS = 8,
    THUMBNAIL = 16,
    BENCH = 32,
    INPUTS = RENDER | EDGES,
    READERS = INPUTS | THUMBS,
    COMPUTERS = READERS | DEVICES | BENCH,
    ALL = COMPUTERS | THUMBNAIL
};

/* The allowed values of an option, as pcs_option.value has them. */
#define VALUES(name, ...)                                                                                              \
    static const char *name##_value(size_t index) {                                                                    \
        static const char *const values[] = {__VA_ARGS__};                                                             \
        return index < sizeof(values) / sizeof(values[0]) ? values[index] : NULL;                                      \
    }

#define AT(member) .offset = offsetof(pcs_settings, member)

/* Those of outputs and of the picture, which come first, of text on it, of small pictures, of the benchmark; NULL past
 * the last. */
const pcs_option *pcs_picture_option_at(size_t index);
const pcs_option *pcs_text_option_at(size_t index);
const pcs_option *pcs_thumbs_option_at(size_t index);
const pcs_option *pcs_bench_option_at(size_t index);

#endif
