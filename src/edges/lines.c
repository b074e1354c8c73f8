#include "edges/lines.h"

bool pcs_line_at(pcs_bytes text, bool last, size_t *at, pcs_bytes *line) {
    pcs_bytes rest = pcs_bytes_from(text, *at);
    const uint8_t *end = rest.length > 0 ? memchr(rest.data, '\n', rest.length) : NULL;
    if (rest.length == 0 || (!end && !last)) {
        return false;
    }
    size_t length = end ? (size_t)(end - rest.data) : rest.length;
    *at += length + (end != NULL);
    length -= length > 0 && rest.data[length - 1] == '\r';
    *line = (pcs_bytes){rest.data, length};
    return true;
}

pcs_status pcs_lines_begin(pcs_lines *lines) {
    lines->broken = pcs_source_peek(lines->source, PCS_LINE_MAX, &lines->block);
    lines->at = 0;
    lines->last = lines->broken == PCS_OK && lines->block.length < PCS_LINE_MAX;
    if (lines->broken != PCS_OK) {
        return pcs_source_is_break(lines->broken) ? PCS_OK : lines->broken;
    }
    if (!lines->last && !memchr(lines->block.data, '\n', lines->block.length)) {
        return pcs_fail(lines->context, PCS_E_FORMAT, "%s: line %llu: a line of more than %d bytes",
                        pcs_source_name(lines->source), (unsigned long long)lines->number + 1, (int)PCS_LINE_MAX);
    }
    return PCS_OK;
}

bool pcs_lines_next(pcs_lines *lines, pcs_bytes *line) {
    if (!pcs_line_at(lines->block, lines->last, &lines->at, line)) {
        pcs_source_take(lines->source, lines->at);
        return false;
    }
    lines->number++;
    return true;
}

pcs_status pcs_lines_end(pcs_lines *lines, bool *end) {
    *end = lines->last || lines->broken != PCS_OK;
    return lines->broken == PCS_OK ? PCS_OK : pcs_source_peek(lines->source, PCS_LINE_MAX, &lines->block);
}

pcs_status pcs_lines_judge(const pcs_lines *lines, pcs_status status, bool *cut) {
    *cut = status == PCS_E_FORMAT && lines->last && lines->at == lines->block.length &&
           lines->block.data[lines->block.length - 1] != '\n';
    return *cut ? pcs_fail(lines->context, PCS_E_FORMAT, "%s: the file ends within line %llu",
                           pcs_source_name(lines->source), (unsigned long long)lines->number)
                : status;
}
