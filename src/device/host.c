/* The host device: the kernels as C, run by the context's threads, one work-group a call. */
#include "base/clock.h"
#include "base/memory.h"
#include "device/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef PCS_X86_64
#include <cpuid.h>

extern const pcs_host_kernel pcs_host_kernels_x86_64_v2[], pcs_host_kernels_x86_64_v3[], pcs_host_kernels_x86_64_v4[];
#define REFERENCE_KERNELS pcs_host_kernels_x86_64_v2
#else
extern const pcs_host_kernel pcs_host_kernels_generic[];
#define REFERENCE_KERNELS pcs_host_kernels_generic
#endif

enum {
    HOST_LANES = 16,          /* as host_kernels.c compiles them */
    GROUPS_PER_THREAD = 16,   /* enough that the threads end together */
    GROUP_SIZE_MOST = 1 << 14 /* so that a group's data stays in the cache between its reads and writes */
};

typedef struct host_device {
    pcs_device base;
    const pcs_host_kernel *kernels;
} host_device;

typedef struct host_buffer {
    pcs_buffer base;
    void *memory;
} host_buffer;

const pcs_host_kernel *pcs_host_reference(pcs_kernel kernel) {
    return &REFERENCE_KERNELS[kernel];
}

#ifdef PCS_X86_64
/* The levels of the x86-64 psABI. Of level 3 some instructions have no name for __builtin_cpu_supports in all
 * compilers; their bits are in Intel's manual, volume 2A, CPUID. */
static bool has_level_3(void) {
    unsigned a, b, c = 0, d, extended = 0;
    const unsigned f16c_movbe = 1U << 29 | 1U << 22, lzcnt = 1U << 5;
    __get_cpuid(1, &a, &b, &c, &d);
    __get_cpuid(0x80000001, &a, &b, &extended, &d);
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("fma") && (c & f16c_movbe) == f16c_movbe && (extended & lzcnt);
}

static bool has_level_4(void) {
    return has_level_3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

/* The kernels for the best instruction set of this machine, and its name. */
static const pcs_host_kernel *best_kernels(const char **name) {
#ifdef PCS_X86_64
    __builtin_cpu_init();
    if (has_level_4()) {
        *name = "x86-64-v4";
        return pcs_host_kernels_x86_64_v4;
    }
    if (has_level_3()) {
        *name = "x86-64-v3";
        return pcs_host_kernels_x86_64_v3;
    }
    *name = "x86-64-v2";
#else
    *name = "generic";
#endif
    return REFERENCE_KERNELS;
}

void pcs_host_describe(pcs_context *context, pcs_device_info *info) {
    const char *set;
    best_kernels(&set);
    *info = (pcs_device_info){.kind = PCS_DEVICE_HOST, .compute_units = context->threads};
    snprintf(info->name, sizeof(info->name), "host");
    snprintf(info->platform, sizeof(info->platform), "pcapshade");
    snprintf(info->driver, sizeof(info->driver), "%s", set);
    snprintf(info->version, sizeof(info->version), "%s", pcs_version());
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    info->memory = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : 0;
}

static void host_free(pcs_device *device) {
    free(device);
}

static pcs_status host_buffer_new(pcs_device *device, const char *what, uint64_t size, pcs_buffer **out) {
    host_buffer *buffer = calloc(1, sizeof(*buffer));
    void *memory = pcs_memory_table(size);
    if (!buffer || !memory) {
        free(memory);
        free(buffer);
        return pcs_fail_memory(device->context, what, size);
    }
    buffer->base = (pcs_buffer){.device = device, .size = size};
    buffer->memory = memory;
    *out = &buffer->base;
    return PCS_OK;
}

static void host_buffer_free(pcs_buffer *buffer) {
    free(((host_buffer *)buffer)->memory);
    free(buffer);
}

static pcs_status host_buffer_write(pcs_buffer *buffer, uint64_t offset, const void *data, uint64_t size) {
    memcpy((char *)((host_buffer *)buffer)->memory + offset, data, size);
    return PCS_OK;
}

static pcs_status host_buffer_read(pcs_buffer *buffer, uint64_t offset, void *data, uint64_t size) {
    memcpy(data, (const char *)((host_buffer *)buffer)->memory + offset, size);
    return PCS_OK;
}

static pcs_status host_buffer_zero(pcs_buffer *buffer) {
    memset(((host_buffer *)buffer)->memory, 0, buffer->size);
    return PCS_OK;
}

typedef struct host_launch {
    const pcs_host_kernel *kernel;
    const void *const *arguments;
    uint32_t groups, group_size;
} host_launch;

static void run_group(void *argument, uint64_t chunk) {
    const host_launch *launch = argument;
    pcs_group group = {.id = (uint32_t)chunk, .count = launch->groups, .size = launch->group_size};
    launch->kernel->run(&group, launch->arguments);
}

static pcs_status host_run(pcs_device *device, const pcs_launch *asked) {
    const void *values[PCS_ARGUMENTS_MOST] = {0};
    void *memories[PCS_ARGUMENTS_MOST] = {0};
    pcs_pool *pool = pcs_context_pool(device->context);
    if (!pool) {
        return pcs_fail_memory(device->context, "threads", 0);
    }
    for (size_t i = 0; i < asked->argument_count; i++) {
        if (asked->arguments[i].buffer) {
            memories[i] = ((host_buffer *)asked->arguments[i].buffer)->memory;
            values[i] = &memories[i];
        } else {
            values[i] = asked->arguments[i].value;
        }
    }
    uint64_t size = asked->group;
    if (size == 0) {
        uint64_t share = asked->items / ((uint64_t)pcs_pool_threads(pool) * GROUPS_PER_THREAD) + 1;
        size = share < GROUP_SIZE_MOST ? share : GROUP_SIZE_MOST;
    }
    host_launch launch = {.kernel = &((host_device *)device)->kernels[asked->kernel],
                          .arguments = values,
                          .groups = (uint32_t)((asked->items + size - 1) / size),
                          .group_size = (uint32_t)size};
    const pcs_stopwatch *stopwatch = device->stopwatch;
    uint64_t start = stopwatch ? pcs_clock_nanoseconds() : 0;
    pcs_pool_run(pool, launch.groups, run_group, &launch);
    if (stopwatch) {
        stopwatch->took(stopwatch->user, asked->slot, pcs_clock_nanoseconds() - start);
    }
    return PCS_OK;
}

static pcs_status host_finish(pcs_device *device) {
    (void)device;
    return PCS_OK;
}

static const pcs_driver host_driver = {.free = host_free,
                                       .buffer_new = host_buffer_new,
                                       .buffer_free = host_buffer_free,
                                       .buffer_write = host_buffer_write,
                                       .buffer_read = host_buffer_read,
                                       .buffer_zero = host_buffer_zero,
                                       .run = host_run,
                                       .finish = host_finish};

pcs_status pcs_host_open(pcs_context *context, const pcs_device_info *info, pcs_device **out) {
    const char *set;
    host_device *device = calloc(1, sizeof(*device));
    *out = NULL;
    if (!device) {
        return pcs_fail_memory(context, "a device", sizeof(*device));
    }
    device->base = (pcs_device){
        .driver = &host_driver,
        .context = context,
        .info = *info,
        .abilities = {
            .lanes = HOST_LANES, .owned = true, .units = context->threads, .buffer_size_max = (uint64_t)1 << 46}};
    device->kernels = best_kernels(&set);
    *out = &device->base;
    return PCS_OK;
}
