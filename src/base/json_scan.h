/* One JSON object (RFC 8259) in memory, walked from end to end: the values that its keys have, nothing else is kept. */
#ifndef PCS_BASE_JSON_SCAN_H
#define PCS_BASE_JSON_SCAN_H

#include "base/bytes.h"

/* Objects and arrays within each other, at most. */
enum { PCS_JSON_DEPTH_MAX = 64 };

/* A string, number or word (true, false, null). Texts are as they stand in the object, escapes not resolved. */
typedef struct pcs_json_value {
    pcs_bytes parent; /* key of the member that it is within; no bytes: it is the member */
    pcs_bytes key, text;
    bool is_string; /* text is without its quotes */
    size_t column;  /* where it begins, from 1 */
    unsigned depth; /* objects and arrays around it */
    size_t element; /* of a member that is an array of objects: in which of these it is, from 0 */
} pcs_json_value;

typedef struct pcs_json_fault {
    size_t column;
    const char *expected;
} pcs_json_fault;

/* Calls take for each value of the object itself and of objects that are values of it, in order. False: this is no JSON
 * object, and *fault says where and why. */
bool pcs_json_scan(pcs_bytes text, void (*take)(void *user, const pcs_json_value *value), void *user,
                   pcs_json_fault *fault);
/* The same for each value, however deep. Values of an array have the key of the array. */
bool pcs_json_scan_all(pcs_bytes text, void (*take)(void *user, const pcs_json_value *value), void *user,
                       pcs_json_fault *fault);

#endif
