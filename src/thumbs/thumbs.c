/* Pictures of whole folders, with a contact sheet. */
#include "render/draw.h"
#include "thumbs/batch.h"
#include "thumbs/key.h"
#include "thumbs/sheet.h"

#include <stdlib.h>

enum { SIDE = 256 };

static pcs_status check_style(pcs_context *context, const pcs_style *style) {
    if (style->side < PCS_THUMBS_SIDE_LEAST || style->side > PCS_THUMBS_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "pictures of %u pixels a side: from %d to %d are made", style->side,
                        PCS_THUMBS_SIDE_LEAST, PCS_THUMBS_SIDE_MAX);
    }
    pcs_image_options image = PCS_OPTIONS(image);
    image.colormap = style->colormap;
    image.colors = style->colors;
    image.background = style->background;
    return pcs_draw_check(context, &image, true);
}

/* ---- what an earlier batch left */

static pcs_status holds_picture(pcs_context *context, const pcs_folder *folder, const pcs_record *record, bool *holds) {
    char *path = pcs_batch_picture_path(record);
    if (!path) {
        return pcs_fail_memory(context, "a file name", 0);
    }
    *holds = record->picture_checksum <= UINT32_MAX &&
             pcs_folder_holds(folder, path, record->picture_size, (uint32_t)record->picture_checksum);
    free(path);
    return PCS_OK;
}

/* Takes what is known of a file, if it still holds: never of a pipe, which has no size and time. */
static pcs_status keep_record(pcs_context *context, const pcs_batch *batch, pcs_item *item) {
    pcs_status status = PCS_OK;
    const pcs_record *known = pcs_manifest_find(batch->manifest, item->record.picture);
    item->kept = known && known->mtime_ns != 0 && known->size == item->record.size &&
                 known->mtime_ns == item->record.mtime_ns && known->options == batch->key;
    if (item->kept && pcs_record_has_picture(known)) {
        status = holds_picture(context, batch->folder, known, &item->kept);
    }
    if (status == PCS_OK && item->kept) {
        pcs_record_clear(&item->record);
        status = pcs_record_copy(known, &item->record) ? PCS_OK : pcs_fail_memory(context, "what is known", 0);
        pcs_batch_complain(context, item);
    }
    return status;
}

static pcs_status keep_records(pcs_context *context, pcs_batch *batch) {
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < batch->items.count; i++) {
        PCS_TRY(pcs_tick(context, "thumbs", -1, 0));
        PCS_TRY(keep_record(context, batch, &batch->items.items[i]));
    }
done:
    return status;
}

/* Removes the pictures whose captures are gone, or have none any more: only what is as it was made. */
static pcs_status remove_pictures(pcs_context *context, const pcs_batch *batch, uint64_t *removed) {
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < pcs_manifest_count(batch->manifest); i++) {
        const pcs_record *known = pcs_manifest_at(batch->manifest, i);
        const pcs_item *item = pcs_items_lookup(&batch->items, known->picture);
        bool ours = false;
        if (pcs_record_has_picture(known) && !(item && pcs_record_has_picture(&item->record))) {
            PCS_TRY(holds_picture(context, batch->folder, known, &ours));
        }
        char *path = ours ? pcs_batch_picture_path(known) : NULL;
        if (path) {
            pcs_folder_remove(batch->folder, path);
            *removed += 1;
        }
        free(path);
    }
done:
    return status;
}

/* ---- what this one leaves */

static pcs_status write_manifest(pcs_context *context, const pcs_batch *batch) {
    const pcs_items *items = &batch->items;
    const pcs_record **records = calloc(items->count + 1, sizeof(*records));
    if (!records) {
        return pcs_fail_memory(context, "what is known of the folder", items->count * sizeof(*records));
    }
    for (size_t i = 0; i < items->count; i++) {
        records[i] = &items->items[i].record;
    }
    pcs_status status = pcs_manifest_replace(context, batch->manifest, records, items->count);
    free(records);
    return status;
}

