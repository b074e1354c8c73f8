#include "cli/bench_table.h"

#include "cli/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL = 22, CELL = 29, DEVICES_ABREAST = 2, KERNELS_SHOWN = 8, TEXT = 64, LINE = 512 };

/* Three digits that count, of the unit, of a thousand of it and so on that shows them. */
static void format_digits(double value, const char *const units[], size_t unit_count, char text[TEXT]) {
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < unit_count) {
        value /= 1000;
        unit++;
    }
    snprintf(text, TEXT, "%.*f %s", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value, units[unit]);
}

static void format_time(uint64_t nanoseconds, char text[TEXT]) {
    static const char *const units[] = {"ns", "us", "ms", "s"};
    format_digits((double)nanoseconds, units, sizeof(units) / sizeof(units[0]), text);
}

/* In a second of the row's median. */
static void format_rate(const pcs_bench_row *row, uint64_t amount, char text[TEXT]) {
    static const char *const units[] = {"", "k", "M", "G", "T", "P"};
    text[0] = '\0';
    if (row->median > 0 && amount > 0) {
        format_digits((double)amount * 1e9 / (double)row->median, units, sizeof(units) / sizeof(units[0]), text);
    }
}

/* The quartiles' distance as a share of the median. */
static double spread_of(const pcs_bench_row *row) {
    return row->median > 0 ? (double)(row->high - row->low) / (double)row->median : 0;
}

/* Time, spread and what is done in a second. */
static void format_cell(const pcs_bench_row *row, char cell[4 * TEXT]) {
    char time[TEXT], rate[TEXT], spread[TEXT] = "";
    if (row->run_count == 0) {
        snprintf(cell, 4 * TEXT, "%10s", "failed");
        return;
    }
    format_time(row->median, time);
    format_rate(row, row->amount, rate);
    if (row->run_count > 1) {
        snprintf(spread, sizeof(spread), "%.0f %%%s", 100 * spread_of(row), row->outliers > 0 ? "!" : "");
    }
    snprintf(cell, 4 * TEXT, "%10s%7s%10s", time, spread, rate);
}

/* ---- the devices side by side */

static bool is_same(const pcs_bench_row *a, const pcs_bench_row *b) {
    return a->part == b->part && a->workload == b->workload && strcmp(a->name, b->name) == 0;
}

static const pcs_bench_row *find(const pcs_bench_result *result, const pcs_bench_row *like, size_t device) {
    for (size_t i = 0; i < result->row_count; i++) {
        if (result->rows[i].device == device && is_same(&result->rows[i], like)) {
            return &result->rows[i];
        }
    }
    return NULL;
}

static bool came_before(const pcs_bench_result *result, size_t row, size_t first, size_t end) {
    for (size_t i = 0; i < row; i++) {
        const pcs_bench_row *other = &result->rows[i];
        if (other->device >= first && other->device < end && is_same(other, &result->rows[row])) {
            return true;
        }
    }
    return false;
}

static void print_trimmed(FILE *file, const char *line) {
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == ' ') {
        length--;
    }
    fprintf(file, "%.*s\n", (int)length, line);
}

static void print_line(FILE *file, const pcs_bench_result *result, const pcs_bench_row *like, size_t first,
                       size_t end) {
    char line[LINE];
    int used = snprintf(line, sizeof(line), "  %-*s", LABEL - 2, like->name);
    for (size_t device = first; device < end; device++) {
        char cell[4 * TEXT] = "";
        const pcs_bench_row *row = find(result, like, device);
        if (row) {
            format_cell(row, cell);
        }
        used += snprintf(line + used, sizeof(line) - (size_t)used, "%-*s", CELL, cell);
    }
    snprintf(line + used, sizeof(line) - (size_t)used, " %s", like->unit);
    print_trimmed(file, line);
}

static bool has_part(const pcs_bench_result *result, pcs_bench_part part) {
    for (size_t i = 0; i < result->row_count; i++) {
        if (result->rows[i].part == part) {
            return true;
        }
    }
    return false;
}

