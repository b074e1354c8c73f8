#include "thumbs/batch.h"

#include "base/jobs.h"
#include "base/text.h"
#include "edges/edges.h"
#include "edges/read.h"
#include "output/png.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct run {
    pcs_context *caller;
    pcs_context *context; /* the caller's, but that progress is counted in files */
    pcs_batch *batch;
    pcs_easel *easel; /* NULL: each thread draws by itself, on the host device */
    pcs_item **pending;
    size_t count;
    atomic_size_t done, failed;
} run;

/* One thread's. */
typedef struct worker {
    run *all;
    pcs_context *outer; /* of the job at hand: passes on what is logged, and says when to stop */
    pcs_context *context;
    pcs_device *device;             /* the host device, with one thread */
    char warning[PCS_MESSAGE_SIZE]; /* the last one of the file at hand, "" for none */
} worker;

char *pcs_batch_picture_path(const pcs_record *record) {
    size_t size = sizeof(PCS_BATCH_PICTURES) + strlen(record->picture);
    char *path = malloc(size);
    if (path) {
        snprintf(path, size, "%s%s", PCS_BATCH_PICTURES, record->picture);
    }
    return path;
}

/* ---- what is said */

static bool gives_less(const pcs_item *item) {
    return item->record.state == PCS_RECORD_CUT || item->record.state == PCS_RECORD_BROKEN;
}

void pcs_batch_complain(pcs_context *context, const pcs_item *item) {
    if (gives_less(item)) {
        pcs_log(context, PCS_LOG_WARNING, "%s: %s%s", item->file->path, item->record.reason ? item->record.reason : "",
                item->record.state == PCS_RECORD_BROKEN ? " (skipped)" : "");
    }
}

static void take_log(void *user, pcs_log_level level, const char *text) {
    worker *self = user;
    if (level == PCS_LOG_INFO) {
        pcs_log(self->outer, level, "%s", text);
        return;
    }
    if (self->warning[0]) {
        pcs_log(self->outer, level, "%s", self->warning);
    }
    snprintf(self->warning, sizeof(self->warning), "%s", text);
}

static bool take_progress(void *user, const pcs_progress *progress) {
    const worker *self = user;
    return pcs_tick(self->outer, progress->stage, -1, 0) != PCS_OK;
}

/* What the message says of the file, without its path: whoever moves a folder of captures does not change the sheet. */
static char *make_reason(const pcs_file *file, const char *message) {
    char path[PCS_MESSAGE_SIZE];
    pcs_text_escape(path, sizeof(path), file->path);
    size_t length = strlen(path);
    bool named = strncmp(message, path, length) == 0 && strncmp(message + length, ": ", 2) == 0;
    return strdup(named ? message + length + 2 : message);
}

static pcs_status set_reason(worker *self, pcs_item *item, const char *message) {
    item->record.reason = make_reason(item->file, message);
    return item->record.reason ? PCS_OK : pcs_fail_memory(self->context, "a message", strlen(message));
}

/* ---- one file */

static pcs_status read_file(worker *self, const pcs_file *file, pcs_edges **edges) {
    const char *const inputs[] = {file->path};
    const pcs_read_options *options = &self->all->batch->read;
    return file->directory == PCS_FILE_NAMED ? pcs_edges_read(self->context, inputs, 1, options, edges)
                                             : pcs_edges_read_found(self->context, file->path, options, edges);
}

/* The picture gets its place once the record is in the manifest. */
static pcs_status store(worker *self, pcs_item *item, const uint8_t *png, size_t size) {
    pcs_status status = PCS_OK;
    pcs_draft draft;
    char *path = pcs_batch_picture_path(&item->record);
    pcs_folder *folder = self->all->batch->folder;
    item->record.picture_size = size;
    item->record.picture_checksum = (uint32_t)crc32_z(crc32_z(0, NULL, 0), png, size);
    PCS_TRY(pcs_draft_begin(self->context, folder, &draft));
    PCS_TRY(path ? PCS_OK : pcs_fail_memory(self->context, "a file name", 0));
    fwrite(png, 1, size, draft.file);
    PCS_TRY(pcs_draft_finish(self->context, folder, &draft));
    PCS_TRY(pcs_manifest_add(self->context, self->all->batch->manifest, &item->record));
    PCS_TRY(pcs_draft_place(self->context, folder, &draft, path));
done:
    pcs_draft_discard(folder, &draft);
    free(path);
    return status;
}

