/* An OpenCL 1.2 device: one context and one queue in order, programs built on first use. */
#include "device/opencl.h"

#include "device/kernel_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum kernel_file {
#define FILE_ENUM(file) FILE_##file,
    PCS_KERNEL_FILE_TABLE(FILE_ENUM)
#undef FILE_ENUM
        FILE_COUNT
} kernel_file;

static const char *const file_sources[] = {
#define FILE_SOURCE(file) pcs_kernel_source_##file,
    PCS_KERNEL_FILE_TABLE(FILE_SOURCE)
#undef FILE_SOURCE
};

static const struct {
    kernel_file file;
    const char *name;
} kernel_names[] = {
#define KERNEL_NAME(file, name) {FILE_##file, #name},
    PCS_KERNEL_TABLE(KERNEL_NAME)
#undef KERNEL_NAME
};

/* A launch whose time is still to be told. */
typedef struct timed_launch {
    cl_event event;
    uint32_t slot;
} timed_launch;

enum { TIMED_MOST = 1024 };

typedef struct opencl_device {
    pcs_device base;
    cl_device_id device;
    cl_context cl_context;
    cl_command_queue queue;
    cl_program programs[FILE_COUNT];
    cl_kernel kernels[PCS_KERNEL_COUNT];
    size_t group_size; /* where the caller has no wish */
    char build_options[256];
    timed_launch *timed; /* NULL: launches are not timed; else TIMED_MOST of them in a ring */
    uint32_t timed_first, timed_count;
} opencl_device;

typedef struct opencl_buffer {
    pcs_buffer base;
    cl_mem memory;
} opencl_buffer;

static pcs_status fail(opencl_device *device, const char *what, cl_int error) {
    char number[32];
    bool memory =
        error == CL_MEM_OBJECT_ALLOCATION_FAILURE || error == CL_OUT_OF_HOST_MEMORY || error == CL_INVALID_BUFFER_SIZE;
    return pcs_fail(device->base.context, memory ? PCS_E_MEMORY : PCS_E_DEVICE,
                    "device %s: cannot %s: %s: use --device host", device->base.info.name, what,
                    pcs_opencl_error(error, number));
}

static void opencl_free(pcs_device *base) {
    opencl_device *device = (opencl_device *)base;
    for (; device->timed_count > 0; device->timed_count--) {
        clReleaseEvent(device->timed[device->timed_first++ % TIMED_MOST].event);
    }
    free(device->timed);
    for (size_t i = 0; i < PCS_KERNEL_COUNT; i++) {
        if (device->kernels[i]) {
            clReleaseKernel(device->kernels[i]);
        }
    }
    for (size_t i = 0; i < FILE_COUNT; i++) {
        if (device->programs[i]) {
            clReleaseProgram(device->programs[i]);
        }
    }
    if (device->queue) {
        clReleaseCommandQueue(device->queue);
    }
    if (device->cl_context) {
        clReleaseContext(device->cl_context);
    }
    free(device);
}

/* ---- buffers */

static pcs_status opencl_buffer_new(pcs_device *base, const char *what, uint64_t size, pcs_buffer **out) {
    opencl_device *device = (opencl_device *)base;
    opencl_buffer *buffer = calloc(1, sizeof(*buffer));
    if (!buffer) {
        return pcs_fail_memory(base->context, what, sizeof(*buffer));
    }
    cl_int error;
    buffer->base = (pcs_buffer){.device = base, .size = size};
    buffer->memory = clCreateBuffer(device->cl_context, CL_MEM_READ_WRITE, size, NULL, &error);
    if (!buffer->memory) {
        free(buffer);
        return fail(device, what, error);
    }
    *out = &buffer->base;
    return PCS_OK;
}

static void opencl_buffer_free(pcs_buffer *buffer) {
    clReleaseMemObject(((opencl_buffer *)buffer)->memory);
    free(buffer);
}

static pcs_status opencl_buffer_write(pcs_buffer *buffer, uint64_t offset, const void *data, uint64_t size) {
    opencl_device *device = (opencl_device *)buffer->device;
    cl_int error = clEnqueueWriteBuffer(device->queue, ((opencl_buffer *)buffer)->memory, CL_TRUE, offset, size, data,
                                        0, NULL, NULL);
    return error == CL_SUCCESS ? PCS_OK : fail(device, "be given data", error);
}

static pcs_status opencl_buffer_read(pcs_buffer *buffer, uint64_t offset, void *data, uint64_t size) {
    opencl_device *device = (opencl_device *)buffer->device;
    cl_int error = clEnqueueReadBuffer(device->queue, ((opencl_buffer *)buffer)->memory, CL_TRUE, offset, size, data, 0,
                                       NULL, NULL);
    return error == CL_SUCCESS ? PCS_OK : fail(device, "give back data", error);
}

