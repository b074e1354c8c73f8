/* Positions and arrays of counts, which are files: any bytes as one. */
#include "fuzz_driver.h"

#include "../edge_table.h"
#include "pcapshade.h"

#include <sys/mman.h>
#include <unistd.h>

static void read_positions(pcs_context *context, pcs_device *device, const char *path) {
    enum { HOSTS = 5 };
    pcs_edges edges = table_new(HOSTS, HOSTS);
    pcs_layout *layout = NULL;
    for (uint32_t i = 1; i < HOSTS; i++) {
        table_add(&edges, 0, i, PCS_TCP);
    }
    table_finish(&edges);
    pcs_layout_options options = PCS_OPTIONS(options);
    options.positions = path;
    if (pcs_layout_compute(context, device, &edges, &options, &layout) == PCS_OK) {
        pcs_layout_write_csv(context, &edges, layout, "/dev/null");
    }
    pcs_layout_free(layout);
    table_free(&edges);
}

static void read_counts(pcs_context *context, pcs_device *device, const char *path) {
    pcs_counts *counts = NULL;
    pcs_image *image = NULL;
    pcs_status status = pcs_counts_read_npy(context, device, path, &counts);
    if (status == PCS_OK && (uint64_t)pcs_counts_width(counts) * pcs_counts_height(counts) < 1 << 16) {
        status = pcs_counts_shade(context, device, counts, NULL, &image);
    }
    pcs_image_free(image);
    pcs_counts_free(counts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    char path[64];
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 1;
    pcs_context *context = pcs_context_new(&options);
    pcs_device *device = NULL;
    int file = memfd_create("fuzz", 0);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    if (context && file >= 0 && write(file, data, length) == (ssize_t)length &&
        pcs_device_open(context, "host", NULL, &device) == PCS_OK) {
        read_positions(context, device, path);
        read_counts(context, device, path);
    }
    pcs_device_free(device);
    pcs_context_free(context);
    if (file >= 0) {
        close(file);
    }
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char *const positions[] = {
        "id,x,y\n10.0.0.0,0,0\n10.0.0.1,1e3,-.5\n10.0.0.2,\"4\",5\r\n",
        "y,id,other,x\n1,10.0.0.3,z,2\n\n3,10.0.0.4,,4\n",
        "id,x,y\n10.0.0.0,1e100,-1e100\n10.0.0.1,1e100,-1e100\n10.9.9.9,0,0\n",
        "id,x,y\n",
    };
    char array[256] = "\x93NUMPY\x01";
    for (size_t i = 0; i < sizeof(positions) / sizeof(positions[0]); i++) {
        add(positions[i], strlen(positions[i]));
    }
    /* NumPy's format 1.0: the length of the header, the header, the elements. */
    array[8] = 118;
    snprintf(array + 10, 119, "%-117s\n", "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 4), }");
    memset(array + 128, 7, 24);
    add(array, 152);
    array[22] = '8';
    add(array, sizeof(array));
}
