#include "thumbs/names.h"

#include "base/hash.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* File systems take names of 255 bytes; "~999999.png" and the like still have to go behind. */
enum { PART_MOST = 255, PART_KEPT = 200, ESCAPED = 3 };

static const char ending[] = ".png";

/* Of a byte that stands for itself in UTF-8 that is printable. */
static bool is_plain(char c) {
    return !strchr("%~\\:*?\"<>|", c);
}

/* What pcs_text_escape leaves as it is, is printable UTF-8. */
static size_t printable_length(const char *text, size_t length) {
    char one[5], escaped[2 * sizeof(one)];
    size_t most = length < sizeof(one) - 1 ? length : sizeof(one) - 1;
    for (size_t count = 1; count <= most; count++) {
        memcpy(one, text, count);
        one[count] = '\0';
        pcs_text_escape(escaped, sizeof(escaped), one);
        if (strcmp(one, escaped) == 0) {
            return count;
        }
    }
    return 0;
}

/* One part, of length bytes, without an end; returns where it ends. A part in front of others names a folder, which is
 * never called as a picture is. */
static char *write_part(char *out, const char *part, size_t length, bool is_folder) {
    char *begin = out, *kept = out;
    for (size_t at = 0; at < length;) {
        size_t count = printable_length(part + at, length - at);
        bool folder_ending = is_folder && length - at == strlen(ending) && memcmp(part + at, ending, length - at) == 0;
        bool dots = at == 0 && ((length == 1 && part[0] == '.') || (length == 2 && memcmp(part, "..", 2) == 0));
        if (count == 0 || !is_plain(part[at]) || folder_ending || dots) {
            out += sprintf(out, "%%%02X", (unsigned char)part[at]);
            at++;
        } else {
            memcpy(out, part + at, count);
            out += count;
            at += count;
        }
        kept = out - begin <= PART_KEPT ? out : kept;
    }
    if (out - begin > PART_MOST - (is_folder ? 0 : 16)) {
        out = kept + sprintf(kept, "~%016" PRIx64, pcs_hash_text(part, length));
    }
    return out;
}

char *pcs_name_make(const char *path) {
    size_t length = strlen(path);
    enum { HASH_LENGTH = 17 };
    char *name = length < SIZE_MAX / (ESCAPED + HASH_LENGTH) - sizeof(ending)
                     ? malloc(length * (ESCAPED + HASH_LENGTH) + sizeof(ending))
                     : NULL;
    char *out = name;
    for (const char *part = path; name; part++) {
        size_t part_length = strcspn(part, "/");
        bool is_folder = part[part_length] == '/';
        out = write_part(out, part, part_length, is_folder);
        part += part_length;
        if (!is_folder) {
            memcpy(out, ending, sizeof(ending));
            break;
        }
        *out++ = '/';
    }
    return name;
}

char *pcs_name_make_other(const char *name, unsigned number) {
    size_t length = strlen(name) - strlen(ending), size = length + 32;
    char *other = malloc(size);
    if (other) {
        snprintf(other, size, "%.*s~%u%s", (int)length, name, number, ending);
    }
    return other;
}

bool pcs_name_is_valid(const char *name) {
    size_t length = strlen(name);
    if (length <= strlen(ending) || strcmp(name + length - strlen(ending), ending) != 0) {
        return false;
    }
    for (const char *part = name;;) {
        size_t part_length = strcspn(part, "/");
        if (part_length == 0 || part_length > PART_MOST || (part_length == 1 && part[0] == '.') ||
            (part_length == 2 && part[0] == '.' && part[1] == '.')) {
            return false;
        }
        if (part[part_length] == '\0') {
            return true;
        }
        part += part_length + 1;
    }
}
