# cmake -DBUNDLE=<Somaphone.lv2> -P Turtle.cmake
# Mends what JUCE writes into an LV2 bundle's description, so that lv2_validate finds no error: an e-mail address that is
# empty, a project that is not called one, properties and groups of a port on parameters (their choices have scale points
# all the same), extension data and features that are not, a property without a declaration. And it gives the audio ports their names.
file(READ "${BUNDLE}/dsp.ttl" dsp)
string(REPLACE "\t\tfoaf:mbox <> ;\n" "" dsp "${dsp}")
string(REPLACE "\ta lv2:Plugin ;" "\ta lv2:Plugin , doap:Project ;" dsp "${dsp}")
string(REGEX REPLACE "\n\tlv2:portProperty [^\n]*" "" dsp "${dsp}")
string(REGEX REPLACE "\n\tpg:group [^\n]*" "" dsp "${dsp}")
# JUCE numbers the channels; a patchbay shows these names.
foreach(name "In 1=Main in left" "In 2=Main in right" "In 3=Sidechain" "Out 1=Main left" "Out 2=Main right" "Out 3=Voltage" "Out 4=Spikes"
        "Out 5=Stimulus")
  string(REPLACE "=" ";" names "${name}")
  list(GET names 0 channel)
  list(GET names 1 shown)
  string(REPLACE "lv2:name \"Audio ${channel}\"" "lv2:name \"${shown}\"" dsp "${dsp}")
endforeach()
file(WRITE "${BUNDLE}/dsp.ttl" "${dsp}")

file(READ "${BUNDLE}/ui.ttl" ui)
string(REPLACE "\t\tui:noUserResize ,\n\t\tui:resize" "\t\tui:resize" ui "${ui}")
string(REGEX REPLACE "(optionalFeature\n[^\n]+\n)\t\topts:interface ,\n" "\\1" ui "${ui}")
file(WRITE "${BUNDLE}/ui.ttl" "${ui}")

file(READ "${BUNDLE}/manifest.ttl" manifest)
set(property "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
string(FIND "${manifest}" "${property}" declared)
if(declared EQUAL -1 AND manifest MATCHES "<([^>]+:Program)>")
  file(APPEND "${BUNDLE}/manifest.ttl"
       "<${CMAKE_MATCH_1}>\n\ta <${property}> ;\n\trdfs:label \"Program\" ;\n\trdfs:range xsd:int .\n")
endif()
