/* capture: BPF filters, and that no name in them is ever looked up. This program's own resolver functions take the
 * place of the C library's, libpcap's calls included: whatever they are asked for by name is counted. */
#include "capture/filter.h"
#include "capture_reader.h"
#include "check.h"
#include "packet_builder.h"

#include <net/ethernet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pcap/pcap.h>

/* So that libpcap's calls end here. */
#define EXPORTED __attribute__((visibility("default")))

static unsigned looked_up;
static char last_name[256];

static void count_name(const char *name) {
    looked_up++;
    snprintf(last_name, sizeof(last_name), "%s", name);
}

/* Services (node NULL) and numeric addresses are local. */
EXPORTED int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                         struct addrinfo **result) {
    static struct sockaddr_in address = {.sin_family = AF_INET};
    static struct addrinfo answer = {
        .ai_family = AF_INET, .ai_addrlen = sizeof(address), .ai_addr = (struct sockaddr *)&address};
    if (node) {
        bool numeric = hints && (hints->ai_flags & AI_NUMERICHOST);
        /* libpcap asks without the flag for addresses of IPv6 that it has read as such. */
        if (!numeric && strspn(node, "0123456789abcdefABCDEF:.") != strlen(node)) {
            count_name(node);
        }
        if (strchr(node, ':') == NULL) {
            return EAI_NONAME;
        }
        static struct sockaddr_in6 address6 = {.sin6_family = AF_INET6};
        static struct addrinfo answer6 = {
            .ai_family = AF_INET6, .ai_addrlen = sizeof(address6), .ai_addr = (struct sockaddr *)&address6};
        address6.sin6_addr = in6addr_loopback;
        *result = &answer6;
        return 0;
    }
    if (!service || strcmp(service, "http") != 0) {
        return EAI_NONAME;
    }
    address.sin_port = htons(80);
    answer.ai_protocol = hints ? hints->ai_protocol : 0;
    answer.ai_socktype = hints ? hints->ai_socktype : 0;
    *result = &answer;
    return 0;
}

EXPORTED void freeaddrinfo(struct addrinfo *list) {
    (void)list;
}

EXPORTED struct hostent *gethostbyname(const char *name) {
    count_name(name);
    return NULL;
}

EXPORTED struct netent *getnetbyname(const char *name) {
    count_name(name);
    return NULL;
}

EXPORTED int getnetbyname_r(const char *name, struct netent *entry, char *buffer, size_t length, struct netent **result,
                            int *error) {
    (void)entry, (void)buffer, (void)length;
    count_name(name);
    *result = NULL;
    *error = HOST_NOT_FOUND;
    return 0;
}

EXPORTED int ether_hostton(const char *name, struct ether_addr *address) {
    (void)address;
    count_name(name);
    return -1;
}

/* Two packets of Ethernet: UDP from 10.0.0.1 port 53 over IPv4 and from fd00::1 over IPv6; TCP SYN to port 80; ARP. */
static void put_packets(builder *file) {
    static const char *const packets[] = {
        "020000000002 020000000001 0800 " HEX_IPV4,
        "020000000002 020000000001 86dd " HEX_IPV6,
        "020000000004 020000000003 8100 0064 0800 45 00 00 28 00*5 06 0000 c0 a8 01 01 c0 a8 02 02 c0 00 00 50 00*8 50 "
        "02 00*6",
        "ffffffffffff 020000000001 0806 0001 0800 06 04 0001 00*20",
    };
    for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
        builder packet = {.big = true};
        put_hex(&packet, packets[i]);
        put_pcap_record(file, 1, 0, &packet, packet.length, packet.length);
        builder_free(&packet);
    }
}

