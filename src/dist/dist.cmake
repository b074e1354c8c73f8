# What is installed besides the library and the program: made here, of templates and of the program's option table.

set(shared_folder ${CMAKE_INSTALL_DATAROOTDIR})

# ---- for those who build with the library

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/pcapshade)
configure_package_config_file(src/dist/pcapshade-config.cmake.in pcapshade-config.cmake
                              INSTALL_DESTINATION ${config_folder})
write_basic_package_version_file(pcapshade-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pcapshade-config.cmake ${PROJECT_BINARY_DIR}/pcapshade-config-version.cmake
        DESTINATION ${config_folder})
install(EXPORT pcapshade-targets NAMESPACE pcapshade:: DESTINATION ${config_folder})

# A folder below the prefix moves with it.
foreach(folder LIBDIR INCLUDEDIR)
  if(IS_ABSOLUTE ${CMAKE_INSTALL_${folder}})
    set(PCS_PC_${folder} ${CMAKE_INSTALL_${folder}})
  else()
    set(PCS_PC_${folder} "\${prefix}/${CMAKE_INSTALL_${folder}}")
  endif()
endforeach()
set(PCS_PC_REQUIRES "libpcap, libpng, zlib")
if(PCS_ZSTD AND ZSTD_FOUND)
  string(APPEND PCS_PC_REQUIRES ", libzstd")
endif()
if(PCS_LZ4 AND LZ4_FOUND)
  string(APPEND PCS_PC_REQUIRES ", liblz4")
endif()
if(PCS_XZ AND XZ_FOUND)
  string(APPEND PCS_PC_REQUIRES ", liblzma")
endif()
if(PCS_CRYPTO AND CRYPTO_FOUND)
  string(APPEND PCS_PC_REQUIRES ", libcrypto")
endif()
if(PCS_HAVE_FONT)
  string(APPEND PCS_PC_REQUIRES ", freetype2")
endif()
if(PCS_OPENCL)
  string(APPEND PCS_PC_REQUIRES ", OpenCL")
endif()
configure_file(src/dist/pcapshade.pc.in pcapshade.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pcapshade.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(GLOB public_headers ${PROJECT_SOURCE_DIR}/include/*.h)
install(FILES ${public_headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# ---- for those who use the program

set(generated)
macro(pcs_generate kind file folder)
  add_custom_command(
    OUTPUT ${file}
    COMMAND pcapshade generate ${kind} > ${PROJECT_BINARY_DIR}/${file}
    DEPENDS pcapshade
    VERBATIM)
  list(APPEND generated ${PROJECT_BINARY_DIR}/${file})
  install(FILES ${PROJECT_BINARY_DIR}/${file} DESTINATION ${folder} ${ARGN})
endmacro()
pcs_generate(man pcapshade.1 ${CMAKE_INSTALL_MANDIR}/man1)
pcs_generate(bash pcapshade.bash ${shared_folder}/bash-completion/completions RENAME pcapshade)
pcs_generate(zsh _pcapshade ${shared_folder}/zsh/site-functions)
pcs_generate(fish pcapshade.fish ${shared_folder}/fish/vendor_completions.d)
add_custom_target(generated ALL DEPENDS ${generated})

# ---- for file managers

configure_file(src/dist/pcapshade.thumbnailer.in pcapshade.thumbnailer @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pcapshade.thumbnailer DESTINATION ${shared_folder}/thumbnailers)
install(FILES src/dist/pcapshade-mime.xml DESTINATION ${shared_folder}/mime/packages RENAME pcapshade.xml)