static void print_rows(FILE *file, const pcs_bench_result *result, pcs_bench_part part, uint32_t workload, size_t first,
                       size_t end) {
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        if (row->part == part && row->workload == workload && row->device >= first && row->device < end &&
            !came_before(result, i, first, end)) {
            print_line(file, result, row, first, end);
        }
    }
}

/* What is known of the results of a workload: the least of what its stages say. */
static const char *describe_verdicts(const pcs_bench_result *result, uint32_t workload) {
    bool known = true, checked = true;
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        if (row->part != PCS_BENCH_PART_STAGE || row->workload != workload || row->hash == 0) {
            continue;
        }
        if (row->verdict == PCS_BENCH_WRONG) {
            return "WRONG results";
        }
        known = known && row->verdict == PCS_BENCH_KNOWN;
        checked = checked && row->verdict != PCS_BENCH_UNCHECKED;
    }
    return known ? "results as known" : checked ? "results agree" : "results partly unchecked";
}

static void print_devices(FILE *file, const pcs_bench_result *result, size_t first, size_t end) {
    char names[LINE], heads[LINE];
    int used = snprintf(names, sizeof(names), "%-*s", LABEL, ""), at = snprintf(heads, sizeof(heads), "%s", names);
    for (size_t device = first; device < end; device++) {
        char name[4 * sizeof(result->devices->name)];
        pcs_message_escape(result->devices[device].name, name, sizeof(name));
        used += snprintf(names + used, sizeof(names) - (size_t)used, "   %-*.*s", CELL - 3, CELL - 4, name);
        at += snprintf(heads + at, sizeof(heads) - (size_t)at, "%10s%7s%10s  ", "median", "spread", "a second");
    }
    print_trimmed(file, names);
    print_trimmed(file, heads);
    for (pcs_bench_part part = PCS_BENCH_PART_CEILING; part <= PCS_BENCH_PART_FIRST_USE; part++) {
        if (has_part(result, part)) {
            fprintf(file, "%s\n", pcs_bench_part_name(part));
            print_rows(file, result, part, PCS_BENCH_NONE, first, end);
        }
    }
    for (uint32_t workload = 0; workload < result->workload_count; workload++) {
        const pcs_bench_workload *w = &result->workloads[workload];
        fprintf(file, "%s: %" PRIu32 " hosts, %" PRIu32 " edges; %s\n", w->name, w->hosts, w->edges,
                describe_verdicts(result, workload));
        print_rows(file, result, PCS_BENCH_PART_STAGE, workload, first, end);
    }
}

/* ---- kernels */

static int compare_time(const void *a, const void *b) {
    const pcs_bench_row *left = *(const pcs_bench_row *const *)a, *right = *(const pcs_bench_row *const *)b;
    return (left->median < right->median) - (left->median > right->median);
}

static void print_kernel(FILE *file, const pcs_bench_row *row) {
    char name[2 * TEXT], time[TEXT], rate[TEXT], bytes[TEXT] = "", share[TEXT] = "", level[TEXT] = "";
    if (row->level > 0) {
        snprintf(level, sizeof(level), ", level %" PRIu32, row->level);
    }
    snprintf(name, sizeof(name), "%s%s", row->name, level);
    format_time(row->median, time);
    format_rate(row, row->amount, rate);
    format_rate(row, row->bytes, bytes);
    if (bytes[0]) {
        strcat(bytes, "B/s");
    }
    if (row->share > 0) {
        snprintf(share, sizeof(share), "%.0f %% of %s", 100 * row->share, row->limit);
    }
    char line[LINE];
    snprintf(line, sizeof(line), "  %-36s%8" PRIu64 "%10s%10s %-13s%11s  %s", name, row->calls, time, rate, row->unit,
             bytes, share);
    print_trimmed(file, line);
}

