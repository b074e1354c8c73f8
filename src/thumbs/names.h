/* How the picture of a capture is called. */
#ifndef PCS_THUMBS_NAMES_H
#define PCS_THUMBS_NAMES_H

#include <stdbool.h>

/* The picture's path in the folder of pictures, for a capture's path with '/' between its parts: "a/b.pcap" becomes
 * "a/b.pcap.png". What is no UTF-8, steers a terminal or means something to a file system becomes %HH, also '%' and
 * '~'; a part that would be longer than a file system takes is cut and ends in '~' and a hash of all of it. Different
 * paths thus give different names, but for hashes that meet. Freed by the caller; NULL: no memory. */
char *pcs_name_make(const char *path);

/* The number-th other name of a picture whose own is taken: "a/b.pcap~2.png". */
char *pcs_name_make_other(const char *name, unsigned number);

/* Whether a name could be one of these: it has no part that is empty, "." or "..", and ends in ".png". */
bool pcs_name_is_valid(const char *name);

#endif
