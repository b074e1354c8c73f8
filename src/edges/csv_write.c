#include "edges/csv_write.h"

#include "edges/edge_list.h"

#include <string.h>

static char *write_name(char *out, const pcs_host *host) {
    const char *name = host->name, *end = name + host->name_length;
    bool formula = pcs_edge_list_is_formula(name, host->name_length);
    bool blanks = host->name_length > 0 && (strchr(" \t", name[0]) || strchr(" \t", end[-1]));
    bool quoted = blanks || memchr(name, ',', host->name_length) || memchr(name, '"', host->name_length) ||
                  memchr(name, '\r', host->name_length) || memchr(name, '\n', host->name_length);
    if (quoted) {
        *out++ = '"';
    }
    if (formula) {
        *out++ = '\'';
    }
    for (; name < end; name++) {
        if (*name == '"') {
            *out++ = '"';
        }
        *out++ = *name;
    }
    if (quoted) {
        *out++ = '"';
    }
    return out;
}

char *pcs_csv_write_host(char *out, const pcs_host *host) {
    return host->kind == PCS_HOST_NAME ? write_name(out, host) : out + pcs_host_text(host, out, PCS_CSV_HOST_SIZE);
}

char *pcs_csv_write_traffic(char *out, const pcs_traffic *traffic) {
    const uint64_t amounts[3] = {traffic->packets, traffic->bytes, traffic->payload_bytes};
    for (int i = 0; i < 3; i++) {
        *out++ = ',';
        out = pcs_amount_write(out, amounts[i]);
    }
    return out;
}
