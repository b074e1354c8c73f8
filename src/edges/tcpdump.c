/* The text that tcpdump -qn prints, by the rules of the script pcap_to_parquet.py of HoloViz's notebook "Network
 * Packet Graph", whose input it is: of a line split at blanks, the second word must be IP; the third and the fifth
 * begin with the addresses, whatever follows them; the last is the length of the payload; the protocol is the first of
 * tcp, UDP, EIGRP and ICMP that stands anywhere in the line; lines with "unreachable" are left out. */
#include "edges/door.h"
#include "edges/lines.h"

#include "base/moment.h"

#include <arpa/inet.h>
#include <stdlib.h>

enum { WORDS = 5, LINES_LOOKED_AT = 10, EPOCH_DIGITS = 9 };

typedef struct tcpdump {
    pcs_lines lines;
    uint64_t ipv6; /* lines */
} tcpdump;

/* The first words of a line, and the last. */
typedef struct words {
    pcs_bytes first[WORDS], last;
    size_t count; /* of first */
} words;

/* What Python's split takes for blanks, in ASCII. */
static bool is_blank(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

static words split(pcs_bytes line) {
    words found = {.count = 0};
    for (size_t at = 0; at < line.length && found.count < WORDS;) {
        size_t begin = at;
        while (at < line.length && !is_blank(line.data[at])) {
            at++;
        }
        if (at > begin) {
            found.first[found.count++] = (pcs_bytes){line.data + begin, at - begin};
        }
        at += at < line.length;
    }
    size_t end = line.length;
    while (end > 0 && is_blank(line.data[end - 1])) {
        end--;
    }
    size_t begin = end;
    while (begin > 0 && !is_blank(line.data[begin - 1])) {
        begin--;
    }
    found.last = (pcs_bytes){line.data + begin, end - begin};
    return found;
}

static bool holds(pcs_bytes line, const char *text) {
    return line.length > 0 && memmem(line.data, line.length, text, strlen(text)) != NULL;
}

static size_t digits(pcs_bytes word, size_t at) {
    size_t begin = at;
    while (at < word.length && is_digit(word.data[at])) {
        at++;
    }
    return at - begin;
}

/* 12:30:00.123456, or as of -tt 1331901000.123456. */
static bool is_time(pcs_bytes word) {
    size_t first = digits(word, 0);
    bool clock = first == 2 && word.length > 9 && word.data[2] == ':' && digits(word, 3) == 2 && word.data[5] == ':' &&
                 digits(word, 6) == 2 && word.data[8] == '.' && digits(word, 9) == word.length - 9;
    bool epoch = first >= EPOCH_DIGITS && word.length > first + 1 && word.data[first] == '.' &&
                 digits(word, first + 1) == word.length - first - 1;
    return clock || epoch;
}

/* Four numbers with points between them, whatever follows. */
static bool parse_address(pcs_bytes word, pcs_host *host) {
    char text[INET_ADDRSTRLEN];
    struct in_addr address;
    size_t end = 0;
    for (int part = 0; part < 4; part++) {
        if (part > 0 && !(end < word.length && word.data[end] == '.')) {
            return false;
        }
        end += part > 0;
        size_t count = digits(word, end);
        if (count == 0) {
            return false;
        }
        end += count;
    }
    if (end >= sizeof(text)) {
        return false;
    }
    memcpy(text, word.data, end);
    text[end] = '\0';
    if (inet_aton(text, &address) == 0) {
        return false;
    }
    *host = (pcs_host){.kind = PCS_HOST_IPV4, .low = ntohl(address.s_addr)};
    return true;
}

static bool parse_length(pcs_bytes word, uint64_t *length) {
    *length = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (!is_digit(word.data[i]) || __builtin_mul_overflow(*length, 10U, length) ||
            __builtin_add_overflow(*length, (uint64_t)(word.data[i] - '0'), length)) {
            return false;
        }
    }
    return word.length > 0;
}