static void filters_select(void) {
    static const struct {
        const char *filter;
        size_t kept;
    } cases[] = {
        {"ip", 1},
        {"ip6", 1},
        {"udp", 2},
        {"udp port 53", 2},
        {"port 53 or vlan", 3},
        {"host 10.0.0.1", 1},
        {"src host 10.0.0.2", 0},
        {"net 10.0.0.0/8", 1},
        {"net 10", 1},
        {"net 10.0.0.0 mask 255.0.0.0", 1},
        {"dst net 192.168", 0},
        {"vlan and dst net 192.168", 1},
        {"vlan and tcp[13] & 2 != 0", 1},
        {"vlan and tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn", 1},
        {"vlan and tcp port http", 1},
        {"vlan && (port http or http)", 1},
        {"tcp port http", 0},
        {"portrange 50-60", 2},
        {"ip proto \\udp", 1},
        {"ether proto 0x0806", 1},
        {"ether host 02:00:00:00:00:03", 1},
        {"ether dst 02-00-00-00-00-04", 1},
        {"ether[0] = 0xff", 1},
        {"ether[6:2] = 0x0200 and not arp", 3},
        {"arp or ip6", 2},
        {"not ip", 3},
        {"greater 60", 1},
        {"len <= 42", 1},
        {"", 4},
    };
    builder file = {.big = false};
    put_pcap_header(&file, 0xa1b2c3d4, 1);
    put_packets(&file);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        reading r = read_memory(file.data, file.length, cases[i].filter);
        CHECK_CASE(r.status == PCS_OK && r.count == 4, "%s: %s", cases[i].filter, r.message);
        CHECK_CASE(4 - r.outcomes[PCS_OUTCOME_FILTERED] == cases[i].kept, "%s keeps %u", cases[i].filter,
                   (unsigned)(4 - r.outcomes[PCS_OUTCOME_FILTERED]));
        reading_free(&r);
    }
    builder_free(&file);
    CHECK_CASE(looked_up == 0, "%s", last_name);
}

static void names_are_refused(void) {
    static const char *const filters[] = {
        "host example.com",
        "host 10.0.0.1 or example.com",
        "src example",
        "tcp and dst example.com",
        "port http and host http",
        "port http or src http",
        "portrange 20-25 and net loopback",
        "net example",
        "net example.com/24",
        "ip host a",
        "ether host router",
        "ether src router",
        "gateway router",
        "host 1.2.3.4.example.com",
        "host 1.2.3.4.5",
        "host 1and1",
        "host 10.0.0.1.",
        "host 0x7f000001.example",
        "host fe80::1.example",
        "host a:b.example.com",
        "host \\tcp",
        "host \\10",
        "host (10.0.0.1 or evil)",
        "not host evil",
        "!host evil",
        "host evil&&tcp",
        "host\tevil",
        "host\nevil",
        "host _dmarc.evil",
        "host caf\xc3\xa9",
        "host aabbccddeeff",
        "ether host aabbccddeeff",
        "wlan addr1 evil",
        "proto tcp and host evil",
        "example.com",
        "host localhost",
    };
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        looked_up = 0;
        reading r = read_memory("", 0, filters[i]);
        CHECK_CASE(r.status == PCS_E_ARGUMENT && strstr(r.message, "looked up") != NULL, "%s: %s", filters[i],
                   r.message);
        CHECK_CASE(looked_up == 0, "%s looks up %s", filters[i], last_name);
        reading_free(&r);
    }
}

/* What the expression gives for TCP from 10.0.0.n to 10.9.9.9. */
static void match_all(const pcs_linktype *link_type, const char *expression, bool *matches, uint32_t count) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_filter *filter = NULL;
    CHECK_CASE(pcs_filter_open(context, expression, &filter) == PCS_OK, "%s", pcs_context_message(context));
    for (uint32_t n = 0; filter && n < count; n++) {
        uint8_t bytes[40] = {0x45,       0,  0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, (uint8_t)(n >> 8),
                             (uint8_t)n, 10, 9, 9,  9};
        bytes[23] = (uint8_t)(n % 7); /* source port n % 7 */
        bytes[21] = bytes[23];
        const pcs_packet packet = {.bytes = {bytes, sizeof(bytes)}, .length = sizeof(bytes)};
        CHECK(pcs_filter_match(filter, link_type, &packet, &matches[n]) == PCS_OK);
    }
    pcs_filter_free(filter);
    pcs_context_free(context);
}

