#include "cli/generate.h"

#include "cli/message.h"

#include <string.h>

pcs_status pcs_generate(const char *kind) {
    static const struct {
        const char *kind;
        void (*print)(void);
    } kinds[] = {
        {"man", pcs_generate_man}, {"bash", pcs_generate_bash}, {"zsh", pcs_generate_zsh}, {"fish", pcs_generate_fish}};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            kinds[i].print();
            return PCS_OK;
        }
    }
    pcs_message("generate: %s: allowed are man, bash, zsh, fish", kind);
    return PCS_E_ARGUMENT;
}