static pcs_status set_state(worker *self, pcs_item *item, const pcs_read_summary *summary) {
    if (summary->inputs_cut > 0) {
        pcs_status status = set_reason(self, item, self->warning);
        item->record.state = PCS_RECORD_CUT;
        self->warning[0] = '\0';
        return status;
    }
    item->record.state = PCS_RECORD_WHOLE;
    if (summary->inputs_limited > 0) {
        char text[64];
        item->record.state = PCS_RECORD_LIMITED;
        snprintf(text, sizeof(text), "the first %llu packets alone", (unsigned long long)summary->packets);
        return set_reason(self, item, text);
    }
    return PCS_OK;
}

static pcs_status draw(worker *self, pcs_item *item, const pcs_edges *edges) {
    pcs_status status = PCS_OK;
    pcs_image *image = NULL;
    uint8_t *png = NULL;
    size_t size = 0;
    char software[64];
    snprintf(software, sizeof(software), "pcapshade %s", pcs_version());
    const pcs_image_text text = {"Software", software};
    PCS_TRY(pcs_picture_draw(self->context, self->device, self->all->easel, edges, &self->all->batch->style, &image));
    if (item->record.state != PCS_RECORD_WHOLE) {
        PCS_TRY(pcs_picture_badge(self->context, &self->all->batch->style, image));
    }
    PCS_TRY(pcs_png_make(self->context, image, item->record.picture, &text, 1, &png, &size));
    PCS_TRY(store(self, item, png, size));
done:
    free(png);
    pcs_image_free(image);
    return status;
}

/* Describes what was read, and draws what is selected of it, if there is anything. */
static pcs_status take_edges(worker *self, pcs_item *item, pcs_edges *edges) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_picture_describe(self->context, edges, &item->record));
    PCS_TRY(set_state(self, item, pcs_edges_summary(edges)));
    if (self->all->batch->select) {
        PCS_TRY(pcs_edges_select(self->context, edges, self->all->batch->select));
    }
    item->record.drawn_hosts = pcs_edges_host_count(edges);
    PCS_TRY(item->record.drawn_hosts > 0 ? draw(self, item, edges)
                                         : pcs_manifest_add(self->context, self->all->batch->manifest, &item->record));
done:
    return status;
}

/* Forgets all that was found out of a file but what it is. */
static void restart_record(pcs_item *item) {
    pcs_record blank = {.picture = item->record.picture, .size = item->record.size, .mtime_ns = item->record.mtime_ns};
    blank.options = item->record.options;
    item->record.picture = NULL;
    pcs_record_clear(&item->record);
    item->record = blank;
}

/* A file that cannot be opened, or is too large for this machine, may fare better next time. */
static pcs_status give_up(worker *self, pcs_item *item, pcs_status error) {
    if (error != PCS_E_READ && error != PCS_E_FORMAT && error != PCS_E_MEMORY) {
        return error;
    }
    restart_record(item);
    item->record.state = PCS_RECORD_BROKEN;
    item->record.options = error == PCS_E_FORMAT ? item->record.options : 0;
    pcs_status status = set_reason(self, item, pcs_context_message(self->context));
    return status == PCS_OK ? pcs_manifest_add(self->context, self->all->batch->manifest, &item->record) : status;
}

static pcs_status work(worker *self, pcs_item *item) {
    pcs_edges *edges = NULL;
    restart_record(item);
    item->record.options = self->all->batch->key;
    pcs_status status = read_file(self, item->file, &edges);
    if (status == PCS_OK && edges) {
        status = take_edges(self, item, edges);
    } else if (status == PCS_OK) {
        item->record.state = PCS_RECORD_NONE;
        status = pcs_manifest_add(self->context, self->all->batch->manifest, &item->record);
    }
    pcs_edges_free(edges);
    return status == PCS_OK ? PCS_OK : give_up(self, item, status);
}

static pcs_status run_item(void *state, pcs_context *outer, size_t number) {
    worker *self = state;
    pcs_item *item = self->all->pending[number];
    self->outer = outer;
    self->warning[0] = '\0';
    pcs_status status = pcs_tick(outer, "thumbs", -1, 0);
    if (status != PCS_OK) {
        return status;
    }
    status = work(self, item);
    if (status != PCS_OK) {
        return pcs_fail(outer, status, "%s", pcs_context_message(self->context));
    }
    if (self->warning[0]) {
        pcs_log(outer, PCS_LOG_WARNING, "%s", self->warning);
    }
    pcs_batch_complain(outer, item);
    atomic_fetch_add(&self->all->failed, gives_less(item));
    atomic_fetch_add(&self->all->done, 1);
    return PCS_OK;
}

