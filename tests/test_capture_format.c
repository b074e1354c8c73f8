/* capture: pcap and pcapng files, whole, damaged and cut anywhere; libpcap as the second opinion. */
#include "capture_reader.h"
#include "check.h"
#include "packet_builder.h"

#include <dirent.h>
#include <pcap/pcap.h>

enum { RAW = 101 };

static builder ipv4_packet(void) {
    builder packet = {.big = true};
    put_hex(&packet, HEX_IPV4);
    return packet;
}

static void pcap_variants_are_read(void) {
    static const struct {
        uint32_t magic;
        int64_t time;
    } cases[] = {{0xa1b2c3d4, 1000000000 + 2000}, {0xa1b23c4d, 1000000000 + 2}, {0xa1b2cd34, 1000000000 + 2000}};
    builder packet = ipv4_packet();
    for (size_t i = 0; i < 3; i++) {
        for (int big = 0; big < 2; big++) {
            builder file = {.big = big};
            put_pcap_header(&file, cases[i].magic, RAW);
            for (unsigned p = 0; p < 2; p++) {
                put32(&file, 1);
                put32(&file, 2);
                put32(&file, (uint32_t)packet.length);
                put32(&file, 1000 + p);
                if (cases[i].magic == 0xa1b2cd34) {
                    put_hex(&file, "01 00 00 00 08 00 04 00");
                }
                put(&file, packet.data, packet.length);
            }
            reading r = read_memory(file.data, file.length, NULL);
            CHECK_CASE(r.status == PCS_OK && r.count == 2, "%zu, %d: %s", i, big, r.message);
            CHECK_CASE(r.outcomes[PCS_OUTCOME_EDGE] == 2 && r.flows[1].bytes == 1001, "%zu, %d", i, big);
            CHECK_CASE(r.flows[0].time_ns == cases[i].time, "%zu, %d: %lld", i, big, (long long)r.flows[0].time_ns);
            reading_free(&r);
            builder_free(&file);
        }
    }
    builder_free(&packet);
}

/* Sections of both byte orders; interfaces with types, resolutions and offsets of their own; every kind of block. */
static void put_pcapng(builder *file) {
    builder packet = ipv4_packet(), ethernet = {.big = true}, body = {.big = true};
    put_hex(&ethernet, "020000000002 020000000001 86dd " HEX_IPV6);
    for (int section = 0; section < 2; section++) {
        file->big = section == 1;
        put_section(file);
        put_interface(file, RAW, 0, file->big ? "0009 0001 09 000000 0000 0000" : "0900 0100 09 000000 0000 0000");
        put_block(file, 0x0bad, &body); /* unknown and empty */
        put_interface(file, 1, 100,
                      file->big ? "0009 0001 8a 000000 000e 0008 00*7 64" : "0900 0100 8a 000000 0e00 0800 64 00*7");
        put_enhanced(file, 0, 1500000000123456789, &packet, packet.length, 1000);
        put_enhanced(file, 1, 3 * 1024 + 512, &ethernet, ethernet.length, ethernet.length);
        put_obsolete(file, 1, 1024, &ethernet);
        put_simple(file, &packet, packet.length, packet.length);
    }
    builder_free(&packet);
    builder_free(&ethernet);
    builder_free(&body);
}

static void pcapng_is_read(void) {
    builder file = {.big = false};
    put_pcapng(&file);
    for (size_t batch = 1; batch < 10; batch++) {
        reading r = read_memory_by(file.data, file.length, NULL, batch);
        CHECK_CASE(r.status == PCS_OK && r.count == 8 && r.outcomes[PCS_OUTCOME_EDGE] == 8, "%zu: %s", batch,
                   r.message);
        for (size_t i = 0; i < r.count; i += 4) {
            CHECK(r.flows[i].time_ns == 1500000000123456789 && r.flows[i].bytes == 1000 && r.flows[i].ip_version == 4);
            CHECK(r.flows[i + 1].time_ns == 103500000000 && r.flows[i + 1].ip_version == 6);
            CHECK(r.flows[i + 2].time_ns == 101000000000 && r.flows[i + 2].ip_version == 6);
            CHECK(r.flows[i + 3].time_ns == 0 && r.flows[i + 3].ip_version == 4);
        }
        reading_free(&r);
    }
    builder_free(&file);
}

