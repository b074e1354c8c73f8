/* The contact sheet: a page that needs neither a network nor its script. */
#include "thumbs/sheet.h"

#include "thumbs/texts.h"

#include <inttypes.h>
#include <string.h>

/* ---- one capture */

static uint64_t duration_of(const pcs_record *record) {
    return record->last_ns > record->first_ns ? (uint64_t)record->last_ns - (uint64_t)record->first_ns : 0;
}

static void print_fact(FILE *file, const char *name, const char *text) {
    fprintf(file, "<div><dt>%s</dt><dd>", name);
    pcs_print_html(file, text);
    fputs("</dd></div>\n", file);
}

static void print_protocols(FILE *file, const pcs_record *record) {
    double all = 0;
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        all += (double)record->protocol_bytes[i];
    }
    if (all <= 0) {
        return;
    }
    fputs("<div class=\"wide\"><dt>protocols</dt><dd>", file);
    const char *between = "";
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        double share = (double)record->protocol_bytes[i] * 100 / all;
        if (record->protocol_bytes[i] > 0) {
            fprintf(file, share < 1 ? "%s%s &lt; 1 %%" : "%s%s %.0f %%", between, pcs_protocol_name((pcs_protocol)i),
                    share);
            between = ", ";
        }
    }
    fputs("</dd></div>\n", file);
}

static void print_talkers(FILE *file, const pcs_record *record) {
    char text[PCS_PLAIN_SIZE];
    if (!record->talkers[0]) {
        return;
    }
    fputs("<div class=\"wide\"><dt>most bytes</dt><dd>", file);
    for (int i = 0; i < PCS_TALKERS && record->talkers[i]; i++) {
        fputs(i > 0 ? "<br>" : "", file);
        pcs_print_html(file, record->talkers[i]);
        fprintf(file, " <small>%s</small>", pcs_plain_bytes(text, record->talker_bytes[i]));
    }
    fputs("</dd></div>\n", file);
}

static void print_facts(FILE *file, const pcs_record *record) {
    char text[PCS_PLAIN_SIZE];
    fputs("<dl>\n", file);
    if (record->state != PCS_RECORD_BROKEN) {
        print_fact(file, "hosts", pcs_plain_number(text, record->hosts));
        print_fact(file, "edges", pcs_plain_number(text, record->edges));
        print_fact(file, "packets", pcs_plain_number(text, record->packets));
        print_fact(file, "bytes", pcs_plain_bytes(text, record->bytes));
        print_fact(file, "duration", pcs_plain_duration(text, duration_of(record)));
    }
    print_fact(file, "file", pcs_plain_bytes(text, record->size));
    if (record->first_ns != 0) {
        fprintf(file, "<div class=\"wide\"><dt>begin</dt><dd>%s</dd></div>\n",
                pcs_plain_moment(text, record->first_ns));
    }
    print_protocols(file, record);
    print_talkers(file, record);
    fputs("</dl>\n", file);
}

/* What the script sorts and filters by. */
static void print_data(FILE *file, const pcs_item *item) {
    const pcs_record *r = &item->record;
    fputs("<li data-name=\"", file);
    pcs_print_html(file, item->shown);
    fprintf(file,
            "\" data-state=\"%s\" data-hosts=\"%" PRIu64 "\" data-edges=\"%" PRIu64 "\" data-packets=\"%" PRIu64
            "\" data-bytes=\"%" PRIu64 "\" data-duration=\"%" PRIu64 "\" data-size=\"%" PRIu64
            "\" data-begin=\"%" PRId64 "\" data-protocols=\"",
            pcs_record_state_name(r->state), r->hosts, r->edges, r->packets, r->bytes, duration_of(r), r->size,
            r->first_ns);
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        if (r->protocol_bytes[i] > 0) {
            fprintf(file, " %s", pcs_protocol_name((pcs_protocol)i));
        }
    }
    fputs("\">\n", file);
}

static void print_picture(FILE *file, const pcs_item *item, uint32_t side) {
    if (!pcs_record_has_picture(&item->record)) {
        fputs(item->record.state == PCS_RECORD_BROKEN ? "<p class=\"nothing\">nothing can be read</p>\n"
                                                      : "<p class=\"nothing\">no traffic between hosts</p>\n",
              file);
        return;
    }
    for (int i = 0; i < 2; i++) {
        fputs(i == 0 ? "<a href=\"" PCS_BATCH_PICTURES : "\"><img src=\"" PCS_BATCH_PICTURES, file);
        pcs_print_url(file, item->record.picture);
    }
    fprintf(file, "\" width=\"%u\" height=\"%u\" loading=\"lazy\" alt=\"", side, side);
    pcs_print_html(file, item->shown);
    fputs("\"></a>\n", file);
}

static void print_item(FILE *file, const pcs_item *item, uint32_t side) {
    const pcs_record *r = &item->record;
    char number[PCS_PLAIN_SIZE];
    print_data(file, item);
    print_picture(file, item, side);
    fputs("<h2>", file);
    pcs_print_html(file, item->shown);
    fputs("</h2>\n", file);
    if (r->reason) {
        fprintf(file, "<p class=\"mark\"><strong>%s</strong> ", pcs_record_state_name(r->state));
        pcs_print_html(file, r->reason);
        fputs("</p>\n", file);
    }
    if (pcs_record_has_picture(r) && r->drawn_hosts < r->hosts) {
        fprintf(file, "<p class=\"mark\">%s of its hosts are drawn</p>\n", pcs_plain_number(number, r->drawn_hosts));
    }
    print_facts(file, r);
    fputs("</li>\n", file);
}

