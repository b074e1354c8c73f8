/* The part of pcapshade.h that is about small pictures: include that one. */
#ifndef PCAPSHADE_THUMBS_H
#define PCAPSHADE_THUMBS_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- whole folders ---------------------------------------------------------------------------------------------- */

#define PCS_THUMBS_SIDE_LEAST 64
#define PCS_THUMBS_SIDE_MAX 1024

typedef struct pcs_thumbs_options {
    size_t size;
    uint32_t side;      /* pixels, of each picture; 0: 256; PCS_THUMBS_SIDE_LEAST to PCS_THUMBS_SIDE_MAX */
    const char *device; /* as of pcs_device_open; draws, while threads read and lay out */
    const pcs_device_options *device_options;
    const pcs_read_options *read;     /* first, max_bytes and max_seconds hold for each capture; without jobs, strict */
    const pcs_select_options *select; /* what of the edges is drawn; NULL: all */
    const pcs_layout_options *layout; /* its kind and seed */
    const char *colormap, *colors, *background; /* as of pcs_image_options */
    uint32_t jobs; /* captures that are worked on at the same time; 0: as many as the context's threads */
    bool force;    /* makes pictures anew that could be kept */
    bool badge;    /* pictures of what was read in part have a corner of another colour */
    bool json;     /* writes index.json too */
} pcs_thumbs_options;

typedef struct pcs_thumbs_report {
    uint64_t files;         /* that were named, or found in directories */
    uint64_t ignored;       /* of them found in directories, and no captures */
    uint64_t whole;         /* captures that were read to their ends, */
    uint64_t partial;       /* as far as the limits of reading go, */
    uint64_t cut;           /* up to where they break, */
    uint64_t skipped;       /* and not at all */
    uint64_t pictures;      /* of captures that have traffic to draw, */
    uint64_t kept;          /* of these of an earlier batch */
    uint64_t removed;       /* pictures whose captures are gone */
    pcs_device_info device; /* all 0 where nothing was drawn */
} pcs_thumbs_report;

/* One picture for each input, and for each capture in inputs that are directories and below, in folder, which is made
 * where it is missing:
 *
 *   pictures/        mirrors the directories; "x.pcap" becomes "x.pcap.png". Of several inputs each has a directory of
 *                    its name, or its name. Names are made such that they stay in it and none is another
 *   index.html       a contact sheet that needs no network; index.csv has the same, and index.json
 *   .pcapshade/      what the next batch wants to know of this one
 *
 * A picture is kept where its capture's size and time, the options and the version are as they were. Pictures whose
 * captures are no longer there are removed. What cannot be read, and what breaks midway, is logged as a warning and
 * does not end the batch; only what concerns all of it does. However it ends, what is complete is kept. */
PCS_API pcs_status pcs_thumbs_make(pcs_context *context, const char *const *inputs, size_t input_count,
                                   const char *folder, const pcs_thumbs_options *options, pcs_thumbs_report *report);

/* ---- one picture for a file manager ----------------------------------------------------------------------------- */

#define PCS_THUMBNAIL_SIDE_LEAST 16

typedef struct pcs_thumbnail_options {
    size_t size;
    uint32_t side;                     /* pixels; 0: 256; PCS_THUMBNAIL_SIDE_LEAST to PCS_THUMBS_SIDE_MAX */
    const char *colormap, *background; /* as of pcs_image_options */
    bool badge;                        /* as of pcs_thumbs_options */
    const char *uri; /* of the input, for the text chunk Thumb::URI, with Thumb::MTime; NULL: neither is written */
} pcs_thumbnail_options;

/* One capture as a PNG for a file manager, as its Thumbnail Managing Standard has it (freedesktop.org). On the host
 * device alone; reads no more than 64 MB for no more than half a second, and draws what came till then. PCS_E_READ or
 * PCS_E_FORMAT: nothing of the input can be read, and nothing is written. output as of pcs_image_write_png. */
PCS_API pcs_status pcs_thumbnail_write(pcs_context *context, const char *input, const char *output,
                                       const pcs_thumbnail_options *options);

#ifdef __cplusplus
}
#endif

#endif
