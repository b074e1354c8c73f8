/* One table of all of Datashader's vectors, in parts: every vector is in that of one test, with the largest difference
 * found on any device or the reason why it is left out. */
#ifndef PCS_TESTS_VECTOR_TABLE_H
#define PCS_TESTS_VECTOR_TABLE_H

#include "manifest.h"

enum { TABLE_MOST = 512, TABLE_TEXT = 128 };

typedef struct table_row {
    char id[TABLE_TEXT], reason[TABLE_TEXT], note[TABLE_TEXT];
    double difference;
} table_row;

static table_row table_rows[TABLE_MOST];
static unsigned table_count;

static inline table_row *table_find(const char *id) {
    for (unsigned i = 0; i < table_count; i++) {
        if (strcmp(table_rows[i].id, id) == 0) {
            return &table_rows[i];
        }
    }
    return NULL;
}

static inline table_row *table_add(const char *id) {
    table_row *row = table_find(id);
    if (!row && CHECK(table_count < TABLE_MOST)) {
        row = &table_rows[table_count++];
        snprintf(row->id, sizeof(row->id), "%s", id);
    }
    return row;
}

/* It agrees; called again, the largest difference counts. */
static inline void table_agrees(const char *id, double difference) {
    table_row *row = table_add(id);
    if (row && difference > row->difference) {
        row->difference = difference;
    }
}

static inline void table_leave_out(const char *id, const char *reason) {
    table_row *row = table_add(id);
    if (row) {
        snprintf(row->reason, sizeof(row->reason), "%s", reason);
    }
}

/* What to know of a vector that agrees. */
static inline __attribute__((unused)) void table_note(const char *id, const char *note) {
    table_row *row = table_add(id);
    if (row) {
        snprintf(row->note, sizeof(row->note), "%s", note);
    }
}

static inline bool table_begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* The test whose table has a vector, by the folder of what is expected; NULL: no picture. */
static inline const char *table_owner(const vector *v) {
    if (table_begins(v->expected, "layout/") || table_begins(v->expected, "bundle/")) {
        return NULL;
    }
    if (table_begins(v->expected, "shade/") || strstr(v->expected, "_rgba.npy")) {
        return "shade";
    }
    return table_begins(v->expected, "spread/") || table_begins(v->expected, "composite/") ? "spread" : "raster";
}

typedef struct table_part {
    const char *owner;
    unsigned listed, here, agree;
} table_part;

static inline void table_print_row(const vector *v, void *argument) {
    table_part *part = argument;
    const char *owner = table_owner(v);
    part->listed += owner != NULL;
    if (!owner || strcmp(owner, part->owner) != 0) {
        return;
    }
    part->here++;
    const table_row *row = table_find(v->id);
    CHECK_CASE(row != NULL, "%s is in no table", v->id);
    if (!row) {
        return;
    }
    part->agree += row->reason[0] == '\0';
    if (row->reason[0]) {
        printf("%-58s left out: %s\n", v->expected, row->reason);
    } else {
        printf("%-58s %-11.3g pass%s%s\n", v->expected, row->difference, row->note[0] ? ", " : "", row->note);
    }
}

/* The part of one test, after all its vectors: those it owns, and no others. */
static inline void table_print(const char *owner) {
    table_part part = {.owner = owner};
    printf("\n%-58s largest difference\n", "vector");
    each_vector(table_print_row, &part);
    CHECK_CASE(table_count == part.here, "%u vectors in the table of %s, of %u", table_count, owner, part.here);
    printf("%s: %u of the manifest's %u vectors but layout and bundle, %u agree, %u are left out\n", owner, part.here,
           part.listed, part.agree, part.here - part.agree);
}

#endif
