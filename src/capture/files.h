/* Which files are read: those named, and those in the directories named. */
#ifndef PCS_CAPTURE_FILES_H
#define PCS_CAPTURE_FILES_H

#include "base/context.h"

typedef struct pcs_directory {
    const char *path; /* as it was named */
    uint64_t others;  /* what is in it and is neither a regular file nor a directory */
} pcs_directory;

enum { PCS_FILE_NAMED = -1 };

typedef struct pcs_file {
    char *path;
    uint64_t size;     /* this and mtime_ns of regular files, else 0 */
    uint64_t mtime_ns; /* when it was changed last, since 1970, modulo 2^64 */
    int64_t directory; /* index of the directory in which it was found, or PCS_FILE_NAMED */
} pcs_file;

typedef struct pcs_files {
    pcs_file *files; /* in the order of the inputs, those of a directory by name */
    pcs_directory *directories;
    size_t count, directory_count, capacity, directory_capacity;
    uint64_t size; /* of all */
    bool sized;    /* false: that of one is not known, and 0 here */
} pcs_files;

/* Looks through directories and what is in them; of what it finds there only regular files count, and links are not
 * followed, so that nothing is found twice. A directory that cannot be looked through is taken for a file: reading it
 * says why. inputs are borrowed. The list is to be freed also after a failure. */
pcs_status pcs_files_find(pcs_context *context, const char *const *inputs, size_t input_count, pcs_files *files);
void pcs_files_free(pcs_files *files);

#endif
