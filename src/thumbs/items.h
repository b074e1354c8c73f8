/* The captures of a batch, and how their pictures are called. */
#ifndef PCS_THUMBS_ITEMS_H
#define PCS_THUMBS_ITEMS_H

#include "capture/files.h"
#include "thumbs/record.h"

typedef struct pcs_item {
    const pcs_file *file;
    char *shown; /* its path in its directory, as the sheet shows it: printable UTF-8 */
    pcs_record record;
    bool kept; /* the record is one of an earlier batch, and still holds */
} pcs_item;

typedef struct pcs_items {
    pcs_files files;
    pcs_item *items; /* sorted by picture; no two have the same */
    size_t count;
} pcs_items;

/* All inputs, and of those that are directories all regular files in them and below, but for what is in folder.
 * PCS_E_ARGUMENT: an input is folder itself, or standard input. items are to be cleared also after a failure. */
pcs_status pcs_items_find(pcs_context *context, const char *const *inputs, size_t input_count, const char *folder,
                          pcs_items *items);
void pcs_items_clear(pcs_items *items);

/* NULL: there is none of that picture. */
const pcs_item *pcs_items_lookup(const pcs_items *items, const char *picture);

#endif
