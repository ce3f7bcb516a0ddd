# Paths stand in double quotes that end on their line.
use 'lib.factor'
#   ^^^^^^^^^^^^ FB112 error: found ' as quotes, expected "
#   hint: text stands in double quotes
#   fix: write "lib.factor"
#   ^^^^^^^^^^^^ FB201 error: there is no file lib.factor
#   hint: paths are relative to the file that names them
use “lib.factor”
#   ^^^^^^^^^^^^ FB112 error: found “ and ” as quotes, expected "
#   hint: text stands in double quotes
#   fix: write "lib.factor"
#   ^^^^^^^^^^^^ FB201 error: there is no file lib.factor
#   hint: paths are relative to the file that names them
set open { "a.factor
#          ^^^^^^^^^ FB111 error: the text in quotes does not end on its line
#          hint: close it with `"`
#          fix: close the text
#          ^^^^^^^^^ FB222 error: no .factor file matches "a.factor"
#          hint: `*` stands for any part of a name, `**` for any folders; patterns are relative to this file
}