/* if_tsresol and if_tsoffset at their ends; the times by hand. */
static void times_are_converted(void) {
    static const struct {
        const char *options; /* big-endian */
        uint64_t units;
        int64_t time;
    } cases[] = {
        {"", 1234567, 1234567000},
        {"0009 0001 00 000000", 7, 7000000000},
        {"0009 0001 03 000000", 1001, 1001000000},
        {"0009 0001 0c 000000", 1000000001999, 1000000001},
        {"0009 0001 13 000000", UINT64_MAX, 1844674407},
        {"0009 0001 14 000000", UINT64_MAX, 0},
        {"0009 0001 80 000000", 5, 5000000000},
        {"0009 0001 a0 000000", UINT64_C(0x180000000), 1500000000},
        {"0009 0001 bf 000000", UINT64_C(0xc000000000000000), 1500000000},
        {"0009 0001 ff 000000", UINT64_MAX, 0},
        {"0009 0001 00 000000", UINT64_MAX, INT64_MAX},
        {"000e 0008 ff*8", 5, 5000 - 1000000000},
        {"000e 0008 80 00*7", 5, INT64_MIN},
        {"000e 0008 7f ff*7", UINT64_MAX, INT64_MAX},
    };
    builder packet = ipv4_packet();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        builder file = {.big = true};
        put_section(&file);
        put_interface(&file, RAW, 0, cases[i].options);
        put_enhanced(&file, 0, cases[i].units, &packet, packet.length, packet.length);
        reading r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_OK && r.count == 1, "%zu: %s", i, r.message);
        CHECK_CASE(r.count == 1 && r.flows[0].time_ns == cases[i].time, "%zu: %lld", i, (long long)r.flows[0].time_ns);
        reading_free(&r);
        builder_free(&file);
    }
    builder_free(&packet);
}

/* A simple packet block holds as much as the interface's snap length allows. */
static void simple_blocks_are_cut_by_the_snap_length(void) {
    builder packet = ipv4_packet();
    for (uint32_t snap = 0; snap < 64; snap += 4) {
        builder file = {.big = false};
        size_t captured = snap == 0 || snap > packet.length ? packet.length : snap;
        put_section(&file);
        put_interface(&file, RAW, snap, "");
        put_simple(&file, &packet, captured, packet.length);
        reading r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_OK && r.count == 1 && r.flows[0].bytes == packet.length, "%u: %s", snap, r.message);
        CHECK_CASE(r.count == 1 && (r.flows[0].outcome == PCS_OUTCOME_EDGE) == (captured >= 20), "%u", snap);
        reading_free(&r);
        builder_free(&file);
    }
    builder_free(&packet);
}

/* Blocks that are skipped may be larger than any window; packets go on behind them. */
static void large_blocks_are_skipped(void) {
    static const uint32_t lengths[] = {1 << 17, (1 << 18) - 4, PCS_SOURCE_WINDOW, PCS_SOURCE_WINDOW + (1 << 20)};
    builder packet = ipv4_packet();
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        builder file = {.big = false}, body = {.big = false};
        put_section(&file);
        put_interface(&file, RAW, 0, "");
        put_enhanced(&file, 0, 0, &packet, packet.length, packet.length);
        put_fill(&body, 0, 0);
        body.data = calloc(1, lengths[i]);
        body.length = body.capacity = lengths[i];
        put_block(&file, 0x0bad, &body);
        put_enhanced(&file, 0, 0, &packet, packet.length, packet.length);
        reading r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_OK && r.count == 2, "%u: %zu, %s", lengths[i], r.count, r.message);
        reading_free(&r);
        file.data[file.length - 64 - 4] ^= 1; /* the block's second length */
        r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_E_FORMAT && r.count == 1, "%u: %zu, %s", lengths[i], r.count, r.message);
        reading_free(&r);
        builder_free(&body);
        builder_free(&file);
    }
    builder_free(&packet);
}

