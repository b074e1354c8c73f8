#include "thumbs/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct pcs_folder {
    char *path; /* for messages */
    int root;
    int own;            /* the folder in it that is ours alone: drafts, and what a batch knows of the last one */
    int lock;           /* a file in that folder */
    atomic_uint drafts; /* begun so far */
};

static const char own_name[] = ".pcapshade", lock_name[] = "lock", draft_prefix[] = "new-";

enum { OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* path: "" for the folder itself. */
static pcs_status fail_write(pcs_context *context, const pcs_folder *folder, const char *path, const char *what) {
    return pcs_fail(context, errno == ENOMEM ? PCS_E_MEMORY : PCS_E_WRITE, "%s%s%s: cannot %s: %s", folder->path,
                    *path ? "/" : "", path, what, strerror(errno));
}

/* The folder that a path's last part is in, and that part. -1 with errno set. */
static int open_parent(const pcs_folder *folder, const char *path, bool make, const char **last) {
    int parent = dup(folder->root);
    for (const char *slash; parent >= 0 && (slash = strchr(path, '/')) != NULL; path = slash + 1) {
        char part[NAME_MAX + 1];
        int next = -1;
        if (slash - path > NAME_MAX) {
            errno = ENAMETOOLONG;
        } else {
            snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
            next = openat(parent, part, OPEN_FOLDER);
            if (next < 0 && errno == ENOENT && make && (mkdirat(parent, part, 0777) == 0 || errno == EEXIST)) {
                next = openat(parent, part, OPEN_FOLDER);
            }
        }
        int error = errno;
        close(parent);
        errno = error;
        parent = next;
    }
    *last = path;
    return parent;
}

/* ---- opening */

/* What a batch that was killed left half done. */
static void remove_drafts(const pcs_folder *folder) {
    int copy = dup(folder->own);
    DIR *directory = copy < 0 ? NULL : fdopendir(copy);
    if (!directory) {
        if (copy >= 0) {
            close(copy);
        }
        return;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strncmp(entry->d_name, draft_prefix, strlen(draft_prefix)) == 0) {
            unlinkat(folder->own, entry->d_name, 0);
        }
    }
    closedir(directory);
}

/* A record lock: unlike one of flock(2), the processes that look for devices do not inherit it, and hold it on when a
 * batch is killed. */
static pcs_status lock_folder(pcs_context *context, pcs_folder *folder) {
    const struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    folder->lock = openat(folder->own, lock_name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (folder->lock < 0) {
        return fail_write(context, folder, own_name, "write in it");
    }
    if (fcntl(folder->lock, F_SETLK, &whole) == 0) {
        return PCS_OK;
    }
    return errno == EACCES || errno == EAGAIN
               ? pcs_fail(context, PCS_E_WRITE, "%s: another batch is at work there: wait for it, or name another",
                          folder->path)
               : fail_write(context, folder, own_name, "lock it");
}

static pcs_status open_folders(pcs_context *context, pcs_folder *folder) {
    pcs_status status = PCS_OK;
    if (mkdir(folder->path, 0777) != 0 && errno != EEXIST) {
        return fail_write(context, folder, "", "make it");
    }
    folder->root = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->root < 0) {
        return fail_write(context, folder, "", "open it");
    }
    if (mkdirat(folder->root, own_name, 0777) != 0 && errno != EEXIST) {
        return fail_write(context, folder, own_name, "make it");
    }
    folder->own = openat(folder->root, own_name, OPEN_FOLDER);
    if (folder->own < 0) {
        return fail_write(context, folder, own_name, "open it");
    }
    PCS_TRY(lock_folder(context, folder));
    remove_drafts(folder);
done:
    return status;
}

pcs_status pcs_folder_open(pcs_context *context, const char *path, pcs_folder **out) {
    *out = NULL;
    pcs_folder *folder = calloc(1, sizeof(*folder));
    char *copy = strdup(path);
    if (!folder || !copy) {
        free(folder);
        free(copy);
        return pcs_fail_memory(context, "a folder", sizeof(*folder));
    }
    *folder = (pcs_folder){.path = copy, .root = -1, .own = -1, .lock = -1};
    pcs_status status = open_folders(context, folder);
    if (status != PCS_OK) {
        pcs_folder_free(folder);
        return status;
    }
    *out = folder;
    return PCS_OK;
}