static bool find_protocol(pcs_bytes line, pcs_protocol *protocol) {
    static const struct {
        const char *text;
        pcs_protocol protocol;
    } protocols[] = {{"tcp", PCS_TCP}, {"UDP", PCS_UDP}, {"EIGRP", PCS_OTHER}, {"ICMP", PCS_ICMP}};
    for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
        if (holds(line, protocols[i].text)) {
            *protocol = protocols[i].protocol;
            return true;
        }
    }
    return false;
}

/* What became of the packet of an IP line. */
static pcs_outcome parse_line(pcs_bytes line, const words *in, pcs_exchange *exchange) {
    uint64_t length;
    if (holds(line, "unreachable") || !find_protocol(line, &exchange->protocol)) {
        return PCS_OUTCOME_FILTERED;
    }
    if (in->count < WORDS || !parse_address(in->first[2], &exchange->pair[0]) ||
        !parse_address(in->first[4], &exchange->pair[1]) || !parse_length(in->last, &length)) {
        return PCS_OUTCOME_MALFORMED;
    }
    exchange->there = (pcs_traffic){1, length, length};
    return PCS_OUTCOME_EDGE;
}

static pcs_status add_line(tcpdump *in, pcs_bytes line, pcs_table *table, pcs_read_summary *summary) {
    words found = split(line);
    bool ip = found.count > 1 && pcs_bytes_are(found.first[1], "IP");
    if (found.count == 0 || (!ip && !is_time(found.first[0]))) {
        return PCS_OK; /* a blank line, or one that tells of no packet */
    }
    pcs_exchange exchange = {.protocol = PCS_OTHER};
    pcs_outcome outcome = ip ? parse_line(line, &found, &exchange) : PCS_OUTCOME_NOT_IP;
    in->ipv6 += found.count > 1 && pcs_bytes_are(found.first[1], "IP6");
    int64_t time = 0;
    if (is_time(found.first[0]) &&
        pcs_moment_parse_seconds((const char *)found.first[0].data, found.first[0].length, &time)) {
        exchange.times = (pcs_edge_times){time, time};
    }
    pcs_read_summary one = {.packets = 1, .first_ns = time, .last_ns = time};
    one.outcomes[outcome] = 1;
    pcs_door_add_summary(summary, &one);
    return outcome == PCS_OUTCOME_EDGE ? pcs_table_add_exchanges(in->lines.context, table, &exchange, 1) : PCS_OK;
}

/* One of the first lines begins with a time. */
static pcs_status open_tcpdump(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state) {
    pcs_bytes line;
    size_t at = 0;
    bool found = false;
    *state = NULL;
    for (int i = 0; i < LINES_LOOKED_AT && !found; i++) {
        if (!pcs_line_at(beginning, beginning.length < PCS_LINE_MAX, &at, &line)) {
            break;
        }
        words begin = split(line);
        found = begin.count > 0 && is_time(begin.first[0]);
    }
    if (!found) {
        return PCS_OK;
    }
    tcpdump *in = calloc(1, sizeof(*in));
    if (!in) {
        return pcs_fail_memory(context, "a text of tcpdump's", sizeof(*in));
    }
    in->lines = (pcs_lines){.context = context, .source = source};
    *state = in;
    return PCS_OK;
}

static pcs_status read_tcpdump(void *state, pcs_table *table, pcs_read_summary *summary, bool *end) {
    tcpdump *in = state;
    pcs_bytes line;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_lines_begin(&in->lines));
    while (pcs_lines_next(&in->lines, &line)) {
        PCS_TRY(add_line(in, line, table, summary));
    }
    status = pcs_lines_end(&in->lines, end);
    if (*end && in->ipv6 > 0) {
        pcs_log(in->lines.context, PCS_LOG_WARNING,
                "%s: %llu lines of IPv6 are left out, as the notebook does: read the capture itself for them",
                pcs_source_name(in->lines.source), (unsigned long long)in->ipv6);
    }
done:
    return status;
}

const pcs_door pcs_door_tcpdump = {"text of tcpdump's", open_tcpdump, read_tcpdump, free};
