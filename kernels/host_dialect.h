/* The host compiler's half of dialect.h: a kernel becomes a function that runs one work-group, item after item. */
#ifndef PCS_KERNELS_HOST_DIALECT_H
#define PCS_KERNELS_HOST_DIALECT_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Where a work-group stands in its launch. */
typedef struct pcs_group {
    uint32_t id, count, size;
} pcs_group;

/* A compiled kernel: arguments[i] points to the value of argument i (for an array, to its address). */
typedef struct pcs_host_kernel {
    void (*run)(const pcs_group *group, const void *const *arguments);
    const uint16_t *argument_sizes;
    uint32_t argument_count;
} pcs_host_kernel;

#define PCS_GLOBAL
#define PCS_LOCAL

/* One past the last item of this group. */
static inline uint32_t pcs_group_end(const pcs_group *group, uint32_t count) {
    uint64_t end = ((uint64_t)group->id + 1) * group->size;
    return end < count ? (uint32_t)end : count;
}

#define PCS_EACH_ITEM(i, count)                                                                                        \
    for (uint32_t i = pcs_here->id * pcs_here->size, i##_end = pcs_group_end(pcs_here, (count)); i < i##_end; i++)
#define PCS_EACH_LOCAL(t) for (uint32_t t = 0; t < pcs_here->size; t++)
#define PCS_BARRIER() ((void)0)
#define PCS_GROUP_ID (pcs_here->id)
#define PCS_GROUP_COUNT (pcs_here->count)
#define PCS_GROUP_SIZE (pcs_here->size)

#define PCS_ATOMIC_ADD(p, v) ((void)__atomic_fetch_add((p), (v), __ATOMIC_RELAXED))
#define PCS_ATOMIC_FETCH_ADD(p, v) __atomic_fetch_add((p), (v), __ATOMIC_RELAXED)
#define PCS_ATOMIC_MIN(p, v) pcs_atomic_min((p), (v))
#define PCS_ATOMIC_MAX(p, v) pcs_atomic_max((p), (v))

static inline void pcs_atomic_min(uint32_t *p, uint32_t v) {
    uint32_t old = __atomic_load_n(p, __ATOMIC_RELAXED);
    while (v < old && !__atomic_compare_exchange_n(p, &old, v, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
}

static inline void pcs_atomic_max(uint32_t *p, uint32_t v) {
    uint32_t old = __atomic_load_n(p, __ATOMIC_RELAXED);
    while (v > old && !__atomic_compare_exchange_n(p, &old, v, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
}

#define PCS_PREFETCH(p) __builtin_prefetch(p)

#define PCS_LOWEST_BIT(v) ((uint32_t)__builtin_ctzll(v))

#define PCS_LITTLE_ENDIAN (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

static inline uint32_t pcs_pair_load(const uint16_t *from) {
    uint32_t pair;
    memcpy(&pair, from, sizeof(pair));
    return pair;
}

static inline void pcs_pair_store(uint32_t pair, uint16_t *to) {
    memcpy(to, &pair, sizeof(pair));
}

#define PCS_FUNCTION static inline
/* One whose inner loop needs the registers to itself. */
#define PCS_FUNCTION_APART static __attribute__((noinline))
#define PCS_SQRT(v) sqrtf(v)

typedef float pcs_lanes __attribute__((vector_size(PCS_LANES * sizeof(float))));

static inline void pcs_lanes_load(pcs_lanes *lanes, const float *from) {
    memcpy(lanes, from, sizeof(*lanes));
}

static inline void pcs_lanes_store(const pcs_lanes *lanes, float *to) {
    memcpy(to, lanes, sizeof(*lanes));
}

/* Unpacks the arguments and calls the body that follows the macro. */
#define PCS_HOST_KERNEL(name, parameters, unpack, call, ...)                                                           \
    static void name##_body parameters;                                                                                \
    static void name##_run(const pcs_group *pcs_here, const void *const *arguments) {                                  \
        unpack name##_body call;                                                                                       \
    }                                                                                                                  \
    static const uint16_t name##_sizes[] = {__VA_ARGS__};                                                              \
    static void name##_body parameters

#define PCS_TAKE(i, T, a)                                                                                              \
    T a;                                                                                                               \
    memcpy((void *)&a, arguments[i], sizeof(a));

#define PCS_KERNEL1(name, T1, a1)                                                                                      \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1), PCS_TAKE(0, T1, a1), (pcs_here, a1), sizeof(T1))
#define PCS_KERNEL2(name, T1, a1, T2, a2)                                                                              \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2), PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2),          \
                    (pcs_here, a1, a2), sizeof(T1), sizeof(T2))
#define PCS_KERNEL3(name, T1, a1, T2, a2, T3, a3)                                                                      \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3),                                            \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3), (pcs_here, a1, a2, a3), sizeof(T1),   \
                    sizeof(T2), sizeof(T3))
#define PCS_KERNEL4(name, T1, a1, T2, a2, T3, a3, T4, a4)                                                              \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4),                                     \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4),                   \
                    (pcs_here, a1, a2, a3, a4), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4))
#define PCS_KERNEL5(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5)                                                      \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5),                              \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4)                    \
                        PCS_TAKE(4, T5, a5),                                                                           \
                    (pcs_here, a1, a2, a3, a4, a5), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4), sizeof(T5))
#define PCS_KERNEL6(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6)                                              \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6),                       \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4)                    \
                        PCS_TAKE(4, T5, a5) PCS_TAKE(5, T6, a6),                                                       \
                    (pcs_here, a1, a2, a3, a4, a5, a6), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4), sizeof(T5),    \
                    sizeof(T6))
#define PCS_KERNEL7(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7)                                      \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7),                \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4)                    \
                        PCS_TAKE(4, T5, a5) PCS_TAKE(5, T6, a6) PCS_TAKE(6, T7, a7),                                   \
                    (pcs_here, a1, a2, a3, a4, a5, a6, a7), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4),            \
                    sizeof(T5), sizeof(T6), sizeof(T7))
#define PCS_KERNEL8(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7, T8, a8)                              \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8),         \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4)                    \
                        PCS_TAKE(4, T5, a5) PCS_TAKE(5, T6, a6) PCS_TAKE(6, T7, a7) PCS_TAKE(7, T8, a8),               \
                    (pcs_here, a1, a2, a3, a4, a5, a6, a7, a8), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4),        \
                    sizeof(T5), sizeof(T6), sizeof(T7), sizeof(T8))
#define PCS_KERNEL9(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7, T8, a8, T9, a9)                      \
    PCS_HOST_KERNEL(name, (const pcs_group *pcs_here, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9),  \
                    PCS_TAKE(0, T1, a1) PCS_TAKE(1, T2, a2) PCS_TAKE(2, T3, a3) PCS_TAKE(3, T4, a4)                    \
                        PCS_TAKE(4, T5, a5) PCS_TAKE(5, T6, a6) PCS_TAKE(6, T7, a7) PCS_TAKE(7, T8, a8)                \
                            PCS_TAKE(8, T9, a9),                                                                       \
                    (pcs_here, a1, a2, a3, a4, a5, a6, a7, a8, a9), sizeof(T1), sizeof(T2), sizeof(T3), sizeof(T4),    \
                    sizeof(T5), sizeof(T6), sizeof(T7), sizeof(T8), sizeof(T9))

#endif
