/* Elementary functions of basic operations alone, so that every machine gives the same bits. */
#ifndef PCS_BASE_ELEMENTARY_H
#define PCS_BASE_ELEMENTARY_H

/* ln(1 + number) and the cube root, of numbers from 0 on; right but for the last bits. */
double pcs_log1p(double number);
double pcs_cbrt(double number);

#endif
