/* The one table of commands and options: parsing, help, man page and completions all come from it. */
#ifndef PCS_CLI_OPTIONS_H
#define PCS_CLI_OPTIONS_H

#include "pcapshade.h"

/* Exit statuses are those of pcs_status, and these: done, but some input was skipped or cut short; a comparison that
 * was asked for fell short. */
enum { PCS_EXIT_PARTIAL = 1, PCS_EXIT_FELL_SHORT = 8 };

typedef struct pcs_command pcs_command;

typedef enum pcs_progress_choice { PCS_PROGRESS_AUTO, PCS_PROGRESS_ALWAYS, PCS_PROGRESS_NEVER } pcs_progress_choice;
typedef enum pcs_switch_choice { PCS_SWITCH_ON, PCS_SWITCH_OFF } pcs_switch_choice;
typedef enum pcs_show_choice { PCS_SHOWN_AUTO, PCS_SHOWN_ON, PCS_SHOWN_OFF } pcs_show_choice;
typedef enum pcs_metadata_choice { PCS_METADATA_PLAIN, PCS_METADATA_FULL } pcs_metadata_choice;

/* Numbers of one option, in order. */
enum { PCS_NUMBERS_MAX = 4 };
typedef struct pcs_numbers {
    uint32_t count; /* 0: not given */
    double values[PCS_NUMBERS_MAX];
} pcs_numbers;

/* Texts of an option that may be given several times, in order. */
enum { PCS_TEXTS_MAX = 32 };
typedef struct pcs_texts {
    size_t count;
    const char *values[PCS_TEXTS_MAX];
} pcs_texts;

/* What the command line said. Texts belong to the command line; 0 or NULL: not given. */
typedef struct pcs_settings {
    const pcs_command *command;
    const char **operands; /* freed by pcs_settings_free */
    size_t operand_count;

    const char *device;
    uint64_t threads, work_group;
    uint32_t progress; /* pcs_progress_choice */
    bool quiet, verbose, help, version;

    const char *filter, *group_by, *after, *before, *sample;
    uint64_t first;
    uint32_t tunnel; /* pcs_tunnel */
    bool strict;
    uint64_t min_packets, min_bytes, hops, top;
    const char *focus;
    uint32_t top_by; /* pcs_top_by */
    bool answered, no_broadcast, direction;
    uint32_t anonymity; /* pcs_anonymity */
    const char *key_file;
    const char *stats;
    const char *files_from;
    char *list; /* the text of that file, which operands point into; freed by pcs_settings_free */
    uint64_t jobs, max_memory;

    const char *output;
    const char *format;
    const char *hosts;
    uint32_t layout; /* pcs_layout_kind */
    uint32_t order;  /* pcs_order */
    uint32_t pull;   /* pcs_pull */
    uint64_t iterations, seed;
    const char *positions, *save_positions;
    uint32_t image_size[2]; /* width, height */
    pcs_numbers view;       /* x0, y0, x1, y1 */
    const char *zoom;
    uint32_t measure;       /* pcs_measure */
    pcs_numbers line_width; /* pixels */
    uint32_t width_by;      /* pcs_width_by */
    const char *save_counts, *save_values;
    const char *colormap, *colors, *background;
    const char *color_by, *category_colors;
    bool bundle;
    uint64_t bundle_strength, bundle_iterations;
    uint32_t how;              /* pcs_how */
    pcs_numbers span;          /* low, high */
    uint32_t rescale_discrete; /* pcs_switch_choice */
    uint64_t min_alpha, alpha, spread;
    bool exact_colors;
    uint32_t nodes, node_by; /* pcs_nodes, pcs_top_by */
    const char *node_color;
    pcs_texts highlights;
    uint64_t rest_alpha;
    const char *labels;
    uint32_t label_by; /* pcs_label_by */
    uint64_t label_size;
    bool crowd;
    uint32_t caption, legend; /* pcs_show_choice */
    const char *title;
    uint32_t metadata; /* pcs_metadata_choice */
    bool no_metadata;

    uint64_t side, max_packets, max_bytes, max_seconds;
    const char *uri;
    bool force, badge;

    bool json;

    const char *scales, *stages; /* lists */
    uint64_t bench_hosts, bench_edges, runs, tolerance;
    uint32_t model; /* pcs_bench_model */
    const char *input;
    bool no_kernels;
    const char *save_json, *save_csv, *compare;
} pcs_settings;

struct pcs_command {
    const char *name;
    unsigned bit;                             /* of pcs_option.commands */
    const char *operands;                     /* "INPUT...", "" if it takes none */
    const char *summary;                      /* one line */
    const char *details;                      /* sentences for its help and the man page */
    int (*run)(const pcs_settings *settings); /* returns the exit status */
};

/* What an option's value is, and how pcs_settings holds it. */
typedef enum pcs_option_kind {
    PCS_OPTION_SWITCH, /* no value; bool */
    PCS_OPTION_TEXT,   /* const char * */
    PCS_OPTION_TEXTS,  /* pcs_texts: one more each time the option is given */
    PCS_OPTION_FILE,   /* const char *, the name of a file */
    PCS_OPTION_NUMBER, /* uint64_t, least to most; of an open one most + 1 and on for its values */
    PCS_OPTION_BYTES,  /* uint64_t, least to most; k, M, G or T may follow the number */
    PCS_OPTION_CHOICE, /* uint32_t, the index of the value */
    PCS_OPTION_SIZE,   /* uint32_t[2], WxH or N for NxN, each least to most */
    PCS_OPTION_NUMBERS /* pcs_numbers: so many as argument names, with commas between */
} pcs_option_kind;

typedef struct pcs_option {
    const char *name;
    char letter;          /* '\0': none */
    const char *argument; /* how help names the value; NULL for a switch */
    const char *standard; /* the default, in words or as a value; NULL: off */
    const char *unit;     /* of the value; NULL: none */
    const char *help;     /* sentences without the last full stop */
    size_t offset;        /* in pcs_settings */
    unsigned commands;    /* which take it */
    pcs_option_kind kind;
    const char *implied;                /* the value where none is given with =; NULL: it has to be given */
    const char *(*value)(size_t index); /* the allowed values, NULL past the last; NULL: not a list */
    bool open;                          /* the values are but examples */
    bool (*is_valid)(const char *text); /* of PCS_OPTION_TEXT: whether a value has its form; NULL: any has */
    const char *form;                   /* that form, after "is not" */
    bool reversible;                    /* "_r" may follow a value */
    bool is_output;                     /* of PCS_OPTION_FILE: the file is written, not read */
    bool shapes_picture;                /* belongs to the options that a picture's Comment keeps */
    bool private;                       /* kept only with --metadata=full: it may hold addresses, names or paths */
    uint64_t least, most;
} pcs_option;

/* The index-th, NULL past the last. Options stand in the order in which help shows them. */
const pcs_command *pcs_command_at(size_t index);
const pcs_option *pcs_option_at(size_t index);

/* NULL: there is none of that name. */
const pcs_command *pcs_command_find(const char *name);

#endif
