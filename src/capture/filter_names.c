/* Names in filters. libpcap asks the system for the address of every word that is none of its own, which may go over
 * the network: such words are found before it sees them.
 *
 * What libpcap looks up is a word that is neither keyword nor number nor address, and it is the last qualifier of kind
 * before the word that says as what: "host a or b" looks up two hosts. "port", "portrange" and "proto" ask local tables
 * alone, and the words after "type", "subtype", "dir" and pf's qualifiers are compared; everywhere else a word is
 * refused. A keyword that is missing below makes a filter be refused, never a name be looked up. */
#include "capture/filter.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

/* Qualifiers after which a word is not looked up in the network. */
static const char local_qualifiers[] =
    " port portrange proto protochain type subtype dir direction ifname on reason action ruleset rset ";

/* The other words that libpcap 1.10 knows (pcap-filter(7)). */
const char pcs_filter_keywords[] =
    " aarp addr1 addr2 addr3 addr4 ah and arp atalk bcc broadcast byte carp clnp connectmsg csnp decnet "
    "dpc dst es-is esis esp ether fddi fisu gateway geneve greater hdpc hfisu hlssu hmsu hopc host "
    "hsio hsls icmp icmp6 igmp igrp iih ilmic inbound ip ip6 ipx is-is isis iso l1 l2 lane lat len less "
    "link llc lssu lsu lsp mask metac metaconnect mopdl moprc mpls msu multicast net netbeui not oam "
    "oamf4 oamf4ec oamf4sc opc or outbound pim ppp pppoed pppoes psnp ra radio rarp rnr rulenum sc "
    "sca sctp sio slip sls snp src srnr stp subrulenum ta tcp tr udp vci vlan vpi vrrp wlan icmptype "
    "icmpcode icmp6type icmp6code tcpflags tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg tcp-ece "
    "tcp-cwr icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert "
    "icmp-routersolicit icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq "
    "icmp-ireqreply icmp-maskreq icmp-maskreply icmp6-packettoobig "
    "icmp6-timeexceeded icmp6-parameterproblem icmp6-echo icmp6-echoreply icmp6-multicastlistenerquery "
    "icmp6-multicastlistenerreportv1 icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert "
    "icmp6-neighborsolicit icmp6-neighboradvert icmp6-redirect icmp6-routerrenum "
    "icmp6-nodeinformationquery icmp6-nodeinformationresponse icmp6-ineighbordiscoverysolicit "
    "icmp6-ineighbordiscoveryadvert icmp6-multicastlistenerreportv2 icmp6-homeagentdiscoveryrequest "
    "icmp6-homeagentdiscoveryreply icmp6-mobileprefixsolicit icmp6-mobileprefixadvert "
    "icmp6-certpathsolicit icmp6-certpathadvert icmp6-multicastrouteradvert icmp6-multicastroutersolicit "
    "icmp6-multicastrouterterm ";

/* Operators that leave the qualifier as it is. */
static const char operators[] = " and or not ";

/* True if list, of words with a space before and after each, has this one. */
static bool is_one_of(const char *list, const char *word, size_t length) {
    for (const char *at = list; (at = strchr(at, ' ')) != NULL; at++) {
        if (strncmp(at + 1, word, length) == 0 && at[length + 1] == ' ') {
            return true;
        }
    }
    return false;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' || c == '\\' || (unsigned char)c >= 0x80;
}

/* A number, 0x and a number, or up to four decimal numbers with points between. */
static bool is_number(const char *word, size_t length) {
    if (length > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
        for (size_t i = 2; i < length; i++) {
            if (!isxdigit((unsigned char)word[i])) {
                return false;
            }
        }
        return true;
    }
    unsigned points = 0;
    for (size_t i = 0; i < length; i++) {
        bool point = word[i] == '.' && i > 0 && i + 1 < length && word[i - 1] != '.';
        points += point;
        if (!point && !isdigit((unsigned char)word[i])) {
            return false;
        }
    }
    return length > 0 && points < 4;
}

/* Six bytes in hexadecimal with colons, or minus signs, between. */
static bool is_hardware_address(const char *word, size_t length, char separator) {
    unsigned separators = 0, digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (word[i] == separator && digits > 0) {
            separators++;
            digits = 0;
        } else if (!isxdigit((unsigned char)word[i]) || ++digits > 2) {
            return false;
        }
    }
    return separators == 5 && digits > 0;
}

static bool is_ipv6_address(const char *word, size_t length) {
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (length >= sizeof(text)) {
        return false;
    }
    memcpy(text, word, length);
    text[length] = 0;
    return inet_pton(AF_INET6, text, &address) == 1;
}

const char *pcs_filter_find_name(const char *expression, size_t *length) {
    bool local = false; /* the qualifier at hand is one of local_qualifiers */
    for (const char *at = expression; *at;) {
        /* An address with colons is one word, everything else ends at a colon. */
        size_t with_colons = 0, word = 0;
        while (is_word(at[with_colons]) || at[with_colons] == ':') {
            with_colons++;
        }
        while (is_word(at[word])) {
            word++;
        }
        if (with_colons > word && (is_ipv6_address(at, with_colons) || is_hardware_address(at, with_colons, ':'))) {
            at += with_colons;
        } else if (word == 0) {
            at++;
        } else if (is_number(at, word) || is_hardware_address(at, word, '-') || is_one_of(operators, at, word)) {
            at += word;
        } else if (is_one_of(local_qualifiers, at, word)) {
            local = true;
            at += word;
        } else if (is_one_of(pcs_filter_keywords, at, word)) {
            local = false;
            at += word;
        } else if (local) {
            at += word;
        } else {
            *length = word;
            return at;
        }
    }
    return NULL;
}
