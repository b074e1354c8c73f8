/* A growing set of hosts, each with a number: its place in order of arrival. */
#ifndef PCS_EDGES_HOST_SET_H
#define PCS_EDGES_HOST_SET_H

#include "base/context.h"
#include "edges/host.h"
#include "edges/index.h"

/* Hosts, at most: two numbers of theirs and a protocol are 63 bits, to sort edges by. */
#define PCS_HOSTS_MAX (1U << 30)

typedef struct pcs_host_set {
    pcs_host *hosts; /* of a name, low is where it begins in names, and name is NULL */
    char *names;
    uint32_t count;
    size_t capacity, names_size, names_capacity;
    pcs_index index;
    pcs_claim claim; /* the memory of all this */
    uint64_t key;    /* of the hash: set before the first host is added */
} pcs_host_set;

/* Frees what the set holds and empties it. */
void pcs_host_set_clear(pcs_host_set *set);

/* Frees what a look-up needs: nothing is added from then on. */
void pcs_host_set_seal(pcs_host_set *set);

/* Adds those of the hosts that are not there yet; numbers[i] is the number of hosts[i]. Names are copied. */
pcs_status pcs_host_set_add(pcs_context *context, pcs_host_set *set, const pcs_host *hosts, size_t count,
                            uint32_t *numbers);

/* The host with its name pointing into the set, until the set is changed. */
pcs_host pcs_host_set_get(const pcs_host_set *set, uint32_t number);

#endif
