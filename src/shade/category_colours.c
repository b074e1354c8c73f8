#include "shade/category_colours.h"

#include "shade/colormap.h"

#include <string.h>

/* By place: near Okabe and Ito's set ("Color Universal Design", 2008), which those who lack a kind of cone tell apart.
 * Black is left out, yellow darker to be seen on white, purple stronger to be told from blue where lines are thin; two
 * greys are added. */
static const uint8_t standard[PCS_CATEGORY_PLACES][3] = {{0x56, 0xb4, 0xe9}, {0xe6, 0x9f, 0x00}, {0xe8, 0x68, 0xb8},
                                                         {0x00, 0x9e, 0x73}, {0x00, 0x72, 0xb2}, {0xd5, 0x5e, 0x00},
                                                         {0xd9, 0xd3, 0x5a}, {0xb0, 0xb0, 0xb0}, {0x76, 0x76, 0x76}};

/* One NAME=COLOUR of a list. */
typedef struct choice {
    const char *name;
    size_t name_length;
    uint8_t colour[3];
} choice;

/* Takes the next choice, true, off *list, or false at its end. */
static pcs_status take_choice(pcs_context *context, const char **list, choice *taken, bool *is_one) {
    *is_one = *list != NULL;
    if (!*is_one) {
        return PCS_OK;
    }
    char text[64];
    size_t length = strcspn(*list, ",");
    const char *sign = memrchr(*list, '=', length);
    size_t colour_length = sign ? length - (size_t)(sign + 1 - *list) : 0;
    if (!sign || sign == *list || colour_length >= sizeof(text)) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "category colours: %.*s is not NAME=COLOUR, as in tcp=navy,udp=#ff8000",
                        length < 64 ? (int)length : 64, *list);
    }
    memcpy(text, sign + 1, colour_length);
    text[colour_length] = '\0';
    pcs_colormap map;
    pcs_status status = pcs_colormap_parse(context, text, &map);
    if (status == PCS_OK) {
        taken->name = *list;
        taken->name_length = (size_t)(sign - *list);
        memcpy(taken->colour, map.knots[0], sizeof(taken->colour));
        *list = (*list)[length] == ',' ? *list + length + 1 : NULL;
    }
    return status;
}

/* By the whole name, or by a port's number alone. */
static bool is_named(const pcs_category *category, const choice *c) {
    return strncmp(category->name, c->name, c->name_length) == 0 &&
           (category->name[c->name_length] == '\0' || category->name[c->name_length] == ' ');
}

pcs_status pcs_category_colours_check(pcs_context *context, const char *chosen) {
    choice taken;
    bool is_one;
    pcs_status status;
    do {
        status = take_choice(context, &chosen, &taken, &is_one);
    } while (status == PCS_OK && is_one);
    return status;
}

pcs_status pcs_category_colours_fill(pcs_context *context, const char *chosen, pcs_categories *categories) {
    pcs_status status = PCS_OK;
    choice taken;
    bool is_one;
    for (uint32_t c = 0; c < categories->count; c++) {
        memcpy(categories->list[c].colour, standard[categories->places[c]], sizeof(standard[0]));
    }
    for (;;) {
        PCS_TRY(take_choice(context, &chosen, &taken, &is_one));
        if (!is_one) {
            break;
        }
        bool found = false;
        for (uint32_t c = 0; c < categories->count; c++) {
            if (is_named(&categories->list[c], &taken)) {
                memcpy(categories->list[c].colour, taken.colour, sizeof(taken.colour));
                found = true;
            }
        }
        if (!found) {
            pcs_log(context, PCS_LOG_WARNING, "category colours: the picture has no %.*s", (int)taken.name_length,
                    taken.name);
        }
    }
done:
    return status;
}
