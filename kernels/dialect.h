/* The language of the kernels: OpenCL C and C at once.
 *
 * A kernel is written as
 *
 *     PCS_KERNEL3(pcs_stage_verb, PCS_IN(float), x, PCS_OUT(float), y, PCS_VALUE(uint32_t), count)
 *     {
 *         PCS_EACH_ITEM(i, count) {
 *             y[i] = 2.0f * x[i];
 *         }
 *     }
 *
 * The OpenCL driver compiles it as it stands; the host compiler makes a function of it that runs one work-group.
 * Both take: C99 scalars, structures and small arrays; integers by their <stdint.h> names; + - * / on float and sqrt,
 * each rounded correctly and never contracted, and no library function but those below. Not taken: vector types but
 * pcs_lanes, variadic macros, recursion, double, float atomics, and PCS_BARRIER inside a loop over items.
 *
 * PCS_LANES is how many neighbouring items one item does best in an inner loop: 1 on GPUs, the width of a vector on
 * CPUs. pcs_lanes holds a float for each of them: it knows + - * / with its like and with float, is passed by address,
 * and goes from and to arrays by pcs_lanes_load and pcs_lanes_store. PCS_OWNED is 1 on CPUs, where an item should own
 * the memory it adds to, 0 on GPUs, where many items add atomically. Neither may change a result.
 */
#ifndef PCS_KERNELS_DIALECT_H
#define PCS_KERNELS_DIALECT_H

#ifndef PCS_LANES
#define PCS_LANES 1
#endif
#ifndef PCS_OWNED
#define PCS_OWNED 0
#endif

/* The most arguments that a kernel takes: those of PCS_KERNEL9. */
#define PCS_ARGUMENTS_MOST 9

/* The largest work-group: the size of arrays in local memory that hold something for each of its items. */
#define PCS_GROUP_MAX 256

#ifdef __OPENCL_VERSION__

#pragma OPENCL FP_CONTRACT OFF

typedef uchar uint8_t;
typedef ushort uint16_t;
typedef uint uint32_t;
typedef ulong uint64_t;
typedef short int16_t;
typedef int int32_t;
typedef long int64_t;

#define PCS_GLOBAL __global
#define PCS_LOCAL __local

/* Items [0, count) over the whole launch. */
#define PCS_EACH_ITEM(i, count) for (uint32_t i = (uint32_t)get_global_id(0); i < (count); i = (count))
/* The items of this group, [0, PCS_GROUP_SIZE): one phase between barriers. */
#define PCS_EACH_LOCAL(t) for (uint32_t t = (uint32_t)get_local_id(0), t##_done = 0; !t##_done; t##_done = 1)
#define PCS_BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define PCS_GROUP_ID ((uint32_t)get_group_id(0))
#define PCS_GROUP_COUNT ((uint32_t)get_num_groups(0))
#define PCS_GROUP_SIZE ((uint32_t)get_local_size(0))

/* *p += v, on global memory or on local memory, by any number of items at once. Gives nothing back. */
#define PCS_ATOMIC_ADD(p, v) ((void)atomic_add((p), (v)))
/* The same; gives what *p was before. */
#define PCS_ATOMIC_FETCH_ADD(p, v) atomic_add((p), (v))
#define PCS_ATOMIC_MIN(p, v) ((void)atomic_min((p), (v)))
#define PCS_ATOMIC_MAX(p, v) ((void)atomic_max((p), (v)))

/* What p points to will be read soon: a hint. */
#define PCS_PREFETCH(p) ((void)(p))

/* The number of the lowest bit that is set in v, 64 bits of which one is. */
#define PCS_LOWEST_BIT(v) ((uint32_t)popcount(((v)-1) & ~(v)))

#ifdef __ENDIAN_LITTLE__
#define PCS_LITTLE_ENDIAN 1
#else
#define PCS_LITTLE_ENDIAN 0
#endif
#define pcs_pair_load(from) as_uint(vload2(0, (from)))
#define pcs_pair_store(pair, to) vstore2(as_ushort2(pair), 0, (to))

#define PCS_FUNCTION static inline
#define PCS_FUNCTION_APART static
#define PCS_SQRT(v) sqrt(v)

#if PCS_LANES == 1
typedef float pcs_lanes;
#define PCS_LANES_LOAD(from) (*(from))
#define PCS_LANES_STORE(lanes, to) (*(to) = (lanes))
#elif PCS_LANES == 4
typedef float4 pcs_lanes;
#define PCS_LANES_LOAD(from) vload4(0, from)
#define PCS_LANES_STORE(lanes, to) vstore4(lanes, 0, to)
#elif PCS_LANES == 8
typedef float8 pcs_lanes;
#define PCS_LANES_LOAD(from) vload8(0, from)
#define PCS_LANES_STORE(lanes, to) vstore8(lanes, 0, to)
#else
typedef float16 pcs_lanes;
#define PCS_LANES_LOAD(from) vload16(0, from)
#define PCS_LANES_STORE(lanes, to) vstore16(lanes, 0, to)
#endif

PCS_FUNCTION void pcs_lanes_load(pcs_lanes *lanes, const float *from) {
    *lanes = PCS_LANES_LOAD(from);
}

PCS_FUNCTION void pcs_lanes_store(const pcs_lanes *lanes, float *to) {
    PCS_LANES_STORE(*lanes, to);
}

#define PCS_KERNEL1(name, T1, a1) __kernel void name(T1 a1)
#define PCS_KERNEL2(name, T1, a1, T2, a2) __kernel void name(T1 a1, T2 a2)
#define PCS_KERNEL3(name, T1, a1, T2, a2, T3, a3) __kernel void name(T1 a1, T2 a2, T3 a3)
#define PCS_KERNEL4(name, T1, a1, T2, a2, T3, a3, T4, a4) __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4)
#define PCS_KERNEL5(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5) __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
#define PCS_KERNEL6(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6)                                              \
    __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6)
#define PCS_KERNEL7(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7)                                      \
    __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7)
#define PCS_KERNEL8(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7, T8, a8)                              \
    __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8)
#define PCS_KERNEL9(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6, T7, a7, T8, a8, T9, a9)                      \
    __kernel void name(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9)

#else

#include "host_dialect.h"

#endif

/* Two neighbouring numbers of 16 bits, from and to any place by pcs_pair_load and pcs_pair_store, are one of 32 bits.
 * To add a and b to them is to add PCS_PAIR(a, b), from -1 to 1 each, where neither sum leaves its 16 bits. */
#if PCS_LITTLE_ENDIAN
#define PCS_PAIR(a, b) ((uint32_t)(a) + ((uint32_t)(b) << 16))
#else
#define PCS_PAIR(a, b) ((uint32_t)(b) + ((uint32_t)(a) << 16))
#endif

/* Kinds of argument: an array that is read, one that is written, a number or structure passed by value. */
#define PCS_IN(type) PCS_GLOBAL const type *restrict
#define PCS_OUT(type) PCS_GLOBAL type *restrict
#define PCS_VALUE(type) type

#endif
