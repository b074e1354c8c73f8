#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool pcs_size_multiply(size_t a, size_t b, size_t *product) {
    return !__builtin_mul_overflow(a, b, product);
}

void *pcs_memory_new(size_t count, size_t element_size) {
    enum { ALIGNMENT = 64 };
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
