#include "base/moment.h"

#include <string.h>

enum { NS_DIGITS = 9, NS_A_SECOND = 1000000000, SECONDS_A_DAY = 86400 };
enum { DAYS_OF_400_YEARS = 146097, DAYS_TO_1970 = 719468 /* from 1 March of the year 0 */ };

/* What is left of a text. */
typedef struct cursor {
    const char *at, *end;
} cursor;

static bool take(cursor *in, char wanted) {
    bool found = in->at < in->end && *in->at == wanted;
    in->at += found;
    return found;
}

static bool is_digit(const cursor *in) {
    return in->at < in->end && *in->at >= '0' && *in->at <= '9';
}

/* Exactly count digits. */
static bool take_digits(cursor *in, int count, int64_t *number) {
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(in)) {
            return false;
        }
        *number = *number * 10 + (*in->at++ - '0');
    }
    return true;
}

/* A point and at least one digit, or nothing. */
static bool take_fraction(cursor *in, int64_t *ns) {
    *ns = 0;
    if (!take(in, '.')) {
        return true;
    }
    if (!is_digit(in)) {
        return false;
    }
    for (int i = 0; i < NS_DIGITS; i++) {
        *ns = *ns * 10 + (is_digit(in) ? *in->at++ - '0' : 0);
    }
    while (is_digit(in)) {
        in->at++;
    }
    return true;
}

/* fraction is 0 to a second: with seconds below 0 the sum may fit where their product does not. */
static bool join(int64_t seconds, int64_t fraction, int64_t *ns) {
    int64_t below = seconds < 0 ? 1 : 0, whole;
    return !__builtin_mul_overflow(seconds + below, (int64_t)NS_A_SECOND, &whole) &&
           !__builtin_add_overflow(whole, fraction - below * NS_A_SECOND, ns);
}

bool pcs_moment_parse_seconds(const char *text, size_t length, int64_t *ns) {
    cursor in = {text, text + length};
    int64_t seconds = 0, fraction;
    if (!is_digit(&in)) {
        return false;
    }
    while (is_digit(&in)) {
        if (__builtin_mul_overflow(seconds, (int64_t)10, &seconds) ||
            __builtin_add_overflow(seconds, (int64_t)(*in.at++ - '0'), &seconds)) {
            return false;
        }
    }
    return take_fraction(&in, &fraction) && in.at == in.end && join(seconds, fraction, ns);
}

/* Years begin in March, so that a leap day is the last of its year; months of 31 and 30 days then repeat every 153
 * days (Gregorian calendar). */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day) {
    int64_t from_march = (month + 9) % 12;
    int64_t years = month <= 2 ? year - 1 : year;
    return years * 365 + years / 4 - years / 100 + years / 400 + (153 * from_march + 2) / 5 + day - 1 - DAYS_TO_1970;
}

static int64_t days_of(int64_t year, int64_t month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Z, an offset, or nothing: what is to be taken from the local time. */
static bool take_zone(cursor *in, int64_t *seconds) {
    *seconds = 0;
    if (in->at == in->end || take(in, 'Z') || take(in, 'z')) {
        return true;
    }
    int64_t sign = *in->at == '-' ? -1 : 1, hours, minutes;
    if (!take(in, '+') && !take(in, '-')) {
        return false;
    }
    if (!take_digits(in, 2, &hours)) {
        return false;
    }
    take(in, ':');
    if (!take_digits(in, 2, &minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    *seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool pcs_moment_parse_date(const char *text, size_t length, int64_t *ns) {
    cursor in = {text, text + length};
    int64_t year, month, day, hour, minute, second, fraction, zone;
    bool date = take_digits(&in, 4, &year) && take(&in, '-') && take_digits(&in, 2, &month) && take(&in, '-') &&
                take_digits(&in, 2, &day) && (take(&in, 'T') || take(&in, 't') || take(&in, ' '));
    /* A leap second is the second after it. */
    bool time = date && take_digits(&in, 2, &hour) && take(&in, ':') && take_digits(&in, 2, &minute) &&
                take(&in, ':') && take_digits(&in, 2, &second) && hour <= 23 && minute <= 59 && second <= 60;
    if (!time || month < 1 || month > 12 || day < 1 || day > days_of(year, month) || !take_fraction(&in, &fraction) ||
        !take_zone(&in, &zone) || in.at != in.end) {
        return false;
    }
    int64_t seconds = days_since_1970(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second - zone;
    return join(seconds, fraction, ns);
}

static char *write_digits(char *text, int64_t number, int count) {
    for (int i = count - 1; i >= 0; i--) {
        text[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return text + count;
}

char *pcs_moment_write(char *text, int64_t ns) {
    int64_t seconds = ns / NS_A_SECOND, fraction = ns % NS_A_SECOND;
    if (fraction < 0) {
        fraction += NS_A_SECOND;
        seconds--;
    }
    int64_t days = seconds / SECONDS_A_DAY, second = seconds % SECONDS_A_DAY;
    if (second < 0) {
        second += SECONDS_A_DAY;
        days--;
    }
    int64_t since = days + DAYS_TO_1970; /* positive: no moment is before 1677 */
    int64_t era = since / DAYS_OF_400_YEARS, day = since % DAYS_OF_400_YEARS;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    int64_t from_march = (5 * day + 2) / 153;
    int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    const struct {
        int64_t number;
        int count;
        char after;
    } parts[] = {{year + 400 * era + (month <= 2), 4, '-'},
                 {month, 2, '-'},
                 {day - (153 * from_march + 2) / 5 + 1, 2, 'T'},
                 {second / 3600, 2, ':'},
                 {second / 60 % 60, 2, ':'},
                 {second % 60, 2, '.'},
                 {fraction, NS_DIGITS, 'Z'}};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        text = write_digits(text, parts[i].number, parts[i].count);
        *text++ = parts[i].after;
    }
    return text;
}
