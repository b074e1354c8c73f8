/* Pseudonyms: Crypto-PAn as published, permutations all others, tables that say the same of other hosts. */
#include "edge_table.h"
#include "edges/pseudonym.h"

#include <unistd.h>

/* The key, and addresses of sample_trace_raw.dat and sample_trace_sanitized.dat, of the distribution of Crypto-PAn 1.0;
 * of IPv6 the values on which later implementations agree (cryptopan for Go and for Node.js, yacryptopan). */
static const uint8_t sample_key[PCS_PSEUDONYM_KEY] = {21,  34, 23,  141, 51, 164, 207, 128, 19,  10,  91,
                                                      22,  73, 144, 125, 16, 216, 152, 143, 131, 121, 121,
                                                      101, 39, 98,  87,  76, 45,  42,  132, 34,  2};
static const char *const published[][2] = {{"128.11.68.132", "135.242.180.132"},
                                           {"129.118.74.4", "134.136.186.123"},
                                           {"130.132.252.244", "133.68.164.234"},
                                           {"141.223.7.43", "141.167.8.160"},
                                           {"141.233.145.108", "141.129.237.235"},
                                           {"152.163.225.39", "151.140.114.167"},
                                           {"156.29.3.236", "147.225.12.42"},
                                           {"165.247.96.84", "162.9.99.234"},
                                           {"166.107.77.190", "160.132.178.185"},
                                           {"192.102.249.13", "252.138.62.131"},
                                           {"192.215.32.125", "252.43.47.189"},
                                           {"24.0.250.221", "100.15.198.226"},
                                           {"4.3.88.225", "124.60.155.63"},
                                           {"64.39.15.238", "0.219.7.41"},
                                           {"10.185.25.118", "117.161.29.118"},
                                           {"::1", "78ff:f001:9fc0:20df:8380:b1f1:704:ed"},
                                           {"::2", "78ff:f001:9fc0:20df:8380:b1f1:704:ef"},
                                           {"::ffff", "78ff:f001:9fc0:20df:8380:b1f1:704:f838"},
                                           {"2001:db8::1", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e"},
                                           {"2001:db8::2", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c"}};

static pcs_pseudonyms *new_pseudonyms(pcs_context *context, pcs_anonymity anonymity) {
    pcs_pseudonyms *pseudonyms = NULL;
    CHECK_CASE(pcs_pseudonyms_new(context, anonymity, sample_key, &pseudonyms) == PCS_OK, "%s",
               pcs_context_message(context));
    return pseudonyms;
}

static pcs_host make(pcs_pseudonyms *pseudonyms, const pcs_host *host) {
    static char names[2][PCS_PSEUDONYM_NAME];
    static unsigned turn;
    pcs_host pseudonym = {.kind = PCS_HOST_KINDS};
    CHECK(pcs_pseudonyms_make(pseudonyms, host, names[turn++ % 2], &pseudonym) == PCS_OK);
    return pseudonym;
}

static void make_text(pcs_pseudonyms *pseudonyms, const char *text, char *out, size_t size) {
    pcs_host host, pseudonym;
    CHECK(pcs_host_parse(text, strlen(text), &host));
    pseudonym = make(pseudonyms, &host);
    pcs_host_text(&pseudonym, out, size);
}

static void addresses_are_those_that_were_published(pcs_context *context) {
    pcs_pseudonyms *pseudonyms = new_pseudonyms(context, PCS_ANONYMITY_PREFIX);
    for (size_t i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
        char found[64];
        make_text(pseudonyms, published[i][0], found, sizeof(found));
        CHECK_CASE(strcmp(found, published[i][1]) == 0, "%s: %s, not %s", published[i][0], found, published[i][1]);
    }
    pcs_pseudonyms_free(pseudonyms);
}

/* A range of the original is the range of the pseudonyms. */
static void ranges_stay_ranges(pcs_context *context) {
    pcs_pseudonyms *pseudonyms = new_pseudonyms(context, PCS_ANONYMITY_PREFIX);
    uint64_t state = 3;
    for (uint32_t i = 0; i < 600; i++) {
        pcs_host address = {.kind = i % 2 ? PCS_HOST_IPV6 : PCS_HOST_IPV4};
        address.low = table_random(&state) << 31 ^ table_random(&state) << 10;
        address.high = i % 2 ? table_random(&state) << 33 ^ table_random(&state) : 0;
        address.low &= i % 2 ? UINT64_MAX : UINT32_MAX;
        uint32_t bits = (uint32_t)table_random(&state) % (i % 2 ? 129 : 33);
        pcs_host range = pcs_host_prefix(&address, bits), pseudonym = make(pseudonyms, &address);
        pcs_host expected = pcs_host_prefix(&pseudonym, bits), found = make(pseudonyms, &range);
        CHECK_CASE(pcs_host_compare(&expected, &found) == 0, "%u bits", bits);
    }
    pcs_pseudonyms_free(pseudonyms);
}

static int compare_words(const void *a, const void *b) {
    return memcmp(a, b, 2 * sizeof(uint64_t));
}

/* No two hosts of a kind get the same pseudonym, which is of that kind and its size. */
static void are_permuted(pcs_pseudonyms *pseudonyms, const pcs_host *hosts, uint32_t count, bool random,
                         const char *what) {
    uint64_t(*values)[2] = malloc(count * sizeof(*values));
    uint32_t kept = 0;
    bool valid = true;
    for (uint32_t i = 0; i < count; i++) {
        pcs_host pseudonym = make(pseudonyms, &hosts[i]), again = make(pseudonyms, &hosts[i]);
        char text[64];
        pcs_host_text(&pseudonym, text, sizeof(text));
        pcs_host parsed;
        /* What is written as one of its kind is one: no bit lies outside. */
        valid = valid && pcs_host_parse(text, strlen(text), &parsed) && pcs_host_compare(&parsed, &pseudonym) == 0 &&
                pseudonym.kind == hosts[i].kind && pseudonym.suffix == hosts[i].suffix &&
                pcs_host_compare(&pseudonym, &again) == 0;
        kept += pseudonym.high == hosts[i].high && pseudonym.low == hosts[i].low;
        values[i][0] = pseudonym.high;
        values[i][1] = pseudonym.low;
    }
    qsort(values, count, sizeof(*values), compare_words);
    for (uint32_t i = 1; i < count; i++) {
        valid = valid && compare_words(values[i - 1], values[i]) != 0;
    }
    /* Some stay where they are, as chance has it; where prefixes are kept these stand together. */
    CHECK_CASE(valid && (!random || count < 1000 || kept < 8), "%s, %u of %u kept", what, kept, count);
    free(values);
}

static void hosts_are_permuted(pcs_context *context, pcs_anonymity anonymity) {
    enum { MANY = 1 << 13 };
    static pcs_host hosts[MANY];
    pcs_pseudonyms *pseudonyms = new_pseudonyms(context, anonymity);
    /* All ranges of few bits, */
    for (uint32_t bits = 0; bits <= 13; bits++) {
        for (uint32_t family = 4; family <= 6; family += 2) {
            for (uint64_t i = 0; i < UINT64_C(1) << bits; i++) {
                pcs_host address = {.kind = family == 4 ? PCS_HOST_IPV4 : PCS_HOST_IPV6};
                *(family == 4 ? &address.low : &address.high) = bits == 0 ? 0 : i << ((family == 4 ? 32 : 64) - bits);
                hosts[i] = pcs_host_prefix(&address, bits);
            }
            char what[32];
            snprintf(what, sizeof(what), "IPv%u, %u bits", family, bits);
            are_permuted(pseudonyms, hosts, 1u << bits, anonymity == PCS_ANONYMITY_RANDOM, what);
        }
    }
    /* and neighbours of each other kind. */
    static const struct {
        pcs_host host;
        const char *what;
    } kinds[] = {{{.kind = PCS_HOST_IPV4, .low = 0x0a000000}, "IPv4"},
                 {{.kind = PCS_HOST_IPV6, .high = 0x20010db8ull << 32}, "IPv6"},
                 {{.kind = PCS_HOST_IPV6_PREFIX, .suffix = 65, .high = 5}, "IPv6, 65 bits"},
                 {{.kind = PCS_HOST_ID}, "ids"},
                 {{.kind = PCS_HOST_MAC, .low = 0x0200000000ull}, "link addresses"},
                 {{.kind = PCS_HOST_IPV4_SERVICE, .suffix = 443}, "services"},
                 {{.kind = PCS_HOST_IPV6_SERVICE, .suffix = 53}, "services of IPv6"}};
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        for (uint32_t i = 0; i < MANY; i++) {
            hosts[i] = kinds[k].host;
            if (kinds[k].host.suffix == 65) {
                hosts[i].high += i;
                hosts[i].low = (uint64_t)(i & 1) << 63;
            } else {
                hosts[i].low += i;
            }
        }
        are_permuted(pseudonyms, hosts, MANY, anonymity == PCS_ANONYMITY_RANDOM, kinds[k].what);
    }
    pcs_pseudonyms_free(pseudonyms);
}

static void services_are_at_the_address(pcs_context *context, pcs_anonymity anonymity) {
    pcs_pseudonyms *pseudonyms = new_pseudonyms(context, anonymity);
    char address[64], service[64], expected[72];
    make_text(pseudonyms, "10.1.2.3", address, sizeof(address));
    make_text(pseudonyms, "10.1.2.3:443", service, sizeof(service));
    snprintf(expected, sizeof(expected), "%s:443", address);
    CHECK(strcmp(service, expected) == 0 && strcmp(address, "10.1.2.3") != 0);
    make_text(pseudonyms, "2001:db8::1", address, sizeof(address));
    make_text(pseudonyms, "[2001:db8::1]:53", service, sizeof(service));
    snprintf(expected, sizeof(expected), "[%s]:53", address);
    CHECK(strcmp(service, expected) == 0);
    make_text(pseudonyms, "printer", address, sizeof(address));
    make_text(pseudonyms, "printer2", service, sizeof(service));
    CHECK(strlen(address) == PCS_PSEUDONYM_NAME && strncmp(address, "host-", 5) == 0 && strcmp(address, service) != 0);
    pcs_pseudonyms_free(pseudonyms);
}

/* ---- tables */

static void write_key(const char *path, const void *data, size_t length) {
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

static bool same_traffic(const pcs_traffic *a, const pcs_traffic *b) {
    return a->packets == b->packets && a->bytes == b->bytes && a->payload_bytes == b->payload_bytes;
}

/* Each edge is there between the pseudonyms, with what went each way; nothing else is. */
static void check_table(pcs_context *context, const char *key, bool directed) {
    static const char list[] = "/tmp/pcapshade-pseudonym-XXXXXX";
    char path[sizeof(list)];
    memcpy(path, list, sizeof(list));
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fprintf(file,
            "a,b,protocol,a_to_b_packets,a_to_b_bytes,a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,"
            "b_to_a_payload_bytes\n10.0.0.1,10.0.0.2,tcp,1,100,60,2,200,120\n10.0.0.1,10.0.0.2,udp,0,0,0,3,9,1\n"
            "10.0.0.2,::1,icmp,5,50,5,0,0,0\nalpha,beta,tcp,1,2,1,0,0,0\nalpha,10.0.0.1,tcp,7,8,2,4,4,4\n"
            "00:11:22:33:44:55,7,other,1,1,1,1,1,1\n7,7,tcp,2,2,2,0,0,0\n10.0.0.0/8,10.0.0.1:80,tcp,0,0,0,0,0,0\n");
    CHECK(fclose(file) == 0);
    const char *inputs[] = {path};
    pcs_edges *before = NULL, *after = NULL;
    pcs_anonymize_options options = PCS_OPTIONS(options);
    options.anonymity = PCS_ANONYMITY_PREFIX;
    options.key_file = key;
    pcs_read_options read = PCS_OPTIONS(read);
    read.times = true;
    CHECK(pcs_edges_read(context, inputs, 1, &read, &before) == PCS_OK);
    CHECK(pcs_edges_read(context, inputs, 1, &read, &after) == PCS_OK);
    if (directed) {
        pcs_select_options select = PCS_OPTIONS(select);
        select.direction = true;
        CHECK(pcs_edges_select(context, before, &select) == PCS_OK &&
              pcs_edges_select(context, after, &select) == PCS_OK);
    }
    CHECK_CASE(pcs_edges_anonymize(context, after, &options) == PCS_OK, "%s", pcs_context_message(context));
    CHECK(before->edge_count == after->edge_count && before->host_count == after->host_count && after->times);
    for (uint32_t i = 1; i < after->host_count; i++) {
        CHECK(pcs_host_compare(&after->hosts[i - 1], &after->hosts[i]) < 0);
    }
    pcs_pseudonyms *pseudonyms = new_pseudonyms(context, PCS_ANONYMITY_PREFIX);
    for (uint32_t i = 0; i < before->edge_count; i++) {
        const pcs_edge *edge = &before->table[i];
        pcs_host a = make(pseudonyms, &before->hosts[edge->a]), b = make(pseudonyms, &before->hosts[edge->b]);
        uint32_t found = 0;
        for (uint32_t k = 0; k < after->edge_count; k++) {
            const pcs_edge *other = &after->table[k];
            const pcs_host *other_a = &after->hosts[other->a], *other_b = &after->hosts[other->b];
            bool turned =
                pcs_host_compare(&a, other_b) == 0 && pcs_host_compare(&b, other_a) == 0 && other->a != other->b;
            bool straight = pcs_host_compare(&a, other_a) == 0 && pcs_host_compare(&b, other_b) == 0;
            found += (turned || straight) && other->protocol == edge->protocol &&
                     same_traffic(&edge->a_to_b, turned ? &other->b_to_a : &other->a_to_b) &&
                     same_traffic(&edge->b_to_a, turned ? &other->a_to_b : &other->b_to_a);
            CHECK(k == 0 || (directed && table_compare(other - 1, other) == 0) || table_compare(other - 1, other) < 0);
        }
        CHECK_CASE(found == 1, "edge %u is there %u times", i, found);
    }
    pcs_pseudonyms_free(pseudonyms);
    pcs_edges_free(after);
    pcs_edges_free(before);
    unlink(path);
}

static void keys_are_looked_at(pcs_context *context, const char *path) {
    pcs_anonymize_options options = PCS_OPTIONS(options);
    static const struct {
        const char *text;
        pcs_status status;
    } cases[] = {{"1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202\n", PCS_OK},
                 {"1522178D33A4CF80130A5B1649907D10D8988F837979652762574C2D2A842202\r\n", PCS_OK},
                 {"0123456789abcdef0123456789abcdef", PCS_OK},
                 {"0123456789abcdef0123456789abcdef\n", PCS_E_FORMAT},
                 {"", PCS_E_FORMAT},
                 {"secret", PCS_E_FORMAT},
                 {"x522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202", PCS_E_FORMAT},
                 {"1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a8422022", PCS_E_FORMAT}};
    options.anonymity = PCS_ANONYMITY_RANDOM;
    options.key_file = path;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        write_key(path, cases[i].text, strlen(cases[i].text));
        CHECK_CASE(pcs_anonymize_check(context, &options) == cases[i].status, "key %zu: %s", i,
                   pcs_context_message(context));
    }
    options.key_file = "/nonexistent/key";
    CHECK(pcs_anonymize_check(context, &options) == PCS_E_READ);
    options.key_file = "/";
    CHECK(pcs_anonymize_check(context, &options) == PCS_E_READ);
    options.anonymity = (pcs_anonymity)9;
    CHECK(pcs_anonymize_check(context, &options) == PCS_E_ARGUMENT);
    CHECK(pcs_anonymize_check(context, NULL) == PCS_OK);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_anonymize_options options = PCS_OPTIONS(options);
    options.anonymity = PCS_ANONYMITY_RANDOM;
    if (pcs_anonymize_check(context, &options) != PCS_OK && strstr(pcs_context_message(context), "built without")) {
        printf("skipped: pseudonyms (needs libcrypto)\n");
        pcs_context_free(context);
        return CHECK_SKIPPED;
    }
    addresses_are_those_that_were_published(context);
    ranges_stay_ranges(context);
    hosts_are_permuted(context, PCS_ANONYMITY_RANDOM);
    hosts_are_permuted(context, PCS_ANONYMITY_PREFIX);
    services_are_at_the_address(context, PCS_ANONYMITY_RANDOM);
    services_are_at_the_address(context, PCS_ANONYMITY_PREFIX);
    char path[] = "/tmp/pcapshade-key-XXXXXX";
    CHECK(close(mkstemp(path)) == 0);
    write_key(path, sample_key, sizeof(sample_key));
    check_table(context, path, false);
    check_table(context, path, true);
    keys_are_looked_at(context, path);
    unlink(path);
    pcs_context_free(context);
    return check_result();
}
