#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_SIZE = 1 << 17 };

struct pcs_outfile {
    pcs_context *context;
    char *target;     /* where it goes, links followed; NULL: written to directly */
    char *temporary;  /* beside it; NULL: none is there */
    const char *name; /* for messages */
    char *name_copy;
    int descriptor;
    bool owned; /* the descriptor is ours to close */
    uint64_t size;
    size_t used;
    char buffer[BUFFER_SIZE];
};

static pcs_status fail_write(pcs_context *context, const char *name, const char *what) {
    return pcs_fail(context, errno == ENOMEM ? PCS_E_MEMORY : PCS_E_WRITE, "%s: cannot %s: %s", name, what,
                    strerror(errno));
}

/* The file that path names once links are followed; it need not be there. NULL with errno set. */
static char *follow_links(const char *path) {
    char *real = realpath(path, NULL);
    if (real || errno != ENOENT) {
        return real;
    }
    /* The file itself is not there: it may still be a link that leads nowhere, which rename would replace. */
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof(target));
    if (length >= 0) {
        errno = ENOENT;
        return NULL;
    }
    return strdup(path);
}

static pcs_status open_beside(pcs_outfile *outfile) {
    const char *slash = strrchr(outfile->target, '/');
    int folder_length = slash ? (int)(slash - outfile->target) + 1 : 0;
    size_t size = (size_t)folder_length + sizeof(".pcapshade-XXXXXX");
    outfile->temporary = malloc(size);
    if (!outfile->temporary) {
        return pcs_fail_memory(outfile->context, "a file name", size);
    }
    snprintf(outfile->temporary, size, "%.*s.pcapshade-XXXXXX", folder_length, outfile->target);
    outfile->descriptor = mkstemp(outfile->temporary);
    if (outfile->descriptor < 0) {
        free(outfile->temporary);
        outfile->temporary = NULL;
        return fail_write(outfile->context, outfile->name, "write in its folder");
    }
    outfile->owned = true;
    return PCS_OK;
}

static mode_t default_rights(void) {
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Whether the target may be written; *state is its state where it exists. */
static pcs_status look_at_target(pcs_context *context, const char *path, bool *exists, struct stat *state) {
    *exists = stat(path, state) == 0;
    if (!*exists && errno != ENOENT) {
        return fail_write(context, path, "open it");
    }
    if (*exists && S_ISDIR(state->st_mode)) {
        errno = EISDIR;
        return fail_write(context, path, "write it");
    }
    if (*exists && access(path, W_OK) != 0) {
        return fail_write(context, path, "write it");
    }
    return PCS_OK;
}

pcs_status pcs_outfile_check(pcs_context *context, const char *path) {
    struct stat state;
    bool exists;
    if (strcmp(path, "-") == 0) {
        return PCS_OK;
    }
    pcs_status status = look_at_target(context, path, &exists, &state);
    if (status != PCS_OK || (exists && !S_ISREG(state.st_mode))) {
        return status;
    }
    char *target = follow_links(path);
    if (!target) {
        return fail_write(context, path, "open it");
    }
    char *slash = strrchr(target, '/');
    if (slash) {
        slash[1] = '\0';
    }
    if (access(slash ? target : ".", W_OK | X_OK) != 0) {
        status = fail_write(context, path, "write in its folder");
    }
    free(target);
    return status;
}

static pcs_status open_target(pcs_outfile *outfile, const char *path) {
    struct stat state;
    bool exists;
    pcs_status status = look_at_target(outfile->context, path, &exists, &state);
    if (status != PCS_OK) {
        return status;
    }
    if (exists && !S_ISREG(state.st_mode)) {
        /* A pipe waits for its reader: a signal may be the wish to stop. */
        while ((outfile->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)) < 0 && errno == EINTR) {
            PCS_TRY(pcs_tick(outfile->context, "write", -1, 0));
        }
        outfile->owned = true;
        return outfile->descriptor < 0 ? fail_write(outfile->context, outfile->name, "open it") : PCS_OK;
    }
    outfile->target = follow_links(path);
    if (!outfile->target) {
        return fail_write(outfile->context, outfile->name, "open it");
    }
    PCS_TRY(open_beside(outfile));
    if (fchmod(outfile->descriptor, exists ? state.st_mode & 0777 : default_rights()) != 0) {
        return fail_write(outfile->context, outfile->name, "set its access rights");
    }
done:
    return status;
}

pcs_status pcs_outfile_open(pcs_context *context, const char *path, pcs_outfile **out) {
    *out = NULL;
    pcs_outfile *outfile = calloc(1, sizeof(*outfile));
    if (!outfile) {
        return pcs_fail_memory(context, "an output buffer", sizeof(*outfile));
    }
    pcs_status status = PCS_OK;
    outfile->context = context;
    outfile->descriptor = -1;
    outfile->name_copy = strdup(path);
    outfile->name = outfile->name_copy;
    if (!outfile->name) {
        status = pcs_fail_memory(context, "a file name", strlen(path));
    } else if (strcmp(path, "-") == 0) {
        outfile->name = "standard output";
        outfile->descriptor = STDOUT_FILENO;
    } else {
        status = open_target(outfile, path);
    }
    if (status != PCS_OK) {
        pcs_outfile_free(outfile);
        return status;
    }
    *out = outfile;
    return PCS_OK;
}

static pcs_status write_all(pcs_outfile *outfile, const char *data, size_t length) {
    while (length > 0) {
        ssize_t done = write(outfile->descriptor, data, length);
        if (done < 0 && errno == EINTR) {
            pcs_status status = pcs_tick(outfile->context, "write", -1, 0);
            if (status != PCS_OK) {
                return status;
            }
            continue;
        }
        if (done < 0) {
            return fail_write(outfile->context, outfile->name, "write to it");
        }
        data += done;
        length -= (size_t)done;
    }
    return PCS_OK;
}

static pcs_status flush(pcs_outfile *outfile) {
    size_t used = outfile->used;
    outfile->used = 0;
    return write_all(outfile, outfile->buffer, used);
}

pcs_status pcs_outfile_write(pcs_outfile *outfile, const void *data, size_t length) {
    outfile->size += length;
    if (length > BUFFER_SIZE - outfile->used) {
        pcs_status status = flush(outfile);
        if (status != PCS_OK) {
            return status;
        }
        if (length >= BUFFER_SIZE) {
            return write_all(outfile, data, length);
        }
    }
    memcpy(outfile->buffer + outfile->used, data, length);
    outfile->used += length;
    return PCS_OK;
}

pcs_status pcs_outfile_commit(pcs_outfile *outfile) {
    pcs_status status = flush(outfile);
    if (status != PCS_OK) {
        return status;
    }
    if (outfile->owned) {
        int closed = close(outfile->descriptor);
        outfile->owned = false;
        if (closed != 0) {
            return fail_write(outfile->context, outfile->name, "finish it");
        }
    }
    if (outfile->temporary) {
        if (rename(outfile->temporary, outfile->target) != 0) {
            return fail_write(outfile->context, outfile->name, "replace it");
        }
        free(outfile->temporary);
        outfile->temporary = NULL;
    }
    return PCS_OK;
}

uint64_t pcs_outfile_size(const pcs_outfile *outfile) {
    return outfile->size;
}

void pcs_outfile_free(pcs_outfile *outfile) {
    if (!outfile) {
        return;
    }
    if (outfile->owned && outfile->descriptor >= 0) {
        close(outfile->descriptor);
    }
    if (outfile->temporary) {
        unlink(outfile->temporary);
    }
    free(outfile->temporary);
    free(outfile->target);
    free(outfile->name_copy);
    free(outfile);
}
