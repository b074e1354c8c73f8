#include "capture/files.h"

#include "base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Takes over path, which is NULL where there was no memory for it. */
static pcs_status add_file(pcs_context *context, pcs_files *files, char *path, const struct stat *state,
                           int64_t directory) {
    if (!path || !pcs_memory_grow((void **)&files->files, &files->capacity, files->count + 1, sizeof(*files->files))) {
        free(path);
        return pcs_fail_memory(context, "the list of inputs", (files->count + 1) * sizeof(*files->files));
    }
    bool sized = state && S_ISREG(state->st_mode) && state->st_size >= 0;
    uint64_t size = sized ? (uint64_t)state->st_size : 0;
    files->sized = files->sized && sized;
    files->size += size;
    pcs_file file = {.path = path, .size = size, .directory = directory};
    file.mtime_ns = sized ? (uint64_t)state->st_mtim.tv_sec * 1000000000U + (uint64_t)state->st_mtim.tv_nsec : 0;
    files->files[files->count++] = file;
    return PCS_OK;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void free_names(char **names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(names[i]);
    }
    free(names);
}

/* Everything in the open directory, by name, each with the directory's path before it. */
static pcs_status list_directory(pcs_context *context, DIR *directory, const char *path, char ***out, size_t *count) {
    char **names = NULL;
    size_t capacity = 0, used = 0;
    const char *slash = path[0] && path[strlen(path) - 1] == '/' ? "" : "/";
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        size_t size = strlen(path) + strlen(entry->d_name) + 2;
        char *name = malloc(size);
        if (!name || !pcs_memory_grow((void **)&names, &capacity, used + 1, sizeof(*names))) {
            free(name);
            free_names(names, used);
            return pcs_fail_memory(context, "the list of inputs", size);
        }
        snprintf(name, size, "%s%s%s", path, slash, entry->d_name);
        names[used++] = name;
    }
    if (used > 0) {
        qsort(names, used, sizeof(*names), compare_names);
    }
    *out = names;
    *count = used;
    return PCS_OK;
}

/* Only the names are held on the way down, no open directory: a deep tree costs no descriptors. */
static pcs_status search(pcs_context *context, pcs_files *files, const char *path, int64_t number) {
    DIR *directory = opendir(path);
    if (!directory) {
        return add_file(context, files, strdup(path), NULL, PCS_FILE_NAMED);
    }
    char **names = NULL;
    size_t count = 0;
    pcs_status status = list_directory(context, directory, path, &names, &count);
    closedir(directory);
    for (size_t i = 0; i < count && status == PCS_OK; i++) {
        struct stat state;
        if (lstat(names[i], &state) != 0) {
            files->directories[number].others++;
        } else if (S_ISDIR(state.st_mode)) {
            status = search(context, files, names[i], number);
        } else if (S_ISREG(state.st_mode)) {
            char *name = names[i];
            names[i] = NULL;
            status = add_file(context, files, name, &state, number);
        } else {
            files->directories[number].others++;
        }
    }
    free_names(names, count);
    return status;
}

static pcs_status search_input(pcs_context *context, pcs_files *files, const char *path) {
    if (!pcs_memory_grow((void **)&files->directories, &files->directory_capacity, files->directory_count + 1,
                         sizeof(*files->directories))) {
        return pcs_fail_memory(context, "the list of inputs", sizeof(*files->directories));
    }
    files->directories[files->directory_count] = (pcs_directory){.path = path};
    return search(context, files, path, (int64_t)files->directory_count++);
}

pcs_status pcs_files_find(pcs_context *context, const char *const *inputs, size_t input_count, pcs_files *files) {
    pcs_status status = PCS_OK;
    *files = (pcs_files){.sized = true};
    for (size_t i = 0; i < input_count; i++) {
        struct stat state;
        bool there = strcmp(inputs[i], "-") != 0 && stat(inputs[i], &state) == 0;
        if (there && S_ISDIR(state.st_mode)) {
            PCS_TRY(search_input(context, files, inputs[i]));
        } else {
            PCS_TRY(add_file(context, files, strdup(inputs[i]), there ? &state : NULL, PCS_FILE_NAMED));
        }
    }
done:
    return status;
}

void pcs_files_free(pcs_files *files) {
    for (size_t i = 0; i < files->count; i++) {
        free(files->files[i].path);
    }
    free(files->files);
    free(files->directories);
    *files = (pcs_files){.files = NULL};
}