void pcs_folder_free(pcs_folder *folder) {
    if (!folder) {
        return;
    }
    if (folder->lock >= 0) {
        close(folder->lock);
    }
    if (folder->own >= 0) {
        close(folder->own);
    }
    if (folder->root >= 0) {
        close(folder->root);
    }
    free(folder->path);
    free(folder);
}

/* ---- writing */

pcs_status pcs_draft_begin(pcs_context *context, pcs_folder *folder, pcs_draft *draft) {
    *draft = (pcs_draft){.file = NULL};
    char name[sizeof(draft->name)];
    snprintf(name, sizeof(name), "%s%u", draft_prefix, atomic_fetch_add(&folder->drafts, 1));
    int descriptor = openat(folder->own, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return fail_write(context, folder, own_name, "write in it");
    }
    memcpy(draft->name, name, sizeof(name));
    draft->file = fdopen(descriptor, "w");
    if (!draft->file) {
        close(descriptor);
        return pcs_fail_memory(context, "an output", 0);
    }
    return PCS_OK;
}

pcs_status pcs_draft_finish(pcs_context *context, pcs_folder *folder, pcs_draft *draft) {
    bool broken = ferror(draft->file) != 0;
    broken = fclose(draft->file) != 0 || broken;
    draft->file = NULL;
    return broken ? fail_write(context, folder, own_name, "write in it") : PCS_OK;
}

pcs_status pcs_draft_place(pcs_context *context, pcs_folder *folder, pcs_draft *draft, const char *path) {
    const char *last;
    int parent = open_parent(folder, path, true, &last);
    pcs_status status = PCS_OK;
    if (parent < 0 || renameat(folder->own, draft->name, parent, last) != 0) {
        status = fail_write(context, folder, path, "put a file there");
    } else {
        draft->name[0] = '\0';
    }
    if (parent >= 0) {
        close(parent);
    }
    return status;
}

void pcs_draft_discard(pcs_folder *folder, pcs_draft *draft) {
    if (draft->file) {
        fclose(draft->file);
        draft->file = NULL;
    }
    if (draft->name[0]) {
        unlinkat(folder->own, draft->name, 0);
        draft->name[0] = '\0';
    }
}

/* ---- what is there */

static int open_file(const pcs_folder *folder, const char *path, int flags) {
    const char *last;
    int parent = open_parent(folder, path, false, &last);
    if (parent < 0) {
        return -1;
    }
    int file = openat(parent, last, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0666);
    int error = errno;
    struct stat state;
    if (file >= 0 && (fstat(file, &state) != 0 || !S_ISREG(state.st_mode))) {
        close(file);
        file = -1;
        error = EINVAL;
    }
    close(parent);
    errno = error;
    return file;
}

int pcs_folder_read(const pcs_folder *folder, const char *path) {
    return open_file(folder, path, O_RDONLY);
}

int pcs_folder_append(const pcs_folder *folder, const char *path) {
    return open_file(folder, path, O_WRONLY | O_APPEND | O_CREAT);
}

bool pcs_folder_holds(const pcs_folder *folder, const char *path, uint64_t size, uint32_t checksum) {
    enum { PIECE = 1 << 14 };
    int file = pcs_folder_read(folder, path);
    struct stat state;
    bool same = file >= 0 && fstat(file, &state) == 0 && state.st_size >= 0 && (uint64_t)state.st_size == size;
    if (same) {
        uint8_t piece[PIECE];
        uLong found = crc32(0, NULL, 0);
        ssize_t count;
        while ((count = read(file, piece, sizeof(piece))) > 0) {
            found = crc32(found, piece, (uInt)count);
        }
        same = count == 0 && found == checksum;
    }
    if (file >= 0) {
        close(file);
    }
    return same;
}

void pcs_folder_remove(pcs_folder *folder, const char *path) {
    char *rest = strdup(path);
    for (bool is_file = true; rest; is_file = false) {
        const char *last;
        int parent = open_parent(folder, rest, false, &last);
        bool removed = parent >= 0 && unlinkat(parent, last, is_file ? 0 : AT_REMOVEDIR) == 0;
        if (parent >= 0) {
            close(parent);
        }
        char *slash = strrchr(rest, '/');
        if (!removed || !slash) {
            break;
        }
        *slash = '\0';
    }
    free(rest);
}
