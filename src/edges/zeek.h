/* What a record of Zeek's conn.log says, as text or JSON. */
#ifndef PCS_EDGES_ZEEK_H
#define PCS_EDGES_ZEEK_H

#include "edges/record.h"

enum pcs_zeek_cell {
    PCS_ZEEK_ORIGIN,
    PCS_ZEEK_RESPONDER,
    PCS_ZEEK_PROTOCOL,
    PCS_ZEEK_TIME,
    PCS_ZEEK_DURATION,
    PCS_ZEEK_THERE_PACKETS,
    PCS_ZEEK_THERE_IP_BYTES,
    PCS_ZEEK_THERE_BYTES,
    PCS_ZEEK_BACK_PACKETS,
    PCS_ZEEK_BACK_IP_BYTES,
    PCS_ZEEK_BACK_BYTES,
    PCS_ZEEK_STATE,
    PCS_ZEEK_PATH
};

extern const pcs_cell_name pcs_zeek_names[];
extern const size_t pcs_zeek_name_count;

/* Bytes are those of IP packets where the log has them, else the payload; a record without any count of packets is one
 * packet. */
pcs_status pcs_zeek_exchange(const pcs_record *record, pcs_exchange *exchange);

#endif
