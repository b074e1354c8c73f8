/* The folder that a batch writes to. Nothing is written outside of it: paths are walked part by part, and no link is
 * followed. Its functions may be called by several threads at a time. */
#ifndef PCS_THUMBS_FOLDER_H
#define PCS_THUMBS_FOLDER_H

#include "base/context.h"

#include <stdio.h>

typedef struct pcs_folder pcs_folder;

/* Makes the folder where it is not there (its parent must be), and keeps other batches out of it. PCS_E_WRITE. */
pcs_status pcs_folder_open(pcs_context *context, const char *path, pcs_folder **out);
/* Accepts NULL. */
void pcs_folder_free(pcs_folder *folder);

/* A file that becomes one of the folder once it is complete. */
typedef struct pcs_draft {
    FILE *file;    /* to print to, until it is finished */
    char name[32]; /* "": it is none, or has been placed */
} pcs_draft;

pcs_status pcs_draft_begin(pcs_context *context, pcs_folder *folder, pcs_draft *draft);
/* Closes the file once all that was printed is in it. PCS_E_WRITE. */
pcs_status pcs_draft_finish(pcs_context *context, pcs_folder *folder, pcs_draft *draft);
/* Gives a finished draft its place, replacing what is there; path has '/' between its parts, none of them "." or "..".
 * Folders on the way are made. PCS_E_WRITE. */
pcs_status pcs_draft_place(pcs_context *context, pcs_folder *folder, pcs_draft *draft, const char *path);
/* Removes a draft that was not placed. */
void pcs_draft_discard(pcs_folder *folder, pcs_draft *draft);

/* Opens a regular file of the folder, to read it, or to write at its end, which makes it where it is missing. -1 with
 * errno set. */
int pcs_folder_read(const pcs_folder *folder, const char *path);
int pcs_folder_append(const pcs_folder *folder, const char *path);

/* Whether the file is there and holds just these: size bytes of this CRC-32. */
bool pcs_folder_holds(const pcs_folder *folder, const char *path, uint64_t size, uint32_t checksum);

/* Removes the file, and the folders that it leaves empty; nothing of it is an error. */
void pcs_folder_remove(pcs_folder *folder, const char *path);

#endif
