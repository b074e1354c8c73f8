/* The records of a folder: one line each, kept in the folder. A record is added before its picture gets its place, and
 * names the picture's checksum: whatever moment a batch is killed at, the next one sees which pictures are complete. */
#ifndef PCS_THUMBS_MANIFEST_H
#define PCS_THUMBS_MANIFEST_H

#include "thumbs/folder.h"
#include "thumbs/record.h"

typedef struct pcs_manifest pcs_manifest;

/* Reads what is there; lines that are no records are left out. */
pcs_status pcs_manifest_open(pcs_context *context, pcs_folder *folder, pcs_manifest **out);
/* Accepts NULL. */
void pcs_manifest_free(pcs_manifest *manifest);

/* What was read, sorted by picture, each picture once. */
size_t pcs_manifest_count(const pcs_manifest *manifest);
const pcs_record *pcs_manifest_at(const pcs_manifest *manifest, size_t index);
/* NULL: there is none. */
const pcs_record *pcs_manifest_find(const pcs_manifest *manifest, const char *picture);

/* Adds a record to those in the folder, not to those that were read. Any thread may call it. PCS_E_WRITE. */
pcs_status pcs_manifest_add(pcs_context *context, pcs_manifest *manifest, const pcs_record *record);

/* Makes these the records in the folder, sorted as they are. */
pcs_status pcs_manifest_replace(pcs_context *context, pcs_manifest *manifest, const pcs_record *const *records,
                                size_t count);

#endif
