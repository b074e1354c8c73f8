#include "edges/pseudonym.h"

#include <stdlib.h>
#include <string.h>

#ifdef PCS_HAVE_CRYPTO
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { BLOCK = 16, BITS_MAX = 128, ROUNDS = 10 /* as FF1 (NIST SP 800-38G) */ };

struct pcs_pseudonyms {
    pcs_context *context;
    pcs_anonymity anonymity;
    EVP_CIPHER_CTX *prefix_cipher, *round_cipher; /* AES-128, block by block */
    uint64_t pad[2];                              /* of Crypto-PAn */
    uint8_t name_key[BLOCK];
};

/* A number of up to 128 bits. */
typedef struct wide {
    uint64_t high, low;
} wide;

static pcs_status fail_cipher(pcs_context *context) {
    return pcs_fail(context, PCS_E_MEMORY, "pseudonyms: libcrypto computes no AES-128 or SHA-256");
}

static void put_number(uint8_t *to, uint64_t number) {
    for (int i = 0; i < 8; i++) {
        to[i] = (uint8_t)(number >> (56 - 8 * i));
    }
}

static uint64_t get_number(const uint8_t *from) {
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) {
        number = number << 8 | from[i];
    }
    return number;
}

static uint64_t mask_of(uint32_t bits) {
    return bits == 0 ? 0 : UINT64_MAX >> (64 - bits);
}

/* ---- keys */

static EVP_CIPHER_CTX *new_cipher(const uint8_t key[BLOCK]) {
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (cipher && (EVP_EncryptInit_ex(cipher, EVP_aes_128_ecb(), NULL, key, NULL) != 1 ||
                   EVP_CIPHER_CTX_set_padding(cipher, 0) != 1)) {
        EVP_CIPHER_CTX_free(cipher);
        return NULL;
    }
    return cipher;
}

static bool encrypt(EVP_CIPHER_CTX *cipher, const uint8_t *blocks, uint8_t *out, uint32_t count) {
    int length = 0, size = (int)(count * BLOCK);
    return EVP_EncryptUpdate(cipher, out, &length, blocks, size) == 1 && length == size;
}

/* What the key says about data: SHA-256 in HMAC (RFC 2104). */
static bool hash(const uint8_t *key, int key_size, const void *data, size_t size, uint8_t out[EVP_MAX_MD_SIZE]) {
    unsigned length = 0;
    return HMAC(EVP_sha256(), key, key_size, data, size, out, &length) && length == 32;
}

pcs_status pcs_pseudonyms_new(pcs_context *context, pcs_anonymity anonymity, const uint8_t key[PCS_PSEUDONYM_KEY],
                              pcs_pseudonyms **out) {
    static const char rounds[] = "pcapshade rounds", names[] = "pcapshade names";
    uint8_t derived[EVP_MAX_MD_SIZE], pad[BLOCK];
    pcs_pseudonyms *p = calloc(1, sizeof(*p));
    *out = NULL;
    if (!p) {
        return pcs_fail_memory(context, "pseudonyms", sizeof(*p));
    }
    p->context = context;
    p->anonymity = anonymity;
    /* Crypto-PAn's key and, encrypted, its pad; of the whole, keys of our own for what it leaves open. */
    p->prefix_cipher = new_cipher(key);
    bool made = p->prefix_cipher && encrypt(p->prefix_cipher, key + BLOCK, pad, 1) &&
                hash(key, PCS_PSEUDONYM_KEY, rounds, sizeof(rounds), derived);
    p->round_cipher = made ? new_cipher(derived) : NULL;
    made = p->round_cipher && hash(key, PCS_PSEUDONYM_KEY, names, sizeof(names), derived);
    if (!made) {
        pcs_pseudonyms_free(p);
        return fail_cipher(context);
    }
    p->pad[0] = get_number(pad);
    p->pad[1] = get_number(pad + 8);
    memcpy(p->name_key, derived, sizeof(p->name_key));
    explicit_bzero(derived, sizeof(derived));
    explicit_bzero(pad, sizeof(pad));
    *out = p;
    return PCS_OK;
}

void pcs_pseudonyms_free(pcs_pseudonyms *p) {
    if (p) {
        EVP_CIPHER_CTX_free(p->round_cipher);
        EVP_CIPHER_CTX_free(p->prefix_cipher);
        explicit_bzero(p, sizeof(*p));
        free(p);
    }
}

/* ---- permutations of numbers of so many bits */

/* Crypto-PAn (Xu, Fan, Ammar, Moon 2002) on the first bits of 128: each is turned or not by what stands before it, so
 * that two numbers share as many first bits as they did. */
static bool keep_prefixes(const pcs_pseudonyms *p, wide *value, uint32_t bits) {
    uint8_t blocks[BITS_MAX * BLOCK], out[BITS_MAX * BLOCK];
    wide turned = {0, 0};
    for (uint32_t i = 0; i < bits; i++) {
        uint64_t high = i < 64 ? ~mask_of(64 - i) : UINT64_MAX, low = i < 64 ? 0 : ~mask_of(128 - i);
        put_number(blocks + i * BLOCK, (value->high & high) | (p->pad[0] & ~high));
        put_number(blocks + i * BLOCK + 8, (value->low & low) | (p->pad[1] & ~low));
    }
    if (bits > 0 && !encrypt(p->prefix_cipher, blocks, out, bits)) {
        return false;
    }
    for (uint32_t i = 0; i < bits; i++) {
        uint64_t turn = (uint64_t)(out[i * BLOCK] >> 7);
        if (i < 64) {
            turned.high |= turn << (63 - i);
        } else {
            turned.low |= turn << (127 - i);
        }
    }
    value->high ^= turned.high;
    value->low ^= turned.low;
    return true;
}

