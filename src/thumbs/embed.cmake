# Writes OUTPUT, a C file with the style and the script of the contact sheet, and the hash of each as a
# Content-Security-Policy names it: the SHA-256 of just these bytes in base64 (CSP level 3, 2.3.1).
# cmake -DFOLDER=DIR -DOUTPUT=FILE -P embed.cmake
set(letters ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

# The 32 bytes that hex tells, as base64 (RFC 4648).
function(encode_base64 hex result)
  set(text "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}0000" ${at} 6 group)
    math(EXPR value "0x${group}")
    foreach(shift 18 12 6 0)
      math(EXPR index "(${value} >> ${shift}) & 63")
      string(SUBSTRING ${letters} ${index} 1 letter)
      string(APPEND text ${letter})
    endforeach()
  endforeach()
  string(SUBSTRING ${text} 0 43 text)
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

set(text "/* Generated from src/thumbs/sheet.css and sheet.js. */\n#include \"thumbs/sheet.h\"\n")
foreach(part "style;css" "script;js")
  list(GET part 0 name)
  list(GET part 1 ending)
  file(READ ${FOLDER}/sheet.${ending} hex HEX)
  file(SHA256 ${FOLDER}/sheet.${ending} digest)
  encode_base64(${digest} hash)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND text "\nconst char pcs_sheet_${name}[] = {${bytes}0};\n"
                     "const char pcs_sheet_${name}_hash[] = \"sha256-${hash}\";\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
