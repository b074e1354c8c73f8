/* Moments as text: ns since 1970, UTC, from 1677 to 2262. */
#ifndef PCS_BASE_MOMENT_H
#define PCS_BASE_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Seconds with or without a fraction, such as 1331901000.123456; digits past the ninth are left out. False: it is none,
 * or does not fit. */
bool pcs_moment_parse_seconds(const char *text, size_t length, int64_t *ns);

/* A date and a time as of RFC 3339, such as 2012-03-16T12:30:00.123456Z, +01:00 or +0100 in place of Z; without any of
 * them UTC is meant. */
bool pcs_moment_parse_date(const char *text, size_t length, int64_t *ns);

/* Bytes of what pcs_moment_write writes. */
enum { PCS_MOMENT_LENGTH = 30 };

/* Writes it as of RFC 3339 with nine digits and Z, without an end; returns where it ends. */
char *pcs_moment_write(char *text, int64_t ns);

#endif
