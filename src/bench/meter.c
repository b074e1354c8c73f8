#include "bench/meter.h"

#include "base/clock.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* The second number of schedstat: nanoseconds on a run queue (Linux, Documentation/scheduler/sched-stats.rst). */
static uint64_t read_queued(void) {
    uint64_t sum = 0;
    DIR *threads = opendir("/proc/self/task");
    for (const struct dirent *thread; threads && (thread = readdir(threads));) {
        char path[sizeof("/proc/self/task//schedstat") + sizeof(thread->d_name)];
        uint64_t ran, queued;
        snprintf(path, sizeof(path), "/proc/self/task/%s/schedstat", thread->d_name);
        FILE *file = thread->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (file && fscanf(file, "%" SCNu64 " %" SCNu64, &ran, &queued) == 2) {
            sum += queued;
        }
        if (file) {
            fclose(file);
        }
    }
    if (threads) {
        closedir(threads);
    }
    return sum;
}

/* The eighth number of /proc/stat, of all processors, in ticks (proc(5)). */
static uint64_t read_stolen(void) {
    uint64_t ticks = 0;
    FILE *file = fopen("/proc/stat", "re");
    if (file && fscanf(file, "cpu %*u %*u %*u %*u %*u %*u %*u %" SCNu64, &ticks) != 1) {
        ticks = 0;
    }
    if (file) {
        fclose(file);
    }
    long rate = sysconf(_SC_CLK_TCK);
    return rate > 0 ? ticks * (1000000000U / (uint64_t)rate) : 0;
}

static uint64_t read_processor(void) {
    struct timespec used = {.tv_sec = 0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * 1000000000U + (uint64_t)used.tv_nsec;
}

/* The clocks come last here and first below, so that reading the rest is not within. */
pcs_meter pcs_meter_read(void) {
    pcs_meter now = {.waited = read_queued() + read_stolen()};
    now.processor = read_processor();
    now.time = pcs_clock_nanoseconds();
    return now;
}

pcs_meter pcs_meter_since(const pcs_meter *before) {
    pcs_meter cost = {.time = pcs_clock_nanoseconds() - before->time};
    cost.processor = read_processor() - before->processor;
    uint64_t waited = read_queued() + read_stolen();
    cost.waited = waited > before->waited ? waited - before->waited : 0;
    return cost;
}
