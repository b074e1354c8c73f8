# Writes OUTPUT, a C file with the bytes of FONT as an array.
# cmake -DFONT=FILE -DOUTPUT=FILE -P embed_font.cmake
file(READ ${FONT} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT} "/* Generated from a font. */
#include \"overlay/font_data.h\"

const unsigned char pcs_font_data[] = {${bytes}};
const size_t pcs_font_data_size = sizeof(pcs_font_data);
")
