/* Looks for hosts in files: find_hosts LIST FILE... prints the first host of LIST (one a line, as edges writes them)
 * that each file holds, and as what. Exit status 1 where there is one.
 *
 * A host is looked for as a word; its address also as bytes, in the order of networks and in that of this machine. All
 * is looked for in the bytes of a file and in what the zlib streams among them hold. */
#include "edges/host.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { LINE_MAX_BYTES = 512, FORMS = 4, DIFFERENT_LEAST = 3 };

typedef struct bytes {
    uint8_t *data;
    size_t length;
} bytes;

typedef struct wanted {
    char text[LINE_MAX_BYTES];
    bytes forms[FORMS]; /* of the address */
    size_t form_count;
} wanted;

static void *allocate(size_t size) {
    void *block = calloc(size + 1, 1);
    if (!block) {
        abort();
    }
    return block;
}

static bytes read_file(const char *path) {
    bytes file = {.length = 0};
    FILE *in = fopen(path, "rb");
    if (!in || fseek(in, 0, SEEK_END) != 0) {
        fprintf(stderr, "find_hosts: %s cannot be read\n", path);
        exit(2);
    }
    file.length = (size_t)ftell(in);
    file.data = allocate(file.length);
    rewind(in);
    if (fread(file.data, 1, file.length, in) != file.length || fclose(in) != 0) {
        exit(2);
    }
    return file;
}

/* ---- what is looked for */

/* What few bytes say that are alike or 0, as those of 10.0.0.1, many files hold by chance. */
static bool is_telling(const uint8_t *form, size_t length) {
    bool seen[256] = {false};
    size_t different = 0, zeros = 0;
    for (size_t i = 0; i < length; i++) {
        different += !seen[form[i]];
        seen[form[i]] = true;
        zeros += form[i] == 0;
    }
    return different >= DIFFERENT_LEAST && (zeros == 0 || length > 6);
}

static void add_form(wanted *host, const uint8_t *form, size_t length) {
    if (is_telling(form, length)) {
        bytes *copy = &host->forms[host->form_count++];
        *copy = (bytes){allocate(length), length};
        memcpy(copy->data, form, length);
    }
}

/* The last length bytes of the value, highest first and turned round. */
static void add_value(wanted *host, uint64_t high, uint64_t low, size_t length) {
    uint8_t network[16], turned[16];
    for (size_t i = 0; i < length; i++) {
        turned[i] = (uint8_t)((i < 8 ? low : high) >> (8 * (i % 8)));
        network[length - 1 - i] = turned[i];
    }
    add_form(host, network, length);
    add_form(host, turned, length);
}

static void add_address(wanted *host) {
    pcs_host parsed;
    if (!pcs_host_parse(host->text, strlen(host->text), &parsed)) {
        return;
    }
    switch (parsed.kind) {
    case PCS_HOST_IPV4:
    case PCS_HOST_IPV4_SERVICE:
    case PCS_HOST_IPV4_PREFIX:
        add_value(host, 0, parsed.low, 4);
        break;
    case PCS_HOST_MAC:
        add_value(host, 0, parsed.low, 6);
        break;
    case PCS_HOST_IPV6:
    case PCS_HOST_IPV6_SERVICE:
    case PCS_HOST_IPV6_PREFIX:
        add_value(host, parsed.high, parsed.low, 16);
        break;
    default:
        break;
    }
}

static wanted *read_list(const char *path, size_t *count) {
    bytes file = read_file(path);
    wanted *hosts = allocate((file.length + 1) * sizeof(*hosts) / 2);
    char *save = NULL;
    *count = 0;
    for (char *line = strtok_r((char *)file.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        wanted *host = &hosts[(*count)++];
        snprintf(host->text, sizeof(host->text), "%s", line);
        add_address(host);
    }
    free(file.data);
    return hosts;
}

/* ---- where */

static bool is_letter(const bytes *in, size_t at) {
    return at < in->length && (isalnum(in->data[at]) || in->data[at] == '_');
}

static bool holds(const bytes *in, const void *form, size_t length, bool is_word) {
    for (const uint8_t *at = in->data, *end = in->data + in->length;
         (at = memmem(at, (size_t)(end - at), form, length)) != NULL; at++) {
        size_t begin = (size_t)(at - in->data);
        if (!is_word || (!is_letter(in, begin - 1) && !is_letter(in, begin + length))) {
            return true;
        }
    }
    return false;
}

static bool look(const bytes *in, const char *path, const wanted *hosts, size_t count, const char *where) {
    for (size_t i = 0; i < count; i++) {
        if (holds(in, hosts[i].text, strlen(hosts[i].text), true)) {
            printf("%s: %s as text%s\n", path, hosts[i].text, where);
            return true;
        }
        for (size_t k = 0; k < hosts[i].form_count; k++) {
            if (holds(in, hosts[i].forms[k].data, hosts[i].forms[k].length, false)) {
                printf("%s: %s as bytes%s\n", path, hosts[i].text, where);
                return true;
            }
        }
    }
    return false;
}

/* What a zlib stream from here on holds, as far as it goes. */
static bytes inflate_from(const bytes *file, size_t begin) {
    enum { MOST = 1 << 22 };
    bytes out = {allocate(MOST), 0};
    z_stream stream = {.next_in = file->data + begin,
                       .avail_in = (uInt)(file->length - begin),
                       .next_out = out.data,
                       .avail_out = MOST};
    if (inflateInit(&stream) == Z_OK) {
        inflate(&stream, Z_SYNC_FLUSH);
        out.length = stream.total_out;
        inflateEnd(&stream);
    }
    return out;
}

/* RFC 1950: the method, deflate with a window of 32 KiB, and a check. */
static bool begins_zlib(const bytes *file, size_t at) {
    return at + 2 < file->length && file->data[at] == 0x78 && (file->data[at] * 256 + file->data[at + 1]) % 31 == 0;
}

static bool look_in_file(const char *path, const wanted *hosts, size_t count) {
    bytes file = read_file(path);
    bool found = look(&file, path, hosts, count, "");
    for (size_t at = 0; at < file.length && !found; at++) {
        if (begins_zlib(&file, at)) {
            bytes held = inflate_from(&file, at);
            found = look(&held, path, hosts, count, ", compressed");
            free(held.data);
        }
    }
    free(file.data);
    return found;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 3) {
        fprintf(stderr, "usage: find_hosts LIST FILE...\n");
        return 2;
    }
    size_t count;
    bool found = false;
    wanted *hosts = read_list(arguments[1], &count);
    for (int i = 2; i < argument_count; i++) {
        found = look_in_file(arguments[i], hosts, count) || found;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < hosts[i].form_count; k++) {
            free(hosts[i].forms[k].data);
        }
    }
    free(hosts);
    return found;
}