/* ---- the page */

static void print_head(FILE *file) {
    fprintf(file,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; "
            "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"dark light\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<meta name=\"generator\" content=\"pcapshade %s\">\n<title>Captures</title>\n<style>%s</style>\n</head>\n",
            pcs_sheet_style_hash, pcs_sheet_script_hash, pcs_version(), pcs_sheet_style);
}

static void print_count(FILE *file, const char *between, uint64_t count, const char *what) {
    char text[PCS_PLAIN_SIZE];
    fprintf(file, "%s%s %s", between, pcs_plain_number(text, count), what);
}

static void print_summary(FILE *file, const pcs_thumbs_report *report) {
    const struct {
        uint64_t count;
        const char *what;
    } others[] = {{report->partial, "partial"},
                  {report->cut, "cut where they break"},
                  {report->skipped, "not readable"},
                  {report->ignored, report->ignored == 1 ? "other file" : "other files"}};
    uint64_t captures = report->whole + report->partial + report->cut + report->skipped;
    print_count(file, "<header>\n<h1>", captures, captures == 1 ? "capture" : "captures");
    print_count(file, "</h1>\n<p>", report->whole, "whole");
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (others[i].count > 0) {
            print_count(file, ", ", others[i].count, others[i].what);
        }
    }
    fputs("</p>\n", file);
}

/* Hidden unless the script runs. */
static void print_controls(FILE *file) {
    static const char *const keys[] = {"name", "hosts", "edges", "packets", "bytes", "duration", "size", "begin"};
    fputs("<form id=\"controls\" hidden>\n"
          "<label>Find <input id=\"find\" type=\"search\" placeholder=\"name, address ( / )\"></label>\n"
          "<label>Sort by <select id=\"sort\">\n",
          file);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        fprintf(file, "<option>%s</option>\n", keys[i]);
    }
    fputs("</select></label>\n"
          "<button id=\"order\" type=\"button\" aria-pressed=\"false\">descending</button>\n"
          "<label>Protocol <select id=\"protocol\">\n<option value=\"\">any</option>\n",
          file);
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        fprintf(file, "<option>%s</option>\n", pcs_protocol_name((pcs_protocol)i));
    }
    fputs("</select></label>\n<label>State <select id=\"state\">\n<option value=\"\">any</option>\n", file);
    for (int i = 0; i < PCS_RECORD_NONE; i++) {
        fprintf(file, "<option>%s</option>\n", pcs_record_state_name((pcs_record_state)i));
    }
    fputs("</select></label>\n"
          "<label>Hosts at least <input id=\"hosts\" type=\"number\" min=\"0\" value=\"0\"></label>\n"
          "<button id=\"theme\" type=\"button\">light or dark</button>\n"
          "<output id=\"shown\"></output>\n</form>\n",
          file);
}

static void print_page(FILE *file, const pcs_batch *batch, const pcs_thumbs_report *report) {
    print_head(file);
    fputs("<body>\n", file);
    print_summary(file, report);
    print_controls(file);
    fputs("</header>\n<main>\n<ul id=\"captures\">\n", file);
    for (size_t i = 0; i < batch->items.count; i++) {
        if (batch->items.items[i].record.state != PCS_RECORD_NONE) {
            print_item(file, &batch->items.items[i], batch->style.side);
        }
    }
    fprintf(file, "</ul>\n</main>\n<script>%s</script>\n</body>\n</html>\n", pcs_sheet_script);
}

/* ---- the files */

static void print_csv(FILE *file, const pcs_batch *batch, const pcs_thumbs_report *report) {
    (void)report;
    pcs_sheet_csv_header(file);
    for (size_t i = 0; i < batch->items.count; i++) {
        if (batch->items.items[i].record.state != PCS_RECORD_NONE) {
            pcs_sheet_csv_row(file, &batch->items.items[i]);
        }
    }
}

static void print_json(FILE *file, const pcs_batch *batch, const pcs_thumbs_report *report) {
    const char *between = "[\n";
    (void)report;
    for (size_t i = 0; i < batch->items.count; i++) {
        if (batch->items.items[i].record.state != PCS_RECORD_NONE) {
            fputs(between, file);
            pcs_sheet_json_object(file, &batch->items.items[i]);
            between = ",\n";
        }
    }
    fputs(*between == '[' ? "[]\n" : "\n]\n", file);
}

static pcs_status write_file(pcs_context *context, const pcs_batch *batch, const pcs_thumbs_report *report,
                             const char *name,
                             void (*print)(FILE *file, const pcs_batch *batch, const pcs_thumbs_report *report)) {
    pcs_status status = PCS_OK;
    pcs_draft draft;
    PCS_TRY(pcs_draft_begin(context, batch->folder, &draft));
    print(draft.file, batch, report);
    PCS_TRY(pcs_draft_finish(context, batch->folder, &draft));
    PCS_TRY(pcs_draft_place(context, batch->folder, &draft, name));
done:
    pcs_draft_discard(batch->folder, &draft);
    return status;
}

pcs_status pcs_sheet_write(pcs_context *context, const pcs_batch *batch, const pcs_thumbs_report *report, bool json) {
    pcs_status status = PCS_OK;
    PCS_TRY(write_file(context, batch, report, "index.html", print_page));
    PCS_TRY(write_file(context, batch, report, "index.csv", print_csv));
    if (json) {
        PCS_TRY(write_file(context, batch, report, "index.json", print_json));
    }
done:
    return status;
}
