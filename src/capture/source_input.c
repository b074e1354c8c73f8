#include "capture/source_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MILLISECONDS = 100 };

static pcs_status fail_open(pcs_context *context, const char *path) {
    return errno == ENXIO ? pcs_fail(context, PCS_E_READ, "%s: is a socket: name a file", path)
                          : pcs_fail(context, PCS_E_READ, "%s: cannot be opened: %s", path, strerror(errno));
}

pcs_status pcs_input_open(pcs_context *context, const char *path, bool regular, pcs_input *input) {
    *input = (pcs_input){.descriptor = STDIN_FILENO};
    if (strcmp(path, "-") != 0 || regular) {
        /* O_NONBLOCK: a FIFO that nobody writes to yet is waited for where it can be given up. */
        int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (regular ? O_NOFOLLOW : 0);
        input->descriptor = open(path, flags);
        input->owned = input->descriptor >= 0;
    }
    struct stat state;
    if (input->descriptor < 0 || fstat(input->descriptor, &state) != 0) {
        return fail_open(context, path);
    }
    if (S_ISDIR(state.st_mode)) {
        return pcs_fail(context, PCS_E_READ, "%s: is a directory: name the files in it", path);
    }
    input->waits = !S_ISREG(state.st_mode);
    if (input->waits && regular) {
        return pcs_fail(context, PCS_E_READ, "%s: is no regular file: name it by itself", path);
    }
    if (!input->waits && state.st_size > 0) {
        input->size = (uint64_t)state.st_size;
    }
#ifdef POSIX_FADV_SEQUENTIAL
    (void)posix_fadvise(input->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
    return PCS_OK;
}

void pcs_input_close(pcs_input *input) {
    if (input->owned) {
        close(input->descriptor);
        input->owned = false;
    }
}

static pcs_input_result read_memory(pcs_input *input, uint8_t *data, size_t capacity, size_t *count) {
    *count = capacity < input->memory.length ? capacity : input->memory.length;
    if (*count > 0) {
        memcpy(data, input->memory.data, *count);
    }
    input->memory = pcs_bytes_from(input->memory, *count);
    return PCS_INPUT_READ;
}

pcs_input_result pcs_input_read(pcs_input *input, uint8_t *data, size_t capacity, size_t *count) {
    *count = 0;
    if (input->descriptor < 0) {
        return read_memory(input, data, capacity, count);
    }
    if (input->waits) {
        struct pollfd wanted = {.fd = input->descriptor, .events = POLLIN};
        int ready = poll(&wanted, 1, WAIT_MILLISECONDS);
        if (ready == 0 || (ready < 0 && errno == EINTR)) {
            return PCS_INPUT_WAITS;
        }
    }
    ssize_t result = read(input->descriptor, data, capacity);
    if (result < 0) {
        return errno == EINTR || errno == EAGAIN ? PCS_INPUT_WAITS : PCS_INPUT_FAILED;
    }
    *count = (size_t)result;
    return PCS_INPUT_READ;
}