/* The kernels that take longest, of the last workload. */
static void print_kernels(FILE *file, const pcs_bench_result *result, uint32_t device) {
    const pcs_bench_row **rows = calloc(result->row_count + 1, sizeof(*rows));
    size_t count = 0;
    for (size_t i = 0; rows && i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        if (row->part == PCS_BENCH_PART_KERNEL && row->device == device &&
            row->workload + 1 == result->workload_count) {
            rows[count++] = row;
        }
    }
    if (count > 0) {
        qsort(rows, count, sizeof(*rows), compare_time);
        char name[4 * sizeof(result->devices->name)];
        pcs_message_escape(result->devices[device].name, name, sizeof(name));
        fprintf(file, "\nkernels of %s on %.40s\n  %-36s%8s%10s%10s %-13s%11s  %s\n",
                result->workloads[result->workload_count - 1].name, name, "", "calls", "median", "a second", "",
                "memory", "nearest ceiling");
    }
    for (size_t i = 0; i < count && i < KERNELS_SHOWN; i++) {
        print_kernel(file, rows[i]);
    }
    free(rows);
}

void pcs_bench_table_print(FILE *file, const pcs_bench_result *result) {
    char machine[4 * sizeof(result->machine)];
    pcs_message_escape(result->machine[0] ? result->machine : "processor not known", machine, sizeof(machine));
    fprintf(file, "pcapshade %s (%s) on %s\n", result->version, result->commit[0] ? result->commit : "no commit",
            machine);
    fprintf(file, "layout %s, seed %" PRIu64 ", %" PRIu32 "x%" PRIu32 " pixels, %" PRIu32 " threads\n\n",
            result->layout, result->seed, result->width, result->height, result->threads);
    for (size_t first = 0; first < result->device_count; first += DEVICES_ABREAST) {
        size_t end = first + DEVICES_ABREAST < result->device_count ? first + DEVICES_ABREAST : result->device_count;
        print_devices(file, result, first, end);
    }
    for (uint32_t device = 0; device < result->device_count; device++) {
        print_kernels(file, result, device);
    }
}

/* ---- comparing */

void pcs_bench_ratios_print(FILE *file, const pcs_bench_result *result, const pcs_bench_ratio *ratios, size_t count,
                            double tolerance) {
    size_t counts[PCS_BENCH_CHANGE_COUNT] = {0}, short_count = 0, of_processor = 0;
    fprintf(file, "\n%-36s%10s%10s%8s%16s\n", "compared", "before", "now", "ratio", "it may be");
    for (size_t i = 0; i < count; i++) {
        const pcs_bench_ratio *ratio = &ratios[i];
        char name[4 * sizeof(result->devices->name)], label[TEXT], before[TEXT], after[TEXT], range[TEXT], line[LINE];
        pcs_message_escape(result->devices[ratio->after->device].name, name, sizeof(name));
        snprintf(label, sizeof(label), "%.12s, %.16s, %.8s", name, result->workloads[ratio->after->workload].name,
                 ratio->after->name);
        format_time(ratio->before->median, before);
        format_time(ratio->after->median, after);
        snprintf(range, sizeof(range), "%.2f to %.2f", ratio->low, ratio->high);
        snprintf(line, sizeof(line), "  %-34s%10s%10s%7.2f%s%16s  %s", label, before, after, ratio->ratio,
                 ratio->of_processor ? "*" : " ", range, pcs_bench_change_name(ratio->change));
        print_trimmed(file, line);
        counts[ratio->change]++;
        short_count += ratio->fell_short;
        of_processor += ratio->of_processor;
    }
    if (of_processor > 0) {
        fprintf(file, "* of processor times: other programs kept the processors from too many runs\n");
    }
    for (int change = 0; change < PCS_BENCH_CHANGE_COUNT; change++) {
        if (counts[change] > 0) {
            fprintf(file, "%zu %s\n", counts[change], pcs_bench_change_name((pcs_bench_change)change));
        }
    }
    fprintf(file, "%zu of %zu stages fell short of a tolerance of %.0f %%\n", short_count, count, 100 * tolerance);
}
