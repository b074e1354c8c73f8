/* Samples of packets that do not depend on the order in which they come. */
#ifndef PCS_CAPTURE_SAMPLE_H
#define PCS_CAPTURE_SAMPLE_H

#include "base/bytes.h"

/* Whether a packet belongs to the sample of one in so many, 1 at least: a question of its captured bytes alone, the
 * same in every run. The sample of one in 100 is a part of that of one in 10. */
bool pcs_sample_takes(pcs_bytes packet, uint64_t one_in);

#endif
