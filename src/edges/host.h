/* A host: an address, a number or a name. */
#ifndef PCS_EDGES_HOST_H
#define PCS_EDGES_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which hosts are sorted. */
typedef enum pcs_host_kind { PCS_HOST_IPV4, PCS_HOST_IPV6, PCS_HOST_ID, PCS_HOST_NAME, PCS_HOST_KINDS } pcs_host_kind;

/* The longest name, in bytes. */
enum { PCS_HOST_NAME_MAX = 255 };

typedef struct pcs_host {
    pcs_host_kind kind;
    uint32_t name_length;
    uint64_t high, low; /* the value, high 64 bits first: an IPv4 address or an id is in low */
    const char *name;   /* of PCS_HOST_NAME: name_length bytes, not ended; owned by the table */
} pcs_host;

/* Below, at or above 0: the order of hosts. */
int pcs_host_compare(const pcs_host *a, const pcs_host *b);

/* A hash of what the host is: the same in every run and on every machine, whatever other hosts there are. Layouts take
 * jitter and ties from it. */
uint64_t pcs_host_hash(const pcs_host *host);

/* A hash with a secret: for tables that an attacker fills. */
uint64_t pcs_host_hash_keyed(const pcs_host *host, uint64_t key);

/* The host that text names: an address if inet_pton takes it, else an id if it is a decimal integer of 64 bits without
 * sign or leading zeros, else a name, which points into text. False: empty, longer than a name may be, or with a NUL
 * in it. */
bool pcs_host_parse(const char *text, size_t length, pcs_host *host);

/* As inet_ntop writes it, or the number, or the name; ended by NUL, cut where it does not fit; returns the full length.
 */
size_t pcs_host_text(const pcs_host *host, char *text, size_t text_size);

#endif
