/* Option values with a form of their own: times, samples, groupings, rules of colour, zooms, labels. Each function
 * returns false where the text does not have it. */
#ifndef PCS_CLI_FORMS_H
#define PCS_CLI_FORMS_H

#include "pcapshade.h"

/* A time after 1970: 2026-11-22, 2026-11-22T08:35 or 2026-11-22T08:35:00.5, each with or without Z and always UTC, or
 * seconds since 1970; a fraction has up to 9 digits. */
bool pcs_form_time(const char *text, int64_t *time_ns);

/* 1/N, N at least 1. */
bool pcs_form_sample(const char *text, uint64_t *one_in);

/* ip, mac, service or prefix:A/B, A up to 32 and B up to 128. Sets the grouping of the options. */
bool pcs_form_group(const char *text, pcs_read_options *options);

/* value, protocol, port, direction, subnet or subnet:A/B, A up to 32 and B up to 128. Sets what colours say. */
bool pcs_form_color_by(const char *text, pcs_image_options *options);

/* A number of labels, all, or hosts with commas between. Sets the labels of the options, which point into text. */
bool pcs_form_labels(const char *text, pcs_text_options *options);

/* HOST,FACTOR: the last comma is meant; the factor is above 0. */
bool pcs_form_zoom(const char *text, size_t *host_length, double *factor);

/* Digits alone, up to *end; false: there are none, or the number is past most. */
bool pcs_form_digits(const char *text, uint64_t most, uint64_t *number, const char **end);

/* Words of a list, with commas between; value gives the list's, NULL past the last. */
bool pcs_form_is_list(const char *text, const char *(*value)(size_t index));

/* Whether the form is there. */
bool pcs_form_is_time(const char *text);
bool pcs_form_is_sample(const char *text);
bool pcs_form_is_group(const char *text);
bool pcs_form_is_color_by(const char *text);
bool pcs_form_is_labels(const char *text);
bool pcs_form_is_zoom(const char *text);

#endif
