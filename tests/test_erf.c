/* ERF records: hosts, lengths and times, in the layouts of the ERF Types Reference Guide. */
#include "capture_reader.h"
#include "check.h"
#include "packet_builder.h"

#define ETHERNET "020000000002 020000000001 0800 " HEX_IPV4

/* A record of a type with its bytes behind the header, filled up to a multiple of 8. */
static void put_erf(builder *file, uint32_t seconds, uint32_t fraction, uint8_t type, uint16_t wire, const char *hex) {
    builder body = {.big = true}, header = {.big = true};
    put_hex(&body, hex);
    put_fill(&body, 0, (8 - body.length % 8) % 8);
    put_number(&header, __builtin_bswap32(fraction), 4);
    put_number(&header, __builtin_bswap32(seconds), 4);
    put_fill(&header, type, 1);
    put_fill(&header, 4, 1);
    put16(&header, (uint16_t)(16 + body.length));
    put16(&header, 0);
    put16(&header, wire);
    put(file, header.data, header.length);
    put(file, body.data, body.length);
    builder_free(&header);
    builder_free(&body);
}

static void records_are_read(void) {
    builder file = {.big = true};
    put_erf(&file, 1331901000, 0x80000000, 2, 60, "00 00 " ETHERNET);
    put_erf(&file, 1331901001, 0, 0x80 | 11, 61, "84 00*7 04 00*7 00 00 " ETHERNET); /* two extension headers */
    put_erf(&file, 1331901002, 0, 22, 32, HEX_IPV4);
    put_erf(&file, 1331901003, 0, 1, 36, "ff 03 00 21 " HEX_IPV4);
    put_erf(&file, 1331901004, 0, 1, 36, "0f 00 08 00 " HEX_IPV4);
    put_erf(&file, 1331901005, 0, 48, 0, "00*8");   /* padding */
    put_erf(&file, 1331901005, 0, 27, 0, "00*16");  /* about the card */
    put_erf(&file, 1331901006, 0, 21, 40, "00*40"); /* InfiniBand */
    reading r = read_memory(file.data, file.length, NULL);
    CHECK_CASE(r.status == PCS_OK && r.count == 6, "%s: %zu packets", r.message, r.count);
    CHECK(r.outcomes[PCS_OUTCOME_EDGE] == 5 && r.outcomes[PCS_OUTCOME_LINK_TYPE] == 1);
    CHECK(r.flows[0].time_ns == INT64_C(1331901000500000000) && r.flows[0].bytes == 60);
    CHECK(r.flows[1].bytes == 61 && r.flows[4].bytes == 36);
    for (size_t i = 0; i < 5; i++) {
        CHECK_CASE(r.flows[i].source[3] == 1 && r.flows[i].destination[3] == 2, "packet %zu", i);
    }
    reading_free(&r);
    for (size_t length = 17; length < file.length; length++) {
        r = read_memory(file.data, length, NULL);
        CHECK_CASE(r.opened && r.count <= 6 && (r.status == PCS_OK || strstr(r.message, "within a packet") != NULL),
                   "%zu bytes: %s", length, r.message);
        reading_free(&r);
    }
    builder_free(&file);
}

static void damage_is_found(void) {
    builder file = {.big = true};
    for (uint32_t i = 0; i < 9; i++) {
        put_erf(&file, 1331901000 + i, 0, i == 6 ? 99 : 22, 32, HEX_IPV4);
    }
    reading r = read_memory(file.data, file.length, NULL);
    CHECK_CASE(r.status == PCS_E_FORMAT && r.count == 6 && strstr(r.message, "no ERF record") != NULL,
               "%s, %zu packets", r.message, r.count);
    reading_free(&r);
    builder_free(&file);
}

/* Without a magic number nothing else may be taken for one. */
static void others_are_left_alone(void) {
    builder file = {.big = true};
    put_erf(&file, 1331901000, 0, 2, 60, "00 00 " ETHERNET);
    put_erf(&file, 1331900000, 0, 2, 60, "00 00 " ETHERNET); /* time goes back */
    CHECK(!pcs_capture_recognise((pcs_bytes){file.data, file.length}));
    CHECK(pcs_capture_recognise((pcs_bytes){file.data, file.length / 2}));
    builder_free(&file);
    static const char text[] =
        "name,pay\n\n0 10.0.0.1,10.0.0.2,tcp,1\nanother line that is longer than a record,1,2,3\n";
    CHECK(!pcs_capture_recognise((pcs_bytes){(const uint8_t *)text, sizeof(text) - 1}));
}

int main(void) {
    records_are_read();
    damage_is_found();
    others_are_left_alone();
    return check_result();
}
