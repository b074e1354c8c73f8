#include "bench/draw.h"

#include "base/hash.h"

/* A hash of a draw, and of which of its choices it is. */
static uint64_t choose(uint64_t number, uint64_t choice) {
    return pcs_hash_mix(number * 0x9e3779b97f4a7c15U + choice * 0xd1b54a32d192ed03U + 1);
}

/* Any number below count. */
static uint32_t uniform(uint64_t hash, uint32_t count) {
    return (uint32_t)((hash >> 32) * count >> 32);
}

/* A number below count, k with a chance in proportion to 1 / (k + 1): as many of each power of two. Taken as ranks, the
 * degrees that come of it follow a power law. */
static uint32_t popular(uint64_t hash, uint32_t count) {
    uint32_t octaves = 32 - (uint32_t)__builtin_clz(count);
    uint32_t first = 1U << uniform(hash, octaves);
    return (first - 1 + ((uint32_t)hash & (first - 1))) % count;
}

/* ---- as captures look */

/* Who is who: scanners come first, then gateways, servers, peers, clients, and hosts of small components. */
typedef struct roles {
    uint32_t gateways, servers, peers, clients, islands; /* where each begins */
    uint32_t talkers; /* how many clients, the first ones, talk with more than one server */
} roles;

enum { ISLAND = 16 }; /* hosts of which small components are made, of 2, 4, 8 or 16 */

static roles roles_of(uint32_t hosts) {
    roles r;
    r.islands = hosts - hosts / 20;
    r.gateways = 1 + r.islands / 200000;
    r.servers = r.gateways + 1 + r.islands / 2000;
    r.peers = r.servers + 1 + r.islands / 100;
    r.clients = r.peers + r.islands / 10;
    r.talkers = (uint32_t)((uint64_t)(r.islands - r.clients) * 35 / 100);
    return r;
}

/* The edge that each host has, if no other. Peers hang on earlier peers, so that all of them hang together. */
static pcs_pair first_edge(const roles *r, uint32_t host) {
    uint64_t hash = choose(host, 0);
    uint32_t server = r->servers + popular(hash, r->peers - r->servers);
    if (host >= r->islands) {
        uint32_t place = host - r->islands;
        uint64_t kind = choose(place / ISLAND, 1);
        uint32_t size = 2U << (kind & 3), within = place % size;
        bool star = kind & 4;
        return (pcs_pair){host, within == 0 ? host : star ? host - within : host - 1};
    }
    if (host >= r->clients) {
        bool behind = choose(host, 2) % 5 < 3;
        return (pcs_pair){host, behind ? r->gateways + popular(hash, r->servers - r->gateways) : server};
    }
    if (host > r->peers) {
        return (pcs_pair){host, r->peers + uniform(hash, host - r->peers)};
    }
    if (host >= r->servers && host < r->peers) {
        return (pcs_pair){host, r->gateways + uniform(hash, r->servers - r->gateways)};
    }
    return (pcs_pair){host, server};
}

static pcs_pair further_edge(const roles *r, uint64_t number) {
    uint64_t kind = choose(number, 0) % 100, one = choose(number, 1), other = choose(number, 2);
    uint32_t servers = r->peers - r->servers, peers = r->clients - r->peers;
    uint32_t server = r->servers + popular(other, servers);
    if (kind < 48) {
        return (pcs_pair){r->clients + uniform(one, r->talkers), server};
    }
    if (kind < 84) { /* near ones more often: groups */
        uint32_t peer = uniform(one, peers);
        return (pcs_pair){r->peers + peer, r->peers + (peer + 1 + popular(other, peers - 1)) % peers};
    }
    if (kind < 88) {
        return (pcs_pair){uniform(one, r->gateways), uniform(other, r->islands)};
    }
    return (pcs_pair){r->servers + uniform(one, servers), server};
}

static pcs_pair draw_capture(uint32_t hosts, uint64_t number) {
    roles r = roles_of(hosts);
    return number < hosts ? first_edge(&r, (uint32_t)number) : further_edge(&r, number);
}

/* ---- R-MAT */

/* A quarter of the matrix at each level: 16 bits of a hash decide. */
static pcs_pair draw_rmat(uint32_t hosts, uint64_t number) {
    enum { TOP_LEFT = 37355, TOP_RIGHT = 49807, BOTTOM_LEFT = 62259 }; /* .57, .57 + .19, .57 + .19 + .19 of 65536 */
    pcs_pair pair = {0, 0};
    uint64_t hash = 0;
    for (uint32_t level = 0; (hosts - 1) >> level > 0; level++) {
        hash = level % 4 == 0 ? choose(number, level / 4) : hash >> 16;
        uint32_t share = hash & 0xffff;
        pair.a = pair.a << 1 | (share >= TOP_RIGHT);
        pair.b = pair.b << 1 | ((share >= TOP_LEFT && share < TOP_RIGHT) || share >= BOTTOM_LEFT);
    }
    return pair.a < hosts && pair.b < hosts ? pair : (pcs_pair){0, 0};
}

pcs_pair pcs_bench_draw(pcs_bench_model model, uint32_t hosts, uint64_t number) {
    return model == PCS_BENCH_RMAT ? draw_rmat(hosts, number) : draw_capture(hosts, number);
}
