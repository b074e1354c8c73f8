/* The pictures of a batch: several captures at a time, each from end to end by one thread. */
#ifndef PCS_THUMBS_BATCH_H
#define PCS_THUMBS_BATCH_H

#include "thumbs/items.h"
#include "thumbs/manifest.h"
#include "thumbs/picture.h"

/* Where the pictures lie in the folder. */
#define PCS_BATCH_PICTURES "pictures/"

typedef struct pcs_batch {
    pcs_folder *folder;
    pcs_manifest *manifest;
    pcs_items items;
    pcs_style style;
    pcs_read_options read;
    const pcs_select_options *select; /* what is drawn; NULL: all */
    uint64_t key;                     /* as of pcs_thumbs_key */
    uint32_t jobs;
    const char *device;
    const pcs_device_options *device_options;
} pcs_batch;

/* Makes the pictures of all items whose records are not kept, and their records. What cannot be read, or not to its
 * end, is logged. *info: of the device that drew. */
pcs_status pcs_batch_run(pcs_context *context, pcs_batch *batch, pcs_device_info *info);

/* The path in the folder of a record's picture. Freed by the caller; NULL: no memory. */
char *pcs_batch_picture_path(const pcs_record *record);

/* Logs why an item gave less than it should, if so. */
void pcs_batch_complain(pcs_context *context, const pcs_item *item);

#endif