/* Lists that are long enough to be cut into parts mean what they mean as a whole: in parentheses they are not cut. */
static void long_lists_are_cut(void) {
    enum { TERMS = 150, PACKETS = 700 };
    static const char *const forms[] = {"host 10.0.%u.%u",
                                        "src host 10.0.%u.%u or 10.0.2.1",
                                        "src or dst host 10.0.%u.%u",
                                        "ip host 10.0.%u.%u or tcp port 5",
                                        "net 10.0.%u.%u/31",
                                        "ip6 host ::%u:%u"};
    for (size_t form = 0; form < sizeof(forms) / sizeof(forms[0]); form++) {
        char list[TERMS * 48] = "(", *at = list + 1;
        bool cut[PACKETS] = {false}, whole[PACKETS] = {false};
        for (uint32_t i = 0; i < TERMS; i++) {
            at += snprintf(at, (size_t)(list + sizeof(list) - at), i > 0 ? " or " : "");
            at += snprintf(at, (size_t)(list + sizeof(list) - at), forms[form], i * 4 / 256, i * 4 % 256);
        }
        const char *next;
        CHECK_CASE(pcs_filter_part(list + 1, &next) < 1200 && next != NULL, "%s", forms[form]);
        match_all(pcs_linktype_find(101), list + 1, cut, PACKETS);
        strcpy(at, ")");
        CHECK(pcs_filter_part(list, &next) == strlen(list) && next == NULL);
        match_all(pcs_linktype_find(101), list, whole, PACKETS);
        uint32_t found = 0;
        for (uint32_t n = 0; n < PACKETS; n++) {
            CHECK_CASE(cut[n] == whole[n], "%s: packet %u", forms[form], n);
            found += cut[n];
        }
        CHECK_CASE(form == 5 ? found == 0 : found >= TERMS && found < PACKETS, "%s: %u", forms[form], found);
    }
    /* What is no plain list is left whole, however long. */
    static const char *const others[] = {"vlan or host 1.2.3.4", "host 1.2.3.4 and port 1", "not host 1.2.3.4",
                                         "tcp[13] = 2 or host 1.2.3.4", "host 1.2.3.4 || host 1.2.3.5"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        char list[2500];
        size_t length = (size_t)snprintf(list, sizeof(list), "%s", others[i]);
        while (length < 2000) {
            length += (size_t)snprintf(list + length, sizeof(list) - length, " or host 10.0.0.1");
        }
        const char *next;
        CHECK_CASE(pcs_filter_part(list, &next) == length && next == NULL, "%s", others[i]);
    }
}

static void errors_are_found_before_packets(void) {
    static const char *const filters[] = {"tcp port",   "host 10.0.0.300", "((ip)", "ip ip",         "tcp[",
                                          "port 70000", "net 10.0.0.1/8",  "&&",    "portrange http"};
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        reading r = read_memory("", 0, filters[i]);
        CHECK_CASE(r.status == PCS_E_ARGUMENT && strstr(r.message, "pcap-filter(7)") != NULL, "%s: %s", filters[i],
                   r.message);
        reading_free(&r);
    }
}

/* However long the expression is, the message says what is wrong with it. */
static void reasons_are_never_cut_off(void) {
    static char expression[5000];
    memset(expression, ' ', sizeof(expression) - 1);
    memcpy(expression, "ip and", 6);
    memcpy(expression + sizeof(expression) - 11, " host evil", 10);
    reading r = read_memory("", 0, expression);
    CHECK_CASE(r.status == PCS_E_ARGUMENT && strstr(r.message, "looked up") != NULL, "%s", r.message);
    reading_free(&r);
}

