/* A host: an address, a number, a name, a link address, a service or a range of addresses. */
#ifndef PCS_EDGES_HOST_H
#define PCS_EDGES_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which hosts are sorted. */
typedef enum pcs_host_kind {
    PCS_HOST_IPV4,
    PCS_HOST_IPV6,
    PCS_HOST_ID,
    PCS_HOST_NAME,
    PCS_HOST_MAC,          /* 00:11:22:33:44:55 */
    PCS_HOST_IPV4_SERVICE, /* 10.0.0.1:443 */
    PCS_HOST_IPV6_SERVICE, /* [::1]:443 */
    PCS_HOST_IPV4_PREFIX,  /* 10.0.0.0/24 */
    PCS_HOST_IPV6_PREFIX,  /* 2001:db8::/64 */
    PCS_HOST_KINDS
} pcs_host_kind;

/* The longest name, in bytes. */
enum { PCS_HOST_NAME_MAX = 255 };

typedef struct pcs_host {
    pcs_host_kind kind;
    union {
        uint32_t name_length; /* of PCS_HOST_NAME */
        uint32_t suffix;      /* a service's port, a prefix's length in bits; of others 0 */
    };
    uint64_t high, low; /* the value, high 64 bits first: what has no more than 64 is in low */
    const char *name;   /* of PCS_HOST_NAME: name_length bytes, not ended; owned by the table */
} pcs_host;

/* Below, at or above 0: the order of hosts. */
int pcs_host_compare(const pcs_host *a, const pcs_host *b);

/* Whether the host is no single machine by its address: broadcast or multicast, a service or a prefix of these. */
bool pcs_host_is_group(const pcs_host *host);

/* The range of addresses that an IPv4 or IPv6 address lies in, by its first bits: at most 32 or 128. */
pcs_host pcs_host_prefix(const pcs_host *address, uint32_t bits);

/* A hash of what the host is: the same in every run and on every machine, whatever other hosts there are. Layouts take
 * jitter and ties from it. */
uint64_t pcs_host_hash(const pcs_host *host);

/* A hash with a secret: for tables that an attacker fills. */
uint64_t pcs_host_hash_keyed(const pcs_host *host, uint64_t key);

/* The host that text names: an address if inet_pton takes it, an id if it is a decimal integer of 64 bits without sign
 * or leading zeros, a link address, a service or a prefix if it is written as above (ports and lengths without leading
 * zeros, no port 0, no address bits set behind the prefix), else a name, which points into text. False: empty, longer
 * than a name may be, or with a NUL in it. */
bool pcs_host_parse(const char *text, size_t length, pcs_host *host);

/* What pcs_host_parse reads, with addresses as inet_ntop writes them; ended by NUL, cut where it does not fit; returns
 * the full length.
 */
size_t pcs_host_text(const pcs_host *host, char *text, size_t text_size);

#endif
