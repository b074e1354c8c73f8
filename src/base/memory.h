/* Memory with checked sizes. All of it is freed with free(). */
#ifndef PCS_BASE_MEMORY_H
#define PCS_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* False if a * b does not fit. */
bool pcs_size_multiply(size_t a, size_t b, size_t *product);

/* count zeroed elements, at a multiple of 64 bytes as vector units and devices like it; never NULL for count 0. NULL:
 * no memory, or the size overflows. */
void *pcs_memory_new(size_t count, size_t element_size);

/* Makes room for at least wanted elements in *array, by half more at least; *capacity follows. The array is one of
 * malloc's or NULL. False: no memory, all is as it was. */
bool pcs_memory_grow(void **array, size_t *capacity, size_t wanted, size_t element_size);

#endif
