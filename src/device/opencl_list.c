/* The OpenCL devices there are, asked in a child process: a driver that crashes or hangs takes only the child along. */
#include "base/clock.h"
#include "device/opencl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEVICES_MOST = 256, PLATFORMS_MOST = 32, PROBE_SECONDS = 20 };

const char *pcs_opencl_error(cl_int error, char text[32]) {
    static const struct {
        cl_int error;
        const char *name;
    } names[] = {{CL_DEVICE_NOT_AVAILABLE, "device not available"},
                 {CL_COMPILER_NOT_AVAILABLE, "compiler not available"},
                 {CL_MEM_OBJECT_ALLOCATION_FAILURE, "no memory on the device"},
                 {CL_OUT_OF_RESOURCES, "out of resources"},
                 {CL_OUT_OF_HOST_MEMORY, "out of host memory"},
                 {CL_BUILD_PROGRAM_FAILURE, "the kernels do not compile"},
                 {CL_INVALID_WORK_GROUP_SIZE, "invalid work-group size"},
                 {CL_INVALID_BUFFER_SIZE, "invalid buffer size"}};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].error == error) {
            return names[i].name;
        }
    }
    snprintf(text, 32, "OpenCL error %d", (int)error);
    return text;
}

void pcs_opencl_visit(bool (*visit)(void *argument, cl_platform_id platform, cl_device_id device), void *argument) {
    cl_platform_id platforms[PLATFORMS_MOST];
    cl_uint platform_count = 0;
    if (clGetPlatformIDs(PLATFORMS_MOST, platforms, &platform_count) != CL_SUCCESS) {
        return;
    }
    for (cl_uint p = 0; p < platform_count && p < PLATFORMS_MOST; p++) {
        cl_device_id devices[DEVICES_MOST];
        cl_uint device_count = 0;
        if (clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, DEVICES_MOST, devices, &device_count) != CL_SUCCESS) {
            continue;
        }
        for (cl_uint d = 0; d < device_count && d < DEVICES_MOST; d++) {
            if (!visit(argument, platforms[p], devices[d])) {
                return;
            }
        }
    }
}

static void device_text(cl_device_id device, cl_device_info what, char *text, size_t size) {
    char all[1024] = "";
    if (clGetDeviceInfo(device, what, sizeof(all) - 1, all, NULL) == CL_SUCCESS) {
        const char *begin = all + strspn(all, " ");
        snprintf(text, size, "%.*s", (int)size - 1, begin);
    }
}

/* Why the device cannot be used: the kernels need a compiler, this machine's byte order, and divisions and roots that
 * are rounded correctly (OpenCL 1.2, table 4.3, CL_DEVICE_SINGLE_FP_CONFIG). */
static const char *find_problem(cl_device_id device) {
    cl_bool available = CL_FALSE, compiler = CL_FALSE, little = CL_FALSE;
    cl_device_fp_config single = 0;
    clGetDeviceInfo(device, CL_DEVICE_AVAILABLE, sizeof(available), &available, NULL);
    clGetDeviceInfo(device, CL_DEVICE_COMPILER_AVAILABLE, sizeof(compiler), &compiler, NULL);
    clGetDeviceInfo(device, CL_DEVICE_ENDIAN_LITTLE, sizeof(little), &little, NULL);
    clGetDeviceInfo(device, CL_DEVICE_SINGLE_FP_CONFIG, sizeof(single), &single, NULL);
    if (!available) {
        return "it is not available";
    }
    if (!compiler) {
        return "its driver has no compiler";
    }
    if ((little == CL_TRUE) != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)) {
        return "its byte order is not this machine's";
    }
    if (!(single & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT)) {
        return "it does not round divisions correctly, so its pictures would differ";
    }
    return "";
}

void pcs_opencl_describe(cl_platform_id platform, cl_device_id device, pcs_device_info *info) {
    cl_device_type type = 0;
    cl_uint units = 0;
    cl_ulong memory = 0;
    char platform_name[256] = "";
    memset(info, 0, sizeof(*info));
    clGetDeviceInfo(device, CL_DEVICE_TYPE, sizeof(type), &type, NULL);
    clGetDeviceInfo(device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof(units), &units, NULL);
    clGetDeviceInfo(device, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof(memory), &memory, NULL);
    clGetPlatformInfo(platform, CL_PLATFORM_NAME, sizeof(platform_name) - 1, platform_name, NULL);
    info->kind = type & CL_DEVICE_TYPE_GPU   ? PCS_DEVICE_GPU
                 : type & CL_DEVICE_TYPE_CPU ? PCS_DEVICE_CPU
                                             : PCS_DEVICE_ACCELERATOR;
    info->compute_units = units;
    info->memory = memory;
    snprintf(info->platform, sizeof(info->platform), "%.*s", (int)sizeof(info->platform) - 1, platform_name);
    device_text(device, CL_DEVICE_NAME, info->name, sizeof(info->name));
    device_text(device, CL_DRIVER_VERSION, info->driver, sizeof(info->driver));
    device_text(device, CL_DEVICE_VERSION, info->version, sizeof(info->version));
    snprintf(info->problem, sizeof(info->problem), "%s", find_problem(device));
}

