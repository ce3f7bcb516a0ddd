# A path leads to a source file below the project's folder.
use "missing.factor"
#   ^^^^^^^^^^^^^^^^ FB201 error: there is no file missing.factor
#   hint: paths are relative to the file that names them
use "orderz.factor"
#   ^^^^^^^^^^^^^^^ FB201 error: there is no file orderz.factor
#   hint: did you mean "lib/orders.factor"?
#   fix: write "lib/orders.factor"
use "../outside.factor"
#   ^^^^^^^^^^^^^^^^^^^ FB202 error: the path ../outside.factor leaves the project
#   hint: only files below the project folder can be used; copy it there
use "/absolute.factor"
#   ^^^^^^^^^^^^^^^^^^ FB203 error: the path /absolute.factor is absolute, expected one relative to this file
#   hint: write for example "../lib/orders.factor"
use "C:/absolute.factor"
#   ^^^^^^^^^^^^^^^^^^^^ FB203 error: the path C:/absolute.factor is absolute, expected one relative to this file
#   hint: write for example "../lib/orders.factor"
use "lib\orders.factor"
#   ^^^^^^^^^^^^^^^^^^^ FB206 error: the path lib\orders.factor is written with \, expected /
#   hint: write "lib/orders.factor"
#   fix: write "lib/orders.factor"
use "notes.txt"
#   ^^^^^^^^^^^ FB205 error: notes.txt is neither a .factor nor a .model file
#   hint: sources are named NAME.factor or NAME.model

factor f { from minute direction +1 value size() / size() }
