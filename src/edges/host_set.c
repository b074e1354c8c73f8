#include "edges/host_set.h"

#include <stdlib.h>
#include <string.h>

/* Hosts whose memory is asked for at once, so that one waits for the slowest and not for the sum. */
enum { GROUP = 64 };

void pcs_host_set_seal(pcs_host_set *set) {
    pcs_claim_lower(&set->claim, pcs_index_bytes(&set->index));
    pcs_index_free(&set->index);
}

void pcs_host_set_clear(pcs_host_set *set) {
    pcs_index_free(&set->index);
    pcs_claim_drop(&set->claim);
    free(set->hosts);
    free(set->names);
    *set = (pcs_host_set){.key = set->key};
}

pcs_host pcs_host_set_get(const pcs_host_set *set, uint32_t number) {
    pcs_host host = set->hosts[number];
    if (host.kind == PCS_HOST_NAME) {
        host.name = set->names + host.low;
        host.low = 0;
    }
    return host;
}

static bool equal(const pcs_host_set *set, uint32_t number, const pcs_host *host) {
    const pcs_host *known = &set->hosts[number];
    if (known->kind != host->kind || known->name_length != host->name_length) {
        return false;
    }
    if (host->kind == PCS_HOST_NAME) {
        return memcmp(set->names + known->low, host->name, host->name_length) == 0;
    }
    return known->high == host->high && known->low == host->low;
}

static pcs_status reserve(pcs_context *context, pcs_host_set *set, size_t count, size_t names_size) {
    size_t wanted = set->count + count;
    if (wanted > PCS_HOSTS_MAX) {
        return pcs_fail(context, PCS_E_MEMORY, "more than %u hosts: read fewer inputs at once", PCS_HOSTS_MAX);
    }
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_claim_array(context, &set->claim, "the host table", (void **)&set->hosts, &set->capacity, wanted,
                            sizeof(*set->hosts)));
    PCS_TRY(pcs_index_reserve(context, &set->claim, "the index of the host table", &set->index, wanted));
    PCS_TRY(pcs_claim_array(context, &set->claim, "the table of host names", (void **)&set->names, &set->names_capacity,
                            set->names_size + names_size, 1));
done:
    return status;
}

static uint32_t put(pcs_host_set *set, const pcs_host *host, uint32_t tag, size_t slot) {
    uint32_t number = set->count++;
    pcs_host *own = &set->hosts[number];
    *own = *host;
    if (host->kind == PCS_HOST_NAME) {
        memcpy(set->names + set->names_size, host->name, host->name_length);
        own->high = 0;
        own->low = set->names_size;
        own->name = NULL;
        set->names_size += host->name_length;
    }
    pcs_index_put(&set->index, tag, slot, number);
    return number;
}

static uint32_t find_or_put(pcs_host_set *set, const pcs_host *host, uint32_t tag) {
    size_t slot = pcs_index_begin(&set->index, tag);
    uint32_t number;
    while (pcs_index_next(&set->index, tag, &slot, &number)) {
        if (equal(set, number, host)) {
            return number;
        }
    }
    return put(set, host, tag, slot);
}

static pcs_status add_group(pcs_context *context, pcs_host_set *set, const pcs_host *hosts, size_t count,
                            uint32_t *numbers) {
    uint32_t tags[GROUP];
    size_t names_size = 0;
    for (size_t i = 0; i < count; i++) {
        names_size += hosts[i].kind == PCS_HOST_NAME ? hosts[i].name_length : 0;
    }
    pcs_status status = reserve(context, set, count, names_size);
    if (status != PCS_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        tags[i] = pcs_index_tag(pcs_host_hash_keyed(&hosts[i], set->key));
        pcs_index_prefetch(&set->index, tags[i]);
    }
    for (size_t i = 0; i < count; i++) {
        __builtin_prefetch(&set->hosts[pcs_index_guess(&set->index, tags[i], set->count)]);
    }
    for (size_t i = 0; i < count; i++) {
        numbers[i] = find_or_put(set, &hosts[i], tags[i]);
    }
    return PCS_OK;
}

pcs_status pcs_host_set_add(pcs_context *context, pcs_host_set *set, const pcs_host *hosts, size_t count,
                            uint32_t *numbers) {
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < count && status == PCS_OK; i += GROUP) {
        size_t left = count - i;
        status = add_group(context, set, hosts + i, left < GROUP ? left : GROUP, numbers + i);
    }
    return status;
}