/* A Feistel network, whose halves differ by a bit where the bits are odd; family tells apart numbers of the same size.
 */
static bool permute(const pcs_pseudonyms *p, uint8_t family, wide *value, uint32_t bits) {
    uint32_t right_bits = bits - bits / 2, left_bits = bits / 2;
    if (bits == 0) {
        return true;
    }
    uint64_t right = value->low & mask_of(right_bits);
    uint64_t left = right_bits == 64 ? value->high : value->high << (64 - right_bits) | value->low >> right_bits;
    left &= mask_of(left_bits);
    for (uint8_t round = 0; round < ROUNDS; round++) {
        uint8_t block[BLOCK] = {family, (uint8_t)bits, round}, out[BLOCK];
        put_number(block + 8, right);
        if (!encrypt(p->round_cipher, block, out, 1)) {
            return false;
        }
        uint64_t next = left ^ (get_number(out) & mask_of(round % 2 == 0 ? left_bits : right_bits));
        left = right;
        right = next;
    }
    value->low = right | (right_bits == 64 ? 0 : left << right_bits);
    value->high = right_bits == 64 ? left : left >> (64 - right_bits);
    return true;
}

/* ---- hosts */

/* The first bits of an address of size bits, which is in the low ones of value. */
static bool make_address(const pcs_pseudonyms *p, wide *value, uint32_t size, uint32_t bits) {
    if (p->anonymity == PCS_ANONYMITY_PREFIX) {
        wide first = size == 32 ? (wide){value->low << 32, 0} : *value;
        bool made = keep_prefixes(p, &first, bits);
        *value = size == 32 ? (wide){0, first.high >> 32} : first;
        return made;
    }
    if (size == 32) {
        value->low >>= 32 - bits;
        bool made = permute(p, 4, value, bits);
        value->low <<= 32 - bits;
        return made;
    }
    uint32_t rest = size - bits;
    if (rest >= 64) {
        *value = (wide){0, rest == 128 ? 0 : value->high >> (rest - 64)};
    } else if (rest > 0) {
        *value = (wide){value->high >> rest, value->high << (64 - rest) | value->low >> rest};
    }
    bool made = permute(p, 6, value, bits);
    if (rest >= 64) {
        *value = (wide){rest == 128 ? 0 : value->low << (rest - 64), 0};
    } else if (rest > 0) {
        *value = (wide){value->high << rest | value->low >> (64 - rest), value->low << rest};
    }
    return made;
}

static bool make_name(const pcs_pseudonyms *p, const pcs_host *host, char name[PCS_PSEUDONYM_NAME]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t hashed[EVP_MAX_MD_SIZE];
    if (!hash(p->name_key, sizeof(p->name_key), host->name, host->name_length, hashed)) {
        return false;
    }
    memcpy(name, "host-", 5);
    for (size_t i = 0; i < 8; i++) {
        name[5 + 2 * i] = digits[hashed[i] >> 4];
        name[6 + 2 * i] = digits[hashed[i] & 15];
    }
    return true;
}

pcs_status pcs_pseudonyms_make(pcs_pseudonyms *p, const pcs_host *host, char name[PCS_PSEUDONYM_NAME],
                               pcs_host *pseudonym) {
    wide value = {host->high, host->low};
    bool made;
    *pseudonym = *host;
    switch (host->kind) {
    case PCS_HOST_IPV4:
    case PCS_HOST_IPV4_SERVICE:
        made = make_address(p, &value, 32, 32);
        break;
    case PCS_HOST_IPV4_PREFIX:
        made = make_address(p, &value, 32, host->suffix);
        break;
    case PCS_HOST_IPV6:
    case PCS_HOST_IPV6_SERVICE:
        made = make_address(p, &value, 128, 128);
        break;
    case PCS_HOST_IPV6_PREFIX:
        made = make_address(p, &value, 128, host->suffix);
        break;
    case PCS_HOST_NAME:
        made = make_name(p, host, name);
        pseudonym->name = name;
        pseudonym->name_length = PCS_PSEUDONYM_NAME;
        break;
    default: /* link addresses have 48 bits, ids 64 */
        made = permute(p, (uint8_t)(16 + host->kind), &value, host->kind == PCS_HOST_MAC ? 48 : 64);
    }
    pseudonym->high = value.high;
    pseudonym->low = value.low;
    return made ? PCS_OK : fail_cipher(p->context);
}

#else

pcs_status pcs_pseudonyms_new(pcs_context *context, pcs_anonymity anonymity, const uint8_t key[PCS_PSEUDONYM_KEY],
                              pcs_pseudonyms **out) {
    (void)anonymity;
    (void)key;
    *out = NULL;
    return pcs_fail(context, PCS_E_ARGUMENT,
                    "pseudonyms need libcrypto, which this program was built without: build with libssl-dev there");
}

void pcs_pseudonyms_free(pcs_pseudonyms *p) {
    (void)p;
}

pcs_status pcs_pseudonyms_make(pcs_pseudonyms *p, const pcs_host *host, char name[PCS_PSEUDONYM_NAME],
                               pcs_host *pseudonym) {
    (void)p;
    (void)name;
    *pseudonym = *host;
    return PCS_E_ARGUMENT; /* there are none to ask */
}

#endif
