#include "device/device.h"

#include "device/driver.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const pcs_device_info *pcs_device_get_info(const pcs_device *device) {
    return &device->info;
}

const pcs_device_abilities *pcs_device_get_abilities(const pcs_device *device) {
    return &device->abilities;
}

void pcs_device_free(pcs_device *device) {
    if (device) {
        device->driver->free(device);
    }
}

pcs_status pcs_device_finish(pcs_device *device) {
    return device->driver->finish(device);
}

/* ---- buffers */

pcs_status pcs_buffer_new(pcs_device *device, const char *what, uint64_t size, pcs_buffer **out) {
    *out = NULL;
    uint64_t least = size == 0 ? 1 : size;
    if (least > device->abilities.buffer_size_max) {
        return pcs_fail(device->context, PCS_E_MEMORY,
                        "%s: no memory for %s: %.1f MB are more than its largest buffer of %.1f MB: use --device host",
                        device->info.name, what, (double)least / 1e6, (double)device->abilities.buffer_size_max / 1e6);
    }
    return device->driver->buffer_new(device, what, least, out);
}

pcs_status pcs_buffer_new_from(pcs_device *device, const char *what, const void *data, uint64_t size,
                               pcs_buffer **out) {
    pcs_status status = pcs_buffer_new(device, what, size, out);
    if (status == PCS_OK && size > 0) {
        status = pcs_buffer_write(*out, 0, data, size);
    }
    if (status != PCS_OK) {
        pcs_buffer_free(*out);
        *out = NULL;
    }
    return status;
}

static pcs_status check_range(const pcs_buffer *buffer, uint64_t offset, uint64_t size) {
    if (offset > buffer->size || size > buffer->size - offset) {
        return pcs_fail(buffer->device->context, PCS_E_ARGUMENT, "a range goes beyond its buffer");
    }
    return PCS_OK;
}

pcs_status pcs_buffer_write(pcs_buffer *buffer, uint64_t offset, const void *data, uint64_t size) {
    pcs_status status = check_range(buffer, offset, size);
    return status == PCS_OK && size > 0 ? buffer->device->driver->buffer_write(buffer, offset, data, size) : status;
}

pcs_status pcs_buffer_read(pcs_buffer *buffer, uint64_t offset, void *data, uint64_t size) {
    pcs_status status = check_range(buffer, offset, size);
    return status == PCS_OK && size > 0 ? buffer->device->driver->buffer_read(buffer, offset, data, size) : status;
}

pcs_status pcs_buffer_zero(pcs_buffer *buffer) {
    return buffer->device->driver->buffer_zero(buffer);
}

uint64_t pcs_buffer_size(const pcs_buffer *buffer) {
    return buffer->size;
}

void pcs_buffer_free(pcs_buffer *buffer) {
    if (buffer) {
        buffer->device->driver->buffer_free(buffer);
    }
}

/* ---- kernels */

pcs_status pcs_device_run(pcs_device *device, pcs_kernel kernel, uint64_t items, uint32_t group,
                          const pcs_argument *arguments, size_t argument_count) {
    const pcs_host_kernel *expected = pcs_host_reference(kernel);
    bool fits = argument_count == expected->argument_count && items <= UINT32_MAX && group <= PCS_GROUP_MAX;
    for (size_t i = 0; fits && i < argument_count; i++) {
        size_t size = arguments[i].buffer ? sizeof(void *) : arguments[i].size;
        fits = size == expected->argument_sizes[i] && (!arguments[i].buffer || arguments[i].buffer->device == device);
    }
    if (!fits) {
        return pcs_fail(device->context, PCS_E_ARGUMENT, "kernel %d is called with arguments that are not its own",
                        (int)kernel);
    }
    if (items == 0) {
        return PCS_OK;
    }
    if (group != 1 && device->work_group != 0) {
        group = device->work_group;
    }
    pcs_launch launch = {.kernel = kernel,
                         .level = device->level,
                         .items = items,
                         .group = group,
                         .arguments = arguments,
                         .argument_count = argument_count};
    if (device->stopwatch) {
        launch.slot = device->stopwatch->launched(device->stopwatch->user, &launch);
    }
    return device->driver->run(device, &launch);
}

pcs_status pcs_device_time_kernels(pcs_device *device, const pcs_stopwatch *stopwatch) {
    pcs_status status = device->driver->finish(device);
    if (status == PCS_OK && device->driver->time_kernels) {
        status = device->driver->time_kernels(device, stopwatch != NULL);
    }
    device->stopwatch = status == PCS_OK ? stopwatch : device->stopwatch;
    return status;
}

void pcs_device_set_level(pcs_device *device, uint32_t level) {
    device->level = level;
}

/* ---- finding one */

