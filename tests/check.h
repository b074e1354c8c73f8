/* What every test program shares: CHECK counts and prints, main returns check_result(). */
#ifndef PCS_TESTS_CHECK_H
#define PCS_TESTS_CHECK_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHECK_SKIPPED = 77 };

static unsigned check_passed, check_failed;

#define CHECK(condition) check_one((condition), __FILE__, __LINE__, #condition)
/* CHECK with a printf text that says which case of many it was. */
#define CHECK_CASE(condition, ...)                                                                                     \
    (check_one((condition), __FILE__, __LINE__, #condition) ? (void)0 : check_case(__VA_ARGS__))

static inline int check_one(int holds, const char *file, int line, const char *text) {
    if (holds) {
        check_passed++;
    } else {
        check_failed++;
        fprintf(stderr, "%s:%d: failed: %s\n", file, line, text);
    }
    return holds;
}

static inline void __attribute__((unused)) check_case(const char *format, ...) __attribute__((format(printf, 1, 2)));
#include <stdarg.h>
static inline void check_case(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "    in case: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
}

/* The folder of shared data, or NULL: then the caller skips what needs it, by name. */
static inline __attribute__((unused)) const char *check_shared(void) {
    const char *folder = getenv("PCS_SHARED");
    return folder && *folder ? folder : NULL;
}

static inline int check_result(void) {
    printf("%u checks passed, %u failed\n", check_passed, check_failed);
    return check_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
