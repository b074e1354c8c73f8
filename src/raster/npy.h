/* Counts as NumPy arrays (NEP 1). */
#ifndef PCS_RASTER_NPY_H
#define PCS_RASTER_NPY_H

#include "raster/raster.h"

/* A regular file that begins as a NumPy array does. */
bool pcs_npy_recognise(const char *path);

#endif
