# A path stands in quotes after use, whatever it is a path of.
use lib/orders.factor
#   ^^^ FB138 error: found `lib` after `use`, expected a path in double quotes
#   hint: write for example `use "../lib/orders.factor"`
#   fix: put the path in quotes
use
#^^ FB138 error: found the end of the file after `use`, expected a path in double quotes
# hint: write for example `use "../lib/orders.factor"`