static bool cancel(void *user, const pcs_progress *progress) {
    (void)progress;
    ++*(unsigned *)user;
    return true;
}

/* A file of blocks alone, without a packet, can be stopped. */
static void blocks_without_packets_are_cancelled(void) {
    builder file = {.big = false}, body = {.big = false};
    put_section(&file);
    for (unsigned i = 0; i < 100000; i++) {
        put_block(&file, 0x0bad, &body);
    }
    unsigned asked = 0;
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = cancel;
    options.user = &asked;
    pcs_context *context = pcs_context_new(&options);
    pcs_source *source;
    pcs_capture *capture;
    pcs_flow flows[4];
    size_t count;
    CHECK(pcs_source_from_memory(context, "memory", file.data, file.length, &source) == PCS_OK);
    pcs_read_options all = PCS_OPTIONS(all);
    CHECK(pcs_capture_open(context, source, &all, &capture) == PCS_OK);
    CHECK(pcs_capture_read(capture, flows, 4, &count) == PCS_E_CANCELLED && asked == 1);
    pcs_capture_free(capture);
    pcs_source_free(source);
    pcs_context_free(context);
    builder_free(&body);
    builder_free(&file);
}

/* One after the other, each with the word of the message that it must give. */
static void damage_is_found(void) {
    static const struct {
        const char *hex, *text;
    } cases[] = {
        {"", "is empty"},
        {"48 65 6c 6c 6f", "no capture that is known"},
        {"73 6e 6f 6f 70 00 00 00 00 00 00 02", "snoop"},
        {"47 4d 42 55 00 02", "Network Monitor"},
        {"d4 c3 b2 a1 02 00", "pcap file header"},
        {"d4 c3 b2 a1 02 00 04 00 00*8 ff ff 00 00 01 00 00 00  00*8 01 00 04 00 00*4", "more bytes than a packet"},
        {"d4 c3 b2 a1 02 00 04 00 00*8 ff ff 00 00 01 00 00 00  00*8 08 00 00 00 00*4 00*7", "within a packet"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 02 00 00 00 ff*8 1c 00 00 00", "another version"},
        {"0a 0d 0d 0a 10 00 00 00 4d 3c 2b 1a 10 00 00 00", "too short"},
        {"0a 0d 0d 0a 1d 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 00 1d 00 00 00", "length that is none"},
        {"0a 0d 0d 0a 08 00 00 00 4d 3c 2b 1a", "length that is none"},
        {"0a 0d 0d 0a fc ff ff ff 4d 3c 2b 1a 01 00 00 00", "longer than any"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 18 00 00 00", "two lengths"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 06 00 00 00 20 00 00 00 00*20 20 00 00 00",
         "not described"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 0a 0d 0d 0a 1c 00 00 00 00*20",
         "byte-order magic"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 01 00 00 00 10 00 00 00 00*4 10 00 00 00",
         "interface description block is too short"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 "
         "01 00 00 00 1c 00 00 00 00*8 09 00 02 00 06 06 00 00 1c 00 00 00",
         "option"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 "
         "01 00 00 00 1c 00 00 00 00*8 02 00 05 00 06 06 00 00 1c 00 00 00",
         "option"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 "
         "01 00 00 00 14 00 00 00 00*8 14 00 00 00 06 00 00 00 24 00 00 00 00*12 05 00 00 00 05 00 00 00 00*4 24 00 00 "
         "00",
         "more bytes than it can"},
        {"0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff*8 1c 00 00 00 "
         "01 00 00 00 14 00 00 00 00*8 14 00 00 00 03 00 00 00 14 00 00 00 05 00 00 00 00*4 14 00 00 00",
         "more bytes than it can"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        builder file = {.big = false};
        put_hex(&file, cases[i].hex);
        reading r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_E_FORMAT && r.count == 0, "%s: status %d", cases[i].text, r.status);
        CHECK_CASE(strstr(r.message, cases[i].text) && strncmp(r.message, "memory: ", 8) == 0, "%s: %s", cases[i].text,
                   r.message);
        reading_free(&r);
        builder_free(&file);
    }
}

static void interfaces_are_bounded(void) {
    builder packet = ipv4_packet(), file = {.big = false};
    put_section(&file);
    for (unsigned i = 0; i < 65536; i++) {
        put_interface(&file, (uint16_t)(i == 65535 ? RAW : 10000 + i % 30000), 0, "");
    }
    put_enhanced(&file, 65535, 0, &packet, packet.length, packet.length);
    for (unsigned i = 0; i < 100; i++) {
        put_enhanced(&file, i, 0, &packet, packet.length, packet.length);
    }
    put_interface(&file, RAW, 0, "");
    reading r = read_memory(file.data, file.length, NULL);
    CHECK_CASE(r.status == PCS_E_FORMAT && strstr(r.message, "65536 interfaces"), "%s", r.message);
    CHECK(r.count == 101 && r.outcomes[PCS_OUTCOME_EDGE] == 1 && r.outcomes[PCS_OUTCOME_LINK_TYPE] == 100);
    CHECK(r.infos == 16); /* not one for each of 100 */
    reading_free(&r);
    builder_free(&file);
    builder_free(&packet);
}

/* Cut at every byte: all packets that are whole come out, an end between two is the end, and the rest is damage. */
static void check_every_cut(const builder *file, const size_t *ends, size_t packets, const size_t *clean,
                            size_t cleans) {
    for (size_t cut = 0; cut < file->length; cut++) {
        size_t whole = 0;
        while (whole < packets && ends[whole] <= cut) {
            whole++;
        }
        bool is_clean = false;
        for (size_t i = 0; i < cleans; i++) {
            is_clean |= clean[i] == cut;
        }
        reading r = read_memory(file->data, cut, NULL);
        CHECK_CASE(r.count == whole, "cut at %zu gives %zu of %zu", cut, r.count, whole);
        CHECK_CASE(r.status == (is_clean ? PCS_OK : PCS_E_FORMAT), "cut at %zu gives %d: %s", cut, r.status, r.message);
        reading_free(&r);
    }
}

static void captures_are_cut_everywhere(void) {
    builder file = {.big = true}, packet = ipv4_packet();
    size_t ends[8], clean[9];
    put_pcap_header(&file, 0xa1b2c3d4, RAW);
    clean[0] = file.length;
    for (size_t i = 0; i < 8; i++) {
        put_pcap_record(&file, 0, 0, &packet, packet.length, packet.length);
        ends[i] = clean[i + 1] = file.length;
    }
    check_every_cut(&file, ends, 8, clean, 9);
    builder_free(&file);

    /* Ends of blocks are clean; which hold packets is known from put_pcapng's order. */
    static const bool holds[] = {0, 0, 0, 0, 1, 1, 1, 1};
    size_t block_ends[16], packet_ends[8], blocks = 0, packets = 0;
    file.big = false;
    put_pcapng(&file);
    for (size_t at = 0; at < file.length; blocks++) {
        const uint8_t *length = file.data + at + (blocks < 8 ? 4 : 6);
        at += blocks < 8 ? (size_t)length[0] + 256U * length[1] : 256U * length[0] + length[1];
        block_ends[blocks] = at;
        if (holds[blocks % 8]) {
            packet_ends[packets++] = at;
        }
    }
    CHECK(blocks == 16 && packets == 8);
    check_every_cut(&file, packet_ends, packets, block_ends, blocks);
    builder_free(&file);
    builder_free(&packet);
}

/* ---- libpcap's opinion */

/* What libpcap makes of a file: packets, the sum of their lengths and of their times. */
typedef struct opinion {
    uint64_t packets, bytes;
    uint64_t time_sum; /* it may wrap around */
    bool negative;     /* a time of libpcap's, which keeps 32 bits with a sign, overflowed */
    bool complete;
} opinion;

static opinion ask_libpcap(FILE *file) {
    opinion o = {.complete = false};
    char text[PCAP_ERRBUF_SIZE];
    pcap_t *handle = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, text);
    if (!handle) {
        fclose(file);
        return o;
    }
    struct pcap_pkthdr *header;
    const u_char *data;
    int result;
    while ((result = pcap_next_ex(handle, &header, &data)) == 1) {
        o.packets++;
        o.bytes += header->len;
        o.negative = o.negative || header->ts.tv_sec < 0 || header->ts.tv_usec < 0;
        o.time_sum += (uint64_t)header->ts.tv_sec * 1000000000 + (uint64_t)header->ts.tv_usec;
    }
    o.complete = result == PCAP_ERROR_BREAK;
    pcap_close(handle);
    return o;
}

