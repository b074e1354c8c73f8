#include "overlay/occupancy.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64 };

pcs_status pcs_occupancy_fill(pcs_context *context, uint32_t width, uint32_t height, pcs_occupancy *occupancy) {
    size_t row_words = ((size_t)width + WORD_BITS - 1) / WORD_BITS;
    *occupancy = (pcs_occupancy){.width = width,
                                 .height = height,
                                 .row_words = row_words,
                                 .words = pcs_memory_new(row_words * height, sizeof(*occupancy->words))};
    return occupancy->words
               ? PCS_OK
               : pcs_fail_memory(context, "places of labels", row_words * height * sizeof(*occupancy->words));
}

pcs_status pcs_occupancy_copy(pcs_context *context, const pcs_occupancy *from, pcs_occupancy *occupancy) {
    pcs_status status = pcs_occupancy_fill(context, from->width, from->height, occupancy);
    if (status == PCS_OK) {
        memcpy(occupancy->words, from->words, from->row_words * from->height * sizeof(*from->words));
    }
    return status;
}

void pcs_occupancy_clear(pcs_occupancy *occupancy) {
    free(occupancy->words);
    occupancy->words = NULL;
}

static pcs_box clipped(const pcs_occupancy *o, const pcs_box *box) {
    return (pcs_box){.left = box->left > 0 ? box->left : 0,
                     .top = box->top > 0 ? box->top : 0,
                     .right = box->right < (int64_t)o->width ? box->right : (int32_t)o->width,
                     .bottom = box->bottom < (int64_t)o->height ? box->bottom : (int32_t)o->height};
}

/* The bits of a row's word that lie from left up to right. */
static uint64_t bits_of(uint32_t word, uint32_t left, uint32_t right) {
    uint32_t first = word * WORD_BITS, end = first + WORD_BITS;
    uint64_t bits = UINT64_MAX;
    bits = left > first ? bits << (left - first) : bits;
    return right < end ? bits & (UINT64_MAX >> (end - right)) : bits;
}

void pcs_occupancy_take(pcs_occupancy *o, const pcs_box *box) {
    pcs_box inside = clipped(o, box);
    if (pcs_box_is_empty(&inside)) {
        return;
    }
    uint32_t left = (uint32_t)inside.left, right = (uint32_t)inside.right;
    for (uint32_t row = (uint32_t)inside.top; row < (uint32_t)inside.bottom; row++) {
        for (uint32_t word = left / WORD_BITS; word <= (right - 1) / WORD_BITS; word++) {
            o->words[row * o->row_words + word] |= bits_of(word, left, right);
        }
    }
}

void pcs_occupancy_take_disc(pcs_occupancy *o, int32_t column, int32_t row, int32_t radius) {
    int32_t half = radius;
    for (int32_t down = 0; down <= radius; down++) {
        while (half * half + down * down > radius * radius) {
            half--;
        }
        pcs_occupancy_take(o, &(pcs_box){column - half, row - down, column + half + 1, row - down + 1});
        pcs_occupancy_take(o, &(pcs_box){column - half, row + down, column + half + 1, row + down + 1});
    }
}

/* With count NULL it ends at the first that is taken. */
static bool look(const pcs_occupancy *o, const pcs_box *box, uint64_t *count) {
    bool free_so_far = true;
    pcs_box inside = clipped(o, box);
    if (pcs_box_is_empty(&inside)) {
        return true;
    }
    uint32_t left = (uint32_t)inside.left, right = (uint32_t)inside.right;
    for (uint32_t row = (uint32_t)inside.top; row < (uint32_t)inside.bottom; row++) {
        for (uint32_t word = left / WORD_BITS; word <= (right - 1) / WORD_BITS; word++) {
            uint64_t taken = o->words[row * o->row_words + word] & bits_of(word, left, right);
            if (taken && !count) {
                return false;
            }
            if (taken) {
                free_so_far = false;
                *count += (uint64_t)__builtin_popcountll(taken);
            }
        }
    }
    return free_so_far;
}

bool pcs_occupancy_is_free(const pcs_occupancy *o, const pcs_box *box) {
    return look(o, box, NULL);
}

uint64_t pcs_occupancy_count(const pcs_occupancy *o, const pcs_box *box) {
    uint64_t count = 0;
    look(o, box, &count);
    return count;
}
