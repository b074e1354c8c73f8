#include "thumbs/items.h"

#include "base/text.h"
#include "thumbs/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What of an input that is a directory belongs to the names of its files. */
typedef struct place {
    char *prefix;  /* before all names, with its '/'; "" for none */
    char *skipped; /* what is in the directory and is the output, with a '/' behind; NULL: nothing */
} place;

static pcs_status fail_memory(pcs_context *context) {
    return pcs_fail_memory(context, "the list of captures", 0);
}

/* ---- where directories are */

static char *join(const char *head, const char *tail) {
    size_t size = strlen(head) + strlen(tail) + 1;
    char *text = malloc(size);
    if (text) {
        snprintf(text, size, "%s%s", head, tail);
    }
    return text;
}

/* What of path is below directory, "" for itself; NULL: it does not. Both are as realpath writes them. */
static const char *path_within(const char *directory, const char *path) {
    size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
    if (strncmp(directory, path, length) != 0 || (path[length] != '/' && path[length] != '\0')) {
        return NULL;
    }
    return path[length] == '/' ? path + length + 1 : path + length;
}

static pcs_status find_place(pcs_context *context, const char *path, const char *folder, bool named, place *out) {
    char *directory = realpath(path, NULL);
    const char *within = directory && folder ? path_within(directory, folder) : NULL;
    pcs_status status = PCS_OK;
    if (within && !*within) {
        status =
            pcs_fail(context, PCS_E_ARGUMENT, "%s: is input and output at once: name another folder with -o", path);
    } else {
        const char *slash = directory ? strrchr(directory, '/') : NULL;
        out->prefix = named && slash && slash[1] ? join(slash + 1, "/") : strdup("");
        out->skipped = within ? join(within, "/") : NULL;
        status = out->prefix && (!within || out->skipped) ? PCS_OK : fail_memory(context);
    }
    free(directory);
    return status;
}

static pcs_status find_places(pcs_context *context, const pcs_files *files, const char *folder, bool named,
                              place *places) {
    char *output = realpath(folder, NULL); /* NULL: it is not there yet, and in no directory */
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < files->directory_count && status == PCS_OK; i++) {
        status = find_place(context, files->directories[i].path, output, named, &places[i]);
    }
    free(output);
    return status;
}

/* ---- items */

static char *show(const char *path) {
    enum { ESCAPED = 4 }; /* bytes that one becomes at most */
    size_t length = strlen(path);
    char *shown = length < SIZE_MAX / ESCAPED ? malloc(length * ESCAPED + 1) : NULL;
    if (shown) {
        pcs_text_escape(shown, length * ESCAPED + 1, path);
    }
    return shown;
}

/* The file's path below its directory; of one that was named its last part. */
static const char *own_path(const pcs_files *files, const pcs_file *file) {
    const char *slash = strrchr(file->path, '/');
    if (file->directory == PCS_FILE_NAMED) {
        return slash && slash[1] ? slash + 1 : file->path;
    }
    const char *own = file->path + strlen(files->directories[file->directory].path);
    return own + (*own == '/');
}

static pcs_status add_item(pcs_context *context, pcs_items *items, const pcs_file *file, const place *places) {
    bool found = file->directory != PCS_FILE_NAMED;
    const char *own = own_path(&items->files, file), *skipped = found ? places[file->directory].skipped : NULL;
    if (skipped && strncmp(own, skipped, strlen(skipped)) == 0) {
        return PCS_OK;
    }
    char *path = join(found ? places[file->directory].prefix : "", own);
    pcs_item item = {.file = file, .record = {.size = file->size, .mtime_ns = file->mtime_ns}};
    item.record.picture = path ? pcs_name_make(path) : NULL;
    item.shown = path ? show(path) : NULL;
    items->items[items->count++] = item;
    free(path);
    return item.record.picture && item.shown ? PCS_OK : fail_memory(context);
}

static int compare_items(const void *left, const void *right) {
    const pcs_item *a = left, *b = right;
    int order = strcmp(a->record.picture, b->record.picture);
    return order != 0 ? order : strcmp(a->file->path, b->file->path);
}

static void sort(pcs_items *items) {
    if (items->count > 0) {
        qsort(items->items, items->count, sizeof(*items->items), compare_items);
    }
}

/* All but the first of those with the same name get another. */
static pcs_status part_names(pcs_context *context, pcs_items *items) {
    sort(items);
    for (size_t first = 0, end; first < items->count; first = end) {
        const char *name = items->items[first].record.picture;
        for (end = first + 1; end < items->count && strcmp(items->items[end].record.picture, name) == 0; end++) {
            char *other = pcs_name_make_other(name, (unsigned)(end - first + 1));
            if (!other) {
                return fail_memory(context);
            }
            free(items->items[end].record.picture);
            items->items[end].record.picture = other;
        }
    }
    sort(items);
    return PCS_OK;
}

pcs_status pcs_items_find(pcs_context *context, const char *const *inputs, size_t input_count, const char *folder,
                          pcs_items *items) {
    pcs_status status = PCS_OK;
    place *places = NULL;
    *items = (pcs_items){.count = 0};
    for (size_t i = 0; i < input_count; i++) {
        if (strcmp(inputs[i], "-") == 0) {
            return pcs_fail(context, PCS_E_ARGUMENT, "standard input has no name for a picture to take: name files");
        }
    }
    PCS_TRY(pcs_files_find(context, inputs, input_count, &items->files));
    places = calloc(items->files.directory_count + 1, sizeof(*places));
    items->items = calloc(items->files.count + 1, sizeof(*items->items));
    PCS_TRY(places && items->items ? PCS_OK : fail_memory(context));
    PCS_TRY(find_places(context, &items->files, folder, input_count > 1, places));
    for (size_t i = 0; i < items->files.count; i++) {
        PCS_TRY(add_item(context, items, &items->files.files[i], places));
    }
    PCS_TRY(part_names(context, items));
done:
    for (size_t i = 0; places && i < items->files.directory_count; i++) {
        free(places[i].prefix);
        free(places[i].skipped);
    }
    free(places);
    return status;
}

void pcs_items_clear(pcs_items *items) {
    for (size_t i = 0; i < items->count; i++) {
        pcs_record_clear(&items->items[i].record);
        free(items->items[i].shown);
    }
    free(items->items);
    pcs_files_free(&items->files);
    *items = (pcs_items){.count = 0};
}

static int compare_name(const void *name, const void *element) {
    return strcmp(name, ((const pcs_item *)element)->record.picture);
}

const pcs_item *pcs_items_lookup(const pcs_items *items, const char *picture) {
    return items->count == 0 ? NULL : bsearch(picture, items->items, items->count, sizeof(*items->items), compare_name);
}