static pcs_status opencl_buffer_zero(pcs_buffer *buffer) {
    static const uint8_t zero = 0;
    opencl_device *device = (opencl_device *)buffer->device;
    cl_int error = clEnqueueFillBuffer(device->queue, ((opencl_buffer *)buffer)->memory, &zero, sizeof(zero), 0,
                                       buffer->size, 0, NULL, NULL);
    return error == CL_SUCCESS ? PCS_OK : fail(device, "clear memory", error);
}

/* ---- kernels */

/* The first line of the compiler's complaints goes into the message. */
static pcs_status fail_build(opencl_device *device, cl_program program, const char *name) {
    char *log = NULL;
    size_t size = 0;
    clGetProgramBuildInfo(program, device->device, CL_PROGRAM_BUILD_LOG, 0, NULL, &size);
    log = calloc(1, size + 1);
    if (log) {
        clGetProgramBuildInfo(program, device->device, CL_PROGRAM_BUILD_LOG, size, log, NULL);
    }
    pcs_status status = pcs_fail(device->base.context, PCS_E_DEVICE, "device %s: kernel %s does not compile: %.*s",
                                 device->base.info.name, name, log ? (int)strcspn(log, "\n") : 0, log ? log : "");
    free(log);
    return status;
}

static pcs_status get_kernel(opencl_device *device, pcs_kernel kernel, cl_kernel *out) {
    *out = NULL;
    if (!device->kernels[kernel]) {
        const char *name = kernel_names[kernel].name;
        kernel_file file = kernel_names[kernel].file;
        cl_int error = CL_SUCCESS;
        if (!device->programs[file]) {
            cl_program program =
                clCreateProgramWithSource(device->cl_context, 1, (const char **)&file_sources[file], NULL, &error);
            if (!program) {
                return fail(device, "take its kernels", error);
            }
            if (clBuildProgram(program, 1, &device->device, device->build_options, NULL, NULL) != CL_SUCCESS) {
                pcs_status status = fail_build(device, program, name);
                clReleaseProgram(program);
                return status;
            }
            device->programs[file] = program;
        }
        device->kernels[kernel] = clCreateKernel(device->programs[file], name, &error);
        if (!device->kernels[kernel]) {
            return fail(device, "make a kernel", error);
        }
    }
    *out = device->kernels[kernel];
    return PCS_OK;
}

/* ---- timing, by events of a queue of its own */

static pcs_status fail_timing(opencl_device *device, cl_int error) {
    return fail(device, "time its kernels", error);
}

/* Waits for the oldest launches until no more than left are untold. */
static pcs_status tell_times(opencl_device *device, uint32_t left) {
    cl_int error = CL_SUCCESS;
    while (device->timed_count > left) {
        timed_launch launch = device->timed[device->timed_first];
        cl_ulong start = 0, end = 0;
        device->timed_first = (device->timed_first + 1) % TIMED_MOST;
        device->timed_count--;
        cl_int result = clWaitForEvents(1, &launch.event);
        if (result == CL_SUCCESS) {
            result = clGetEventProfilingInfo(launch.event, CL_PROFILING_COMMAND_START, sizeof(start), &start, NULL);
        }
        if (result == CL_SUCCESS) {
            result = clGetEventProfilingInfo(launch.event, CL_PROFILING_COMMAND_END, sizeof(end), &end, NULL);
        }
        clReleaseEvent(launch.event);
        if (result == CL_SUCCESS) {
            device->base.stopwatch->took(device->base.stopwatch->user, launch.slot, end - start);
        }
        error = error == CL_SUCCESS ? result : error;
    }
    return error == CL_SUCCESS ? PCS_OK : fail_timing(device, error);
}

static pcs_status opencl_time_kernels(pcs_device *base, bool on) {
    opencl_device *device = (opencl_device *)base;
    cl_int error;
    timed_launch *timed = on ? calloc(TIMED_MOST, sizeof(*timed)) : NULL;
    if (on && !timed) {
        return pcs_fail_memory(base->context, "timing kernels", TIMED_MOST * sizeof(*timed));
    }
    cl_command_queue queue =
        clCreateCommandQueue(device->cl_context, device->device, on ? CL_QUEUE_PROFILING_ENABLE : 0, &error);
    if (!queue) {
        free(timed);
        return fail_timing(device, error);
    }
    clReleaseCommandQueue(device->queue);
    device->queue = queue;
    free(device->timed);
    device->timed = timed;
    return PCS_OK;
}

/* ---- running */

