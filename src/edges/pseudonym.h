/* Other hosts in the place of hosts: the same for the same key, and different for different hosts. */
#ifndef PCS_EDGES_PSEUDONYM_H
#define PCS_EDGES_PSEUDONYM_H

#include "base/context.h"
#include "edges/host.h"

enum { PCS_PSEUDONYM_KEY = 32, PCS_PSEUDONYM_NAME = 5 + 16 /* "host-" and 16 digits */ };

typedef struct pcs_pseudonyms pcs_pseudonyms;

/* PCS_E_ARGUMENT: the library was built without libcrypto. */
pcs_status pcs_pseudonyms_new(pcs_context *context, pcs_anonymity anonymity, const uint8_t key[PCS_PSEUDONYM_KEY],
                              pcs_pseudonyms **out);
void pcs_pseudonyms_free(pcs_pseudonyms *pseudonyms);

/* Addresses, ranges, numbers and link addresses are permuted, each among its kind; a service keeps its port, a range
 * its length. A name becomes one made of a hash, which is written to name. */
pcs_status pcs_pseudonyms_make(pcs_pseudonyms *pseudonyms, const pcs_host *host, char name[PCS_PSEUDONYM_NAME],
                               pcs_host *pseudonym);

#endif
