#include "edges/zeek.h"

#include "edges/protocol.h"

const pcs_cell_name pcs_zeek_names[] = {{NULL, "id.orig_h", PCS_ZEEK_ORIGIN},
                                        {"id", "orig_h", PCS_ZEEK_ORIGIN},
                                        {NULL, "id.resp_h", PCS_ZEEK_RESPONDER},
                                        {"id", "resp_h", PCS_ZEEK_RESPONDER},
                                        {NULL, "proto", PCS_ZEEK_PROTOCOL},
                                        {NULL, "ts", PCS_ZEEK_TIME},
                                        {NULL, "duration", PCS_ZEEK_DURATION},
                                        {NULL, "orig_pkts", PCS_ZEEK_THERE_PACKETS},
                                        {NULL, "orig_ip_bytes", PCS_ZEEK_THERE_IP_BYTES},
                                        {NULL, "orig_bytes", PCS_ZEEK_THERE_BYTES},
                                        {NULL, "resp_pkts", PCS_ZEEK_BACK_PACKETS},
                                        {NULL, "resp_ip_bytes", PCS_ZEEK_BACK_IP_BYTES},
                                        {NULL, "resp_bytes", PCS_ZEEK_BACK_BYTES},
                                        {NULL, "conn_state", PCS_ZEEK_STATE},
                                        {NULL, "_path", PCS_ZEEK_PATH}};
const size_t pcs_zeek_name_count = sizeof(pcs_zeek_names) / sizeof(pcs_zeek_names[0]);

static pcs_status read_way(const pcs_record *record, unsigned packets, unsigned ip_bytes, unsigned bytes,
                           pcs_traffic *traffic) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_record_amount(record, packets, &traffic->packets));
    PCS_TRY(pcs_record_amount(record, bytes, &traffic->payload_bytes));
    PCS_TRY(pcs_record_amount(record, pcs_record_has(record, ip_bytes) ? ip_bytes : bytes, &traffic->bytes));
done:
    return status;
}

pcs_status pcs_zeek_exchange(const pcs_record *record, pcs_exchange *exchange) {
    int64_t duration;
    pcs_status status = PCS_OK;
    if (!pcs_record_has(record, PCS_ZEEK_PROTOCOL)) {
        PCS_TRY(pcs_record_fail(record, PCS_ZEEK_PROTOCOL, "a protocol"));
    }
    const pcs_cell *protocol = &record->cells[PCS_ZEEK_PROTOCOL];
    exchange->protocol = pcs_protocol_parse(protocol->text, protocol->length);
    PCS_TRY(pcs_record_address(record, PCS_ZEEK_ORIGIN, &exchange->pair[0]));
    PCS_TRY(pcs_record_address(record, PCS_ZEEK_RESPONDER, &exchange->pair[1]));
    PCS_TRY(read_way(record, PCS_ZEEK_THERE_PACKETS, PCS_ZEEK_THERE_IP_BYTES, PCS_ZEEK_THERE_BYTES, &exchange->there));
    PCS_TRY(read_way(record, PCS_ZEEK_BACK_PACKETS, PCS_ZEEK_BACK_IP_BYTES, PCS_ZEEK_BACK_BYTES, &exchange->back));
    if (!pcs_record_has(record, PCS_ZEEK_THERE_PACKETS) && !pcs_record_has(record, PCS_ZEEK_BACK_PACKETS)) {
        exchange->there.packets = 1;
    }
    PCS_TRY(pcs_record_moment(record, PCS_ZEEK_TIME, &exchange->times.first_ns));
    PCS_TRY(pcs_record_duration(record, PCS_ZEEK_DURATION, &duration));
    if (__builtin_add_overflow(exchange->times.first_ns, duration, &exchange->times.last_ns)) {
        PCS_TRY(pcs_record_fail(record, PCS_ZEEK_DURATION, "an end before the year 2262"));
    }
done:
    return status;
}