/* What has no meaning for a link type matches nothing there, with one warning; elsewhere it works. */
static void link_types_are_apart(void) {
    builder file = {.big = false}, ethernet = {.big = true}, raw = {.big = true}, loop = {.big = true};
    put_hex(&ethernet, "020000000002 020000000001 0800 " HEX_IPV4);
    put_hex(&raw, HEX_IPV4);
    put_hex(&loop, "00 00 00 1e " HEX_IPV6);
    put_section(&file);
    put_interface(&file, 1, 0, "");
    put_interface(&file, 101, 0, "");
    put_interface(&file, 0, 0, "");
    put_interface(&file, 9999, 0, "");
    for (unsigned i = 0; i < 3; i++) {
        put_enhanced(&file, 0, 0, &ethernet, ethernet.length, ethernet.length);
        put_enhanced(&file, 1, 0, &raw, raw.length, raw.length);
        put_enhanced(&file, 2, 0, &loop, loop.length, loop.length);
        put_enhanced(&file, 3, 0, &raw, raw.length, raw.length);
    }
    put_enhanced(&file, 0, 0, &ethernet, 0, ethernet.length);
    put_enhanced(&file, 2, 0, &loop, 0, loop.length);
    static const struct {
        const char *filter;
        size_t kept, unsupported;
        unsigned warnings;
    } cases[] = {
        {"ether host 02:00:00:00:00:01", 3, 3, 2},
        {"udp port 53", 9, 3, 0},
        {"ip6", 3, 3, 0},
        {"wlan type data", 0, 3, 3},
        {"ip host 10.0.0.1", 6, 3, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        reading r = read_memory(file.data, file.length, cases[i].filter);
        CHECK_CASE(r.status == PCS_OK && r.count == 14, "%s: %s", cases[i].filter, r.message);
        CHECK_CASE(r.outcomes[PCS_OUTCOME_EDGE] == cases[i].kept, "%s keeps %u", cases[i].filter,
                   (unsigned)r.outcomes[PCS_OUTCOME_EDGE]);
        CHECK_CASE(r.outcomes[PCS_OUTCOME_LINK_TYPE] == cases[i].unsupported, "%s", cases[i].filter);
        CHECK_CASE(r.infos == 1, "%s", cases[i].filter);
        CHECK_CASE(r.warnings == cases[i].warnings, "%s: %u, %s", cases[i].filter, r.warnings, r.log);
        reading_free(&r);
    }
    builder_free(&ethernet);
    builder_free(&raw);
    builder_free(&loop);
    builder_free(&file);
}

/* Expressions put together at random: refused or not, none is looked up. */
static void nothing_is_ever_looked_up(void) {
    static const char *const words[] = {
        "host",
        "net",
        "port",
        "portrange",
        "proto",
        "src",
        "dst",
        "ether",
        "ip",
        "ip6",
        "tcp",
        "udp",
        "arp",
        "wlan",
        "gateway",
        "and",
        "or",
        "not",
        "(",
        ")",
        "&&",
        "||",
        "!",
        "[",
        "]",
        "=",
        ":",
        "&",
        "-",
        "/",
        "evil",
        "a.b",
        "http",
        "1.2.3",
        "1.2.3.4",
        "10",
        "0x10",
        "::1",
        "fe80::1",
        "a:b",
        "1:2:3:4:5:6",
        "a-b:c",
        "mask",
        "vlan",
        "\\tcp",
        "\\evil",
        "type",
        "data",
        "multicast",
        "broadcast",
        "less",
        "12",
        "12-14",
        "ab:cd:ef:01:02:03",
        "on",
        "len",
        "link",
        "mpls",
        "pppoes",
        "inbound",
        "carp",
        "iso",
        "1.2.3.4/8",
        "tcpflags",
        "llc",
        "00.11.22.33.44.55",
        "0011.2233.4455",
        "$a",
        "addr1",
        "lat",
        "rulenum",
        "ifname",
        "byte",
        "isis",
        "l1",
        "$",
    };
    uint64_t state = 1;
    looked_up = 0;
    for (unsigned i = 0; i < 20000; i++) {
        char text[256] = "";
        size_t length = 0;
        state = state * 6364136223846793005U + 1442695040888963407U;
        unsigned count = 1 + (unsigned)(state >> 61);
        for (unsigned w = 0; w < count; w++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const char *word = words[(state >> 33) % (sizeof(words) / sizeof(words[0]))];
            const char *gap = (state >> 20) % 8 == 0 ? "" : " ";
            length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", word, gap);
        }
        pcs_context *context = pcs_context_new(NULL);
        pcs_filter *filter;
        (void)pcs_filter_open(context, text, &filter);
        CHECK_CASE(looked_up == 0, "\"%s\" looks up %s", text, last_name);
        looked_up = 0;
        pcs_filter_free(filter);
        pcs_context_free(context);
    }
}

/* True if libpcap looks something up for this expression. */
static bool asks(const char *expression) {
    pcap_t *handle = pcap_open_dead(1, 100);
    struct bpf_program code;
    looked_up = 0;
    if (pcap_compile(handle, &code, expression, 1, PCAP_NETMASK_UNKNOWN) == 0) {
        pcap_freecode(&code);
    }
    pcap_close(handle);
    return looked_up > 0;
}

/* What the check takes for a keyword is one for this libpcap too. */
static void keywords_are_libpcaps(void) {
    CHECK(asks("host evil") && asks("src evil")); /* so what follows can fail */
    char words[8192];
    snprintf(words, sizeof(words), "%s", pcs_filter_keywords);
    unsigned count = 0;
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        char expression[128];
        snprintf(expression, sizeof(expression), "host %s", word);
        CHECK_CASE(!asks(expression), "%s", word);
        count++;
    }
    CHECK(count > 150);
}

int main(void) {
    filters_select();
    names_are_refused();
    long_lists_are_cut();
    errors_are_found_before_packets();
    reasons_are_never_cut_off();
    link_types_are_apart();
    nothing_is_ever_looked_up();
    keywords_are_libpcaps();
    return check_result();
}
