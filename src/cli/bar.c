#include "cli/bar.h"

#include "cli/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELLS = 30, BATCH_CELLS = 10 };

static const double redraw_seconds = 0.1, line_seconds = 1, least_seconds = 0.5;

static bool given(const char *variable) {
    const char *value = getenv(variable);
    return value && *value;
}

void pcs_bar_init(pcs_bar *bar, const pcs_settings *settings) {
    bool terminal = isatty(STDERR_FILENO) == 1;
    const char *kind = getenv("TERM");
    bool dumb = !kind || strcmp(kind, "dumb") == 0;
    *bar = (pcs_bar){
        .shown = settings->progress == PCS_PROGRESS_ALWAYS ||
                 (settings->progress == PCS_PROGRESS_AUTO && terminal && !settings->quiet),
        .terminal = terminal,
        .colour = terminal && !dumb && !given("NO_COLOR"), /* no-color.org */
    };
}

/* "1:02:03" or "2:03"; unknown ends and ends days away are left out. */
static int print_left(double seconds, char *out, size_t out_size) {
    if (!(seconds >= 0 && seconds < 100.0 * 3600)) {
        return 0;
    }
    unsigned whole = (unsigned)(seconds + 0.5), hours = whole / 3600, minutes = whole / 60 % 60;
    return hours ? snprintf(out, out_size, "  %u:%02u:%02u left", hours, minutes, whole % 60)
                 : snprintf(out, out_size, "  %u:%02u left", minutes, whole % 60);
}

/* How much, and how fast: files of a batch, else bytes. */
static void print_rate(const pcs_progress *progress, double seconds, char *out, size_t out_size) {
    if (progress->files > 0) {
        snprintf(out, out_size, "  %" PRIu64 "/%" PRIu64 "  %.0f/s", progress->files_done, progress->files,
                 seconds > 0 ? (double)progress->files_done / seconds : 0.0);
    } else if (progress->amount > 0 && seconds > 0) {
        snprintf(out, out_size, "  %.1f MB/s", (double)progress->amount / seconds / 1e6);
    }
}

int pcs_bar_text(const pcs_progress *progress, double seconds, char *out, size_t out_size) {
    char cells[CELLS + 1], rate[64] = "", left[32] = "", percent[16] = "", failed[32] = "";
    bool known = progress->done >= 0;
    double done = progress->done > 1 ? 1 : progress->done;
    int width = progress->files > 0 ? BATCH_CELLS : CELLS, filled = known ? (int)(done * width) : 0;
    memset(cells, '#', (size_t)filled);
    memset(cells + filled, known ? '-' : '.', (size_t)(width - filled));
    cells[width] = '\0';
    if (known) {
        snprintf(percent, sizeof(percent), " %3d %%", (int)(done * 100));
    }
    print_rate(progress, seconds, rate, sizeof(rate));
    if (known && done > 0 && seconds >= least_seconds) {
        print_left(seconds * (1 - done) / done, left, sizeof(left));
    }
    if (progress->files_failed > 0) {
        snprintf(failed, sizeof(failed), "  %" PRIu64 " failed", progress->files_failed);
    }
    int columns = snprintf(out, out_size, "%-7s[%s]%s%s%s%s", progress->stage, cells, percent, rate, left, failed);
    return columns > PCS_BAR_WIDTH ? PCS_BAR_WIDTH : columns;
}

void pcs_bar_clear(pcs_bar *bar) {
    if (bar->columns > 0) {
        fprintf(stderr, "\r%*s\r", bar->columns, "");
        bar->columns = 0;
    }
}

void pcs_bar_draw(pcs_bar *bar, const pcs_progress *progress) {
    if (!bar->shown) {
        return;
    }
    double now = pcs_clock_now();
    bool new_stage = !bar->stage || strcmp(bar->stage, progress->stage) != 0;
    if (new_stage) {
        bar->stage = progress->stage;
        bar->stage_start = now;
    }
    /* Lines of their own are few: one a second, and the first of each stage. */
    bool due = now - bar->last_drawn >= (bar->terminal ? redraw_seconds : line_seconds);
    if (!due && (bar->terminal || !new_stage)) {
        return;
    }
    bar->last_drawn = now;
    char text[2 * PCS_BAR_WIDTH];
    int columns = pcs_bar_text(progress, now - bar->stage_start, text, sizeof(text));
    if (!bar->terminal) {
        fprintf(stderr, "%.*s\n", columns, text);
        return;
    }
    int rest = bar->columns > columns ? bar->columns - columns : 0;
    fprintf(stderr, "\r%s%.*s%s%*s", bar->colour ? "\033[36m" : "", columns, text, bar->colour ? "\033[0m" : "", rest,
            "");
    bar->columns = columns;
}