/* ---- all files */

static void pass_log(void *user, pcs_log_level level, const char *text) {
    pcs_log(((run *)user)->caller, level, "%s", text);
}

static bool pass_progress(void *user, const pcs_progress *progress) {
    run *all = user;
    size_t done = atomic_load(&all->done);
    pcs_progress counted = {.stage = "thumbs", .done = (double)done / (double)all->count};
    (void)progress;
    counted.files = all->count;
    counted.files_done = done;
    counted.files_failed = atomic_load(&all->failed);
    return all->caller->options.progress && all->caller->options.progress(all->caller->options.user, &counted);
}

/* Opens the device; the host device is one to each thread. */
static pcs_status open_easel(run *all, pcs_easel *easel, pcs_device_info *info) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = all->caller->threads;
    options.log = pass_log;
    options.user = all;
    easel->context = pcs_context_new(&options);
    if (!easel->context) {
        return pcs_fail_memory(all->caller, "a device", sizeof(*easel->context));
    }
    pcs_status status = pcs_device_open(easel->context, all->batch->device, all->batch->device_options, &easel->device);
    if (status != PCS_OK) {
        return pcs_fail(all->caller, status, "%s", pcs_context_message(easel->context));
    }
    *info = *pcs_device_get_info(easel->device);
    all->easel = info->kind == PCS_DEVICE_HOST ? NULL : easel;
    easel->context->options.log = NULL; /* other threads than the caller's use it */
    return PCS_OK;
}

static pcs_status open_worker(run *all, worker *self) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 1;
    options.log = take_log;
    options.progress = take_progress;
    options.max_memory = all->caller->options.max_memory;
    options.user = self;
    *self = (worker){.all = all, .outer = all->context, .context = pcs_context_new(&options)};
    if (!self->context) {
        return pcs_fail_memory(all->caller, "a thread", sizeof(*self->context));
    }
    pcs_status status = pcs_device_open(self->context, "host", all->batch->device_options, &self->device);
    return status == PCS_OK ? PCS_OK : pcs_fail(all->caller, status, "%s", pcs_context_message(self->context));
}

static pcs_status run_workers(run *all, worker *workers, void **states, uint32_t count) {
    pcs_status status = PCS_OK;
    for (uint32_t i = 0; i < count; i++) {
        PCS_TRY(open_worker(all, &workers[i]));
        states[i] = &workers[i];
    }
    status = pcs_jobs_run(all->context, all->count, states, count, run_item);
    if (status != PCS_OK) {
        pcs_fail(all->caller, status, "%s", pcs_context_message(all->context));
    }
done:
    for (uint32_t i = 0; i < count; i++) {
        pcs_device_free(workers[i].device);
        pcs_context_free(workers[i].context);
    }
    return status;
}

static pcs_status run_pending(run *all, pcs_device_info *info) {
    pcs_status status = PCS_OK;
    pcs_easel easel = {.context = NULL};
    uint32_t count = all->batch->jobs < all->count ? all->batch->jobs : (uint32_t)all->count;
    worker *workers = calloc(count, sizeof(*workers));
    void **states = calloc(count, sizeof(*states));
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = pass_log;
    options.progress = pass_progress;
    options.user = all;
    all->context = pcs_context_new(&options);
    pthread_mutex_init(&easel.mutex, NULL);
    PCS_TRY(workers && states && all->context ? PCS_OK : pcs_fail_memory(all->caller, "threads", 0));
    PCS_TRY(open_easel(all, &easel, info));
    PCS_TRY(run_workers(all, workers, states, count));
done:
    pcs_device_free(easel.device);
    pcs_context_free(easel.context);
    pthread_mutex_destroy(&easel.mutex);
    pcs_context_free(all->context);
    free(states);
    free(workers);
    return status;
}

pcs_status pcs_batch_run(pcs_context *context, pcs_batch *batch, pcs_device_info *info) {
    run all = {.caller = context, .batch = batch};
    pcs_status status = PCS_OK;
    all.pending = calloc(batch->items.count + 1, sizeof(pcs_item *));
    if (!all.pending) {
        return pcs_fail_memory(context, "the list of captures", batch->items.count * sizeof(pcs_item *));
    }
    for (size_t i = 0; i < batch->items.count; i++) {
        pcs_item *item = &batch->items.items[i];
        if (!item->kept) {
            all.pending[all.count++] = item;
        }
    }
    if (all.count > 0) {
        status = run_pending(&all, info);
    }
    free(all.pending);
    return status;
}