pcs_status pcs_device_list(pcs_context *context, pcs_device_info **out, size_t *count) {
    *out = calloc(1, sizeof(**out));
    *count = 1;
    if (!*out) {
        *count = 0;
        return pcs_fail_memory(context, "the list of devices", sizeof(**out));
    }
    pcs_host_describe(context, *out);
#ifdef PCS_HAVE_OPENCL
    pcs_status status = pcs_opencl_list(context, out, count);
    if (status != PCS_OK) {
        pcs_device_list_free(*out);
        *out = NULL;
        *count = 0;
        return status;
    }
#else
    pcs_log(context, PCS_LOG_INFO, "built without OpenCL: the host device computes");
#endif
    return PCS_OK;
}

void pcs_device_list_free(pcs_device_info *list) {
    free(list);
}

static bool name_contains(const char *name, const char *part) {
    size_t length = strlen(part);
    for (; *name; name++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)name[i]) == tolower((unsigned char)part[i])) {
            i++;
        }
        if (i == length) {
            return true;
        }
    }
    return false;
}

/* The first GPU that works, else the host device. */
static const pcs_device_info *find_best(const pcs_device_info *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind == PCS_DEVICE_GPU && !list[i].problem[0]) {
            return &list[i];
        }
    }
    return &list[0];
}

static pcs_status find(pcs_context *context, const char *which, const pcs_device_info *list, size_t count,
                       const pcs_device_info **found) {
    char *end;
    unsigned long index = strtoul(which, &end, 10);
    *found = NULL;
    if (which[0] == '\0') {
        return pcs_fail(context, PCS_E_DEVICE, "device: its name is empty: 'pcapshade devices' lists those there are");
    }
    if (isdigit((unsigned char)which[0]) && *end == '\0') {
        *found = index < count ? &list[index] : NULL;
    } else {
        size_t matches = 0;
        for (size_t i = 0; i < count; i++) {
            if (name_contains(list[i].name, which)) {
                *found = &list[i];
                matches++;
            }
        }
        if (matches > 1) {
            return pcs_fail(context, PCS_E_DEVICE,
                            "device %s: %zu devices have that in their names: give the number, "
                            "as 'pcapshade devices' lists it",
                            which, matches);
        }
    }
    if (!*found) {
        return pcs_fail(context, PCS_E_DEVICE,
                        "device %s: there is none of that number or name: 'pcapshade devices' lists those there are",
                        which);
    }
    if ((*found)->problem[0]) {
        return pcs_fail(context, PCS_E_DEVICE, "device %s: %s", (*found)->name, (*found)->problem);
    }
    return PCS_OK;
}

static pcs_status open_found(pcs_context *context, const pcs_device_info *info, const pcs_device_options *options,
                             const pcs_device_build *build, pcs_device **out) {
    pcs_status status = PCS_OK;
    if (info->kind == PCS_DEVICE_HOST) {
        PCS_TRY(pcs_host_open(context, info, out));
#ifdef PCS_HAVE_OPENCL
    } else {
        PCS_TRY(pcs_opencl_open(context, info, build, out));
#endif
    }
    (void)build;
    PCS_TRY(pcs_device_test(*out));
    (*out)->work_group = options->work_group;
done:
    if (status != PCS_OK) {
        pcs_device_free(*out);
        *out = NULL;
    }
    return status;
}

static bool is_work_group(uint32_t size) {
    return size <= PCS_GROUP_MAX && (size & (size - 1)) == 0;
}

pcs_status pcs_device_open_as(pcs_context *context, const char *which, const pcs_device_options *given,
                              const pcs_device_build *build, pcs_device **out) {
    pcs_status status = PCS_OK;
    pcs_device_info *list = NULL, host = {0};
    size_t count = 0;
    *out = NULL;
    pcs_device_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    if (!is_work_group(options.work_group)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "work group %u: must be a power of two from 1 to %d",
                        options.work_group, PCS_GROUP_MAX);
    }
    if (which && strcmp(which, "host") == 0) {
        pcs_host_describe(context, &host);
        return open_found(context, &host, &options, NULL, out);
    }
    PCS_TRY(pcs_device_list(context, &list, &count));
    if (which && strcmp(which, "auto") != 0) {
        const pcs_device_info *found;
        PCS_TRY(find(context, which, list, count, &found));
        PCS_TRY(open_found(context, found, &options, build, out));
        goto done;
    }
    const pcs_device_info *best = find_best(list, count);
    status = open_found(context, best, &options, build, out);
    if (status == PCS_E_DEVICE && best->kind != PCS_DEVICE_HOST) {
        pcs_log(context, PCS_LOG_WARNING, "%s: the host device computes instead", pcs_context_message(context));
        status = open_found(context, &list[0], &options, NULL, out);
    }
done:
    pcs_device_list_free(list);
    return status;
}

pcs_status pcs_device_open(pcs_context *context, const char *which, const pcs_device_options *options,
                           pcs_device **out) {
    return pcs_device_open_as(context, which, options, NULL, out);
}
