/* Every kernel, by the file that holds it: X(file, kernel). Read by both compilers' sides of src/device. */
#ifndef PCS_KERNELS_KERNEL_TABLE_H
#define PCS_KERNELS_KERNEL_TABLE_H

/* Every file of kernels. */
#define PCS_KERNEL_FILE_TABLE(X)                                                                                       \
    X(probe)                                                                                                           \
    X(sort)                                                                                                            \
    X(layout)                                                                                                          \
    X(bundle)                                                                                                          \
    X(pyramid)                                                                                                         \
    X(raster)                                                                                                          \
    X(stroke)                                                                                                          \
    X(shade)                                                                                                           \
    X(mds)                                                                                                             \
    X(search)                                                                                                          \
    X(stress)                                                                                                          \
    X(bench)

#define PCS_KERNEL_TABLE(X)                                                                                            \
    X(probe, pcs_probe_arithmetic)                                                                                     \
    X(layout, pcs_layout_repel)                                                                                        \
    X(layout, pcs_layout_attract)                                                                                      \
    X(layout, pcs_layout_move)                                                                                         \
    X(bundle, pcs_bundle_count)                                                                                        \
    X(bundle, pcs_bundle_number)                                                                                       \
    X(bundle, pcs_bundle_blur)                                                                                         \
    X(bundle, pcs_bundle_climb)                                                                                        \
    X(bundle, pcs_bundle_gather)                                                                                       \
    X(bundle, pcs_bundle_smooth)                                                                                       \
    X(sort, pcs_sort_count)                                                                                            \
    X(sort, pcs_sort_sum)                                                                                              \
    X(sort, pcs_sort_move)                                                                                             \
    X(search, pcs_search_advance)                                                                                      \
    X(mds, pcs_mds_multiply)                                                                                           \
    X(mds, pcs_mds_project)                                                                                            \
    X(stress, pcs_stress_lower)                                                                                        \
    X(pyramid, pcs_pyramid_measure)                                                                                    \
    X(pyramid, pcs_pyramid_fit)                                                                                        \
    X(pyramid, pcs_pyramid_key)                                                                                        \
    X(pyramid, pcs_pyramid_clear)                                                                                      \
    X(pyramid, pcs_pyramid_collect)                                                                                    \
    X(pyramid, pcs_pyramid_sum)                                                                                        \
    X(pyramid, pcs_pyramid_merge)                                                                                      \
    X(pyramid, pcs_pyramid_far)                                                                                        \
    X(pyramid, pcs_pyramid_near)                                                                                       \
    X(raster, pcs_raster_split)                                                                                        \
    X(raster, pcs_raster_chunks)                                                                                       \
    X(raster, pcs_raster_tiles)                                                                                        \
    X(raster, pcs_raster_weigh_chunks)                                                                                 \
    X(raster, pcs_raster_weigh_tiles)                                                                                  \
    X(raster, pcs_raster_any)                                                                                          \
    X(raster, pcs_raster_rank)                                                                                         \
    X(raster, pcs_raster_mean)                                                                                         \
    X(raster, pcs_raster_pack)                                                                                         \
    X(stroke, pcs_stroke_tiles)                                                                                        \
    X(stroke, pcs_stroke_weigh_tiles)                                                                                  \
    X(stroke, pcs_stroke_chunks)                                                                                       \
    X(stroke, pcs_stroke_unpack)                                                                                       \
    X(stroke, pcs_stroke_mean)                                                                                         \
    X(shade, pcs_shade_range)                                                                                          \
    X(shade, pcs_shade_tally)                                                                                          \
    X(shade, pcs_shade_histogram)                                                                                      \
    X(shade, pcs_shade_sum)                                                                                            \
    X(shade, pcs_shade_map)                                                                                            \
    X(shade, pcs_shade_map_words)                                                                                      \
    X(shade, pcs_shade_map_pairs)                                                                                      \
    X(shade, pcs_shade_base)                                                                                           \
    X(shade, pcs_shade_mix)                                                                                            \
    X(bench, pcs_bench_nothing)                                                                                        \
    X(bench, pcs_bench_copy)                                                                                           \
    X(bench, pcs_bench_add)                                                                                            \
    X(bench, pcs_bench_multiply_add)

#endif