/* ---- the child */

static bool send_device(void *argument, cl_platform_id platform, cl_device_id device) {
    int out = *(int *)argument;
    pcs_device_info info;
    pcs_opencl_describe(platform, device, &info);
    /* Up to PIPE_BUF bytes are written whole or not at all (POSIX write). */
    return write(out, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

static _Noreturn void probe(int out) {
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere >= 0) {
        dup2(nowhere, STDIN_FILENO);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    pcs_opencl_visit(send_device, &out);
    _exit(0);
}

/* ---- the parent */

/* Reads one record; false at the end (*ended is set), when the time is over
 * (*late), or when the caller cancels. */
static bool receive(pcs_context *context, int in, double deadline, pcs_device_info *info, bool *late, bool *ended) {
    size_t have = 0;
    while (have < sizeof(*info)) {
        struct pollfd ready = {.fd = in, .events = POLLIN};
        double left = deadline - pcs_clock_seconds();
        int events = poll(&ready, 1, left > 0 ? (int)(left * 1000) + 1 : 0);
        if (events < 0 && errno == EINTR) {
            if (pcs_tick(context, "device", -1, 0) != PCS_OK) {
                return false;
            }
            continue;
        }
        if (events <= 0) {
            *late = true;
            return false;
        }
        ssize_t count = read(in, (char *)info + have, sizeof(*info) - have);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            *ended = true;
            return false;
        }
        have += (size_t)count;
    }
    return true;
}

/* Ends the child, which may still be at work where ended is false, and says what became of it. PCS_E_CANCELLED: the
 * signal that asked for it may have ended the child as well. */
static pcs_status reap(pcs_context *context, pid_t child, bool ended, bool late) {
    int result = 0;
    if (!ended) {
        kill(child, SIGKILL);
    }
    while (waitpid(child, &result, 0) < 0 && errno == EINTR) {
    }
    if (!late && (!ended || WIFSIGNALED(result))) {
        pcs_status status = pcs_tick(context, "device", -1, 0);
        if (status != PCS_OK) {
            return status;
        }
    }
    if (late) {
        pcs_log(context, PCS_LOG_WARNING,
                "OpenCL: a driver did not answer within %d s: its devices are left out; the host device still works",
                PROBE_SECONDS);
    } else if (ended && WIFSIGNALED(result)) {
        pcs_log(context, PCS_LOG_WARNING,
                "OpenCL: a driver crashed (%s): its devices are left out; the host device still works",
                strsignal(WTERMSIG(result)));
    } else if (ended && WEXITSTATUS(result) != 0) {
        pcs_log(context, PCS_LOG_WARNING,
                "OpenCL: a driver ended the program (exit status %d): its devices are left out; the host device still "
                "works",
                WEXITSTATUS(result));
    }
    return PCS_OK;
}

pcs_status pcs_opencl_list(pcs_context *context, pcs_device_info **list, size_t *count) {
    pcs_status status = PCS_OK;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        pcs_log(context, PCS_LOG_INFO, "OpenCL: cannot look for devices: %s", strerror(errno));
        return PCS_OK;
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        probe(ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        pcs_log(context, PCS_LOG_INFO, "OpenCL: cannot look for devices: %s", strerror(errno));
        close(ends[0]);
        return PCS_OK;
    }
    bool late = false, ended = false;
    size_t before = *count;
    double deadline = pcs_clock_seconds() + PROBE_SECONDS;
    pcs_device_info info;
    while (*count < DEVICES_MOST && receive(context, ends[0], deadline, &info, &late, &ended)) {
        pcs_device_info *longer = realloc(*list, (*count + 1) * sizeof(**list));
        if (!longer) {
            status = pcs_fail_memory(context, "the list of devices", (*count + 1) * sizeof(**list));
            break;
        }
        *list = longer;
        info.index = (uint32_t)*count;
        longer[(*count)++] = info;
    }
    close(ends[0]);
    pcs_status reaped = reap(context, child, ended, late);
    status = status == PCS_OK ? reaped : status;
    if (*count == before && status == PCS_OK) {
        pcs_log(context, PCS_LOG_INFO, "OpenCL: no device found: the host device computes");
    }
    return status;
}
