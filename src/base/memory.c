#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 64, HUGE_PAGE = 1 << 21 };

bool pcs_size_multiply(size_t a, size_t b, size_t *product) {
    return !__builtin_mul_overflow(a, b, product);
}

void *pcs_memory_new(size_t count, size_t element_size) {
    size_t bytes;
    if (!pcs_size_multiply(count, element_size, &bytes) || bytes > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    size_t rounded = bytes == 0 ? ALIGNMENT : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *memory = aligned_alloc(ALIGNMENT, rounded);
    if (memory) {
        memset(memory, 0, rounded);
    }
    return memory;
}

void *pcs_memory_table(size_t bytes) {
    size_t alignment = bytes < 2 * HUGE_PAGE ? ALIGNMENT : HUGE_PAGE;
    if (bytes > SIZE_MAX - alignment) {
        return NULL;
    }
    size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void *memory = aligned_alloc(alignment, rounded > 0 ? rounded : alignment);
#ifdef MADV_HUGEPAGE
    if (memory && alignment == HUGE_PAGE) {
        (void)madvise(memory, rounded, MADV_HUGEPAGE);
    }
#endif
    return memory;
}

/* Gives the whole pages between two addresses back to the system; what they held is lost. */
static void give_back(uintptr_t begin, uintptr_t end) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (begin < end) {
        (void)madvise((void *)begin, end - begin, MADV_DONTNEED);
    }
}

void *pcs_memory_move(void *memory, size_t used, size_t bytes) {
    uint8_t *from = memory, *to = pcs_memory_table(bytes);
    if (!to) {
        return NULL;
    }
    /* Large ones are given back as they are moved: the table is never there twice. */
    for (size_t at = 0, some; at < used; at += some) {
        some = used - at < HUGE_PAGE ? used - at : HUGE_PAGE;
        memcpy(to + at, from + at, some);
        if (used >= HUGE_PAGE / 2) {
            give_back((uintptr_t)(from + at), (uintptr_t)(from + at + some));
        }
    }
    free(memory);
    return to;
}

bool pcs_memory_grow(void **array, size_t *capacity, size_t wanted, size_t element_size) {
    if (wanted <= *capacity) {
        return true;
    }
    size_t more = *capacity + *capacity / 2 + 16;
    size_t count = more > wanted ? more : wanted;
    size_t bytes;
    if (!pcs_size_multiply(count, element_size, &bytes)) {
        return false;
    }
    void *memory = realloc(*array, bytes);
    if (!memory) {
        return false;
    }
    *array = memory;
    *capacity = count;
    return true;
}