static opinion own_opinion(const reading *r) {
    opinion o = {.packets = r->count, .complete = r->status == PCS_OK};
    for (size_t i = 0; i < r->count; i++) {
        o.bytes += r->flows[i].bytes;
        o.time_sum += (uint64_t)r->flows[i].time_ns;
    }
    return o;
}

static void libpcap_reads_the_same(void) {
    builder packet = {.big = false};
    put_fill(&packet, 0x45, 2000);
    uint64_t state = 7;
    for (unsigned i = 0; i < 64; i++) {
        builder file = {.big = i & 1};
        put_pcap_header(&file, i & 2 ? 0xa1b23c4d : 0xa1b2c3d4, RAW);
        /* The minor version: before 2.4 the lengths of a record came in another order. */
        file.data[i & 1 ? 7 : 6] = (uint8_t)(i & 16 ? 4 : 2 + i / 32);
        for (unsigned p = 0; p < 3000; p++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            size_t captured = (state >> 40) % (i & 4 ? 100 : 2000);
            put_pcap_record(&file, (uint32_t)(state >> 33), (uint32_t)(state >> 20) % 1000000, &packet, captured,
                            captured + (state >> 60));
        }
        if (i & 8) {
            file.length -= 1 + (state >> 50) % 20;
        }
        opinion theirs = ask_libpcap(fmemopen(file.data, file.length, "rb"));
        reading r = read_memory_by(file.data, file.length, NULL, 1 + i * 7);
        opinion ours = own_opinion(&r);
        CHECK_CASE(ours.packets == theirs.packets && ours.bytes == theirs.bytes, "%u: %llu and %llu", i,
                   (unsigned long long)ours.packets, (unsigned long long)theirs.packets);
        CHECK_CASE(ours.time_sum == theirs.time_sum, "%u", i);
        CHECK_CASE(ours.complete == theirs.complete, "%u: %s", i, r.message);
        reading_free(&r);
        builder_free(&file);
    }
    builder_free(&packet);
}

