#include "fuzz_driver.h"

#include "base/clock.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SEEDS_MAX = 4096, INPUT_MAX = 1 << 16, CHANGES_MAX = 8 };

typedef struct seed {
    uint8_t *data;
    size_t length;
} seed;

static seed seeds[SEEDS_MAX];
static size_t seed_count;
static const char *input_path;

static void add_seed(const void *data, size_t length) {
    length = length < INPUT_MAX ? length : INPUT_MAX;
    uint8_t *copy = seed_count < SEEDS_MAX ? malloc(length + 1) : NULL;
    if (copy) {
        if (length > 0) {
            memcpy(copy, data, length);
        }
        seeds[seed_count++] = (seed){copy, length};
    }
}

static void add_path(const char *path) {
    struct stat state;
    if (stat(path, &state) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    if (S_ISDIR(state.st_mode)) {
        DIR *folder = opendir(path);
        for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
            char inner[4096];
            snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
            if (entry->d_name[0] != '.' && stat(inner, &state) == 0 && S_ISREG(state.st_mode)) {
                add_path(inner);
            }
        }
        if (folder) {
            closedir(folder);
        }
        return;
    }
    static uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    if (file) {
        add_seed(data, fread(data, 1, sizeof(data), file));
        fclose(file);
    }
}

/* splitmix64: the same inputs in every run. */
static uint64_t next_random(void) {
    static uint64_t state;
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static size_t random_below(size_t bound) {
    return bound == 0 ? 0 : (size_t)(next_random() % bound);
}

/* Changes bytes, writes numbers that are often at the edge, cuts, doubles, or takes a piece of another seed. */
static size_t change(uint8_t *data, size_t length) {
    static const uint32_t edges[] = {0,      1,      2,      4,       0x7f,       0x80,      0xff,
                                     0x7fff, 0x8000, 0xffff, 0x40000, 0x7fffffff, 0xffffffff};
    size_t at = random_below(length);
    switch (next_random() % 6) {
    case 0:
        if (length > 0) {
            data[at] ^= (uint8_t)(1U << next_random() % 8);
        }
        return length;
    case 1:
        if (length > 0) {
            data[at] = (uint8_t)next_random();
        }
        return length;
    case 2: {
        uint32_t value = edges[random_below(sizeof(edges) / sizeof(edges[0]))];
        size_t width = (size_t)1 << next_random() % 3;
        for (size_t i = 0, swapped = next_random() & 1; i < width && at + i < length; i++) {
            data[at + i] = (uint8_t)(value >> 8 * (swapped ? width - 1 - i : i));
        }
        return length;
    }
    case 3:
        return at;
    case 4: {
        size_t count = random_below(length - at);
        if (length + count > INPUT_MAX) {
            return length;
        }
        memmove(data + at + count, data + at, length - at);
        return length + count;
    }
    default: {
        const seed *other = &seeds[random_below(seed_count)];
        size_t from = random_below(other->length), count = random_below(other->length - from);
        count = count < INPUT_MAX - at ? count : INPUT_MAX - at;
        memcpy(data + at, other->data + from, count);
        return at + count > length ? at + count : length;
    }
    }
}

static void run(const uint8_t *data, size_t length) {
    FILE *file = input_path ? fopen(input_path, "wb") : NULL;
    if (file) {
        fwrite(data, 1, length, file);
        fclose(file);
    }
    /* Its own memory, exactly as long: the sanitiser sees every byte too far. */
    uint8_t *copy = malloc(length + (length == 0));
    if (copy) {
        memcpy(copy, data, length);
        LLVMFuzzerTestOneInput(copy, length);
        free(copy);
    }
}

int main(int count, char **arguments) {
    double seconds = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "-seconds") == 0 && i + 1 < count) {
            seconds = strtod(arguments[++i], NULL);
        } else if (strcmp(arguments[i], "-input") == 0 && i + 1 < count) {
            input_path = arguments[++i];
        } else {
            add_path(arguments[i]);
        }
    }
    fuzz_seeds(add_seed);
    for (size_t i = 0; i < seed_count; i++) {
        run(seeds[i].data, seeds[i].length);
    }
    static uint8_t data[2 * INPUT_MAX];
    unsigned long runs = seed_count;
    for (double end = pcs_clock_seconds() + seconds; pcs_clock_seconds() < end; runs++) {
        const seed *from = &seeds[random_below(seed_count)];
        size_t length = from->length;
        memcpy(data, from->data, length);
        for (uint64_t changes = 1 + next_random() % CHANGES_MAX; changes > 0; changes--) {
            length = change(data, length);
        }
        run(data, length);
    }
    for (size_t i = 0; i < seed_count; i++) {
        free(seeds[i].data);
    }
    printf("%zu seeds, %lu runs, no finding\n", seed_count, runs);
    return EXIT_SUCCESS;
}
