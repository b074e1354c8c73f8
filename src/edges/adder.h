/* Adds packets to a table in a thread of its own, while the caller reads the next ones. */
#ifndef PCS_EDGES_ADDER_H
#define PCS_EDGES_ADDER_H

#include "edges/table.h"

enum { PCS_ADDER_BATCH = 1024 }; /* packets that are handed over at once */

typedef struct pcs_adder pcs_adder;

/* table and summary are the adder's until it is freed: packets whose outcome is PCS_OUTCOME_EDGE go into the table, the
 * summary counts all. A context of one thread, or a system that refuses another one, has it done by the caller's. */
pcs_status pcs_adder_start(pcs_context *context, pcs_table *table, pcs_read_summary *summary, pcs_adder **out);
/* Waits for what was given. Accepts NULL. */
void pcs_adder_free(pcs_adder *adder);

/* Room for PCS_ADDER_BATCH packets, until they are given. */
pcs_flow *pcs_adder_room(pcs_adder *adder);
/* Hands over the first count packets of the room. A failure, PCS_E_MEMORY, may be of packets that were given before;
 * none is added from then on. */
pcs_status pcs_adder_give(pcs_adder *adder, size_t count);
/* Waits until all that was given is added. */
pcs_status pcs_adder_finish(pcs_adder *adder);

#endif