/* Every shared capture that libpcap reads whole. */
static void libpcap_agrees_on_shared_captures(void) {
    char path[1024];
    const char *shared = check_shared();
    snprintf(path, sizeof(path), "%s/captures", shared ? shared : "");
    DIR *folder = shared ? opendir(path) : NULL;
    if (!folder) {
        printf("skipped: libpcap_agrees_on_shared_captures (PCS_SHARED)\n");
        return;
    }
    unsigned compared = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(path, sizeof(path), "%s/captures/%.200s", shared, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        opinion theirs = file ? ask_libpcap(file) : (opinion){.complete = false};
        if (!theirs.complete) {
            continue;
        }
        reading r = read_path(path);
        opinion ours = own_opinion(&r);
        CHECK_CASE(ours.complete, "%s: %s", entry->d_name, r.message);
        CHECK_CASE(ours.packets == theirs.packets && ours.bytes == theirs.bytes, "%s: %llu and %llu", entry->d_name,
                   (unsigned long long)ours.packets, (unsigned long long)theirs.packets);
        CHECK_CASE(theirs.negative || ours.time_sum == theirs.time_sum, "%s", entry->d_name);
        reading_free(&r);
        compared++;
    }
    closedir(folder);
    CHECK(compared > 100);
}

int main(void) {
    pcap_variants_are_read();
    pcapng_is_read();
    times_are_converted();
    simple_blocks_are_cut_by_the_snap_length();
    large_blocks_are_skipped();
    blocks_without_packets_are_cancelled();
    damage_is_found();
    interfaces_are_bounded();
    captures_are_cut_everywhere();
    libpcap_reads_the_same();
    libpcap_agrees_on_shared_captures();
    return check_result();
}
