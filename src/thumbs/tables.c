/* The contact sheet for other programs: a row of CSV or an object of JSON for each capture. */
#include "base/moment.h"
#include "thumbs/sheet.h"
#include "thumbs/texts.h"

#include <inttypes.h>

static void print_moment(FILE *file, int64_t ns) {
    char text[PCS_MOMENT_LENGTH + 1];
    if (ns != 0) {
        *pcs_moment_write(text, ns) = '\0';
        fputs(text, file);
    }
}

void pcs_sheet_csv_header(FILE *file) {
    fputs("name,picture,state,reason,size,hosts,edges,drawn_hosts,packets,bytes,first,last", file);
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        fprintf(file, ",%s_bytes", pcs_protocol_name((pcs_protocol)i));
    }
    for (int i = 1; i <= PCS_TALKERS; i++) {
        fprintf(file, ",talker_%d,talker_%d_bytes", i, i);
    }
    fputc('\n', file);
}

void pcs_sheet_csv_row(FILE *file, const pcs_item *item) {
    const pcs_record *r = &item->record;
    pcs_print_csv(file, item->shown);
    fputc(',', file);
    if (pcs_record_has_picture(r)) {
        fputs("\"" PCS_BATCH_PICTURES, file);
        pcs_print_url(file, r->picture);
        fputc('"', file);
    }
    fprintf(file, ",%s,", pcs_record_state_name(r->state));
    pcs_print_csv(file, r->reason);
    fprintf(file, ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", r->size, r->hosts,
            r->edges, r->drawn_hosts, r->packets, r->bytes);
    print_moment(file, r->first_ns);
    fputc(',', file);
    print_moment(file, r->last_ns);
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        fprintf(file, ",%" PRIu64, r->protocol_bytes[i]);
    }
    for (int i = 0; i < PCS_TALKERS; i++) {
        fputc(',', file);
        pcs_print_csv(file, r->talkers[i]);
        fputc(',', file);
        if (r->talkers[i]) {
            fprintf(file, "%" PRIu64, r->talker_bytes[i]);
        }
    }
    fputc('\n', file);
}

static void print_count(FILE *file, const char *key, uint64_t count) {
    fprintf(file, ",\"%s\":%" PRIu64, key, count);
}

static void print_text(FILE *file, const char *key, const char *text) {
    fprintf(file, ",\"%s\":", key);
    pcs_print_json(file, text);
}

static void print_time(FILE *file, const char *key, int64_t ns) {
    fprintf(file, ns != 0 ? ",\"%s\":\"" : ",\"%s\":null", key);
    print_moment(file, ns);
    fputs(ns != 0 ? "\"" : "", file);
}

void pcs_sheet_json_object(FILE *file, const pcs_item *item) {
    const pcs_record *r = &item->record;
    fputs("{\"name\":", file);
    pcs_print_json(file, item->shown);
    fputs(",\"picture\":", file);
    if (pcs_record_has_picture(r)) {
        fputs("\"" PCS_BATCH_PICTURES, file);
        pcs_print_url(file, r->picture);
        fputc('"', file);
    } else {
        fputs("null", file);
    }
    print_text(file, "state", pcs_record_state_name(r->state));
    print_text(file, "reason", r->reason);
    print_count(file, "size", r->size);
    print_count(file, "hosts", r->hosts);
    print_count(file, "edges", r->edges);
    print_count(file, "drawn_hosts", r->drawn_hosts);
    print_count(file, "packets", r->packets);
    print_count(file, "bytes", r->bytes);
    print_time(file, "first", r->first_ns);
    print_time(file, "last", r->last_ns);
    fputs(",\"protocol_bytes\":{", file);
    for (int i = 0; i < PCS_PROTOCOL_COUNT; i++) {
        fprintf(file, "%s\"%s\":%" PRIu64, i > 0 ? "," : "", pcs_protocol_name((pcs_protocol)i), r->protocol_bytes[i]);
    }
    fputs("},\"talkers\":[", file);
    for (int i = 0; i < PCS_TALKERS && r->talkers[i]; i++) {
        fprintf(file, "%s{\"host\":", i > 0 ? "," : "");
        pcs_print_json(file, r->talkers[i]);
        fprintf(file, ",\"bytes\":%" PRIu64 "}", r->talker_bytes[i]);
    }
    fputs("]}", file);
}
