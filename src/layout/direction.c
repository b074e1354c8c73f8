#include "layout/direction.h"

/* Taylor's series up to a term below 1e-17, for at most an eighth of a turn (Horner's rule, fixed order). */
static double sine(double angle) {
    double square = angle * angle, sum = 1.0;
    for (int k = 17; k >= 3; k -= 2) {
        sum = 1.0 - sum * square / (double)(k * (k - 1));
    }
    return sum * angle;
}

static double cosine(double angle) {
    double square = angle * angle, sum = 1.0;
    for (int k = 18; k >= 2; k -= 2) {
        sum = 1.0 - sum * square / (double)(k * (k - 1));
    }
    return sum;
}

pcs_direction pcs_direction_of(double turns) {
    static const double PI = 3.14159265358979323846;
    /* The nearest quarter turn, and what is left: an eighth of a turn at most. */
    int quarter = (int)(turns * 4.0 + 0.5);
    double angle = (turns - (double)quarter * 0.25) * 2.0 * PI;
    double c = cosine(angle), s = sine(angle);
    switch (quarter & 3) {
    case 0:
        return (pcs_direction){c, s};
    case 1:
        return (pcs_direction){-s, c};
    case 2:
        return (pcs_direction){-c, -s};
    default:
        return (pcs_direction){s, -c};
    }
}