static void count_items(const pcs_items *items, pcs_thumbs_report *report) {
    uint64_t none = 0;
    uint64_t *const counts[PCS_RECORD_STATES] = {[PCS_RECORD_WHOLE] = &report->whole,
                                                 [PCS_RECORD_LIMITED] = &report->partial,
                                                 [PCS_RECORD_CUT] = &report->cut,
                                                 [PCS_RECORD_BROKEN] = &report->skipped,
                                                 [PCS_RECORD_NONE] = &none};
    for (size_t i = 0; i < items->count; i++) {
        const pcs_record *record = &items->items[i].record;
        *counts[record->state] += 1;
        report->pictures += pcs_record_has_picture(record);
        report->kept += items->items[i].kept && pcs_record_has_picture(record);
    }
    report->files = items->count;
    report->ignored = none;
    for (size_t i = 0; i < items->files.directory_count; i++) {
        report->files += items->files.directories[i].others;
        report->ignored += items->files.directories[i].others;
    }
}

static pcs_status finish(pcs_context *context, const pcs_batch *batch, bool json, pcs_thumbs_report *report) {
    pcs_status status = PCS_OK;
    PCS_TRY(remove_pictures(context, batch, &report->removed));
    count_items(&batch->items, report);
    PCS_TRY(pcs_sheet_write(context, batch, report, json));
    PCS_TRY(write_manifest(context, batch));
    if (report->ignored == report->files) {
        PCS_TRY(pcs_fail(context, PCS_E_FORMAT, "no capture is in the inputs, of %llu files",
                         (unsigned long long)report->files));
    }
done:
    return status;
}

/* The options with the caller's in their places. */
static void take_options(pcs_context *context, const pcs_thumbs_options *options, pcs_batch *batch,
                         pcs_select_options *select) {
    *batch = (pcs_batch){.read = PCS_OPTIONS(batch->read), .style.layout = PCS_OPTIONS(batch->style.layout)};
    if (options->read) {
        pcs_options_copy(&batch->read, sizeof(batch->read), options->read, options->read->size);
    }
    if (options->layout) {
        batch->style.layout.kind = options->layout->kind;
        batch->style.layout.seed = options->layout->seed;
    }
    if (options->select) {
        pcs_options_copy(select, sizeof(*select), options->select, options->select->size);
        batch->select = select;
    }
    batch->read.jobs = 1;
    batch->read.strict = false;
    batch->read.times = false;
    batch->style.side = options->side > 0 ? options->side : SIDE;
    batch->style.colormap = options->colormap;
    batch->style.colors = options->colors;
    batch->style.background = options->background;
    batch->style.badge = options->badge;
    batch->jobs = options->jobs > 0 ? options->jobs : context->threads;
    batch->device = options->device;
    batch->device_options = options->device_options;
}

pcs_status pcs_thumbs_make(pcs_context *context, const char *const *inputs, size_t input_count, const char *folder,
                           const pcs_thumbs_options *given, pcs_thumbs_report *report) {
    pcs_status status = PCS_OK;
    pcs_batch batch;
    pcs_select_options select = PCS_OPTIONS(select);
    pcs_thumbs_report own;
    pcs_thumbs_options options = PCS_OPTIONS(options);
    report = report ? report : &own;
    *report = (pcs_thumbs_report){.files = 0};
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    take_options(context, &options, &batch, &select);
    PCS_TRY(check_style(context, &batch.style));
    batch.key = pcs_thumbs_key(&batch.style, &batch.read, batch.select);
    PCS_TRY(batch.key ? PCS_OK : pcs_fail_memory(context, "the options", 0));
    PCS_TRY(pcs_items_find(context, inputs, input_count, folder, &batch.items));
    PCS_TRY(pcs_folder_open(context, folder, &batch.folder));
    PCS_TRY(pcs_manifest_open(context, batch.folder, &batch.manifest));
    if (!options.force) {
        PCS_TRY(keep_records(context, &batch));
    }
    PCS_TRY(pcs_batch_run(context, &batch, &report->device));
    PCS_TRY(finish(context, &batch, options.json, report));
done:
    if (status == PCS_E_CANCELLED) {
        pcs_fail(context, status,
                 "cancelled: pictures that are complete are kept, and the same command goes on with them");
    }
    pcs_items_clear(&batch.items);
    pcs_manifest_free(batch.manifest);
    pcs_folder_free(batch.folder);
    return status;
}