static pcs_status opencl_run(pcs_device *base, const pcs_launch *launch) {
    opencl_device *device = (opencl_device *)base;
    cl_kernel kernel;
    pcs_status status = get_kernel(device, launch->kernel, &kernel);
    if (status == PCS_OK && device->timed_count == TIMED_MOST) {
        status = tell_times(device, TIMED_MOST / 2);
    }
    if (status != PCS_OK) {
        return status;
    }
    cl_int error = CL_SUCCESS;
    for (size_t i = 0; error == CL_SUCCESS && i < launch->argument_count; i++) {
        const pcs_argument *argument = &launch->arguments[i];
        error = argument->buffer
                    ? clSetKernelArg(kernel, (cl_uint)i, sizeof(cl_mem), &((opencl_buffer *)argument->buffer)->memory)
                    : clSetKernelArg(kernel, (cl_uint)i, argument->size, argument->value);
    }
    size_t most = 0;
    if (error == CL_SUCCESS) {
        error = clGetKernelWorkGroupInfo(kernel, device->device, CL_KERNEL_WORK_GROUP_SIZE, sizeof(most), &most, NULL);
    }
    size_t local = launch->group == 0 ? device->group_size : launch->group;
    local = local > most && most > 0 ? most : local;
    size_t global = (launch->items + local - 1) / local * local;
    cl_event event;
    if (error == CL_SUCCESS) {
        error = clEnqueueNDRangeKernel(device->queue, kernel, 1, NULL, &global, &local, 0, NULL,
                                       device->timed ? &event : NULL);
    }
    if (error == CL_SUCCESS && device->timed) {
        uint32_t last = (device->timed_first + device->timed_count++) % TIMED_MOST;
        device->timed[last] = (timed_launch){event, launch->slot};
    }
    return error == CL_SUCCESS ? PCS_OK : fail(device, kernel_names[launch->kernel].name, error);
}

static pcs_status opencl_finish(pcs_device *base) {
    opencl_device *device = (opencl_device *)base;
    cl_int error = clFinish(device->queue);
    return error == CL_SUCCESS ? tell_times(device, 0) : fail(device, "finish its work", error);
}

static const pcs_driver opencl_driver = {.free = opencl_free,
                                         .buffer_new = opencl_buffer_new,
                                         .buffer_free = opencl_buffer_free,
                                         .buffer_write = opencl_buffer_write,
                                         .buffer_read = opencl_buffer_read,
                                         .buffer_zero = opencl_buffer_zero,
                                         .run = opencl_run,
                                         .finish = opencl_finish,
                                         .time_kernels = opencl_time_kernels};

/* ---- opening */

typedef struct search {
    uint32_t index; /* of the device, counted down */
    cl_device_id device;
    pcs_device_info info;
} search;

static bool take_at_index(void *argument, cl_platform_id platform, cl_device_id device) {
    search *wanted = argument;
    if (wanted->index-- > 1) {
        return true;
    }
    wanted->device = device;
    pcs_opencl_describe(platform, device, &wanted->info);
    return false;
}

static void choose_abilities(opencl_device *device, const pcs_device_build *build) {
    enum { CPU_LANES = 16, CPU_GROUP = 16, GPU_GROUP = 128 };
    bool cpu = device->base.info.kind == PCS_DEVICE_CPU;
    cl_ulong largest = 0;
    clGetDeviceInfo(device->device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof(largest), &largest, NULL);
    device->base.abilities = (pcs_device_abilities){.lanes = build ? build->lanes
                                                             : cpu ? (uint32_t)CPU_LANES
                                                                   : 1,
                                                    .owned = build ? build->owned : cpu,
                                                    .units = device->base.info.compute_units,
                                                    .buffer_size_max = largest};
    device->group_size = cpu ? CPU_GROUP : GPU_GROUP;
    snprintf(device->build_options, sizeof(device->build_options),
             "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt -DPCS_LANES=%u -DPCS_OWNED=%d %s",
             device->base.abilities.lanes, device->base.abilities.owned, build && build->more ? build->more : "");
}

pcs_status pcs_opencl_open(pcs_context *context, const pcs_device_info *info, const pcs_device_build *build,
                           pcs_device **out) {
    *out = NULL;
    search wanted = {.index = info->index};
    pcs_opencl_visit(take_at_index, &wanted);
    if (!wanted.device || strcmp(wanted.info.name, info->name) != 0) {
        return pcs_fail(context, PCS_E_DEVICE, "device %s: it is no longer there", info->name);
    }
    opencl_device *device = calloc(1, sizeof(*device));
    if (!device) {
        return pcs_fail_memory(context, "a device", sizeof(*device));
    }
    device->base = (pcs_device){.driver = &opencl_driver, .context = context, .info = *info};
    device->device = wanted.device;
    choose_abilities(device, build);
    cl_int error;
    device->cl_context = clCreateContext(NULL, 1, &device->device, NULL, NULL, &error);
    if (device->cl_context) {
        device->queue = clCreateCommandQueue(device->cl_context, device->device, 0, &error);
    }
    if (!device->queue) {
        pcs_status status = fail(device, "open it", error);
        opencl_free(&device->base);
        return status;
    }
    *out = &device->base;
    return PCS_OK;
}
