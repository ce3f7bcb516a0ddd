# A file without items says so, with the comments it has.
# at 1 FB103 error: the file holds no items
# hint: write a factor, def, set, model or use in it
