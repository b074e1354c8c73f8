/* Breadth first from many pivots at once (Then, Kaufmann, Chirigati, Hoang-Vu, Pham, Kemper, Neumann, Vo: The more the
 * merrier: efficient multi-source graph traversal, 2014). */
#include "dialect.h"
#include "search_types.h"

/* Each body that some pivots did not reach looks for those that reached a neighbour on the level before. arriving: of
 * each body, which pivots reach it on this level; reached: on any. */
PCS_KERNEL7(pcs_search_advance, PCS_IN(uint32_t), offsets, PCS_IN(uint32_t), neighbours, PCS_IN(pcs_search_set), last,
            PCS_OUT(pcs_search_set), arriving, PCS_OUT(pcs_search_set), reached, PCS_OUT(uint16_t), steps,
            PCS_VALUE(pcs_search_level), level) {
    PCS_EACH_ITEM (body, level.body_count) {
        pcs_search_set wanted, found;
        uint64_t left = 0;
        for (uint32_t w = 0; w < PCS_SEARCH_WORDS; w++) {
            wanted.words[w] = level.all.words[w] & ~reached[body].words[w];
            found.words[w] = 0;
            left |= wanted.words[w];
        }
        for (uint32_t i = offsets[body]; left != 0 && i < offsets[body + 1]; i++) {
            left = 0;
            for (uint32_t w = 0; w < PCS_SEARCH_WORDS; w++) {
                found.words[w] |= last[neighbours[i]].words[w] & wanted.words[w];
                left |= wanted.words[w] ^ found.words[w];
            }
        }
        for (uint32_t w = 0; w < PCS_SEARCH_WORDS; w++) {
            arriving[body].words[w] = found.words[w];
            reached[body].words[w] |= found.words[w];
            for (uint64_t rest = found.words[w]; rest != 0; rest &= rest - 1) {
                uint32_t pivot = w * 64 + PCS_LOWEST_BIT(rest);
                steps[pivot * level.body_count + body] = (uint16_t)level.steps;
            }
        }
    }
}
