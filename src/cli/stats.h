/* The numbers of one run, for machines. */
#ifndef PCS_CLI_STATS_H
#define PCS_CLI_STATS_H

#include "cli/json.h"
#include "cli/options.h"

/* X(key, meaning): what the object holds, for the man page. */
#define PCS_STATS_TABLE(X)                                                                                             \
    X("version", "of the program that ran")                                                                            \
    X("command", "that ran")                                                                                           \
    X("inputs", "object: given, skipped, ignored (in directories, no captures), cut (broke midway), bytes (read, "     \
                "as stored)")                                                                                          \
    X("packets", "object: read, and how many of these by outcome: edge, filtered, not_ip, unsupported_link_type, "     \
                 "cut_short, malformed, no_host")                                                                      \
    X("first_ns", "time of the first packet, in ns since 1970, 0 if there is none")                                    \
    X("last_ns", "time of the last packet, likewise")                                                                  \
    X("hosts", "how many")                                                                                             \
    X("edges", "how many")                                                                                             \
    X("components", "connected parts of the graph; of render alone")                                                   \
    X("device", "object, as devices --json lists it; of render alone")                                                 \
    X("stages", "object: by stage (device, read, layout, raster, shade, write) its seconds and the bytes that it put " \
                "out; of edges read and write alone, without the bytes of write")                                      \
    X("seconds", "from start to end")                                                                                  \
    X("peak_bytes", "the most memory that was resident at once")

/* X(key, meaning): what that of thumbs holds of its own, members of pcs_thumbs_report. */
#define PCS_STATS_THUMBS_TABLE(X)                                                                                      \
    X(files, "that were named, or found in directories")                                                               \
    X(ignored, "of these no captures")                                                                                 \
    X(whole, "captures that were read to their ends")                                                                  \
    X(partial, "captures of which limits let a part through")                                                          \
    X(cut, "captures that break midway")                                                                               \
    X(skipped, "captures of which nothing can be read")                                                                \
    X(pictures, "of captures that have traffic to draw")                                                               \
    X(kept, "pictures of an earlier batch that still hold")                                                            \
    X(removed, "pictures whose captures are gone")

/* Opens, fills and closes one object for a device; key as of pcs_json_open. */
void pcs_stats_device(pcs_json *json, const char *key, const pcs_device_info *info);

/* "host", "cpu", "gpu" or "accelerator". */
const char *pcs_stats_device_kind(pcs_device_kind kind);

/* Prints the object for a run that took seconds in all; of edges the report holds no components, device and stages
 * besides read and write. */
void pcs_stats_print(FILE *file, const pcs_settings *settings, const pcs_render_report *report, double seconds);
/* The same of a batch of small pictures. */
void pcs_stats_print_thumbs(FILE *file, const pcs_thumbs_report *report, double seconds);

#endif
