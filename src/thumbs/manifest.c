#include "thumbs/manifest.h"

#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MOST = 1 << 16 };

typedef struct entry {
    pcs_record record;
    size_t number; /* of its line: the last one of a picture holds */
} entry;

struct pcs_manifest {
    pcs_folder *folder;
    int file;              /* to add to */
    pthread_mutex_t mutex; /* of file */
    entry *entries;
    size_t count, capacity;
};

static const char file_name[] = ".pcapshade/manifest", first_line[] = "pcapshade thumbs 1\n";

/* ---- reading */

static int compare_entries(const void *left, const void *right) {
    const entry *a = left, *b = right;
    int order = strcmp(a->record.picture, b->record.picture);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* By picture, of each the last. */
static void sort_entries(pcs_manifest *manifest) {
    entry *entries = manifest->entries;
    size_t kept = 0;
    if (manifest->count > 0) {
        qsort(entries, manifest->count, sizeof(*entries), compare_entries);
    }
    for (size_t i = 0; i < manifest->count; i++) {
        bool again = i + 1 < manifest->count && strcmp(entries[i].record.picture, entries[i + 1].record.picture) == 0;
        if (again) {
            pcs_record_clear(&entries[i].record);
        } else {
            entries[kept++] = entries[i];
        }
    }
    manifest->count = kept;
}

static pcs_status take_line(pcs_context *context, pcs_manifest *manifest, char *line) {
    pcs_record record;
    if (!pcs_record_read(line, &record)) {
        return PCS_OK;
    }
    if (!pcs_memory_grow((void **)&manifest->entries, &manifest->capacity, manifest->count + 1,
                         sizeof(*manifest->entries))) {
        pcs_record_clear(&record);
        return pcs_fail_memory(context, "what is known of the folder", manifest->count * sizeof(entry));
    }
    manifest->entries[manifest->count] = (entry){.record = record, .number = manifest->count};
    manifest->count++;
    return PCS_OK;
}

/* Lines that are too long are no records. */
static pcs_status read_lines(pcs_context *context, pcs_manifest *manifest, FILE *file) {
    pcs_status status = PCS_OK;
    char *line = malloc(LINE_MOST);
    if (!line) {
        return pcs_fail_memory(context, "what is known of the folder", LINE_MOST);
    }
    if (!fgets(line, LINE_MOST, file) || strcmp(line, first_line) != 0) {
        goto done;
    }
    for (bool whole = true; fgets(line, LINE_MOST, file);) {
        size_t length = strlen(line);
        bool begins = whole;
        whole = length > 0 && line[length - 1] == '\n';
        if (begins && whole) {
            line[length - 1] = '\0';
            PCS_TRY(take_line(context, manifest, line));
        }
    }
done:
    free(line);
    return status;
}

void pcs_manifest_free(pcs_manifest *manifest) {
    if (!manifest) {
        return;
    }
    if (manifest->file >= 0) {
        close(manifest->file);
    }
    for (size_t i = 0; i < manifest->count; i++) {
        pcs_record_clear(&manifest->entries[i].record);
    }
    pthread_mutex_destroy(&manifest->mutex);
    free(manifest->entries);
    free(manifest);
}

size_t pcs_manifest_count(const pcs_manifest *manifest) {
    return manifest->count;
}

const pcs_record *pcs_manifest_at(const pcs_manifest *manifest, size_t index) {
    return &manifest->entries[index].record;
}

static int compare_name(const void *name, const void *element) {
    return strcmp(name, ((const entry *)element)->record.picture);
}

const pcs_record *pcs_manifest_find(const pcs_manifest *manifest, const char *picture) {
    const entry *found = manifest->count == 0 ? NULL
                                              : bsearch(picture, manifest->entries, manifest->count,
                                                        sizeof(*manifest->entries), compare_name);
    return found ? &found->record : NULL;
}

/* ---- writing */

static pcs_status fail_write(pcs_context *context) {
    return pcs_fail(context, PCS_E_WRITE, "%s: cannot write to it: %s", file_name, strerror(errno));
}

static pcs_status write_whole(pcs_context *context, int file, const char *text) {
    for (size_t length = strlen(text); length > 0;) {
        ssize_t done = write(file, text, length);
        if (done < 0 && errno != EINTR) {
            return fail_write(context);
        }
        text += done > 0 ? done : 0;
        length -= done > 0 ? (size_t)done : 0;
    }
    return PCS_OK;
}

pcs_status pcs_manifest_add(pcs_context *context, pcs_manifest *manifest, const pcs_record *record) {
    char *line = pcs_record_write(record);
    if (!line) {
        return pcs_fail_memory(context, "what is known of a capture", 0);
    }
    pthread_mutex_lock(&manifest->mutex);
    pcs_status status = write_whole(context, manifest->file, line);
    pthread_mutex_unlock(&manifest->mutex);
    free(line);
    return status;
}

pcs_status pcs_manifest_replace(pcs_context *context, pcs_manifest *manifest, const pcs_record *const *records,
                                size_t count) {
    pcs_status status = PCS_OK;
    pcs_draft draft;
    PCS_TRY(pcs_draft_begin(context, manifest->folder, &draft));
    fputs(first_line, draft.file);
    for (size_t i = 0; i < count; i++) {
        char *line = pcs_record_write(records[i]);
        PCS_TRY(line ? PCS_OK : pcs_fail_memory(context, "what is known of a capture", 0));
        fputs(line, draft.file);
        free(line);
    }
    PCS_TRY(pcs_draft_finish(context, manifest->folder, &draft));
    PCS_TRY(pcs_draft_place(context, manifest->folder, &draft, file_name));
done:
    pcs_draft_discard(manifest->folder, &draft);
    return status;
}

/* ---- opening */

/* Writes anew what was read, without what a killed batch left half written, and opens it to add to. */
static pcs_status begin_adding(pcs_context *context, pcs_manifest *manifest) {
    const pcs_record **records = calloc(manifest->count + 1, sizeof(*records));
    if (!records) {
        return pcs_fail_memory(context, "what is known of the folder", manifest->count * sizeof(*records));
    }
    for (size_t i = 0; i < manifest->count; i++) {
        records[i] = &manifest->entries[i].record;
    }
    pcs_status status = pcs_manifest_replace(context, manifest, records, manifest->count);
    free(records);
    if (status == PCS_OK) {
        manifest->file = pcs_folder_append(manifest->folder, file_name);
        status = manifest->file >= 0 ? PCS_OK : fail_write(context);
    }
    return status;
}

pcs_status pcs_manifest_open(pcs_context *context, pcs_folder *folder, pcs_manifest **out) {
    pcs_status status = PCS_OK;
    FILE *file = NULL;
    *out = NULL;
    pcs_manifest *manifest = calloc(1, sizeof(*manifest));
    PCS_TRY(manifest ? PCS_OK : pcs_fail_memory(context, "what is known of the folder", sizeof(*manifest)));
    *manifest = (pcs_manifest){.folder = folder, .file = -1};
    pthread_mutex_init(&manifest->mutex, NULL);
    int descriptor = pcs_folder_read(folder, file_name);
    file = descriptor < 0 ? NULL : fdopen(descriptor, "r");
    if (file) {
        PCS_TRY(read_lines(context, manifest, file));
        sort_entries(manifest);
    } else if (descriptor >= 0) {
        close(descriptor);
        PCS_TRY(pcs_fail_memory(context, "what is known of the folder", 0));
    }
    PCS_TRY(begin_adding(context, manifest));
    *out = manifest;
    manifest = NULL;
done:
    if (file) {
        fclose(file);
    }
    pcs_manifest_free(manifest);
    return status;
}
