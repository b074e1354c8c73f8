#include "edges/record.h"

#include "edges/amount.h"

#include "base/json_scan.h"
#include "base/moment.h"

#include <stdio.h>

unsigned pcs_record_find(const pcs_record *record, pcs_bytes parent, pcs_bytes key) {
    for (size_t i = 0; i < record->name_count; i++) {
        const pcs_cell_name *name = &record->names[i];
        if (pcs_bytes_are(key, name->key) && pcs_bytes_are(parent, name->parent ? name->parent : "")) {
            return name->cell;
        }
    }
    return PCS_CELLS_MAX;
}

static void take_value(void *user, const pcs_json_value *value) {
    pcs_record *record = user;
    unsigned cell = pcs_record_find(record, value->parent, value->key);
    if (cell < PCS_CELLS_MAX && (value->is_string || !pcs_bytes_are(value->text, "null"))) {
        record->cells[cell] = (pcs_cell){(const char *)value->text.data, value->text.length, value->column};
    }
}

pcs_status pcs_record_scan(pcs_record *record, pcs_bytes line) {
    const pcs_lines *lines = record->lines;
    pcs_json_fault fault;
    memset(record->cells, 0, sizeof(record->cells));
    if (pcs_json_scan(line, take_value, record, &fault)) {
        return PCS_OK;
    }
    return pcs_fail(lines->context, PCS_E_FORMAT, "%s: line %llu, column %zu: expected %s",
                    pcs_source_name(lines->source), (unsigned long long)lines->number, fault.column, fault.expected);
}

bool pcs_record_has(const pcs_record *record, unsigned cell) {
    return record->cells[cell].text != NULL;
}

bool pcs_record_is(const pcs_record *record, unsigned cell, const char *text) {
    const pcs_cell *of = &record->cells[cell];
    return of->text && pcs_bytes_are((pcs_bytes){(const uint8_t *)of->text, of->length}, text);
}

pcs_status pcs_record_fail(const pcs_record *record, unsigned cell, const char *expected) {
    enum { SHOWN = 40 };
    const pcs_cell *of = &record->cells[cell];
    const pcs_lines *lines = record->lines;
    const pcs_cell_name *name = record->names;
    while (name->cell != cell) {
        name++;
    }
    char full[64];
    snprintf(full, sizeof(full), "%s%s%s", name->parent ? name->parent : "", name->parent ? "." : "", name->key);
    if (!of->text) {
        return pcs_fail(lines->context, PCS_E_FORMAT, "%s: line %llu: no %s, expected %s",
                        pcs_source_name(lines->source), (unsigned long long)lines->number, full, expected);
    }
    return pcs_fail(lines->context, PCS_E_FORMAT, "%s: line %llu, column %zu (%s): found \"%.*s%s\", expected %s",
                    pcs_source_name(lines->source), (unsigned long long)lines->number, of->column, full,
                    of->length > SHOWN ? SHOWN : (int)of->length, of->text, of->length > SHOWN ? "..." : "", expected);
}

pcs_status pcs_record_address(const pcs_record *record, unsigned cell, pcs_host *host) {
    const pcs_cell *of = &record->cells[cell];
    bool valid = of->text && pcs_host_parse(of->text, of->length, host) &&
                 (host->kind == PCS_HOST_IPV4 || host->kind == PCS_HOST_IPV6);
    return valid ? PCS_OK : pcs_record_fail(record, cell, "an IP address");
}

pcs_status pcs_record_amount(const pcs_record *record, unsigned cell, uint64_t *amount) {
    const pcs_cell *of = &record->cells[cell];
    *amount = 0;
    return !of->text || pcs_amount_parse(of->text, of->length, amount)
               ? PCS_OK
               : pcs_record_fail(record, cell, "a number from 0 to 18446744073709551615");
}

pcs_status pcs_record_moment(const pcs_record *record, unsigned cell, int64_t *ns) {
    const pcs_cell *of = &record->cells[cell];
    *ns = 0;
    return !of->text || pcs_moment_parse_seconds(of->text, of->length, ns) ||
                   pcs_moment_parse_date(of->text, of->length, ns)
               ? PCS_OK
               : pcs_record_fail(record, cell, "seconds since 1970 or a date such as 2012-03-16T12:30:00Z");
}

pcs_status pcs_record_duration(const pcs_record *record, unsigned cell, int64_t *ns) {
    const pcs_cell *of = &record->cells[cell];
    *ns = 0;
    return !of->text || pcs_moment_parse_seconds(of->text, of->length, ns)
               ? PCS_OK
               : pcs_record_fail(record, cell, "seconds such as 1.5");
}
