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

/* bytes of memory, not set, for a table. It begins at a multiple of 64 bytes; a large one asks for huge pages, so that
 * a look-up at random need not walk the page tables (Linux, admin-guide/mm/transhuge). NULL: no memory. */
void *pcs_memory_table(size_t bytes);

/* Moves a table, its first used bytes, into a new one of bytes, and frees the old one. NULL: no memory, all is as it
 * was. memory NULL: a new one. What is not moved is not set. */
void *pcs_memory_move(void *memory, size_t used, size_t bytes);

/* Makes room for at least wanted elements in *array, by half more at least; *capacity follows. The array is one of
 * malloc's or NULL. False: no memory, all is as it was. */
bool pcs_memory_grow(void **array, size_t *capacity, size_t wanted, size_t element_size);

#endif
